/* tests/crash/test_store_disk.c - a full disk and a failing one, at every call; and what is synced when. */
#define _DEFAULT_SOURCE
#include "tests/crash/faults.h"
#include "tests/unit/store_fixture.h"

#include <errno.h>

static const char *const ids[] = { "019b76da-a800-7000-8000-000000000001",
                                   "019bdb92-a400-7000-8000-000000000002" };

/* Two records of two months, one of them merged, and the device's state. */
static bt_status put_both(bt_store *store, const char *bytes, bt_oid *head, bt_oid versions[2])
{
    const bt_write writes[] = {
        { .id = bt_view_of(ids[0]), .bytes = bt_view_of(bytes) },
        { .id = bt_view_of(ids[1]), .bytes = bt_view_of(bytes), .typed = bt_view_of("{\"typed\": 1}\n") },
    };
    bt_commit commit = commit_of(store, writes, 2);

    commit.device_state = bt_view_of(bytes);
    return bt_store_commit(store, &commit, head, versions);
}

static void assert_stands(const fixture *f, bt_oid head)
{
    bt_store *fresh;

    assert_int_equal(bt_store_open(f->path, &fresh), BT_OK);
    assert_oid_equal(head_of(fresh), head);
    assert_record(fresh, ids[0], "{\"old\": 1}\n");
    bt_store_close(fresh);
}

/* Put, and again where the commit before stands after all: its sync had failed, and then the cut back too. */
static bt_oid put_old(fixture *f, fault_kind before)
{
    bt_oid head, versions[2];
    bt_status status = put_both(f->store, "{\"old\": 1}\n", &head, versions);

    if (status == BT_EMOVED && before == FAULT_FAIL_FROM)
        status = put_both(f->store, "{\"old\": 1}\n", &head, versions);
    assert_int_equal(status, BT_OK);
    return head;
}

/*
 * One commit and one checkpoint with a fault. What is not answered does not show; what is answered stays, and both can
 * be read while the disk still fails.
 */
static bt_status fail_once(fixture *f, bt_oid old)
{
    bt_oid head, versions[2];
    bt_status status = put_both(f->store, "{\"new\": 1}\n", &head, versions);

    if (status == BT_OK) {
        assert_oid_equal(head_of(f->store), head);
        status = bt_store_checkpoint(f->store);
        assert_record(f->store, ids[0], "{\"new\": 1}\n");
    } else {
        assert_oid_equal(head_of(f->store), old);
        assert_record(f->store, ids[0], "{\"old\": 1}\n");
        assert_string_equal(head.hex, "");
        assert_string_equal(versions[0].hex, "");
    }
    if (status != BT_OK)
        assert_int_equal(status, BT_EIO);
    return status;
}

/* Fail at call after call, until all is over before the fault would come. */
static void fail_everywhere(fixture *f, fault_kind kind, int error)
{
    unsigned failed = 0, calls = 0;

    for (unsigned at = 1; calls >= at - 1; at++) {
        bt_oid old = put_old(f, kind);

        if (at % 8 == 0)
            assert_stands(f, old);
        settle(f);
        faults_arm(kind, at, error);
        failed += fail_once(f, old) != BT_OK;
        calls = faults_disarm();
    }
    print_message("failed at %u calls\n", failed);
    assert_true(failed > 20);
}

static void test_a_disk_that_stays_full_keeps_the_old_head_and_goes_on_when_there_is_room(void **state)
{
    fail_everywhere(*state, FAULT_FAIL_FROM, ENOSPC);
}

static void test_one_failed_call_keeps_the_old_head(void **state)
{
    fail_everywhere(*state, FAULT_FAIL, EIO);
}

