/* sync/complaint.h - every reason for which bytes are refused, with the sentence that says what to do. */
#ifndef BT_SYNC_COMPLAINT_H
#define BT_SYNC_COMPLAINT_H

#include "sync/record.h"

/* The row of a code. A code that is not in the table is a programming error and gives the row "not_valid". */
bt_complaint bt_complaint_of(const char *code, bt_view path);

#endif
