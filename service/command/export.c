/* service/command/export.c - `backtable export CLASSROOM`. */
#include "service/command/export.h"

#include <string.h>

#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/people/access_log.h"

/* Before the copy is given: one that cannot be noted is not given. */
static bt_status note_export(const bt_desk *desk, const char *classroom, const char *format)
{
    bt_log_entry entry = { .at_s = bt_desk_now_s(), .act = BT_LOG_EXPORTED };

    memcpy(entry.subject, format, strlen(format) + 1);
    return bt_log_write(desk->access, classroom, desk->who.person, &entry, 1, entry.at_s);
}

static int export(const bt_desk *desk, const char *classroom, bool csv, bool mark)
{
    char id[BT_ID_LEN + 1];
    bt_classbook book = { .count = 0 };
    bt_out out = { 0 };
    bt_status status;

    if (!bt_classroom_find(desk, classroom, id))
        return BT_EXIT_FAILED;
    status = note_export(desk, id, csv ? "csv" : "jsonl");
    if (status == BT_OK)
        status = bt_classbook_read(desk, id, &book);
    if (status == BT_OK && csv)
        bt_export_csv(&book, mark, &out);
    else if (status == BT_OK)
        bt_export_jsonl(&book, &out);
    bt_classbook_free(&book);
    if (status == BT_OK && out.failed)
        status = BT_ENOMEM;
    if (status == BT_OK && out.len > 0)
        (void)fwrite(out.data, 1, out.len, stdout); /* bt_report_output() sees a failure */
    bt_out_free(&out);
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

int bt_command_export(int argc, char **argv)
{
    const char *data = NULL, *format = "jsonl";
    bool mark = false;
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--format", &format, NULL },
                                  { "--bom", NULL, &mark } };
    bt_words words;
    bt_desk desk;
    bool csv;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &words))
        return code;
    csv = strcmp(format, "csv") == 0;
    if (!csv && strcmp(format, "jsonl") != 0)
        return bt_report("usage", "A format is jsonl (every record) or csv (the notes as a table).");
    if (mark && !csv)
        return bt_report("usage", "--bom goes with --format csv only.");
    if (bt_desk_open(data, &desk))
        code = export(&desk, words.at[0], csv, mark);
    bt_desk_close(&desk);
    return code;
}
