/* service/command/when.c - a day or a moment, as the command line takes it. */
#include "service/command/when.h"

#include <string.h>
#include <time.h>

#include "service/command/report.h"
#include "service/moment.h"

enum { WHEN_BYTES = 32 };

static const char day_form[] = "%Y-%m-%d";
static const char *const forms[] = { day_form, "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S" };

/* strptime takes spaces, single digits and the 31st of any month; what prints differently is no such time. */
static bool read_form(const char *word, const char *form, time_t *when)
{
    struct tm parts = { .tm_isdst = -1 };
    char again[WHEN_BYTES];
    const char *end = strptime(word, form, &parts);

    if (end == NULL || *end != '\0')
        return false;
    *when = mktime(&parts); /* moves a day that its month does not have */
    return *when != (time_t)-1 && strftime(again, sizeof again, form, &parts) > 0 && strcmp(again, word) == 0;
}

bool bt_when_read(const char *word, bool begins, int64_t *unix_s)
{
    time_t when;

    if (bt_moment_read(bt_view_of(word), unix_s) == BT_OK)
        return true;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (!read_form(word, forms[i], &when))
            continue;
        *unix_s = forms[i] == day_form && !begins ? bt_moment_day_end((int64_t)when) : (int64_t)when;
        return true;
    }
    (void)bt_report("bad_time",
                    "A time is a day as 2026-11-20, or 2026-11-20T14:30 in this machine's zone, or "
                    "2026-11-20T13:30:00Z in UTC.");
    return false;
}
