/* service/index/index.c - the file of a notebook's index: opened, made, thrown away. */
#include "service/index/index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/people/access_db.h"

enum {
    FOLDER_MODE = 0700, /* it tells who wrote when about which child */
    BUSY_MS = 2000      /* how long another writer is waited for, unless bt_index_extend() says otherwise */
};

/*
 * commits    every commit, numbered along the first parents
 * versions   what each commit made of a record; `previous` and `typed` as in bt_past
 * mentions   which of these have to do with a student
 */
static const char tables[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE about (epoch TEXT NOT NULL) STRICT;"
    "CREATE TABLE commits ("
    "  number INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, stored_s INTEGER NOT NULL,"
    "  author TEXT NOT NULL, device TEXT NOT NULL, message TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX commits_by_time ON commits (stored_s);"
    "CREATE TABLE versions ("
    "  record BLOB NOT NULL, number INTEGER NOT NULL, version BLOB, previous BLOB, typed BLOB,"
    "  PRIMARY KEY (record, number)"
    ") WITHOUT ROWID, STRICT;"
    "CREATE TABLE mentions ("
    "  student BLOB NOT NULL, number INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY (student, number, "
    "record)"
    ") WITHOUT ROWID, STRICT;"
    "PRAGMA user_version = %d;"
    "COMMIT;";

/* The files of one index: SQLite keeps two beside its own. */
static const char *const endings[] = { "", "-wal", "-shm" };

static char *join(const char *a, const char *b, const char *c)
{
    size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
    char *text = malloc(size);

    if (text != NULL)
        (void)snprintf(text, size, "%s%s%s", a, b, c);
    return text;
}

/*
 * Opening and throwing away wait for each other, among processes too: nobody may open a file that is half deleted.
 * The lock is the folder's, so nothing is written for it; a folder that was deleted comes back too. -1 with errno.
 */
static int lock_folder(const char *folder)
{
    int fd = mkdir(folder, FOLDER_MODE) != 0 && errno != EEXIST
                 ? -1
                 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0 && flock(fd, LOCK_EX) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

static void remove_files(const char *path)
{
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char *file = join(path, endings[i], "");

        /* what cannot be deleted is found damaged again, and said then */
        if (file != NULL)
            (void)unlink(file);
        free(file);
    }
}

/* What can only mean that the file is none of ours: the statements are fixed, and what they add is checked before. */
static const int broken_codes[] = { SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_SCHEMA };

bt_status bt_index_status(bt_index *index, int code)
{
    bt_status status = bt_db_status(code);

    for (size_t i = 0; i < sizeof broken_codes / sizeof broken_codes[0]; i++) {
        if ((code & 0xff) == broken_codes[i]) /* the rest refines it */
            status = BT_EDAMAGED;
    }
    /* cut short; deleted under an open handle */
    if (code == SQLITE_IOERR_SHORT_READ || (code & 0xff) == SQLITE_READONLY)
        status = BT_EDAMAGED;
    index->broken |= status == BT_EDAMAGED;
    return status;
}

bt_status bt_index_row(bt_index *index, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);

    return code == SQLITE_DONE ? BT_ENOTFOUND : bt_index_status(index, code);
}

bt_status bt_index_prepare(bt_index *index, const char *sql, sqlite3_stmt **out)
{
    bt_index_kept *place = NULL;
    bt_status status = BT_OK;

    *out = NULL;
    for (size_t i = 0; place == NULL && i < BT_INDEX_KEPT; i++) {
        if (index->kept[i].sql == NULL || index->kept[i].sql == sql)
            place = &index->kept[i];
    }
    if (place == NULL)
        return BT_ELIMIT; /* BT_INDEX_KEPT is too small for what this build asks */
    if (place->sql == NULL)
        status = bt_index_status(index, sqlite3_prepare_v3(index->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                                           &place->statement, NULL));
    if (status == BT_OK) {
        place->sql = sql;
        *out = place->statement;
    }
    return status;
}

void bt_index_end(sqlite3_stmt *statement)
{
    if (statement == NULL)
        return;
    (void)sqlite3_reset(statement); /* tells what the last step has told */
    (void)sqlite3_clear_bindings(statement);
}

