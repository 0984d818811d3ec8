/* service/roster/roster_match.c - which rows of a class list are children of the class already. */
#include <stdlib.h>
#include <string.h>

#include "service/roster/roster.h"

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool meet_by_id(const bt_roster_row *row, const bt_roster_student *student)
{
    return same(row->external_id, student->external_id);
}

/* A name is evidence only where the numbers do not speak against it. */
static bool meet_by_name(const bt_roster_row *row, const bt_roster_student *student)
{
    bool numbers_differ = row->external_id != NULL && student->external_id != NULL;

    return !numbers_differ && same(row->name, student->name);
}

bt_status bt_roster_match(bt_roster *roster, const bt_roster_student *present, size_t present_count)
{
    static bool (*const rules[])(const bt_roster_row *, const bt_roster_student *) = { meet_by_id,
                                                                                       meet_by_name };
    bool *taken = calloc(present_count + 1, sizeof *taken);

    if (taken == NULL)
        return BT_ENOMEM;
    /* Every number first: a name must not take a child away from the row that has its number. */
    for (size_t rule = 0; rule < sizeof rules / sizeof rules[0]; rule++) {
        for (size_t i = 0; i < roster->row_count; i++) {
            bt_roster_row *row = &roster->rows[i];
            for (size_t k = 0; k < present_count && row->fate == BT_FATE_NEW; k++) {
                if (taken[k] || !rules[rule](row, &present[k]))
                    continue;
                taken[k] = true;
                row->fate = BT_FATE_HERE;
                roster->new_count--;
                roster->here_count++;
            }
        }
    }
    free(taken);
    return BT_OK;
}
