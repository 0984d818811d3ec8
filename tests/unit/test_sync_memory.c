/* The n-th allocation fails, for every n: an arena of any size is enough, or said to be too small. */
#include "merge_case.h"

#include "sync/merge.h"
#include "sync/text.h"

enum { STEP_OF_SIZE = 8, CLIMB = 4096 };

/* An edit that meets every kind of member in one merge: value, set, text, object, removal, deletion, an open question. */
static const char base_members[] = "{\"mark\": \"not_yet\", \"tags\": [\"a\", \"b\"], \"words\": \"Draws "
                                   "first. Then writs.\", \"weather\": \"rain\","
                                   " \"outcomes\": {\"@maya\": {\"mark\": \"not_yet\"}, \"@leo\": {\"mark\": "
                                   "\"secure\"}}, \"a/b\": {\"c~d\": 1}}";
static const char now_members[] =
    "{\"mark\": \"emerging\", \"tags\": [\"a\", \"c\"], \"words\": \"Draws first. Then writes.\", "
    "\"weather\": \"snow\","
    " \"outcomes\": {\"@leo\": {\"mark\": \"emerging\"}}, \"a/b\": {\"c~d\": 2}, \"deleted\": true}";
static const char edit_members[] =
    "{\"mark\": \"secure\", \"tags\": [\"b\", \"d\"], \"words\": \"Draws at first. Then writs a lot.\","
    " \"outcomes\": {\"@maya\": {\"mark\": \"secure\"}}, \"a/b\": {\"c~d\": 3}, \"source\": \"read\"}";

typedef struct inputs {
    bt_view base, now, edit;
} inputs;

static bt_view merge_enough(bt_arena *arena, bt_view base, bt_view now, bt_view edit)
{
    bt_merged out;

    assert_true(bt_merge(arena, base, now, edit, &out) >= BT_OK);
    return out.record;
}

static bt_view record_of(bt_arena *arena, size_t who, const char *at, const char *members)
{
    case_edit edit = { .who = &people[who],
                       .at = time_of(arena, bt_view_of(at)),
                       .members = bt_view_of(members) };

    return write_record(arena, BT_VIEW("observation"), &edit, NULL);
}

static inputs make_inputs(bt_arena *arena)
{
    const bt_view none = { NULL, 0 };
    inputs in = { none, none, record_of(arena, 2, "11:00", edit_members) };

    in.base = merge_enough(arena, none, none, record_of(arena, 0, "08:00", base_members));
    in.now = merge_enough(arena, in.base, in.base, record_of(arena, 1, "10:00", now_members));
    return in;
}

/* An arena of its own allocation, so that a byte behind its end is caught. */
static bt_status merge_within(size_t size, const inputs *in, bt_view want)
{
    bt_arena small = { malloc(size > 0 ? size : 1), size, 0 };
    bt_merged out;
    bt_status status;

    assert_non_null(small.base);
    status = bt_merge(&small, in->base, in->now, in->edit, &out);
    if (status >= BT_OK)
        assert_true(bt_view_equal(out.record, want));
    else
        assert_null(out.record.data);
    free(small.base);
    return status;
}

static void test_a_merge_in_any_arena_gives_the_right_bytes_or_says_that_it_is_too_small(void **state)
{
    bt_arena *arena = arena_of(state);
    inputs in = make_inputs(arena);
    bt_view want = merge_enough(arena, in.base, in.now, in.edit);
    size_t size = 0;
    bt_status status = BT_ENOMEM;

    for (; status == BT_ENOMEM; size += STEP_OF_SIZE)
        status = merge_within(size, &in, want);
    assert_int_equal(status, BT_ASK);
    assert_true(size > sizeof(bt_merged));
    for (size_t end = size + CLIMB; size < end; size += STEP_OF_SIZE)
        assert_int_equal(merge_within(size, &in, want), BT_ASK);
}

static void test_an_answer_in_any_arena_gives_the_right_bytes_or_says_that_it_is_too_small(void **state)
{
    bt_arena *arena = arena_of(state);
    inputs in = make_inputs(arena);
    bt_view want;
    size_t size = 0;
    bt_status status = BT_ENOMEM;

    in.base = in.now = merge_enough(arena, in.base, in.now, in.edit);
    in.edit = record_of(arena, 0, "12:00", edit_members);
    want = merge_enough(arena, in.base, in.now, in.edit);
    for (; status == BT_ENOMEM; size += STEP_OF_SIZE)
        status = merge_within(size, &in, want);
    assert_int_equal(status, BT_OK);
}

