/* service/command/backup.c - `backtable backup`: everything into a folder, read back before it is called good. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/command/command.h"
#include "service/command/keep.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/manifest.h"
#include "service/notebook/audit.h"
#include "service/photo/photos.h"

#define CHECK_FOLDER "check" /* a classroom as it would be restored, while it is read back */

typedef struct backing_up {
    const bt_desk *desk;
    const char *work;
    bt_manifest *manifest;
    size_t notebooks, photos;
    size_t unread;                /* photos that are not what they were, and are left out */
    char notebook[BT_ID_LEN + 1]; /* the one under way, for what is said of it */
    bool damaged;                 /* and it is not what it should be */
    bt_status status;
} backing_up;

static void say(void *context, const char *line)
{
    const backing_up *b = context;

    (void)fprintf(stderr, "%s: ", b->notebook);
    bt_print_text(stderr, bt_view_of(line));
    (void)fprintf(stderr, "\n");
}

/* Restore it for real, beside: only what can be read in this way is a backup. */
static bt_status read_back(backing_up *b, const char *bundle, const bt_oid *expected)
{
    char *path = bt_data_path(b->work, CHECK_FOLDER);
    char epoch[BT_EPOCH_HEX_LEN + 1];
    bt_store *store = NULL;
    bt_audit audit = { .found = 0 };
    bt_oid head = { "" };
    bt_status status = path == NULL ? BT_ENOMEM : bt_epoch_new(epoch);

    if (status == BT_OK)
        status = bt_store_unbundle(bundle, path, epoch);
    if (status == BT_OK)
        status = bt_store_open(path, &store);
    if (status == BT_OK)
        status = bt_store_head(store, &head);
    if (status == BT_OK)
        status = bt_audit_store(store, say, b, &audit);
    if (status == BT_OK && (audit.found > 0 || strcmp(head.hex, expected->hex) != 0))
        status = BT_EDAMAGED;
    bt_store_close(store);
    if (path != NULL && bt_store_folder_remove(path) != BT_OK && status == BT_OK)
        status = BT_EIO;
    free(path);
    return status;
}

static bt_status keep_notebook(backing_up *b, const char *id)
{
    char name[BT_MANIFEST_NAME_MAX + 1];
    bt_notebook *notebook = NULL;
    char *bundle = NULL;
    bt_oid head;
    bt_status status = bt_notebooks_take(b->desk->notebooks, id, &notebook);

    (void)snprintf(name, sizeof name, BT_KEEP_NOTEBOOKS "/%s" BT_KEEP_BUNDLE, id);
    if (status == BT_OK) {
        bundle = bt_data_path(b->work, name);
        status = bundle == NULL ? BT_ENOMEM : bt_store_bundle(bt_notebook_store(notebook), bundle, &head);
    }
    if (status == BT_OK)
        status = read_back(b, bundle, &head);
    if (status == BT_OK)
        status = bt_manifest_add(b->manifest, name);
    b->notebooks += status == BT_OK;
    b->damaged = status == BT_EDAMAGED || status == BT_ENOTFOUND;
    free(bundle);
    bt_notebooks_release(b->desk->notebooks, notebook);
    return status;
}

/* One that is damaged is said and left out: no other photo, and no word, is to go without a backup for it. */
static bt_status keep_photo(void *context, const bt_photo_sum *sum, int64_t bytes)
{
    backing_up *b = context;
    char name[BT_PHOTO_NAME_MAX];
    bt_status status = bt_photo_copy(b->desk->folder, b->work, b->notebook, sum);

    (void)bytes;
    if (status == BT_EDAMAGED) {
        (void)fprintf(stderr, "%s: photo %s is damaged, and is not in this backup\n", b->notebook, sum->hex);
        b->unread++;
        return BT_OK;
    }
    bt_photo_name(b->notebook, sum, name);
    if (status == BT_OK)
        status = bt_manifest_add(b->manifest, name);
    b->photos += status == BT_OK;
    return status;
}

/* The photos behind the words that speak of them: what comes meanwhile is then a photo too many, not one too few. */
static int keep_each(void *context, const char *id)
{
    backing_up *b = context;

    (void)snprintf(b->notebook, sizeof b->notebook, "%s", id);
    b->status = keep_notebook(b, id);
    if (b->status == BT_OK)
        b->status = bt_photo_each(b->desk->folder, id, keep_photo, b);
    return b->status != BT_OK;
}

