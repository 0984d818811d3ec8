/* What a merge refuses, what it may not depend on, and how it behaves without memory. The rules are in test_sync_cases. */
#include "sync_fixture.h"

#include "sync/merge.h"

static const bt_view none = { NULL, 0 };

#define LATER STAMP("2026-09-14T09:00:00.000Z")
#define EDITED(type, members)                                                           \
    "{\"id\":\"" RECORD_ID "\",\"type\":\"" type "\",\"schema\":1,\"created\":" MORNING \
    ",\"edited\":" LATER members "}"

static bt_view stored(bt_arena *arena, bt_view record)
{
    bt_merged out;

    assert_true(bt_merge(arena, none, none, record, &out) >= BT_OK);
    return out.record;
}

static void assert_nothing(const bt_merged *out)
{
    assert_null(out->record.data);
    assert_null(out->reasons);
    assert_int_equal(out->reason_count, 0);
    assert_false(out->changed || out->woven);
}

static void refuses(bt_arena *arena, bt_view base, bt_view now, const char *edit, bt_status want)
{
    bt_merged out;

    assert_int_equal(bt_merge(arena, base, now, bt_view_of(edit), &out), want);
    assert_nothing(&out);
}

static void test_an_edit_of_another_record_type_or_origin_is_refused(void **state)
{
    static const char *const foreign[] = {
        EDITED("conference", ""),
        "{\"id\":\"019a0000-0000-7000-8000-000000000002\",\"type\":\"observation\",\"schema\":1,"
        "\"created\":" MORNING ",\"edited\":" LATER "}",
        "{\"id\":\"" RECORD_ID "\",\"type\":\"observation\",\"schema\":1,\"created\":" LATER
        ",\"edited\":" LATER "}",
    };
    bt_arena *arena = arena_of(state);
    bt_view now = stored(arena, bt_view_of(OBSERVATION("")));

    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        refuses(arena, none, now, foreign[i], BT_EINPUT);
        refuses(arena, now, now, foreign[i], BT_EINPUT);
        refuses(arena, now, none, foreign[i], BT_EINPUT);
    }
}

static void test_what_is_no_record_is_refused_on_every_side(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view now = stored(arena, bt_view_of(OBSERVATION("")));
    bt_merged out;

    refuses(arena, none, none, "{}", BT_EINPUT);
    refuses(arena, now, now, "{", BT_EINPUT);
    refuses(arena, none, none, OBSERVATION(",\"mark\":\"perfect\""), BT_EINPUT);
    assert_int_equal(bt_merge(arena, BT_VIEW("{}"), now, now, &out), BT_EINPUT);
    assert_int_equal(bt_merge(arena, now, BT_VIEW("{"), now, &out), BT_EINPUT);
    assert_int_equal(bt_merge(arena, now, BT_VIEW(""), now, &out), BT_EINPUT);
    assert_nothing(&out);
}

static void test_an_edit_of_a_newer_schema_is_refused(void **state)
{
    static const char newer[] =
        "{\"id\":\"" RECORD_ID "\",\"type\":\"observation\",\"schema\":2,\"created\":" MORNING
        ",\"edited\":" LATER "}";
    bt_arena *arena = arena_of(state);

    refuses(arena, none, none, newer, BT_EDENIED);
}

/* Each input is within its limit and the merged record, which keeps both, is not. */
static void test_a_merged_record_over_the_limit_is_refused_and_nothing_is_guessed_away(void **state)
{
    enum { PART = BT_RECORD_MAX_BYTES / 2 };
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(RECORD("scrapbook", "")));
    bt_view now =
        stored(arena, print_view(arena, RECORD("scrapbook", ",\"a\":\"%s\""), repeat(arena, "a", PART).data));
    bt_view edit = print_view(arena, EDITED("scrapbook", ",\"b\":\"%s\""), repeat(arena, "b", PART).data);

    refuses(arena, base, now, edit.data, BT_ELIMIT);
}

static void test_an_edit_equal_to_its_base_gives_what_is_stored_byte_for_byte(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(OBSERVATION(",\"mark\":\"not_yet\""))), now;
    bt_merged out;

    assert_int_equal(
        bt_merge(arena, base, base, bt_view_of(EDITED("observation", ",\"mark\":\"secure\"")), &out), BT_OK);
    now = out.record;
    assert_int_equal(
        bt_merge(arena, base, now, bt_view_of(EDITED("observation", ",\"mark\":\"not_yet\"")), &out), BT_OK);
    assert_false(out.changed || out.woven);
    assert_ptr_equal(out.record.data, now.data);
    assert_int_equal(out.record.len, now.len);
    assert_int_equal(out.reason_count, 0);
}

