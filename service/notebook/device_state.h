/* service/notebook/device_state.h - what is kept about a device's last batch, in the same commit as its records.
 *
 * A small JSON file, so that `git log -p` shows it. The digest tells the batch
 * that comes again from another one under the same number; the refusals are
 * there because a batch that comes again gets the same answer.
 */
#ifndef BT_SERVICE_DEVICE_STATE_H
#define BT_SERVICE_DEVICE_STATE_H

#include "service/json_out.h"
#include "service/notebook/notebook.h"

enum { BT_DIGEST_HEX_LEN = 64 }; /* SHA-256 */

typedef struct bt_device_state {
    int64_t seq; /* 0: never sent a batch */
    char digest[BT_DIGEST_HEX_LEN + 1];
    bt_refusal *refused; /* owned */
    size_t refused_count;
} bt_device_state;

/* The SHA-256 of a batch in hex. */
bt_status bt_device_state_digest(bt_view changes, char digest[BT_DIGEST_HEX_LEN + 1]);

/* What a commit holds about a device; all zero when it never sent a batch. BT_EDAMAGED when it cannot be read. */
bt_status bt_device_state_read(bt_store *store, const bt_oid *commit, const char *device,
                               bt_device_state *out);
void bt_device_state_free(bt_device_state *state);

/* The file for bt_commit.device_state. */
void bt_device_state_write(const bt_device_state *state, bt_out *out);

#endif
