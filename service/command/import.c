/* service/command/import.c - `backtable import CLASSROOM FILE`: a class list becomes students. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/roster/roster.h"

typedef struct importing {
    const bt_desk *desk;
    char classroom[BT_ID_LEN + 1];
    bt_roster roster;
    bt_classbook book;
    bool dry_run, yes, json, from_input;
} importing;

static bt_status read_list(const char *path, bt_bytes *list)
{
    bt_status status = bt_file_read(path, BT_ROSTER_MAX_BYTES, list);

    if (status == BT_ENOTFOUND)
        (void)bt_report("no_file", "There is no such file; check its name.");
    else if (status == BT_ELIMIT)
        (void)bt_report("too_large",
                        "The list is larger than 1 MB; copy only the names into a file of their own.");
    else if (status != BT_OK)
        (void)bt_report("no_file",
                        "The file cannot be read; check that it is a file and that you may read it.");
    return status;
}

static bt_status read_roster(importing *i, const char *path)
{
    bt_bytes list = { NULL, 0 };
    bt_complaint why = { 0 };
    bt_status status = read_list(path, &list);

    if (status != BT_OK)
        return status;
    status = bt_roster_read((bt_view){ list.data, list.len }, &i->roster, &why);
    bt_bytes_free(&list);
    if (status == BT_EINPUT || status == BT_ELIMIT)
        (void)bt_report(why.code, why.message);
    else if (status != BT_OK)
        (void)bt_report_status(status);
    return status;
}

/* A member's text with a NUL, in one block of memory that the caller frees through *texts. */
static const char *keep(char **at, bt_view text)
{
    char *kept = *at;

    if (text.data == NULL)
        return NULL;
    memcpy(kept, text.data, text.len);
    kept[text.len] = '\0';
    *at += text.len + 1;
    return kept;
}

static bool is_present(const bt_leaf *leaf)
{
    return !leaf->deleted && bt_view_equal(leaf->type, bt_view_of("student")) &&
           bt_leaf_text(leaf, "name").data != NULL;
}

static bt_status match(importing *i)
{
    bt_roster_student *present = calloc(i->book.count + 1, sizeof *present);
    size_t count = 0, size = 1;
    char *texts, *at;
    bt_status status = BT_ENOMEM;

    for (size_t k = 0; k < i->book.count; k++)
        size += i->book.leaves[k].bytes.len;
    texts = at = malloc(size);
    if (present == NULL || texts == NULL)
        goto done;
    for (size_t k = 0; k < i->book.count; k++) {
        const bt_leaf *leaf = &i->book.leaves[k];

        if (!is_present(leaf))
            continue;
        present[count].name = keep(&at, bt_leaf_text(leaf, "name"));
        present[count++].external_id = keep(&at, bt_leaf_text(leaf, "external_id"));
    }
    status = bt_roster_match(&i->roster, present, count);
done:
    free(texts);
    free(present);
    return status;
}

static const char *const fates[] = { "new", "here", "skipped" };

static void preview(const importing *i, FILE *to)
{
    for (size_t k = 0; k < i->roster.row_count; k++) {
        const bt_roster_row *row = &i->roster.rows[k];

        (void)fprintf(to, "%-8s line %zu  ", fates[row->fate], row->line);
        bt_print_text(to, bt_view_of(row->why != NULL ? bt_roster_why(row->why) : row->name));
        if (row->external_id != NULL) {
            (void)fprintf(to, "  ");
            bt_print_text(to, bt_view_of(row->external_id));
        }
        (void)fprintf(to, "\n");
    }
    (void)fprintf(to, "%zu new, %zu already here, %zu skipped\n", i->roster.new_count, i->roster.here_count,
                  i->roster.skipped_count);
}

static void describe_row(const bt_roster_row *row, bt_out *out)
{
    const struct {
        const char *key, *text;
    } members[] = { { "fate", fates[row->fate] },
                    { "why", row->why },
                    { "name", row->name },
                    { "sort_name", row->sort_name },
                    { "external_id", row->external_id } };

    bt_out_comma(out);
    bt_out_text(out, "{");
    bt_out_key(out, "line");
    bt_out_integer(out, (int64_t)row->line);
    for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
        if (members[m].text == NULL)
            continue;
        bt_out_key(out, members[m].key);
        bt_out_string(out, bt_view_of(members[m].text));
    }
    bt_out_text(out, "}");
}

static bt_status print_json(const importing *i, size_t imported)
{
    bt_out out = { 0 };
    bt_status status;

    bt_out_text(&out, "{");
    bt_out_key(&out, "imported");
    bt_out_integer(&out, (int64_t)imported);
    bt_out_key(&out, "rows");
    bt_out_text(&out, "[");
    for (size_t k = 0; k < i->roster.row_count; k++)
        describe_row(&i->roster.rows[k], &out);
    bt_out_text(&out, "]}\n");
    status = out.failed ? BT_ENOMEM : BT_OK;
    if (status == BT_OK)
        (void)fwrite(out.data, 1, out.len, stdout);
    bt_out_free(&out);
    return status;
}