static bt_status read_version(bt_index *index, int *version)
{
    sqlite3_stmt *row = NULL;
    bt_status status = bt_index_prepare(index, "PRAGMA user_version", &row);

    if (status == BT_OK)
        status = bt_index_row(index, row);
    if (status == BT_OK)
        *version = sqlite3_column_int(row, 0);
    bt_index_end(row);
    return status;
}

static bt_status make_tables(bt_index *index)
{
    char sql[sizeof tables + 16];

    (void)snprintf(sql, sizeof sql, tables, BT_INDEX_VERSION);
    return bt_index_status(index, sqlite3_exec(index->db, sql, NULL, NULL, NULL));
}

/* For the service's account alone, whatever its umask; SQLite gives its side files the same rights. */
static bt_status make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return BT_EIO;
    return close(fd) == 0 ? BT_OK : BT_EIO;
}

/* NORMAL: what a power cut leaves may be older, and is whole. */
static bt_status attach(bt_index *index)
{
    int version = 0;
    bt_status status = make_file(index->path);

    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_open_v2(index->path, &index->db,
                                                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_extended_result_codes(index->db, 1));
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_busy_timeout(index->db, BUSY_MS));
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_exec(index->db,
                                                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                                                     "PRAGMA trusted_schema = OFF;",
                                                     NULL, NULL, NULL));
    if (status == BT_OK)
        status = read_version(index, &version);
    if (status == BT_OK && version == 0)
        status = make_tables(index);
    else if (status == BT_OK && version != BT_INDEX_VERSION)
        status = BT_EDAMAGED; /* of another build: of no use to this one */
    return status;
}

static void detach(bt_index *index)
{
    for (size_t i = 0; i < BT_INDEX_KEPT; i++) {
        (void)sqlite3_finalize(index->kept[i].statement);
        index->kept[i] = (bt_index_kept){ NULL, NULL };
    }
    sqlite3_close(index->db);
    index->db = NULL;
}

bt_status bt_index_open(const char *folder, const char *notebook, bt_index **out)
{
    bt_index *index = calloc(1, sizeof *index);
    bt_status status = BT_ENOMEM;
    int lock = -1;

    *out = NULL;
    if (index == NULL)
        return status;
    index->folder = join(folder, "", "");
    index->path = join(folder, "/", notebook);
    if (index->path != NULL) {
        char *path = join(index->path, ".db", "");

        free(index->path);
        index->path = path;
    }
    if (index->folder == NULL || index->path == NULL)
        goto done;
    lock = lock_folder(folder);
    status = lock < 0 ? BT_EIO : attach(index);
    if (status == BT_EDAMAGED) {
        detach(index);
        remove_files(index->path);
        status = attach(index);
    }
done:
    if (lock >= 0)
        (void)close(lock);
    if (status == BT_OK)
        *out = index;
    else
        bt_index_close(index);
    return status;
}

bt_status bt_index_open_in_memory(bt_index **out)
{
    bt_index *index = calloc(1, sizeof *index);
    bt_status status = BT_ENOMEM;

    *out = NULL;
    if (index == NULL)
        return status;
    status = bt_index_status(
        index, sqlite3_open_v2(":memory:", &index->db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL));
    if (status == BT_OK)
        status = make_tables(index);
    if (status == BT_OK)
        *out = index;
    else
        bt_index_close(index);
    return status;
}

void bt_index_close(bt_index *index)
{
    if (index == NULL)
        return;
    detach(index);
    free(index->folder);
    free(index->path);
    free(index);
}

bool bt_index_is_broken(const bt_index *index)
{
    return index->broken;
}

bool bt_index_has_gone(bt_index *index)
{
    int moved = 0;

    return sqlite3_file_control(index->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved != 0;
}

void bt_index_discard(bt_index *index)
{
    int lock;

    if (index == NULL)
        return;
    lock = lock_folder(index->folder);
    if (lock >= 0 && !bt_index_has_gone(index))
        remove_files(index->path);
    bt_index_close(index);
    if (lock >= 0)
        (void)close(lock);
}
