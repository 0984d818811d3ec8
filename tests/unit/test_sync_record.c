/* What makes some bytes a record: the head, the members of its type, and the canonical form. Limits are in test_sync_limits. */
#include "record_fixture.h"

#define STUDENT_A "019a0000-0000-7000-8000-0000000000c1"

static void test_a_record_has_one_canonical_form(void **state)
{
    static const char want[] = "{\n"
                               "  \"created\": {\n"
                               "    \"at\": \"2026-09-14T08:00:00.000Z\",\n"
                               "    \"by\": \"" ANA "\",\n"
                               "    \"device\": \"" ANA_DEVICE "\"\n"
                               "  },\n"
                               "  \"edited\": {\n"
                               "    \"at\": \"2026-09-14T08:00:00.000Z\",\n"
                               "    \"by\": \"" ANA "\",\n"
                               "    \"device\": \"" ANA_DEVICE "\"\n"
                               "  },\n"
                               "  \"id\": \"" RECORD_ID "\",\n"
                               "  \"schema\": 1,\n"
                               "  \"tags\": [\n"
                               "    \"a\",\n"
                               "    \"b\"\n"
                               "  ],\n"
                               "  \"type\": \"observation\",\n"
                               "  \"words\": \"Zo\xc3\xab\"\n"
                               "}\n";
    bt_arena *arena = arena_of(state);
    bt_view first, again;

    assert_int_equal(
        bt_record_check(arena,
                        bt_view_of(OBSERVATION(",\"words\":\"Zo\\u00eb\",\"tags\":[\"b\",\"a\",\"b\"]")),
                        &first, NULL, NULL),
        BT_OK);
    assert_view(first, want);
    assert_int_equal(bt_record_check(arena, first, &again, NULL, NULL), BT_OK);
    assert_true(bt_view_equal(first, again));
}

static void test_empty_texts_and_empty_sets_are_left_out_and_empty_values_are_not(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view with, without;

    assert_int_equal(bt_record_check(arena,
                                     bt_view_of(OBSERVATION(",\"words\":\"\",\"tags\":[],\"more\":[]")),
                                     &with, NULL, NULL),
                     BT_OK);
    assert_int_equal(bt_record_check(arena, bt_view_of(OBSERVATION("")), &without, NULL, NULL), BT_OK);
    assert_true(bt_view_equal(with, without));
    assert_int_equal(bt_record_check(arena, bt_view_of(RECORD("skill", ",\"name\":\"\"")), &with, NULL, NULL),
                     BT_OK);
    assert_non_null(strstr(copy_view(arena, with).data, "\"name\": \"\""));
}

static void test_what_is_unknown_is_kept_as_it_came(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view out;

    assert_int_equal(
        bt_record_check(arena,
                        bt_view_of(RECORD("scrapbook", ",\"rows\":{\"x\":{\"y\":null}},\"n\":-5,\"on\":false,"
                                                       "\"empty\":\"\",\"object\":{}")),
                        &out, NULL, NULL),
        BT_OK);
    out = copy_view(arena, out);
    assert_non_null(strstr(out.data, "\"y\": null"));
    assert_non_null(strstr(out.data, "\"n\": -5"));
    assert_non_null(strstr(out.data, "\"on\": false"));
    assert_non_null(strstr(out.data, "\"empty\": \"\""));
    assert_non_null(strstr(out.data, "\"object\": {}"));
    accepted(arena, OBSERVATION(",\"weather\":{\"sky\":\"grey\"}"));
}

#define HEAD(id, type, schema, created, edited) \
    "{\"id\":" id ",\"type\":" type ",\"schema\":" schema ",\"created\":" created ",\"edited\":" edited "}"
#define GOOD_ID "\"" RECORD_ID "\""

