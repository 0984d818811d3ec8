/* service/command/history.c - `backtable history ID`: the versions of one note. */
#include "service/history.h"

#include <string.h>
#include <time.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
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
    const bt_classbook *book;
    bt_view id;
    bool json;
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
static void print_member(bt_view path)
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
    bt_print_text(stdout, (bt_view){ text, len });
}

static void print_rule(const bt_decided *decided)
{
    (void)printf("    ");
    print_member(decided->path);
    (void)printf(": ");
    bt_print_text(stdout, words_of(decided->rule));
    (void)printf("\n");
}

static void print_words(const telling *t, const bt_past *past)
{
    bt_decided decided;
    struct tm parts;
    time_t when = (time_t)past->time_s;
    char text[32] = "";
    size_t at = 0;

    if (gmtime_r(&when, &parts) != NULL)
        (void)strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
    (void)printf("%s  %s  ", text, past->version.hex[0] == '\0' ? "(removed)" : past->version.hex);
    bt_print_text(stdout, bt_classbook_name(t->book, past->author));
    (void)printf("\n");
    if (past->typed)
        (void)printf("    as typed: %s\n", past->typed_version.hex);
    while (bt_decided_next(past->message, t->id, &at, &decided))
        print_rule(&decided);
}

static void print_json(const telling *t, const bt_past *past)
{
    bt_out out = { 0 };

    bt_past_write(t->id, past, &out);
    bt_out_text(&out, "\n");
    (void)fwrite(out.data, 1, out.len, stdout);
    bt_out_free(&out);
}

static int tell(void *context, const bt_past *past)
{
    telling *t = context;

    t->count++;
    if (t->json)
        print_json(t, past);
    else
        print_words(t, past);
    return 0;
}

static bt_status tell_in(const bt_desk *desk, const char *classroom, telling *t)
{
    bt_classbook book = { .count = 0 };
    bt_notebook *notebook = NULL;
    bt_oid head;
    bt_status status = bt_classbook_read(desk, classroom, &book);

    t->book = &book;
    if (status == BT_OK)
        status = bt_notebooks_take(desk->notebooks, classroom, &notebook);
    if (status == BT_OK)
        status = bt_store_head(bt_notebook_store(notebook), &head);
    if (status == BT_OK)
        status = bt_store_history(bt_notebook_store(notebook), &head, t->id, tell, t);
    bt_notebooks_release(desk->notebooks, notebook);
    t->book = NULL; /* it ends with this call */
    bt_classbook_free(&book);
    return status;
}

typedef struct search {
    const bt_desk *desk;
    bt_view id;
    char classroom[BT_ID_LEN + 1];
    bt_status status;
} search;

/* Which classroom holds the note. */
static int look_in(void *context, const char *classroom)
{
    search *s = context;
    bt_notebook *notebook = NULL;
    bt_oid head, version;

    s->status = bt_notebooks_take(s->desk->notebooks, classroom, &notebook);
    if (s->status != BT_OK)
        return 1;
    s->status = bt_store_head(bt_notebook_store(notebook), &head);
    if (s->status == BT_OK)
        s->status = bt_store_get(bt_notebook_store(notebook), &head, s->id, &version, NULL);
    bt_notebooks_release(s->desk->notebooks, notebook);
    if (s->status == BT_OK)
        memcpy(s->classroom, classroom, BT_ID_LEN);
    return s->status != BT_ENOTFOUND;
}

static int history(const bt_desk *desk, const char *id, const char *classroom, bool json)
{
    telling t = { .id = bt_view_of(id), .json = json };
    search s = { .desk = desk, .id = t.id, .status = BT_ENOTFOUND };
    bt_status status = BT_OK;

    if (classroom != NULL) {
        if (!bt_classroom_find(desk, classroom, s.classroom))
            return BT_EXIT_FAILED;
    } else {
        status = bt_notebooks_list(desk->notebooks, look_in, &s);
        if (status == BT_OK)
            status = s.status;
    }
    if (status == BT_OK)
        status = tell_in(desk, s.classroom, &t);
    if (status == BT_ENOTFOUND || (status == BT_OK && t.count == 0))
        return bt_report("unknown_record", "No classroom holds a note of this id; check the id.");
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

int bt_command_history(int argc, char **argv)
{
    const char *data = NULL, *classroom = NULL;
    bool json = false;
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--classroom", &classroom, NULL },
                                  { "--json", NULL, &json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &words))
        return code;
    if (!bt_id_valid(bt_view_of(words.at[0])))
        return bt_report(
            "bad_id", "This is no id of a note; an id is a UUID, as the app and `backtable export` show it.");
    if (bt_desk_open(data, &desk))
        code = history(&desk, words.at[0], classroom, json);
    bt_desk_close(&desk);
    return code;
}
