/* The strict JSON: what is refused, and that what is printed is one form and comes back the same. */
#include "sync_fixture.h"

static bt_status read_bytes(bt_arena *arena, bt_view bytes, int depth, const bt_json **out, const char **code)
{
    /* An allocation of its own, so that a reader that looks past the end is caught. */
    char *exact = malloc(bytes.len > 0 ? bytes.len : 1);
    bt_status status;

    assert_non_null(exact);
    memcpy(exact, bytes.data, bytes.len);
    *code = NULL;
    status = bt_json_read(arena, (bt_view){ exact, bytes.len }, depth, out, code);
    if (status == BT_OK) { /* the tree borrows from bytes that stay */
        status = bt_json_read(arena, bytes, depth, out, code);
    } else {
        assert_null(*out);
    }
    free(exact);
    return status;
}

static bt_view reprint(bt_arena *arena, bt_view text)
{
    const bt_json *value;
    const char *code;
    bt_view printed;

    if (read_bytes(arena, text, BT_RECORD_MAX_DEPTH, &value, &code) != BT_OK)
        fail_msg("refused (%s): %.*s", code, (int)text.len, text.data);
    assert_int_equal(bt_json_print(arena, value, &printed), BT_OK);
    return printed;
}

static const struct {
    const char *text, *code;
} no_json[] = {
    { "", "not_json" },
    { " ", "not_json" },
    { "{", "not_json" },
    { "[1", "not_json" },
    { "[1,", "not_json" },
    { "[1,]", "not_json" },
    { "[,1]", "not_json" },
    { "[1 2]", "not_json" },
    { "{\"a\"}", "not_json" },
    { "{\"a\":}", "not_json" },
    { "{\"a\":1,}", "not_json" },
    { "{\"a\":1 \"b\":2}", "not_json" },
    { "{a:1}", "not_json" },
    { "{'a':1}", "not_json" },
    { "{1:1}", "not_json" },
    { "{\"a\":1}}", "not_json" },
    { "1 1", "not_json" },
    { "nul", "not_json" },
    { "nullx", "not_json" },
    { "True", "not_json" },
    { "NaN", "not_json" },
    { "Infinity", "not_json" },
    { "// a note\n1", "not_json" },
    { "\xef\xbb\xbf{}", "not_json" },
    { "\"", "not_json" },
    { "\"abc", "not_json" },
    { "\"abc\\", "not_json" },
    { "\"abc\\\"", "not_json" },
    { "\"a\\", "not_json" },
    { "\"\\x41\"", "not_json" },
    { "\"\\u12\"", "not_json" },
    { "\"\\u12g4\"", "not_json" },
    { "\"\\u", "not_json" },
    { "\"a\nb\"", "not_json" },
    { "\"a\tb\"", "not_json" },
    { "\"\x1f\"", "not_json" },
    { "-", "not_json" },
    { "+1", "not_json" },
    { ".5", "not_json" },
    { "01", "not_json" },
    { "-01", "not_json" },
    { "0x10", "not_json" },
    { "1.0", "bad_number" },
    { "1e3", "bad_number" },
    { "1E3", "bad_number" },
    { "9007199254740992", "bad_number" },
    { "-9007199254740992", "bad_number" },
    { "123456789012345678901234567890", "bad_number" },
    { "\"\\u0000\"", "bad_text" },
    { "\"\\ud800\"", "bad_text" },
    { "\"\\udc00\"", "bad_text" },
    { "\"\\ud800x\"", "bad_text" },
    { "\"\\ud800\\n\"", "bad_text" },
    { "\"\\ud800\\ud800\"", "bad_text" },
    { "\"\\udc00\\ud800\"", "bad_text" },
    { "\"\x80\"", "bad_text" },
    { "\"\xc3\"", "bad_text" },
    { "\"\xc3(\"", "bad_text" },
    { "\"\xc0\xaf\"", "bad_text" },
    { "\"\xe0\x80\xaf\"", "bad_text" },
    { "\"\xf0\x80\x80\xaf\"", "bad_text" },
    { "\"\xed\xa0\x80\"", "bad_text" },
    { "\"\xf4\x90\x80\x80\"", "bad_text" },
    { "\"\xf5\x80\x80\x80\"", "bad_text" },
    { "\"\xff\"", "bad_text" },
    { "\"\xe2\x82\"", "bad_text" },
    { "\"longer than a word \xc3\"", "bad_text" },
    { "{\"a\":1,\"a\":1}", "duplicate_key" },
    { "{\"a\":1,\"b\":2,\"a\":3}", "duplicate_key" },
    { "{\"a\":1,\"\\u0061\":2}", "duplicate_key" },
    { "[{\"\":1,\"\":1}]", "duplicate_key" },
};