static void test_the_stamps_that_a_device_sends_are_not_believed(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(OBSERVATION(",\"mark\":\"not_yet\"")));
    bt_view honest = bt_view_of(EDITED("observation", ",\"mark\":\"secure\""));
    bt_view forged = bt_view_of(EDITED(
        "observation", ",\"mark\":\"secure\",\"_stamps\":{\"/mark\":" STAMP("2100-01-01T00:00:00.000Z") "}"));
    bt_merged a, b;

    assert_int_equal(bt_merge(arena, base, base, honest, &a), BT_OK);
    assert_int_equal(bt_merge(arena, base, base, forged, &b), BT_OK);
    assert_true(bt_view_equal(a.record, b.record));
    assert_int_equal(bt_merge(arena, none, none, forged, &b), BT_OK);
    assert_null(strstr(copy_view(arena, b.record).data, "_stamps"));
}

static void test_a_reason_names_a_member_only_where_the_schema_does(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(OBSERVATION("")));
    bt_merged out;

    assert_int_equal(bt_merge(arena, base, base,
                              bt_view_of(EDITED("observation", ",\"mark\":\"secure\",\"Maya was sad\":true")),
                              &out),
                     BT_OK);
    assert_int_equal(out.reason_count, 2);
    assert_view(out.reasons[0].path, "/Maya was sad");
    assert_false(out.reasons[0].known);
    assert_view(out.reasons[1].path, "/mark");
    assert_true(out.reasons[1].known);
}

static void test_every_rule_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < BT_RULE_COUNT; i++) {
        const char *name = bt_rule_name((bt_rule)i);

        assert_true(strlen(name) > 3 && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(name, bt_rule_name((bt_rule)j));
    }
}

/* What a schema cannot know: a text under a member that meets another kind is a value, and no word of it is woven. */
static void test_a_text_member_is_woven_only_where_the_schema_says_text(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(RECORD("scrapbook", ",\"words\":\"a b c\"")));
    bt_merged first, second;

    assert_int_equal(
        bt_merge(arena, base, base, bt_view_of(EDITED("scrapbook", ",\"words\":\"x b c\"")), &first), BT_OK);
    assert_int_equal(
        bt_merge(arena, base, first.record, bt_view_of(RECORD("scrapbook", ",\"words\":\"a b y\"")), &second),
        BT_ASK);
}

/* Two texts within the limit whose weave is above it: no phone could send it back. */
static void test_a_weave_over_the_limit_of_its_member_is_not_shown_but_asked(void **state)
{
    enum { WORDS_MAX = 20000, PART = 11000 };
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(OBSERVATION("")));
    bt_view a = repeat(arena, "a", PART), b = repeat(arena, "b", PART), shown;
    bt_view ours = print_view(arena, EDITED("observation", ",\"words\":\"%s\""), a.data);
    bt_view theirs = print_view(arena, OBSERVATION(",\"words\":\"%s\""), b.data);
    bt_merged first, second;

    assert_int_equal(bt_merge(arena, base, base, theirs, &first), BT_OK);
    assert_int_equal(bt_merge(arena, base, first.record, ours, &second), BT_ASK);
    shown = bt_json_get_string(read_json(arena, second.record), "words");
    assert_true(bt_view_equal(shown, a)); /* the later of the two */
    assert_int_equal(bt_record_check(arena, second.record, NULL, NULL, NULL), BT_OK);
}

/* The head of a merged record: its newest schema, and who edited it last. */
static void test_a_record_keeps_the_newest_schema_that_wrote_it(void **state)
{
    static const char newer[] =
        "{\"id\":\"" RECORD_ID "\",\"type\":\"scrapbook\",\"schema\":3,\"created\":" MORNING
        ",\"edited\":" MORNING ",\"a\":1}";
    bt_arena *arena = arena_of(state);
    bt_view now = stored(arena, bt_view_of(newer));
    bt_record_info info;
    bt_merged out;

    assert_int_equal(bt_merge(arena, now, now, bt_view_of(EDITED("scrapbook", ",\"a\":2")), &out), BT_OK);
    assert_int_equal(bt_record_read(arena, out.record, &info), BT_OK);
    assert_int_equal(info.schema, 3);
}

