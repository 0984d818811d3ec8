/* service/people/access_people.c - those who are let in: who they are, what each may do, and how that changes. */
#include "service/people/access_people.h"
#include "service/people/access_db.h"

#include <string.h>
#include <time.h>

enum { LOOK_EVERY_MS = 1000, MS_A_S = 1000, NS_A_MS = 1000 * 1000 };

bool bt_people_role_valid(unsigned role, int64_t until_s, int64_t now_s)
{
    if (bt_role_name(role) == NULL)
        return false;
    if (until_s == 0)
        return role != BT_ROLE_SUBSTITUTE;
    return until_s > now_s && until_s - now_s <= BT_ROLE_LIFE_MAX_S;
}

bt_status bt_people_members(bt_access *access, const char *notebook, bt_person_fn each, void *context)
{
    const bt_db_value values[] = { bt_db_text(notebook) };
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;
    int stop = 0;

    pthread_mutex_lock(&access->lock);
    status = bt_db_ask(access, "SELECT person, role, until_s FROM roles WHERE notebook = ? ORDER BY person",
                       values, 1, &statement);
    while (status == BT_OK && stop == 0) {
        bt_person one = { .role = 0 };

        status = bt_db_row(statement);
        if (status == BT_OK)
            status = bt_db_id(statement, 0, one.person);
        if (status != BT_OK)
            break;
        one.role = (unsigned)sqlite3_column_int(statement, 1);
        one.until_s = sqlite3_column_int64(statement, 2);
        stop = each(context, &one);
    }
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status == BT_ENOTFOUND ? BT_OK : status; /* the end of the rows */
}

static bt_status read_device(sqlite3_stmt *statement, bt_device *out)
{
    bt_status status = bt_db_id(statement, 0, out->id);

    if (status == BT_OK)
        status = bt_db_id(statement, 1, out->person);
    out->name = (const char *)sqlite3_column_text(statement, 2);
    out->made_s = sqlite3_column_int64(statement, 3);
    out->seen_s = sqlite3_column_int64(statement, 4);
    out->revoked_s = sqlite3_column_int64(statement, 5); /* NULL reads as 0 */
    return status == BT_OK && out->name == NULL ? BT_EDAMAGED : status;
}

bt_status bt_people_devices(bt_access *access, const char *notebook, bt_device_fn each, void *context)
{
    const bt_db_value values[] = { bt_db_text(notebook) };
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;
    int stop = 0;

    pthread_mutex_lock(&access->lock);
    status = bt_db_ask(access,
                       "SELECT d.id, d.person, d.name, d.made_s, d.seen_s, d.revoked_s"
                       " FROM roles r JOIN devices d ON d.person = r.person WHERE r.notebook = ?"
                       " ORDER BY d.person, d.seen_s DESC, d.id DESC",
                       values, 1, &statement);
    while (status == BT_OK && stop == 0) {
        bt_device device;

        status = bt_db_row(statement);
        if (status == BT_OK)
            status = read_device(statement, &device);
        if (status == BT_OK)
            stop = each(context, &device);
    }
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status == BT_ENOTFOUND ? BT_OK : status;
}

/* BT_OK when the question has a row with something else than 0 in it; BT_ENOTFOUND when it has none, or 0. */
static bt_status is_so(bt_access *access, const char *sql, const bt_db_value *values, size_t count)
{
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_ask(access, sql, values, count, &statement);

    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK && sqlite3_column_int(statement, 0) == 0)
        status = BT_ENOTFOUND;
    sqlite3_finalize(statement);
    return status;
}

/* One owner without an end has to stay, or nobody could ever invite or let go again. */
static bt_status check_owner_left(bt_access *access, const char *notebook)
{
    const bt_db_value values[] = { bt_db_text(notebook), bt_db_number(BT_ROLE_OWNER) };
    bt_status status = is_so(
        access, "SELECT EXISTS (SELECT 1 FROM roles WHERE notebook = ? AND role = ? AND until_s IS NULL)",
        values, 2);

    return status == BT_ENOTFOUND ? BT_EDENIED : status;
}

/*
 * Nobody comes back by a code that was made before: who owned the classroom may have made any of those that are open
 * for it. Whoever waits with one of the others asks for a new one.
 */
static bt_status void_codes_of_owner(bt_access *access, const char *person, const char *notebook)
{
    const bt_db_value values[] = { bt_db_text(person), bt_db_text(notebook), bt_db_number(BT_ROLE_OWNER) };

    return bt_db_run(access,
                     "DELETE FROM codes WHERE notebook = ?2"
                     " AND EXISTS (SELECT 1 FROM roles WHERE person = ?1 AND notebook = ?2 AND role = ?3)",
                     values, sizeof values / sizeof values[0]);
}

/* Likewise of a device: those for another device of its person, and those for classrooms that its person owns. */
static bt_status void_codes_of_device(bt_access *access, const char *device)
{
    const bt_db_value values[] = { bt_db_text(device), bt_db_number(BT_ROLE_OWNER) };

    return bt_db_run(access,
                     "DELETE FROM codes WHERE person = (SELECT person FROM devices WHERE id = ?1)"
                     " OR notebook IN (SELECT r.notebook FROM roles r JOIN devices d ON d.person = r.person"
                     "  WHERE d.id = ?1 AND r.role = ?2)",
                     values, sizeof values / sizeof values[0]);
}

