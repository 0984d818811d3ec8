/* service/command/until.h - the last day of a role, as the command line takes it. */
#ifndef BT_SERVICE_COMMAND_UNTIL_H
#define BT_SERVICE_COMMAND_UNTIL_H

#include "sync/base.h"

/*
 * The end of `day` (YYYY-MM-DD, where this runs; NULL: none, or for a substitute today). 0: no end.
 * False after it said what is wrong.
 */
bool bt_until_read(const char *day, unsigned role, int64_t *until_s);

#endif
