/* The page shows what a merge comes to; why, it reads from the service. */
#include "sync/reason.h"

void bt_reason_note(bt_merging *m, bt_view path, bt_rule rule)
{
    (void)m;
    (void)path;
    (void)rule;
}

void bt_reason_list(bt_merging *m, bt_merged *out)
{
    (void)m;
    (void)out;
}
