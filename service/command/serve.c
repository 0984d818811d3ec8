/* service/command/serve.c - `backtable serve`: the service, in the foreground, until SIGTERM or SIGINT. */
#include "service/command/command.h"
#include "service/command/desk.h"
#include "service/command/doors.h"
#include "service/command/serve_options.h"
#include "service/exchange/room.h"
#include "service/exchange/snapshots.h"
#include "service/folder_lock.h"
#include "service/http/log.h"
#include "service/http/metrics.h"
#include "service/http/qr.h"
#include "service/notify.h"
#include "service/people/limit.h"
#include "service/photo/photos.h"
#include "service/service.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    INDEX_QUIET_MS = 500, /* between two notes: a push does not share the processor with what can wait */
    MB = 1024 * 1024,
    QUIET_MS =
        5000, /* a class that writes one note after the other is not kept waiting by a checkpoint for each */
    PRESS_QUIET_MS = 10 * 60 * 1000 /* a class that is at home, or at lunch */
};

/* Everything that runs, in the order in which it is started. */
typedef struct running {
    char *folder;
    int lock;
    bool store_up;
    bt_service service;
    bt_doors doors;
    pthread_t settler, presser;
    bool settling, pressing;
} running;

static int64_t wall_clock_s(void)
{
    return (int64_t)time(NULL);
}

static int explain(const char *what, bt_status status)
{
    static const struct {
        bt_status status;
        const char *why;
    } rows[] = {
        { BT_EIO,
          "the disk or the system refused; look at the folder's rights and whether the disk is full" },
        { BT_EBUSY, "another program is using it; try again" },
        { BT_EDAMAGED, "it is damaged; restore it from a backup" },
        { BT_EDENIED, "a newer backtable made it; use that one" },
        { BT_ENOMEM, "out of memory" },
    };
    const char *why = "it cannot be used";

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].status == status)
            why = rows[i].why;
    }
    fprintf(stderr, "backtable serve: %s: %s\n", what, why);
    return BT_EXIT_FAILED;
}

static int open_access(const char *folder, bt_access **out)
{
    char *path = bt_data_path(folder, "access.db");
    bt_status status = BT_ENOMEM;
    int failed = BT_EXIT_DONE;

    if (path != NULL && access(path, F_OK) != 0) {
        fprintf(stderr, "backtable serve: %s is not a data folder; make one with: backtable init --data %s\n",
                folder, folder);
        failed = BT_EXIT_FAILED;
    } else {
        if (path != NULL)
            status = bt_access_open(path, out);
        if (status != BT_OK)
            failed = explain("the list of people (access.db)", status);
    }
    free(path);
    return failed;
}

static int lock_folder(const char *data, int *lock)
{
    long pid = 0;
    bt_status status = bt_folder_lock(data, lock, &pid);

    if (status == BT_EBUSY) {
        fprintf(stderr, "backtable serve: another service (process %ld) is serving %s; stop it first\n", pid,
                data);
        return BT_EXIT_FAILED;
    }
    return status == BT_OK ? BT_EXIT_DONE : explain("the data folder", status);
}

static int open_data(const bt_serve_options *wanted, running *run)
{
    bt_status status = BT_OK;
    int failed = BT_EXIT_DONE;

    run->folder = bt_data_folder(wanted->data);
    if (run->folder == NULL)
        return explain("the data folder", BT_ENOMEM);
    if (!bt_data_is_ours(run->folder))
        return BT_EXIT_FAILED;
    failed = open_access(run->folder, &run->service.access);
    if (failed == BT_EXIT_DONE)
        failed = lock_folder(run->folder, &run->lock);
    if (failed != BT_EXIT_DONE)
        return failed;
    status = bt_store_library_start();
    run->store_up = status == BT_OK;
    if (status == BT_OK)
        status = bt_notebooks_open(run->folder, &run->service.notebooks);
    if (status == BT_OK)
        status = bt_photo_sweep(run->folder);
    if (status != BT_OK)
        return explain("the notebooks", status);
    bt_notebooks_wait_limit(run->service.notebooks, BT_SERVER_WAITING_MAX);
    run->service.joins = bt_limit_new(bt_limit_codes);
    run->service.strangers = bt_limit_new(bt_limit_strangers);
    run->service.devices = bt_limit_new(wanted->devices);
    run->service.folder = run->folder;
    run->service.keep_free_bytes = (int64_t)wanted->keep_free_mb * MB;
    run->service.metrics = bt_metrics_new();
    run->service.now_s = wall_clock_s;
    if (run->service.joins == NULL || run->service.strangers == NULL || run->service.devices == NULL ||
        run->service.metrics == NULL)
        return explain("the service", BT_ENOMEM);
    return BT_EXIT_DONE;
}

/* A service manager that cannot be told goes on without knowing; the log says so. */
static void tell(bt_status (*what)(void))
{
    if (what() != BT_OK)
        bt_log_event("not_notified", "the socket in NOTIFY_SOCKET does not take a word");
}

