/* tests/unit/test_store_read.c - what reading promises: changes, versions, history. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/store_fixture.h"

static const char id_a[] = "019b76da-a800-7000-8000-000000000001";
static const char id_b[] = "019b76da-a801-7000-8000-000000000002";

enum { COUNT = 60, PER_DAY = 7 };

/* The changes that a walk told of, each as "<id> <bytes>". */
typedef struct told {
    char lines[COUNT][80];
    size_t count, enough;
} told;

static int tell(void *context, const bt_changed *record)
{
    told *t = context;

    assert_true(t->count < COUNT);
    snprintf(t->lines[t->count++], sizeof *t->lines, "%.*s %.*s", (int)record->id.len, record->id.data,
             (int)record->bytes.len, record->bytes.data);
    return t->count == t->enough;
}

/* The record of that number in its n-th version. */
static bt_write write_of(unsigned number, unsigned version, text_id *id, char bytes[32])
{
    *id = id_of(number, PER_DAY);
    snprintf(bytes, 32, "{\"v\": %u}", version);
    return (bt_write){ .id = bt_view_of(id->text), .bytes = bt_view_of(bytes) };
}

/* One commit with version `version` of every `step`-th record, from `first` on. */
static bt_oid put_every(bt_store *store, unsigned first, unsigned step, unsigned version)
{
    text_id ids[COUNT];
    char bytes[COUNT][32];
    bt_write writes[COUNT];
    size_t count = 0;
    bt_commit commit;
    bt_oid head;

    for (unsigned i = first; i < COUNT; i += step, count++)
        writes[count] = write_of(i, version, &ids[count], bytes[count]);
    commit = commit_of(store, writes, count);
    assert_int_equal(bt_store_commit(store, &commit, &head, NULL), BT_OK);
    return head;
}

static void assert_told(const told *t, size_t at, unsigned number, unsigned version)
{
    text_id id;
    char bytes[32], line[80];

    write_of(number, version, &id, bytes);
    snprintf(line, sizeof line, "%s %s", id.text, bytes);
    assert_string_equal(t->lines[at], line);
}

static const bt_oid nowhere = { "" };
static const bt_view from_the_first = { NULL, 0 };

static void test_from_nothing_on_everything_is_new_in_the_order_of_paths(void **state)
{
    fixture *f = *state;
    bt_oid head = put_every(f->store, 0, 1, 1);
    told all = { .count = 0 };

    assert_int_equal(bt_store_changes(f->store, &nowhere, &head, from_the_first, tell, &all), BT_OK);
    assert_int_equal(all.count, COUNT);
    for (unsigned i = 0; i < COUNT; i++)
        assert_told(&all, i, i, 1);
}

static void test_changes_are_what_differs_and_nothing_else(void **state)
{
    fixture *f = *state;
    bt_oid old = put_every(f->store, 0, 2, 1), head;
    told some = { .count = 0 };

    put_every(f->store, 5, 10, 2);
    head = put_every(f->store, 0, 20, 3);
    assert_int_equal(bt_store_changes(f->store, &old, &head, from_the_first, tell, &some), BT_OK);
    assert_int_equal(some.count, 9);
    for (unsigned i = 0; i < 9; i++) {
        static const unsigned numbers[] = { 0, 5, 15, 20, 25, 35, 40, 45, 55 };

        assert_told(&some, i, numbers[i], numbers[i] % 20 ? 2 : 3);
    }
}

static void test_a_commit_has_no_changes_against_itself(void **state)
{
    fixture *f = *state;
    bt_oid head = put_every(f->store, 0, 1, 1);
    told none = { .count = 0 };

    assert_int_equal(bt_store_changes(f->store, &head, &head, from_the_first, tell, &none), BT_OK);
    assert_int_equal(none.count, 0);
}

static void test_a_walk_goes_on_behind_any_record(void **state)
{
    fixture *f = *state;
    bt_oid head = put_every(f->store, 0, 1, 1);

    for (unsigned i = 0; i < COUNT; i++) {
        text_id id = id_of(i, PER_DAY);
        told rest = { .count = 0 };

        assert_int_equal(bt_store_changes(f->store, &nowhere, &head, bt_view_of(id.text), tell, &rest),
                         BT_OK);
        assert_int_equal(rest.count, COUNT - 1 - i);
        if (rest.count > 0)
            assert_told(&rest, 0, i + 1, 1);
    }
}

