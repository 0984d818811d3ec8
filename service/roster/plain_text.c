/* service/roster/plain_text.c - what a file of unknown encoding says, as UTF-8. */
#include "service/roster/plain_text.h"

#include <stdlib.h>
#include <string.h>

enum {
    UTF8_MAX_BYTES = 4, /* one character */
    UNDEFINED = 0,      /* a byte that stands for nothing */
    SURROGATE_FIRST = 0xd800,
    SURROGATE_LOW = 0xdc00,
    SURROGATE_LAST = 0xdfff
};

/* What 0x80..0x9f mean in Windows-1252; every other byte is the code point of the same number. */
static const uint16_t windows_1252[32] = { 0x20ac, UNDEFINED, 0x201a,    0x0192, 0x201e, 0x2026, 0x2020,
                                           0x2021, 0x02c6,    0x2030,    0x0160, 0x2039, 0x0152, UNDEFINED,
                                           0x017d, UNDEFINED, UNDEFINED, 0x2018, 0x2019, 0x201c, 0x201d,
                                           0x2022, 0x2013,    0x2014,    0x02dc, 0x2122, 0x0161, 0x203a,
                                           0x0153, UNDEFINED, 0x017e,    0x0178 };

static size_t encode(uint32_t point, unsigned char *out)
{
    if (point < 0x80) {
        out[0] = (unsigned char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (unsigned char)(0xc0 | (point >> 6));
        out[1] = (unsigned char)(0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (unsigned char)(0xe0 | (point >> 12));
        out[1] = (unsigned char)(0x80 | ((point >> 6) & 0x3f));
        out[2] = (unsigned char)(0x80 | (point & 0x3f));
        return 3;
    }
    out[0] = (unsigned char)(0xf0 | (point >> 18));
    out[1] = (unsigned char)(0x80 | ((point >> 12) & 0x3f));
    out[2] = (unsigned char)(0x80 | ((point >> 6) & 0x3f));
    out[3] = (unsigned char)(0x80 | (point & 0x3f));
    return 4;
}

/* How many bytes the character at `at` has, or 0 when it is none. The ranges are those of RFC 3629, section 4. */
static size_t utf8_length(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t length = at[0] < 0x80   ? 1
                    : at[0] < 0xc2 ? 0
                    : at[0] < 0xe0 ? 2
                    : at[0] < 0xf0 ? 3
                    : at[0] < 0xf5 ? 4
                                   : 0;

    if (length < 2 || length > left)
        return length == 1 ? 1 : 0;
    if (at[0] == 0xe0)
        low = 0xa0; /* shorter forms exist */
    else if (at[0] == 0xed)
        high = 0x9f; /* surrogates */
    else if (at[0] == 0xf0)
        low = 0x90;
    else if (at[0] == 0xf4)
        high = 0x8f; /* beyond Unicode */
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

bool bt_utf8_valid(bt_view text)
{
    const unsigned char *at = (const unsigned char *)text.data;

    for (size_t i = 0; i < text.len;) {
        size_t length = utf8_length(at + i, text.len - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

static bt_status from_utf16(bt_view bytes, bool big_end_first, bt_bytes *text)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    unsigned high = big_end_first ? 0 : 1, low = 1 - high;
    uint32_t pending = 0; /* the first half of a pair */

    if (bytes.len % 2 != 0)
        return BT_EINPUT;
    for (size_t i = 2; i < bytes.len; i += 2) { /* behind the mark */
        uint32_t unit = ((uint32_t)at[i + high] << 8) | at[i + low];
        bool is_low = unit >= SURROGATE_LOW && unit <= SURROGATE_LAST;

        if ((pending != 0) != is_low)
            return BT_EINPUT;
        if (unit >= SURROGATE_FIRST && unit < SURROGATE_LOW) {
            pending = unit;
            continue;
        }
        if (is_low)
            unit = 0x10000 + ((pending - SURROGATE_FIRST) << 10) + (unit - SURROGATE_LOW);
        pending = 0;
        text->len += encode(unit, (unsigned char *)text->data + text->len);
    }
    return pending == 0 ? BT_OK : BT_EINPUT;
}

static bt_status from_windows_1252(bt_view bytes, bt_bytes *text)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        uint32_t point = byte >= 0x80 && byte <= 0x9f ? windows_1252[byte - 0x80] : byte;

        if (point == UNDEFINED)
            return BT_EINPUT;
        text->len += encode(point, (unsigned char *)text->data + text->len);
    }
    return BT_OK;
}

static bool holds_controls(const bt_bytes *text)
{
    for (size_t i = 0; i < text->len; i++) {
        unsigned char byte = (unsigned char)text->data[i];
        if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f)
            return true;
    }
    return false;
}

static bool begins_with(bt_view bytes, const char *mark, size_t len)
{
    return bytes.len >= len && memcmp(bytes.data, mark, len) == 0;
}

bt_status bt_plain_text(bt_view bytes, bt_bytes *out)
{
    bt_status status = BT_OK;
    bt_bytes text = { NULL, 0 };
    size_t mark = begins_with(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
    bool little = begins_with(bytes, "\xff\xfe", 2), big = begins_with(bytes, "\xfe\xff", 2);

    text.data = malloc(bytes.len * UTF8_MAX_BYTES + 1);
    if (text.data == NULL)
        return BT_ENOMEM;
    if (little || big) {
        status = from_utf16(bytes, big, &text);
    } else if (bt_utf8_valid(bytes)) {
        text.len = bytes.len - mark;
        if (text.len > 0)
            memcpy(text.data, bytes.data + mark, text.len);
    } else {
        status = from_windows_1252(bytes, &text);
    }
    if (status == BT_OK && holds_controls(&text))
        status = BT_EINPUT;
    if (status != BT_OK) {
        bt_bytes_free(&text);
        return status;
    }
    text.data[text.len] = '\0';
    *out = text;
    return BT_OK;
}
