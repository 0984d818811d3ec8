/* service/command/until.c - the last day of a role, as the command line takes it. */
#include "service/command/until.h"

#include <time.h>

#include "service/command/desk.h"
#include "service/command/report.h"
#include "service/moment.h"
#include "service/people/access_people.h"

bool bt_until_read(const char *day, unsigned role, int64_t *until_s)
{
    struct tm parts = { .tm_isdst = -1 };
    int64_t now_s = bt_desk_now_s();
    const char *end = day == NULL ? NULL : strptime(day, "%Y-%m-%d", &parts);

    *until_s = 0;
    if (day == NULL && role == BT_ROLE_SUBSTITUTE)
        *until_s = bt_moment_day_end(now_s);
    else if (day != NULL)
        *until_s = end == NULL || *end != '\0' ? -1 : bt_moment_day_end((int64_t)mktime(&parts));
    if (bt_people_role_valid(role, *until_s, now_s))
        return true;
    (void)bt_report("bad_until",
                    "The last day of a role is written as 2026-06-30, and lies ahead, within two years.");
    return false;
}
