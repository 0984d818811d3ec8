/* store/fallback.c - a notebook that cannot be read is brought back to the last good state, under a new epoch.
 *
 * In an order in which a kill leaves either the damage, for the next one to find,
 * or a notebook that is whole: the epoch first, so that no device ever takes the
 * older state for the newest; then packs, the head and the journal. What is taken
 * out of use goes into damaged/<epoch>/ and stays there.
 */
#define _XOPEN_SOURCE 700
#include "store/packs.h"
#include "store/salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASIDE_FOLDER "damaged"

enum { NAME_BYTES = 128 };

typedef struct falling {
    bt_store *store;
    bt_good good;
    bool journal_read, ref_read, epoch_read;
    git_oid ref;
    int aside;
    bt_fallen *out;
} falling;

/* Under another name as well, so that it can be replaced. Nothing where there is nothing. */
static bt_status keep_aside(int folder, const char *name, int aside)
{
    const char *last = strrchr(name, '/');

    if (linkat(folder, name, aside, last ? last + 1 : name, 0) != 0 && errno != ENOENT && errno != EEXIST)
        return BT_EIO;
    return BT_OK;
}

/* Exchange a small file for another, in one step. What a kill leaves lies where git looks for no ref. */
static bt_status exchange_file(int folder, const char *name, const char *content)
{
    static const char work[] = "tmp_fallback";
    bt_view bytes = { content, strlen(content) };

    if (unlinkat(folder, work, 0) != 0 && errno != ENOENT)
        return BT_EIO;
    if (bt_disk_write(folder, work, bytes) != 0 || renameat(folder, work, folder, name) != 0)
        return BT_EIO;
    return BT_OK;
}

