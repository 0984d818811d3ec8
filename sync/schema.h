/* sync/schema.h - what a record type consists of.
 *
 * The rows are generated from sync/schema/<type>.json by
 * sync/schema/generate.mjs; nothing here is written by hand twice.
 */
#ifndef BT_SYNC_SCHEMA_H
#define BT_SYNC_SCHEMA_H

#include "sync/base.h"

/* How a member merges (see merge.h). Whatever is not named in a schema merges by its shape. */
typedef enum bt_kind { BT_KIND_OBJECT, BT_KIND_SET, BT_KIND_TEXT, BT_KIND_VALUE } bt_kind;

/* What a value may look like; sets apply it to each element. */
typedef enum bt_format {
    BT_FORMAT_STRING,
    BT_FORMAT_ID,      /* a UUIDv7 */
    BT_FORMAT_DATE,    /* YYYY-MM-DD */
    BT_FORMAT_INTEGER, /* min..max */
    BT_FORMAT_BOOLEAN,
    BT_FORMAT_CHOICE /* one of `choices` */
} bt_format;

typedef struct bt_member {
    const char *path;    /* JSON pointer in the record; a `*` step stands for any key that is an id */
    const char *choices; /* words between spaces, BT_FORMAT_CHOICE only */
    int32_t min, max;    /* integers: the value; strings and text: bytes; sets and objects: elements */
    bt_kind kind : 8;
    bt_format format : 8;
    bool required : 1; /* in every record of the type, from the first version on */
} bt_member;

/* Roles that may write a type, as bits. The service asks; the merge does not care. */
enum { BT_ROLE_OWNER = 1, BT_ROLE_CO_TEACHER = 2, BT_ROLE_COACH = 4, BT_ROLE_SUBSTITUTE = 8 };

typedef struct bt_type {
    const char *name;
    int schema;       /* the newest version that this build writes */
    unsigned writers; /* BT_ROLE_* */
    const bt_member *members;
    size_t member_count;
} bt_type;

extern const bt_type bt_types[];
extern const size_t bt_type_count;

/* The row of a type, or NULL for a type that this build does not know. */
const bt_type *bt_type_find(bt_view name);

/* The member that a JSON pointer names, or NULL where the schema says nothing. `type` may be NULL. */
const bt_member *bt_member_find(const bt_type *type, bt_view path);

#endif
