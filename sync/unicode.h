/* sync/unicode.h - UTF-8, and the few classes of characters that a text is cut by. */
#ifndef BT_SYNC_UNICODE_H
#define BT_SYNC_UNICODE_H

#include "sync/base.h"

/* Bytes of the code point at `text`, or 0 when it is no shortest-form UTF-8 of a code point (surrogates and NUL are none). */
size_t bt_utf8_length(const char *text, size_t len);

/* Bytes of the code point at `text` by what it starts with (RFC 3629, section 3); 0 where none starts. Right if `text` is valid UTF-8. */
size_t bt_utf8_step(const char *text);

/* The code point at `text`, which is valid UTF-8. */
uint32_t bt_utf8_get(const char *text);

/* Writes a code point, returns its 1 to 4 bytes. */
size_t bt_utf8_put(char *to, uint32_t point);

/* Past the bytes that JSON holds as they are and that are ASCII: most of most texts. */
const char *bt_text_skip_plain(const char *at, const char *end);

/*
 * From the first of a run of ASCII letters and digits to the last, or less far, else nowhere: they need no look at their
 * class. The last is not passed over, for a mark that belongs to it may follow.
 */
const char *bt_text_past_letters(const char *at, const char *end);

typedef enum bt_class {
    BT_CLASS_WORD,   /* letters and digits, of scripts that put spaces between words; and what has no class */
    BT_CLASS_SPACE,  /* white space within a line */
    BT_CLASS_LINE,   /* ends a line */
    BT_CLASS_SIGN,   /* punctuation, symbols, emoji: one token each */
    BT_CLASS_GLYPH,  /* a character of a script written without spaces: one token each */
    BT_CLASS_EXTEND, /* belongs to the character before it, whatever that is */
    BT_CLASS_JOIN    /* as EXTEND, and the character after it belongs too */
} bt_class;

bt_class bt_unicode_class(uint32_t point);

#endif