static void test_a_record_without_a_good_head_is_refused(void **state)
{
    static const char *const rows[] = {
        "{}",
        "[]",
        "null",
        "\"record\"",
        HEAD("null", "\"observation\"", "1", MORNING, MORNING),
        HEAD("\"\"", "\"observation\"", "1", MORNING, MORNING),
        HEAD("\"../../etc/passwd\"", "\"observation\"", "1", MORNING, MORNING),
        HEAD("\"019A0000-0000-7000-8000-000000000001\"", "\"observation\"", "1", MORNING, MORNING),
        HEAD(GOOD_ID, "null", "1", MORNING, MORNING),
        HEAD(GOOD_ID, "\"\"", "1", MORNING, MORNING),
        HEAD(GOOD_ID, "\"Observation\"", "1", MORNING, MORNING),
        HEAD(GOOD_ID, "\"a/b\"", "1", MORNING, MORNING),
        HEAD(GOOD_ID, "\"abcdefghijklmnopqrstuvwxyzabcdefg\"", "1", MORNING, MORNING),
        HEAD(GOOD_ID, "\"observation\"", "0", MORNING, MORNING),
        HEAD(GOOD_ID, "\"observation\"", "-1", MORNING, MORNING),
        HEAD(GOOD_ID, "\"observation\"", "\"1\"", MORNING, MORNING),
        HEAD(GOOD_ID, "\"observation\"", "1", "null", MORNING),
        HEAD(GOOD_ID, "\"observation\"", "1", "{}", MORNING),
        HEAD(GOOD_ID, "\"observation\"", "1", STAMP("2026-09-14T08:00:00Z"), MORNING),
        HEAD(GOOD_ID, "\"observation\"", "1", STAMP("2026-09-14T08:00:00.000+02:00"), MORNING),
        HEAD(GOOD_ID, "\"observation\"", "1", STAMP("2026-09-14 08:00:00.000Z"), MORNING),
        HEAD(GOOD_ID, "\"observation\"", "1", MORNING, "[]"),
        HEAD(GOOD_ID, "\"observation\"", "1", MORNING,
             "{\"at\":\"2026-09-14T08:00:00.000Z\",\"by\":\"" ANA "\"}"),
        HEAD(GOOD_ID, "\"observation\"", "1", MORNING,
             "{\"at\":\"2026-09-14T08:00:00.000Z\",\"by\":\"ana\",\"device\":\"" ANA_DEVICE "\"}"),
        HEAD(GOOD_ID, "\"observation\"", "1", MORNING,
             "{\"at\":\"2026-09-14T08:00:00.000Z\",\"by\":\"" ANA "\",\"device\":\"" ANA_DEVICE
             "\",\"more\":1}"),
        OBSERVATION(",\"deleted\":true"),
        OBSERVATION(",\"deleted\":{\"at\":\"2026-09-14T08:00:00.000Z\"}"),
        OBSERVATION(",\"deleted\":" MORNING),
        OBSERVATION(",\"_forks\":[]"),
        OBSERVATION(",\"_stamps\":true"),
        OBSERVATION(",\"_stamps\":{\"/mark\":{}}"),
        OBSERVATION(",\"_stamps\":{\"mark\":" MORNING "}"),
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refused(arena, rows[i], BT_EINPUT, "not_a_record", "");
}

#define SIDE(value) \
    "{\"at\":\"2026-09-14T08:00:00.000Z\",\"by\":\"" ANA "\",\"device\":\"" ANA_DEVICE "\"" value "}"
#define FORKS(path, fork) OBSERVATION(",\"_forks\":{\"" path "\":" fork "}")

static void test_a_question_is_taken_only_as_a_merge_prints_it(void **state)
{
    static const char *const rows[] = {
        FORKS("", "{\"ask\":true,\"sides\":[" SIDE("") "]}"),
        FORKS("mark", "{\"ask\":true,\"sides\":[" SIDE("") "]}"),
        FORKS("/mark", "null"),
        FORKS("/mark", "{\"ask\":true}"),
        FORKS("/mark", "{\"sides\":[" SIDE("") "]}"),
        FORKS("/mark", "{\"ask\":1,\"sides\":[" SIDE("") "]}"),
        FORKS("/mark", "{\"ask\":true,\"sides\":[]}"),
        FORKS("/mark", "{\"ask\":true,\"sides\":{}}"),
        FORKS("/mark", "{\"ask\":true,\"sides\":[1]}"),
        FORKS("/mark", "{\"ask\":true,\"sides\":[{\"value\":\"secure\"}]}"),
        FORKS("/mark", "{\"ask\":true,\"more\":1,\"sides\":[" SIDE("") "]}"),
        FORKS("/mark", "{\"ask\":true,\"sides\":[" SIDE(",\"more\":1") "]}"),
        FORKS("/mark", "{\"ask\":true,\"sides\":[" SIDE(",\"value\":{}") "]}"),
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refused(arena, rows[i], BT_EINPUT, "not_a_record", "");
    accepted(arena, FORKS("/mark", "{\"ask\":true,\"sides\":[" SIDE("") "]}"));
    accepted(arena,
             FORKS("/unknown", "{\"ask\":false,\"base\":{\"a\":1},\"sides\":[" SIDE(",\"value\":null") "]}"));
    accepted(arena,
             FORKS("/tags", "{\"ask\":true,\"base\":null,\"sides\":[" SIDE(",\"value\":[\"a\",\"b\"]") "]}"));
}

static bt_view fork_with(bt_arena *arena, const char *path, const char *value)
{
    return print_view(
        arena, OBSERVATION(",\"_forks\":{\"%s\":{\"ask\":true,\"sides\":[" SIDE(",\"value\":%s") "]}}"), path,
        value);
}

/* A side can take its member's place, so it has to be what the member may be. */
static void test_a_side_is_held_to_the_schema_of_its_member(void **state)
{
    static const struct {
        const char *path, *value;
    } bad[] = {
        { "/mark", "\"perfect\"" },
        { "/mark", "[\"secure\"]" },
        { "/words", "1" },
        { "/words", "\"\"" },
        { "/students", "[\"maya\"]" },
        { "/tags", "[\"b\",\"a\"]" },
        { "/tags", "[\"a\",\"a\"]" },
        { "/tags", "[1]" },
        { "/unknown", "[[]]" },
        { "/unknown", "[\"b\",\"a\"]" },
        { "/outcomes", "\"none\"" },
    };
    static const struct {
        const char *path, *value;
    } good[] = {
        { "/mark", "\"secure\"" }, { "/words", "\"Draws.\"" }, { "/tags", "[\"a\",\"b\"]" },
        { "/tags", "[]" },         { "/unknown", "null" },     { "/deleted", "true" },
    };
    bt_arena *arena = arena_of(state);
    bt_view long_element = print_view(arena, "[\"%s\"]", repeat(arena, "e", BT_ELEMENT_MAX_BYTES + 1).data);

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        refused(arena, fork_with(arena, bad[i].path, bad[i].value).data, BT_EINPUT, "not_valid", bad[i].path);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        accepted(arena, fork_with(arena, good[i].path, good[i].value).data);
    refused(arena, fork_with(arena, "/tags", long_element.data).data, BT_ELIMIT, "too_long", "/tags");
    refused(arena,
            fork_with(arena, "/words", print_view(arena, "\"%s\"", repeat(arena, "w", 20001).data).data).data,
            BT_ELIMIT, "too_long", "/words");
}

static void test_no_json_is_refused_by_the_reason_of_the_reader(void **state)
{
    bt_arena *arena = arena_of(state);

    refused(arena, "", BT_EINPUT, "not_json", "");
    refused(arena, OBSERVATION(",\"mark\":\"secure\",\"mark\":\"secure\""), BT_EINPUT, "duplicate_key", "");
    refused(arena, OBSERVATION(",\"words\":\"\\u0000\""), BT_EINPUT, "bad_text", "");
    refused(arena, OBSERVATION(",\"n\":1.5"), BT_EINPUT, "bad_number", "");
}

static void test_a_member_that_its_type_does_not_allow_is_refused_by_its_path(void **state)
{
    static const struct {
        const char *record, *path;
    } rows[] = {
        { OBSERVATION(",\"mark\":\"perfect\""), "/mark" },
        { OBSERVATION(",\"mark\":\"\""), "/mark" },
        { OBSERVATION(",\"mark\":null"), "/mark" },
        { OBSERVATION(",\"mark\":1"), "/mark" },
        { OBSERVATION(",\"mark\":[\"secure\"]"), "/mark" },
        { OBSERVATION(",\"skill\":\"ideas\""), "/skill" },
        { OBSERVATION(",\"words\":1"), "/words" },
        { OBSERVATION(",\"words\":null"), "/words" },
        { OBSERVATION(",\"words\":[\"a\"]"), "/words" },
        { OBSERVATION(",\"words\":{}"), "/words" },
        { OBSERVATION(",\"students\":\"" STUDENT_A "\""), "/students" },
        { OBSERVATION(",\"students\":[\"maya\"]"), "/students" },
        { OBSERVATION(",\"students\":[null]"), "/students" },
        { OBSERVATION(",\"tags\":[1]"), "/tags" },
        { OBSERVATION(",\"tags\":[[\"a\"]]"), "/tags" },
        { OBSERVATION(",\"tags\":{}"), "/tags" },
        { OBSERVATION(",\"outcomes\":[]"), "/outcomes" },
        { OBSERVATION(",\"outcomes\":{\"maya\":{}}"), "/outcomes" },
        { OBSERVATION(",\"outcomes\":{\"" STUDENT_A "\":{\"mark\":\"perfect\"}}"),
          "/outcomes/" STUDENT_A "/mark" },
        { RECORD("conference", ",\"minutes\":\"5\""), "/minutes" },
        { RECORD("conference", ",\"minutes\":-1"), "/minutes" },
        { RECORD("conference", ",\"minutes\":601"), "/minutes" },
        { RECORD("group", ",\"name\":\"A\",\"opens\":\"14.9.2026\""), "/opens" },
        { RECORD("skill", ",\"name\":\"A\",\"retired\":1"), "/retired" },
        { RECORD("student", ""), "/name" },
        { RECORD("group", ",\"kind\":\"table\""), "/name" },
        { RECORD("scrapbook", ",\"rows\":[{}]"), "/rows" },
        { RECORD("scrapbook", ",\"a/b\":{\"c~d\":[1]}"), "/a~1b/c~0d" },
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refused(arena, rows[i].record, BT_EINPUT, "not_valid", rows[i].path);
    accepted(arena, RECORD("conference", ",\"minutes\":0"));
    accepted(arena, RECORD("conference", ",\"minutes\":600"));
    accepted(arena, RECORD("group", ",\"name\":\"A\",\"opens\":\"2026-09-14\""));
}

static void test_a_record_of_a_newer_schema_can_be_read_and_not_written(void **state)
{
    static const char newer[] = HEAD(GOOD_ID, "\"observation\"", "2", MORNING, MORNING);
    bt_arena *arena = arena_of(state);
    bt_record_info info;

    refused(arena, newer, BT_EDENIED, "newer_schema", "");
    assert_int_equal(bt_record_read(arena, bt_view_of(newer), &info), BT_OK);
    assert_int_equal(info.schema, 2);
    accepted(arena,
             HEAD(GOOD_ID, "\"scrapbook\"", "9", MORNING, MORNING)); /* of an unknown type none is newer */
}

static void test_the_head_is_read_from_a_record(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_record_info info;

    assert_int_equal(bt_record_check(arena,
                                     bt_view_of(HEAD(GOOD_ID, "\"observation\"", "1", MORNING,
                                                     STAMP("2026-09-15T09:30:00.000Z"))),
                                     NULL, &info, NULL),
                     BT_OK);
    assert_view(info.id, RECORD_ID);
    assert_view(info.type, "observation");
    assert_view(info.created_at, "2026-09-14T08:00:00.000Z");
    assert_view(info.edited_at, "2026-09-15T09:30:00.000Z");
    assert_view(info.edited_by, ANA);
    assert_view(info.edited_device, ANA_DEVICE);
    assert_false(info.deleted || info.asks);
}

static void test_the_head_says_whether_it_is_deleted_and_whether_it_asks(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_record_info info;

    assert_int_equal(
        bt_record_read(
            arena,
            bt_view_of(OBSERVATION(",\"deleted\":{\"at\":\"2026-09-14T08:00:00.000Z\",\"by\":\"" ANA "\"}")),
            &info),
        BT_OK);
    assert_true(info.deleted && !info.asks);
    assert_int_equal(
        bt_record_read(arena, bt_view_of(FORKS("/mark", "{\"ask\":true,\"sides\":[" SIDE("") "]}")), &info),
        BT_OK);
    assert_true(info.asks && !info.deleted);
    assert_int_equal(
        bt_record_read(arena, bt_view_of(FORKS("/words", "{\"ask\":false,\"sides\":[" SIDE("") "]}")), &info),
        BT_OK);
    assert_false(info.asks);
    assert_int_equal(bt_record_read(arena, BT_VIEW("{}"), &info), BT_EINPUT);
    assert_int_equal(bt_record_read(arena, BT_VIEW("{"), &info), BT_EINPUT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_record_has_one_canonical_form),
        cmocka_unit_test(test_empty_texts_and_empty_sets_are_left_out_and_empty_values_are_not),
        cmocka_unit_test(test_what_is_unknown_is_kept_as_it_came),
        cmocka_unit_test(test_a_record_without_a_good_head_is_refused),
        cmocka_unit_test(test_a_question_is_taken_only_as_a_merge_prints_it),
        cmocka_unit_test(test_a_side_is_held_to_the_schema_of_its_member),
        cmocka_unit_test(test_no_json_is_refused_by_the_reason_of_the_reader),
        cmocka_unit_test(test_a_member_that_its_type_does_not_allow_is_refused_by_its_path),
        cmocka_unit_test(test_a_record_of_a_newer_schema_can_be_read_and_not_written),
        cmocka_unit_test(test_the_head_is_read_from_a_record),
        cmocka_unit_test(test_the_head_says_whether_it_is_deleted_and_whether_it_asks),
    };

    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
