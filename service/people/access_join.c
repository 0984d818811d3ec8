/* Codes in, people and devices out: the three writes that make somebody known. */
#include "service/people/access.h"
#include "service/people/access_db.h"
#include "service/people/access_people.h"
#include "service/people/secret.h"
#include "service/uuid.h"

#include <string.h>

/* What a code stands for. */
typedef struct offer {
    char notebook[BT_ID_LEN + 1]; /* empty: the service itself */
    char person[BT_ID_LEN + 1];   /* empty: a person is made */
    unsigned role;
    int64_t until_s; /* of the role; 0: no end */
} offer;

static bt_status new_id(int64_t now_s, char id[BT_ID_LEN + 1])
{
    unsigned char random[BT_UUID_RANDOM_BYTES];
    bt_status status = bt_secret_random(random, sizeof random);

    if (status == BT_OK)
        bt_uuid_make((uint64_t)now_s * 1000, random, id);
    return status;
}

bt_status bt_access_invite(bt_access *access, const char *notebook, unsigned role, const char *person,
                           int64_t until_s, int64_t now_s, int64_t life_s, char code[BT_CODE_LEN + 1])
{
    unsigned char hash[BT_HASH_BYTES];
    bt_status status = BT_EINPUT;

    code[0] = '\0';
    if (!bt_people_role_valid(role, until_s, now_s))
        return BT_EINPUT;
    status = bt_secret_code(code, hash);
    if (status == BT_OK) {
        const bt_db_value values[] = {
            bt_db_bytes(hash, sizeof hash), bt_db_text(notebook), bt_db_number(role), bt_db_text(person),
            bt_db_number(now_s + life_s),   bt_db_end_of(until_s)
        };

        pthread_mutex_lock(&access->lock);
        status = bt_db_run(
            access,
            "INSERT INTO codes (hash, notebook, role, person, expires_s, until_s) VALUES (?, ?, ?, ?, ?, ?)",
            values, sizeof values / sizeof values[0]);
        pthread_mutex_unlock(&access->lock);
    }
    if (status != BT_OK)
        bt_secret_wipe(code, BT_CODE_LEN + 1);
    return status;
}

static bt_status read_offer(sqlite3_stmt *statement, offer *out)
{
    bt_status status = BT_OK;

    memset(out, 0, sizeof *out);
    if (sqlite3_column_type(statement, 0) != SQLITE_NULL)
        status = bt_db_id(statement, 0, out->notebook);
    if (status == BT_OK && sqlite3_column_type(statement, 2) != SQLITE_NULL)
        status = bt_db_id(statement, 2, out->person);
    out->role = (unsigned)sqlite3_column_int(statement, 1);
    out->until_s = sqlite3_column_int64(statement, 4);
    return status;
}

/* Takes the code out of the table: from here on nobody else can use it. Old ones go with it. */
static bt_status use_up(bt_access *access, const unsigned char hash[BT_HASH_BYTES], int64_t now_s, offer *out)
{
    const bt_db_value old[] = { bt_db_number(now_s) };
    const bt_db_value used[] = { bt_db_bytes(hash, BT_HASH_BYTES) };
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_run(access, "DELETE FROM codes WHERE expires_s <= ?", old, 1);

    if (status == BT_OK)
        status = bt_db_ask(access, "SELECT notebook, role, person, hash, until_s FROM codes WHERE hash = ?",
                           used, 1, &statement);
    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK &&
        !bt_secret_same(sqlite3_column_blob(statement, 3), (size_t)sqlite3_column_bytes(statement, 3), hash))
        status = BT_ENOTFOUND;
    if (status == BT_OK)
        status = read_offer(statement, out);
    sqlite3_finalize(statement);
    if (status == BT_OK)
        status = bt_db_run(access, "DELETE FROM codes WHERE hash = ?", used, 1);
    return status;
}

static bt_status make_person(bt_access *access, int64_t now_s, bool owner, char id[BT_ID_LEN + 1])
{
    bt_status status = new_id(now_s, id);
    const bt_db_value values[] = { bt_db_text(id), bt_db_number(now_s), bt_db_number(owner) };

    if (status == BT_OK)
        status = bt_db_run(access, "INSERT INTO people (id, made_s, owner) VALUES (?, ?, ?)", values, 3);
    return status;
}

/* `replaces`: the device that this one goes on for, or NULL. */
static bt_status make_device(bt_access *access, const char *person, bt_view name, const char *replaces,
                             int64_t now_s, char id[BT_ID_LEN + 1], char token[BT_TOKEN_HEX_LEN + 1])
{
    unsigned char hash[BT_HASH_BYTES];
    bt_status status = new_id(now_s, id);

    if (status == BT_OK)
        status = bt_secret_token(token, hash);
    if (status == BT_OK) {
        const bt_db_value values[] = {
            bt_db_text(id),      bt_db_text(person),  bt_db_bytes(hash, sizeof hash),
            bt_db_view(name),    bt_db_number(now_s), bt_db_number(now_s),
            bt_db_text(replaces)
        };

        status = bt_db_run(access,
                           "INSERT INTO devices (id, person, token, name, made_s, seen_s, replaces)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?)",
                           values, 7);
    }
    return status;
}

