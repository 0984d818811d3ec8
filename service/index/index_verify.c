/* service/index/index_verify.c - does an index tell what the history tells? A second one is made in memory, and compared. */
#include "service/index/index_file.h"

#include <stdio.h>

/* Rows of the one that are none of the other, up to the last commit of which the file tells. */
static const char *const differences[] = {
    "SELECT number, name, stored_s, author, device, message FROM %s.commits",
    "SELECT record, number, version, previous, typed FROM %s.versions",
    "SELECT student, number, record FROM %s.mentions",
};
static const char *const sides[][2] = { { "main", "kept" }, { "kept", "main" } };

enum { SQL_BYTES = 512 };

static bt_status count_differences(bt_index *fresh, const char *table, const char *const side[2],
                                   int64_t last, int64_t *count)
{
    char first[SQL_BYTES], second[SQL_BYTES], sql[3 * SQL_BYTES];
    sqlite3_stmt *row = NULL;
    bt_status status;

    (void)snprintf(first, sizeof first, table, side[0]);
    (void)snprintf(second, sizeof second, table, side[1]);
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM (%s WHERE number <= ?1 EXCEPT %s)", first, second);
    /* asked once, so that it is not kept */
    status = bt_index_status(fresh, sqlite3_prepare_v2(fresh->db, sql, -1, &row, NULL));
    if (status == BT_OK)
        status = bt_index_status(fresh, sqlite3_bind_int64(row, 1, last));
    if (status == BT_OK)
        status = bt_index_row(fresh, row);
    if (status == BT_OK)
        *count += sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return status;
}

static bt_status attach(bt_index *fresh, const char *path)
{
    sqlite3_stmt *row = NULL;
    bt_status status =
        bt_index_status(fresh, sqlite3_prepare_v2(fresh->db, "ATTACH ?1 AS kept", -1, &row, NULL));

    if (status == BT_OK)
        status = bt_index_status(fresh, sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC));
    if (status == BT_OK)
        status = bt_index_status(fresh, sqlite3_step(row));
    sqlite3_finalize(row);
    return status;
}

bt_status bt_index_verify(bt_index *index, bt_store *store, int64_t patience_ms)
{
    bt_index *fresh = NULL;
    bt_oid last;
    int64_t number = 0, count = 0;
    bt_status status = bt_index_extend(index, store, patience_ms);

    if (status == BT_OK)
        status = bt_index_last(index, &last, &number);
    if (status == BT_OK)
        status = bt_index_open_in_memory(&fresh);
    if (status == BT_OK)
        status = bt_index_extend(fresh, store, patience_ms); /* later, so it tells at least as much */
    if (status == BT_OK)
        status = attach(fresh, index->path);
    for (size_t d = 0; d < sizeof differences / sizeof differences[0]; d++) {
        for (size_t s = 0; status == BT_OK && s < sizeof sides / sizeof sides[0]; s++)
            status = count_differences(fresh, differences[d], sides[s], number, &count);
    }
    if (status == BT_OK && count > 0)
        status = BT_EDAMAGED;
    /* what is in memory is sound: only the file can be broken, whichever of the two noticed */
    index->broken |= status == BT_EDAMAGED && fresh != NULL && (count > 0 || fresh->broken);
    bt_index_close(fresh);
    return status;
}
