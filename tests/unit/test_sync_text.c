/* How texts are cut and woven: the files of tests/cases/text, and the bounds, which are too large to write down. */
#define _POSIX_C_SOURCE 200809L /* scandir */

#include "sync_fixture.h"

#include "sync/text.h"
#include "sync/unicode.h"

#include <dirent.h>

enum { FILES_MAX = 256, SIDES_MAX = 4, FILE_PATH_BYTES = 1024 };

/* One .weave file. */
typedef struct weave_case {
    bt_view rule, base, sides[SIDES_MAX], woven, asks, text, tokens;
    size_t count;
} weave_case;

typedef struct file_test {
    bt_arena *arena;
    char path[FILE_PATH_BYTES];
} file_test;

static void read_weave_line(weave_case *out, const char *path, bt_view line)
{
    static const char *const people[] = { "ana", "ben", "cora", "dan" };
    size_t colon = bt_view_find(line, ':');
    bt_view head = { line.data, colon }, value;
    struct {
        const char *name;
        bt_view *to;
    } plain[] = { { "rule", &out->rule },
                  { "base", &out->base },
                  { "woven", &out->woven },
                  { "asks", &out->asks },
                  { "text", &out->text },
                  { "tokens", &out->tokens },
                  { people[out->count % SIDES_MAX], &out->sides[out->count % SIDES_MAX] } };

    if (colon + 2 > line.len)
        fail_msg("%s: a line without \": \": %.*s", path, (int)line.len, line.data);
    value = (bt_view){ line.data + colon + 2, line.len - colon - 2 };
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (!bt_view_equal(head, bt_view_of(plain[i].name)))
            continue;
        *plain[i].to = value;
        out->count += i == sizeof plain / sizeof plain[0] - 1;
        return;
    }
    fail_msg("%s: a line that the cases do not know: %.*s", path, (int)line.len, line.data);
}

static void read_weave_case(bt_arena *arena, const char *path, weave_case *out)
{
    bt_view file = read_case_file(arena, path);

    *out = (weave_case){ 0 };
    for (size_t at = 0; at < file.len;) {
        bt_view line = { file.data + at, bt_view_find((bt_view){ file.data + at, file.len - at }, '\n') };

        at += line.len + 1;
        if (line.len > 0)
            read_weave_line(out, path, line);
    }
}

static bt_view string_of(bt_arena *arena, bt_view json)
{
    return read_json(arena, json)->string;
}

static void check_tokens(bt_arena *arena, const weave_case *c)
{
    const bt_json *want = read_json(arena, c->tokens);
    bt_tokens have;

    assert_int_equal(bt_text_cut(arena, string_of(arena, c->text), &have), BT_OK);
    for (size_t i = 0; i < have.count && i < want->count; i++) {
        bt_view token = want->entries[i].value->string;

        if (!bt_view_equal(have.tokens[i], token))
            fail_msg("token %zu: have \"%.*s\", want \"%.*s\"", i, (int)have.tokens[i].len,
                     have.tokens[i].data, (int)token.len, token.data);
    }
    assert_int_equal(have.count, want->count);
}

static void check_weave(bt_arena *arena, const weave_case *c)
{
    bt_view sides[SIDES_MAX], woven, want = string_of(arena, c->woven);
    bool asks;

    for (size_t i = 0; i < c->count; i++)
        sides[i] = string_of(arena, c->sides[i]);
    assert_int_equal(bt_text_weave(arena, string_of(arena, c->base), sides, c->count, &woven, &asks), BT_OK);
    if (woven.len != want.len || memcmp(woven.data, want.data, want.len) != 0)
        fail_msg("%.*s\n--- have\n%.*s\n--- want\n%.*s", (int)c->rule.len, c->rule.data, (int)woven.len,
                 woven.data, (int)want.len, want.data);
    if (asks != bt_view_equal(c->asks, bt_view_of("yes")))
        fail_msg("%.*s: %s", (int)c->rule.len, c->rule.data, asks ? "asks" : "does not ask");
}