static void test_every_form_that_is_no_strict_json_is_refused_by_its_name(void **state)
{
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof no_json / sizeof no_json[0]; i++) {
        const bt_json *value;
        const char *code;
        bt_status status = read_bytes(arena, bt_view_of(no_json[i].text), 8, &value, &code);

        if (status != BT_EINPUT || code == NULL || strcmp(code, no_json[i].code) != 0)
            fail_msg("%s: status %d, %s; want %s", no_json[i].text, status, code != NULL ? code : "no code",
                     no_json[i].code);
    }
}

static void test_a_nul_byte_is_refused_wherever_it_stands(void **state)
{
    static const char in_string[] = "\"a\0b\"", in_space[] = "[1,\0 2]", behind[] = "1\0";
    const bt_view rows[] = { BT_VIEW(in_string), BT_VIEW(in_space), BT_VIEW(behind) };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const bt_json *value;
        const char *code;

        assert_int_equal(read_bytes(arena, rows[i], 8, &value, &code), BT_EINPUT);
    }
}

static void test_an_absent_text_is_no_json(void **state)
{
    const bt_json *value;
    const char *code = NULL;

    assert_int_equal(bt_json_read(arena_of(state), (bt_view){ NULL, 0 }, 8, &value, &code), BT_EINPUT);
    assert_string_equal(code, "not_json");
}

static void test_what_is_printed_is_one_form(void **state)
{
    static const struct {
        const char *text, *printed;
    } rows[] = {
        { "{}", "{}\n" },
        { " [ ] ", "[]\n" },
        { "null", "null\n" },
        { "\t\r\n true ", "true\n" },
        { "false", "false\n" },
        { "0", "0\n" },
        { "-0", "0\n" },
        { "-1", "-1\n" },
        { "9007199254740991", "9007199254740991\n" },
        { "-9007199254740991", "-9007199254740991\n" },
        { "{\"b\":1,\"a\":[1,{\"c\":null}]}",
          "{\n  \"a\": [\n    1,\n    {\n      \"c\": null\n    }\n  ],\n  \"b\": 1\n}\n" },
        { "{\"b\":1,\"\":2,\"B\":3,\"bb\":4}", "{\n  \"\": 2,\n  \"B\": 3,\n  \"b\": 1,\n  \"bb\": 4\n}\n" },
        { "{\"\xc3\xa9\":1,\"z\":2,\"\xf0\x9f\x98\x80\":3,\"\xef\xbf\xbd\":4}",
          "{\n  \"z\": 2,\n  \"\xc3\xa9\": 1,\n  \"\xef\xbf\xbd\": 4,\n  \"\xf0\x9f\x98\x80\": 3\n}\n" },
        { "\"\\u0041\\/\\u00e9\\ud83d\\uDE00\"", "\"A/\xc3\xa9\xf0\x9f\x98\x80\"\n" },
        { "\"\\\"\\\\\\b\\f\\n\\r\\t\"", "\"\\\"\\\\\\b\\f\\n\\r\\t\"\n" },
        { "\"\\u0001\\u001F\\u007f\"", "\"\\u0001\\u001f\x7f\"\n" },
        { "\"\\u2028\"", "\"\xe2\x80\xa8\"\n" },
        { "\"\\ufffe\\uffff\"", "\"\xef\xbf\xbe\xef\xbf\xbf\"\n" },
        { "\"e\xcc\x81\"", "\"e\xcc\x81\"\n" },
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bt_view printed = reprint(arena, bt_view_of(rows[i].text));

        assert_view(printed, rows[i].printed);
        assert_true(bt_view_equal(reprint(arena, printed), printed));
    }
}

