/* The rules by which a device waits for news, and by which notebooks are opened. */
#define _GNU_SOURCE /* mkdtemp, popen */
#include "tests/unit/service_fixture.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static batch one; /* too large for a stack */

/* A device that waits on a thread of its own. `gone` tells when it is really waiting, and ends it when told to. */
enum { LONG_MS = 3600 * 1000 }; /* past any test's time: whoever is not told fails */

typedef struct parked {
    fixture *f;
    const char *device;
    bt_oid known;
    atomic_bool waiting, leave;
    bt_status status;
    pthread_t thread;
} parked;

static bool is_gone(void *context)
{
    parked *p = context;

    atomic_store(&p->waiting, true);
    return atomic_load(&p->leave);
}

static void *park(void *argument)
{
    parked *p = argument;
    bt_notebook *notebook = NULL;

    p->status = bt_notebooks_take(p->f->all, NOTEBOOK, &notebook);
    if (p->status == BT_OK)
        p->status = bt_notebook_wait(notebook, p->device, &p->known, LONG_MS, is_gone, p);
    bt_notebooks_release(p->f->all, notebook);
    return NULL;
}

static void start_waiting(parked *p, fixture *f, const char *device)
{
    *p = (parked){ .f = f, .device = device };
    assert_int_equal(bt_store_head(bt_notebook_store(f->notebook), &p->known), BT_OK);
    assert_int_equal(pthread_create(&p->thread, NULL, park, p), 0);
    while (!atomic_load(&p->waiting))
        (void)sched_yield();
}

static bt_status stop_waiting(parked *p)
{
    assert_int_equal(pthread_join(p->thread, NULL), 0);
    return p->status;
}

static void test_who_waits_is_told_of_a_commit(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS);
    parked p;

    start_waiting(&p, f, BENS_PHONE);
    (void)store_one(&one, f, &anna, 1, &m, NULL);
    assert_int_equal(stop_waiting(&p), BT_OK);
}

static void test_who_waits_is_told_of_a_commit_by_another_process(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS);
    bt_notebooks *others = NULL;
    fixture other = *f;
    parked p;

    /* Another registry knows nothing of this one's waiters: it stands for another process. */
    assert_int_equal(bt_notebooks_open(f->folder, &others), BT_OK);
    assert_int_equal(bt_notebooks_take(others, NOTEBOOK, &other.notebook), BT_OK);
    start_waiting(&p, f, BENS_PHONE);
    (void)store_one(&one, &other, &anna, 1, &m, NULL);
    assert_int_equal(stop_waiting(&p), BT_OK);
    bt_notebooks_release(others, other.notebook);
    bt_notebooks_close(others);
}

static void test_what_is_new_already_is_told_at_once(void **state)
{
    fixture *f = *state;
    bt_oid old;
    made m = note(STUDENTS);

    assert_int_equal(bt_store_head(bt_notebook_store(f->notebook), &old), BT_OK);
    (void)store_one(&one, f, &anna, 1, &m, NULL);
    assert_int_equal(bt_notebook_wait(f->notebook, BENS_PHONE, &old, LONG_MS, NULL, NULL), BT_OK);
}

static void test_who_leaves_holds_no_place(void **state)
{
    fixture *f = *state;
    parked first, second;

    bt_notebooks_wait_limit(f->all, 1);
    start_waiting(&first, f, BENS_PHONE);
    atomic_store(&first.leave, true);
    assert_int_equal(stop_waiting(&first), BT_ENOTFOUND);
    start_waiting(&second, f, BENS_PHONE);
    atomic_store(&second.leave, true);
    assert_int_equal(stop_waiting(&second), BT_ENOTFOUND);
}

static void test_one_more_than_the_bound_is_not_held(void **state)
{
    fixture *f = *state;
    parked p;

    bt_notebooks_wait_limit(f->all, 1);
    start_waiting(&p, f, BENS_PHONE);
    assert_int_equal(bt_notebook_wait(f->notebook, ANNAS_PHONE, &p.known, LONG_MS, NULL, NULL), BT_EBUSY);
    atomic_store(&p.leave, true);
    assert_int_equal(stop_waiting(&p), BT_ENOTFOUND);
}

static void test_a_newer_waiter_of_a_device_ends_the_older(void **state)
{
    fixture *f = *state;
    parked old, fresh;

    start_waiting(&old, f, BENS_PHONE);
    start_waiting(&fresh, f, BENS_PHONE);
    assert_int_equal(stop_waiting(&old), BT_ENOTFOUND);
    atomic_store(&fresh.leave, true);
    assert_int_equal(stop_waiting(&fresh), BT_ENOTFOUND);
}

static void test_stopping_ends_every_wait(void **state)
{
    fixture *f = *state;
    parked p;

    start_waiting(&p, f, BENS_PHONE);
    bt_notebooks_wake(f->all);
    assert_int_equal(stop_waiting(&p), BT_ENOTFOUND);
    assert_int_equal(bt_notebook_wait(f->notebook, ANNAS_PHONE, &p.known, LONG_MS, NULL, NULL), BT_EBUSY);
}

static void test_an_unknown_notebook_is_not_found_whatever_its_name(void **state)
{
    fixture *f = *state;
    bt_notebook *notebook = NULL;

    assert_int_equal(bt_notebooks_take(f->all, id_of(1), &notebook), BT_ENOTFOUND);
    assert_int_equal(bt_notebooks_take(f->all, "../notebooks/" NOTEBOOK, &notebook), BT_ENOTFOUND);
    assert_int_equal(bt_notebooks_create(f->all, "..", NOW_S), BT_EINPUT);
    assert_int_equal(bt_notebooks_create(f->all, NOTEBOOK, NOW_S), BT_EBUSY);
}

/* More notebooks than stay open: the least used are closed, and open again when asked for. */
static void test_more_notebooks_than_stay_open_all_answer(void **state)
{
    fixture *f = *state;

    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < 70; i++) {
            bt_notebook *notebook = NULL;
            bt_oid head;

            if (round == 0)
                assert_int_equal(bt_notebooks_create(f->all, id_of(i), NOW_S), BT_OK);
            assert_int_equal(bt_notebooks_take(f->all, id_of(i), &notebook), BT_OK);
            assert_int_equal(bt_store_head(bt_notebook_store(notebook), &head), BT_OK);
            bt_notebooks_release(f->all, notebook);
        }
    }
}

#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(test_who_waits_is_told_of_a_commit),
        RULE(test_who_waits_is_told_of_a_commit_by_another_process),
        RULE(test_what_is_new_already_is_told_at_once),
        RULE(test_who_leaves_holds_no_place),
        RULE(test_one_more_than_the_bound_is_not_held),
        RULE(test_a_newer_waiter_of_a_device_ends_the_older),
        RULE(test_stopping_ends_every_wait),
        RULE(test_an_unknown_notebook_is_not_found_whatever_its_name),
        RULE(test_more_notebooks_than_stay_open_all_answer),
    };
    return cmocka_run_group_tests_name("wait", tests, library_start, library_stop);
}
