/* tests/crash/test_store_recover_kill.c - SIGKILL before every call that changes a file, of falling back and of backups. */
#define _DEFAULT_SOURCE
#include "tests/crash/faults.h"
#include "tests/unit/store_fixture.h"

#include <signal.h>
#include <sys/wait.h>

#define NEW_EPOCH "ffeeddccbbaa99887766554433221100"
#define NEXT_EPOCH "0f0e0d0c0b0a09080706050403020100"

static const char id_a[] = "019b76da-a800-7000-8000-000000000001";
static const char id_b[] = "019b76da-a800-7000-8000-000000000002";
static const char id_c[] = "019b76da-a800-7000-8000-000000000003";

/* Does `act` in a child that is killed before its `at`-th call. True when it was. */
static bool killed_at(const fixture *f, bt_status (*act)(const fixture *), unsigned at)
{
    int how;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        faults_arm(FAULT_KILL, at, 0);
        _exit(act(f) == BT_OK ? 0 : 1);
    }
    assert_int_equal(faults_wait(child, at, &how), child);
    if (WIFSIGNALED(how)) {
        assert_int_equal(WTERMSIG(how), SIGKILL);
        return true;
    }
    assert_int_equal(WEXITSTATUS(how), 0);
    return false;
}

static bt_status fall_back(const fixture *f)
{
    bt_fallen fallen;

    return bt_store_fall_back(f->path, NEW_EPOCH, FIRST_S, &fallen);
}

/* Whoever comes next finds the damage, or a notebook that says that its history is another one. */
static void assert_comes_back(fixture *f, unsigned at)
{
    bt_fallen fallen;

    assert_int_equal(bt_store_fall_back(f->path, NEXT_EPOCH, FIRST_S, &fallen), BT_OK);
    assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
    if (strcmp(bt_store_epoch(f->store), EPOCH) == 0)
        fail_msg("killed at call %u: it fell back, and no device would know", at);
    assert_record(f->store, id_a, "{\"a\": 1}\n");
    assert_record(f->store, id_b, "{\"b\": 2}\n");
    put_one(f->store, id_c, "{\"c\": 2}\n", NULL);
    assert_git_is_content(f);
    bt_store_close(f->store);
    f->store = NULL;
}

/* Two batches in packs and one in the journal, damaged by `command`, a line of shell; then killed before each call. */
static void kill_each_call_of_falling_back(const fixture *f, const char *command)
{
    bool killed = true;
    unsigned at, kills = 0;

    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    settle(f);
    put_one(f->store, id_c, "{\"c\": 1}\n", NULL);
    settle(f);
    put_one(f->store, id_b, "{\"b\": 2}\n", NULL);
    for (at = 1; killed; at = faults_after(at)) {
        fixture copy;

        copy_notebook(f, &copy, command);
        killed = killed_at(&copy, fall_back, at);
        kills += killed;
        assert_comes_back(&copy, at);
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills > 40);
}

/* A damaged pack with the one before, and a head that says nothing. */
static void test_a_kill_while_falling_back_loses_nothing_more(void **state)
{
    kill_each_call_of_falling_back(
        *state,
        "for i in objects/pack/*.idx; do if git show-index < $i | grep -q $(git --git-dir=. rev-parse main); "
        "then chmod u+w ${i%.idx}.pack; truncate -s -30 ${i%.idx}.pack; fi; done; : > refs/heads/main");
}

/* Every index leads out of its pack, as in test_store_fallback.c; the packs are whole. */
static void test_a_kill_while_an_index_is_made_anew_loses_nothing(void **state)
{
    kill_each_call_of_falling_back(*state,
                                   "for i in objects/pack/*.idx; do chmod u+w $i; printf '\\377' | dd of=$i "
                                   "bs=1 seek=$(($(stat -c %s $i) - 44)) conv=notrunc status=none; done");
}

static bt_status bundle(const fixture *f)
{
    char path[PATH_BYTES + 16];
    bt_store *store = NULL;
    bt_oid head;
    bt_status status = bt_store_open(f->path, &store);

    snprintf(path, sizeof path, "%s/kept", f->folder);
    if (status == BT_OK)
        status = bt_store_bundle(store, path, &head);
    bt_store_close(store);
    return status;
}

static bt_status unbundle(const fixture *f)
{
    char from[PATH_BYTES + 16], to[PATH_BYTES + 16];

    snprintf(from, sizeof from, "%s/kept", f->folder);
    snprintf(to, sizeof to, "%s/made", f->folder);
    return bt_store_unbundle(from, to, NEW_EPOCH);
}

static bool exists(const fixture *f, const char *name)
{
    char path[PATH_BYTES + 16];

    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    return access(path, F_OK) == 0;
}

static void remove_kept(const fixture *f)
{
    char line[LINE_BYTES];

    snprintf(line, sizeof line, "cd '%s' && rm -rf kept kept.new made made.new", f->folder);
    shell(line);
}

static void test_a_kill_while_a_bundle_is_made_leaves_the_notebook_as_it_was(void **state)
{
    fixture *f = *state;
    bool killed = true;
    unsigned at, kills = 0;
    bt_oid head;

    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    head = head_of(f->store);
    bt_store_close(f->store);
    for (at = 1; killed; at = faults_after(at)) {
        killed = killed_at(f, bundle, at);
        kills += killed;
        if (killed && exists(f, "kept")) /* half a file, perhaps: then it is refused */
            assert_true(unbundle(f) != BT_OK || exists(f, "made"));
        assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
        assert_oid_equal(head_of(f->store), head);
        bt_store_close(f->store);
        remove_kept(f);
    }
    f->store = NULL;
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills > 10);
}

static void test_a_kill_while_it_is_brought_back_leaves_a_whole_notebook_or_none(void **state)
{
    fixture *f = *state, made;
    bool killed = true;
    unsigned at, kills = 0;

    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    assert_int_equal(bundle(f), BT_OK);
    made = *f;
    snprintf(made.path, sizeof made.path, "%s/made", f->folder);
    for (at = 1; killed; at = faults_after(at)) {
        bt_status status;
        char line[LINE_BYTES];

        killed = killed_at(f, unbundle, at);
        kills += killed;
        status = unbundle(f);
        assert_true(status == BT_OK || status == BT_EBUSY);
        assert_int_equal(bt_store_open(made.path, &made.store), BT_OK);
        assert_string_equal(bt_store_epoch(made.store), NEW_EPOCH);
        assert_true(bt_store_replaced(made.store));
        assert_record(made.store, id_a, "{\"a\": 1}\n");
        bt_store_close(made.store);
        made.store = NULL;
        snprintf(line, sizeof line, "rm -rf '%s'", made.path);
        shell(line);
    }
    remove_kept(f);
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills > 20);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_a_kill_while_falling_back_loses_nothing_more),
        RULE(test_a_kill_while_an_index_is_made_anew_loses_nothing),
        RULE(test_a_kill_while_a_bundle_is_made_leaves_the_notebook_as_it_was),
        RULE(test_a_kill_while_it_is_brought_back_leaves_a_whole_notebook_or_none),
    };

    return cmocka_run_group_tests_name("store: kills while it recovers", tests, library_start, library_stop);
}