/* -1 with errno. */
static int open_aside(int folder, const char *epoch)
{
    char name[NAME_BYTES];

    snprintf(name, sizeof name, ASIDE_FOLDER "/%s", epoch);
    if ((mkdirat(folder, ASIDE_FOLDER, 0700) != 0 && errno != EEXIST) ||
        (mkdirat(folder, name, 0700) != 0 && errno != EEXIST) || bt_disk_sync(folder, ASIDE_FOLDER) != 0 ||
        bt_disk_sync(folder, ".") != 0)
        return -1;
    return openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* A repository that libgit2 does not take for one any more, for want of a file that says nothing. */
static bt_status mend_frame(const char *path, const char *epoch)
{
    static const char *const folders[] = { "objects", BT_PACK_FOLDER, "refs", "refs/heads" };
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int aside = folder < 0 ? -1 : open_aside(folder, epoch);
    bt_status status = aside < 0 ? BT_EIO : BT_OK;

    for (size_t i = 0; status == BT_OK && i < sizeof folders / sizeof *folders; i++) {
        if (mkdirat(folder, folders[i], 0700) != 0 && errno != EEXIST)
            status = BT_EIO;
    }
    if (status == BT_OK)
        status = keep_aside(folder, "HEAD", aside);
    if (status == BT_OK)
        status = exchange_file(folder, "HEAD", "ref: " BT_MAIN_REF "\n");
    if (status == BT_OK && bt_disk_sync(folder, ".") != 0)
        status = BT_EIO;
    if (aside >= 0)
        close(aside);
    if (folder >= 0)
        close(folder);
    return status;
}

/* Only what is ours: a folder of something else is not made into a notebook. */
static bool is_notebook(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is =
        folder >= 0 && faccessat(folder, "objects", F_OK, 0) == 0 &&
        (faccessat(folder, BT_EPOCH_FILE, F_OK, 0) == 0 || faccessat(folder, BT_JOURNAL_FILE, F_OK, 0) == 0);

    if (folder >= 0)
        close(folder);
    return is;
}

static bt_status attach(const char *path, const char *epoch, bt_store **out)
{
    bt_status status = bt_store_attach(path, out);

    if (status != BT_EDAMAGED || !is_notebook(path))
        return status;
    status = mend_frame(path, epoch);
    return status == BT_OK ? bt_store_attach(path, out) : status;
}

/* The commit that everything acknowledged was in, as far as that can still be told. NULL: it cannot. */
static const git_oid *last_head(const falling *f)
{
    const bt_journal *journal = &f->store->journal;

    if (journal->batches > 0 &&
        (!f->ref_read || git_oid_equal(&f->ref, &journal->base) || bt_shelf_find(&f->store->shelf, &f->ref)))
        return &journal->head;
    return f->ref_read ? &f->ref : NULL;
}

/* What can be read, and whether that is all that is served. */
static bt_status look(falling *f, bool *whole)
{
    bt_store *store = f->store;
    const git_oid *head;
    bt_status status;

    *whole = false;
    (void)bt_recover(store, false); /* tidies; what it cannot read is what this is about */
    status = bt_journal_follow(store);
    f->journal_read = status == BT_OK;
    if (status == BT_OK)
        status = bt_journal_take_tail(store);
    if (status != BT_OK && status != BT_EDAMAGED)
        return status;
    f->epoch_read = bt_epoch_read(store->folder, &store->epoch) == BT_OK;
    f->ref_read = bt_read_ref(store, &f->ref) == BT_OK;
    head = last_head(f);
    if (!head || !f->journal_read || !f->epoch_read || !f->ref_read)
        return BT_OK;
    status = bt_packs_check(store->folder);
    if (status == BT_EDAMAGED) /* nothing can be read by way of it: it is made anew first */
        return BT_OK;
    return status == BT_OK ? bt_good_commit(&f->good, head, whole) : status;
}

/* A new handle, which has read nothing yet, with what the journal gave. */
static bt_status look_again(falling *f)
{
    bt_status status = bt_handle_open(f->store, git_repository_path(f->store->repo));

    bt_seen_free(&f->good.objects);
    memset(&f->good.objects, 0, sizeof f->good.objects);
    f->ref_read = bt_read_ref(f->store, &f->ref) == BT_OK;
    return status;
}

/* Everything that is in memory alone, among it the commit of what was carried over, into a pack. */
static bt_status pack_shelf(bt_store *store)
{
    bt_status status = bt_shelf_reserve(&store->shelf, store->batch.count);
    bt_oid name;

    if (status != BT_OK)
        return status;
    bt_shelf_move(&store->batch, &store->shelf);
    return store->shelf.count > 0 ? bt_shelf_pack(store, &name) : BT_OK;
}

static bt_status move_head(const falling *f, const git_oid *to)
{
    char line[GIT_OID_HEXSZ + 2];
    bt_status status = keep_aside(f->store->folder, BT_MAIN_REF, f->aside);

    git_oid_tostr(line, GIT_OID_HEXSZ + 1, to);
    line[GIT_OID_HEXSZ] = '\n';
    line[GIT_OID_HEXSZ + 1] = '\0';
    if (status == BT_OK)
        status = exchange_file(f->store->folder, BT_MAIN_REF, line);
    if (status == BT_OK && bt_disk_sync(f->store->folder, "refs/heads") != 0)
        status = BT_EIO;
    return status;
}

/*
 * What the journal still says becomes what every git tool reads, as at any checkpoint. Where the head was lost it is put
 * first to where the journal began, so that at each moment the two of them agree.
 */
static bt_status bring_journal(falling *f)
{
    bt_store *store = f->store;
    const bt_journal *journal = &store->journal;
    bt_status status = keep_aside(store->folder, BT_JOURNAL_FILE, f->aside);

    if (status == BT_OK && journal->batches > 0 && !f->ref_read) {
        git_oid_cpy(&f->ref, &journal->base);
        status = move_head(f, &f->ref);
        f->ref_read = status == BT_OK;
    }
    if (status == BT_OK && journal->batches > 0 && last_head(f) == &journal->head)
        status = bt_checkpoint(store);
    if (status == BT_OK)
        status = look_again(f);
    return status;
}

static bt_status fall(falling *f, const char *epoch, int64_t now_s)
{
    bt_store *store = f->store;
    git_oid good, newest, head;
    bt_status status = keep_aside(store->folder, BT_EPOCH_FILE, f->aside);

    if (status == BT_OK)
        status = bt_epoch_write(store->folder, epoch, NULL);
    if (status == BT_OK)
        status = bt_salvage_packs(store, f->aside, &f->out->packs);
    if (status == BT_OK)
        status = look_again(f);
    if (status == BT_OK)
        status = bring_journal(f);
    if (status == BT_OK)
        status = bt_good_newest(&f->good, last_head(f), &good, &newest);
    if (status == BT_OK)
        status = bt_good_carry(&f->good, &good, &newest, now_s, &head, &f->out->carried);
    if (status == BT_OK)
        status = pack_shelf(store);
    if (status == BT_OK)
        status = move_head(f, &head);
    if (status == BT_OK && fsync(f->aside) != 0)
        status = BT_EIO;
    if (status == BT_OK)
        status = bt_journal_replace(store, store->journal.end, NULL);
    if (status == BT_OK)
        status = bt_epoch_write(store->folder, epoch, &head);
    if (status == BT_OK) {
        f->out->fell = true;
        f->out->journal = !f->journal_read;
        bt_oid_print(&head, &f->out->head);
    }
    return status == BT_ENOTFOUND ? BT_EDAMAGED : status;
}

bt_status bt_store_fall_back(const char *path, const char *epoch, int64_t now_s, bt_fallen *out)
{
    falling f = { .aside = -1, .out = out };
    bt_lock lock = { .fd = -1 };
    bool whole = false;
    bt_status status;

    *out = (bt_fallen){ .fell = false };
    if (!bt_epoch_valid(epoch) || now_s < 0)
        return BT_EINPUT;
    status = attach(path, epoch, &f.store);
    if (status != BT_OK)
        return status;
    f.good.store = f.store;
    status = bt_lock_take(f.store->folder, BT_STORE_LOCK_WAIT_MS, &lock);
    if (status == BT_OK)
        status = look(&f, &whole);
    if (status == BT_OK && !whole) {
        f.aside = open_aside(f.store->folder, epoch);
        status = f.aside < 0 ? BT_EIO : fall(&f, epoch, now_s);
    }
    bt_lock_release(&lock, status == BT_OK);
    if (f.aside >= 0)
        close(f.aside);
    bt_seen_free(&f.good.objects);
    bt_store_close(f.store);
    return status;
}
