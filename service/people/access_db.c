#include "service/people/access_db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SQL_MAX_BYTES = 64 };

/*
 * No names of people: those are records of the notebooks. A token or a code is
 * kept as its hash, so a copy of this file lets nobody in.
 *
 * Each step makes the next version out of the one before, with all that is in it; a new file takes them all.
 */
static const char *const steps[] = {
    "CREATE TABLE people ("
    "  id TEXT PRIMARY KEY, made_s INTEGER NOT NULL, owner INTEGER NOT NULL"
    ") WITHOUT ROWID, STRICT;"
    "CREATE TABLE devices ("
    "  id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (id), token BLOB NOT NULL UNIQUE,"
    "  name TEXT NOT NULL, made_s INTEGER NOT NULL, seen_s INTEGER NOT NULL, revoked_s INTEGER,"
    "  replaces TEXT REFERENCES devices (id)"
    ") WITHOUT ROWID, STRICT;"
    "CREATE TABLE roles ("
    "  person TEXT NOT NULL REFERENCES people (id), notebook TEXT NOT NULL, role INTEGER NOT NULL,"
    "  until_s INTEGER, PRIMARY KEY (person, notebook)"
    ") WITHOUT ROWID, STRICT;"
    "CREATE INDEX roles_by_notebook ON roles (notebook);"
    "CREATE TABLE codes ("
    "  hash BLOB PRIMARY KEY, notebook TEXT, role INTEGER NOT NULL, person TEXT REFERENCES people (id),"
    "  expires_s INTEGER NOT NULL"
    ") WITHOUT ROWID, STRICT;",
    /* Roles that a code gives for a time. */
    "ALTER TABLE codes ADD COLUMN until_s INTEGER;",
    /* Notebooks of one person each: no role is kept for them, so that nobody can be given one. */
    "CREATE TABLE private_books ("
    "  notebook TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (id), classroom TEXT NOT NULL,"
    "  UNIQUE (person, classroom)"
    ") WITHOUT ROWID, STRICT;",
    /* Who looked at what. `once` is the day of what counts once a day, else the second. */
    "CREATE TABLE log ("
    "  notebook TEXT NOT NULL, at_s INTEGER NOT NULL, person TEXT NOT NULL REFERENCES people (id),"
    "  act INTEGER NOT NULL, subject TEXT NOT NULL, once INTEGER NOT NULL,"
    "  PRIMARY KEY (notebook, person, act, subject, once)"
    ") WITHOUT ROWID, STRICT;"
    "CREATE INDEX log_by_time ON log (notebook, at_s);"
    "CREATE INDEX log_by_age ON log (at_s);",
};
enum { SCHEMA_VERSION = sizeof steps / sizeof steps[0] };

bt_db_value bt_db_number(int64_t number)
{
    return (bt_db_value){ .kind = BT_DB_NUMBER, .number = number };
}

bt_db_value bt_db_text(const char *text)
{
    return text == NULL ? (bt_db_value){ .kind = BT_DB_NULL } : bt_db_view((bt_view){ text, strlen(text) });
}

bt_db_value bt_db_view(bt_view text)
{
    return (bt_db_value){ .kind = BT_DB_TEXT, .bytes = text };
}

bt_db_value bt_db_end_of(int64_t until_s)
{
    return until_s == 0 ? (bt_db_value){ .kind = BT_DB_NULL } : bt_db_number(until_s);
}

bt_db_value bt_db_bytes(const void *data, size_t len)
{
    return (bt_db_value){ .kind = BT_DB_BYTES, .bytes = { data, len } };
}

bt_status bt_db_status(int code)
{
    switch (code & 0xff) { /* the extended codes refine these */
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return BT_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return BT_EBUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return BT_EDAMAGED;
    case SQLITE_NOMEM:
        return BT_ENOMEM;
    default:
        return BT_EIO;
    }
}

static int bind(sqlite3_stmt *statement, int at, const bt_db_value *value)
{
    switch (value->kind) {
    case BT_DB_NUMBER:
        return sqlite3_bind_int64(statement, at, value->number);
    case BT_DB_TEXT:
        return sqlite3_bind_text64(statement, at, value->bytes.data, value->bytes.len, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case BT_DB_BYTES:
        return sqlite3_bind_blob64(statement, at, value->bytes.data, value->bytes.len, SQLITE_STATIC);
    case BT_DB_NULL:
        break;
    }
    return sqlite3_bind_null(statement, at);
}

static int bind_all(sqlite3_stmt *statement, const bt_db_value *values, size_t count)
{
    int code = SQLITE_OK;

    for (size_t i = 0; code == SQLITE_OK && i < count; i++)
        code = bind(statement, (int)i + 1, &values[i]);
    return code;
}

bt_status bt_db_ask(bt_access *access, const char *sql, const bt_db_value *values, size_t count,
                    sqlite3_stmt **out)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(access->db, sql, -1, &statement, NULL);

    *out = NULL;
    if (code == SQLITE_OK)
        code = bind_all(statement, values, count);
    if (code != SQLITE_OK) {
        sqlite3_finalize(statement);
        return bt_db_status(code);
    }
    *out = statement;
    return BT_OK;
}

