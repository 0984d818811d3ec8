/* service/command/restore_all.c - `backtable restore --from BACKUP`: a data folder out of a backup.
 *
 * It is made beside its place, complete and synced, and exchanged with what is
 * there in one step; the old one is kept under another name. Every classroom gets
 * a new epoch, so that phones offer what the backup lacks.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "service/command/command.h"
#include "service/command/keep.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/folder_lock.h"
#include "service/manifest.h"
#include "service/photo/photos.h"

enum { STAMP_BYTES = 32, PEOPLE_MAX_BYTES = 256 * 1024 * 1024 };

typedef struct restoring {
    const char *from;
    const char *work;
    size_t notebooks, photos;
} restoring;

static bool take_id(const char *name, char id[BT_ID_LEN + 1])
{
    const size_t before = strlen(BT_KEEP_NOTEBOOKS "/");

    id[0] = '\0';
    if (strncmp(name, BT_KEEP_NOTEBOOKS "/", before) != 0 || strlen(name) < before + BT_ID_LEN ||
        strcmp(name + before + BT_ID_LEN, BT_KEEP_BUNDLE) != 0)
        return false;
    memcpy(id, name + before, BT_ID_LEN);
    id[BT_ID_LEN] = '\0';
    return bt_id_valid(bt_view_of(id));
}

static bt_status take_notebook(restoring *r, const char *bundle, const char *id)
{
    char name[sizeof BT_KEEP_NOTEBOOKS "/" + BT_ID_LEN], epoch[BT_EPOCH_HEX_LEN + 1];
    bt_store *store = NULL;
    char *path;
    bt_status status = bt_epoch_new(epoch);

    (void)snprintf(name, sizeof name, BT_KEEP_NOTEBOOKS "/%s", id);
    path = bt_data_path(r->work, name);
    if (path == NULL)
        return BT_ENOMEM;
    if (status == BT_OK)
        status = bt_store_unbundle(bundle, path, epoch);
    if (status == BT_OK)
        status = bt_store_open(path, &store);
    bt_store_close(store);
    r->notebooks += status == BT_OK;
    free(path);
    return status;
}

/* Copied before it is opened: opening a database writes into it, and the backup stays as it is. */
static bt_status take_people(const restoring *r, const char *file)
{
    char *path = bt_data_path(r->work, BT_KEEP_ACCESS);
    bt_bytes bytes = { NULL, 0 };
    bt_access *people = NULL;
    bt_status status = path == NULL ? BT_ENOMEM : bt_file_read(file, PEOPLE_MAX_BYTES, &bytes);

    if (status == BT_OK)
        status = bt_file_write(path, (bt_view){ bytes.data, bytes.len });
    if (status == BT_OK)
        status = bt_access_open(path, &people);
    bt_access_close(people);
    bt_bytes_free(&bytes);
    free(path);
    return status;
}

static bt_status take_photo(restoring *r, const char *notebook, const bt_photo_sum *sum)
{
    bt_status status = bt_photo_copy(r->from, r->work, notebook, sum);

    r->photos += status == BT_OK;
    return status;
}

/* One file of the list; its sum was found right. */
static bt_status take_file(void *context, const char *name)
{
    restoring *r = context;
    char id[BT_ID_LEN + 1];
    bt_photo_sum sum;
    char *file = bt_data_path(r->from, name);
    bt_status status = BT_EDAMAGED; /* a name that no backup has */
    bool copied;

    if (file == NULL)
        return BT_ENOMEM;
    if (take_id(name, id))
        status = take_notebook(r, file, id);
    else if (bt_photo_name_read(name, id, &sum))
        status = take_photo(r, id, &sum);
    else if (strcmp(name, BT_KEEP_ACCESS) == 0)
        status = take_people(r, file);
    for (size_t i = 0; bt_keep_small[i] != NULL; i++) {
        if (strcmp(name, bt_keep_small[i]) == 0)
            status = bt_keep_copy_small(r->from, r->work, name, &copied);
    }
    free(file);
    return status;
}

/* All of the backup into the work folder. */
static bt_status take_all(restoring *r)
{
    char wrong[BT_MANIFEST_NAME_MAX + 1];
    char *folder = bt_data_path(r->work, BT_KEEP_NOTEBOOKS), *people = bt_data_path(r->work, BT_KEEP_ACCESS);
    bt_status status = folder == NULL || people == NULL ? BT_ENOMEM : BT_OK;

    if (status == BT_OK && mkdir(folder, 0700) != 0)
        status = BT_EIO;
    if (status == BT_OK)
        status = bt_manifest_check(r->from, take_file, r, wrong);
    if (status == BT_OK && access(people, F_OK) != 0)
        status = BT_EDAMAGED; /* without its people nobody could come in */
    if (status == BT_OK)
        status = bt_keep_complete(r->work);
    free(people);
    free(folder);
    return status;
}

/* Where what is in the way goes: beside it, with the time behind its name. */
static char *aside_of(const char *data)
{
    char stamp[STAMP_BYTES] = "";
    time_t now = time(NULL);
    size_t size = strlen(data) + sizeof stamp;
    char *path = malloc(size);
    struct tm parts;

    if (path != NULL && gmtime_r(&now, &parts) != NULL &&
        strftime(stamp, sizeof stamp, ".before-%Y%m%dT%H%M%SZ", &parts) > 0)
        (void)snprintf(path, size, "%s%s", data, stamp);
    return path;
}

