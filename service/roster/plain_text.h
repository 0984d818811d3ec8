/* service/roster/plain_text.h - what a file of unknown encoding says, as UTF-8.
 *
 * For class lists, which come out of spreadsheet programs, school systems and
 * text editors of every age. Pure: no files, no locale.
 */
#ifndef BT_SERVICE_PLAIN_TEXT_H
#define BT_SERVICE_PLAIN_TEXT_H

#include "store/store.h"

/*
 * UTF-16 with a byte order mark, else UTF-8 with or without one, else Windows-1252 (of which
 * Latin-1's letters are a part). Line ends are kept.
 *
 *   out   owned by the caller (bt_bytes_free); untouched unless BT_OK
 *
 * BT_EINPUT: no text: a control character other than tab and line ends (WHATWG's encoding table
 * says which bytes Windows-1252 lacks), or half a UTF-16 character. BT_ENOMEM.
 */
bt_status bt_plain_text(bt_view bytes, bt_bytes *out);

/* True when all of it is UTF-8 as RFC 3629 defines it. */
bool bt_utf8_valid(bt_view text);

#endif
