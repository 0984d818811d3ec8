#include "service/people/access.h"
#include "service/people/access_db.h"
#include "service/people/secret.h"

#include <string.h>

enum { SEEN_EVERY_S = 3600 }; /* how exactly "last seen" is kept: a write costs a sync of the disk */

static const struct {
    unsigned role;
    const char *name;
} roles[] = {
    { BT_ROLE_OWNER, "owner" },
    { BT_ROLE_CO_TEACHER, "co_teacher" },
    { BT_ROLE_COACH, "coach" },
    { BT_ROLE_SUBSTITUTE, "substitute" },
};

const char *bt_role_name(unsigned role)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (roles[i].role == role)
            return roles[i].name;
    }
    return NULL;
}

unsigned bt_role_find(bt_view name)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (bt_view_equal(name, bt_view_of(roles[i].name)))
            return roles[i].role;
    }
    return 0;
}

/* When a device was last seen is a courtesy to its owner: a full disk must not shut its reader out for it. */
static void note_seen(bt_access *access, const char *device, int64_t now_s)
{
    const bt_db_value values[] = { bt_db_number(now_s), bt_db_text(device) };

    (void)bt_db_run(access, "UPDATE devices SET seen_s = ? WHERE id = ?", values, 2);
}

static bt_status read_identity(sqlite3_stmt *statement, bt_identity *out)
{
    bt_status status = bt_db_id(statement, 0, out->device);

    if (status == BT_OK)
        status = bt_db_id(statement, 1, out->person);
    out->owner = sqlite3_column_int(statement, 2) != 0;
    out->created = false;
    return status;
}

bt_status bt_access_identify(bt_access *access, bt_view token, int64_t now_s, bt_identity *out)
{
    unsigned char hash[BT_HASH_BYTES];
    sqlite3_stmt *statement = NULL;
    int64_t seen_s = 0;
    bt_status status = bt_secret_token_hash(token, hash);
    const bt_db_value values[] = { bt_db_bytes(hash, sizeof hash) };

    memset(out, 0, sizeof *out);
    if (status != BT_OK)
        return status == BT_EINPUT ? BT_ENOTFOUND : status;
    pthread_mutex_lock(&access->lock);
    status = bt_db_ask_kept(access, BT_DB_IDENTITY,
                            "SELECT d.id, d.person, p.owner, d.token, d.seen_s, d.revoked_s IS NOT NULL"
                            " FROM devices d JOIN people p ON p.id = d.person WHERE d.token = ?",
                            values, 1, &statement);
    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK &&
        !bt_secret_same(sqlite3_column_blob(statement, 3), (size_t)sqlite3_column_bytes(statement, 3), hash))
        status = BT_ENOTFOUND;
    if (status == BT_OK) {
        status = read_identity(statement, out);
        seen_s = sqlite3_column_int64(statement, 4);
    }
    if (status == BT_OK && sqlite3_column_int(statement, 5) != 0)
        status = BT_EDENIED;
    bt_db_rest(statement);
    if (status == BT_OK && (now_s < seen_s || now_s - seen_s >= SEEN_EVERY_S))
        note_seen(access, out->device, now_s);
    pthread_mutex_unlock(&access->lock);
    return status;
}

bt_status bt_access_standing(bt_access *access, const bt_identity *who, const char *notebook, int64_t now_s,
                             bt_standing *out)
{
    const bt_db_value values[] = { bt_db_text(who->person), bt_db_text(notebook), bt_db_text(who->device) };
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;

    *out = (bt_standing){ 0 };
    pthread_mutex_lock(&access->lock);
    status = bt_db_ask_kept(
        access, BT_DB_ROLE,
        "SELECT role, until_s, EXISTS (SELECT 1 FROM devices WHERE id = ?3 AND revoked_s IS NOT NULL),"
        " notebook <> ?2 FROM roles WHERE person = ?1 AND notebook ="
        " ifnull((SELECT classroom FROM private_books WHERE notebook = ?2 AND person = ?1), ?2)",
        values, sizeof values / sizeof values[0], &statement);
    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK)
        *out = (bt_standing){ .role = (unsigned)sqlite3_column_int(statement, 0),
                              .until_s = sqlite3_column_int64(statement, 1),
                              .revoked = sqlite3_column_int(statement, 2) != 0,
                              .is_private = sqlite3_column_int(statement, 3) != 0 };
    bt_db_rest(statement);
    pthread_mutex_unlock(&access->lock);
    if (status == BT_OK && (out->revoked || (out->until_s != 0 && out->until_s <= now_s)))
        status = BT_EDENIED;
    return status;
}

