#include "sync/memory.h"
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

static const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;

/* A top bit for each byte of `v` that is below `least` (1 to 0x80); above a byte that is, it may be wrong. */
static uint64_t below(uint64_t v, unsigned char least)
{
    return (v - ones * least) & ~v & tops;
}

const char *bt_text_skip_plain(const char *at, const char *end)
{
    for (uint64_t v; end - at >= 8;
         at += 8) { /* eight at a time: reading and printing spend their time here */
        memcpy(&v, at, 8);
        if ((v & tops) | below(v, 0x20) | below(v ^ ones * '"', 1) | below(v ^ ones * '\\', 1))
            break;
    }
    while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* The last block that starts at or before the code point. */
static size_t find_block(uint32_t point)
{
    size_t low = 0, high = bt_class_block_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (bt_class_blocks[middle].first <= point)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t next_number(size_t *at)
{
    uint32_t number = 0;
    unsigned shift = 0;
    unsigned char byte;

    do {
        byte = bt_class_rows[(*at)++];
        number |= (uint32_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    return number;
}

static bt_class look_up(uint32_t point)
{
    size_t block = find_block(point), at = bt_class_blocks[block].at;
    size_t end = block + 1 < bt_class_block_count ? bt_class_blocks[block + 1].at : bt_class_rows_len;
    uint32_t first = bt_class_blocks[block].first;
    bt_class class = BT_CLASS_WORD;

    while (at < end) {
        uint32_t number = next_number(&at);

        first += number >> 3;
        if (first > point)
            break;
        class = (bt_class)(number & 7);
    }
    return class;
}

bt_class bt_unicode_class(uint32_t point)
{
    uint32_t letter = point | 0x20; /* ASCII letters in lower case */

    if (point >= 0x80)
        return look_up(point);
    if ((letter >= 'a' && letter <= 'z') || (point >= '0' && point <= '9') || point == '_')
        return BT_CLASS_WORD;
    if (point == ' ' || point == '\t')
        return BT_CLASS_SPACE;
    if (point == '\n' || point == '\r')
        return BT_CLASS_LINE;
    return point > ' ' && point < 0x7f ? BT_CLASS_SIGN : BT_CLASS_WORD;
}
