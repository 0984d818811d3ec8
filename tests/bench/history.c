/* tests/bench/history.c - the history of a note and of a student: the index beside SQLite tables of the same rows.
 *
 *   history FOLDER RECORDS
 *
 * RECORDS has a line "<id> <json>" for each note; the folder is empty. Prints a line for each thing that was timed: its
 * name and the nanoseconds of each round, or a size. A failed call ends it: a figure never hides an error.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "service/index/index.h"

enum {
    BATCH = 200,
    EDITS = 50,
    ROUNDS = 31,
    BUILDS = 3,
    PATH_BYTES = 4096,
    PATIENCE_MS = 600 * 1000,
    YEARS = 5
};

#define NOTEBOOK "019a0000-0000-7000-8000-0000000000b0"
#define PERSON "019a0000-0000-7000-8000-00000000a001"
#define DEVICE "019a0000-0000-7000-8000-00000000d001"
#define EPOCH "0123456789abcdef0123456789abcdef"

static const int64_t FIRST_S = 1600000000, YEAR_S = 365 * 24 * 3600;

typedef struct bench {
    const char *folder;
    bt_view records; /* the file */
    size_t count;
    bt_store *store;
    bt_index *index;
    sqlite3 *db;
    int64_t push;  /* the last one's number */
    bt_view first; /* the note that is edited */
    char student[BT_ID_LEN + 1];
} bench;

static void must(bool done, const char *what)
{
    if (done)
        return;
    (void)fprintf(stderr, "history: %s failed\n", what);
    exit(1);
}

static int64_t now_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void sql(bench *b, const char *text)
{
    must(sqlite3_exec(b->db, text, NULL, NULL, NULL) == SQLITE_OK, text);
}

/* Where the next line's id and json are. False at the end. */
static bool next_record(bench *b, size_t *at, bt_view *id, bt_view *json)
{
    const char *line = b->records.data + *at;
    const char *end = *at < b->records.len ? memchr(line, '\n', b->records.len - *at) : NULL;

    if (end == NULL || end - line < BT_ID_LEN + 2)
        return false;
    *id = (bt_view){ line, BT_ID_LEN };
    *json = (bt_view){ line + BT_ID_LEN + 1, (size_t)(end - line) - BT_ID_LEN - 1 };
    *at += (size_t)(end - line) + 1;
    return true;
}

static void insert(bench *b, const char *text, bt_view key, bt_view id, bt_view body)
{
    sqlite3_stmt *row = NULL;

    must(sqlite3_prepare_v2(b->db, text, -1, &row, NULL) == SQLITE_OK, text);
    (void)sqlite3_bind_text(row, 1, key.data, (int)key.len, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 2, b->push);
    (void)sqlite3_bind_text(row, 3, id.data, (int)id.len, SQLITE_STATIC);
    (void)sqlite3_bind_blob(row, 4, body.data, (int)body.len, SQLITE_STATIC);
    must(sqlite3_step(row) == SQLITE_DONE, text);
    (void)sqlite3_finalize(row);
}

/* A row of history, and one for each student that the note names. */
static void keep_in_sqlite(bench *b, bt_view id, bt_view json)
{
    static const char members[] = "\"students\":[";
    const char *at = memmem(json.data, json.len, members, sizeof members - 1);

    insert(b, "INSERT INTO history VALUES(?1, ?2, ?4)", id, id, json);
    must(at != NULL, "finding students");
    for (at += sizeof members - 1; *at == '"'; at += BT_ID_LEN + 2 + (at[BT_ID_LEN + 2] == ',')) {
        insert(b, "INSERT INTO mention VALUES(?1, ?2, ?3)", (bt_view){ at + 1, BT_ID_LEN }, id,
               (bt_view){ 0 });
        if (b->student[0] == '\0')
            memcpy(b->student, at + 1, BT_ID_LEN);
    }
}

