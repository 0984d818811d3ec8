#include "sync/unicode_table.h"

size_t bt_utf8_step(const char *text)
{
    static const unsigned char by_lead[] = { 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4 };

    return by_lead[(unsigned char)*text >> 4];
}

/* Bytes that a code point takes at least. */
static size_t length_of(uint32_t point)
{
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

size_t bt_utf8_length(const char *text, size_t len)
{
    size_t want = len > 0 ? bt_utf8_step(text) : 0;
    uint32_t point;

    if (want == 0 || want > len)
        return 0;
    for (size_t i = 1; i < want; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    }
    point = bt_utf8_get(text);
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) && length_of(point) == want
               ? want
               : 0;
}

uint32_t bt_utf8_get(const char *text)
{
    size_t len = bt_utf8_step(text);
    uint32_t point = (unsigned char)*text & (0xffu >> len);

    for (size_t i = 1; i < len; i++)
        point = point << 6 | ((unsigned char)text[i] & 0x3f);
    return point;
}

size_t bt_utf8_put(char *to, uint32_t point)
{
    size_t len = length_of(point);

    for (size_t i = len - 1; i > 0; i--, point >>= 6)
        to[i] = (char)(0x80 | (point & 0x3f));
    to[0] = (char)(len == 1 ? point : (0xf00u >> len & 0xff) | point);
    return len;
}

/* The last block that starts at or before the code point. */
static size_t find_block(uint32_t point)
{
    size_t block = (bt_class_row_count - 1) / BT_CLASS_BLOCK_ROWS;

    while (bt_class_blocks[block].first > point)
        block--;
    return block;
}

static uint32_t next_distance(const unsigned char **step)
{
    uint32_t distance = 0;
    unsigned shift = 0;
    unsigned char byte;

    do {
        byte = *(*step)++;
        distance |= (uint32_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    return distance;
}

static bt_class look_up(uint32_t point)
{
    size_t block = find_block(point), row = block * BT_CLASS_BLOCK_ROWS;
    size_t end =
        row + BT_CLASS_BLOCK_ROWS < bt_class_row_count ? row + BT_CLASS_BLOCK_ROWS : bt_class_row_count;
    const unsigned char *step = bt_class_steps + bt_class_blocks[block].step;
    uint32_t first = bt_class_blocks[block].first;

    for (; row < end; row++) {
        first += next_distance(&step);
        if (first > point)
            break;
    }
    return (
        bt_class)bt_class_rows[row - 1]; /* a block starts with its first code point, at a distance of 0 */
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
