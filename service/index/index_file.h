/* service/index/index_file.h - what the files of the index share; nobody else includes it. */
#ifndef BT_SERVICE_INDEX_FILE_H
#define BT_SERVICE_INDEX_FILE_H

#include "service/index/index.h"

#include <sqlite3.h>

enum {
    BT_INDEX_VERSION = 3, /* of the tables, and of what is read out of records: another one is made anew */
    BT_RECORD_KEY_BYTES = 16,
    BT_OID_KEY_BYTES = BT_VERSION_LEN / 2
};

/* A statement that was asked before is ready to be asked again. */
typedef struct bt_index_kept {
    const char *sql; /* static: the pointer tells them apart */
    sqlite3_stmt *statement;
} bt_index_kept;

enum { BT_INDEX_KEPT = 16 }; /* all that there are */

struct bt_index {
    sqlite3 *db;
    bt_index_kept kept[BT_INDEX_KEPT];
    char *folder, *path;
    bool broken; /* the file is not what was written */
};

/* Ids and names of objects as the tables hold them: half as long as their digits. */
typedef struct bt_record_key {
    unsigned char bytes[BT_RECORD_KEY_BYTES];
} bt_record_key;
typedef struct bt_oid_key {
    unsigned char bytes[BT_OID_KEY_BYTES];
} bt_oid_key;

/* False when it is no valid id. */
bool bt_record_key_read(bt_view id, bt_record_key *out);
void bt_record_key_print(const bt_record_key *key, char out[BT_ID_LEN + 1]);
/* False when it is not 40 small hex digits. */
bool bt_oid_key_read(const bt_oid *oid, bt_oid_key *out);

/* An empty one that is on no disk. */
bt_status bt_index_open_in_memory(bt_index **out);

/* What a result code of SQLite means; remembers where it means that the file is broken. */
bt_status bt_index_status(bt_index *index, int code);
/* The next row. BT_ENOTFOUND when there is none. */
bt_status bt_index_row(bt_index *index, sqlite3_stmt *statement);
/* A statement of the index's, a static text that asks one thing at a time; the caller ends it with bt_index_end(). */
bt_status bt_index_prepare(bt_index *index, const char *sql, sqlite3_stmt **out);
/* NULL is fine. */
void bt_index_end(sqlite3_stmt *statement);

/* A name in a column; empty where the column is NULL. BT_EDAMAGED when it is none. */
bt_status bt_index_column_oid(sqlite3_stmt *row, int column, bt_oid *out);
bt_status bt_index_column_record(sqlite3_stmt *row, int column, char out[BT_ID_LEN + 1]);
/* Text, borrowed until the next row. */
bt_view bt_index_column_text(sqlite3_stmt *row, int column);

/* The last commit that the index tells of, and its number; empty and 0 when it tells of none. */
bt_status bt_index_last(bt_index *index, bt_oid *commit, int64_t *number);

/* The students that a record has to do with, each perhaps more than once. */
typedef bt_status (*bt_student_fn)(void *context, const bt_record_key *student);

/*
 * Calls `each` for every student that a record names, and for the record itself where it is a student's.
 * A status that is not BT_OK ends it and is given back. What is no record names nobody: `backtable verify` tells of it.
 */
bt_status bt_index_students(bt_arena *arena, bt_view record, bt_student_fn each, void *context);

#endif
