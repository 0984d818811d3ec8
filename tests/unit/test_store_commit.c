/* tests/unit/test_store_commit.c - what a write promises. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/store_fixture.h"

static const char id_a[] = "019b76da-a800-7000-8000-000000000001"; /* 2026-01-01 */
static const char id_b[] = "019b76da-a801-7000-8000-000000000002";

static void test_a_new_notebook_has_its_epoch_and_one_empty_commit(void **state)
{
    fixture *f = *state;

    assert_string_equal(bt_store_epoch(f->store), EPOCH);
    assert_git_says(f, "git rev-list --count main", "1");
    assert_git_says(f, "git ls-tree -r main", "");
    assert_git_says(f, "git symbolic-ref HEAD", "refs/heads/main");
}

static void test_a_notebook_is_not_made_where_something_is(void **state)
{
    fixture *f = *state;
    bt_oid before = head_of(f->store);

    assert_int_equal(bt_store_create(f->path, EPOCH, FIRST_S), BT_EBUSY);
    assert_oid_equal(head_of(f->store), before);
}

static void test_what_a_killed_creation_left_is_no_obstacle(void **state)
{
    fixture *f = *state;
    fixture other = *f;
    char line[LINE_BYTES];

    snprintf(other.path, sizeof other.path, "%s/second", f->folder);
    snprintf(line, sizeof line, "mkdir -p '%s.new/objects' && : > '%s.new/HEAD'", other.path, other.path);
    shell(line);
    assert_int_equal(bt_store_create(other.path, EPOCH, FIRST_S), BT_OK);
    assert_git_is_content(&other);
    snprintf(line, sizeof line, "test ! -e '%s.new'", other.path);
    shell(line);
}

static void test_an_epoch_that_is_none_makes_no_notebook(void **state)
{
    fixture *f = *state;
    char path[2 * PATH_BYTES];

    snprintf(path, sizeof path, "%s/third", f->folder);
    assert_int_equal(bt_store_create(path, "XX", FIRST_S), BT_EINPUT);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void test_what_was_stored_comes_back_byte_for_byte(void **state)
{
    fixture *f = *state;
    const char bytes[] = "{\n  \"note\": \"\xc3\xa9\xe2\x80\x8d\"\n}\n";
    bt_oid version = put_one(f->store, id_a, bytes, NULL), same, head = head_of(f->store);
    bt_bytes back;

    assert_record(f->store, id_a, bytes);
    assert_int_equal(bt_store_get(f->store, &head, bt_view_of(id_a), &same, NULL), BT_OK);
    assert_oid_equal(same, version);
    assert_int_equal(bt_store_get_version(f->store, &version, &back), BT_OK);
    assert_int_equal(back.len, sizeof bytes - 1);
    assert_memory_equal(back.data, bytes, sizeof bytes);
    bt_bytes_free(&back);
}

static void test_a_record_lies_at_the_day_inside_its_id(void **state)
{
    fixture *f = *state;

    put_one(f->store, id_a, "{}\n", NULL);
    assert_git_says(f, "git ls-tree -r --name-only main",
                    "records/2026-01/01/019b76da-a800-7000-8000-000000000001.json");
}

static void test_any_clock_gives_a_place(void **state)
{
    fixture *f = *state;
    static const char *const ids[] = { "00000000-0000-7000-8000-000000000000",
                                       "ffffffff-ffff-7fff-bfff-ffffffffffff" };

    for (size_t i = 0; i < 2; i++) {
        put_one(f->store, ids[i], "{}\n", NULL);
        assert_record(f->store, ids[i], "{}\n");
    }
    assert_git_says(f, "git ls-tree -r --name-only main",
                    "records/10889-08/02/ffffffff-ffff-7fff-bfff-ffffffffffff.json\n"
                    "records/1970-01/01/00000000-0000-7000-8000-000000000000.json");
}

static void test_a_devices_state_is_in_the_commit_of_its_records(void **state)
{
    fixture *f = *state;
    bt_write write = { .id = bt_view_of(id_a), .bytes = bt_view_of("{}\n") };
    bt_commit commit = commit_of(f->store, &write, 1);
    bt_oid before = commit.expected, head;
    bt_bytes bytes;

    commit.device_state = bt_view_of("{\"seq\":7}");
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_OK);
    assert_int_equal(bt_store_get_device(f->store, &head, bt_view_of(DEVICE), &bytes), BT_OK);
    assert_string_equal(bytes.data, "{\"seq\":7}");
    bt_bytes_free(&bytes);
    assert_int_equal(bt_store_get_device(f->store, &before, bt_view_of(DEVICE), &bytes), BT_ENOTFOUND);
    assert_null(bytes.data);
    assert_git_says(f, "git rev-list --count main", "2");
}

