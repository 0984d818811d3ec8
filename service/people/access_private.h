/* service/people/access_private.h - private notebooks: what a person keeps of a classroom for themselves alone.
 *
 * One for each person and classroom, made when it is first written to. It is a
 * notebook like any other, of which its person alone knows: everybody else, the
 * owner of the classroom too, hears that there is none. What may be written goes
 * with the person's role in the classroom, and ends with it.
 */
#ifndef BT_SERVICE_ACCESS_PRIVATE_H
#define BT_SERVICE_ACCESS_PRIVATE_H

#include "service/people/access.h"

/* The private notebook of a person in a classroom. BT_ENOTFOUND when there is none yet. */
bt_status bt_private_find(bt_access *access, const char *person, const char *classroom,
                          char notebook[BT_ID_LEN + 1]);

/* Makes `notebook` that one; when there is one already it stays. The notebook itself is made before. */
bt_status bt_private_keep(bt_access *access, const char *person, const char *classroom, const char *notebook);

/* True for a private notebook of anybody: it is no classroom, and in no list or export of them. */
bt_status bt_private_is(bt_access *access, const char *notebook, bool *is_private);

#endif
