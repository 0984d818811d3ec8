/* service/command/history.c - `backtable history ID`: the versions of one note, or all about one student. */
#include "service/history/history.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/command/when.h"
#include "sync/merge.h"

/* The rules of sync/merge.h in a teacher's words. */
static const char *const rule_words[BT_RULE_COUNT] = {
    [BT_RULE_TAKEN] = "taken as it was typed",
    [BT_RULE_KEPT] = "left as a colleague had changed it",
    [BT_RULE_AGREED] = "both wrote the same",
    [BT_RULE_SET_UNION] = "both lists put together",
    [BT_RULE_TEXT_WOVEN] = "both wordings woven together",
    [BT_RULE_TEXT_ASKED] = "two wordings of the same words, a person was asked",
    [BT_RULE_VALUE_ASKED] = "two answers, a person was asked",
    [BT_RULE_REMOVAL_ASKED] = "taken out by one and changed by another, a person was asked",
    [BT_RULE_DELETE_ASKED] = "deleted by one and changed by another, a person was asked",
    [BT_RULE_ANSWERED] = "a question was answered",
};

typedef struct telling {
    bt_classbook book;
    bt_view id;
    bool student;             /* all about one */
    bt_index_stretch stretch; /* of that */
    bool json;
    FILE *to; /* what is told, in memory: the index may turn out damaged half-way, and is asked again */
    char *text;
    size_t text_len;
    size_t count;
} telling;

/* A rule that a newer Backtable wrote is printed by its name. */
static bt_view words_of(bt_view rule)
{
    for (int i = 0; i < BT_RULE_COUNT; i++) {
        if (bt_view_equal(rule, bt_view_of(bt_rule_name((bt_rule)i))))
            return bt_view_of(rule_words[i]);
    }
    return rule;
}

