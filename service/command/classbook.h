/* service/command/classbook.h - all records of one classroom as they are now, read once, for a command. */
#ifndef BT_SERVICE_COMMAND_CLASSBOOK_H
#define BT_SERVICE_COMMAND_CLASSBOOK_H

#include "service/command/desk.h"
#include "sync/json.h"

/* One record. `bytes` as stored; `members` is its tree. */
typedef struct bt_leaf {
    bt_view id;
    bt_view type;
    bool deleted;
    bt_bytes bytes;
    bt_arena arena; /* owns the tree */
    const bt_json *members;
} bt_leaf;

typedef struct bt_classbook {
    char id[BT_ID_LEN + 1];
    bt_leaf *leaves; /* by id */
    size_t count, size;
} bt_classbook;

/* BT_ENOTFOUND, BT_EDAMAGED, BT_EIO, BT_ENOMEM. Nothing to free then. */
bt_status bt_classbook_read(const bt_desk *desk, const char *id, bt_classbook *out);
/* The same, as it stood at a commit. */
bt_status bt_classbook_read_at(const bt_desk *desk, const char *id, const bt_oid *commit, bt_classbook *out);
void bt_classbook_free(bt_classbook *book);

/* A record by id, or NULL. */
const bt_leaf *bt_classbook_find(const bt_classbook *book, bt_view id);

/* A string member, or an absent view; `leaf` may be NULL. */
bt_view bt_leaf_text(const bt_leaf *leaf, const char *member);

/* What a person, student, skill or classroom is called; its id when there is no such record. */
bt_view bt_classbook_name(const bt_classbook *book, bt_view id);

/*
 * The classroom that a word of the command line means: an id, or the name if just one classroom has it.
 * False after it said what is wrong.
 */
bool bt_classroom_find(const bt_desk *desk, const char *word, char id[BT_ID_LEN + 1]);

/*
 * The classroom that holds a record (a valid id): the one of `classroom`, as above, or where that is NULL whichever.
 * False after it said what is wrong.
 */
bool bt_record_place(const bt_desk *desk, const char *record, const char *classroom, char id[BT_ID_LEN + 1]);

/* Calls `each` with the id and name of every classroom. */
typedef void (*bt_classroom_fn)(void *context, const char *id, bt_view name);
bt_status bt_classroom_each(const bt_desk *desk, bt_classroom_fn each, void *context);

#endif
