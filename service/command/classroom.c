/* service/command/classroom.c - `backtable classroom add|list`. */
#include <string.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "sync/schema.h"

static bt_status store_record(const bt_desk *desk, const char *id, const char *name)
{
    bt_out record = { 0 };
    bt_applied applied = { 0 };
    bt_change change = { .id = bt_view_of(id) };
    bt_status status = bt_desk_record(desk, "classroom", id, &record);

    if (status == BT_OK) {
        bt_out_key(&record, "name");
        bt_out_string(&record, bt_view_of(name));
        bt_out_text(&record, "}");
        change.record = bt_out_view(&record);
        status = record.failed ? BT_ENOMEM : bt_desk_store(desk, id, &change, 1, &applied);
    }
    if (status == BT_OK && applied.refused_count > 0) {
        (void)bt_report(applied.refused[0].code, applied.refused[0].message);
        status = BT_EINPUT;
    }
    bt_applied_free(&applied);
    bt_out_free(&record);
    return status;
}

/* The role comes last but for the name: whoever is cut off in between leaves a notebook without members, and asks again. */
static bt_status make(const bt_desk *desk, const char *name, char id[BT_ID_LEN + 1])
{
    bt_status status = bt_desk_new_id(id);

    if (status == BT_OK)
        status = bt_notebooks_create(desk->notebooks, id, bt_desk_now_s());
    if (status == BT_OK)
        status = store_record(desk, id, name);
    if (status == BT_OK)
        status = bt_access_grant(desk->access, desk->who.person, id, BT_ROLE_OWNER);
    return status;
}

static int add(const bt_desk *desk, const char *name, bool json)
{
    char id[BT_ID_LEN + 1];
    bt_status status;

    if (strlen(name) > BT_NAME_MAX_BYTES || strspn(name, " \t") == strlen(name))
        return bt_report("not_valid", "A classroom needs a name of at most 400 bytes.");
    status = make(desk, name, id);
    if (status != BT_OK)
        return bt_report_status(status);
    (void)printf(json ? "{\"id\":\"%s\"}\n" : "%s\n", id);
    return bt_report_output();
}

static void print_line(void *context, const char *id, bt_view name)
{
    const bool *json = context;

    if (*json) {
        bt_out line = { 0 };
        bt_out_text(&line, "{\"id\":");
        bt_out_string(&line, bt_view_of(id));
        bt_out_text(&line, ",\"name\":");
        bt_out_string(&line, name);
        bt_out_text(&line, "}\n");
        (void)fwrite(line.data, 1, line.len, stdout);
        bt_out_free(&line);
        return;
    }
    (void)printf("%s  ", id);
    bt_print_text(stdout, name.data == NULL ? bt_view_of("(no name yet)") : name);
    (void)printf("\n");
}

static int list(const bt_desk *desk, bool json)
{
    bt_status status = bt_classroom_each(desk, print_line, &json);

    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

int bt_command_classroom(int argc, char **argv)
{
    const char *data = NULL;
    bool json = false;
    const bt_option options[] = { { "--data", &data, NULL }, { "--json", NULL, &json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 2, &words))
        return code;
    if (strcmp(words.at[0], "add") != 0 && strcmp(words.at[0], "list") != 0)
        return bt_report("usage", "Say `backtable classroom add NAME` or `backtable classroom list`.");
    if ((words.count == 2) != (strcmp(words.at[0], "add") == 0))
        return bt_report(
            "usage",
            "`classroom add` takes a name, in quotes when it has spaces; `classroom list` takes none.");
    if (bt_desk_open(data, &desk))
        code = words.count == 2 ? add(&desk, words.at[1], json) : list(&desk, json);
    bt_desk_close(&desk);
    return code;
}
