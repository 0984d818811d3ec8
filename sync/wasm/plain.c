/* Byte by byte: a page merges a note now and then, and loads what it merges with. */
#include "sync/unicode.h"

const char *bt_text_skip_plain(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return at;
}

const char *bt_text_past_letters(const char *at, const char *end)
{
    (void)end;
    return at;
}

bool bt_view_equal(bt_view a, bt_view b)
{
    return bt_view_compare(a, b) == 0;
}

int bt_view_compare(bt_view a, bt_view b)
{
    if (a.data == NULL || b.data == NULL)
        return (a.data != NULL) - (b.data != NULL);
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        if (a.data[i] != b.data[i])
            return (unsigned char)a.data[i] < (unsigned char)b.data[i] ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}
