/* service/people/access.h - people, devices, invitations: who may come in.
 *
 * Kept in DATA/access.db (SQLite), outside the repositories. Secrets are 256
 * random bits (device tokens) or 50 (join codes); only their SHA-256 is stored,
 * compared in constant time, and every copy in memory is wiped after use.
 * A bt_access may be used by many threads at once.
 */
#ifndef BT_SERVICE_ACCESS_H
#define BT_SERVICE_ACCESS_H

#include "sync/base.h"
#include "sync/schema.h"

typedef struct bt_access bt_access;

enum {
    BT_TOKEN_HEX_LEN = 64,      /* 256 bits, in hex */
    BT_CODE_LEN = 10,           /* letters of a 32-letter alphabet: 50 bits */
    BT_INVITE_LIFE_S = 10 * 60, /* a join code works for ten minutes, once */
    BT_OWNER_LINK_LIFE_S = 24 * 3600,
    BT_ROLE_LIFE_MAX_S = 2 * 366 * 24 * 3600, /* how far ahead a role may end */
    BT_NAME_MAX_BYTES = 400
};

/* Who is asking. Ids are NUL-terminated UUIDv7. */
typedef struct bt_identity {
    char person[BT_ID_LEN + 1];
    char device[BT_ID_LEN + 1];
    bool owner;   /* of this service: may make classrooms */
    bool created; /* the person was made by this very join */
} bt_identity;

/* What a person may do in a notebook just now. */
typedef struct bt_standing {
    unsigned role;   /* BT_ROLE_* */
    int64_t until_s; /* seconds since 1970; 0: no end */
    bool revoked;    /* the device that asks is signed out */
    bool is_private; /* a notebook of this person alone; it goes with their role in its classroom */
} bt_standing;

/* The name of one BT_ROLE_* in JSON and on the command line ("co_teacher"), or NULL. */
const char *bt_role_name(unsigned role);

/* The BT_ROLE_* of a name, or 0. */
unsigned bt_role_find(bt_view name);

/* Opens or makes the database. BT_EIO; BT_EDAMAGED; BT_EDENIED when a newer program made it. */
bt_status bt_access_open(const char *path, bt_access **out);
void bt_access_close(bt_access *access);

/*
 * Copy it into the new file `path`, which only its owner may read, while others go on using it; the copy is checked.
 * BT_EBUSY when the file is there; BT_EDAMAGED when the copy is not in order.
 */
bt_status bt_access_copy(bt_access *access, const char *path);

/*
 * A one-time code. `notebook` NULL: of the service itself (role is BT_ROLE_OWNER). The person that redeems it is
 * made then, except that `person` (may be NULL) names one who gets another device.
 *   until_s  when the role ends, 0: never; a substitute's has to end
 *   code     receives BT_CODE_LEN letters and a NUL; the caller shows it once and wipes it
 * BT_EINPUT: a role or an end that cannot be.
 */
bt_status bt_access_invite(bt_access *access, const char *notebook, unsigned role, const char *person,
                           int64_t until_s, int64_t now_s, int64_t life_s, char code[BT_CODE_LEN + 1]);

/*
 * Redeem a code: uses it up, makes the person (unless the code names one) and a device, gives the role.
 *   token  receives BT_TOKEN_HEX_LEN hex digits and a NUL; the caller hands it out once and wipes it
 * BT_ENOTFOUND: no such code, used or too old (one answer for all three).
 */
bt_status bt_access_join(bt_access *access, bt_view code, bt_view device_name, int64_t now_s,
                         bt_identity *out, char token[BT_TOKEN_HEX_LEN + 1]);

/*
 * Redeem a classroom's code for somebody who is known: uses it up and gives the role; person and device stay who they
 * are. BT_ENOTFOUND as above, and for a code that is of no classroom, which stays good.
 */
bt_status bt_access_take_role(bt_access *access, bt_view code, const bt_identity *who, int64_t now_s);

/* Who holds this token. BT_ENOTFOUND; BT_EDENIED: its device was signed out, and *out says whose it was. */
bt_status bt_access_identify(bt_access *access, bt_view token, int64_t now_s, bt_identity *out);

/* A new device of the same person, for a device that was cloned. The old one goes on for the other copy. */
bt_status bt_access_renew(bt_access *access, const bt_identity *who, int64_t now_s, bt_identity *out,
                          char token[BT_TOKEN_HEX_LEN + 1]);

/*
 * What somebody may do in a notebook. BT_ENOTFOUND: never had a role (an outsider is told that the notebook is
 * unknown); BT_EDENIED: had one that has ended. *out is set except with BT_ENOTFOUND.
 */
bt_status bt_access_standing(bt_access *access, const bt_identity *who, const char *notebook, int64_t now_s,
                             bt_standing *out);

/* The same where only the role is asked for. */
bt_status bt_access_role(bt_access *access, const char *person, const char *notebook, int64_t now_s,
                         unsigned *role);

/* True when anyone at all has a role in this notebook, or it is somebody's private one. */
bt_status bt_access_is_claimed(bt_access *access, const char *notebook, bool *claimed);

/* Give a role (a new classroom's owner). Giving it twice changes nothing. */
bt_status bt_access_grant(bt_access *access, const char *person, const char *notebook, unsigned role);

/* The notebooks of a person; those too in which the role has ended, so that a device hears of it. */
typedef struct bt_membership {
    char notebook[BT_ID_LEN + 1];
    unsigned role;
    int64_t until_s;                /* 0: no end */
    char private_of[BT_ID_LEN + 1]; /* the classroom of a private notebook; else empty */
} bt_membership;
typedef int (*bt_membership_fn)(void *context, const bt_membership *membership);
bt_status bt_access_notebooks(bt_access *access, const char *person, bt_membership_fn each, void *context);

/* The person that the service's owner link made, or BT_ENOTFOUND before anyone used it. */
bt_status bt_access_owner(bt_access *access, bt_identity *out);

#endif
