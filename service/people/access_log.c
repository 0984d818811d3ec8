/* service/people/access_log.c - who opened which student's page, and who took a copy of what. */
#include "service/people/access_log.h"
#include "service/people/access_db.h"

#include <string.h>

enum { DAY_S = 24 * 3600 };

static const struct {
    unsigned act;
    const char *name;
} acts[] = {
    { BT_LOG_OPENED, "opened" },
    { BT_LOG_EXPORTED, "exported" },
};

static const char *const formats[] = { "all", "csv", "jsonl", "unsent" };

const char *bt_log_act_name(unsigned act)
{
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        if (acts[i].act == act)
            return acts[i].name;
    }
    return NULL;
}

unsigned bt_log_act_find(bt_view name)
{
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        if (bt_view_equal(name, bt_view_of(acts[i].name)))
            return acts[i].act;
    }
    return 0;
}

/* Nothing but ids and the few formats gets in: a log is no place for anybody's words. */
bool bt_log_subject_valid(unsigned act, bt_view subject)
{
    if (act == BT_LOG_OPENED)
        return bt_id_valid(subject);
    for (size_t i = 0; act == BT_LOG_EXPORTED && i < sizeof formats / sizeof formats[0]; i++) {
        if (bt_view_equal(subject, bt_view_of(formats[i])))
            return true;
    }
    return false;
}

static bt_status write_one(bt_access *access, const char *notebook, const char *person,
                           const bt_log_entry *entry, int64_t now_s)
{
    int64_t at_s = entry->at_s < now_s ? entry->at_s : now_s;
    int64_t once = entry->act == BT_LOG_OPENED ? at_s / DAY_S : at_s;
    const bt_db_value values[] = { bt_db_text(notebook),     bt_db_number(at_s),         bt_db_text(person),
                                   bt_db_number(entry->act), bt_db_text(entry->subject), bt_db_number(once) };

    if (at_s < now_s - BT_LOG_KEPT_S)
        return BT_OK;
    if (!bt_log_subject_valid(entry->act, bt_view_of(entry->subject)))
        return BT_EINPUT;
    return bt_db_run(access,
                     "INSERT INTO log (notebook, at_s, person, act, subject, once) VALUES (?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT DO NOTHING",
                     values, sizeof values / sizeof values[0]);
}

bt_status bt_log_write(bt_access *access, const char *notebook, const char *person,
                       const bt_log_entry *entries, size_t count, int64_t now_s)
{
    const bt_db_value oldest[] = { bt_db_number(now_s - BT_LOG_KEPT_S) };
    bt_status status = BT_EIO;

    pthread_mutex_lock(&access->lock);
    status = bt_db_begin(access);
    if (status == BT_OK) {
        for (size_t i = 0; status == BT_OK && i < count; i++)
            status = write_one(access, notebook, person, &entries[i], now_s);
        if (status == BT_OK)
            status = bt_db_run(access, "DELETE FROM log WHERE at_s < ?", oldest, 1);
        status = bt_db_end(access, status);
    }
    pthread_mutex_unlock(&access->lock);
    return status;
}

static bt_status read_entry(sqlite3_stmt *statement, bt_log_entry *out)
{
    const char *subject = (const char *)sqlite3_column_text(statement, 3);
    bt_status status = bt_db_id(statement, 1, out->person);

    out->at_s = sqlite3_column_int64(statement, 0);
    out->act = (unsigned)sqlite3_column_int(statement, 2);
    if (status != BT_OK)
        return status;
    if (subject == NULL || strlen(subject) > BT_ID_LEN || bt_log_act_name(out->act) == NULL)
        return BT_EDAMAGED;
    memcpy(out->subject, subject, strlen(subject) + 1);
    return BT_OK;
}

bt_status bt_log_read(bt_access *access, const char *notebook, int64_t before_s, bt_log_fn each,
                      void *context, bool *older)
{
    const bt_db_value values[] = { bt_db_text(notebook), bt_db_number(before_s), bt_db_number(BT_LOG_PAGE) };
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;
    int stop = 0;

    *older = false;
    pthread_mutex_lock(&access->lock);
    /* A page ends with a whole second, for the next one begins before it. */
    status = bt_db_ask(access,
                       "SELECT at_s, person, act, subject, EXISTS (SELECT 1 FROM log o"
                       "  WHERE o.notebook = ?1 AND o.at_s < log.at_s)"
                       " FROM log WHERE notebook = ?1 AND at_s < ?2 AND at_s >= ifnull((SELECT at_s FROM log"
                       "  WHERE notebook = ?1 AND at_s < ?2 ORDER BY at_s DESC LIMIT 1 OFFSET ?3 - 1),"
                       "  -9223372036854775807) ORDER BY at_s DESC, person, act, subject",
                       values, sizeof values / sizeof values[0], &statement);
    while (status == BT_OK && stop == 0) {
        bt_log_entry entry;

        status = bt_db_row(statement);
        if (status == BT_OK)
            status = read_entry(statement, &entry);
        if (status != BT_OK)
            break;
        *older = sqlite3_column_int(statement, 4) != 0;
        stop = each(context, &entry);
    }
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status == BT_ENOTFOUND ? BT_OK : status;
}