/* Asks only where someone is there to answer. */
static bool agreed(const importing *i)
{
    char answer[16];

    if (i->yes || i->from_input || !isatty(STDIN_FILENO))
        return true;
    (void)fprintf(stderr, "Add %zu students? [y/N] ", i->roster.new_count);
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static bt_status write_student(const importing *i, const bt_roster_row *row, char id[BT_ID_LEN + 1],
                               bt_out *out)
{
    bt_status status = bt_desk_new_id(id);

    if (status == BT_OK)
        status = bt_desk_record(i->desk, "student", id, out);
    if (status != BT_OK)
        return status;
    bt_out_key(out, "name");
    bt_out_string(out, bt_view_of(row->name));
    if (row->sort_name != NULL) {
        bt_out_key(out, "sort_name");
        bt_out_string(out, bt_view_of(row->sort_name));
    }
    if (row->external_id != NULL) {
        bt_out_key(out, "external_id");
        bt_out_string(out, bt_view_of(row->external_id));
    }
    bt_out_text(out, "}");
    return out->failed ? BT_ENOMEM : BT_OK;
}

/* All new students in one batch, so in one commit: all of the list or nothing of it. */
static bt_status store(const importing *i, size_t *imported)
{
    size_t count = i->roster.new_count, next = 0;
    bt_change *changes = calloc(count + 1, sizeof *changes);
    bt_out *records = calloc(count + 1, sizeof *records);
    char(*ids)[BT_ID_LEN + 1] = calloc(count + 1, sizeof *ids);
    bt_applied applied = { 0 };
    bt_status status = changes == NULL || records == NULL || ids == NULL ? BT_ENOMEM : BT_OK;

    for (size_t k = 0; k < i->roster.row_count && status == BT_OK; k++) {
        if (i->roster.rows[k].fate != BT_FATE_NEW)
            continue;
        status = write_student(i, &i->roster.rows[k], ids[next], &records[next]);
        changes[next].id = bt_view_of(ids[next]);
        changes[next].record = bt_out_view(&records[next]);
        next++;
    }
    if (status == BT_OK && count > 0)
        status = bt_desk_store(i->desk, i->classroom, changes, count, &applied);
    *imported = applied.stored_count;
    for (size_t k = 0; k < applied.refused_count; k++)
        (void)bt_report(applied.refused[k].code, applied.refused[k].message);
    if (status == BT_OK && applied.refused_count > 0)
        status = BT_ASK;
    bt_applied_free(&applied);
    for (size_t k = 0; records != NULL && k < next; k++)
        bt_out_free(&records[k]);
    free(ids);
    free(records);
    free(changes);
    return status;
}

static int import(importing *i)
{
    size_t imported = 0;
    bt_status status = match(i);

    if (status != BT_OK)
        return bt_report_status(status);
    /* With --json the preview is part of the answer; else it comes first. */
    if (!i->json)
        preview(i, stdout);
    if (!i->dry_run && i->roster.new_count > 0) {
        if (!agreed(i))
            return bt_report("not_agreed", "Nothing was changed.");
        status = store(i, &imported);
        if (status != BT_OK && status != BT_ASK)
            return bt_report_status(status);
    }
    if (i->json) {
        bt_status printed = print_json(i, imported);
        if (printed != BT_OK)
            return bt_report_status(printed);
    } else if (!i->dry_run) {
        (void)printf("%zu students added\n", imported);
    }
    return bt_report_output() != BT_EXIT_DONE ? BT_EXIT_FAILED
           : status == BT_ASK                 ? BT_EXIT_LOOK
                                              : BT_EXIT_DONE;
}

int bt_command_import(int argc, char **argv)
{
    const char *data = NULL;
    importing i = { .desk = NULL };
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--dry-run", NULL, &i.dry_run },
                                  { "--yes", NULL, &i.yes },
                                  { "--json", NULL, &i.json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 2, 2, &words))
        return code;
    i.from_input = strcmp(words.at[1], "-") == 0;
    if (bt_desk_open(data, &desk) && bt_classroom_find(&desk, words.at[0], i.classroom) &&
        read_roster(&i, words.at[1]) == BT_OK) {
        bt_status status = bt_classbook_read(&desk, i.classroom, &i.book);

        i.desk = &desk;
        code = status == BT_OK ? import(&i) : bt_report_status(status);
    }
    bt_classbook_free(&i.book);
    bt_roster_free(&i.roster);
    bt_desk_close(&desk);
    return code;
}
