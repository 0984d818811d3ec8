/* service/notebook/seal.h - cursors that only this service can have given.
 *
 * A device that shows a sealed cursor which the history does not know proves that
 * the history was rolled back: nobody can make one up. Without the seal any member
 * could pretend it, and then bring records in others' names (service/notebook/change.h).
 */
#ifndef BT_SERVICE_SEAL_H
#define BT_SERVICE_SEAL_H

#include "sync/base.h"

enum {
    BT_SEAL_KEY_BYTES = 32,
    BT_SEAL_LEN = 1 + 32 /* '~' and 128 bits in hex */
};

typedef struct bt_seal_key {
    unsigned char bytes[BT_SEAL_KEY_BYTES];
} bt_seal_key;

/*
 * The key of a data folder (its file `seal`, which only its owner may read); made when it is missing.
 * Wipe it with bt_secret_wipe(). BT_EDAMAGED when the file is none; BT_EIO.
 */
bt_status bt_seal_key_read(const char *data_folder, bt_seal_key *out);

/* What a cursor belongs to; one of another history proves nothing about this one. */
typedef struct bt_seal_place {
    const bt_seal_key *key;
    bt_view notebook, epoch;
} bt_seal_place;

/* The seal of a cursor, with its NUL. BT_ENOMEM. */
bt_status bt_seal_make(const bt_seal_place *place, bt_view cursor, char out[BT_SEAL_LEN + 1]);

/* What stands before a good seal; absent when there is none. Borrows from `sealed`. */
bt_view bt_seal_open(const bt_seal_place *place, bt_view sealed);

#endif
