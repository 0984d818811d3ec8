/* Byte by byte: a page merges a note now and then, and loads what it merges with. */
#include "sync/unicode.h"

const char *bt_text_skip_plain(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return at;
}
