/* tests/unit/test_store_race.c - several writers on one notebook, with checkpoints between: each addition counts once. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/store_fixture.h"

#include <pthread.h>
#include <sys/wait.h>

static const char counter[] = "019b76da-a800-7000-8000-000000000001";

enum { WRITERS = 3, ADDITIONS = 40, CHECKPOINT_EVERY = 3 }; /* so many that packs are folded meanwhile */

/* The number in the record at the head, and that head. 0 when there is no record yet. */
static bt_status read_number(bt_store *store, bt_oid *head, long *out)
{
    bt_oid version;
    bt_bytes bytes;
    bt_status status = bt_store_head(store, head);

    *out = 0;
    if (status == BT_OK)
        status = bt_store_get(store, head, bt_view_of(counter), &version, &bytes);
    if (status == BT_ENOTFOUND)
        return BT_OK;
    if (status == BT_OK) {
        *out = strtol(bytes.data, NULL, 10);
        bt_bytes_free(&bytes);
    }
    return status;
}

/* Read, add one, write; again when another was faster. */
static bt_status add_one(bt_store *store)
{
    bt_status status;

    do {
        char text[32];
        bt_write write = { .id = bt_view_of(counter) };
        bt_commit commit = { .writes = &write, .write_count = 1, .time_s = FIRST_S };
        bt_oid head;
        long number;

        status = read_number(store, &commit.expected, &number);
        if (status != BT_OK)
            return status;
        snprintf(text, sizeof text, "%ld\n", number + 1);
        write.bytes = bt_view_of(text);
        commit.device = bt_view_of(DEVICE);
        commit.author = bt_view_of(PERSON);
        commit.message = bt_view_of("add\n");
        status = bt_store_commit(store, &commit, &head, NULL);
    } while (status == BT_EMOVED);
    return status;
}

static bt_status add_all(const char *path)
{
    bt_store *store = NULL;
    bt_status status = bt_store_open(path, &store);

    for (int i = 0; status == BT_OK && i < ADDITIONS; i++) {
        status = add_one(store);
        if (status == BT_OK && i % CHECKPOINT_EVERY == 0)
            status = bt_store_checkpoint(store);
    }
    bt_store_close(store);
    return status;
}

static void assert_all_counted(fixture *f)
{
    bt_oid head;
    long number;
    char commits[16];

    assert_int_equal(read_number(f->store, &head, &number), BT_OK);
    assert_int_equal(number, WRITERS * ADDITIONS);
    snprintf(commits, sizeof commits, "%d", WRITERS * ADDITIONS + 1);
    assert_git_says(f, "git rev-list --count main", commits);
}

typedef struct writer {
    const char *path;
    bt_status status;
} writer;

static void *write_in_thread(void *context)
{
    writer *w = context;

    w->status = add_all(w->path);
    return NULL;
}

static void test_threads_lose_no_update(void **state)
{
    fixture *f = *state;
    pthread_t threads[WRITERS];
    writer writers[WRITERS];

    for (int i = 0; i < WRITERS; i++) {
        writers[i].path = f->path;
        assert_int_equal(pthread_create(&threads[i], NULL, write_in_thread, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(writers[i].status, BT_OK);
    }
    assert_all_counted(f);
}

static void test_processes_lose_no_update(void **state)
{
    fixture *f = *state;
    pid_t children[WRITERS];

    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            _exit(add_all(f->path) == BT_OK ? 0 : 1);
    }
    for (int i = 0; i < WRITERS; i++) {
        int how;

        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_int_equal(how, 0);
    }
    assert_all_counted(f);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_threads_lose_no_update),
        RULE(test_processes_lose_no_update),
    };

    return cmocka_run_group_tests_name("store: several writers", tests, library_start, library_stop);
}