/* `sql` changes the row of a person (?1) in a notebook (?2); the other values are its own. */
static bt_status change_role(bt_access *access, const char *sql, const bt_db_value *values, size_t count,
                             const char *person, const char *notebook)
{
    bt_status status = BT_EIO;

    pthread_mutex_lock(&access->lock);
    status = bt_db_begin(access);
    if (status == BT_OK) {
        status =
            is_so(access, "SELECT EXISTS (SELECT 1 FROM roles WHERE person = ? AND notebook = ?)", values, 2);
        if (status == BT_OK)
            status = void_codes_of_owner(access, person, notebook);
        if (status == BT_OK)
            status = bt_db_run(access, sql, values, count);
        if (status == BT_OK)
            status = check_owner_left(access, notebook);
        status = bt_db_end(access, status);
    }
    if (status == BT_OK)
        access->edition++;
    pthread_mutex_unlock(&access->lock);
    return status;
}

bt_status bt_people_set_role(bt_access *access, const char *notebook, const char *person, unsigned role,
                             int64_t until_s, int64_t now_s)
{
    const bt_db_value values[] = { bt_db_text(person), bt_db_text(notebook), bt_db_number(role),
                                   bt_db_end_of(until_s) };

    if (!bt_people_role_valid(role, until_s, now_s))
        return BT_EINPUT;
    return change_role(access, "UPDATE roles SET role = ?3, until_s = ?4 WHERE person = ?1 AND notebook = ?2",
                       values, sizeof values / sizeof values[0], person, notebook);
}

bt_status bt_people_end_role(bt_access *access, const char *notebook, const char *person, int64_t now_s)
{
    const bt_db_value values[] = { bt_db_text(person), bt_db_text(notebook), bt_db_number(now_s) };

    return change_role(access,
                       "UPDATE roles SET until_s = min(?3, ifnull(until_s, ?3))"
                       " WHERE person = ?1 AND notebook = ?2",
                       values, sizeof values / sizeof values[0], person, notebook);
}

bt_status bt_people_may_revoke(bt_access *access, const bt_identity *who, const char *device, int64_t now_s,
                               bool *may)
{
    const bt_db_value values[] = { bt_db_text(device), bt_db_text(who->person), bt_db_number(BT_ROLE_OWNER),
                                   bt_db_number(now_s) };
    bt_status status = BT_EIO;

    *may = false;
    pthread_mutex_lock(&access->lock);
    status = is_so(access,
                   "SELECT EXISTS (SELECT 1 FROM devices d JOIN people p ON p.id = d.person WHERE d.id = ?1"
                   " AND (d.person = ?2 OR (p.owner = 0 AND EXISTS (SELECT 1 FROM roles theirs"
                   "   JOIN roles mine ON mine.notebook = theirs.notebook"
                   "   WHERE theirs.person = d.person AND mine.person = ?2 AND mine.role = ?3"
                   "   AND (mine.until_s IS NULL OR mine.until_s > ?4)))))",
                   values, sizeof values / sizeof values[0]);
    pthread_mutex_unlock(&access->lock);
    *may = status == BT_OK;
    return status == BT_ENOTFOUND ? BT_OK : status;
}

bt_status bt_people_revoke(bt_access *access, const char *device, int64_t now_s)
{
    const bt_db_value values[] = { bt_db_text(device), bt_db_number(now_s) };
    bt_status status = BT_EIO;

    pthread_mutex_lock(&access->lock);
    status = bt_db_begin(access);
    if (status == BT_OK) {
        status = is_so(access, "SELECT EXISTS (SELECT 1 FROM devices WHERE id = ?)", values, 1);
        if (status == BT_OK)
            status = bt_db_run(access, "UPDATE devices SET revoked_s = ifnull(revoked_s, ?2) WHERE id = ?1",
                               values, 2);
        if (status == BT_OK)
            status = void_codes_of_device(access, device);
        status = bt_db_end(access, status);
    }
    if (status == BT_OK)
        access->edition++;
    pthread_mutex_unlock(&access->lock);
    return status;
}

static int64_t now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_A_S + now.tv_nsec / NS_A_MS;
}

/* SQLite counts what other connections change. Where it cannot be asked nothing is known, so everybody looks again. */
static void look_at_others(bt_access *access)
{
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_ask(access, "PRAGMA data_version", NULL, 0, &statement);

    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status != BT_OK || sqlite3_column_int64(statement, 0) != access->others)
        access->edition++;
    if (status == BT_OK)
        access->others = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
}

uint64_t bt_people_edition(bt_access *access)
{
    int64_t at_ms = now_ms();
    uint64_t edition = 0;

    pthread_mutex_lock(&access->lock);
    if (at_ms - access->looked_ms >= LOOK_EVERY_MS) {
        access->looked_ms = at_ms;
        look_at_others(access);
    }
    edition = access->edition;
    pthread_mutex_unlock(&access->lock);
    return edition;
}