static void test_a_walk_goes_on_behind_a_record_that_is_not_there(void **state)
{
    fixture *f = *state;
    bt_oid head = put_every(f->store, 0, 2, 1);
    text_id id = id_of(13, PER_DAY);
    told rest = { .count = 0 };

    assert_int_equal(bt_store_changes(f->store, &nowhere, &head, bt_view_of(id.text), tell, &rest), BT_OK);
    assert_int_equal(rest.count, 23);
    assert_told(&rest, 0, 14, 1);
}

static void test_a_walk_ends_when_its_caller_has_enough(void **state)
{
    fixture *f = *state;
    bt_oid head = put_every(f->store, 0, 1, 1);
    told few = { .enough = 10 };

    assert_int_equal(bt_store_changes(f->store, &nowhere, &head, from_the_first, tell, &few), BT_OK);
    assert_int_equal(few.count, 10);
}

static void test_changes_need_two_commits_of_this_notebook(void **state)
{
    fixture *f = *state;
    bt_oid version = put_one(f->store, id_a, "{}\n", NULL), head = head_of(f->store);
    bt_oid unknown = { "0123456789012345678901234567890123456789" }, word = { "main" };
    told none = { .count = 0 };
    const bt_oid *const bad[] = { &version, &unknown, &word };

    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(bt_store_changes(f->store, bad[i], &head, from_the_first, tell, &none),
                         BT_ENOTFOUND);
        assert_int_equal(bt_store_changes(f->store, &head, bad[i], from_the_first, tell, &none),
                         BT_ENOTFOUND);
    }
    assert_int_equal(bt_store_changes(f->store, &head, &nowhere, from_the_first, tell, &none), BT_ENOTFOUND);
    assert_int_equal(none.count, 0);
}

static void test_only_records_are_versions(void **state)
{
    fixture *f = *state;
    static const char *const others[] = { "main", "main^{tree}", "main:devices/" DEVICE };
    bt_commit commit = commit_of(f->store, NULL, 0);
    bt_oid head, oid = { "" };
    bt_bytes bytes;

    commit.device_state = bt_view_of("{\"seq\":1}");
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_OK);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char command[128], out[64];

        snprintf(command, sizeof command, "git rev-parse '%s'", others[i]);
        git_says(f, command, out, sizeof out);
        assert_int_equal(strlen(out), BT_VERSION_LEN);
        memcpy(oid.hex, out, sizeof oid.hex);
        assert_int_equal(bt_store_get_version(f->store, &oid, &bytes), BT_ENOTFOUND);
        assert_null(bytes.data);
    }
}

static void test_a_record_is_looked_for_by_its_id_alone(void **state)
{
    fixture *f = *state;
    bt_oid before = head_of(f->store), head, version;
    bt_bytes bytes;

    put_one(f->store, id_a, "{}\n", NULL);
    head = head_of(f->store);
    assert_int_equal(bt_store_get(f->store, &before, bt_view_of(id_a), &version, &bytes), BT_ENOTFOUND);
    assert_int_equal(bt_store_get(f->store, &head, bt_view_of(id_b), &version, &bytes), BT_ENOTFOUND);
    assert_int_equal(bt_store_get(f->store, &head, bt_view_of("HEAD"), &version, &bytes), BT_EINPUT);
    assert_string_equal(version.hex, "");
    assert_null(bytes.data);
}

/* What a history told, as "<version> <typed>" with versions by their first 4 digits. */
typedef struct past_told {
    char lines[8][2 * BT_VERSION_LEN + 8];
    size_t count, enough;
} past_told;

static int tell_past(void *context, const bt_past *past)
{
    past_told *t = context;

    assert_true(t->count < 8);
    assert_true(bt_view_equal(past->author, bt_view_of(PERSON)));
    assert_true(bt_view_equal(past->device, bt_view_of(DEVICE)));
    assert_true(bt_view_equal(past->message, bt_view_of("batch 1\n")));
    assert_int_equal(past->time_s, FIRST_S + 60);
    assert_int_equal(past->typed, past->typed_version.hex[0] != '\0');
    snprintf(t->lines[t->count++], sizeof *t->lines, "%s %s", past->version.hex, past->typed_version.hex);
    return t->count == t->enough;
}

static bt_status tell_history(fixture *f, const char *id, past_told *out)
{
    bt_oid head = head_of(f->store);

    return bt_store_history(f->store, &head, bt_view_of(id), tell_past, out);
}

/* The version that git itself gives to some bytes. */
static void hash_of(const fixture *f, const char *bytes, char out[BT_VERSION_LEN + 1])
{
    char command[128];

    snprintf(command, sizeof command, "printf '%%s' '%s' | git hash-object --stdin", bytes);
    git_says(f, command, out, BT_VERSION_LEN + 1);
}