/* The new folder takes its place. *aside receives where the old one went, NULL when there was none; the caller frees. */
static bt_status take_place(const char *work, const char *data, char **aside)
{
    bt_status status = BT_OK;

    *aside = NULL;
    if (rename(work, data) != 0) { /* succeeds where nothing is, or an empty folder */
        *aside = aside_of(data);
        if (*aside == NULL)
            return BT_ENOMEM;
        /* in one step, so that there is no moment without a data folder */
        if (renameat2(AT_FDCWD, work, AT_FDCWD, data, RENAME_EXCHANGE) != 0)
            status = BT_EIO;
        else if (renameat2(AT_FDCWD, work, AT_FDCWD, *aside, RENAME_NOREPLACE) != 0)
            status = BT_EBUSY; /* the old one stays under the name of the new; nothing is lost */
    }
    return status == BT_OK ? bt_keep_sync_parent(data) : status;
}

static int report(bt_status status)
{
    static const struct {
        bt_status status;
        const char *code, *sentence;
    } rows[] = {
        { BT_ENOTFOUND, "no_backup",
          "There is no backup of Backtable in this folder (no file `manifest`), or no folder to restore "
          "into." },
        { BT_EDAMAGED, "backup_damaged",
          "A file of this backup is missing or is not what was kept; nothing was changed. Use another "
          "backup." },
        { BT_EBUSY, "in_the_way",
          "There is a folder with .new behind the data folder's name; look at it and move it away." },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].status == status)
            return bt_report(rows[i].code, rows[i].sentence);
    }
    return bt_report_status(status);
}

static int announce(const restoring *r, const char *data, const char *aside)
{
    (void)printf("Restored: %zu classroom%s", r->notebooks, r->notebooks == 1 ? "" : "s");
    if (r->photos > 0)
        (void)printf(" and %zu photo%s", r->photos, r->photos == 1 ? "" : "s");
    (void)printf(", in ");
    bt_print_text(stdout, bt_view_of(data));
    if (aside != NULL) {
        (void)printf("\nWhat was there is kept in ");
        bt_print_text(stdout, bt_view_of(aside));
    }
    (void)printf("\nStart the service; each phone that comes back brings what this backup lacks.\n");
    return bt_report_output();
}

static int restore_into(const char *from, const char *data)
{
    restoring r = { .from = from };
    char *work = NULL, *aside = NULL;
    int code = BT_EXIT_FAILED;
    bt_status status = bt_keep_begin(data, &work);

    r.work = work;
    if (status == BT_OK)
        status = take_all(&r);
    if (status == BT_OK) {
        status = take_place(work, data, &aside);
        if (status == BT_OK) {
            free(work);
            work = NULL;
        }
    }
    code = status == BT_OK ? announce(&r, data, aside) : report(status);
    /* after the exchange the work folder's name may stand for the old data: without its mark it is not removed */
    if (work != NULL && aside == NULL)
        bt_keep_drop(work);
    else
        free(work);
    free(aside);
    return code;
}

/* Whether something of Backtable is in it: anything else is not ours to move aside. */
static bool holds_data(const char *data)
{
    char *people = bt_data_path(data, BT_KEEP_ACCESS), *notebooks = bt_data_path(data, BT_KEEP_NOTEBOOKS);
    bool holds =
        people != NULL && notebooks != NULL && (access(people, F_OK) == 0 || access(notebooks, F_OK) == 0);

    free(people);
    free(notebooks);
    return holds;
}

/* True when it is there and has something in it. */
static bool is_taken(const char *data)
{
    struct dirent **entries = NULL;
    int count = scandir(data, &entries, NULL, NULL);

    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return count > 2 || (count < 0 && errno != ENOENT); /* "." and ".." are in every folder */
}

static int restore_all(const char *from, const char *data)
{
    int lock = -1, code = BT_EXIT_FAILED;
    bool taken = is_taken(data);
    long pid = 0;
    bt_status status = BT_OK;

    if (taken && !holds_data(data))
        return bt_report("not_empty",
                         "The folder to restore into holds other things; name another with --data DIR.");
    if (taken)
        status = bt_folder_lock(data, &lock, &pid);
    if (status == BT_EBUSY) {
        (void)fprintf(stderr, "backtable: process %ld is serving this folder.\n", pid);
        return bt_report("serving", "Stop the service first; phones keep everything meanwhile.");
    }
    if (status == BT_OK)
        status = bt_store_library_start();
    if (status != BT_OK) {
        bt_folder_unlock(lock);
        return bt_report_status(status);
    }
    code = restore_into(from, data);
    bt_store_library_stop();
    bt_folder_unlock(lock);
    return code;
}

int bt_command_restore_all(int argc, char **argv)
{
    const char *data = NULL, *from = NULL;
    const bt_option options[] = { { "--data", &data, NULL }, { "--from", &from, NULL } };
    bt_words words;
    char *folder;
    int code;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 0, 0, &words))
        return BT_EXIT_FAILED;
    if (from == NULL)
        return bt_report("usage", "Say which backup: backtable restore --from BACKUP.");
    folder = bt_data_folder(data);
    if (folder == NULL)
        return bt_report_status(BT_ENOMEM);
    bt_keep_trim(folder);
    code = restore_all(from, folder);
    free(folder);
    return code;
}
