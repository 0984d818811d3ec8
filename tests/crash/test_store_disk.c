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

/*
 * One commit with its fault. BT_OK: the fault did no harm, or came too late. BT_EIO: nothing was answered, what was
 * there stands, and can be read while the disk still fails.
 */
static bt_status fail_once(fixture *f, fault_kind kind, unsigned at, int error, unsigned *calls)
{
    bt_oid head, versions[2];
    bt_status status;

    faults_arm(kind, at, error);
    status = put_both(f->store, "{\"new\": 1}\n", &head, versions);
    if (status == BT_EIO) {
        bt_oid still = head_of(f->store), version;

        assert_int_equal(bt_store_get(f->store, &still, bt_view_of(ids[0]), &version, NULL), BT_OK);
        assert_string_equal(head.hex, "");
        assert_string_equal(versions[0].hex, "");
    } else {
        assert_int_equal(status, BT_OK);
    }
    *calls = faults_disarm();
    return status;
}

/* Fail at call after call, until a commit is over before the fault would come. */
static void fail_everywhere(fixture *f, fault_kind kind, int error)
{
    unsigned failed = 0, calls = 0;

    for (unsigned at = 1; calls >= at - 1; at++) {
        bt_oid old, now, versions[2];
        bt_status status;

        assert_int_equal(put_both(f->store, "{\"old\": 1}\n", &old, versions), BT_OK);
        status = fail_once(f, kind, at, error, &calls);
        now = head_of(f->store);
        if (status == BT_OK || strcmp(now.hex, old.hex) != 0)
            assert_record(f->store, ids[0], "{\"new\": 1}\n");
        else if (at % 8 == 0)
            assert_stands(f, old);
        failed += status == BT_EIO;
        /* the very last sync, and then the first step of the way back: nothing else may show the new head */
        if (status == BT_EIO && strcmp(now.hex, old.hex) != 0) {
            assert_int_equal(kind, FAULT_FAIL_FROM);
            assert_int_equal(calls, at + 1);
        }
    }
    print_message("failed at %u calls\n", failed);
    assert_true(failed > 50);
}

static void test_a_disk_that_stays_full_keeps_the_old_head_and_goes_on_when_there_is_room(void **state)
{
    fail_everywhere(*state, FAULT_FAIL_FROM, ENOSPC);
}

static void test_one_failed_call_keeps_the_old_head(void **state)
{
    fail_everywhere(*state, FAULT_FAIL, EIO);
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

static void test_everything_is_synced_before_the_head_moves_and_the_head_before_the_answer(void **state)
{
    fixture *f = *state;
    bt_oid head, versions[2];
    watched seen;

    watch_start();
    assert_int_equal(put_both(f->store, "{\"old\": 1}\n", &head, versions), BT_OK);
    seen = watch_end();
    if (seen.unsynced || seen.unsynced_at_head)
        fail_msg("%u unsynced at the answer, %u when the head moved, e.g. %s", seen.unsynced,
                 seen.unsynced_at_head, seen.example);
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

/* One record: its blob, four trees (day, month, records, root) and the commit, each with its folder; then the folder of
 * folders; then the ref with its folder. More would be slow, fewer would be unsafe. */
static void test_one_record_costs_15_syncs_however_many_there_are(void **state)
{
    fixture *f = *state;

    for (unsigned i = 0; i < 40; i += 13) {
        text_id id = id_of(i, 3);
        watched seen;

        watch_start();
        put_one(f->store, id.text, "{\"one\": 1}\n", NULL);
        seen = watch_end();
        assert_int_equal(seen.syncs, 15);
        for (unsigned more = 1; more < 13; more++)
            put_one(f->store, id_of(i + more, 3).text, "{}\n", NULL);
    }
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

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_a_disk_that_stays_full_keeps_the_old_head_and_goes_on_when_there_is_room),
        RULE(test_one_failed_call_keeps_the_old_head),
        RULE(test_a_notebook_that_found_no_room_is_not_there),
        RULE(test_everything_is_synced_before_the_head_moves_and_the_head_before_the_answer),
        RULE(test_a_new_notebook_is_synced_as_a_whole),
        RULE(test_one_record_costs_15_syncs_however_many_there_are),
        RULE(test_reading_writes_nothing),
    };

    return cmocka_run_group_tests_name("store: disks", tests, library_start, library_stop);
}
