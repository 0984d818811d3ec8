/* tests/crash/test_store_kill.c - SIGKILL before every single call that changes a file. */
#define _DEFAULT_SOURCE
#include "store/internal.h"
#include "tests/crash/faults.h"
#include "tests/unit/store_fixture.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { BATCHES = 2, RECORDS = 1, CLEARING_CALLS = 40 };

/* A record beside those of the batches. */
static const char before[] = "019bffff-a800-7000-8000-000000000009";

/* The bytes of a record after its n-th batch. */
static void text_of(unsigned record, unsigned batch, char out[40])
{
    snprintf(out, 40, "{\"batch\": %u, \"record\": %u}\n", batch, record);
}

/* Batch n writes every record anew and says so in the device's state; the second is a merge. */
static bt_status put_batch(bt_store *store, unsigned batch)
{
    char bytes[RECORDS][40], state[16];
    text_id ids[RECORDS];
    bt_write writes[RECORDS];
    bt_commit commit = { .writes = writes, .write_count = RECORDS };
    bt_status status = bt_store_head(store, &commit.expected);
    bt_oid head;

    for (unsigned i = 0; i < RECORDS; i++) {
        ids[i] = id_of(i, 1);
        text_of(i, batch, bytes[i]);
        writes[i] = (bt_write){ .id = bt_view_of(ids[i].text), .bytes = bt_view_of(bytes[i]) };
    }
    if (batch == 2)
        writes[0].typed = bt_view_of("{\"typed\": 1}\n");
    snprintf(state, sizeof state, "%u", batch);
    commit.device = bt_view_of(DEVICE);
    commit.device_state = bt_view_of(state);
    commit.author = bt_view_of(PERSON);
    commit.message = bt_view_of("batch\n");
    commit.time_s = FIRST_S + batch;
    return status == BT_OK ? bt_store_commit(store, &commit, &head, NULL) : status;
}

/* The last batch that is stored; each of its records has to be there as it was written. */
static unsigned stored_batch(bt_store *store)
{
    bt_oid head = head_of(store);
    bt_bytes state;
    unsigned batch;

    if (bt_store_get_device(store, &head, bt_view_of(DEVICE), &state) == BT_ENOTFOUND)
        return 0;
    batch = (unsigned)strtoul(state.data, NULL, 10);
    bt_bytes_free(&state);
    for (unsigned i = 0; i < RECORDS; i++) {
        char bytes[40];

        text_of(i, batch, bytes);
        assert_record(store, id_of(i, 1).text, bytes);
    }
    return batch;
}

/* In a process of its own: open, write, tell of each answer, and bring it into packs; `at` is the call that it does not survive. */
static void live_and_die(const fixture *f, int tell, unsigned at)
{
    bt_store *store;

    faults_arm(FAULT_KILL, at, 0);
    if (bt_store_open(f->path, &store) != BT_OK)
        _exit(2);
    for (unsigned batch = 1; batch <= BATCHES; batch++) {
        if (put_batch(store, batch) != BT_OK || send(tell, "x", 1, 0) != 1 ||
            bt_store_checkpoint(store) != BT_OK)
            _exit(3);
    }
    _exit(0); /* nothing is given back: a kill would not have either */
}

/* Runs `life` in a child. True when it was killed; *answers is how often it told. */
static bool run_child(const fixture *f, void (*life)(const fixture *, int, unsigned), unsigned at,
                      unsigned *answers)
{
    int ends[2], how;
    char all[BATCHES + 1];
    ssize_t got;
    pid_t child;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        life(f, ends[1], at);
    close(ends[1]);
    assert_int_equal(faults_wait(child, at, &how), child);
    *answers = 0;
    while ((got = read(ends[0], all, sizeof all)) > 0)
        *answers += (unsigned)got;
    close(ends[0]);
    if (WIFSIGNALED(how)) {
        assert_int_equal(WTERMSIG(how), SIGKILL);
        return true;
    }
    assert_int_equal(WEXITSTATUS(how), 0);
    return false;
}

static void assert_whole_after(fixture *f, unsigned at, unsigned answers)
{
    unsigned batch;

    assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
    assert_record(f->store, before, "{\"before\": 1}\n");
    batch = stored_batch(f->store);
    if (batch < answers || batch > answers + 1)
        fail_msg("killed at call %u: %u answers, and batch %u is stored", at, answers, batch);
    assert_int_equal(put_batch(f->store, BATCHES + 1), BT_OK);
    assert_int_equal(stored_batch(f->store), BATCHES + 1);
    assert_git_is_content(f);
    bt_store_close(f->store);
    f->store = NULL;
}

/* Goes through all calls, to the `last` or until the child lives to its end. */
static void kill_everywhere(const fixture *f, const char *leave, unsigned last)
{
    bool killed = true;
    unsigned at, kills = 0;

    for (at = 1; killed && at <= last; at = faults_after(at)) {
        fixture copy;
        unsigned answers;

        copy_notebook(f, &copy, leave);
        killed = run_child(&copy, live_and_die, at, &answers);
        assert_whole_after(&copy, at, answers);
        kills += killed;
        if (!killed)
            assert_int_equal(answers, BATCHES);
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills >= CLEARING_CALLS);
}

