/* service/people/access_private.c - private notebooks: what a person keeps of a classroom for themselves alone. */
#include "service/people/access_private.h"
#include "service/people/access_db.h"

bt_status bt_private_find(bt_access *access, const char *person, const char *classroom,
                          char notebook[BT_ID_LEN + 1])
{
    const bt_db_value values[] = { bt_db_text(person), bt_db_text(classroom) };
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;

    notebook[0] = '\0';
    pthread_mutex_lock(&access->lock);
    status = bt_db_ask(access, "SELECT notebook FROM private_books WHERE person = ? AND classroom = ?",
                       values, 2, &statement);
    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK)
        status = bt_db_id(statement, 0, notebook);
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status;
}

bt_status bt_private_keep(bt_access *access, const char *person, const char *classroom, const char *notebook)
{
    const bt_db_value values[] = { bt_db_text(notebook), bt_db_text(person), bt_db_text(classroom) };
    bt_status status = BT_EIO;

    pthread_mutex_lock(&access->lock);
    status = bt_db_run(access,
                       "INSERT INTO private_books (notebook, person, classroom) VALUES (?, ?, ?)"
                       " ON CONFLICT DO NOTHING",
                       values, 3);
    pthread_mutex_unlock(&access->lock);
    return status;
}

bt_status bt_private_is(bt_access *access, const char *notebook, bool *is_private)
{
    const bt_db_value values[] = { bt_db_text(notebook) };
    sqlite3_stmt *statement = NULL;
    bt_status status = BT_EIO;

    *is_private = true;
    pthread_mutex_lock(&access->lock);
    status = bt_db_ask(access, "SELECT EXISTS (SELECT 1 FROM private_books WHERE notebook = ?)", values, 1,
                       &statement);
    if (status == BT_OK)
        status = bt_db_row(statement);
    if (status == BT_OK)
        *is_private = sqlite3_column_int(statement, 0) != 0;
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&access->lock);
    return status;
}
