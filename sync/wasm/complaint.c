/* The page has its own words for what was refused, in its reader's language; the sentences stay with the service. */
#include "sync/complaint.h"

bt_complaint bt_complaint_of(const char *code, bt_view path)
{
    return (bt_complaint){ code, "", path };
}