/* For people: how to get here. Also read by packaging/run: the address ends the first line, an empty line ends it all. */
static void print_way(const running *run)
{
    const bt_doors *doors = &run->doors;
    const char *origin = run->service.origin;

    (void)printf("Backtable is open at %s\n", origin);
    if (doors->page_port != 0) {
        (void)printf("On this machine also at %s\n"
                     "A phone first needs the certificate of this machine: open %s on it\n"
                     "Its fingerprint (SHA-256) is %s\n",
                     doors->local.list[0], doors->page, doors->trust.fingerprint);
    }
    (void)printf("\n");
    if (isatty(STDOUT_FILENO) && bt_qr_print(stdout, origin) != BT_OK)
        bt_log_event("not_drawn", "the address does not fit a code");
    fflush(stdout);
}

/* The lines on stderr are for programs (tests, packaging), those on stdout for people. */
static void announce(const running *run)
{
    print_way(run);
    if (run->doors.page_port != 0)
        bt_log_event("page", run->doors.page);
    bt_log_event("listening", run->service.origin);
    tell(bt_notify_ready);
}

static void close_all(running *run)
{
    if (!bt_doors_close(&run->doors))
        bt_log_event("stopped_late", "some requests were cut off; the phones send them again");
    if (run->settling) /* both end when the doors are closed */
        (void)pthread_join(run->settler, NULL);
    if (run->pressing)
        (void)pthread_join(run->presser, NULL);
    bt_notebooks_close(run->service.notebooks);
    bt_limit_free(run->service.joins);
    bt_limit_free(run->service.strangers);
    bt_limit_free(run->service.devices);
    bt_metrics_free(run->service.metrics);
    bt_access_close(run->service.access);
    if (run->store_up)
        bt_store_library_stop();
    bt_folder_unlock(run->lock);
    free(run->folder);
}

/* They are blocked, so that they stay pending until they are waited for. */
static bool is_signalled(void *nothing)
{
    sigset_t pending;

    (void)nothing;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1 ||
            sigismember(&pending, SIGHUP) == 1);
}

static void tell_not_settled(void)
{
    bt_log_event("not_settled", "a notebook's journal cannot be emptied yet; is there room on the disk?");
}

/* What phones sent is brought to where git reads it, until the service stops. */
static void *settle(void *notebooks)
{
    bt_notebooks_tend(notebooks, QUIET_MS, tell_not_settled);
    return NULL;
}

static void tell_not_pressed(bt_status status)
{
    if (status == BT_ENOTFOUND)
        bt_log_event("no_git", "what is kept for years takes twice the room; install git");
    else
        bt_log_event("not_pressed",
                     "the packs of a notebook stay as large as they are; is there room on the disk?");
}

static void *keep_pressed(void *notebooks)
{
    bt_notebooks_keep_pressed(notebooks, PRESS_QUIET_MS, tell_not_pressed);
    return NULL;
}

static int start_tending(running *run)
{
    run->settling = pthread_create(&run->settler, NULL, settle, run->service.notebooks) == 0;
    run->pressing =
        run->settling && pthread_create(&run->presser, NULL, keep_pressed, run->service.notebooks) == 0;
    return run->pressing ? BT_EXIT_DONE : explain("the service", BT_ENOMEM);
}

/* Each second: what phones sent is packed for those who come new; and the doors are looked after. */
static void tend(running *run)
{
    bt_notebooks *notebooks = run->service.notebooks;
    bt_status status;

    bt_doors_look(&run->doors, wall_clock_s());
    bt_notebooks_index(notebooks, INDEX_QUIET_MS);
    status = bt_notebooks_snapshot(notebooks, is_signalled, NULL);
    if (status != BT_OK && status != BT_EBUSY)
        bt_log_event("no_snapshot", "a new phone will take longer to begin with; is there room on the disk?");
}

static void reload(running *run)
{
    tell(bt_notify_reloading);
    bt_doors_reload(&run->doors, wall_clock_s());
    bt_log_event("reloaded", NULL);
    tell(bt_notify_ready);
}

/* Until SIGTERM or SIGINT comes; or SIGHUP, where it says that the terminal was closed that all this was typed at. */
static void tend_until_told(const sigset_t *signals, running *run)
{
    const struct timespec pause = { .tv_sec = 1 };
    bool at_terminal = isatty(STDIN_FILENO) == 1;
    int heard = 0;

    while (heard != SIGTERM && heard != SIGINT && !(heard == SIGHUP && at_terminal)) {
        heard = sigtimedwait(signals, NULL, &pause);
        if (heard == SIGHUP && !at_terminal)
            reload(run);
        else if (heard < 0)
            tend(run);
    }
}

/* Blocked before any thread is made, so that every thread inherits it and only this one hears them. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
}

int bt_command_serve(int argc, char **argv)
{
    running run = { .lock = -1 };
    bt_serve_options wanted;
    sigset_t signals;
    int failed = BT_EXIT_DONE;

    if (!bt_serve_options_read(argc, argv, &wanted))
        return BT_EXIT_FAILED;
    block_signals(&signals);
    failed = open_data(&wanted, &run);
    if (failed == BT_EXIT_DONE)
        failed = bt_doors_open(&wanted, run.folder, &run.service, &run.doors);
    if (failed == BT_EXIT_DONE)
        failed = start_tending(&run);
    if (failed == BT_EXIT_DONE) {
        announce(&run);
        tend_until_told(&signals, &run);
        bt_log_event("stopping", NULL);
        tell(bt_notify_stopping);
    }
    close_all(&run);
    return failed;
}