static bt_status keep_small(const backing_up *b)
{
    bt_status status = BT_OK;

    for (size_t i = 0; status == BT_OK && bt_keep_small[i] != NULL; i++) {
        bool copied;

        status = bt_keep_copy_small(b->desk->folder, b->work, bt_keep_small[i], &copied);
        if (status == BT_OK && copied)
            status = bt_manifest_add(b->manifest, bt_keep_small[i]);
    }
    return status;
}

/*
 * The people first: a classroom that is made meanwhile is then in it without its owner, who still has all of it on
 * the phone; the other way round the list would name a classroom that is not there.
 */
static bt_status keep_people(const backing_up *b)
{
    char *path = bt_data_path(b->work, BT_KEEP_ACCESS);
    bt_status status = path == NULL ? BT_ENOMEM : bt_access_copy(b->desk->access, path);

    if (status == BT_OK)
        status = bt_manifest_add(b->manifest, BT_KEEP_ACCESS);
    free(path);
    return status;
}

static bt_status keep_all(backing_up *b)
{
    char *folder = bt_data_path(b->work, BT_KEEP_NOTEBOOKS);
    char wrong[BT_MANIFEST_NAME_MAX + 1];
    bt_status status = folder == NULL ? BT_ENOMEM : keep_people(b);

    if (status == BT_OK)
        status = keep_small(b);
    if (status == BT_OK && mkdir(folder, 0700) != 0)
        status = BT_EIO;
    if (status == BT_OK)
        status = bt_notebooks_list(b->desk->notebooks, keep_each, b);
    if (status == BT_OK)
        status = b->status;
    if (status == BT_OK)
        status = bt_manifest_write(b->manifest);
    if (status == BT_OK)
        status = bt_keep_complete(b->work);
    if (status == BT_OK)
        status = bt_manifest_check(b->work, NULL, NULL, wrong);
    free(folder);
    return status;
}

static int report(const backing_up *b, bt_status status)
{
    if (status == BT_EBUSY)
        return bt_report("in_the_way",
                         "Something is where the backup is to be, or where it is made (with .new behind "
                         "its name); choose another name, or look at it and move it away.");
    if (b->damaged) {
        (void)fprintf(stderr, "Classroom %s:\n", b->notebook);
        return bt_report("damaged",
                         "This classroom cannot be read to its end, so there is no backup; `backtable "
                         "verify` says what is wrong with it and what to do.");
    }
    return bt_report_status(status);
}

static int backup(const bt_desk *desk, const char *path)
{
    backing_up b = { .desk = desk, .status = BT_OK };
    char *work = NULL;
    bt_status status = access(path, F_OK) == 0 ? BT_EBUSY : bt_keep_begin(path, &work);

    if (status != BT_OK)
        return report(&b, status);
    b.work = work;
    b.manifest = bt_manifest_new(work);
    status = b.manifest == NULL ? BT_ENOMEM : keep_all(&b);
    if (status == BT_OK && rename(work, path) != 0)
        status = errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR ? BT_EBUSY : BT_EIO;
    if (status == BT_OK)
        status = bt_keep_sync_parent(path);
    bt_manifest_free(b.manifest);
    bt_keep_drop(work); /* nothing is there any more when it has its name */
    if (status != BT_OK)
        return report(&b, status);
    (void)printf("Kept and read back: %zu classroom%s", b.notebooks, b.notebooks == 1 ? "" : "s");
    if (b.photos > 0)
        (void)printf(" and %zu photo%s", b.photos, b.photos == 1 ? "" : "s");
    (void)printf(", in ");
    bt_print_text(stdout, bt_view_of(path));
    (void)printf("\n");
    return bt_report_output() != BT_EXIT_DONE ? BT_EXIT_FAILED : b.unread > 0 ? BT_EXIT_LOOK : BT_EXIT_DONE;
}

int bt_command_backup(int argc, char **argv)
{
    const char *data = NULL;
    const bt_option options[] = { { "--data", &data, NULL } };
    bt_words words;
    bt_desk desk;
    char *path;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &words))
        return code;
    path = strdup(words.at[0]);
    if (path == NULL)
        return bt_report_status(BT_ENOMEM);
    bt_keep_trim(path);
    if (bt_desk_open(data, &desk))
        code = backup(&desk, path);
    bt_desk_close(&desk);
    free(path);
    return code;
}
