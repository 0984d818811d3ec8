/* service/index/index_extend.c - the index follows the history, a commit at a time. */
#include "service/index/index_file.h"

#include <stdlib.h>
#include <string.h>

#include "service/notebook/book.h"

enum {
    ARENA_BYTES_A_BYTE = 48, /* of JSON: the tree of the densest record, `[1,1,...` */
    ARENA_BYTES = BT_RECORD_MAX_BYTES * ARENA_BYTES_A_BYTE,
};

/* The statements that a commit goes through. */
enum { ADD_COMMIT, ADD_VERSION, ADD_TYPED, ADD_MENTION, FIND_BEFORE, STATEMENTS };
static const char *const statements[STATEMENTS] = {
    [ADD_COMMIT] = "INSERT INTO commits (number, name, stored_s, author, device, message) VALUES (?1, ?2, "
                   "?3, ?4, ?5, ?6)",
    [ADD_VERSION] = "INSERT INTO versions (record, number, version, previous) VALUES (?1, ?2, ?3, ?4)",
    /* a merge that left the record as it was: what was typed is all that this commit says of it */
    [ADD_TYPED] =
        "INSERT INTO versions (record, number, version, previous, typed) VALUES (?1, ?2, ?4, ?4, ?3)"
        " ON CONFLICT (record, number) DO UPDATE SET typed = ?3",
    [ADD_MENTION] = "INSERT OR IGNORE INTO mentions (record, number, student) VALUES (?1, ?2, ?3)",
    [FIND_BEFORE] = "SELECT version FROM versions WHERE record = ?1 ORDER BY number DESC LIMIT 1",
};

/* One extension under way. */
typedef struct extending {
    bt_index *index;
    bt_store *store;
    sqlite3_stmt *statement[STATEMENTS];
    bt_arena arena;
    int64_t until_ms;
    int64_t number; /* of the commit that was added last */
    bt_record_key record;
    bt_oid before; /* its version, so far; empty: none */
    bool added;    /* a commit */
    bool cut;      /* there is more, and no time left */
    bt_status status;
} extending;

static void bind_blob(sqlite3_stmt *statement, int at, const void *bytes, int len)
{
    (void)sqlite3_bind_blob(statement, at, bytes, len, SQLITE_STATIC);
}