static void test_a_kill_at_any_call_loses_nothing_that_was_answered(void **state)
{
    put_one(((fixture *)*state)->store, before, "{\"before\": 1}\n", NULL);
    kill_everywhere(*state, "true", UINT32_MAX);
}

static void test_nor_does_it_where_the_journal_has_room(void **state)
{
    const fixture *f = *state;

    put_one(f->store, before, "{\"before\": 1}\n", NULL);
    put_a_busy_hour(f->store);
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    kill_everywhere(f, "test $(stat -c %s journal) = 1048576", UINT32_MAX);
}

static void test_nor_where_the_next_one_is_to_have_room(void **state)
{
    const fixture *f = *state;

    put_one(f->store, before, "{\"before\": 1}\n", NULL);
    put_a_busy_hour(f->store);
    kill_everywhere(f, "test $(stat -c %s journal) -gt 1048576", UINT32_MAX);
}

static void test_a_kill_while_clearing_up_after_a_kill_loses_nothing_either(void **state)
{
    /* one batch that was answered, and one that was being written */
    put_one(((fixture *)*state)->store, before, "{\"before\": 1}\n", NULL);
    kill_everywhere(*state,
                    ": > refs/heads/main.lock && : > objects/tmp_object_git2_AbCdEf && "
                    "echo 4711 > write.lock && head -c 100 journal >> journal",
                    CLEARING_CALLS);
}

/* Tells when what was in the journal is in packs, and these are folded. */
static void fold_and_die(const fixture *f, int tell, unsigned at)
{
    bt_store *store;

    if (bt_store_open(f->path, &store) != BT_OK)
        _exit(2);
    faults_arm(FAULT_KILL, at, 0);
    if (bt_store_checkpoint(store) != BT_OK || send(tell, "x", 1, 0) != 1)
        _exit(3);
    _exit(0);
}

static void test_a_kill_while_packs_are_folded_loses_nothing(void **state)
{
    const fixture *f = *state;
    bool killed = true;
    unsigned at, kills = 0;

    put_many_packs(f);
    for (at = 1; killed; at = faults_after(at)) {
        fixture copy;
        unsigned answers;

        copy_notebook(f, &copy, "true");
        killed = run_child(&copy, fold_and_die, at, &answers);
        kills += killed;
        assert_int_equal(answers, !killed);
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        assert_many_packs_records(copy.store);
        put_one(copy.store, before, "{}\n", NULL);
        assert_git_is_content(&copy);
        /* whatever was left half-way is tidied by the checkpoint in between */
        assert_git_says(
            &copy, "test $(ls objects/pack/*.pack | wc -l) -le 16 && git count-objects -v | grep garbage",
            "garbage: 0\nsize-garbage: 0");
        bt_store_close(copy.store);
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills > 60);
}

/* Another handle's commit, in the middle of a checkpoint. */
typedef struct meanwhile {
    bt_store *other;
    int tell;       /* a byte for the answer, unless negative */
    bool was_there; /* nobody held the write lock, and it was made */
} meanwhile;

static void commit_meanwhile(void *context)
{
    meanwhile *between = context;
    bt_lock lock;

    if (bt_lock_take(between->other->folder, 0, &lock) != BT_OK)
        return;
    bt_lock_release(&lock, !lock.abandoned);
    between->was_there = put_batch(between->other, BATCHES + 1) == BT_OK;
    if (between->tell >= 0 && between->was_there && send(between->tell, "x", 1, 0) != 1)
        _exit(4);
}

enum { NEVER = 1000000 };

static void test_a_commit_may_come_at_any_call_of_a_checkpoint_that_is_not_under_the_lock(void **state)
{
    const fixture *f = *state;
    unsigned calls = 0, came = 0;

    assert_int_equal(put_batch(f->store, 1), BT_OK);
    for (unsigned at = 1; calls >= at - 1; at++) {
        meanwhile between = { .tell = -1 };
        fixture copy;

        copy_notebook(f, &copy, "true");
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        assert_int_equal(bt_store_open(copy.path, &between.other), BT_OK);
        faults_between(at, commit_meanwhile, &between);
        faults_arm(FAULT_FAIL, NEVER, 0);
        assert_int_equal(bt_store_checkpoint(copy.store), BT_OK);
        calls = faults_disarm();
        came += between.was_there;
        assert_int_equal(stored_batch(copy.store), between.was_there ? BATCHES + 1 : 1);
        assert_int_equal(stored_batch(between.other), between.was_there ? BATCHES + 1 : 1);
        bt_store_close(between.other);
        assert_git_is_content(&copy);
        bt_store_close(copy.store);
    }
    print_message("a commit came at %u of %u calls\n", came, calls);
    assert_true(came > 6);
}

