/* sync/wasm/abi.h - what sync.wasm offers to the page: the merge and the check, over bytes in linear memory.
 *
 * The page writes its inputs one after the other at the address that bt_wasm_room() gives, calls, and reads
 * the answer before the next call. One call at a time; nothing is imported.
 */
#ifndef BT_SYNC_WASM_ABI_H
#define BT_SYNC_WASM_ABI_H

#include "sync/base.h"

/* Room for `len` bytes of input. Ends what the call before gave. Traps, as each of these does, when memory gives out. */
unsigned char *bt_wasm_room(size_t len);

/* What records consist of, as JSON in the room (bt_schema_read of schema.h): once, before anything else. Gives a bt_status. */
int bt_wasm_schema(int32_t len);

/*
 * bt_merge() of three records that lie in the room one after the other. A negative length: that one is absent.
 * Gives a bt_status; the merged record is the answer.
 */
int bt_wasm_merge(int32_t base_len, int32_t now_len, int32_t edit_len);

/* bt_record_check() of the record in the room. The canonical bytes are the answer, or the code of the complaint. */
int bt_wasm_check(int32_t len);

/* What the call before has to say: its address and its length, as two values. */
bt_view bt_wasm_answer(void);

#endif