static void play_file(void **state)
{
    const file_test *test = *state;
    weave_case c;

    test->arena->used = 0;
    read_weave_case(test->arena, test->path, &c);
    assert_true(c.rule.len > 0 && (c.tokens.data != NULL || c.count > 1));
    if (c.tokens.data != NULL)
        check_tokens(test->arena, &c);
    else
        check_weave(test->arena, &c);
}

static bt_arena *emptied(void **state)
{
    const file_test *test = *state;

    test->arena->used = 0;
    return test->arena;
}

static void test_one_side_is_taken_as_it_is(void **state)
{
    bt_arena *arena = emptied(state);
    bt_view side = bt_view_of("  Anything,\r\n at all. "), woven;
    bool asks;

    assert_int_equal(bt_text_weave(arena, bt_view_of("Draws first."), &side, 1, &woven, &asks), BT_OK);
    assert_view(woven, side.data);
    assert_false(asks);
}

static void test_an_absent_side_is_an_emptied_text(void **state)
{
    bt_arena *arena = emptied(state);
    bt_view sides[2] = { { NULL, 0 }, { NULL, 0 } }, woven;
    bool asks;

    assert_int_equal(bt_text_weave(arena, bt_view_of("Draws first."), sides, 2, &woven, &asks), BT_OK);
    assert_int_equal(woven.len, 0);
    assert_false(asks);
}

static void test_a_text_is_cut_up_to_the_bound_and_no_further(void **state)
{
    bt_arena *arena = emptied(state);
    bt_tokens tokens;

    assert_int_equal(bt_text_cut(arena, repeat(arena, ".", BT_TEXT_MAX_TOKENS), &tokens), BT_OK);
    assert_int_equal(tokens.count, BT_TEXT_MAX_TOKENS);
    assert_int_equal(bt_text_cut(arena, repeat(arena, ".", BT_TEXT_MAX_TOKENS + 1), &tokens), BT_ELIMIT);
}

static void test_texts_above_the_bound_are_kept_whole_one_after_the_other_and_asked(void **state)
{
    bt_arena *arena = emptied(state);
    bt_view base = repeat(arena, ".", BT_TEXT_MAX_TOKENS + 1), woven;
    bt_view sides[2] = { print_view(arena, "one %s", base.data), print_view(arena, "two %s", base.data) };
    bool asks;

    assert_int_equal(bt_text_weave(arena, base, sides, 2, &woven, &asks), BT_OK);
    assert_true(asks);
    assert_view(woven, print_view(arena, "%s %s", sides[0].data, sides[1].data).data);
}

static void test_a_text_above_the_bound_that_one_changed_is_the_changed_one(void **state)
{
    bt_arena *arena = emptied(state);
    bt_view base = repeat(arena, ".", BT_TEXT_MAX_TOKENS + 1), woven;
    bt_view sides[2] = { print_view(arena, "one %s", base.data), base };
    bool asks;

    assert_int_equal(bt_text_weave(arena, base, sides, 2, &woven, &asks), BT_OK);
    assert_false(asks);
    assert_view(woven, sides[0].data);
}

/* Every second word differs: more edits than are looked for, so the words between the common ends are one edit. */
static void test_above_the_bound_of_edits_what_lies_between_the_common_ends_is_one(void **state)
{
    bt_arena *arena = emptied(state);
    bt_view a = print_view(arena, "start, %s end", repeat(arena, "old,", BT_TEXT_MAX_EDITS).data);
    bt_view b = print_view(arena, "start, %s end", repeat(arena, "new,", BT_TEXT_MAX_EDITS).data);
    bt_tokens base, side;
    const bt_hunk *hunks;
    size_t count;

    assert_int_equal(bt_text_cut(arena, a, &base), BT_OK);
    assert_int_equal(bt_text_cut(arena, b, &side), BT_OK);
    assert_int_equal(bt_text_compare(arena, base, side, &hunks, &count), BT_OK);
    assert_int_equal(count, 1);
    assert_view(base.tokens[hunks[0].first], "old");
    assert_view(base.tokens[hunks[0].last - 1], "old");
}

