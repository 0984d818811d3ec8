/* service/roster/roster_words.h - the words that a class list's header is made of, in English and Spanish. */
#ifndef BT_SERVICE_ROSTER_WORDS_H
#define BT_SERVICE_ROSTER_WORDS_H

#include "sync/base.h"

typedef enum bt_column {
    BT_COLUMN_UNKNOWN,
    BT_COLUMN_GIVEN,
    BT_COLUMN_FAMILY,
    BT_COLUMN_FULL,
    BT_COLUMN_ID,
    BT_COLUMN_GRADE
} bt_column;

/* What a header cell says the column holds: without regard to case, accents, space and signs. */
bt_column bt_column_of(bt_view cell);

#endif
