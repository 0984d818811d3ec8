/* service/index/index_key.c - ids and names of objects as bytes, and back. */
#include "service/index/index_file.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

/* Of a digit that was checked before. */
static unsigned value_of(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10) & 0xf;
}

static void print_byte(unsigned char byte, char out[2])
{
    out[0] = digits[byte >> 4];
    out[1] = digits[byte & 0xf];
}

bool bt_record_key_read(bt_view id, bt_record_key *out)
{
    size_t at = 0;

    if (!bt_id_valid(id))
        return false;
    for (size_t i = 0; i < BT_RECORD_KEY_BYTES; i++) {
        at += id.data[at] == '-';
        out->bytes[i] = (unsigned char)(value_of(id.data[at]) << 4 | value_of(id.data[at + 1]));
        at += 2;
    }
    return true;
}

void bt_record_key_print(const bt_record_key *key, char out[BT_ID_LEN + 1])
{
    size_t at = 0;

    for (size_t i = 0; i < BT_RECORD_KEY_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        print_byte(key->bytes[i], out + at);
        at += 2;
    }
    out[at] = '\0';
}

bool bt_oid_key_read(const bt_oid *oid, bt_oid_key *out)
{
    if (strnlen(oid->hex, sizeof oid->hex) != BT_VERSION_LEN || strspn(oid->hex, digits) != BT_VERSION_LEN)
        return false;
    for (size_t i = 0; i < BT_OID_KEY_BYTES; i++)
        out->bytes[i] = (unsigned char)(value_of(oid->hex[2 * i]) << 4 | value_of(oid->hex[2 * i + 1]));
    return true;
}

bt_status bt_index_column_oid(sqlite3_stmt *row, int column, bt_oid *out)
{
    const unsigned char *bytes = sqlite3_column_blob(row, column);

    memset(out, 0, sizeof *out);
    if (sqlite3_column_type(row, column) == SQLITE_NULL)
        return BT_OK;
    if (bytes == NULL || sqlite3_column_bytes(row, column) != BT_OID_KEY_BYTES)
        return BT_EDAMAGED;
    for (size_t i = 0; i < BT_OID_KEY_BYTES; i++)
        print_byte(bytes[i], out->hex + 2 * i);
    return BT_OK;
}

bt_status bt_index_column_record(sqlite3_stmt *row, int column, char out[BT_ID_LEN + 1])
{
    const void *bytes = sqlite3_column_blob(row, column);
    bt_record_key key;

    out[0] = '\0';
    if (bytes == NULL || sqlite3_column_bytes(row, column) != BT_RECORD_KEY_BYTES)
        return BT_EDAMAGED;
    memcpy(key.bytes, bytes, sizeof key.bytes);
    bt_record_key_print(&key, out);
    return BT_OK;
}

bt_view bt_index_column_text(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);

    return (bt_view){ text, text == NULL ? 0 : (size_t)sqlite3_column_bytes(row, column) };
}

bt_status bt_index_last(bt_index *index, bt_oid *commit, int64_t *number)
{
    sqlite3_stmt *row = NULL;
    bt_status status =
        bt_index_prepare(index, "SELECT name, number FROM commits ORDER BY number DESC LIMIT 1", &row);

    memset(commit, 0, sizeof *commit);
    *number = 0;
    if (status == BT_OK)
        status = bt_index_row(index, row);
    if (status == BT_OK) {
        *number = sqlite3_column_int64(row, 1);
        status = bt_index_column_oid(row, 0, commit);
    } else if (status == BT_ENOTFOUND) {
        status = BT_OK;
    }
    index->broken |= status == BT_EDAMAGED;
    bt_index_end(row);
    return status;
}