/* Strings are read several bytes at a time: every kind of byte at every place of a string, with every length before it. */
static void test_a_special_byte_is_seen_at_every_place_of_a_string(void **state)
{
    static const struct {
        const char *piece;
        bt_status status;
    } rows[] = {
        { "\\n", BT_OK },      { "\xc3\xa9", BT_OK }, { "\x1f", BT_EINPUT }, { "\x80", BT_EINPUT },
        { "\xc3", BT_EINPUT }, { "\\q", BT_EINPUT },  { "\x7f", BT_OK },     { "\\u0000", BT_EINPUT }
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t before = 0; before < 20; before++) {
            for (size_t behind = 0; behind < 20; behind++) {
                bt_view text = print_view(arena, "\"%s%s%s\"", repeat(arena, "a", before).data, rows[i].piece,
                                          repeat(arena, "b", behind).data);
                const bt_json *value;
                const char *code;

                if (read_bytes(arena, text, 1, &value, &code) != rows[i].status)
                    fail_msg("%s", text.data);
                if (rows[i].status == BT_OK)
                    assert_true(value->string.len >= before + behind + 1);
                arena->used = 0;
            }
        }
    }
}

static bt_view nested(bt_arena *arena, size_t levels)
{
    return print_view(arena, "%s%s%s", repeat(arena, "[{\"a\":", levels / 2).data,
                      levels % 2 == 0 ? "1" : "[]", repeat(arena, "}]", levels / 2).data);
}

static void test_levels_up_to_the_bound_are_read_and_one_more_is_refused(void **state)
{
    bt_arena *arena = arena_of(state);

    for (int depth = 2; depth <= 32; depth++) {
        const bt_json *value;
        const char *code;

        assert_int_equal(read_bytes(arena, nested(arena, (size_t)depth), depth, &value, &code), BT_OK);
        assert_int_equal(read_bytes(arena, nested(arena, (size_t)depth + 1), depth, &value, &code),
                         BT_ELIMIT);
        assert_string_equal(code, "too_deep");
    }
}

static void test_a_thousand_levels_are_refused_before_they_are_followed(void **state)
{
    bt_arena *arena = arena_of(state);
    const bt_json *value;
    const char *code;

    assert_int_equal(read_bytes(arena, repeat(arena, "[", 100000), 16, &value, &code), BT_ELIMIT);
    assert_string_equal(code, "too_deep");
}

static const char everything[] = "{\"text\":\"a\\n\\u00e9\\ud83d\\ude00\xc3\xa9 and a longer "
                                 "run\",\"list\":[1,-2,true,false,null,\"\",{}],\"deep\":{\"a\":{\"b\":[]}}}";

static void test_a_text_that_breaks_off_at_any_byte_is_refused(void **state)
{
    bt_arena *arena = arena_of(state);

    for (size_t len = 0; len < sizeof everything - 1; len++) {
        const bt_json *value;
        const char *code;

        assert_int_equal(read_bytes(arena, (bt_view){ everything, len }, 8, &value, &code), BT_EINPUT);
        assert_non_null(code);
        arena->used = 0;
    }
}

/* Whatever one byte turns into: refused with a reason, or a value that prints to a form that comes back the same. */
static void test_a_text_with_any_byte_changed_is_refused_or_comes_back_the_same(void **state)
{
    bt_arena *arena = arena_of(state);
    size_t read = 0;

    for (size_t at = 0; at < sizeof everything - 1; at++) {
        for (int byte = 0; byte < 256; byte++) {
            char *bytes = take(arena, sizeof everything);
            const bt_json *value;
            const char *code;
            bt_view text = { bytes, sizeof everything - 1 }, printed;

            memcpy(bytes, everything, sizeof everything);
            bytes[at] = (char)byte;
            if (read_bytes(arena, text, 8, &value, &code) == BT_OK) {
                assert_int_equal(bt_json_print(arena, value, &printed), BT_OK);
                assert_true(bt_view_equal(reprint(arena, printed), printed));
                read++;
            } else {
                assert_non_null(code);
            }
            arena->used = 0;
        }
    }
    assert_true(read >
                sizeof everything); /* each byte is read where it is not changed, so the loop has tried */
}

