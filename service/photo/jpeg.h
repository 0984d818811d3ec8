/* service/photo/jpeg.h - is this a JPEG, and does it say nothing but the picture?
 *
 * A camera writes into a picture where and when it was taken, and with which phone;
 * of children's work none of that is kept. So segments are let through by a list of
 * those that a picture needs (ITU-T T.81, annex B), and nothing may stand behind its
 * end, where phones put films and second pictures.
 */
#ifndef BT_SERVICE_PHOTO_JPEG_H
#define BT_SERVICE_PHOTO_JPEG_H

#include "sync/base.h"

typedef enum bt_jpeg {
    BT_JPEG_PLAIN, /* a picture, and nothing else */
    BT_JPEG_NONE,  /* no JPEG from its first byte to its last */
    BT_JPEG_TELLS  /* it carries more: EXIF, XMP, a comment, what stands behind its end */
} bt_jpeg;

/* Pure; reads each byte once at most. What is inside the picture itself is not decoded. */
bt_jpeg bt_jpeg_look(bt_view bytes);

#endif
