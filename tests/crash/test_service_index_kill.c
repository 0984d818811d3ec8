/* tests/crash/test_service_index_kill.c - the index, killed before every call that changes a file, or out of room at it. */
#define _GNU_SOURCE
#include "tests/crash/faults.h"
#include "tests/unit/service_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

enum { NOTES = 12, BEFORE = 5, LEAST_CALLS = 10 };

static batch one; /* too large for a stack */

static int count_row(void *context, bt_view record, const bt_past *past)
{
    size_t *count = context;

    (void)record;
    (void)past;
    (*count)++;
    return 0;
}

static bt_status ask_student(bt_index *index, void *context)
{
    const bt_index_stretch all = { .from_s = INT64_MIN, .to_s = INT64_MAX };

    *(size_t *)context = 0;
    return bt_index_student(index, bt_view_of(STUDENT), &all, count_row, context);
}

/* A registry of the same folder, as another process has it: its index is asked, and closed at the end. */
static bt_status ask_in(const char *folder, size_t *count)
{
    bt_notebooks *all = NULL;
    bt_notebook *notebook = NULL;
    bt_status status = bt_notebooks_open(folder, &all);

    if (status == BT_OK)
        status = bt_notebooks_take(all, NOTEBOOK, &notebook);
    if (status == BT_OK)
        status = bt_notebook_ask(notebook, ask_student, count);
    if (notebook != NULL)
        bt_notebooks_release(all, notebook);
    bt_notebooks_close(all);
    return status;
}

static void write_notes(fixture *f, unsigned from, unsigned to)
{
    for (unsigned n = from; n < to; n++) {
        made m = { "observation", id_of(n), STUDENTS, &anna, NULL };

        (void)store_one(&one, f, &anna, (int64_t)n + 1, &m, NULL);
    }
    assert_int_equal(bt_store_checkpoint(bt_notebook_store(f->notebook)), BT_OK);
}

static void in_folder(const fixture *f, const char *command)
{
    char line[2 * FOLDER_BYTES];
    FILE *pipe;

    (void)snprintf(line, sizeof line, "cd '%s' && %s", f->folder, command);
    pipe = popen(line, "r");
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
}

/* In a process of its own, which does not survive the `at`-th call. True when it was killed. */
static bool ask_and_die(const fixture *f, unsigned at)
{
    int how;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        size_t count = 0;

        faults_arm(FAULT_KILL, at, 0);
        _exit(ask_in(f->folder, &count) == BT_OK && count == NOTES ? 0 : 1);
    }
    assert_int_equal(faults_wait(child, at, &how), child);
    if (WIFSIGNALED(how)) {
        assert_int_equal(WTERMSIG(how), SIGKILL);
        return true;
    }
    assert_int_equal(WEXITSTATUS(how), 0);
    return false;
}

/* From the same index each time, to be brought up to the same head; `before` makes it. */
static void kill_everywhere(const fixture *f, const char *before)
{
    bool killed = true;
    unsigned at, kills = 0;

    for (at = 1; killed; at = faults_after(at)) {
        size_t count = 0;

        in_folder(f, before);
        killed = ask_and_die(f, at);
        kills += killed;
        assert_int_equal(ask_in(f->folder, &count), BT_OK);
        assert_int_equal(count, NOTES);
        in_folder(f, "test \"$(sqlite3 index/*.db 'PRAGMA integrity_check')\" = ok");
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills >= LEAST_CALLS);
}

static void test_an_index_that_is_killed_while_it_is_made_comes_back_whole(void **state)
{
    fixture *f = *state;

    write_notes(f, 0, NOTES);
    kill_everywhere(f, "rm -rf index");
}

static void test_an_index_that_is_killed_while_it_follows_comes_back_whole(void **state)
{
    fixture *f = *state;
    size_t count = 0;

    write_notes(f, 0, BEFORE);
    assert_int_equal(ask_in(f->folder, &count), BT_OK);
    assert_int_equal(count, BEFORE);
    in_folder(f, "cp -R index index.before");
    write_notes(f, BEFORE, NOTES);
    kill_everywhere(f, "rm -rf index && cp -R index.before index");
}

static void test_a_disk_without_room_is_told_and_the_index_is_made_when_there_is_some(void **state)
{
    fixture *f = *state;
    unsigned at = 0, calls = 0;

    write_notes(f, 0, NOTES);
    do {
        size_t count = 0;
        bt_status status;

        in_folder(f, "rm -rf index");
        faults_arm(FAULT_FAIL_FROM, ++at, ENOSPC);
        status = ask_in(f->folder, &count);
        calls = faults_disarm();
        assert_true(status == BT_EIO || (status == BT_OK && count == NOTES));
        assert_int_equal(ask_in(f->folder, &count), BT_OK);
        assert_int_equal(count, NOTES);
    } while (calls >= at);
    print_message("no room at %u calls\n", at - 1);
    assert_true(at > LEAST_CALLS);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        RULE(test_an_index_that_is_killed_while_it_is_made_comes_back_whole),
        RULE(test_an_index_that_is_killed_while_it_follows_comes_back_whole),
        RULE(test_a_disk_without_room_is_told_and_the_index_is_made_when_there_is_some),
    };

    return cmocka_run_group_tests_name("service: kills of the index", tests, library_start, library_stop);
}
