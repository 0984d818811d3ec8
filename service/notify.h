/* service/notify.h - a word to whoever started us (sd_notify(3)): one datagram, no library. */
#ifndef BT_SERVICE_NOTIFY_H
#define BT_SERVICE_NOTIFY_H

#include "sync/base.h"

/* Ready, to stop, or reading its settings again. Does nothing, and is BT_OK, where nobody asked to be told. BT_EIO. */
bt_status bt_notify_ready(void);
bt_status bt_notify_stopping(void);
bt_status bt_notify_reloading(void);

#endif