static void test_a_check_in_any_arena_gives_the_right_bytes_or_says_that_it_is_too_small(void **state)
{
    bt_arena *arena = arena_of(state);
    inputs in = make_inputs(arena);
    bt_view want, have;
    bt_status status = BT_ENOMEM;

    assert_int_equal(bt_record_check(arena, in.edit, &want, NULL, NULL), BT_OK);
    for (size_t size = 0; status == BT_ENOMEM; size += STEP_OF_SIZE) {
        bt_arena small = { malloc(size > 0 ? size : 1), size, 0 };
        bt_complaint why;

        assert_non_null(small.base);
        status = bt_record_check(&small, in.edit, &have, NULL, &why);
        if (status == BT_OK)
            assert_true(bt_view_equal(have, want));
        free(small.base);
    }
    assert_int_equal(status, BT_OK);
}

/* What the header promises: three records at their limit, of many small members, of one long text, of many questions. */
static void test_a_weave_in_any_arena_gives_the_right_words_or_says_that_it_is_too_small(void **state)
{
    const bt_view base = BT_VIEW("Draws first. Then writs. Reads it aloud."),
                  sides[] = { BT_VIEW("Draws at first. Then writes. Reads it aloud."),
                              BT_VIEW("Draws first. Then writs a lot. Reads."),
                              { NULL, 0 } };
    const size_t count = sizeof sides / sizeof sides[0];
    bt_view want, have;
    bool asks, asked;
    bt_status status = BT_ENOMEM;

    assert_int_equal(bt_text_weave(arena_of(state), base, sides, count, &want, &asks), BT_OK);
    for (size_t size = 0; status == BT_ENOMEM; size += STEP_OF_SIZE) {
        bt_arena small = { malloc(size > 0 ? size : 1), size, 0 };

        assert_non_null(small.base);
        status = bt_text_weave(&small, base, sides, count, &have, &asked);
        if (status == BT_OK)
            assert_true(bt_view_equal(have, want) && asked == asks);
        free(small.base);
    }
    assert_int_equal(status, BT_OK);
}

static void test_the_promised_arena_is_enough_for_three_records_at_their_limit(void **state)
{
    bt_arena *arena = arena_of(state), large = { malloc(BT_MERGE_ARENA_BYTES), BT_MERGE_ARENA_BYTES, 0 };
    char *members = take(arena, BT_RECORD_MAX_BYTES);
    bt_view texts[3];
    bt_merged out;

    assert_non_null(large.base);
    for (size_t i = 0; i < 3; i++) {
        size_t len = 0;

        for (size_t n = 0; len < BT_RECORD_MAX_BYTES / 8; n++)
            len += (size_t)snprintf(members + len, 32, ",\"m%zx\":%zu", n, i);
        texts[i] = print_view(arena, RECORD("scrapbook", "%s"), members);
        assert_int_equal(bt_record_check(arena, texts[i], &texts[i], NULL, NULL), BT_OK);
    }
    assert_true(bt_merge(&large, texts[0], texts[1], texts[2], &out) != BT_ENOMEM);
    for (size_t i = 0; i < 3; i++) {
        const char *const pieces[] = { "a ", "b ", "c " };

        texts[i] = print_view(arena, RECORD("observation", ",\"words\":\"%s\""),
                              repeat(arena, pieces[i], 8000).data);
        assert_int_equal(bt_record_check(arena, texts[i], &texts[i], NULL, NULL), BT_OK);
    }
    large.used = 0;
    assert_int_equal(bt_merge(&large, texts[0], texts[1], texts[2], &out), BT_ASK);
    free(large.base);
}

static void test_a_length_at_the_bounds_of_64_bits_fills_the_arena_and_never_wraps(void **state)
{
    static const size_t lengths[] = {
        65,      (size_t)INT64_MAX - 1, (size_t)INT64_MAX, (size_t)INT64_MAX + 1, SIZE_MAX - 15, SIZE_MAX - 1,
        SIZE_MAX
    };
    unsigned char bytes[64] = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (size_t used = 0; used <= sizeof bytes; used += 16) {
            bt_arena aligned = { bytes, sizeof bytes, used }, behind = aligned;

            assert_null(bt_arena_take(&aligned, lengths[i] - used));
            assert_null(bt_arena_add(&behind, lengths[i] - used));
            assert_true(bt_arena_full(&aligned) && bt_arena_full(&behind));
            assert_null(bt_arena_take(&aligned, 0));
            assert_null(bt_arena_add(&behind, 0));
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_merge_in_any_arena_gives_the_right_bytes_or_says_that_it_is_too_small),
        cmocka_unit_test(test_an_answer_in_any_arena_gives_the_right_bytes_or_says_that_it_is_too_small),
        cmocka_unit_test(test_a_check_in_any_arena_gives_the_right_bytes_or_says_that_it_is_too_small),
        cmocka_unit_test(test_a_weave_in_any_arena_gives_the_right_words_or_says_that_it_is_too_small),
        cmocka_unit_test(test_the_promised_arena_is_enough_for_three_records_at_their_limit),
        cmocka_unit_test(test_a_length_at_the_bounds_of_64_bits_fills_the_arena_and_never_wraps),
    };

    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