static void test_an_empty_device_state_differs_from_none(void **state)
{
    fixture *f = *state;
    bt_commit commit = commit_of(f->store, NULL, 0);
    bt_oid head;
    bt_bytes bytes;

    commit.device_state = bt_view_of("");
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_OK);
    assert_int_equal(bt_store_get_device(f->store, &head, bt_view_of(DEVICE), &bytes), BT_OK);
    assert_int_equal(bytes.len, 0);
    bt_bytes_free(&bytes);
}

static void test_a_commit_made_for_an_older_head_is_refused_and_changes_nothing(void **state)
{
    fixture *f = *state;
    bt_write write = { .id = bt_view_of(id_a), .bytes = bt_view_of("{\"mine\": 1}\n") };
    bt_commit late = commit_of(f->store, &write, 1);
    bt_oid now, head, version;

    put_one(f->store, id_a, "{}\n", NULL);
    now = head_of(f->store);
    assert_int_equal(bt_store_commit(f->store, &late, &head, &version), BT_EMOVED);
    assert_string_equal(head.hex, "");
    assert_string_equal(version.hex, "");
    assert_oid_equal(head_of(f->store), now);
    assert_record(f->store, id_a, "{}\n");
}

static void test_a_commit_that_changes_nothing_keeps_the_head(void **state)
{
    fixture *f = *state;
    bt_oid version = put_one(f->store, id_a, "{}\n", NULL), before = head_of(f->store);

    assert_oid_equal(put_one(f->store, id_a, "{}\n", NULL), version);
    assert_oid_equal(head_of(f->store), before);
}

static void test_what_was_typed_is_a_second_parent(void **state)
{
    fixture *f = *state;
    bt_oid before;

    put_one(f->store, id_a, "{\"old\": 1}\n", NULL);
    put_one(f->store, id_b, "{\"b\": 1}\n", NULL);
    before = head_of(f->store);
    put_one(f->store, id_a, "{\"merged\": 1}\n", "{\"typed\": 1}\n");
    assert_git_says(f, "git rev-parse main^1 main^2^1 | uniq", before.hex);
    assert_git_says(f, "git log -1 --format=%B%an main^2", "typed\n" PERSON);
    assert_git_says(f, "git show main^2:records/2026-01/01/019b76da-a800-7000-8000-000000000001.json",
                    "{\"typed\": 1}");
    assert_git_says(f, "git diff --stat=1 main~ main^2 -- devices", "");
    assert_record(f->store, id_b, "{\"b\": 1}\n");
}

static void test_typed_words_are_kept_even_where_the_merge_left_the_record_as_it_was(void **state)
{
    fixture *f = *state;

    put_one(f->store, id_a, "{\"old\": 1}\n", NULL);
    put_one(f->store, id_a, "{\"old\": 1}\n", "{\"typed\": 1}\n");
    assert_git_says(f, "git show main^2:records/2026-01/01/019b76da-a800-7000-8000-000000000001.json",
                    "{\"typed\": 1}");
}

static void test_a_commit_says_who_and_from_where_by_ids_alone(void **state)
{
    fixture *f = *state;

    put_one(f->store, id_a, "{}\n", NULL);
    assert_git_says(f, "git log -1 --format='%an|%ae|%at|%cn|%ce|%ct|%B' main",
                    PERSON "|" DEVICE "|1767225660|backtable|backtable|1767225660|batch 1\n");
}

