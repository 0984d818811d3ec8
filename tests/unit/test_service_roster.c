/* The rules of tests/cases/roster, each a file there, and the limits, which are too large to write down. */
#define _POSIX_C_SOURCE 200809L /* scandir, strtok_r */

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "service/roster/plain_text.h"
#include "service/roster/roster.h"

enum { CASE_MAX_BYTES = 16 * 1024, PRESENT_MAX = 16 };

/* One .roster file, cut into its sections. Everything points into `file`. */
typedef struct roster_case {
    char file[CASE_MAX_BYTES];
    char *list, *present, *rows, *error;
    size_t list_len;
} roster_case;

static void read_file(const char *path, char out[CASE_MAX_BYTES])
{
    FILE *file = fopen(path, "rb");
    size_t len;

    assert_non_null(file);
    len = fread(out, 1, CASE_MAX_BYTES - 1, file);
    assert_true(feof(file));
    out[len] = '\0';
    (void)fclose(file);
}

/* Finds "--- name" at the start of a line; returns what is behind its line end and ends what is before it. */
static char *section(char *from, const char *name)
{
    char mark[32];
    char *at;

    (void)snprintf(mark, sizeof mark, "\n--- %s\n", name);
    at = strstr(from, mark);
    if (at == NULL)
        return NULL;
    at[1] = '\0';
    return at + strlen(mark);
}

/* \xHH and a backslash before a line end, in place. */
static size_t unescape(char *text)
{
    size_t used = 0;

    for (char *at = text; *at != '\0';) {
        if (at[0] == '\\' && at[1] == '\n') {
            at += 2;
        } else if (at[0] == '\\' && at[1] == 'x') {
            char hex[3] = { at[2], at[3], '\0' };
            text[used++] = (char)strtol(hex, NULL, 16);
            at += 4;
        } else {
            text[used++] = *at++;
        }
    }
    return used;
}

static void load(const char *name, roster_case *out)
{
    char path[512];

    (void)snprintf(path, sizeof path, "%s/roster/%s", BT_CASES, name);
    read_file(path, out->file);
    /* From the last section to the first, because each cut ends the one before it. */
    out->error = section(out->file, "error");
    out->rows = section(out->file, "rows");
    out->present = section(out->file, "present");
    out->list = section(out->file, "list");
    assert_non_null(out->list);
    assert_true((out->rows == NULL) != (out->error == NULL));
    out->list_len = unescape(out->list);
}

static size_t read_present(char *text, bt_roster_student *out)
{
    size_t count = 0;
    char *rest = NULL;

    for (char *line = text == NULL ? NULL : strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *bar = strstr(line, " | ");
        if (bar != NULL)
            *bar = '\0';
        assert_true(count < PRESENT_MAX);
        out[count++] = (bt_roster_student){ line, bar == NULL ? NULL : bar + 3 };
    }
    return count;
}

/* A row as the case files write it. */
static void write_row(const bt_roster_row *row, char *out, size_t size)
{
    static const char *const fates[] = { "new", "here", "skipped" };

    if (row->fate == BT_FATE_SKIPPED)
        (void)snprintf(out, size, "%zu skipped | %s\n", row->line, row->why);
    else if (row->external_id != NULL)
        (void)snprintf(out, size, "%zu %s | %s | %s%s| %s\n", row->line, fates[row->fate], row->name,
                       row->sort_name == NULL ? "" : row->sort_name, row->sort_name == NULL ? "" : " ",
                       row->external_id);
    else
        (void)snprintf(out, size, "%zu %s | %s%s%s\n", row->line, fates[row->fate], row->name,
                       row->sort_name == NULL ? "" : " | ", row->sort_name == NULL ? "" : row->sort_name);
}

static void check_rows(const roster_case *expected, const bt_roster *roster)
{
    char got[CASE_MAX_BYTES] = "";

    for (size_t i = 0; i < roster->row_count; i++) {
        size_t used = strlen(got);
        write_row(&roster->rows[i], got + used, sizeof got - used);
    }
    assert_string_equal(got, expected->rows);
    assert_int_equal(roster->new_count + roster->here_count + roster->skipped_count, roster->row_count);
}

