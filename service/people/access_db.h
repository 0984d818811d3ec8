/* service/people/access_db.h - how the files access*.c speak to SQLite.
 *
 * One connection, one lock: the questions are index look-ups of microseconds, and
 * a write waits for its disk anyway. Every function here wants the lock held.
 */
#ifndef BT_SERVICE_ACCESS_DB_H
#define BT_SERVICE_ACCESS_DB_H

#include "service/people/access.h"

#include <pthread.h>
#include <sqlite3.h>

enum { BT_ACCESS_BUSY_MS = 5000 }; /* how long a write of another process is waited for */

/* The statements that every request asks: preparing one costs more than its answer, so they are kept. */
enum { BT_DB_IDENTITY, BT_DB_ROLE, BT_DB_KEPT };

struct bt_access {
    sqlite3 *db;
    pthread_mutex_t lock;
    sqlite3_stmt *kept[BT_DB_KEPT];
    uint64_t edition;  /* of the rights, see access_people.h */
    int64_t others;    /* what SQLite last said of changes by other connections */
    int64_t looked_ms; /* when; monotonic */
};

/* One value for a `?` of a statement. */
typedef struct bt_db_value {
    enum { BT_DB_NULL, BT_DB_NUMBER, BT_DB_TEXT, BT_DB_BYTES } kind;
    int64_t number;
    bt_view bytes; /* borrowed until the statement is finished */
} bt_db_value;

bt_db_value bt_db_number(int64_t number);
bt_db_value bt_db_text(const char *text); /* NULL becomes SQL's NULL */
bt_db_value bt_db_view(bt_view text);
bt_db_value bt_db_end_of(int64_t until_s); /* when something ends; 0 becomes NULL */
bt_db_value bt_db_bytes(const void *data, size_t len);

/* What went wrong, from a result code of SQLite. SQLITE_OK, _ROW and _DONE are BT_OK. */
bt_status bt_db_status(int code);

/* A statement with its values; the caller ends it with sqlite3_finalize(). *out is NULL on failure. */
bt_status bt_db_ask(bt_access *access, const char *sql, const bt_db_value *values, size_t count,
                    sqlite3_stmt **out);

/*
 * The same for a statement that is kept: `at` is its name. The caller ends it
 * with bt_db_rest(), which forgets its values; NULL is fine.
 */
bt_status bt_db_ask_kept(bt_access *access, size_t at, const char *sql, const bt_db_value *values,
                         size_t count, sqlite3_stmt **out);
void bt_db_rest(sqlite3_stmt *statement);

/* The next row. BT_ENOTFOUND when there is none. */
bt_status bt_db_row(sqlite3_stmt *statement);

/* A statement that answers with no rows. */
bt_status bt_db_run(bt_access *access, const char *sql, const bt_db_value *values, size_t count);

/* Begin a change; takes the write lock at once, so that it never fails half-way for being busy. */
bt_status bt_db_begin(bt_access *access);

/* End a change: keeps it when `status` is BT_OK and the disk has it, else undoes it. The outcome of both. */
bt_status bt_db_end(bt_access *access, bt_status status);

/* Copies the id in a column. BT_EDAMAGED when it is none. */
bt_status bt_db_id(sqlite3_stmt *statement, int column, char id[BT_ID_LEN + 1]);

#endif
