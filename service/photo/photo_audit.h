/* service/photo/photo_audit.h - are the photos of a notebook what was sent, and is each there that a sample speaks of? */
#ifndef BT_SERVICE_PHOTO_AUDIT_H
#define BT_SERVICE_PHOTO_AUDIT_H

#include "service/photo/photos.h"

typedef struct bt_photo_audit {
    size_t photos;  /* that are what they were */
    size_t damaged; /* there, and another one than their name says */
    size_t
        awaited; /* a sample speaks of it, and it is not here: it comes after the words, when its phone is back */
} bt_photo_audit;

/*
 * Read each photo, and each `sample` record that is not deleted. Calls `say` with a line for each that is damaged or
 * awaited; sums and ids stand in it, never a word. BT_OK when all was read. BT_EIO, BT_EBUSY, BT_ENOMEM, BT_EDAMAGED
 * where the records cannot be read.
 */
typedef void (*bt_photo_say_fn)(void *context, const char *line);
bt_status bt_photos_audit(bt_store *store, const char *folder, const char *notebook, bt_photo_say_fn say,
                          void *context, bt_photo_audit *out);

#endif