static void assert_past(const fixture *f, const char *line, const char *bytes, const char *typed)
{
    char version[BT_VERSION_LEN + 1], typed_version[BT_VERSION_LEN + 1] = "",
                                                                     expected[2 * BT_VERSION_LEN + 8];

    hash_of(f, bytes, version);
    if (typed)
        hash_of(f, typed, typed_version);
    snprintf(expected, sizeof expected, "%s %s", version, typed_version);
    assert_string_equal(line, expected);
}

static void test_a_history_is_a_records_own_versions_newest_first(void **state)
{
    fixture *f = *state;
    past_told past = { .count = 0 };

    put_one(f->store, id_b, "{\"b\": 1}", NULL);
    put_one(f->store, id_a, "{\"a\": 1}", NULL);
    put_one(f->store, id_b, "{\"b\": 2}", NULL);
    put_one(f->store, id_a, "{\"a\": 2}", NULL);
    put_one(f->store, id_b, "{\"b\": 3}", NULL);
    assert_int_equal(tell_history(f, id_a, &past), BT_OK);
    assert_int_equal(past.count, 2);
    assert_past(f, past.lines[0], "{\"a\": 2}", NULL);
    assert_past(f, past.lines[1], "{\"a\": 1}", NULL);
}

static void test_a_history_names_what_was_typed_before_a_merge(void **state)
{
    fixture *f = *state;
    past_told past = { .count = 0 };

    put_one(f->store, id_a, "{\"a\": 1}", NULL);
    put_one(f->store, id_a, "{\"a\": 3}", "{\"a\": 2}");
    put_one(f->store, id_b, "{\"b\": 1}", NULL);
    put_one(f->store, id_b, "{\"b\": 3}", "{\"b\": 2}");
    assert_int_equal(tell_history(f, id_a, &past), BT_OK);
    assert_int_equal(past.count, 2);
    assert_past(f, past.lines[0], "{\"a\": 3}", "{\"a\": 2}");
    assert_past(f, past.lines[1], "{\"a\": 1}", NULL);
}

static void test_a_merge_that_left_the_record_as_it_was_is_part_of_its_history(void **state)
{
    fixture *f = *state;
    past_told past = { .count = 0 };

    put_one(f->store, id_a, "{\"a\": 1}", NULL);
    put_one(f->store, id_a, "{\"a\": 1}", "{\"a\": 2}");
    assert_int_equal(tell_history(f, id_a, &past), BT_OK);
    assert_int_equal(past.count, 2);
    assert_past(f, past.lines[0], "{\"a\": 1}", "{\"a\": 2}");
}

static void test_a_history_may_begin_at_an_older_commit(void **state)
{
    fixture *f = *state;
    past_told past = { .count = 0 };
    bt_oid old;

    put_one(f->store, id_a, "{\"a\": 1}", NULL);
    old = head_of(f->store);
    put_one(f->store, id_a, "{\"a\": 2}", NULL);
    assert_int_equal(bt_store_history(f->store, &old, bt_view_of(id_a), tell_past, &past), BT_OK);
    assert_int_equal(past.count, 1);
    assert_past(f, past.lines[0], "{\"a\": 1}", NULL);
}

static void test_a_history_ends_when_its_caller_has_enough(void **state)
{
    fixture *f = *state;
    past_told past = { .enough = 1 };

    put_one(f->store, id_a, "{\"a\": 1}", NULL);
    put_one(f->store, id_a, "{\"a\": 2}", NULL);
    assert_int_equal(tell_history(f, id_a, &past), BT_OK);
    assert_int_equal(past.count, 1);
}

static void test_a_record_that_nobody_wrote_has_no_history(void **state)
{
    fixture *f = *state;
    past_told past = { .count = 0 };
    bt_oid unknown = { "0123456789012345678901234567890123456789" };

    put_one(f->store, id_b, "{\"b\": 1}", NULL);
    assert_int_equal(tell_history(f, id_a, &past), BT_OK);
    assert_int_equal(past.count, 0);
    assert_int_equal(bt_store_history(f->store, &unknown, bt_view_of(id_b), tell_past, &past), BT_ENOTFOUND);
}

/* What the log told: the times of commits, one after the other, and how many of them merged. */
typedef struct log_told {
    bt_store *store;
    bt_oid last;
    int64_t times_s[8];
    size_t count, merged, changed, enough;
} log_told;