bt_status bt_db_ask_kept(bt_access *access, size_t at, const char *sql, const bt_db_value *values,
                         size_t count, sqlite3_stmt **out)
{
    sqlite3_stmt **kept = &access->kept[at];
    int code = SQLITE_OK;

    *out = NULL;
    if (*kept == NULL)
        code = sqlite3_prepare_v3(access->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    if (code == SQLITE_OK)
        code = bind_all(*kept, values, count);
    if (code == SQLITE_OK)
        *out = *kept;
    else
        bt_db_rest(*kept);
    return bt_db_status(code);
}

void bt_db_rest(sqlite3_stmt *statement)
{
    if (statement == NULL)
        return;
    (void)sqlite3_reset(statement); /* tells again what the last step told */
    (void)sqlite3_clear_bindings(statement);
}

bt_status bt_db_row(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);

    return code == SQLITE_DONE ? BT_ENOTFOUND : bt_db_status(code);
}

bt_status bt_db_run(bt_access *access, const char *sql, const bt_db_value *values, size_t count)
{
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_ask(access, sql, values, count, &statement);

    if (status != BT_OK)
        return status;
    status = bt_db_status(sqlite3_step(statement));
    sqlite3_finalize(statement);
    return status;
}

bt_status bt_db_begin(bt_access *access)
{
    return bt_db_run(access, "BEGIN IMMEDIATE", NULL, 0);
}

bt_status bt_db_end(bt_access *access, bt_status status)
{
    if (status == BT_OK)
        status = bt_db_run(access, "COMMIT", NULL, 0);
    /* Some failures have rolled back by themselves; then there is nothing left to undo. */
    if (status != BT_OK && sqlite3_get_autocommit(access->db) == 0 &&
        bt_db_run(access, "ROLLBACK", NULL, 0) != BT_OK)
        status = BT_EIO;
    return status;
}

bt_status bt_db_id(sqlite3_stmt *statement, int column, char id[BT_ID_LEN + 1])
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    bt_view view = { text, (size_t)sqlite3_column_bytes(statement, column) };

    id[0] = '\0';
    if (text == NULL || !bt_id_valid(view))
        return BT_EDAMAGED;
    memcpy(id, text, BT_ID_LEN);
    id[BT_ID_LEN] = '\0';
    return BT_OK;
}

/* For the service's account alone, whatever its umask; SQLite gives its side files the same rights. */
static bt_status make_file(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (file < 0)
        return BT_EIO;
    return close(file) == 0 ? BT_OK : BT_EIO;
}

static bt_status schema_version(bt_access *access, int *version)
{
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_ask(access, "PRAGMA user_version", NULL, 0, &statement);

    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK)
        *version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

/* Two processes may start at once: the version is read again behind the write lock. */
static bt_status make_schema(bt_access *access)
{
    char name_version[SQL_MAX_BYTES];
    int version = 0;
    bt_status status = bt_db_begin(access);

    if (status != BT_OK)
        return status;
    status = schema_version(access, &version);
    for (; status == BT_OK && version < SCHEMA_VERSION; version++)
        status = bt_db_status(sqlite3_exec(access->db, steps[version], NULL, NULL, NULL));
    if (status == BT_OK && version == SCHEMA_VERSION) {
        (void)snprintf(name_version, sizeof name_version, "PRAGMA user_version = %d", SCHEMA_VERSION);
        status = bt_db_status(sqlite3_exec(access->db, name_version, NULL, NULL, NULL));
    }
    return bt_db_end(access, status);
}

static bt_status prepare_database(bt_access *access)
{
    int version = 0;
    bt_status status = bt_db_status(sqlite3_exec(access->db,
                                                 "PRAGMA journal_mode = WAL;"
                                                 "PRAGMA synchronous = FULL;"
                                                 "PRAGMA foreign_keys = ON;"
                                                 "PRAGMA trusted_schema = OFF;",
                                                 NULL, NULL, NULL));

    if (status == BT_OK)
        status = schema_version(access, &version);
    if (status == BT_OK && version < SCHEMA_VERSION)
        status = make_schema(access);
    if (status == BT_OK && version > SCHEMA_VERSION)
        status = BT_EDENIED;
    return status;
}

bt_status bt_access_open(const char *path, bt_access **out)
{
    bt_status status = BT_ENOMEM;
    bt_access *access = NULL;

    *out = NULL;
    access = calloc(1, sizeof *access);
    if (access == NULL)
        return BT_ENOMEM;
    if (pthread_mutex_init(&access->lock, NULL) != 0) {
        free(access);
        return BT_ENOMEM;
    }
    status = make_file(path);
    if (status == BT_OK)
        status = bt_db_status(sqlite3_open_v2(path, &access->db, SQLITE_OPEN_READWRITE, NULL));
    if (status == BT_OK)
        status = bt_db_status(sqlite3_busy_timeout(access->db, BT_ACCESS_BUSY_MS));
    if (status == BT_OK)
        status = prepare_database(access);
    if (status == BT_OK)
        *out = access;
    else
        bt_access_close(access);
    return status;
}

void bt_access_close(bt_access *access)
{
    if (access == NULL)
        return;
    for (size_t i = 0; i < BT_DB_KEPT; i++)
        sqlite3_finalize(access->kept[i]);
    sqlite3_close(access->db);
    pthread_mutex_destroy(&access->lock);
    free(access);
}
