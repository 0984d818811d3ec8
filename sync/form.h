/* sync/form.h - strings that have one form: ids, dates, times. Private to sync/. */
#ifndef BT_SYNC_FORM_H
#define BT_SYNC_FORM_H

#include "sync/base.h"

/* In UTC with milliseconds (RFC 3339), which sorts by time as it sorts by bytes; a day; a UUID version 7 (RFC 9562, 5.7). */
#define BT_FORM_TIME "9999-99-99T99:99:99.999Z"
#define BT_FORM_DATE "9999-99-99"
#define BT_FORM_ID "xxxxxxxx-xxxx-7xxx-vxxx-xxxxxxxxxxxx"

/* 9 stands for any digit, x for a digit of a lower-case hexadecimal number, v for one that begins with the bits 10. */
bool bt_form_fits(bt_view text, bt_view form);

#endif