static void test_a_disk_that_fails_while_packs_are_folded_loses_nothing(void **state)
{
    const fixture *f = *state;
    unsigned calls = 0;

    put_many_packs(f);
    for (unsigned at = 1; calls >= at - 1; at++) {
        fixture copy;
        bt_status status;

        copy_notebook(f, &copy, "true");
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        faults_arm(at % 2 ? FAULT_FAIL : FAULT_FAIL_FROM, at, at % 2 ? EIO : ENOSPC);
        status = bt_store_checkpoint(copy.store);
        assert_many_packs_records(copy.store);
        calls = faults_disarm();
        if (status != BT_OK)
            assert_int_equal(status, BT_EIO);
        put_one(copy.store, ids[0], "{}\n", NULL);
        assert_git_is_content(&copy);
        bt_store_close(copy.store);
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        assert_many_packs_records(copy.store);
        bt_store_close(copy.store);
    }
    assert_true(calls > 60);
}

static void test_a_disk_that_fails_while_the_next_journal_gets_its_room_loses_nothing(void **state)
{
    const fixture *f = *state;
    unsigned calls = 0;

    put_one(f->store, ids[0], "{}\n", NULL);
    put_a_busy_hour(f->store);
    for (unsigned at = 1; calls >= at - 1; at++) {
        fixture copy;

        copy_notebook(f, &copy, "true");
        assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
        faults_arm(at % 2 ? FAULT_FAIL : FAULT_FAIL_FROM, at, at % 2 ? EIO : ENOSPC);
        (void)bt_store_checkpoint(copy.store); /* may fail, and may do without room */
        assert_record(copy.store, ids[0], "{}\n");
        calls = faults_disarm();
        put_one(copy.store, ids[1], "{}\n", NULL);
        assert_record(copy.store, ids[0], "{}\n");
        assert_git_is_content(&copy);
        assert_git_says(&copy, "ls | grep -c tmp_ || true", "0");
        bt_store_close(copy.store);
    }
    assert_true(calls > 30);
}

static void test_a_notebook_that_found_no_room_is_not_there(void **state)
{
    fixture *f = *state;
    char path[LINE_BYTES];
    unsigned calls;

    snprintf(path, sizeof path, "%s/made", f->folder);
    for (unsigned at = 1;; at++) {
        bt_status status;

        faults_arm(FAULT_FAIL_FROM, at, ENOSPC);
        status = bt_store_create(path, EPOCH, FIRST_S);
        calls = faults_disarm();
        if (calls < at) {
            assert_int_equal(status, BT_OK);
            break;
        }
        assert_int_equal(status, BT_EIO);
        /* the very last sync comes after the name: what stands there is whole */
        if (access(path, F_OK) == 0) {
            bt_store *store;

            assert_int_equal(bt_store_open(path, &store), BT_OK);
            bt_store_close(store);
            assert_int_equal(calls, at);
            break;
        }
    }
    assert_true(calls > 50);
}

static void test_everything_is_synced_before_the_answer(void **state)
{
    fixture *f = *state;
    bt_oid head, versions[2];
    watched seen;

    watch_start();
    assert_int_equal(put_both(f->store, "{\"old\": 1}\n", &head, versions), BT_OK);
    seen = watch_end();
    if (seen.unsynced)
        fail_msg("%u unsynced at the answer, e.g. %s", seen.unsynced, seen.example);
}

static void test_a_new_notebook_is_synced_as_a_whole(void **state)
{
    fixture *f = *state;
    char path[LINE_BYTES];
    watched seen;

    snprintf(path, sizeof path, "%s/made", f->folder);
    watch_start();
    assert_int_equal(bt_store_create(path, EPOCH, FIRST_S), BT_OK);
    seen = watch_end();
    if (seen.unsynced)
        fail_msg("%u unsynced, e.g. %s", seen.unsynced, seen.example);
}

/* More would be slow, fewer would be unsafe. */
static void test_an_acknowledgement_costs_one_sync_however_many_records_there_are(void **state)
{
    enum { RECORDS = 200 };
    fixture *f = *state;
    static text_id record_ids[RECORDS];
    static bt_write writes[RECORDS];
    unsigned at = 0;

    for (unsigned count = 1; count <= RECORDS; count *= 10) {
        bt_commit commit = commit_of(f->store, writes, count);
        watched seen;
        bt_oid head;

        for (unsigned i = 0; i < count; i++, at++) {
            record_ids[i] = id_of(at, 15);
            writes[i] =
                (bt_write){ .id = bt_view_of(record_ids[i].text), .bytes = bt_view_of("{\"one\": 1}\n") };
        }
        watch_start();
        assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_OK);
        seen = watch_end();
        assert_int_equal(seen.syncs, 1);
        assert_int_equal(seen.unsynced, 0);
    }
}

