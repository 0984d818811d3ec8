/* Parts that were packed one by one, and what was written between them, are one gzip stream. */
#include "service/http/gzip.h"
#include "service/http/stitch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT_BYTES = 1024 * 1024, PART_BYTES = 70000, PLAIN_BYTES = 66000 };

/* `count` bytes of which no two sevenths are alike, and that name `seed`. */
static char *text_of(size_t count, unsigned seed)
{
    char *text = malloc(count + 1);

    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        text[i] = (char)('a' + (i / 7 * (seed + 1) + i % 7) % 26);
    return text;
}

static void add_part(bt_stitch *stitch, const char *text, size_t len)
{
    bt_part part;
    char *packed = NULL, *room;

    assert_int_equal(bt_part_pack((bt_view){ text, len }, &packed, &part), BT_OK);
    assert_int_equal(part.plain_len, len);
    assert_int_equal(bt_part_check(&part, packed), BT_OK);
    room = bt_stitch_part(stitch, &part);
    assert_non_null(room);
    memcpy(room, packed, part.packed_len);
    free(packed);
}

/* bt_gzip_unpack() takes one whole stream with nothing behind it, and looks at its sum and length. */
static void expect(bt_stitch *stitch, const char *text, size_t len)
{
    char *back = NULL;
    size_t back_len = 0;

    assert_int_equal(bt_stitch_end(stitch), BT_OK);
    assert_int_equal(bt_gzip_unpack((bt_view){ stitch->data, stitch->len }, LIMIT_BYTES, &back, &back_len),
                     BT_OK);
    assert_int_equal(back_len, len);
    assert_memory_equal(back, text, len);
    free(back);
    bt_stitch_free(stitch);
}

static void test_parts_and_plain_bytes_are_one_stream(void **state)
{
    char *first = text_of(PART_BYTES, 1), *second = text_of(PART_BYTES, 2), *whole;
    bt_stitch stitch = { 0 };

    (void)state;
    whole = malloc(2 * PART_BYTES + 3);
    assert_non_null(whole);
    whole[0] = '[';
    memcpy(whole + 1, first, PART_BYTES);
    whole[1 + PART_BYTES] = ',';
    memcpy(whole + 2 + PART_BYTES, second, PART_BYTES);
    whole[2 + 2 * PART_BYTES] = ']';
    bt_stitch_plain(&stitch, BT_VIEW("["));
    add_part(&stitch, first, PART_BYTES);
    bt_stitch_plain(&stitch, BT_VIEW(","));
    add_part(&stitch, second, PART_BYTES);
    bt_stitch_plain(&stitch, BT_VIEW("]"));
    expect(&stitch, whole, 2 * PART_BYTES + 3);
    free(first);
    free(second);
    free(whole);
}

static void test_a_part_needs_none_before_it(void **state)
{
    char *text = text_of(PART_BYTES, 3);
    bt_stitch alone = { 0 };

    (void)state;
    add_part(&alone, text, PART_BYTES);
    expect(&alone, text, PART_BYTES);
    free(text);
}

static void test_plain_bytes_may_be_longer_than_a_stored_block(void **state)
{
    char *text = text_of(PLAIN_BYTES, 4);
    bt_stitch stitch = { 0 };

    (void)state;
    bt_stitch_plain(&stitch, (bt_view){ text, PLAIN_BYTES });
    expect(&stitch, text, PLAIN_BYTES);
    free(text);
}

static void test_nothing_is_a_stream_too(void **state)
{
    bt_stitch stitch = { 0 };

    (void)state;
    expect(&stitch, "", 0);
}

static void test_a_part_with_one_bit_turned_is_told(void **state)
{
    char *text = text_of(PART_BYTES, 5), *packed = NULL;
    bt_part part;

    (void)state;
    assert_int_equal(bt_part_pack((bt_view){ text, PART_BYTES }, &packed, &part), BT_OK);
    packed[part.packed_len / 2] ^= 4;
    assert_int_equal(bt_part_check(&part, packed), BT_EDAMAGED);
    free(packed);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_and_plain_bytes_are_one_stream),
        cmocka_unit_test(test_a_part_needs_none_before_it),
        cmocka_unit_test(test_plain_bytes_may_be_longer_than_a_stored_block),
        cmocka_unit_test(test_nothing_is_a_stream_too),
        cmocka_unit_test(test_a_part_with_one_bit_turned_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
