/* store/press.c - git's own packing, where git is installed: what is kept for years takes half the room.
 *
 * Which packs become one is decided here, as `git repack --geometric=2` does it:
 * each that stays is at least twice as large as all smaller ones together, so
 * that a note is packed again a few times in a year. `git pack-objects` makes the new
 * one in a folder of its own, without the write lock: commits and checkpoints go on.
 * What it made is looked at, synced and named before an old pack goes.
 *
 * The service's own memory never holds what git works with, and whatever becomes
 * of git, the packs that it read are still there.
 */
#define _GNU_SOURCE /* SCHED_IDLE, prlimit */
#include "store/packs.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORK_FOLDER "pressing"
#define WORK_PACKS "pressing/pack"

enum {
    FACTOR = 2,
    MOST_PACKS = 256,                  /* their names fit a pipe that nobody reads yet */
    LIMIT_S = 600,                     /* a year takes two seconds of an idle processor */
    MEMORY_BYTES = 1024 * 1024 * 1024, /* addresses, most of them of mapped packs; it touches 25 MB */
    POLL_MS = 20,
    NAME_BYTES = BT_STEM_LEN + 8,
    PATH_BYTES = 4096,
    LOCK_FD = 3
};

/* One run. */
typedef struct press {
    bt_store *store;
    int folder; /* BT_PACK_FOLDER */
    int work;   /* WORK_PACKS, locked */
    bt_sources sources;
    bool (*stop)(void *context);
    void *context;
} press;

/* The smallest packs that are too large beside the next one; none where each is as large as it should be. */
static size_t count_small(const bt_sources *all)
{
    uint64_t below = 0;
    size_t count = 0;

    for (size_t i = 0; i < all->count && i < MOST_PACKS; i++) {
        uint64_t bytes = all->list[i].bytes;

        if (below + bytes > BT_PACKED_MOST_BYTES)
            break;
        if (bytes < FACTOR * below)
            count = i + 1;
        below += bytes;
    }
    return count;
}

/* Only their names are kept; those that are not what was written leave the list. */
static bt_status choose(press *p)
{
    bt_sources *all = &p->sources;
    size_t small = count_small(all), chosen = 0;

    for (size_t i = 0; i < small; i++) {
        bt_source *source = &all->list[i];
        bool usable;
        bt_status status = bt_source_read(p->folder, source, &usable);

        if (status != BT_OK)
            return status;
        if (!usable)
            continue;
        bt_bytes_free(&source->pack);
        bt_bytes_free(&source->index);
        if (chosen != i) {
            all->list[chosen] = *source;
            memset(source, 0, sizeof *source);
        }
        chosen++;
    }
    all->count = chosen;
    return BT_OK;
}

static bt_status make_folder(int folder, const char *name)
{
    return mkdirat(folder, name, 0700) == 0 || errno == EEXIST ? BT_OK : BT_EIO;
}

