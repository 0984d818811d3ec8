/* service/index/index_read.c - the questions that the index answers. */
#include "service/index/index_file.h"

#include <string.h>

/* What a row of `versions v` with its commit `c` begins with, in this order. */
#define PAST_COLUMNS \
    "v.record, c.name, v.version, v.typed, c.author, c.device, c.message, c.stored_s, v.previous "

static bt_status read_past(sqlite3_stmt *row, char record[BT_ID_LEN + 1], bt_past *past)
{
    bt_status status = bt_index_column_record(row, 0, record);

    if (status == BT_OK)
        status = bt_index_column_oid(row, 1, &past->commit);
    if (status == BT_OK)
        status = bt_index_column_oid(row, 2, &past->version);
    if (status == BT_OK)
        status = bt_index_column_oid(row, 3, &past->typed_version);
    past->typed = past->typed_version.hex[0] != '\0';
    past->author = bt_index_column_text(row, 4);
    past->device = bt_index_column_text(row, 5);
    past->message = bt_index_column_text(row, 6);
    past->time_s = sqlite3_column_int64(row, 7);
    return status == BT_OK ? bt_index_column_oid(row, 8, &past->previous) : status;
}

/* Ends the statement. */
static bt_status tell_rows(bt_index *index, sqlite3_stmt *row, bt_index_fn each, void *context)
{
    bt_status status = BT_OK;
    bool ended = false;

    while (!ended && (status = bt_index_row(index, row)) == BT_OK) {
        char record[BT_ID_LEN + 1];
        bt_past past = { 0 };

        status = read_past(row, record, &past);
        if (status != BT_OK)
            break;
        ended = each(context, bt_view_of(record), &past) != 0;
    }
    index->broken |= status == BT_EDAMAGED;
    bt_index_end(row);
    return status == BT_ENOTFOUND ? BT_OK : status;
}

/* The number and the time of a commit. */
static bt_status find_commit(bt_index *index, const bt_oid *commit, int64_t *number, int64_t *stored_s)
{
    sqlite3_stmt *row = NULL;
    bt_oid_key name;
    bt_status status;

    if (!bt_oid_key_read(commit, &name))
        return BT_ENOTFOUND;
    status = bt_index_prepare(index, "SELECT number, stored_s FROM commits WHERE name = ?1", &row);
    if (status == BT_OK)
        status =
            bt_index_status(index, sqlite3_bind_blob(row, 1, name.bytes, BT_OID_KEY_BYTES, SQLITE_STATIC));
    if (status == BT_OK)
        status = bt_index_row(index, row);
    if (status == BT_OK) {
        *number = sqlite3_column_int64(row, 0);
        *stored_s = sqlite3_column_int64(row, 1);
    }
    bt_index_end(row);
    return status;
}

bt_status bt_index_time_of(bt_index *index, const bt_oid *commit, int64_t *stored_s)
{
    int64_t number;

    return find_commit(index, commit, &number, stored_s);
}

/* The number of the last commit stored at or before a time; 0 when there is none. */
static bt_status find_place(bt_index *index, int64_t time_s, int64_t *number)
{
    sqlite3_stmt *row = NULL;
    bt_status status = bt_index_prepare(index, "SELECT max(number) FROM commits WHERE stored_s <= ?1", &row);

    *number = 0;
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_bind_int64(row, 1, time_s));
    if (status == BT_OK)
        status = bt_index_row(index, row);
    if (status == BT_OK)
        *number = sqlite3_column_int64(row, 0); /* NULL reads as 0 */
    bt_index_end(row);
    return status;
}

bt_status bt_index_at(bt_index *index, int64_t time_s, bt_oid *commit, int64_t *stored_s)
{
    sqlite3_stmt *row = NULL;
    int64_t number;
    bt_status status = find_place(index, time_s, &number);

    if (status == BT_OK)
        status = bt_index_prepare(index, "SELECT name, stored_s FROM commits WHERE number = ?1", &row);
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_bind_int64(row, 1, number));
    if (status == BT_OK)
        status = bt_index_row(index, row);
    if (status == BT_OK) {
        status = bt_index_column_oid(row, 0, commit);
        *stored_s = sqlite3_column_int64(row, 1);
        index->broken |= status == BT_EDAMAGED;
    }
    bt_index_end(row);
    return status;
}

