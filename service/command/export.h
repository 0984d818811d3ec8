/* service/command/export.h - the two forms in which a classroom leaves. */
#ifndef BT_SERVICE_COMMAND_EXPORT_H
#define BT_SERVICE_COMMAND_EXPORT_H

#include "service/command/classbook.h"

/* Every record, deleted ones too, as it is stored but on one line each. */
void bt_export_jsonl(const bt_classbook *book, bt_out *out);

/*
 * Observations and conferences that are not deleted, a row each, with names in the place of ids. Every cell is in
 * quotes, and one that a spreadsheet program would run as a formula has a ' before it (OWASP, CSV injection).
 *   mark   begin with a byte order mark, without which some programs take UTF-8 for something else
 */
void bt_export_csv(const bt_classbook *book, bool mark, bt_out *out);

#endif