static void checkpoint_and_die(const fixture *f, int tell, unsigned at)
{
    enum { WHILE_PACKING = 3 };
    meanwhile between = { .tell = tell };
    bt_store *store;

    if (bt_store_open(f->path, &store) != BT_OK || bt_store_open(f->path, &between.other) != BT_OK)
        _exit(2);
    faults_between(WHILE_PACKING, commit_meanwhile, &between);
    faults_arm(FAULT_KILL, at, 0);
    if (bt_store_checkpoint(store) != BT_OK || !between.was_there || send(tell, "x", 1, 0) != 1)
        _exit(3);
    _exit(0);
}

static void test_a_kill_of_a_checkpoint_during_which_a_commit_came_loses_neither(void **state)
{
    const fixture *f = *state;
    bool killed = true;
    unsigned at, kills = 0;

    assert_int_equal(put_batch(f->store, 1), BT_OK);
    for (at = 1; killed; at = faults_after(at)) {
        fixture copy;
        unsigned answers, batch;

        copy_notebook(f, &copy, "true");
        killed = run_child(&copy, checkpoint_and_die, at, &answers);
        kills += killed;
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        /* a real system call may be one of the commit's own: then it may be stored and not be answered */
        batch = stored_batch(copy.store);
        if (batch != BATCHES + 1)
            assert_int_equal(batch, answers > 0 ? BATCHES + 1 : 1);
        else
            assert_true(answers > 0 || getenv("BT_CRASH_SYSCALLS"));
        assert_int_equal(put_batch(copy.store, BATCHES + 2), BT_OK);
        assert_git_is_content(&copy);
        bt_store_close(copy.store);
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills > 20);
}

/* Two commits of one round, answered together. */
static void end_round_and_die(const fixture *f, int tell, unsigned at)
{
    bt_store *store;

    if (bt_store_open(f->path, &store) != BT_OK)
        _exit(2);
    faults_arm(FAULT_KILL, at, 0);
    if (bt_store_round_begin(store) != BT_OK || put_batch(store, 1) != BT_OK ||
        put_batch(store, 2) != BT_OK || bt_store_round_end(store) != BT_OK || send(tell, "xx", 2, 0) != 2)
        _exit(3);
    _exit(0);
}

static void test_a_kill_in_a_round_loses_none_of_its_commits_once_they_are_answered(void **state)
{
    const fixture *f = *state;
    bool killed = true;
    unsigned at, kills = 0;

    for (at = 1; killed; at = faults_after(at)) {
        fixture copy;
        unsigned answers;

        copy_notebook(f, &copy, "true");
        killed = run_child(&copy, end_round_and_die, at, &answers);
        kills += killed;
        assert_int_equal(answers, killed ? 0 : 2);
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        assert_true(stored_batch(copy.store) >= answers);
        assert_git_is_content(&copy);
        bt_store_close(copy.store);
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills >= 4);
}

static void make_and_die(const fixture *f, int tell, unsigned at)
{
    faults_arm(FAULT_KILL, at, 0);
    if (bt_store_create(f->path, EPOCH, FIRST_S) != BT_OK || send(tell, "x", 1, 0) != 1)
        _exit(2);
    _exit(0);
}

static void test_a_kill_while_a_notebook_is_made_leaves_a_whole_one_or_none(void **state)
{
    fixture other = *(fixture *)*state;
    bool killed = true;
    unsigned at, kills = 0;

    snprintf(other.path, sizeof other.path, "%s/made", other.folder);
    for (at = 1; killed; at = faults_after(at)) {
        unsigned answers;
        bt_status status;
        char line[LINE_BYTES];

        killed = run_child(&other, make_and_die, at, &answers);
        kills += killed;
        status = bt_store_create(other.path, EPOCH, FIRST_S);
        assert_true(status == BT_OK || status == BT_EBUSY);
        assert_int_equal(bt_store_open(other.path, &other.store), BT_OK);
        assert_string_equal(bt_store_epoch(other.store), EPOCH);
        bt_store_close(other.store);
        other.store = NULL;
        assert_git_is_content(&other);
        snprintf(line, sizeof line, "rm -rf '%s'", other.path);
        shell(line);
    }
    print_message("killed at %u calls\n", kills);
    assert_true(faults_sampled() || kills > 50);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_a_kill_at_any_call_loses_nothing_that_was_answered),
        RULE(test_nor_does_it_where_the_journal_has_room),
        RULE(test_nor_where_the_next_one_is_to_have_room),
        RULE(test_a_kill_while_clearing_up_after_a_kill_loses_nothing_either),
        RULE(test_a_kill_while_packs_are_folded_loses_nothing),
        RULE(test_a_commit_may_come_at_any_call_of_a_checkpoint_that_is_not_under_the_lock),
        RULE(test_a_kill_of_a_checkpoint_during_which_a_commit_came_loses_neither),
        RULE(test_a_kill_in_a_round_loses_none_of_its_commits_once_they_are_answered),
        RULE(test_a_kill_while_a_notebook_is_made_leaves_a_whole_one_or_none),
    };

    return cmocka_run_group_tests_name("store: kills", tests, library_start, library_stop);
}
