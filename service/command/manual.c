#include "service/command/manual.h"

#include <string.h>

#include "service/command/command.h"
#include "service/command/report.h"

static const char summary[] = "notes about young writers, on your own machine";

const bt_command *bt_manual_find(const bt_manual *manual, const char *name)
{
    for (size_t i = 0; i < manual->count; i++) {
        if (strcmp(manual->commands[i].name, name) == 0)
            return &manual->commands[i];
    }
    return NULL;
}

void bt_manual_overview(const bt_manual *manual, FILE *to)
{
    (void)fprintf(to, "backtable - %s\n\n", summary);
    for (size_t i = 0; i < manual->count; i++)
        (void)fprintf(to, "  %-10s %s\n", manual->commands[i].name, manual->commands[i].about);
    (void)fprintf(to, "  %-10s %s\n", "help", "print this, or `help COMMAND` for one of them");
    (void)fprintf(to, "\n--data DIR, or BACKTABLE_DATA, says where the classrooms are; else it is\n"
                      "~/.local/share/backtable, or /var/lib/backtable where only that is there.\n"
                      "Exit codes: 0 done; 1 done, but look (a question is open, something is\n"
                      "damaged); 2 refused or failed, and nothing was changed.\n");
}

/* Text for man(7): a hyphen is to be copied as one, and a line is not to begin with what would be a request. */
static void print_roff(const char *text)
{
    bool begins = true;

    for (; *text != '\0'; text++) {
        if (begins && (*text == '.' || *text == '\''))
            (void)fputs("\\&", stdout);
        if (*text == '-')
            (void)fputs("\\-", stdout);
        else if (*text == '\\')
            (void)fputs("\\e", stdout);
        else
            (void)putchar(*text);
        begins = *text == '\n';
    }
}

static void print_page_command(const bt_command *command)
{
    (void)fputs(".TP\n.B backtable ", stdout);
    print_roff(command->line);
    (void)fputs("\n", stdout);
    print_roff(command->about);
    (void)fputs(".\n.br\n", stdout);
    print_roff(command->more);
}

/* No date: the same sources give the same page. */
static void print_page(const bt_manual *manual)
{
    (void)printf(".TH BACKTABLE 1 \"\" \"Backtable %s\"\n.SH NAME\nbacktable \\- %s\n", BT_VERSION_TEXT,
                 summary);
    (void)fputs(".SH SYNOPSIS\n.B backtable\n.I COMMAND\n[options]\n.SH COMMANDS\n", stdout);
    for (size_t i = 0; i < manual->count; i++)
        print_page_command(&manual->commands[i]);
    (void)fputs(
        ".SH ENVIRONMENT\n.TP\n.B BACKTABLE_DATA\nthe data folder, where no \\-\\-data is given.\n"
        ".SH EXIT STATUS\n0: done. 1: done, but look: a question is open, or something is damaged.\n"
        "2: refused or failed, and nothing was changed.\n"
        ".SH FILES\n.TP\n.I ~/.local/share/backtable\nthe data folder of a user.\n"
        ".TP\n.I /var/lib/backtable\nthe data folder of the packaged service. Its commands are for the user\n"
        "that it runs as:\n.B sudo \\-u backtable backtable invite ...\n"
        ".TP\n.I /etc/default/backtable\nthe options that the packaged service is started with.\n",
        stdout);
}

int bt_manual_unknown(void)
{
    return bt_report("usage", "There is no command of this name; see `backtable help`.");
}

int bt_manual_help(const bt_manual *manual, int argc, char **argv)
{
    const bt_command *command = NULL;

    if (argc < 2) {
        bt_manual_overview(manual, stdout);
        return bt_report_output();
    }
    if (strcmp(argv[1], "--man") == 0) {
        print_page(manual);
        return bt_report_output();
    }
    command = bt_manual_find(manual, argv[1]);
    if (command == NULL)
        return bt_manual_unknown();
    (void)printf("backtable %s\n\n%s: %s.\n%s", command->line, command->name, command->about, command->more);
    return bt_report_output();
}

int bt_manual_version(void)
{
    (void)printf("backtable %s\n", BT_VERSION_TEXT);
    return bt_report_output();
}
