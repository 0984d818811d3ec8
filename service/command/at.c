/* service/command/at.c - `backtable at CLASSROOM WHEN`: the class as it stood. */
#include <string.h>

#include "service/command/command.h"
#include "service/command/export.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/command/when.h"
#include "service/moment.h"

enum { TYPES_MAX = 64 };

typedef struct looking {
    const bt_desk *desk;
    char classroom[BT_ID_LEN + 1];
    int64_t asked_s;
    const char *format; /* NULL: a summary */
    bool json;
    bt_oid commit;
    int64_t stored_s;
} looking;

static bt_status find_commit(bt_index *index, void *context)
{
    looking *l = context;

    return bt_index_at(index, l->asked_s, &l->commit, &l->stored_s);
}

static bt_status find_moment(looking *l)
{
    bt_notebook *notebook = NULL;
    bt_status status = bt_notebooks_take(l->desk->notebooks, l->classroom, &notebook);

    if (status == BT_OK)
        status = bt_desk_ask(notebook, find_commit, l);
    bt_notebooks_release(l->desk->notebooks, notebook);
    return status;
}

/* How many there are of each type; deleted ones are not. */
typedef struct counted {
    bt_view type;
    size_t count;
} counted;

static size_t count_types(const bt_classbook *book, counted types[TYPES_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < book->count; i++) {
        size_t t = 0;

        if (book->leaves[i].deleted)
            continue;
        while (t < count && !bt_view_equal(types[t].type, book->leaves[i].type))
            t++;
        if (t == count && count == TYPES_MAX)
            continue; /* far more than there are; a summary need not name them */
        if (t == count)
            types[count++] = (counted){ book->leaves[i].type, 0 };
        types[t].count++;
    }
    return count;
}

static void print_summary(const looking *l, const bt_classbook *book)
{
    counted types[TYPES_MAX];
    size_t count = count_types(book, types);
    char stored[BT_MOMENT_LEN + 1];

    if (bt_moment_write(l->stored_s, stored) != BT_OK)
        stored[0] = '\0';
    bt_print_text(stdout, bt_classbook_name(book, bt_view_of(book->id)));
    (void)printf(", last change %s, commit %s\n", stored, l->commit.hex);
    for (size_t t = 0; t < count; t++) {
        (void)printf("%8zu  ", types[t].count);
        bt_print_text(stdout, types[t].type);
        (void)printf("\n");
    }
}

static void write_summary(const looking *l, const bt_classbook *book, bt_out *out)
{
    counted types[TYPES_MAX];
    size_t count = count_types(book, types);

    bt_out_text(out, "{");
    bt_out_key(out, "commit");
    bt_out_string(out, bt_view_of(l->commit.hex));
    bt_out_key(out, "at");
    bt_out_time(out, l->stored_s);
    bt_out_key(out, "records");
    bt_out_text(out, "{");
    for (size_t t = 0; t < count; t++) {
        bt_out_comma(out);
        bt_out_string(out, types[t].type);
        bt_out_text(out, ":");
        bt_out_integer(out, (int64_t)types[t].count);
    }
    bt_out_text(out, "}}\n");
}

static bt_status print_class(const looking *l)
{
    bt_classbook book = { .count = 0 };
    bt_out out = { 0 };
    bt_status status = bt_classbook_read_at(l->desk, l->classroom, &l->commit, &book);

    if (status == BT_OK && l->format != NULL && strcmp(l->format, "csv") == 0)
        bt_export_csv(&book, false, &out);
    else if (status == BT_OK && l->format != NULL)
        bt_export_jsonl(&book, &out);
    else if (status == BT_OK && l->json)
        write_summary(l, &book, &out);
    else if (status == BT_OK)
        print_summary(l, &book);
    bt_classbook_free(&book);
    if (status == BT_OK && out.failed)
        status = BT_ENOMEM;
    if (status == BT_OK && out.len > 0)
        (void)fwrite(out.data, 1, out.len, stdout); /* bt_report_output() sees a failure */
    bt_out_free(&out);
    return status;
}

static int at(looking *l)
{
    bt_status status = find_moment(l);

    if (status == BT_ENOTFOUND)
        return bt_report("too_early", "The classroom was not there yet at that time; choose a later one.");
    if (status == BT_OK)
        status = print_class(l);
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

int bt_command_at(int argc, char **argv)
{
    const char *data = NULL;
    looking l = { .format = NULL };
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--format", &l.format, NULL },
                                  { "--json", NULL, &l.json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 2, 2, &words) ||
        !bt_when_read(words.at[1], false, &l.asked_s))
        return code;
    if (l.format != NULL && (l.json || (strcmp(l.format, "csv") != 0 && strcmp(l.format, "jsonl") != 0)))
        return bt_report("usage",
                         "A format is jsonl (every record) or csv (the notes as a table); --json is for "
                         "the summary alone.");
    if (bt_desk_open(data, &desk) && bt_classroom_find(&desk, words.at[0], l.classroom)) {
        l.desk = &desk;
        code = at(&l);
    }
    bt_desk_close(&desk);
    return code;
}
