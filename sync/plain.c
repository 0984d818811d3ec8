/* What reading, comparing, cutting and printing spend their time on: in long steps. A page has shorter ones (wasm/plain.c). */
#include "sync/unicode.h"

#include "sync/memory.h"

static const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;

/* A top bit for each byte of `v` that is below `least` (1 to 0x80); above a byte that is, it may be wrong. */
static uint64_t below(uint64_t v, unsigned char least)
{
    return (v - ones * least) & ~v & tops;
}

/* As many bytes as are plain of the eight, or fewer. */
static size_t plain_of_eight(const char *at)
{
    uint64_t v, other;

    memcpy(&v, at, sizeof v);
    other = (v & tops) | below(v, 0x20) | below(v ^ ones * '"', 1) | below(v ^ ones * '\\', 1);
    if (other == 0)
        return sizeof v;
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? (size_t)__builtin_ctzll(other) / 8 : 0;
}

const char *bt_text_skip_plain(const char *at, const char *end)
{
    size_t plain = 8;

    for (; plain == 8 && end - at >= 8; at += plain) /* reading and printing spend their time here */
        plain = plain_of_eight(at);
    while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return at;
}

static bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

const char *bt_text_past_letters(const char *at, const char *end)
{
    if (letter_or_digit(*at)) {
        while (at + 1 < end && letter_or_digit(at[1]))
            at++;
    }
    return at;
}

bool bt_view_equal(bt_view a, bt_view b)
{
    if (a.len != b.len || (a.data == NULL) != (b.data == NULL))
        return false;
    return a.len == 0 || a.data == b.data || (*a.data == *b.data && memcmp(a.data, b.data, a.len) == 0);
}

int bt_view_compare(bt_view a, bt_view b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order;

    if (a.data == NULL || b.data == NULL)
        return (a.data != NULL) - (b.data != NULL);
    if (shorter > 0 && *a.data != *b.data)
        return (unsigned char)*a.data < (unsigned char)*b.data ? -1 : 1;
    order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}