/* Who is owner stays owner when redeeming a code for less. */
static bt_status give_role(bt_access *access, const char *person, const offer *given, int64_t now_s)
{
    const bt_db_value values[] = { bt_db_text(person),          bt_db_text(given->notebook),
                                   bt_db_number(given->role),   bt_db_end_of(given->until_s),
                                   bt_db_number(BT_ROLE_OWNER), bt_db_number(now_s) };

    return bt_db_run(access,
                     "INSERT INTO roles (person, notebook, role, until_s) VALUES (?1, ?2, ?3, ?4)"
                     " ON CONFLICT (person, notebook) DO UPDATE SET role = excluded.role,"
                     " until_s = excluded.until_s"
                     " WHERE roles.role <> ?5 OR roles.until_s <= ?6",
                     values, sizeof values / sizeof values[0]);
}

static bt_status read_owner(bt_access *access, const char *person, bool *owner)
{
    const bt_db_value values[] = { bt_db_text(person) };
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_ask(access, "SELECT owner FROM people WHERE id = ?", values, 1, &statement);

    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK)
        *owner = sqlite3_column_int(statement, 0) != 0;
    sqlite3_finalize(statement);
    return status == BT_ENOTFOUND ? BT_EDAMAGED : status; /* a code or device of nobody */
}

static bt_status admit(bt_access *access, const unsigned char hash[BT_HASH_BYTES], bt_view device_name,
                       int64_t now_s, bt_identity *out, char token[BT_TOKEN_HEX_LEN + 1])
{
    offer given;
    bt_status status = use_up(access, hash, now_s, &given);

    if (status != BT_OK)
        return status;
    if (given.person[0] != '\0') {
        memcpy(out->person, given.person, sizeof out->person);
        status = read_owner(access, out->person, &out->owner);
    } else {
        out->created = true;
        out->owner = given.notebook[0] == '\0';
        status = make_person(access, now_s, out->owner, out->person);
    }
    if (status == BT_OK)
        status = make_device(access, out->person, device_name, NULL, now_s, out->device, token);
    if (status == BT_OK && given.notebook[0] != '\0')
        status = give_role(access, out->person, &given, now_s);
    return status;
}

/* Nothing of a failed attempt is left, in the database or in memory. */
static bt_status settle(bt_access *access, bt_status status, bt_identity *out,
                        char token[BT_TOKEN_HEX_LEN + 1])
{
    status = bt_db_end(access, status);
    if (status != BT_OK) {
        memset(out, 0, sizeof *out);
        bt_secret_wipe(token, BT_TOKEN_HEX_LEN + 1);
    }
    return status;
}

bt_status bt_access_join(bt_access *access, bt_view code, bt_view device_name, int64_t now_s,
                         bt_identity *out, char token[BT_TOKEN_HEX_LEN + 1])
{
    unsigned char hash[BT_HASH_BYTES];
    bt_status status = bt_secret_code_hash(code, hash);

    memset(out, 0, sizeof *out);
    token[0] = '\0';
    if (status != BT_OK)
        return status == BT_EINPUT ? BT_ENOTFOUND : status;
    if (device_name.len > BT_NAME_MAX_BYTES)
        return BT_ELIMIT;
    pthread_mutex_lock(&access->lock);
    status = bt_db_begin(access);
    if (status == BT_OK) {
        status = admit(access, hash, device_name, now_s, out, token);
        status = settle(access, status, out, token);
    }
    access->edition += status == BT_OK;
    pthread_mutex_unlock(&access->lock);
    bt_secret_wipe(hash, sizeof hash);
    return status;
}

bt_status bt_access_take_role(bt_access *access, bt_view code, const bt_identity *who, int64_t now_s)
{
    unsigned char hash[BT_HASH_BYTES];
    offer given;
    bt_status status = bt_secret_code_hash(code, hash);

    if (status != BT_OK)
        return status == BT_EINPUT ? BT_ENOTFOUND : status;
    pthread_mutex_lock(&access->lock);
    status = bt_db_begin(access);
    if (status == BT_OK) {
        status = use_up(access, hash, now_s, &given);
        if (status == BT_OK && (given.notebook[0] == '\0' || given.person[0] != '\0'))
            status = BT_ENOTFOUND;
        if (status == BT_OK)
            status = give_role(access, who->person, &given, now_s);
        status = bt_db_end(access, status);
    }
    access->edition += status == BT_OK;
    pthread_mutex_unlock(&access->lock);
    bt_secret_wipe(hash, sizeof hash);
    return status;
}

static bt_status device_name_of(bt_access *access, const char *device, char name[BT_NAME_MAX_BYTES + 1])
{
    const bt_db_value values[] = { bt_db_text(device) };
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_ask(access, "SELECT name FROM devices WHERE id = ? AND revoked_s IS NULL",
                                 values, 1, &statement);

    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        size_t len = (size_t)sqlite3_column_bytes(statement, 0);

        if (text == NULL || len > BT_NAME_MAX_BYTES) {
            status = BT_EDAMAGED;
        } else {
            memcpy(name, text, len);
            name[len] = '\0';
        }
    }
    sqlite3_finalize(statement);
    return status;
}

bt_status bt_access_renew(bt_access *access, const bt_identity *who, int64_t now_s, bt_identity *out,
                          char token[BT_TOKEN_HEX_LEN + 1])
{
    char name[BT_NAME_MAX_BYTES + 1] = "";
    bt_status status = BT_EIO;

    memset(out, 0, sizeof *out);
    token[0] = '\0';
    pthread_mutex_lock(&access->lock);
    status = bt_db_begin(access);
    if (status == BT_OK) {
        memcpy(out->person, who->person, sizeof out->person);
        out->owner = who->owner;
        status = device_name_of(access, who->device, name);
        if (status == BT_OK)
            status =
                make_device(access, out->person, bt_view_of(name), who->device, now_s, out->device, token);
        status = settle(access, status, out, token);
    }
    pthread_mutex_unlock(&access->lock);
    return status;
}