static void test_below_the_bound_each_edit_is_its_own(void **state)
{
    bt_arena *arena = emptied(state);
    enum { WORDS = BT_TEXT_MAX_EDITS / 2 };
    bt_view a = repeat(arena, "old,", WORDS), b = repeat(arena, "new,", WORDS);
    bt_tokens base, side;
    const bt_hunk *hunks;
    size_t count;

    assert_int_equal(bt_text_cut(arena, a, &base), BT_OK);
    assert_int_equal(bt_text_cut(arena, b, &side), BT_OK);
    assert_int_equal(bt_text_compare(arena, base, side, &hunks, &count), BT_OK);
    assert_int_equal(count, WORDS);
}

/* One point in fifteen, so that every script comes by; put together again, the tokens are the text. */
static void test_tokens_lose_no_byte_of_any_script(void **state)
{
    enum { LAST_POINT = 0x10ffff, STEP = 15, POINT_BYTES = 4 };
    bt_arena *arena = emptied(state);
    char *text = take(arena, (LAST_POINT / STEP + 1) * POINT_BYTES);
    size_t len = 0;
    bt_tokens tokens;

    for (uint32_t point = 1; point <= LAST_POINT; point += STEP) {
        bt_view piece;
        size_t joined = 0;

        if (point >= 0xd800 && point <= 0xdfff)
            continue;
        len = bt_utf8_put(text, point);
        len += bt_utf8_put(text + len, 'a');
        len += bt_utf8_put(text + len, point);
        piece = (bt_view){ text, len };
        assert_int_equal(bt_text_cut(arena, piece, &tokens), BT_OK);
        for (size_t i = 0; i < tokens.count; i++) {
            assert_ptr_equal(tokens.tokens[i].data, text + joined);
            joined += tokens.tokens[i].len;
        }
        assert_int_equal(joined, len);
    }
}

static int is_case(const struct dirent *found)
{
    size_t len = strlen(found->d_name);

    return len > 6 && strcmp(found->d_name + len - 6, ".weave") == 0;
}

static const struct CMUnitTest bounds[] = {
    cmocka_unit_test(test_one_side_is_taken_as_it_is),
    cmocka_unit_test(test_an_absent_side_is_an_emptied_text),
    cmocka_unit_test(test_a_text_is_cut_up_to_the_bound_and_no_further),
    cmocka_unit_test(test_texts_above_the_bound_are_kept_whole_one_after_the_other_and_asked),
    cmocka_unit_test(test_a_text_above_the_bound_that_one_changed_is_the_changed_one),
    cmocka_unit_test(test_above_the_bound_of_edits_what_lies_between_the_common_ends_is_one),
    cmocka_unit_test(test_below_the_bound_each_edit_is_its_own),
    cmocka_unit_test(test_tokens_lose_no_byte_of_any_script),
};

int main(void)
{
    enum { BOUNDS = sizeof bounds / sizeof bounds[0] };
    bt_arena arena = { malloc(ARENA_BYTES), ARENA_BYTES, 0 };
    struct CMUnitTest *tests = calloc(FILES_MAX + BOUNDS, sizeof *tests);
    file_test *files = calloc(FILES_MAX + 1, sizeof *files);
    struct dirent **found = NULL;
    int count = scandir(BT_CASES "/text", &found, is_case, alphasort), failed = 1;

    if (count <= 0 || count > FILES_MAX || arena.base == NULL || tests == NULL || files == NULL)
        goto done;
    for (int i = 0; i < count; i++) {
        files[i].arena = &arena;
        (void)snprintf(files[i].path, sizeof files[i].path, "%s/text/%s", BT_CASES, found[i]->d_name);
        tests[i] = (struct CMUnitTest){ found[i]->d_name, play_file, NULL, NULL, &files[i] };
    }
    files[count].arena = &arena;
    for (int i = 0; i < BOUNDS; i++) {
        tests[count + i] = bounds[i];
        tests[count + i].initial_state = &files[count];
    }
    failed = _cmocka_run_group_tests("text", tests, (size_t)count + BOUNDS, NULL, NULL);
done:
    for (int i = 0; i < count; i++)
        free(found[i]);
    free(found);
    free(files);
    free(tests);
    free(arena.base);
    return failed;
}