static void test_a_checkpoint_syncs_everything_before_the_ref_moves_and_the_ref_before_the_journal_goes(
    void **state)
{
    fixture *f = *state;
    bt_oid head, versions[2];
    watched seen;

    assert_int_equal(put_both(f->store, "{\"old\": 1}\n", &head, versions), BT_OK);
    watch_start();
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    seen = watch_end();
    assert_int_equal(seen.syncs, 7);
    if (seen.unsynced || seen.unsynced_at_head || seen.unsynced_at_journal)
        fail_msg("%u unsynced at the end, %u when the ref moved, %u when the journal went, e.g. %s",
                 seen.unsynced, seen.unsynced_at_head, seen.unsynced_at_journal, seen.example);
}

static void test_after_a_busy_hour_the_room_of_the_next_journal_is_synced_too(void **state)
{
    fixture *f = *state;
    watched seen;

    put_a_busy_hour(f->store);
    watch_start();
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    seen = watch_end();
    assert_int_equal(seen.syncs, 8);
    assert_int_equal(seen.unsynced, 0);
    assert_int_equal(seen.unsynced_at_journal, 0);
}

static void test_reading_writes_nothing(void **state)
{
    fixture *f = *state;
    bt_oid head, versions[2];

    assert_int_equal(put_both(f->store, "{\"old\": 1}\n", &head, versions), BT_OK);
    faults_arm(FAULT_FAIL_FROM, 1, EROFS);
    assert_record(f->store, ids[0], "{\"old\": 1}\n");
    assert_stands(f, head); /* opens it anew: on a disk that takes nothing, notes can still be read */
    assert_true(faults_disarm() > 0);
}

/* The journal's mark is not synced: a power cut may leave it where it was. */
static void test_what_a_power_cut_left_can_be_read_on_a_disk_that_takes_nothing(void **state)
{
    fixture *f = *state;
    bt_oid head, versions[2];
    char out[16];
    fixture git = *f;

    assert_int_equal(put_both(f->store, "{\"old\": 1}\n", &head, versions), BT_OK);
    git.store = NULL;
    git_says(&git,
             "printf '\\0\\0\\0\\0\\0\\0\\0\\040' | dd of=journal bs=1 seek=24 conv=notrunc status=none", out,
             sizeof out);
    faults_arm(FAULT_FAIL_FROM, 1, EROFS);
    assert_stands(f, head);
    assert_true(faults_disarm() > 0);
    bt_store_close(f->store);
    assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
    assert_oid_equal(head_of(f->store), head);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_a_disk_that_stays_full_keeps_the_old_head_and_goes_on_when_there_is_room),
        RULE(test_one_failed_call_keeps_the_old_head),
        RULE(test_a_disk_that_fails_while_packs_are_folded_loses_nothing),
        RULE(test_a_disk_that_fails_while_the_next_journal_gets_its_room_loses_nothing),
        RULE(test_a_notebook_that_found_no_room_is_not_there),
        RULE(test_everything_is_synced_before_the_answer),
        RULE(test_a_new_notebook_is_synced_as_a_whole),
        RULE(test_an_acknowledgement_costs_one_sync_however_many_records_there_are),
        RULE(test_a_checkpoint_syncs_everything_before_the_ref_moves_and_the_ref_before_the_journal_goes),
        RULE(test_after_a_busy_hour_the_room_of_the_next_journal_is_synced_too),
        RULE(test_reading_writes_nothing),
        RULE(test_what_a_power_cut_left_can_be_read_on_a_disk_that_takes_nothing),
    };

    return cmocka_run_group_tests_name("store: disks", tests, library_start, library_stop);
}
