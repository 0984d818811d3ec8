/* The envelope that a device sends: strict as a whole, while each record in it stays a slice of the bytes that came. */
#include "sync_fixture.h"

#include "sync/batch.h"

#define OTHER_ID "019a0000-0000-7000-8000-000000000002"
#define VERSION "0123456789abcdef0123456789abcdef01234567"
#define ASK(members) "{\"protocol\":1,\"epoch\":null,\"cursor\":null,\"seq\":3,\"changes\":[]" members "}"
#define CHANGE(members) "{\"id\":\"" RECORD_ID "\",\"base\":null,\"record\":{\"a\":1}" members "}"
#define CHANGES(list) "{\"protocol\":1,\"epoch\":null,\"cursor\":null,\"seq\":3,\"changes\":[" list "]}"

static bt_status ask(bt_arena *arena, bt_view body, bt_ask *out, bt_complaint *why)
{
    char *exact = malloc(body.len > 0 ? body.len : 1); /* a look past the end is caught */
    bt_status status;

    assert_non_null(exact);
    memcpy(exact, body.data, body.len);
    *why = (bt_complaint){ 0 };
    status = bt_ask_read(arena, (bt_view){ exact, body.len }, out, why);
    free(exact);
    if (status == BT_OK) /* what is read borrows from bytes that stay */
        status = bt_ask_read(arena, body, out, why);
    return status;
}

static void refused(bt_arena *arena, bt_view body, bt_status want, const char *code)
{
    bt_ask out;
    bt_complaint why = { 0 };
    bt_status status = ask(arena, body, &out, &why);

    if (status != want || why.code == NULL || strcmp(why.code, code) != 0)
        fail_msg("%.400s\nstatus %d, code %s; want %d, %s", body.data, status,
                 why.code != NULL ? why.code : "none", want, code);
}

static void test_an_ask_is_read(void **state)
{
    static const char body[] =
        "{\"wait_s\":25,\"seq\":7,\"protocol\":1,\"epoch\":\"00ff\",\"cursor\":\"" VERSION
        "\",\"budget_bytes\":65536,"
        "\"changes\":[" CHANGE("") ", {\"id\":\"" OTHER_ID "\",\"base\":\"" VERSION "\",\"record\": [1, 2] ,"
                                   "\"base_record\":{\"b\":\"]}\"}}]}";
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;

    assert_int_equal(ask(arena, bt_view_of(body), &out, &why), BT_OK);
    assert_int_equal(out.protocol, 1);
    assert_int_equal(out.seq, 7);
    assert_int_equal(out.wait_s, 25);
    assert_int_equal(out.budget_bytes, 65536);
    assert_view(out.epoch, "00ff");
    assert_view(out.cursor, VERSION);
    assert_int_equal(out.change_count, 2);
    assert_view(out.changes[0].id, RECORD_ID);
    assert_null(out.changes[0].base.data);
    assert_null(out.changes[0].base_record.data);
    assert_view(out.changes[0].record, "{\"a\":1}");
    assert_view(out.changes[1].base, VERSION);
    assert_view(out.changes[1].record, "[1, 2]");
    assert_view(out.changes[1].base_record, "{\"b\":\"]}\"}");
}

static void test_what_an_ask_leaves_out_is_absent_or_zero(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;

    assert_int_equal(ask(arena, bt_view_of(ASK("")), &out, &why), BT_OK);
    assert_null(out.epoch.data);
    assert_null(out.cursor.data);
    assert_int_equal(out.wait_s, 0);
    assert_int_equal(out.budget_bytes, 0);
    assert_int_equal(out.change_count, 0);
    assert_view(out.changes_bytes, "[]");
}

/* Broken inside, but whole as a value: the check of that one record refuses it, and its neighbours pass. */
static void test_a_record_that_is_no_good_stays_a_slice_and_its_neighbours_are_read(void **state)
{
    static const char *const bad[] = {
        "{\"a\":01}", "{\"a\":1,\"a\":2}", "{\"a\":\"\xff\"}", "{\"a\":\"\\u0000\"}", "{'a':1}", "nothing",
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        bt_view body = print_view(
            arena, CHANGES(CHANGE("") ",{\"id\":\"" OTHER_ID "\",\"base\":null,\"record\":%s}," CHANGE("")),
            bad[i]);
        bt_complaint why = { 0 };
        bt_ask out;

        assert_int_equal(ask(arena, body, &out, &why), BT_OK);
        assert_int_equal(out.change_count, 3);
        assert_view(out.changes[1].record, bad[i]);
        assert_int_equal(bt_record_check(arena, out.changes[1].record, NULL, NULL, &why), BT_EINPUT);
        assert_view(out.changes[2].record, "{\"a\":1}");
    }
}

