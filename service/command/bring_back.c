/* service/command/bring_back.c - `backtable restore RECORD --version VERSION`: an older version of one record. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"

enum {
    ARENA_BYTES_A_BYTE = 48, /* of JSON: the tree of the densest record */
    RECORDS = 3,             /* as it is, as it was, as it is to be */
    ARENA_BYTES = RECORDS * BT_RECORD_MAX_BYTES * ARENA_BYTES_A_BYTE,
    OWN_MEMBERS = 6 /* those of `own`, at most */
};

/* Members that a version brought back does not bring: who made the record stays, and questions are answered by it. */
static const char *const own[] = { "id", "type", "schema", "created", "edited", "_stamps", "_forks" };
/* Which of these stay as they are now. */
static const char *const kept[] = { "id", "type", "schema", "created", "_stamps" };

typedef struct bringing {
    const bt_desk *desk;
    bt_view id;
    char classroom[BT_ID_LEN + 1];
    bt_oid now_version, old_version;
    bt_bytes now_bytes, old_bytes;
    bt_arena arena;
    const bt_json *now, *old;
    bool yes, json;
} bringing;

static bool is_own(bt_view member)
{
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (bt_view_equal(member, bt_view_of(own[i])))
            return true;
    }
    return false;
}

static bt_status read_trees(bringing *b)
{
    const char *complaint;
    bt_status status;

    b->arena = (bt_arena){ malloc(ARENA_BYTES), ARENA_BYTES, 0 };
    if (b->arena.base == NULL)
        return BT_ENOMEM;
    status = bt_json_read(&b->arena, (bt_view){ b->now_bytes.data, b->now_bytes.len }, BT_RECORD_MAX_DEPTH,
                          &b->now, &complaint);
    if (status == BT_OK)
        status = bt_json_read(&b->arena, (bt_view){ b->old_bytes.data, b->old_bytes.len },
                              BT_RECORD_MAX_DEPTH, &b->old, &complaint);
    if (status == BT_EINPUT || status == BT_ELIMIT)
        status = BT_EDAMAGED; /* they were checked before they were stored */
    return status;
}

/* The record as it is, and the version. BT_ENOTFOUND when it is none of this record. */
static bt_status read_both(bringing *b)
{
    bt_notebook *notebook = NULL;
    bt_oid head;
    bt_status status = bt_notebooks_take(b->desk->notebooks, b->classroom, &notebook);

    if (status == BT_OK)
        status = bt_store_head(bt_notebook_store(notebook), &head);
    if (status == BT_OK)
        status = bt_store_get(bt_notebook_store(notebook), &head, b->id, &b->now_version, &b->now_bytes);
    if (status == BT_OK)
        status = bt_store_get_version(bt_notebook_store(notebook), &b->old_version, &b->old_bytes);
    bt_notebooks_release(b->desk->notebooks, notebook);
    if (status == BT_OK)
        status = read_trees(b);
    if (status == BT_OK && !bt_view_equal(bt_json_get_string(b->old, "id"), b->id))
        status = BT_ENOTFOUND;
    return status;
}

/* The stamp of this edit, as a tree. */
static bt_status read_stamp(bringing *b, bt_out *text, const bt_json **out)
{
    const char *complaint;

    bt_out_text(text, "{");
    bt_desk_stamp(b->desk, "edited", bt_desk_now_s(), text);
    bt_out_text(text, "}");
    return text->failed ? BT_ENOMEM
                        : bt_json_read(&b->arena, bt_out_view(text), BT_RECORD_MAX_DEPTH, out, &complaint);
}

static bt_status make_record(bringing *b, const bt_json *stamp, bt_view *out)
{
    bt_entry *entries = bt_arena_take(&b->arena, (b->old->count + OWN_MEMBERS) * sizeof *entries);
    const bt_json *record;
    size_t count = 0;

    if (entries == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; i < b->old->count; i++) {
        if (!is_own(b->old->entries[i].key))
            entries[count++] = b->old->entries[i];
    }
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        const bt_json *value = bt_json_get(b->now, bt_view_of(kept[i]));

        if (value != NULL)
            entries[count++] = (bt_entry){ bt_view_of(kept[i]), value };
    }
    entries[count++] = (bt_entry){ BT_VIEW("edited"), bt_json_get(stamp, BT_VIEW("edited")) };
    if (!bt_entries_sort(&b->arena, entries, count))
        return BT_ENOMEM;
    record = bt_json_container(&b->arena, BT_JSON_OBJECT, entries, count);
    return record == NULL ? BT_ENOMEM : bt_json_print(&b->arena, record, out);
}

