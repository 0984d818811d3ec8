#include "sync/unicode_table.h"

/* RFC 3629, section 4; NUL is left out too. */
size_t bt_utf8_length(const char *text, size_t len)
{
    const unsigned char *b = (const unsigned char *)text;
    size_t want;
    unsigned char low = 0x80, high = 0xbf; /* what the second byte may be */

    if (len == 0 || b[0] == 0 || (b[0] >= 0x80 && b[0] < 0xc2) || b[0] > 0xf4)
        return 0;
    if (b[0] < 0x80)
        return 1;
    want = b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4;
    if (b[0] == 0xe0)
        low = 0xa0;
    if (b[0] == 0xed)
        high = 0x9f; /* above lie the surrogates */
    if (b[0] == 0xf0)
        low = 0x90;
    if (b[0] == 0xf4)
        high = 0x8f;
    if (len < want || b[1] < low || b[1] > high)
        return 0;
    for (size_t i = 2; i < want; i++) {
        if ((b[i] & 0xc0) != 0x80)
            return 0;
    }
    return want;
}

uint32_t bt_utf8_get(const char *text)
{
    const unsigned char *b = (const unsigned char *)text;

    if (b[0] < 0x80)
        return b[0];
    if (b[0] < 0xe0)
        return (b[0] & 0x1fu) << 6 | (b[1] & 0x3fu);
    if (b[0] < 0xf0)
        return (b[0] & 0xfu) << 12 | (b[1] & 0x3fu) << 6 | (b[2] & 0x3fu);
    return (b[0] & 0x7u) << 18 | (b[1] & 0x3fu) << 12 | (b[2] & 0x3fu) << 6 | (b[3] & 0x3fu);
}

size_t bt_utf8_put(char *to, uint32_t point)
{
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (char)(0xc0 | point >> 6);
        to[1] = (char)(0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (char)(0xe0 | point >> 12);
        to[1] = (char)(0x80 | (point >> 6 & 0x3f));
        to[2] = (char)(0x80 | (point & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | point >> 18);
    to[1] = (char)(0x80 | (point >> 12 & 0x3f));
    to[2] = (char)(0x80 | (point >> 6 & 0x3f));
    to[3] = (char)(0x80 | (point & 0x3f));
    return 4;
}

bt_class bt_unicode_class(uint32_t point)
{
    size_t low = 0, high = bt_class_row_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (bt_class_rows[middle].first <= point)
            low = middle;
        else
            high = middle;
    }
    return (bt_class)bt_class_rows[low].class;
}