static void test_an_envelope_that_is_not_as_agreed_is_refused_whole(void **state)
{
    static const struct {
        const char *body, *code;
    } rows[] = {
        { "", "not_json" },
        { "null", "not_json" },
        { "[]", "not_json" },
        { "{", "not_json" },
        { "{}", "not_an_ask" },
        { ASK("") "x", "not_json" },
        { ASK(",\"seq\":4"), "duplicate_key" },
        { ASK(",\"\\u0073eq\":4"), "duplicate_key" },
        { ASK(",\"wait_s\":1,\"wait_s\":1"), "duplicate_key" },
        { ASK(",\"wait_s\":-1"), "not_an_ask" },
        { ASK(",\"wait_s\":\"1\""), "not_an_ask" },
        { ASK(",\"wait_s\":1.5"), "bad_number" },
        { ASK(",\"wait_s\":null"), "not_an_ask" },
        { ASK(",\"budget_bytes\":[]"), "not_an_ask" },
        { ASK(",1:2"), "not_json" },
        { ASK(",\"more\""), "not_json" },
        { ASK(","), "not_json" },
        { "{\"epoch\":null,\"cursor\":null,\"seq\":3,\"changes\":[]}", "not_an_ask" },
        { "{\"protocol\":1,\"cursor\":null,\"seq\":3,\"changes\":[]}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":null,\"seq\":3,\"changes\":[]}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":null,\"cursor\":null,\"changes\":[]}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":null,\"cursor\":null,\"seq\":3}", "not_an_ask" },
        { "{\"protocol\":\"1\",\"epoch\":null,\"cursor\":null,\"seq\":3,\"changes\":[]}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":1,\"cursor\":null,\"seq\":3,\"changes\":[]}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":null,\"cursor\":{},\"seq\":3,\"changes\":[]}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":null,\"cursor\":null,\"seq\":3,\"changes\":{}}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":null,\"cursor\":null,\"seq\":3,\"changes\":null}", "not_an_ask" },
        { "{\"protocol\":1,\"epoch\":null,\"cursor\":null,\"seq\":0,\"changes\":[" CHANGE("") "]}",
          "not_an_ask" },
        { CHANGES("1"), "not_json" },
        { CHANGES("{}"), "not_an_ask" },
        { CHANGES(CHANGE("") ","), "not_json" },
        { CHANGES(CHANGE("") " " CHANGE("")), "not_json" },
        { CHANGES(CHANGE(",\"id\":\"" OTHER_ID "\"")), "duplicate_key" },
        { CHANGES(CHANGE(",\"record\":{}")), "duplicate_key" },
        { CHANGES("{\"base\":null,\"record\":{}}"), "not_an_ask" },
        { CHANGES("{\"id\":\"" RECORD_ID "\",\"record\":{}}"), "not_an_ask" },
        { CHANGES("{\"id\":\"" RECORD_ID "\",\"base\":null}"), "not_an_ask" },
        { CHANGES("{\"id\":null,\"base\":null,\"record\":{}}"), "not_an_ask" },
        { CHANGES("{\"id\":\"../x\",\"base\":null,\"record\":{}}"), "not_an_ask" },
        { CHANGES("{\"id\":\"" RECORD_ID "\",\"base\":\"abc\",\"record\":{}}"), "not_an_ask" },
        { CHANGES("{\"id\":\"" RECORD_ID "\",\"base\":\"" VERSION "0\",\"record\":{}}"), "not_an_ask" },
        { CHANGES("{\"id\":\"" RECORD_ID
                  "\",\"base\":\"0123456789ABCDEF0123456789abcdef01234567\",\"record\":{}}"),
          "not_an_ask" },
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refused(arena, bt_view_of(rows[i].body), BT_EINPUT, rows[i].code);
}

static void test_members_that_a_newer_app_says_more_are_passed_over(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;

    assert_int_equal(ask(arena, bt_view_of(ASK(",\"mood\":{\"a\":[1,\"}\"]},\"mood\":2")), &out, &why),
                     BT_OK);
    assert_int_equal(ask(arena, bt_view_of(CHANGES(CHANGE(",\"hint\":[null]"))), &out, &why), BT_OK);
    assert_int_equal(out.change_count, 1);
}

static void test_a_base_record_of_null_is_none(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;

    assert_int_equal(ask(arena, bt_view_of(CHANGES(CHANGE(",\"base_record\":null"))), &out, &why), BT_OK);
    assert_null(out.changes[0].base_record.data);
}

static bt_view many_changes(bt_arena *arena, size_t count)
{
    bt_view more = repeat(arena, CHANGE("") ",", count - 1);

    return print_view(arena, CHANGES("%s" CHANGE("")), more.data);
}

static void test_a_thousand_changes_are_read_and_one_more_is_refused(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;

    assert_int_equal(ask(arena, many_changes(arena, BT_BATCH_MAX_CHANGES), &out, &why), BT_OK);
    assert_int_equal(out.change_count, BT_BATCH_MAX_CHANGES);
    refused(arena, many_changes(arena, BT_BATCH_MAX_CHANGES + 1), BT_ELIMIT, "too_many_changes");
}

static void test_a_body_nested_deeper_than_the_bound_is_refused(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;
    bt_status status = ask(arena,
                           print_view(arena, ASK(",\"deep\":%s%s"), repeat(arena, "[", 100000).data,
                                      repeat(arena, "]", 100000).data),
                           &out, &why);

    assert_true(status == BT_EINPUT || status == BT_ELIMIT);
    assert_non_null(why.code);
}

static const char whole[] =
    "{\"protocol\":1,\"epoch\":\"00\",\"cursor\":\"" VERSION "\",\"seq\":3,\"changes\":[{\"id\":\"" RECORD_ID
    "\",\"base\":\"" VERSION
    "\",\"record\":{\"words\":\"a \\\"quote\\\" [\",\"n\":1},\"base_record\":{\"n\":0}}],"
    "\"wait_s\":25}";

static void test_a_body_that_breaks_off_at_any_byte_is_refused(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;

    assert_int_equal(ask(arena, bt_view_of(whole), &out, &why), BT_OK);
    for (size_t len = 0; len < sizeof whole - 1; len++) {
        arena->used = 0;
        assert_int_equal(ask(arena, (bt_view){ whole, len }, &out, &why), BT_EINPUT);
        assert_non_null(why.code);
    }
}

/* Whatever a byte turns into: refused with a reason, or read into slices that lie within the body. */
static void test_a_body_with_any_byte_changed_is_refused_or_read_within_its_bytes(void **state)
{
    bt_arena *arena = arena_of(state);

    for (size_t at = 0; at < sizeof whole - 1; at++) {
        for (int byte = 0; byte < 256; byte += 3) {
            char *bytes = take(arena, sizeof whole);
            bt_complaint why = { 0 };
            bt_ask out;

            memcpy(bytes, whole, sizeof whole);
            bytes[at] = (char)byte;
            if (ask(arena, (bt_view){ bytes, sizeof whole - 1 }, &out, &why) != BT_OK)
                assert_non_null(why.code);
            else if (out.change_count > 0)
                assert_in_range((uintptr_t)out.changes[0].record.data, (uintptr_t)bytes,
                                (uintptr_t)(bytes + sizeof whole - 1 - out.changes[0].record.len));
            arena->used = 0;
        }
    }
}

static void test_any_arena_is_enough_or_said_to_be_too_small(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_complaint why = { 0 };
    bt_ask out;
    size_t enough;

    assert_int_equal(bt_ask_read(arena, bt_view_of(whole), &out, &why), BT_OK);
    enough = arena->used;
    for (size_t size = 0; size < enough; size += 8) {
        bt_arena small = { arena->base, size, 0 };

        assert_int_equal(bt_ask_read(&small, bt_view_of(whole), &out, &why), BT_ENOMEM);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_ask_is_read),
        cmocka_unit_test(test_what_an_ask_leaves_out_is_absent_or_zero),
        cmocka_unit_test(test_a_record_that_is_no_good_stays_a_slice_and_its_neighbours_are_read),
        cmocka_unit_test(test_an_envelope_that_is_not_as_agreed_is_refused_whole),
        cmocka_unit_test(test_members_that_a_newer_app_says_more_are_passed_over),
        cmocka_unit_test(test_a_base_record_of_null_is_none),
        cmocka_unit_test(test_a_thousand_changes_are_read_and_one_more_is_refused),
        cmocka_unit_test(test_a_body_nested_deeper_than_the_bound_is_refused),
        cmocka_unit_test(test_a_body_that_breaks_off_at_any_byte_is_refused),
        cmocka_unit_test(test_a_body_with_any_byte_changed_is_refused_or_read_within_its_bytes),
        cmocka_unit_test(test_any_arena_is_enough_or_said_to_be_too_small),
    };

    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
