/* service/command/manual.h - what the table of commands says to people: help, and the manual page. */
#ifndef BT_SERVICE_COMMAND_MANUAL_H
#define BT_SERVICE_COMMAND_MANUAL_H

#include <stddef.h>
#include <stdio.h>

typedef struct bt_command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *line;  /* how it is written */
    const char *about; /* one line */
    const char *more;  /* for `backtable help NAME` */
} bt_command;

typedef struct bt_manual {
    const bt_command *commands;
    size_t count;
} bt_manual;

/* NULL when there is none of this name. */
const bt_command *bt_manual_find(const bt_manual *manual, const char *name);

void bt_manual_overview(const bt_manual *manual, FILE *to);

/* `help`, `help NAME`, and `help --man`: backtable(1), in the language of man(7). An exit code. */
int bt_manual_help(const bt_manual *manual, int argc, char **argv);

int bt_manual_version(void);

/* Says that there is no such command. BT_EXIT_FAILED. */
int bt_manual_unknown(void);

#endif
