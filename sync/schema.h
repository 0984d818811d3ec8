/* sync/schema.h - what a record type consists of.
 *
 * The rows are generated from sync/schema/<type>.json by
 * sync/schema/generate.mjs; nothing here is written by hand twice. The service
 * has them compiled in. sync.wasm is told them by the page, which has them for
 * its own use, as the JSON that generate.mjs makes as well.
 */
#ifndef BT_SYNC_SCHEMA_H
#define BT_SYNC_SCHEMA_H

#include "sync/json.h"

/* How a member merges (see merge.h). Whatever is not named in a schema merges by its shape. The order is that of generate.mjs. */
typedef enum bt_kind { BT_KIND_OBJECT, BT_KIND_SET, BT_KIND_TEXT, BT_KIND_VALUE } bt_kind;

/* What a value may look like; sets apply it to each element. The order is that of generate.mjs. */
typedef enum bt_format {
    BT_FORMAT_STRING,
    BT_FORMAT_ID,      /* a UUIDv7 */
    BT_FORMAT_DATE,    /* YYYY-MM-DD */
    BT_FORMAT_INTEGER, /* min..max */
    BT_FORMAT_BOOLEAN,
    BT_FORMAT_CHOICE /* one of `choices` */
} bt_format;

typedef struct bt_member {
    bt_view path;     /* JSON pointer in the record; a `*` step stands for any key that is an id */
    bt_view choices;  /* words between spaces, BT_FORMAT_CHOICE only */
    int32_t min, max; /* integers: the value; strings and text: bytes; sets and objects: elements */
    bt_kind kind : 8;
    bt_format format : 8;
    bool required : 1; /* in every record of the type, from the first version on */
} bt_member;

/* Roles that may write a type, as bits. The service asks; the merge does not care. */
enum { BT_ROLE_OWNER = 1, BT_ROLE_CO_TEACHER = 2, BT_ROLE_COACH = 4, BT_ROLE_SUBSTITUTE = 8 };

typedef struct bt_type {
    bt_view name;
    int schema;       /* the newest version that this build writes */
    unsigned writers; /* BT_ROLE_* */
    const bt_member *members;
    size_t member_count;
} bt_type;

typedef struct bt_schema {
    const bt_type *types;
    size_t count;
} bt_schema;

/* What this build knows. */
bt_schema bt_schema_known(void);

enum { BT_SCHEMA_JSON_DEPTH = 4 }; /* the list of types, a type, its rows, a row */

/*
 * The rows as the JSON that `generate.mjs json` makes: lists, whose places schema_read.c names. Who may write is not in
 * it. They borrow from the JSON and the arena. BT_OK, or what bt_json_read() gives, and then there are none.
 */
bt_status bt_schema_read(bt_arena *arena, bt_view json, bt_schema *out);

/* The row of a type, or NULL for a type that this build does not know. */
const bt_type *bt_type_find(bt_view name);

/* The member that a JSON pointer names, or NULL where the schema says nothing. `type` may be NULL. */
const bt_member *bt_member_find(const bt_type *type, bt_view path);

/* The place of a word among words between spaces, from 0, or SIZE_MAX when it is none of them. */
size_t bt_word_place(bt_view words, bt_view word);

#endif
