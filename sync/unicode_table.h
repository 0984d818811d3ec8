/* sync/unicode_table.h - the classes of all code points, as the first point of each run. */
#ifndef BT_SYNC_UNICODE_TABLE_H
#define BT_SYNC_UNICODE_TABLE_H

#include "sync/unicode.h"

typedef struct bt_class_row {
    unsigned first : 24; /* the run goes up to the next row's first */
    unsigned class : 8;  /* bt_class */
} bt_class_row;

extern const bt_class_row bt_class_rows[];
extern const size_t bt_class_row_count;

#endif