bt_status bt_index_history(bt_index *index, bt_view record, const bt_oid *after, bt_index_fn each,
                           void *context)
{
    sqlite3_stmt *row = NULL;
    bt_record_key key;
    int64_t before = INT64_MAX, ignored_s;
    bt_status status = BT_OK;

    if (!bt_record_key_read(record, &key))
        return BT_OK;
    if (after->hex[0] != '\0')
        status = find_commit(index, after, &before, &ignored_s);
    if (status == BT_OK)
        status =
            bt_index_prepare(index,
                             "SELECT " PAST_COLUMNS "FROM versions v JOIN commits c ON c.number = v.number"
                             " WHERE v.record = ?1 AND v.number < ?2 ORDER BY v.number DESC",
                             &row);
    if (status == BT_OK)
        status =
            bt_index_status(index, sqlite3_bind_blob(row, 1, key.bytes, BT_RECORD_KEY_BYTES, SQLITE_STATIC));
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_bind_int64(row, 2, before));
    if (status == BT_OK)
        return tell_rows(index, row, each, context);
    bt_index_end(row);
    return status;
}

/* Where a stretch lies: behind the record `after` of commit `first`, or from its first on, up to commit `last`. */
typedef struct bounds {
    int64_t first, last;
    bt_record_key after; /* smaller than any id when it is zero */
} bounds;

static bt_status find_bounds(bt_index *index, const bt_index_stretch *stretch, bounds *out)
{
    int64_t ignored_s;
    bt_status status = BT_OK;

    *out = (bounds){ 1, INT64_MAX, { { 0 } } };
    if (stretch->to_s != INT64_MAX)
        status = find_place(index, stretch->to_s, &out->last);
    if (status != BT_OK)
        return status;
    if (stretch->after.hex[0] != '\0') {
        if (!bt_record_key_read(bt_view_of(stretch->record), &out->after))
            return BT_ENOTFOUND;
        return find_commit(index, &stretch->after, &out->first, &ignored_s);
    }
    if (stretch->from_s != INT64_MIN) {
        status = find_place(index, stretch->from_s - 1, &out->first);
        out->first++;
    }
    return status;
}

bt_status bt_index_student(bt_index *index, bt_view student, const bt_index_stretch *stretch,
                           bt_index_fn each, void *context)
{
    sqlite3_stmt *row = NULL;
    bt_record_key key;
    bounds at;
    bt_status status;

    if (!bt_record_key_read(student, &key))
        return BT_OK;
    status = find_bounds(index, stretch, &at);
    if (status == BT_OK)
        status =
            bt_index_prepare(index,
                             "SELECT " PAST_COLUMNS "FROM mentions m"
                             " CROSS JOIN versions v ON v.record = m.record AND v.number = m.number"
                             " CROSS JOIN commits c ON c.number = m.number"
                             " WHERE m.student = ?1 AND (m.number, m.record) > (?2, ?3) AND m.number <= ?4"
                             " ORDER BY m.number, m.record",
                             &row);
    if (status == BT_OK)
        status =
            bt_index_status(index, sqlite3_bind_blob(row, 1, key.bytes, BT_RECORD_KEY_BYTES, SQLITE_STATIC));
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_bind_int64(row, 2, at.first));
    if (status == BT_OK)
        status = bt_index_status(
            index, sqlite3_bind_blob(row, 3, at.after.bytes, BT_RECORD_KEY_BYTES, SQLITE_STATIC));
    if (status == BT_OK)
        status = bt_index_status(index, sqlite3_bind_int64(row, 4, at.last));
    if (status == BT_OK)
        return tell_rows(index, row, each, context);
    bt_index_end(row);
    return status;
}
