/* service/command/history.c - `backtable history ID`: the versions of one note. */
#include "service/history.h"

#include <string.h>
#include <time.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"

/* A rule of sync/merge.h in a teacher's words. */
static const struct {
    const char *rule, *words;
} rule_words[] = {
    { "taken", "changed by this edit alone" },
    { "kept", "changed by others alone" },
    { "agreed", "changed alike by both" },
    { "set_union", "put together, element by element" },
    { "text_woven", "both wordings put together" },
    { "text_asked", "the same words changed differently: a question" },
    { "value_asked", "changed differently: a question" },
    { "removal_asked", "removed by one, changed by another: a question" },
    { "delete_asked", "deleted by one, changed by another: a question" },
    { "answered", "a question answered" },
};

typedef struct telling {
    const bt_classbook *book;
    bt_view id;
    bool json;
    size_t count;
} telling;

static void print_rule(const bt_decided *decided)
{
    const char *words = NULL;

    for (size_t i = 0; i < sizeof rule_words / sizeof rule_words[0]; i++) {
        if (bt_view_equal(decided->rule, bt_view_of(rule_words[i].rule)))
            words = rule_words[i].words;
    }
    (void)printf("    ");
    bt_print_text(stdout, decided->path);
    (void)printf(": ");
    bt_print_text(stdout, words == NULL ? decided->rule : bt_view_of(words));
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