static void test_what_is_no_commit_is_refused_before_anything_is_written(void **state)
{
    fixture *f = *state;
    static char large[BT_RECORD_MAX_BYTES + 1];
    static const char nul[] = "a\0b";
    const bt_view record = bt_view_of("{}\n"), a = bt_view_of(id_a);
    const bt_write twice[] = { { .id = a, .bytes = record }, { .id = a, .bytes = record } };
    const bt_write bad[] = {
        { .id = bt_view_of("../../../etc/passwd"), .bytes = record },
        { .id = a },
        { .id = a, .bytes = bt_view_of("") },
        { .id = a, .bytes = bt_view_of("device\n{}") },
        { .id = a, .bytes = record, .typed = bt_view_of("") },
    };
    const bt_write big = { .id = a, .bytes = { memset(large, ' ', sizeof large), sizeof large } };
    bt_oid before = head_of(f->store), head;
    bt_commit commit;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        commit = commit_of(f->store, &bad[i], 1);
        assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_EINPUT);
    }
    commit = commit_of(f->store, &big, 1);
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_ELIMIT);
    commit = commit_of(f->store, twice, 2);
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_EINPUT);
    commit = commit_of(f->store, NULL, 0);
    commit.message = (bt_view){ nul, sizeof nul };
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_EINPUT);
    commit = commit_of(f->store, NULL, 0);
    commit.author = bt_view_of("Ms. Rivera <r@example.org>");
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_EINPUT);
    commit = commit_of(f->store, NULL, 0);
    commit.device = bt_view_of("");
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_EINPUT);
    assert_oid_equal(head_of(f->store), before);
}

static void test_a_batch_is_one_commit_and_versions_come_in_its_order(void **state)
{
    enum { COUNT = 200 };
    fixture *f = *state;
    static text_id ids[COUNT];
    static char bytes[COUNT][32];
    static bt_write writes[COUNT];
    static bt_oid versions[COUNT];
    bt_commit commit;
    bt_oid head;

    for (unsigned i = 0; i < COUNT; i++) {
        ids[i] = id_of((i * 77) % COUNT, 15);
        snprintf(bytes[i], sizeof bytes[i], "{\"n\": %u}\n", i);
        writes[i] = (bt_write){ .id = bt_view_of(ids[i].text), .bytes = bt_view_of(bytes[i]) };
    }
    commit = commit_of(f->store, writes, COUNT);
    assert_int_equal(bt_store_commit(f->store, &commit, &head, versions), BT_OK);
    for (unsigned i = 0; i < COUNT; i++) {
        bt_bytes back;

        assert_int_equal(bt_store_get_version(f->store, &versions[i], &back), BT_OK);
        assert_string_equal(back.data, bytes[i]);
        bt_bytes_free(&back);
        assert_record(f->store, ids[i].text, bytes[i]);
    }
    assert_git_says(f, "git rev-list --count main", "2");
    assert_git_says(f, "git ls-tree -r main | wc -l", "200");
}

static void test_git_may_pack_and_clone_what_is_stored(void **state)
{
    fixture *f = *state;
    char out[256];

    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    git_says(f, "git gc -q", out, sizeof out);
    assert_record(f->store, id_a, "{\"a\": 1}\n");
    put_one(f->store, id_b, "{\"b\": 1}\n", NULL);
    assert_record(f->store, id_a, "{\"a\": 1}\n");
    git_says(f, "git clone -q . ../copy && git -C ../copy --git-dir=.git rev-parse HEAD", out, sizeof out);
    assert_string_equal(out, head_of(f->store).hex);
}

/* A commit of one record for the head that `store` sees. */
static bt_status put_in_round(bt_store *store, unsigned n, const char *bytes, bt_oid *head)
{
    text_id id = id_of(n, 3);
    bt_write write = { .id = bt_view_of(id.text), .bytes = bt_view_of(bytes) };
    bt_commit commit = commit_of(store, &write, 1);

    return bt_store_commit(store, &commit, head, NULL);
}