bt_status bt_access_role(bt_access *access, const char *person, const char *notebook, int64_t now_s,
                         unsigned *role)
{
    bt_identity who = { .device = "" };
    bt_standing standing;
    bt_status status = BT_EINPUT;

    *role = 0;
    if (strlen(person) > BT_ID_LEN)
        return BT_EINPUT;
    memcpy(who.person, person, strlen(person) + 1);
    status = bt_access_standing(access, &who, notebook, now_s, &standing);
    if (status == BT_OK)
        *role = standing.role;
    return status;
}

bt_status bt_access_is_claimed(bt_access *access, const char *notebook, bool *claimed)
{
    const bt_db_value values[] = { bt_db_text(notebook) };
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;

    *claimed = true;
    pthread_mutex_lock(&access->lock);
    status = bt_db_ask(access,
                       "SELECT EXISTS (SELECT 1 FROM roles WHERE notebook = ?1)"
                       " OR EXISTS (SELECT 1 FROM private_books WHERE notebook = ?1)",
                       values, 1, &statement);
    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK)
        *claimed = sqlite3_column_int(statement, 0) != 0;
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status;
}

bt_status bt_access_grant(bt_access *access, const char *person, const char *notebook, unsigned role)
{
    const bt_db_value values[] = { bt_db_text(person), bt_db_text(notebook), bt_db_number(role) };
    bt_status status = BT_EIO;

    pthread_mutex_lock(&access->lock);
    status = bt_db_run(access,
                       "INSERT INTO roles (person, notebook, role) VALUES (?, ?, ?)"
                       " ON CONFLICT (person, notebook) DO UPDATE SET role = excluded.role, until_s = NULL",
                       values, 3);
    access->edition++;
    pthread_mutex_unlock(&access->lock);
    return status;
}

static bt_status read_membership(sqlite3_stmt *statement, bt_membership *out)
{
    bt_status status = bt_db_id(statement, 0, out->notebook);

    out->role = (unsigned)sqlite3_column_int(statement, 1);
    out->until_s = sqlite3_column_int64(statement, 2);
    out->private_of[0] = '\0';
    if (status == BT_OK && sqlite3_column_type(statement, 3) != SQLITE_NULL)
        status = bt_db_id(statement, 3, out->private_of);
    return status;
}

bt_status bt_access_notebooks(bt_access *access, const char *person, bt_membership_fn each, void *context)
{
    const bt_db_value values[] = { bt_db_text(person) };
    bt_membership membership;
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;
    int stop = 0;

    pthread_mutex_lock(&access->lock);
    status = bt_db_ask(access,
                       "SELECT notebook, role, until_s, NULL FROM roles WHERE person = ?1"
                       " UNION ALL SELECT p.notebook, r.role, r.until_s, p.classroom FROM private_books p"
                       " JOIN roles r ON r.person = p.person AND r.notebook = p.classroom"
                       " WHERE p.person = ?1 ORDER BY 1",
                       values, 1, &statement);
    while (status == BT_OK && stop == 0) {
        status = bt_db_row(statement);
        if (status == BT_OK)
            status = read_membership(statement, &membership);
        if (status == BT_OK)
            stop = each(context, &membership);
    }
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status == BT_ENOTFOUND ? BT_OK : status; /* the end of the rows */
}

bt_status bt_access_owner(bt_access *access, bt_identity *out)
{
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;

    memset(out, 0, sizeof *out);
    pthread_mutex_lock(&access->lock);
    /* Ids grow with time: the least is the first owner, and the first device. */
    status = bt_db_ask(access,
                       "SELECT d.id, p.id, p.owner FROM people p JOIN devices d ON d.person = p.id"
                       " WHERE p.owner = 1 ORDER BY p.id, d.id LIMIT 1",
                       NULL, 0, &statement);
    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK)
        status = read_identity(statement, out);
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status;
}
