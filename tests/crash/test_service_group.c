/* tests/crash/test_service_group.c - batches that wait for one another: their syncs are counted, and fail. */
#define _GNU_SOURCE
#include "service/notebook/book.h"
#include "tests/crash/faults.h"
#include "tests/unit/service_fixture.h"

#include <errno.h>
#include <sched.h>

enum { TEACHERS = 8 };

/* One phone that sends one batch of one note, on a thread of its own. */
typedef struct phone {
    fixture *f;
    bt_writer writer;
    char device[BT_ID_LEN + 1];
    batch sent;
    bt_applied answer;
    bt_status status;
    pthread_t thread;
} phone;

static phone phones[TEACHERS]; /* too large for a stack */

static void *send_batch(void *argument)
{
    phone *p = argument;
    bt_notebook *notebook = NULL;

    p->status = bt_notebooks_take(p->f->all, NOTEBOOK, &notebook);
    if (p->status == BT_OK)
        p->status = bt_notebook_apply(notebook, &p->writer, &p->sent.ask, &p->answer);
    bt_notebooks_release(p->f->all, notebook);
    return NULL;
}

static void prepare(phone *p, fixture *f, unsigned n, int64_t seq)
{
    made m = note(STUDENTS);

    memset(p, 0, sizeof *p);
    (void)snprintf(p->device, sizeof p->device, "019a0000-0000-7000-8000-00000000e%03x", n);
    p->f = f;
    p->writer = anna;
    p->writer.device = p->device;
    m.id = id_of((unsigned)seq * TEACHERS + n);
    batch_begin(&p->sent, seq);
    batch_add(&p->sent, &m, NULL);
}

static size_t count_waiting(fixture *f)
{
    bt_book *book = f->notebook->book;
    size_t count = 0;

    (void)pthread_mutex_lock(&book->lock);
    for (const bt_turn *turn = book->turns; turn != NULL; turn = turn->next)
        count++;
    (void)pthread_mutex_unlock(&book->lock);
    return count;
}

/* All phones send while another writer is at work; `arm` is called before that one gives way. */
static void send_together(fixture *f, int64_t seq, void (*arm)(unsigned at), unsigned at)
{
    bt_store *store = bt_notebook_store(f->notebook);

    assert_int_equal(bt_store_round_begin(store), BT_OK);
    for (unsigned n = 0; n < TEACHERS; n++) {
        prepare(&phones[n], f, n, seq);
        assert_int_equal(pthread_create(&phones[n].thread, NULL, send_batch, &phones[n]), 0);
    }
    while (count_waiting(f) < TEACHERS)
        (void)sched_yield();
    arm(at);
    assert_int_equal(bt_store_round_end(store), BT_OK);
    for (unsigned n = 0; n < TEACHERS; n++)
        assert_int_equal(pthread_join(phones[n].thread, NULL), 0);
}

static void count_syncs(unsigned at)
{
    (void)at;
    watch_start();
}

static void test_batches_that_wait_share_one_sync_and_stay_commits_of_their_own(void **state)
{
    fixture *f = *state;
    int commits = count_commits(f);
    watched seen;

    send_together(f, 1, count_syncs, 0);
    seen = watch_end();
    assert_int_equal(seen.syncs, 1);
    assert_int_equal(seen.unsynced, 0);
    for (unsigned n = 0; n < TEACHERS; n++) {
        assert_int_equal(phones[n].status, BT_OK);
        assert_int_equal(phones[n].answer.stored_count, 1);
        assert_string_equal(phones[n].answer.stored[0].id, phones[n].sent.ids[0]);
        for (unsigned other = 0; other < n; other++)
            assert_string_not_equal(phones[n].answer.head.hex, phones[other].answer.head.hex);
        bt_applied_free(&phones[n].answer);
    }
    assert_int_equal(count_commits(f), commits + TEACHERS);
}

static void fail_at(unsigned at)
{
    faults_arm(FAULT_FAIL, at, EIO);
}

/* Every batch is sent again until it is answered, as phones do. */
static void send_again(fixture *f)
{
    for (unsigned n = 0; n < TEACHERS; n++) {
        bt_applied answer;

        assert_int_equal(bt_notebook_apply(f->notebook, &phones[n].writer, &phones[n].sent.ask, &answer),
                         BT_OK);
        assert_int_equal(answer.stored_count, 1);
        bt_applied_free(&answer);
    }
}

static void test_a_round_that_the_disk_refuses_answers_nobody_and_is_taken_again(void **state)
{
    fixture *f = *state;
    unsigned calls = 0, refused = 0;
    int commits = count_commits(f);
    int64_t seq = 0;

    for (unsigned at = 1; calls >= at - 1; at++) {
        unsigned answered = 0;

        send_together(f, ++seq, fail_at, at);
        calls = faults_disarm();
        for (unsigned n = 0; n < TEACHERS; n++) {
            answered += phones[n].status == BT_OK;
            if (phones[n].status != BT_OK)
                assert_int_equal(phones[n].status, BT_EIO);
            bt_applied_free(&phones[n].answer);
        }
        refused += answered == 0;
        if (answered != 0)
            assert_int_equal(answered, TEACHERS);
        send_again(f);
        commits += TEACHERS; /* each once, whether or not it was answered */
        assert_int_equal(count_commits(f), commits);
    }
    print_message("refused at %u of %u calls\n", refused, calls);
    assert_true(refused >= 3);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        RULE(test_batches_that_wait_share_one_sync_and_stay_commits_of_their_own),
        RULE(test_a_round_that_the_disk_refuses_answers_nobody_and_is_taken_again),
    };

    return cmocka_run_group_tests_name("service: batches that wait for one another", tests, library_start,
                                       library_stop);
}
