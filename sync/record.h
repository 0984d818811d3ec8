/* sync/record.h - what makes some bytes a record.
 *
 * A record is one JSON object with the members every record has (id, type,
 * schema, created, edited, and perhaps deleted, _stamps, _forks) and those of
 * its type. Its canonical form is UTF-8, keys sorted by their bytes, two-space
 * indent, one member a line, integers only, one newline at the end; empty texts
 * and empty sets are the same as nothing and are left out.
 */
#ifndef BT_SYNC_RECORD_H
#define BT_SYNC_RECORD_H

#include "sync/base.h"

/* Borrowed from the bytes or the arena that bt_record_read() was given. */
typedef struct bt_record_info {
    bt_view id, type;
    bt_view created_at, created_by, created_device;
    bt_view edited_at, edited_by, edited_device;
    int64_t schema;
    bool deleted;
    bool asks; /* a question is open */
} bt_record_info;

/* Why a record was refused: a code for machines and a sentence that says what to do. */
typedef struct bt_complaint {
    const char *
        code; /* "not_json", "duplicate_key", "bad_text", "too_large", "too_deep", "not_a_record", "not_valid", ... */
    const char *message; /* English, for people; static */
    bt_view path;        /* the member, where there is one; in the arena */
} bt_complaint;

/*
 * Check a record that comes from outside against the limits of base.h, the
 * members that every record has, and the schema of its type, and bring it into
 * canonical form.
 *
 *   canonical  receives the canonical bytes, in the arena; may be NULL
 *   info       receives the head of the record; may be NULL
 *   why        filled when the answer is not BT_OK; may be NULL
 *
 * A type or a member that this build does not know is kept, verbatim. A record
 * of a newer schema is BT_EDENIED: it can be read and not written.
 *
 * BT_OK, BT_EINPUT, BT_ELIMIT, BT_EDENIED, BT_ENOMEM.
 */
bt_status bt_record_check(bt_arena *arena, bt_view bytes, bt_view *canonical, bt_record_info *info,
                          bt_complaint *why);

/* The head of a record that this library printed. BT_EINPUT when it is none. */
bt_status bt_record_read(bt_arena *arena, bt_view bytes, bt_record_info *info);

#endif