static void bind_text(sqlite3_stmt *statement, int at, bt_view text)
{
    (void)sqlite3_bind_text64(statement, at, text.data, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

/* Runs one of them to its end. A value that was not bound for want of memory is NULL, which the tables refuse. */
static bt_status run(extending *e, int which)
{
    bt_status status = bt_index_status(e->index, sqlite3_step(e->statement[which]));

    (void)sqlite3_reset(e->statement[which]); /* tells what the step has told */
    return status;
}

static bt_status mention(void *context, const bt_record_key *student)
{
    extending *e = context;

    bind_blob(e->statement[ADD_MENTION], 1, e->record.bytes, BT_RECORD_KEY_BYTES);
    (void)sqlite3_bind_int64(e->statement[ADD_MENTION], 2, e->number);
    bind_blob(e->statement[ADD_MENTION], 3, student->bytes, BT_RECORD_KEY_BYTES);
    return run(e, ADD_MENTION);
}

static bt_status find_before(extending *e)
{
    sqlite3_stmt *row = e->statement[FIND_BEFORE];
    bt_status status;

    e->before = (bt_oid){ "" };
    bind_blob(row, 1, e->record.bytes, BT_RECORD_KEY_BYTES);
    status = bt_index_row(e->index, row);
    if (status == BT_OK)
        status = bt_index_column_oid(row, 0, &e->before);
    else if (status == BT_ENOTFOUND)
        status = BT_OK;
    e->index->broken |= status == BT_EDAMAGED;
    (void)sqlite3_reset(row);
    return status;
}

/* A child that is taken out of a note is one whom this version has to do with. */
static bt_status mention_those_before(extending *e)
{
    bt_bytes bytes;
    bt_status status;

    if (e->before.hex[0] == '\0')
        return BT_OK;
    status = bt_store_get_version(e->store, &e->before, &bytes);
    if (status != BT_OK)
        return status == BT_ENOTFOUND ? BT_EDAMAGED : status;
    status = bt_index_students(&e->arena, (bt_view){ bytes.data, bytes.len }, mention, e);
    bt_bytes_free(&bytes);
    return status;
}

static bt_status add_row(extending *e, int which, const bt_changed *changed)
{
    bt_oid_key version, before;
    bool has_before = bt_oid_key_read(&e->before, &before);

    if (!bt_oid_key_read(&changed->version, &version))
        return BT_EDAMAGED;
    bind_blob(e->statement[which], 1, e->record.bytes, BT_RECORD_KEY_BYTES);
    (void)sqlite3_bind_int64(e->statement[which], 2, e->number);
    bind_blob(e->statement[which], 3, version.bytes, BT_OID_KEY_BYTES);
    bind_blob(e->statement[which], 4, has_before ? before.bytes : NULL, BT_OID_KEY_BYTES);
    return run(e, which);
}

/* The record that the rows are about from here on. */
static bt_status turn_to(extending *e, bt_view record)
{
    return bt_record_key_read(record, &e->record) ? find_before(e) : BT_EDAMAGED;
}

static int add_version(void *context, const bt_changed *changed)
{
    extending *e = context;

    e->status = turn_to(e, changed->id);
    if (e->status == BT_OK)
        e->status = mention_those_before(e);
    if (e->status == BT_OK)
        e->status = add_row(e, ADD_VERSION, changed);
    if (e->status == BT_OK)
        e->status = bt_index_students(&e->arena, changed->bytes, mention, e);
    return e->status != BT_OK;
}

static int add_typed(void *context, const bt_changed *changed)
{
    extending *e = context;

    e->status = turn_to(e, changed->id);
    if (e->status == BT_OK)
        e->status = add_row(e, ADD_TYPED, changed);
    return e->status != BT_OK;
}

static bt_status add_commit_row(extending *e, const bt_logged *commit)
{
    sqlite3_stmt *row = e->statement[ADD_COMMIT];
    bt_oid_key name;

    if (!bt_oid_key_read(&commit->commit, &name))
        return BT_EDAMAGED;
    (void)sqlite3_bind_int64(row, 1, ++e->number);
    bind_blob(row, 2, name.bytes, BT_OID_KEY_BYTES);
    (void)sqlite3_bind_int64(row, 3, commit->time_s);
    bind_text(row, 4, commit->author);
    bind_text(row, 5, commit->device);
    bind_text(row, 6, commit->message);
    return run(e, ADD_COMMIT);
}

static int add_commit(void *context, const bt_logged *commit)
{
    extending *e = context;
    bt_status walked = BT_OK;

    /* each call gets at least one commit further, however little time it has */
    e->cut = e->added && bt_monotonic_ms() >= e->until_ms;
    if (e->cut)
        return 1;
    e->added = true;
    e->status = add_commit_row(e, commit);
    if (e->status == BT_OK)
        walked = bt_store_changes(e->store, &commit->parent, &commit->commit, (bt_view){ NULL, 0 },
                                  add_version, e);
    if (e->status == BT_OK && walked == BT_OK && commit->typed.hex[0] != '\0')
        walked =
            bt_store_changes(e->store, &commit->parent, &commit->typed, (bt_view){ NULL, 0 }, add_typed, e);
    if (e->status == BT_OK)
        e->status = walked == BT_ENOTFOUND ? BT_EDAMAGED : walked;
    return e->status != BT_OK;
}

/* The last commit told of; none where what is told is of another epoch. */
static bt_status find_last(extending *e, bt_oid *last)
{
    sqlite3_stmt *row = NULL;
    bt_status status = bt_index_prepare(e->index, "SELECT epoch FROM about", &row);

    *last = (bt_oid){ "" };
    e->number = 0;
    if (status == BT_OK)
        status = bt_index_row(e->index, row);
    if (status == BT_OK && bt_view_equal(bt_index_column_text(row, 0), bt_view_of(bt_store_epoch(e->store))))
        status = bt_index_last(e->index, last, &e->number);
    bt_index_end(row);
    return status == BT_ENOTFOUND ? BT_OK : status;
}

static bt_status begin_anew(extending *e)
{
    sqlite3_stmt *row = NULL;
    bt_status status = bt_index_status(
        e->index,
        sqlite3_exec(e->index->db,
                     "DELETE FROM mentions; DELETE FROM versions; DELETE FROM commits; DELETE FROM about",
                     NULL, NULL, NULL));

    if (status == BT_OK)
        status = bt_index_prepare(e->index, "INSERT INTO about (epoch) VALUES (?1)", &row);
    if (status == BT_OK) {
        bind_text(row, 1, bt_view_of(bt_store_epoch(e->store)));
        status = bt_index_status(e->index, sqlite3_step(row));
    }
    bt_index_end(row);
    e->number = 0;
    return status;
}

/* All behind `last`; everything where the history is not the one that was told of. */
static bt_status follow(extending *e, const bt_oid *last, const bt_oid *head)
{
    const bt_oid none = { "" };
    bt_status status = BT_ENOTFOUND;

    if (last->hex[0] != '\0')
        status = bt_store_log(e->store, last, head, add_commit, e);
    if (status == BT_ENOTFOUND) {
        status = begin_anew(e);
        if (status == BT_OK)
            status = bt_store_log(e->store, &none, head, add_commit, e);
    }
    return status == BT_OK ? e->status : status;
}

static bt_status prepare(extending *e)
{
    bt_status status = BT_OK;

    for (int i = 0; status == BT_OK && i < STATEMENTS; i++)
        status = bt_index_prepare(e->index, statements[i], &e->statement[i]);
    if (status != BT_OK)
        return status;
    e->arena = (bt_arena){ malloc(ARENA_BYTES), ARENA_BYTES, 0 };
    return e->arena.base == NULL ? BT_ENOMEM : BT_OK;
}

/* One transaction, however far it gets. Others may have gone on meanwhile: both ends are looked at again within it. */
static bt_status write(extending *e)
{
    bt_oid last, head;
    bt_status status =
        bt_index_status(e->index, sqlite3_exec(e->index->db, "BEGIN IMMEDIATE", NULL, NULL, NULL));

    if (status != BT_OK)
        return status;
    status = bt_store_head(e->store, &head);
    if (status == BT_OK)
        status = find_last(e, &last); /* of the epoch that the head is of */
    if (status == BT_OK && strcmp(last.hex, head.hex) != 0)
        status = prepare(e);
    if (status == BT_OK && strcmp(last.hex, head.hex) != 0)
        status = follow(e, &last, &head);
    for (int i = 0; i < STATEMENTS; i++)
        bt_index_end(e->statement[i]);
    if (status == BT_OK)
        status = bt_index_status(e->index, sqlite3_exec(e->index->db, "COMMIT", NULL, NULL, NULL));
    /* some failures have rolled back by themselves */
    if (status != BT_OK && sqlite3_get_autocommit(e->index->db) == 0)
        (void)sqlite3_exec(e->index->db, "ROLLBACK", NULL, NULL, NULL);
    return status == BT_OK && e->cut ? BT_EBUSY : status;
}

bt_status bt_index_extend(bt_index *index, bt_store *store, int64_t patience_ms)
{
    extending e = { .index = index, .store = store, .until_ms = bt_monotonic_ms() + patience_ms };
    bt_oid last, head;
    /* the index first: a history only grows, so a head that is read later holds all that was told of */
    bt_status status = find_last(&e, &last);

    if (status == BT_OK)
        status = bt_store_head(store, &head);
    if (status != BT_OK || strcmp(last.hex, head.hex) == 0)
        return status;
    status = bt_index_status(index, sqlite3_busy_timeout(index->db, (int)patience_ms));
    if (status == BT_OK)
        status = write(&e);
    free(e.arena.base);
    return status;
}