/* Empty, and ours until it is closed, or until a git that outlived its service has ended too: BT_EBUSY. */
static bt_status open_work(press *p)
{
    int folder = p->store->folder;
    bt_status status = make_folder(folder, WORK_FOLDER);

    if (status == BT_OK)
        status = make_folder(folder, WORK_PACKS);
    if (status != BT_OK)
        return status;
    p->work = openat(folder, WORK_PACKS, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (p->work < 0)
        return BT_EIO;
    status = bt_lock_folder(p->work, 0);
    if (status != BT_OK) {
        close(p->work);
        p->work = -1; /* what lies in it is another's */
    } else if (bt_disk_remove_prefixed(p->work, ".", "") != 0) {
        status = BT_EIO;
    }
    return status;
}

static void close_work(press *p)
{
    if (p->work < 0)
        return;
    (void)bt_disk_remove_prefixed(p->work, ".", ""); /* what cannot be removed now is removed next time */
    close(p->work);
    (void)unlinkat(p->store->folder, WORK_PACKS, AT_REMOVEDIR);
    (void)unlinkat(p->store->folder, WORK_FOLDER, AT_REMOVEDIR);
}

static bt_status clear_work(press *p)
{
    bt_status status = open_work(p);

    close_work(p);
    return status;
}

/* The end of a pipe from which the names of the packs can be read, a line each. */
static int list_names(const bt_sources *all)
{
    int ends[2];
    bool done = true;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    for (size_t i = 0; done && i < all->count; i++) {
        char line[NAME_BYTES];
        int len = snprintf(line, sizeof line, "%s.pack\n", all->list[i].stem);

        done = bt_disk_write_all(ends[1], (bt_view){ line, (size_t)len }) == 0;
    }
    close(ends[1]);
    if (!done) {
        close(ends[0]);
        return -1;
    }
    return ends[0];
}

/* With nothing of this process but three files and the lock; no signal is blocked in it. */
static bt_status spawn(const press *p, int in, int out, pid_t *child)
{
    const char *at = git_repository_path(p->store->repo), *from = getenv("PATH");
    char path[PATH_BYTES];
    const char *const arguments[] = {
        "git",
        "-C",
        at,
        "-c",
        "pack.threads=1",
        "-c",
        "pack.windowMemory=16m",
        "-c",
        "pack.deltaCacheSize=16m",
        "-c",
        "pack.writeReverseIndex=false",
        "pack-objects",
        "--quiet",
        "--stdin-packs",
        "--no-reuse-delta", /* or it would look for none between notes of one pack */
        "--window=10",
        "--depth=10", /* few steps for whoever reads an old note */
        "pressing/pack/pack",
        NULL
    };
    const char *const environment[] = { path,
                                        "LC_ALL=C",
                                        "GIT_CONFIG_NOSYSTEM=1",
                                        "GIT_CONFIG_GLOBAL=/dev/null",
                                        "GIT_DIR=.",
                                        "GIT_OBJECT_DIRECTORY=pressing",
                                        "GIT_ALTERNATE_OBJECT_DIRECTORIES=objects",
                                        NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none;
    int failed = snprintf(path, sizeof path, "PATH=%s", from ? from : "/usr/bin:/bin") >= (int)sizeof path;

    if (failed || posix_spawn_file_actions_init(&files) != 0)
        return BT_EIO;
    if (posix_spawnattr_init(&how) != 0) {
        (void)posix_spawn_file_actions_destroy(&files);
        return BT_EIO;
    }
    (void)sigemptyset(&none);
    (void)posix_spawnattr_setsigmask(&how, &none);
    (void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
    /* the lock last: its number may be that of one of the others here */
    failed = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO) != 0 ||
             posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO) != 0 ||
             posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) != 0 ||
             posix_spawn_file_actions_adddup2(&files, p->work, LOCK_FD) != 0;
    failed = failed ? EIO
                    : posix_spawnp(child, arguments[0], &files, &how, (char *const *)arguments,
                                   (char *const *)environment);
    (void)posix_spawn_file_actions_destroy(&files);
    (void)posix_spawnattr_destroy(&how);
    return failed == 0 ? BT_OK : failed == ENOENT ? BT_ENOTFOUND : BT_EIO;
}

/* Behind everything else that the machine has to do, and not for ever. Where this is refused git packs all the same. */
static void bound(pid_t child)
{
    const struct sched_param none = { 0 };
    const struct rlimit memory = { MEMORY_BYTES, MEMORY_BYTES }, seconds = { LIMIT_S, LIMIT_S };

    (void)sched_setscheduler(child, SCHED_IDLE, &none);
    (void)prlimit(child, RLIMIT_AS, &memory, NULL);
    (void)prlimit(child, RLIMIT_CPU, &seconds, NULL);
}

/* Until it ends, or takes too long, or is to be ended. */
static bt_status wait_for(const press *p, pid_t child)
{
    const struct timespec pause = { 0, POLL_MS * 1000000L };
    int how = 0;
    pid_t ended = 0;

    for (long polls = 0; ended == 0; polls++) {
        ended = waitpid(child, &how, WNOHANG);
        if (ended == 0 && (polls > LIMIT_S * 1000L / POLL_MS || (p->stop && p->stop(p->context)))) {
            (void)kill(child, SIGKILL);
            (void)waitpid(child, &how, 0);
            return BT_EBUSY;
        }
        if (ended == 0)
            (void)nanosleep(&pause, NULL);
    }
    return ended == child && WIFEXITED(how) && WEXITSTATUS(how) == 0 ? BT_OK : BT_EIO;
}

