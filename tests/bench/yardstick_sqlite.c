/* The usual answer: a table of records and a table of their history in SQLite. */
#include "tests/bench/yardstick.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct sqlite_way {
    sqlite3 *db;
    sqlite3_stmt *begin, *record, *history, *commit, *since;
    sqlite3_int64 push_number;
} sqlite_way;

enum { PATH_BYTES = 4096 };

static const char SCHEMA[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "CREATE TABLE record(id TEXT PRIMARY KEY, push INTEGER NOT NULL, body BLOB NOT NULL) "
    "WITHOUT ROWID;"
    "CREATE INDEX record_push ON record(push);"
    "CREATE TABLE history(id TEXT NOT NULL, push INTEGER NOT NULL, body BLOB NOT NULL, "
    "PRIMARY KEY(id, push)) WITHOUT ROWID;";

static void sqlite_close(void *context)
{
    sqlite_way *way = context;

    sqlite3_finalize(way->begin);
    sqlite3_finalize(way->record);
    sqlite3_finalize(way->history);
    sqlite3_finalize(way->commit);
    sqlite3_finalize(way->since);
    sqlite3_close(way->db);
    free(way);
}

static bool prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(db, sql, -1, out, NULL) == SQLITE_OK;
}

static bool sqlite_open(const char *folder, void **out)
{
    char path[PATH_BYTES];
    sqlite_way *way = calloc(1, sizeof *way);

    if (!way)
        return false;
    snprintf(path, sizeof path, "%s/records.db", folder);
    if (mkdir(folder, 0700) != 0 || sqlite3_open(path, &way->db) != SQLITE_OK ||
        sqlite3_exec(way->db, SCHEMA, NULL, NULL, NULL) != SQLITE_OK ||
        !prepare(way->db, "BEGIN IMMEDIATE", &way->begin) ||
        !prepare(way->db, "INSERT OR REPLACE INTO record VALUES(?1, ?2, ?3)", &way->record) ||
        !prepare(way->db, "INSERT INTO history VALUES(?1, ?2, ?3)", &way->history) ||
        !prepare(way->db, "COMMIT", &way->commit) ||
        !prepare(way->db, "SELECT body FROM record WHERE push > ?1 ORDER BY push", &way->since)) {
        sqlite_close(way);
        return false;
    }
    *out = way;
    return true;
}

static bool step(sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;

    return sqlite3_reset(statement) == SQLITE_OK && done;
}

static bool put(sqlite3_stmt *statement, const bench_record *record, sqlite3_int64 push)
{
    return sqlite3_bind_text(statement, 1, record->id.data, (int)record->id.len, SQLITE_STATIC) ==
               SQLITE_OK &&
           sqlite3_bind_int64(statement, 2, push) == SQLITE_OK &&
           sqlite3_bind_blob(statement, 3, record->bytes.data, (int)record->bytes.len, SQLITE_STATIC) ==
               SQLITE_OK &&
           step(statement);
}

static bool sqlite_push(void *context, const bench_record *records, size_t count)
{
    sqlite_way *way = context;

    if (!step(way->begin))
        return false;
    way->push_number++;
    for (size_t i = 0; i < count; i++) {
        if (!put(way->record, &records[i], way->push_number) ||
            !put(way->history, &records[i], way->push_number))
            return false;
    }
    return step(way->commit);
}

static bool sqlite_pull(void *context, size_t pushes, size_t *bytes)
{
    sqlite_way *way = context;
    sqlite3_int64 after = pushes == 0 ? 0 : way->push_number - (sqlite3_int64)pushes;
    int rc;

    *bytes = 0;
    if (sqlite3_bind_int64(way->since, 1, after) != SQLITE_OK)
        return false;
    while ((rc = sqlite3_step(way->since)) == SQLITE_ROW)
        *bytes += (size_t)sqlite3_column_bytes(way->since, 0);
    return sqlite3_reset(way->since) == SQLITE_OK && rc == SQLITE_DONE;
}

const bench_way bench_sqlite = { "sqlite", sqlite_open, sqlite_push, NULL, sqlite_pull, NULL, sqlite_close };