static void test_the_commits_of_a_round_are_seen_by_others_when_it_has_ended_and_not_before(void **state)
{
    fixture *f = *state;
    bt_oid before = head_of(f->store), heads[3];
    bt_store *other;

    assert_int_equal(bt_store_open(f->path, &other), BT_OK);
    assert_int_equal(bt_store_round_begin(f->store), BT_OK);
    for (unsigned n = 0; n < 3; n++) {
        assert_int_equal(put_in_round(f->store, n, "{\"n\": 1}\n", &heads[n]), BT_OK);
        assert_oid_equal(head_of(f->store), heads[n]);
        assert_oid_equal(head_of(other), before);
    }
    assert_int_equal(bt_store_round_end(f->store), BT_OK);
    assert_oid_equal(head_of(other), heads[2]);
    assert_record(other, id_of(0, 3).text, "{\"n\": 1}\n");
    assert_git_says(f, "git rev-list --count main", "4");
    bt_store_close(other);
}

static void test_a_commit_that_fails_takes_no_other_of_its_round_with_it(void **state)
{
    fixture *f = *state;
    bt_write none = { .id = bt_view_of("no id"), .bytes = bt_view_of("{}\n") };
    bt_oid head;

    assert_int_equal(bt_store_round_begin(f->store), BT_OK);
    assert_int_equal(put_in_round(f->store, 0, "{\"n\": 0}\n", &head), BT_OK);
    {
        bt_commit commit = commit_of(f->store, &none, 1);

        assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_EINPUT);
    }
    assert_int_equal(put_in_round(f->store, 1, "{\"n\": 1}\n", &head), BT_OK);
    assert_int_equal(bt_store_round_end(f->store), BT_OK);
    assert_record(f->store, id_of(0, 3).text, "{\"n\": 0}\n");
    assert_record(f->store, id_of(1, 3).text, "{\"n\": 1}\n");
}

static void test_a_round_that_is_never_ended_leaves_nothing_and_blocks_nobody(void **state)
{
    fixture *f = *state;
    bt_oid before = head_of(f->store), head;
    bt_store *other;

    assert_int_equal(bt_store_open(f->path, &other), BT_OK);
    assert_int_equal(bt_store_round_begin(other), BT_OK);
    assert_int_equal(put_in_round(other, 0, "{\"n\": 0}\n", &head), BT_OK);
    bt_store_close(other);
    assert_oid_equal(head_of(f->store), before);
    assert_int_equal(put_in_round(f->store, 0, "{\"n\": 1}\n", &head), BT_OK);
    assert_record(f->store, id_of(0, 3).text, "{\"n\": 1}\n");
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_a_new_notebook_has_its_epoch_and_one_empty_commit),
        RULE(test_the_commits_of_a_round_are_seen_by_others_when_it_has_ended_and_not_before),
        RULE(test_a_commit_that_fails_takes_no_other_of_its_round_with_it),
        RULE(test_a_round_that_is_never_ended_leaves_nothing_and_blocks_nobody),
        RULE(test_a_notebook_is_not_made_where_something_is),
        RULE(test_what_a_killed_creation_left_is_no_obstacle),
        RULE(test_an_epoch_that_is_none_makes_no_notebook),
        RULE(test_what_was_stored_comes_back_byte_for_byte),
        RULE(test_a_record_lies_at_the_day_inside_its_id),
        RULE(test_any_clock_gives_a_place),
        RULE(test_a_devices_state_is_in_the_commit_of_its_records),
        RULE(test_an_empty_device_state_differs_from_none),
        RULE(test_a_commit_made_for_an_older_head_is_refused_and_changes_nothing),
        RULE(test_a_commit_that_changes_nothing_keeps_the_head),
        RULE(test_what_was_typed_is_a_second_parent),
        RULE(test_typed_words_are_kept_even_where_the_merge_left_the_record_as_it_was),
        RULE(test_a_commit_says_who_and_from_where_by_ids_alone),
        RULE(test_what_is_no_commit_is_refused_before_anything_is_written),
        RULE(test_a_batch_is_one_commit_and_versions_come_in_its_order),
        RULE(test_git_may_pack_and_clone_what_is_stored),
    };

    return cmocka_run_group_tests_name("store: a commit", tests, library_start, library_stop);
}
