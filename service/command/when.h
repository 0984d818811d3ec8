/* service/command/when.h - a day or a moment, as the command line takes it. */
#ifndef BT_SERVICE_COMMAND_WHEN_H
#define BT_SERVICE_COMMAND_WHEN_H

#include "sync/base.h"

/*
 * A day (2026-11-20), a time of day (2026-11-20T14:30, 2026-11-20T14:30:05) in the zone of this machine, or an instant
 * in UTC (2026-11-20T13:30:00Z).
 *   begins   a day is its first second, else its last
 * False after it said what is wrong.
 */
bool bt_when_read(const char *word, bool begins, int64_t *unix_s);

#endif
