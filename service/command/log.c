/* service/command/log.c - `backtable log CLASSROOM`: who opened which student's page, and who took a copy of what. */
#include "service/people/access_log.h"

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/moment.h"

typedef struct printing {
    const bt_classbook *book;
    bool json;
    int64_t last_s;
    bt_status status;
} printing;

static bt_status print_json(const bt_log_entry *entry)
{
    bt_out line = { 0 };
    bt_status status;

    bt_out_text(&line, "{");
    bt_out_key(&line, "at");
    bt_out_time(&line, entry->at_s);
    bt_out_key(&line, "person");
    bt_out_string(&line, bt_view_of(entry->person));
    bt_out_key(&line, "act");
    bt_out_string(&line, bt_view_of(bt_log_act_name(entry->act)));
    bt_out_key(&line, "subject");
    bt_out_string(&line, bt_view_of(entry->subject));
    bt_out_text(&line, "}\n");
    status = line.failed ? BT_ENOMEM : BT_OK;
    if (status == BT_OK)
        (void)fwrite(line.data, 1, line.len, stdout);
    bt_out_free(&line);
    return status;
}

static bt_status print_line(const printing *p, const bt_log_entry *entry)
{
    char at[BT_MOMENT_LEN + 1];
    bt_status status = bt_moment_write(entry->at_s, at);

    if (status != BT_OK)
        return status;
    (void)printf("%s  ", at);
    bt_print_text(stdout, bt_classbook_name(p->book, bt_view_of(entry->person)));
    (void)printf("  %s  ", bt_log_act_name(entry->act));
    bt_print_text(stdout, bt_classbook_name(p->book, bt_view_of(entry->subject)));
    (void)printf("\n");
    return BT_OK;
}

static int print_entry(void *context, const bt_log_entry *entry)
{
    printing *p = context;

    p->last_s = entry->at_s;
    p->status = p->json ? print_json(entry) : print_line(p, entry);
    return p->status != BT_OK;
}

static int print_log(const bt_desk *desk, const char *classroom, bool json)
{
    char id[BT_ID_LEN + 1];
    bt_classbook book;
    printing p = { &book, json, INT64_MAX, BT_OK };
    bool older = true;
    bt_status status;

    if (!bt_classroom_find(desk, classroom, id))
        return BT_EXIT_FAILED;
    status = bt_classbook_read(desk, id, &book);
    if (status != BT_OK)
        return bt_report_status(status);
    while (status == BT_OK && p.status == BT_OK && older)
        status = bt_log_read(desk->access, id, p.last_s, print_entry, &p, &older);
    bt_classbook_free(&book);
    if (status == BT_OK)
        status = p.status;
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

int bt_command_log(int argc, char **argv)
{
    const char *data = NULL;
    bool json = false;
    const bt_option options[] = { { "--data", &data, NULL }, { "--json", NULL, &json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &words))
        return code;
    if (bt_desk_open(data, &desk))
        code = print_log(&desk, words.at[0], json);
    bt_desk_close(&desk);
    return code;
}