static void push(bench *b, const bt_write *writes, size_t count, int64_t time_s)
{
    bt_commit commit = { .writes = writes,
                         .write_count = count,
                         .device = bt_view_of(DEVICE),
                         .author = bt_view_of(PERSON),
                         .message = bt_view_of("sync\n"),
                         .time_s = time_s };
    bt_oid head;

    must(bt_store_head(b->store, &commit.expected) == BT_OK, "head");
    must(bt_store_commit(b->store, &commit, &head, NULL) == BT_OK, "commit");
    b->push++;
    for (size_t i = 0; i < count; i++)
        keep_in_sqlite(b, writes[i].id, writes[i].bytes);
}

static void count_records(bench *b)
{
    bt_view id, json;

    for (size_t at = 0; next_record(b, &at, &id, &json);)
        b->count++;
}

/* Five years of notes, and one of them edited fifty times. */
static void fill(bench *b)
{
    bt_write writes[BATCH];
    size_t at = 0, done = 0, count;
    bt_view json, first_json = { NULL, 0 };

    sql(b, "BEGIN");
    do {
        for (count = 0; count < BATCH && next_record(b, &at, &writes[count].id, &json); count++) {
            writes[count].bytes = json;
            writes[count].typed = (bt_view){ NULL, 0 };
            if (done == 0 && count == 0) {
                b->first = writes[count].id;
                first_json = json;
            }
        }
        done += count;
        if (count > 0)
            push(b, writes, count, FIRST_S + YEARS * YEAR_S * (int64_t)done / (int64_t)b->count);
    } while (count == BATCH);
    for (int i = 1; i <= EDITS; i++) { /* another version by as many spaces more */
        char *text = malloc(first_json.len + EDITS);
        bt_write edit = { .id = b->first, .bytes = { text, first_json.len + (size_t)i } };

        must(text != NULL && first_json.data != NULL, "editing");
        memcpy(text, first_json.data, first_json.len);
        memset(text + first_json.len, ' ', EDITS);
        push(b, &edit, 1, FIRST_S + YEARS * YEAR_S + i);
        free(text);
    }
    sql(b, "COMMIT");
    must(bt_store_checkpoint(b->store) == BT_OK, "checkpoint");
}

/* What a question has told: its rows, and the bytes of their versions where they were read too. */
typedef struct heard {
    bench *b;
    bool values;
    size_t rows, bytes;
} heard;

static int hear(void *context, bt_view record, const bt_past *past)
{
    heard *h = context;
    bt_bytes bytes = { NULL, 0 };

    (void)record;
    if (h->values)
        must(bt_store_get_version(h->b->store, &past->version, &bytes) == BT_OK, "version");
    h->rows++;
    h->bytes += bytes.len;
    bt_bytes_free(&bytes);
    return 0;
}

static void ask_history(heard *h)
{
    const bt_oid newest = { "" };

    must(bt_index_extend(h->b->index, h->b->store, PATIENCE_MS) == BT_OK, "index");
    must(bt_index_history(h->b->index, h->b->first, &newest, hear, h) == BT_OK, "history");
}

static void ask_student(heard *h)
{
    const bt_index_stretch year = { .from_s = FIRST_S + (YEARS - 1) * YEAR_S,
                                    .to_s = FIRST_S + YEARS * YEAR_S };

    must(bt_index_extend(h->b->index, h->b->store, PATIENCE_MS) == BT_OK, "index");
    must(bt_index_student(h->b->index, bt_view_of(h->b->student), &year, hear, h) == BT_OK, "student");
}

static void select_rows(heard *h, const char *text, bt_view key, int64_t from)
{
    sqlite3_stmt *row = NULL;

    must(sqlite3_prepare_v2(h->b->db, text, -1, &row, NULL) == SQLITE_OK, text);
    (void)sqlite3_bind_text(row, 1, key.data, (int)key.len, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 2, from);
    while (sqlite3_step(row) == SQLITE_ROW) {
        h->rows++;
        h->bytes += (size_t)sqlite3_column_bytes(row, 2) * (sqlite3_column_blob(row, 2) != NULL);
    }
    (void)sqlite3_finalize(row);
}

static void select_history(heard *h)
{
    select_rows(h, "SELECT id, push, body FROM history WHERE id = ?1 AND push > ?2 ORDER BY push DESC",
                h->b->first, 0);
}

