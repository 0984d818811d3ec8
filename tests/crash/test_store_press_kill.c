/* tests/crash/test_store_press_kill.c - SIGKILL before every call that changes a file while git makes packs smaller, and while git is at work. */
#define _DEFAULT_SOURCE
#include "store/internal.h"
#include "tests/crash/faults.h"
#include "tests/unit/store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

enum { PACKS = 3, LEAST_CALLS = 20, NEVER = 1000000 };

static const char before[] = "{\"before\": 1}\n", after[] = "{\"after\": 1}\n";

static void put_packs(const fixture *f)
{
    for (unsigned n = 0; n < PACKS; n++) {
        put_one(f->store, id_of(n, 3).text, before, NULL);
        settle(f);
    }
}

static bool kill_me(void *context)
{
    (void)context;
    return raise(SIGKILL) == 0;
}

/* In a process of its own. True when it was killed. */
static bool press_and_die(const fixture *f, unsigned at, bool (*stop)(void *))
{
    int how;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        bt_store *store;

        if (bt_store_open(f->path, &store) != BT_OK)
            _exit(2);
        faults_arm(FAULT_KILL, at, 0);
        _exit(bt_store_press(store, stop, NULL) == BT_OK ? 0 : 3);
    }
    assert_int_equal(faults_wait(child, at, &how), child);
    if (WIFSIGNALED(how)) {
        assert_int_equal(WTERMSIG(how), SIGKILL);
        return true;
    }
    assert_int_equal(WEXITSTATUS(how), 0);
    return false;
}

static void assert_whole_after(fixture *f)
{
    assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
    for (unsigned n = 0; n < PACKS; n++)
        assert_record(f->store, id_of(n, 3).text, before);
    put_one(f->store, id_of(PACKS, 3).text, after, NULL);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    assert_record(f->store, id_of(PACKS, 3).text, after);
    assert_git_is_content(f);
    assert_git_says(f, "test ! -e pressing && git count-objects -v | grep garbage",
                    "garbage: 0\nsize-garbage: 0");
    bt_store_close(f->store);
    f->store = NULL;
}

static void test_a_kill_at_any_call_loses_nothing(void **state)
{
    const fixture *f = *state;
    bool killed = true;
    unsigned kills = 0;

    put_packs(f);
    for (unsigned at = 1; killed; at = faults_after(at)) {
        fixture copy;

        copy_notebook(f, &copy, "true");
        killed = press_and_die(&copy, at, NULL);
        kills += killed;
        assert_whole_after(&copy);
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills >= LEAST_CALLS);
}

static void test_a_git_that_outlives_the_service_harms_nothing(void **state)
{
    const fixture *f = *state;
    char line[2 * PATH_BYTES];
    fixture copy;
    int work;

    put_packs(f);
    copy_notebook(f, &copy, "true");
    assert_true(press_and_die(&copy, NEVER, kill_me));
    snprintf(line, sizeof line, "%s/pressing/pack", copy.path);
    work = open(line, O_RDONLY | O_DIRECTORY);
    assert_true(work >= 0);
    assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
    put_one(copy.store, id_of(PACKS, 3).text, after, NULL);
    bt_store_close(copy.store);
    assert_int_equal(flock(work, LOCK_EX), 0); /* until git has ended */
    close(work);
    assert_whole_after(&copy);
}

static void test_a_disk_that_fails_at_any_call_loses_nothing(void **state)
{
    const fixture *f = *state;
    unsigned calls = 0;

    put_packs(f);
    for (unsigned at = 1; calls >= at - 1; at++) {
        fixture copy;
        bt_status status;

        copy_notebook(f, &copy, "true");
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        faults_arm(at % 2 ? FAULT_FAIL : FAULT_FAIL_FROM, at, at % 2 ? EIO : ENOSPC);
        status = bt_store_press(copy.store, NULL, NULL);
        calls = faults_disarm();
        assert_true(status == BT_OK || status == BT_EIO);
        bt_store_close(copy.store);
        assert_whole_after(&copy);
    }
    assert_true(calls >= LEAST_CALLS);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_a_kill_at_any_call_loses_nothing),
        RULE(test_a_git_that_outlives_the_service_harms_nothing),
        RULE(test_a_disk_that_fails_at_any_call_loses_nothing),
    };

    return cmocka_run_group_tests_name("store: kills of press", tests, library_start, library_stop);
}
