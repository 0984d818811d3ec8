/* service/photo/photos.h - photos of children's work, under their own sums, beside git.
 *
 *   DATA/photos/<notebook>/<aa>/<sha256>.jpg   <aa>: the first two digits of the sum
 *   DATA/photos/new/                           while one is being written; emptied when the service starts
 *
 * A photo has no name and no words: a `sample` record in the notebook says what it
 * shows, by the sum. What has a name here is whole and on the disk; it is never
 * changed. Threads and programs may do any of this at once.
 */
#ifndef BT_SERVICE_PHOTO_PHOTOS_H
#define BT_SERVICE_PHOTO_PHOTOS_H

#include "store/store.h"

enum {
    BT_PHOTO_SUM_LEN = 64,            /* SHA-256 in small hex */
    BT_PHOTO_MAX_BYTES = 1024 * 1024, /* phones send about 200 kB (practices, Photos) */
    BT_PHOTO_NAME_MAX = 128           /* "photos/<notebook>/<aa>/<sum>.jpg" */
};

/* Of one notebook: ten thousand photos of the usual size, a class of thirty for years. */
#define BT_PHOTOS_MAX_BYTES ((int64_t)2 * 1024 * 1024 * 1024)

#define BT_PHOTOS_FOLDER "photos"

typedef struct bt_photo_sum {
    char hex[BT_PHOTO_SUM_LEN + 1];
} bt_photo_sum;

/* True when `name` is a sum as we write them. */
bool bt_photo_sum_read(bt_view name, bt_photo_sum *out);

/* The sum of bytes. BT_ENOMEM. */
bt_status bt_photo_sum_of(bt_view bytes, bt_photo_sum *out);

/* Where a photo lies, from the data folder on: also its name in a backup. */
void bt_photo_name(const char *notebook, const bt_photo_sum *sum, char out[BT_PHOTO_NAME_MAX]);

/* The other way round. False for what is no such name. */
bool bt_photo_name_read(const char *name, char notebook[BT_ID_LEN + 1], bt_photo_sum *sum);

/*
 * Keep a photo; it is on the disk before this returns. Of one that is there, whole, nothing is written.
 *   sum   of `bytes`; the caller has looked
 * BT_ELIMIT: the notebook holds BT_PHOTOS_MAX_BYTES. BT_EIO, also when the disk is full; BT_ENOMEM. Then nothing is kept.
 */
bt_status bt_photo_put(const char *folder, const char *notebook, const bt_photo_sum *sum, bt_view bytes);

/* Read one. BT_ENOTFOUND; BT_EDAMAGED: what lies there has another sum; BT_EIO, BT_ENOMEM. */
bt_status bt_photo_get(const char *folder, const char *notebook, const bt_photo_sum *sum, bt_bytes *out);

/* Calls `each` with every photo of a notebook, by their sums' order within one first byte. Ends when it is not BT_OK. */
typedef bt_status (*bt_photo_fn)(void *context, const bt_photo_sum *sum, int64_t bytes);
bt_status bt_photo_each(const char *folder, const char *notebook, bt_photo_fn each, void *context);

/*
 * Copy one from the data folder `from` to another, read back there. Not synced: the caller syncs the folder as a whole.
 * As bt_photo_get(); BT_EDAMAGED: what is there, or what was read back, has another sum.
 */
bt_status bt_photo_copy(const char *from, const char *to, const char *notebook, const bt_photo_sum *sum);

/* Remove what was being written when a service was killed; only while nothing else writes here. */
bt_status bt_photo_sweep(const char *folder);

#endif