/* The pushes of the last of the years. */
static void select_student(heard *h)
{
    int64_t pushes = (int64_t)((h->b->count + BATCH - 1) / BATCH);

    select_rows(h,
                "SELECT m.id, m.push, h.body FROM mention m JOIN history h ON h.id = m.id AND h.push = m.push"
                " WHERE m.student = ?1 AND m.push > ?2 ORDER BY m.push, m.id",
                bt_view_of(h->b->student), pushes - pushes / YEARS);
}

static void measure(bench *b, const char *name, void (*ask)(heard *), bool values)
{
    heard h = { .b = b };

    (void)printf("%s", name);
    for (int i = 0; i < ROUNDS; i++) {
        int64_t began_ns = now_ns();

        h = (heard){ .b = b, .values = values };
        ask(&h);
        (void)printf(" %lld", (long long)(now_ns() - began_ns));
    }
    (void)printf("\n%s_rows %zu\n", name, h.rows);
}

static void measure_build(bench *b)
{
    char folder[PATH_BYTES];
    struct stat file;

    (void)printf("build");
    for (int i = 0; i < BUILDS; i++) {
        int64_t began_ns = now_ns();

        bt_index_close(b->index);
        (void)snprintf(folder, sizeof folder, "%s/index-%d", b->folder, i);
        must(bt_index_open(folder, NOTEBOOK, &b->index) == BT_OK, "index");
        must(bt_index_extend(b->index, b->store, PATIENCE_MS) == BT_OK, "index");
        (void)printf(" %lld", (long long)(now_ns() - began_ns));
    }
    bt_index_close(b->index); /* what SQLite kept beside it goes into it */
    must(bt_index_open(folder, NOTEBOOK, &b->index) == BT_OK, "index");
    (void)snprintf(folder + strlen(folder), 64, "/%s.db", NOTEBOOK);
    must(stat(folder, &file) == 0, "stat");
    (void)printf("\nsize %lld\n", (long long)file.st_size);
}

static void open_all(bench *b, const char *file)
{
    char path[PATH_BYTES];
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    struct stat about;

    must(fd >= 0 && fstat(fd, &about) == 0, "reading the records");
    b->records.len = (size_t)about.st_size;
    b->records.data = mmap(NULL, b->records.len, PROT_READ, MAP_PRIVATE, fd, 0);
    must(b->records.data != MAP_FAILED, "mmap");
    (void)close(fd);
    (void)snprintf(path, sizeof path, "%s/notebook", b->folder);
    must(bt_store_library_start() == BT_OK && bt_store_create(path, EPOCH, FIRST_S) == BT_OK &&
             bt_store_open(path, &b->store) == BT_OK,
         "making a notebook");
    (void)snprintf(path, sizeof path, "%s/history.db", b->folder);
    must(sqlite3_open(path, &b->db) == SQLITE_OK, "SQLite");
    sql(b, "CREATE TABLE history(id TEXT NOT NULL, push INTEGER NOT NULL, body BLOB NOT NULL,"
           " PRIMARY KEY(id, push)) WITHOUT ROWID;"
           "CREATE TABLE mention(student TEXT NOT NULL, push INTEGER NOT NULL, id TEXT NOT NULL,"
           " PRIMARY KEY(student, push, id)) WITHOUT ROWID");
}

int main(int argc, char **argv)
{
    bench b = { .folder = argc == 3 ? argv[1] : NULL };

    if (argc != 3) {
        (void)fprintf(stderr, "use: history FOLDER RECORDS\n");
        return 2;
    }
    open_all(&b, argv[2]);
    count_records(&b);
    fill(&b);
    measure_build(&b);
    measure(&b, "history", ask_history, false);
    measure(&b, "history_values", ask_history, true);
    measure(&b, "history_sqlite", select_history, true);
    measure(&b, "student", ask_student, false);
    measure(&b, "student_values", ask_student, true);
    measure(&b, "student_sqlite", select_student, true);
    bt_index_close(b.index);
    bt_store_close(b.store);
    (void)sqlite3_close(b.db);
    bt_store_library_stop();
    return 0;
}