static void print_value(bringing *b, const char *sign, bt_view member, const bt_json *value)
{
    size_t used = b->arena.used;
    bt_view text;

    if (value == NULL)
        return;
    (void)printf("%s ", sign);
    bt_print_text(stdout, member);
    (void)printf(": ");
    if (bt_json_print(&b->arena, value, &text) == BT_OK)
        bt_print_text(stdout, (bt_view){ text.data, text.len - 1 }); /* without its line end */
    (void)printf("\n");
    b->arena.used = used;
}

/* Names each member of `a` that differs in `b`, or of which only `a` knows. */
static size_t compare(bringing *b, const bt_json *a, const bt_json *other, bool only_missing, bt_out *names)
{
    size_t count = 0;

    for (size_t i = 0; i < a->count; i++) {
        bt_view member = a->entries[i].key;
        const bt_json *there = bt_json_get(other, member);

        if (is_own(member) || (only_missing && there != NULL) || bt_json_equal(a->entries[i].value, there))
            continue;
        count++;
        bt_out_comma(names);
        bt_out_string(names, member);
        if (b->json)
            continue;
        print_value(b, "-", member, a == b->now ? a->entries[i].value : there);
        print_value(b, "+", member, a == b->old ? a->entries[i].value : there);
    }
    return count;
}

/* Asks only where someone is there to answer. */
static bool agreed(const bringing *b)
{
    char answer[16];

    if (b->yes || !isatty(STDIN_FILENO))
        return true;
    (void)fprintf(stderr, "Bring this back? The version it replaces is kept. [y/N] ");
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static bt_status store(bringing *b, bt_oid *version)
{
    bt_out stamp_text = { 0 };
    const bt_json *stamp = NULL;
    bt_change change = { .id = b->id, .base = bt_view_of(b->now_version.hex) };
    bt_applied applied = { 0 };
    bt_status status = read_stamp(b, &stamp_text, &stamp);

    if (status == BT_OK)
        status = make_record(b, stamp, &change.record);
    if (status == BT_OK)
        status = bt_desk_store(b->desk, b->classroom, &change, 1, &applied);
    if (status == BT_OK && applied.refused_count > 0) {
        (void)bt_report(applied.refused[0].code, applied.refused[0].message);
        status = BT_EDENIED;
    } else if (status == BT_OK) {
        *version = applied.stored[0].version;
    } else {
        (void)bt_report_status(status);
    }
    bt_applied_free(&applied);
    bt_out_free(&stamp_text);
    return status;
}

static int bring_back(bringing *b)
{
    bt_oid version = b->now_version;
    bt_out names = { 0 };
    size_t count;
    int code = BT_EXIT_FAILED;

    bt_out_text(&names, "[");
    count = compare(b, b->old, b->now, false, &names) + compare(b, b->now, b->old, true, &names);
    bt_out_text(&names, "]");
    if (names.failed)
        (void)bt_report_status(BT_ENOMEM);
    else if (count > 0 && !agreed(b))
        (void)bt_report("not_agreed", "Nothing was changed.");
    else if (count == 0 || store(b, &version) == BT_OK)
        code = BT_EXIT_DONE;
    if (code == BT_EXIT_DONE && b->json)
        (void)printf("{\"id\":\"%.*s\",\"version\":\"%s\",\"changed\":%s}\n", (int)b->id.len, b->id.data,
                     version.hex, names.data);
    else if (code == BT_EXIT_DONE)
        (void)printf(count == 0 ? "It says this already; nothing was changed.\n"
                                : "Brought back as version %s.\n",
                     version.hex);
    bt_out_free(&names);
    return code == BT_EXIT_DONE ? bt_report_output() : code;
}

int bt_command_bring_back(int argc, char **argv)
{
    const char *data = NULL, *classroom = NULL, *version = NULL;
    bringing b = { .desk = NULL };
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--classroom", &classroom, NULL },
                                  { "--version", &version, NULL },
                                  { "--yes", NULL, &b.yes },
                                  { "--json", NULL, &b.json } };
    bt_words words;
    bt_desk desk;
    bt_status status;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &words))
        return code;
    if (version == NULL || strlen(version) != BT_VERSION_LEN)
        return bt_report("usage", "Say which with --version; `backtable history RECORD` names them all.");
    memcpy(b.old_version.hex, version, BT_VERSION_LEN);
    b.id = bt_view_of(words.at[0]);
    if (bt_desk_open(data, &desk) && bt_record_place(&desk, words.at[0], classroom, b.classroom)) {
        b.desk = &desk;
        status = read_both(&b);
        if (status == BT_ENOTFOUND)
            code = bt_report("unknown_version",
                             "This is no version of that record; `backtable history RECORD` names them all.");
        else
            code = status == BT_OK ? bring_back(&b) : bt_report_status(status);
    }
    bt_bytes_free(&b.now_bytes);
    bt_bytes_free(&b.old_bytes);
    free(b.arena.base);
    bt_desk_close(&desk);
    return code;
}