static void test_keys_are_found_by_their_unescaped_bytes(void **state)
{
    bt_arena *arena = arena_of(state);
    const bt_json *object = read_json(arena, bt_view_of("{\"z\":1,\"\\u00e9\":2,\"a\":3,\"\":4}"));

    assert_int_equal(bt_json_get(object, BT_VIEW("\xc3\xa9"))->integer, 2);
    assert_int_equal(bt_json_get(object, BT_VIEW(""))->integer, 4);
    assert_null(bt_json_get(object, BT_VIEW("b")));
    assert_null(bt_json_get(NULL, BT_VIEW("a")));
    assert_null(bt_json_get(bt_json_get(object, BT_VIEW("a")), BT_VIEW("a")));
    assert_null(bt_json_get_string(object, "a").data);
}

static void test_values_are_equal_when_their_bytes_are_and_ordered_the_same_both_ways(void **state)
{
    static const char *const ascending[] = {
        "null",      "false", "true",  "-1",        "0",
        "1",         "\"\"",  "\"a\"", "[]",        "[1]",
        "[1,2]",     "[2]",   "{}",    "{\"a\":1}", "{\"a\":1,\"b\":1}",
        "{\"a\":2}",
    };
    enum { COUNT = sizeof ascending / sizeof ascending[0] };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < COUNT; i++) {
        const bt_json *a = read_json(arena, bt_view_of(ascending[i]));

        assert_true(bt_json_compare(NULL, a) < 0 && bt_json_compare(a, NULL) > 0);
        for (size_t j = 0; j < COUNT; j++) {
            const bt_json *b = read_json(arena, bt_view_of(ascending[j]));
            int order = bt_json_compare(a, b);

            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(bt_json_equal(a, b), i == j);
        }
    }
}

static void test_entries_are_sorted_by_their_bytes_and_equal_ones_keep_their_order(void **state)
{
    enum { COUNT = 1000, KEYS = 37 };
    bt_arena *arena = arena_of(state);
    bt_entry *entries = take(arena, COUNT * sizeof *entries);

    for (size_t i = 0; i < COUNT; i++)
        entries[i] = (bt_entry){ print_view(arena, "%zu", i * 7919 % KEYS),
                                 read_json(arena, print_view(arena, "%zu", i)) };
    assert_true(bt_entries_sort(arena, entries, COUNT));
    for (size_t i = 1; i < COUNT; i++) {
        int order = bt_view_compare(entries[i - 1].key, entries[i].key);

        assert_true(order < 0 || (order == 0 && entries[i - 1].value->integer < entries[i].value->integer));
    }
}

static void test_the_extent_of_a_value_is_found_without_reading_it(void **state)
{
    static const struct {
        const char *text, *extent; /* NULL: the text ends before the value does */
    } rows[] = {
        { "{\"a\":[1,2]},3", "{\"a\":[1,2]}" },
        { " \n[\"]\",\"\\\"]\"] ,", "[\"]\",\"\\\"]\"]" },
        { "\"a,b\\\\\",1", "\"a,b\\\\\"" },
        { "12,13", "12" },
        { "null}", "null" },
        { "{\"a\":1", NULL },
        { "\"abc", NULL },
        { "\"abc\\", NULL },
        { "", NULL },
        { ",", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bt_view extent = bt_json_extent(bt_view_of(rows[i].text), 8);

        if (rows[i].extent == NULL)
            assert_null(extent.data);
        else
            assert_view(extent, rows[i].extent);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_form_that_is_no_strict_json_is_refused_by_its_name),
        cmocka_unit_test(test_a_nul_byte_is_refused_wherever_it_stands),
        cmocka_unit_test(test_an_absent_text_is_no_json),
        cmocka_unit_test(test_what_is_printed_is_one_form),
        cmocka_unit_test(test_a_special_byte_is_seen_at_every_place_of_a_string),
        cmocka_unit_test(test_levels_up_to_the_bound_are_read_and_one_more_is_refused),
        cmocka_unit_test(test_a_thousand_levels_are_refused_before_they_are_followed),
        cmocka_unit_test(test_a_text_that_breaks_off_at_any_byte_is_refused),
        cmocka_unit_test(test_a_text_with_any_byte_changed_is_refused_or_comes_back_the_same),
        cmocka_unit_test(test_keys_are_found_by_their_unescaped_bytes),
        cmocka_unit_test(test_values_are_equal_when_their_bytes_are_and_ordered_the_same_both_ways),
        cmocka_unit_test(test_entries_are_sorted_by_their_bytes_and_equal_ones_keep_their_order),
        cmocka_unit_test(test_the_extent_of_a_value_is_found_without_reading_it),
    };

    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