static void run_case(const char *name)
{
    static roster_case expected;
    bt_roster_student present[PRESENT_MAX];
    bt_roster roster = { 0 };
    bt_complaint why = { 0 };
    bt_status status;

    print_message("  %s\n", name);
    load(name, &expected);
    status = bt_roster_read((bt_view){ expected.list, expected.list_len }, &roster, &why);
    if (expected.error != NULL) {
        assert_int_not_equal(status, BT_OK);
        assert_non_null(why.code);
        expected.error[strcspn(expected.error, "\n")] = '\0';
        assert_string_equal(why.code, expected.error);
        assert_non_null(why.message);
        return;
    }
    if (status != BT_OK)
        fail_msg("refused: %s", why.code);
    assert_int_equal(bt_roster_match(&roster, present, read_present(expected.present, present)), BT_OK);
    check_rows(&expected, &roster);
    bt_roster_free(&roster);
}

static int is_case(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".roster") == 0;
}

static void test_every_case_file(void **state)
{
    struct dirent **entries = NULL;
    int count = scandir(BT_CASES "/roster", &entries, is_case, alphasort);

    (void)state;
    assert_true(count >= 30);
    for (int i = 0; i < count; i++) {
        run_case(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

/* Reads `count` copies of `line`; the code of the refusal, or NULL. */
static const char *refusal_of(const char *line, size_t count, bt_roster *out)
{
    size_t len = strlen(line);
    char *list = malloc(len * count + 1);
    bt_complaint why = { 0 };

    assert_non_null(list);
    for (size_t i = 0; i < count; i++)
        memcpy(list + i * len, line, len);
    if (bt_roster_read((bt_view){ list, len * count }, out, &why) == BT_OK)
        why.code = NULL;
    free(list);
    return why.code;
}

static void test_500_rows_are_read_and_501_are_too_many(void **state)
{
    bt_roster roster = { 0 };

    (void)state;
    assert_null(refusal_of("Ana\n", BT_ROSTER_MAX_ROWS, &roster));
    assert_int_equal(roster.new_count, BT_ROSTER_MAX_ROWS);
    bt_roster_free(&roster);
    assert_string_equal(refusal_of("Ana\n", BT_ROSTER_MAX_ROWS + 1, &roster), "too_many");
}

static void test_a_row_of_1000_bytes_is_read_and_1001_are_too_long(void **state)
{
    bt_roster roster = { 0 };

    (void)state;
    assert_null(refusal_of("a;", BT_ROSTER_ROW_MAX_BYTES / 2, &roster));
    bt_roster_free(&roster);
    assert_string_equal(refusal_of("a", BT_ROSTER_ROW_MAX_BYTES + 1, &roster), "line_too_long");
    assert_string_equal(refusal_of(";", BT_ROSTER_ROW_MAX_BYTES + 1, &roster), "line_too_long");
    assert_string_equal(refusal_of("\"", BT_ROSTER_ROW_MAX_BYTES * 3, &roster), "line_too_long");
}

static void test_more_than_a_megabyte_is_not_read(void **state)
{
    bt_roster roster = { 0 };

    (void)state;
    assert_string_equal(refusal_of("\n", BT_ROSTER_MAX_BYTES, &roster), "empty");
    assert_string_equal(refusal_of("\n", BT_ROSTER_MAX_BYTES + 1, &roster), "too_large");
}

static void test_a_name_longer_than_its_schema_is_skipped(void **state)
{
    char line[512];
    bt_roster roster = { 0 };
    bt_complaint why = { 0 };

    (void)state;
    memset(line, 'a', sizeof line);
    memcpy(line, "Ana\n", 4);
    assert_int_equal(bt_roster_read((bt_view){ line, 4 + BT_ROSTER_NAME_MAX_BYTES + 1 }, &roster, &why),
                     BT_OK);
    assert_int_equal(roster.row_count, 2);
    assert_string_equal(roster.rows[1].why, "too_long");
    bt_roster_free(&roster);
    assert_int_equal(bt_roster_read((bt_view){ line, 4 + BT_ROSTER_NAME_MAX_BYTES }, &roster, &why), BT_OK);
    assert_int_equal(roster.new_count, 2);
    bt_roster_free(&roster);
}

static void test_many_columns_of_one_kind_fit(void **state)
{
    char list[2 * BT_ROSTER_ROW_MAX_BYTES];
    size_t used = 0;
    bt_roster roster = { 0 };
    bt_complaint why = { 0 };

    (void)state;
    for (int i = 0; i < 160; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "first,");
    used += (size_t)snprintf(list + used, sizeof list - used, "last\n");
    for (int i = 0; i < 160; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "a,");
    used += (size_t)snprintf(list + used, sizeof list - used, "b\n");
    assert_int_equal(bt_roster_read((bt_view){ list, used }, &roster, &why), BT_OK);
    assert_int_equal(strlen(roster.rows[0].name), 160 * 2 + 1);
    bt_roster_free(&roster);
}

/* A fixed sequence (Knuth's MMIX constants), so that a failure comes back. */
static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static void test_random_bytes_are_a_list_or_are_refused_with_a_code(void **state)
{
    static const char alphabet[] = "aA1 \t\n\r,;\"\"\xc3\xa9\xff\xfe\xe2\x80Name,First=<{";
    uint64_t seed = 20261121;

    (void)state;
    print_message("  seed %llu\n", (unsigned long long)seed);
    for (int round = 0; round < 20000; round++) {
        char list[64];
        size_t len = next_random(&seed) % sizeof list;
        bt_roster roster = { 0 };
        bt_complaint why = { 0 };

        for (size_t i = 0; i < len; i++)
            list[i] = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
        if (bt_roster_read((bt_view){ list, len }, &roster, &why) != BT_OK) {
            assert_non_null(why.code);
            continue;
        }
        for (size_t i = 0; i < roster.row_count; i++) {
            if (roster.rows[i].fate == BT_FATE_NEW)
                assert_true(bt_utf8_valid(bt_view_of(roster.rows[i].name)));
        }
        bt_roster_free(&roster);
    }
}

static void test_text_of_each_encoding_is_checked_to_its_last_byte(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *text; /* NULL: refused */
    } rows[] = {
        { "\xed\xa0\x80", 3, "í\xc2\xa0€" }, /* a surrogate in UTF-8 is none; as Windows-1252 it is text */
        { "\xc0\xaf", 2, "À¯" },             /* a longer form than needed */
        { "\x81", 1, NULL },                 /* no such byte in Windows-1252 */
        { "\xff\xfe\x00\xd8", 4, NULL },     /* half a pair at the end */
        { "\xff\xfe\x00\xdc\x41\x00", 6, NULL }, /* a second half alone */
        { "\xff\xfe\x00\xd8\x41\x00", 6, NULL }, /* a first half alone */
        { "\xff\xfe\x41", 3, NULL },             /* half a unit */
        { "\xff\xfe\x00\x00", 4, NULL },         /* NUL */
        { "a\x1b[31m", 6, NULL },                /* a terminal's escape */
        { "\xf4\x8f\xbf\xbf", 4, "\xf4\x8f\xbf\xbf" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bt_bytes text = { NULL, 0 };
        bt_status status = bt_plain_text((bt_view){ rows[i].bytes, rows[i].len }, &text);

        assert_int_equal(status, rows[i].text == NULL ? BT_EINPUT : BT_OK);
        if (rows[i].text != NULL)
            assert_string_equal(text.data, rows[i].text);
        bt_bytes_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_case_file),
        cmocka_unit_test(test_500_rows_are_read_and_501_are_too_many),
        cmocka_unit_test(test_a_row_of_1000_bytes_is_read_and_1001_are_too_long),
        cmocka_unit_test(test_more_than_a_megabyte_is_not_read),
        cmocka_unit_test(test_a_name_longer_than_its_schema_is_skipped),
        cmocka_unit_test(test_many_columns_of_one_kind_fit),
        cmocka_unit_test(test_random_bytes_are_a_list_or_are_refused_with_a_code),
        cmocka_unit_test(test_text_of_each_encoding_is_checked_to_its_last_byte),
    };
    return cmocka_run_group_tests_name("roster", tests, NULL, NULL);
}
