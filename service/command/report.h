/* service/command/report.h - what a command says: errors as a sentence and a code, and text that is safe for a terminal. */
#ifndef BT_SERVICE_COMMAND_REPORT_H
#define BT_SERVICE_COMMAND_REPORT_H

#include <stdio.h>

#include "sync/base.h"

/* "backtable: <sentence> (<code>)" on standard error. Always BT_EXIT_FAILED, to be returned. */
int bt_report(const char *code, const char *sentence);

/* The same for a failed call. */
int bt_report_status(bt_status failure);

/* Text that came from outside: control characters become `?`, so that a name cannot steer the terminal. */
void bt_print_text(FILE *to, bt_view text);

/* BT_EXIT_DONE when all that was printed to standard output is on its way, else a report. */
int bt_report_output(void);

#endif