static int count_changed(void *context, const bt_changed *record)
{
    log_told *t = context;

    (void)record;
    t->changed++;
    return 0;
}

static int tell_logged(void *context, const bt_logged *commit)
{
    log_told *t = context;

    assert_true(t->count < 8);
    if (t->count > 0)
        assert_string_equal(commit->parent.hex, t->last.hex);
    t->last = commit->commit;
    t->times_s[t->count++] = commit->time_s;
    assert_int_equal(
        bt_store_changes(t->store, &commit->parent, &commit->commit, (bt_view){ NULL, 0 }, count_changed, t),
        BT_OK);
    if (commit->typed.hex[0] != '\0') {
        t->merged++;
        assert_int_equal(bt_store_changes(t->store, &commit->parent, &commit->typed, (bt_view){ NULL, 0 },
                                          count_changed, t),
                         BT_OK);
    }
    return t->count == t->enough;
}

static void test_a_log_is_every_commit_behind_another_oldest_first(void **state)
{
    fixture *f = *state;
    const bt_oid first = head_of(f->store), none = { "" };
    log_told all = { .store = f->store }, some = { .store = f->store },
             few = { .store = f->store, .enough = 2 };
    bt_oid second, head;

    put_one(f->store, id_a, "{\"a\": 1}", NULL);
    second = head_of(f->store);
    put_one(f->store, id_a, "{\"a\": 3}", "{\"a\": 2}");
    put_one(f->store, id_b, "{\"b\": 1}", NULL);
    head = head_of(f->store);
    assert_int_equal(bt_store_log(f->store, &none, &head, tell_logged, &all), BT_OK);
    assert_int_equal(all.count, 4);
    assert_int_equal(all.times_s[0], FIRST_S);
    assert_int_equal(all.merged, 1);
    assert_int_equal(all.changed, 3 + 1); /* and what was typed */
    assert_string_equal(all.last.hex, head.hex);
    assert_int_equal(bt_store_log(f->store, &second, &head, tell_logged, &some), BT_OK);
    assert_int_equal(some.count, 2);
    assert_int_equal(bt_store_log(f->store, &first, &head, tell_logged, &few), BT_OK);
    assert_int_equal(few.count, 2);
    assert_string_not_equal(few.last.hex, head.hex);
}

static void test_a_log_of_what_is_not_before_a_commit_is_refused(void **state)
{
    fixture *f = *state;
    log_told nothing = { .store = f->store };
    const bt_oid unknown = { "0123456789012345678901234567890123456789" }, first = head_of(f->store);
    bt_oid head;

    put_one(f->store, id_a, "{\"a\": 1}", NULL);
    head = head_of(f->store);
    assert_int_equal(bt_store_log(f->store, &head, &first, tell_logged, &nothing), BT_ENOTFOUND);
    assert_int_equal(bt_store_log(f->store, &unknown, &head, tell_logged, &nothing), BT_ENOTFOUND);
    assert_int_equal(bt_store_log(f->store, &first, &unknown, tell_logged, &nothing), BT_ENOTFOUND);
    assert_int_equal(bt_store_log(f->store, &head, &head, tell_logged, &nothing), BT_OK);
    assert_int_equal(nothing.count, 0);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_from_nothing_on_everything_is_new_in_the_order_of_paths),
        RULE(test_changes_are_what_differs_and_nothing_else),
        RULE(test_a_commit_has_no_changes_against_itself),
        RULE(test_a_walk_goes_on_behind_any_record),
        RULE(test_a_walk_goes_on_behind_a_record_that_is_not_there),
        RULE(test_a_walk_ends_when_its_caller_has_enough),
        RULE(test_changes_need_two_commits_of_this_notebook),
        RULE(test_only_records_are_versions),
        RULE(test_a_record_is_looked_for_by_its_id_alone),
        RULE(test_a_history_is_a_records_own_versions_newest_first),
        RULE(test_a_history_names_what_was_typed_before_a_merge),
        RULE(test_a_merge_that_left_the_record_as_it_was_is_part_of_its_history),
        RULE(test_a_history_may_begin_at_an_older_commit),
        RULE(test_a_history_ends_when_its_caller_has_enough),
        RULE(test_a_record_that_nobody_wrote_has_no_history),
        RULE(test_a_log_is_every_commit_behind_another_oldest_first),
        RULE(test_a_log_of_what_is_not_before_a_commit_is_refused),
    };

    return cmocka_run_group_tests_name("store: reading", tests, library_start, library_stop);
}
