/* The wire, both ways: what was packed comes back, and what is unpacked stays within its limit. */
#include "service/http/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT_BYTES = 100000 };

/* `count` bytes that pack well. */
static char *plain_text(size_t count)
{
    char *text = malloc(count + 1);

    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        text[i] = (char)('a' + (i / 7) % 26);
    return text;
}

static void pack(size_t count, char **packed, size_t *packed_len)
{
    char *text = plain_text(count);

    assert_int_equal(bt_gzip_pack((bt_view){ text, count }, packed, packed_len), BT_OK);
    free(text);
}

static void test_what_was_packed_comes_back(void **state)
{
    static const size_t sizes[] = { 0, 1, 16384, 16385, 32768, LIMIT_BYTES - 1, LIMIT_BYTES };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *text = plain_text(sizes[i]), *packed = NULL, *back = NULL;
        size_t packed_len = 0, len = 0;

        pack(sizes[i], &packed, &packed_len);
        assert_int_equal(bt_gzip_unpack((bt_view){ packed, packed_len }, LIMIT_BYTES, &back, &len), BT_OK);
        assert_int_equal(len, sizes[i]);
        assert_memory_equal(back, text, len);
        assert_int_equal(back[len], '\0');
        free(back);
        free(packed);
        free(text);
    }
}

static void test_one_byte_over_the_limit_is_refused(void **state)
{
    char *packed = NULL, *back = NULL;
    size_t packed_len = 0, len = 1;

    (void)state;
    pack(LIMIT_BYTES + 1, &packed, &packed_len);
    assert_int_equal(bt_gzip_unpack((bt_view){ packed, packed_len }, LIMIT_BYTES, &back, &len), BT_ELIMIT);
    assert_null(back);
    assert_int_equal(len, 0);
    free(packed);
}

static void test_a_limit_of_nothing_takes_nothing(void **state)
{
    char *packed = NULL, *back = NULL;
    size_t packed_len = 0, len = 0;

    (void)state;
    pack(1, &packed, &packed_len);
    assert_int_equal(bt_gzip_unpack((bt_view){ packed, packed_len }, 0, &back, &len), BT_ELIMIT);
    free(packed);
}

static void test_a_stream_cut_at_any_byte_is_refused(void **state)
{
    char *packed = NULL, *back = NULL;
    size_t packed_len = 0, len = 0;

    (void)state;
    pack(500, &packed, &packed_len);
    for (size_t cut = 0; cut < packed_len; cut++)
        assert_int_equal(bt_gzip_unpack((bt_view){ packed, cut }, LIMIT_BYTES, &back, &len), BT_EINPUT);
    free(packed);
}

static void test_a_changed_byte_is_noticed(void **state)
{
    char *packed = NULL, *back = NULL;
    size_t packed_len = 0, len = 0;

    (void)state;
    pack(500, &packed, &packed_len);
    packed[packed_len - 6] ^= 1; /* of the checksum */
    assert_int_equal(bt_gzip_unpack((bt_view){ packed, packed_len }, LIMIT_BYTES, &back, &len), BT_EINPUT);
    free(packed);
}

/* Its length stands in the last four bytes, the lowest first. */
static void test_a_stream_that_lies_about_its_length_is_refused(void **state)
{
    static const unsigned char sizes[][4] = {
        { 0xf3, 1, 0, 0 }, { 0xf5, 1, 0, 0 }, { 0, 0, 0, 0 }, { 0, 0, 0, 0xff }
    };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *packed = NULL, *back = NULL;
        size_t packed_len = 0, len = 0;

        pack(500, &packed, &packed_len);
        memcpy(packed + packed_len - 4, sizes[i], 4);
        assert_int_equal(bt_gzip_unpack((bt_view){ packed, packed_len }, LIMIT_BYTES, &back, &len),
                         BT_EINPUT);
        assert_null(back);
        free(packed);
    }
}

static void test_something_behind_the_stream_is_refused(void **state)
{
    char *packed = NULL, *back = NULL, *longer = NULL;
    size_t packed_len = 0, len = 0;

    (void)state;
    pack(500, &packed, &packed_len);
    longer = calloc(1, packed_len + 1);
    assert_non_null(longer);
    memcpy(longer, packed, packed_len);
    assert_int_equal(bt_gzip_unpack((bt_view){ longer, packed_len + 1 }, LIMIT_BYTES, &back, &len),
                     BT_EINPUT);
    free(longer);
    free(packed);
}

static void test_what_is_no_gzip_is_refused(void **state)
{
    char *back = NULL;
    size_t len = 0;

    (void)state;
    assert_int_equal(bt_gzip_unpack((bt_view){ "{\"a\":1}", 7 }, LIMIT_BYTES, &back, &len), BT_EINPUT);
    assert_int_equal(bt_gzip_unpack((bt_view){ "", 0 }, LIMIT_BYTES, &back, &len), BT_EINPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_packed_comes_back),
        cmocka_unit_test(test_one_byte_over_the_limit_is_refused),
        cmocka_unit_test(test_a_limit_of_nothing_takes_nothing),
        cmocka_unit_test(test_a_stream_cut_at_any_byte_is_refused),
        cmocka_unit_test(test_a_changed_byte_is_noticed),
        cmocka_unit_test(test_a_stream_that_lies_about_its_length_is_refused),
        cmocka_unit_test(test_something_behind_the_stream_is_refused),
        cmocka_unit_test(test_what_is_no_gzip_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
