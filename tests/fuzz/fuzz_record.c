/* Any bytes at the door of records. */
#include "sync/record.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

enum { MEMORY_BYTES = 4 * 1024 * 1024 };

static void check_again(bt_arena *arena, bt_view canonical, const bt_record_info *info)
{
    bt_view again = { NULL, 0 };
    bt_record_info read;

    fuzz_promise(bt_record_check(arena, canonical, &again, NULL, NULL) == BT_OK,
                 "what was printed passes the door");
    fuzz_promise(bt_view_equal(canonical, again), "what was printed prints as itself");
    fuzz_promise(bt_record_read(arena, canonical, &read) == BT_OK, "what was printed can be read");
    fuzz_promise(bt_view_equal(read.id, info->id) && read.asks == info->asks && read.deleted == info->deleted,
                 "what was printed says the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *memory = malloc(MEMORY_BYTES);
    bt_arena arena = fuzz_arena(memory, MEMORY_BYTES);
    bt_complaint why = { 0 };
    bt_record_info info;
    bt_view canonical = { NULL, 0 };
    bt_status status;

    if (memory == NULL)
        return 0;
    status = bt_record_check(&arena, (bt_view){ (const char *)data, size }, &canonical, &info, &why);
    if (status == BT_OK)
        check_again(&arena, canonical, &info);
    else
        fuzz_promise(status == BT_ENOMEM || (why.code != NULL && why.message != NULL),
                     "whoever is refused is told why");
    free(memory);
    return 0;
}
