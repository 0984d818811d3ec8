/* service/people/access_people.h - those who are let in: who they are, what each may do, and how that changes.
 *
 * The other half of access.h: that lets people in, this looks after them. Whoever
 * calls has to have the right to; nothing here asks who wants it. A role that is
 * taken away is one that ends now: its holder is told so, which is more than an
 * outsider hears, and it can be given back.
 */
#ifndef BT_SERVICE_ACCESS_PEOPLE_H
#define BT_SERVICE_ACCESS_PEOPLE_H

#include "service/people/access.h"

/* Somebody of a notebook. */
typedef struct bt_person {
    char person[BT_ID_LEN + 1];
    unsigned role;
    int64_t until_s; /* 0: no end; in the past: ended */
} bt_person;

/* A device of such a person. */
typedef struct bt_device {
    char id[BT_ID_LEN + 1];
    char person[BT_ID_LEN + 1];
    const char *name;                  /* as it called itself; lives until the callback returns */
    int64_t made_s, seen_s, revoked_s; /* revoked_s 0: not. seen_s is kept to the hour */
} bt_device;

/* Everyone who has or had a role in the notebook, by id. A callback that returns non-zero ends the list. */
typedef int (*bt_person_fn)(void *context, const bt_person *one);
bt_status bt_people_members(bt_access *access, const char *notebook, bt_person_fn each, void *context);

/* The devices of those people, by person, seen last first. */
typedef int (*bt_device_fn)(void *context, const bt_device *device);
bt_status bt_people_devices(bt_access *access, const char *notebook, bt_device_fn each, void *context);

/*
 * Change somebody's role, or when it ends (0: never).
 * BT_ENOTFOUND: nobody of this notebook; BT_EINPUT: a role or an end that cannot be; BT_EDENIED: then no owner
 * without an end would be left.
 */
bt_status bt_people_set_role(bt_access *access, const char *notebook, const char *person, unsigned role,
                             int64_t until_s, int64_t now_s);

/* End somebody's role now. BT_ENOTFOUND; BT_EDENIED as above. Of an owner either voids the classroom's open codes. */
bt_status bt_people_end_role(bt_access *access, const char *notebook, const char *person, int64_t now_s);

/*
 * True when `who` may sign out this device: it is one of their own, or they own a classroom in which its person has
 * or had a role. A device of the owner of the service is signed out by that owner alone, or nobody could go on.
 */
bt_status bt_people_may_revoke(bt_access *access, const bt_identity *who, const char *device, int64_t now_s,
                               bool *may);

/*
 * Sign out a device, for good; a second time changes nothing. BT_ENOTFOUND. Codes that its person may have made on it
 * and nobody has used yet are void.
 */
bt_status bt_people_revoke(bt_access *access, const char *device, int64_t now_s);

/*
 * A number that grows whenever rights may have changed: at once for changes of this process, within a second for
 * those of another. For requests that are held: cheap enough to ask several times a second for each.
 */
uint64_t bt_people_edition(bt_access *access);

/* True when a role may be given until then: within BT_ROLE_LIFE_MAX_S, and a substitute's has an end. */
bool bt_people_role_valid(unsigned role, int64_t until_s, int64_t now_s);

#endif
