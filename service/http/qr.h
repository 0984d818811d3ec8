/* service/http/qr.h - a link as a QR code in a terminal. */
#ifndef BT_SERVICE_HTTP_QR_H
#define BT_SERVICE_HTTP_QR_H

#include "sync/base.h"

#include <stdio.h>

/*
 * Two rows of modules a line, by half blocks, dark on light in any terminal, with the quiet
 * zone that cameras need. BT_ELIMIT when the text is too long for a code; BT_ENOMEM; BT_EIO.
 */
bt_status bt_qr_print(FILE *to, const char *text);

#endif