/* "/outcomes/<id>/next_step" as "Outcomes, next step": the ids would tell a person nothing. */
static void print_member(FILE *to, bt_view path)
{
    char text[128];
    size_t len = 0, at = 0;

    while (at < path.len) {
        bt_view step = { path.data + at, 0 };

        while (at < path.len && path.data[at] != '/') {
            at++;
            step.len++;
        }
        at++;
        if (step.len == 0 || bt_id_valid(step) || len + step.len + 2 > sizeof text)
            continue;
        if (len > 0) {
            memcpy(text + len, ", ", 2);
            len += 2;
        }
        for (size_t i = 0; i < step.len; i++)
            text[len++] = step.data[i] == '_' ? ' ' : step.data[i];
    }
    if (len > 0 && text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    bt_print_text(to, (bt_view){ text, len });
}

static void print_rule(FILE *to, const bt_decided *decided)
{
    (void)fprintf(to, "    ");
    print_member(to, decided->path);
    (void)fprintf(to, ": ");
    bt_print_text(to, words_of(decided->rule));
    (void)fprintf(to, "\n");
}

/* Of whichever record of a student: what it is, and whether this began it. */
static void print_record(const telling *t, bt_view record, const bt_past *past)
{
    const bt_leaf *leaf = bt_classbook_find(&t->book, record);

    (void)fprintf(t->to, "    ");
    bt_print_text(t->to, leaf == NULL ? BT_VIEW("record") : leaf->type);
    (void)fprintf(t->to, " %.*s%s\n", (int)record.len, record.data,
                  past->previous.hex[0] == '\0' ? ", begun" : "");
}

static void print_words(const telling *t, bt_view record, const bt_past *past)
{
    bt_decided decided;
    struct tm parts;
    time_t when = (time_t)past->time_s;
    char text[32] = "";
    size_t at = 0;

    if (gmtime_r(&when, &parts) != NULL)
        (void)strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
    (void)fprintf(t->to, "%s  %s  ", text, past->version.hex[0] == '\0' ? "(removed)" : past->version.hex);
    bt_print_text(t->to, bt_classbook_name(&t->book, past->author));
    (void)fprintf(t->to, "\n");
    if (t->student)
        print_record(t, record, past);
    if (past->typed)
        (void)fprintf(t->to, "    as typed: %s\n", past->typed_version.hex);
    while (bt_decided_next(past->message, record, &at, &decided))
        print_rule(t->to, &decided);
}

static void print_json(const telling *t, bt_view record, const bt_past *past)
{
    bt_out out = { 0 };

    bt_out_text(&out, "{");
    if (t->student) {
        bt_out_key(&out, "record");
        bt_out_string(&out, record);
    }
    bt_past_write_members(record, past, &out);
    bt_out_text(&out, "}\n");
    (void)fwrite(out.data, 1, out.len, t->to);
    bt_out_free(&out);
}

static int tell(void *context, bt_view record, const bt_past *past)
{
    telling *t = context;

    t->count++;
    if (t->json)
        print_json(t, record, past);
    else
        print_words(t, record, past);
    return 0;
}

static void drop_text(telling *t)
{
    if (t->to != NULL)
        (void)fclose(t->to); /* `text` is whole with this */
    free(t->text);
    t->to = NULL;
    t->text = NULL;
}

static bt_status ask(bt_index *index, void *context)
{
    telling *t = context;

    drop_text(t);
    t->count = 0;
    t->to = open_memstream(&t->text, &t->text_len);
    if (t->to == NULL)
        return BT_ENOMEM;
    if (t->student)
        return bt_index_student(index, t->id, &t->stretch, tell, t);
    return bt_index_history(index, t->id, &t->stretch.after, tell, t);
}

static bool is_bounded(const bt_index_stretch *stretch)
{
    return stretch->from_s != INT64_MIN || stretch->to_s != INT64_MAX;
}

/* BT_EINPUT: a stretch of time was asked for, of what is no student. */
static bt_status tell_in(const bt_desk *desk, const char *classroom, telling *t)
{
    bt_notebook *notebook = NULL;
    const bt_leaf *leaf;
    bt_status status = bt_classbook_read(desk, classroom, &t->book);

    leaf = bt_classbook_find(&t->book, t->id);
    t->student = leaf != NULL && bt_view_equal(leaf->type, BT_VIEW("student"));
    if (status == BT_OK && !t->student && is_bounded(&t->stretch))
        status = BT_EINPUT;
    if (status == BT_OK)
        status = bt_notebooks_take(desk->notebooks, classroom, &notebook);
    if (status == BT_OK)
        status = bt_desk_ask(notebook, ask, t);
    if (status == BT_OK && (fflush(t->to) != 0 || ferror(t->to)))
        status = BT_ENOMEM;
    if (status == BT_OK && t->text_len > 0)
        (void)fwrite(t->text, 1, t->text_len, stdout); /* bt_report_output() sees a failure */
    bt_notebooks_release(desk->notebooks, notebook);
    drop_text(t);
    bt_classbook_free(&t->book);
    return status;
}

static int history(const bt_desk *desk, const char *classroom, telling *t)
{
    bt_status status = tell_in(desk, classroom, t);

    if (status == BT_OK && t->count == 0 && !t->student)
        return bt_report("unknown_record", "The classroom holds no note of this id; check the id.");
    if (status == BT_EINPUT)
        return bt_report("usage", "--from and --to go with the id of a student.");
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

int bt_command_history(int argc, char **argv)
{
    const char *data = NULL, *classroom = NULL, *from = NULL, *to = NULL;
    char place[BT_ID_LEN + 1];
    telling t = { .stretch = { .from_s = INT64_MIN, .to_s = INT64_MAX } };
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--classroom", &classroom, NULL },
                                  { "--from", &from, NULL },
                                  { "--to", &to, NULL },
                                  { "--json", NULL, &t.json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &words) ||
        (from != NULL && !bt_when_read(from, true, &t.stretch.from_s)) ||
        (to != NULL && !bt_when_read(to, false, &t.stretch.to_s)))
        return code;
    t.id = bt_view_of(words.at[0]);
    if (bt_desk_open(data, &desk) && bt_record_place(&desk, words.at[0], classroom, place))
        code = history(&desk, place, &t);
    bt_desk_close(&desk);
    return code;
}