/* `name` receives that of the pack that git made. */
static bt_status run_git(const press *p, bt_oid *name)
{
    int in = list_names(&p->sources), out[2] = { -1, -1 };
    bt_status status = BT_EIO;
    pid_t child = -1;
    git_oid oid;

    memset(name, 0, sizeof *name);
    if (in < 0 || pipe2(out, O_CLOEXEC) != 0)
        goto done;
    status = spawn(p, in, out[1], &child);
    if (status != BT_OK)
        goto done;
    bound(child);
    status = wait_for(p, child);
    close(out[1]);
    out[1] = -1;
    if (status == BT_OK &&
        (read(out[0], name->hex, BT_VERSION_LEN) != BT_VERSION_LEN || bt_oid_read(name, &oid) != BT_OK))
        status = BT_EIO;
done:
    for (size_t i = 0; i < 2; i++) {
        if (out[i] >= 0)
            close(out[i]);
    }
    if (in >= 0)
        close(in);
    return status;
}

static int name_order(const void *a, const void *b)
{
    return git_oid_cmp(&((const bt_packed *)a)->oid, &((const bt_packed *)b)->oid);
}

/* Is each object of the sources in it? */
static bool holds_all(bt_source *made, const bt_sources *sources)
{
    qsort(made->objects, made->count, sizeof *made->objects, name_order);
    for (size_t s = 0; s < sources->count; s++) {
        const bt_source *source = &sources->list[s];

        for (size_t i = 0; i < source->count; i++) {
            if (!bsearch(&source->objects[i], made->objects, made->count, sizeof *made->objects, name_order))
                return false;
        }
    }
    return true;
}

/* On disk under its own name, if it is whole. The index first, as in pack.c. */
static bt_status take_over(const press *p, const bt_oid *name)
{
    static const char *const suffixes[] = { ".idx", ".pack" };
    bt_source made = { 0 };
    bool usable;
    bt_status status;

    snprintf(made.stem, sizeof made.stem, "pack-%s", name->hex);
    status = bt_source_read(p->work, &made, &usable);
    if (status == BT_OK && (!usable || !holds_all(&made, &p->sources)))
        status = BT_EIO;
    for (size_t i = 0; status == BT_OK && i < sizeof suffixes / sizeof *suffixes; i++) {
        char file[NAME_BYTES];

        snprintf(file, sizeof file, "%s%s", made.stem, suffixes[i]);
        if (bt_disk_sync(p->work, file) != 0 || renameat(p->work, file, p->folder, file) != 0)
            status = BT_EIO;
    }
    bt_source_free(&made);
    if (status == BT_OK && bt_disk_sync(p->folder, ".") != 0)
        status = BT_EIO;
    return status;
}

static bt_status press_chosen(press *p)
{
    bt_lock lock = { .fd = -1 };
    bt_oid made;
    bt_status status = open_work(p);

    if (status == BT_OK)
        status = run_git(p, &made);
    if (status == BT_OK)
        status = take_over(p, &made);
    if (status == BT_OK) {
        p->store->stale = true;
        status =
            bt_lock_take(p->store->folder, BT_STORE_LOCK_WAIT_MS, &lock); /* nothing goes while it is held */
    }
    if (status == BT_OK) {
        status = bt_packs_remove(p->folder, &p->sources, &made);
        bt_lock_release(&lock, status == BT_OK && !lock.abandoned);
    }
    close_work(p);
    return status;
}

bt_status bt_store_press(bt_store *store, bool (*stop)(void *context), void *context)
{
    press p = { .store = store, .work = -1, .stop = stop, .context = context };
    bt_status status;

    p.folder = openat(store->folder, BT_PACK_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (p.folder < 0)
        return BT_EIO;
    status = bt_packs_list(p.folder, &p.sources);
    if (status == BT_OK)
        status = choose(&p);
    if (status == BT_OK && p.sources.count > 1)
        status = press_chosen(&p);
    else if (status == BT_OK && faccessat(store->folder, WORK_FOLDER, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        status = clear_work(&p); /* a kill left it */
    bt_sources_free(&p.sources);
    close(p.folder);
    return status;
}
