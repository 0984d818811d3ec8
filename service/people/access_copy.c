/* service/people/access_copy.c - the list of people and devices into another file, while it is in use. */
#include "service/people/access_db.h"

#include <fcntl.h>
#include <unistd.h>

/* For its owner alone, whatever the umask. BT_EBUSY when it is there already. */
static bt_status make_file(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file < 0)
        return access(path, F_OK) == 0 ? BT_EBUSY : BT_EIO;
    return close(file) == 0 ? BT_OK : BT_EIO;
}

/* All pages in one step: the list is small, and a writer of another process would only make it begin again. */
static bt_status copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    bt_status status;

    if (backup == NULL)
        return bt_db_status(sqlite3_errcode(to));
    status = bt_db_status(sqlite3_backup_step(backup, -1));
    if (sqlite3_backup_finish(backup) != SQLITE_OK && status == BT_OK)
        status = BT_EIO;
    return status;
}

/* BT_EDAMAGED when SQLite finds anything out of order. */
static bt_status check_pages(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    bt_status status = bt_db_status(
        sqlite3_prepare_v2(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                           -1, &statement, NULL));

    if (status == BT_OK)
        status = bt_db_status(sqlite3_step(statement));
    if (status == BT_OK && sqlite3_column_int(statement, 0) != 0)
        status = BT_EDAMAGED;
    sqlite3_finalize(statement);
    return status;
}

bt_status bt_access_copy(bt_access *access, const char *path)
{
    sqlite3 *copy = NULL;
    bt_status status = make_file(path);

    if (status != BT_OK)
        return status;
    status = bt_db_status(sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE, NULL));
    if (status == BT_OK) {
        pthread_mutex_lock(&access->lock);
        status = copy_pages(access->db, copy);
        pthread_mutex_unlock(&access->lock);
    }
    /* one file, without another beside it that would have to be kept too */
    if (status == BT_OK)
        status = bt_db_status(sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL));
    if (status == BT_OK)
        status = check_pages(copy);
    if (sqlite3_close(copy) != SQLITE_OK && status == BT_OK)
        status = BT_EIO;
    return status;
}