static void test_the_last_edit_is_the_one_that_saw_the_other_whatever_its_clock_says(void **state)
{
    static const char past[] =
        "{\"id\":\"" RECORD_ID "\",\"type\":\"observation\",\"schema\":1,\"created\":" MORNING
        ",\"edited\":" STAMP("1970-01-01T00:00:00.000Z") ",\"mark\":\"secure\"}";
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(OBSERVATION("")));
    bt_record_info info;
    bt_merged out;

    assert_int_equal(bt_merge(arena, base, base, bt_view_of(past), &out), BT_OK);
    assert_int_equal(bt_record_read(arena, out.record, &info), BT_OK);
    assert_view(info.edited_at, "1970-01-01T00:00:00.000Z");
}

static void test_of_two_edits_that_did_not_see_each_other_the_later_is_the_last(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view base = stored(arena, bt_view_of(OBSERVATION("")));
    bt_record_info info;
    bt_merged first, second;

    assert_int_equal(
        bt_merge(arena, base, base, bt_view_of(EDITED("observation", ",\"mark\":\"secure\"")), &first),
        BT_OK);
    assert_int_equal(
        bt_merge(arena, base, first.record, bt_view_of(OBSERVATION(",\"source\":\"read\"")), &second), BT_OK);
    assert_int_equal(bt_record_read(arena, second.record, &info), BT_OK);
    assert_view(info.edited_at, "2026-09-14T09:00:00.000Z");
}

/* The service keeps what was typed beside a record that holds others' work as well, and only then. */
static void test_a_merge_says_when_others_work_went_into_an_edit(void **state)
{
    static const struct {
        const char *base, *now, *edit;
        bool woven;
    } rows[] = {
        { "", "", ",\"mark\":\"secure\"", false },
        { "", ",\"mark\":\"secure\"", ",\"mark\":\"secure\"", false },
        { "", ",\"source\":\"read\"", ",\"mark\":\"secure\"", true },
        { "", ",\"mark\":\"emerging\"", ",\"mark\":\"secure\"", true },
        { ",\"words\":\"a b\"", ",\"words\":\"x b\"", ",\"words\":\"a y\"", true },
        { "", ",\"tags\":[\"a\"]", ",\"tags\":[\"b\"]", true },
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bt_view base = stored(arena, print_view(arena, OBSERVATION("%s"), rows[i].base));
        bt_view now = stored(arena, print_view(arena, OBSERVATION("%s"), rows[i].now));
        bt_merged out;

        assert_true(bt_merge(arena, base, now, print_view(arena, EDITED("observation", "%s"), rows[i].edit),
                             &out) >= BT_OK);
        if (out.woven != rows[i].woven)
            fail_msg("base %s, now %s, edit %s", rows[i].base, rows[i].now, rows[i].edit);
    }
}

static void test_a_new_record_that_comes_again_changes_nothing(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view record = bt_view_of(OBSERVATION(",\"mark\":\"secure\",\"words\":\"Draws.\",\"tags\":[\"a\"]"));
    bt_view now = stored(arena, record);
    bt_merged out;

    assert_int_equal(bt_merge(arena, none, now, record, &out), BT_OK);
    assert_true(bt_view_equal(out.record, now));
    assert_false(out.changed);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_edit_of_another_record_type_or_origin_is_refused),
        cmocka_unit_test(test_what_is_no_record_is_refused_on_every_side),
        cmocka_unit_test(test_an_edit_of_a_newer_schema_is_refused),
        cmocka_unit_test(test_a_merged_record_over_the_limit_is_refused_and_nothing_is_guessed_away),
        cmocka_unit_test(test_an_edit_equal_to_its_base_gives_what_is_stored_byte_for_byte),
        cmocka_unit_test(test_the_stamps_that_a_device_sends_are_not_believed),
        cmocka_unit_test(test_a_reason_names_a_member_only_where_the_schema_does),
        cmocka_unit_test(test_every_rule_has_a_name_of_its_own),
        cmocka_unit_test(test_a_text_member_is_woven_only_where_the_schema_says_text),
        cmocka_unit_test(test_a_weave_over_the_limit_of_its_member_is_not_shown_but_asked),
        cmocka_unit_test(test_a_record_keeps_the_newest_schema_that_wrote_it),
        cmocka_unit_test(test_the_last_edit_is_the_one_that_saw_the_other_whatever_its_clock_says),
        cmocka_unit_test(test_of_two_edits_that_did_not_see_each_other_the_later_is_the_last),
        cmocka_unit_test(test_a_merge_says_when_others_work_went_into_an_edit),
        cmocka_unit_test(test_a_new_record_that_comes_again_changes_nothing),
    };

    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
