/* What a snapshot holds, when one is made, and what is wrong with one is told. */
#define _GNU_SOURCE /* mkdtemp, popen */
#include "service/exchange/snapshots.h"
#include "service/http/gzip.h"
#include "tests/unit/service_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

enum {
    WORDS_BYTES = 1500,
    BATCHES = 10, /* of BATCH_MAX records: some 1.2 MB as JSON, five parts */
    LIMIT_BYTES = 8 << 20,
    ROOMY = 4 * BT_SNAPSHOT_PART_BYTES,
    FLIPS = 200,
    SEED = 20261122
};

static bool never(void *nothing)
{
    (void)nothing;
    return false;
}

static bool at_once(void *nothing)
{
    (void)nothing;
    return true;
}

/* `count` batches of long notes, from the n-th id on. */
static void fill(fixture *f, int64_t seq, unsigned first, unsigned count)
{
    static batch b;
    char members[RECORD_BYTES], words[WORDS_BYTES + 1];

    for (unsigned i = 0; i < count; i++) {
        bt_applied applied;

        batch_begin(&b, seq + i);
        for (unsigned n = 0; n < BATCH_MAX; n++) {
            made m = { "observation", id_of(first + i * BATCH_MAX + n), members, &anna, NULL };

            for (unsigned at = 0; at < WORDS_BYTES; at++)
                words[at] = (char)('a' + (at * (n + 3) + at / 11 * (i + 1)) % 26);
            words[WORDS_BYTES] = '\0';
            (void)snprintf(members, sizeof members, STUDENTS ",\"words\":\"%s\"", words);
            batch_add(&b, &m, NULL);
        }
        assert_int_equal(bt_notebook_apply(f->notebook, &anna, &b.ask, &applied), BT_OK);
        assert_int_equal(applied.refused_count, 0);
        bt_applied_free(&applied);
    }
}

static void path_of(const fixture *f, char out[FOLDER_BYTES + 64])
{
    (void)snprintf(out, FOLDER_BYTES + 64, "%s/snapshots/" NOTEBOOK, f->folder);
}

static bt_oid head_of(const fixture *f)
{
    bt_oid head;

    assert_int_equal(bt_store_head(bt_notebook_store(f->notebook), &head), BT_OK);
    return head;
}

/* As the service does it when the notebook is quiet. */
static void settle(const fixture *f)
{
    assert_int_equal(bt_notebooks_settle(f->all, 0), BT_OK);
    assert_int_equal(bt_notebooks_snapshot(f->all, never, NULL), BT_OK);
}

/* The number that tells one file from the next under its name; 0 when there is none. */
static ino_t file_of(const fixture *f)
{
    char path[FOLDER_BYTES + 64];
    struct stat file;

    path_of(f, path);
    return stat(path, &file) == 0 ? file.st_ino : 0;
}

static bt_snapshot *open_snapshot(const fixture *f)
{
    bt_oid head = head_of(f);
    bt_snapshot *snapshot = NULL;

    assert_int_equal(bt_notebook_snapshot(f->notebook, &head, &snapshot), BT_OK);
    return snapshot;
}

/* A page's elements as text; BT_ENOTFOUND and BT_EDAMAGED leave it empty. */
static bt_status page_text(const fixture *f, const bt_snapshot *snapshot, const bt_cursor *from,
                           int64_t budget_bytes, bt_page *page, char **text, size_t *len)
{
    bt_oid head = head_of(f);
    bt_stitch stitch = { 0 };
    bt_status status = bt_snapshot_page(snapshot, from, &head, budget_bytes, &stitch, page);

    *text = NULL;
    *len = 0;
    if (status == BT_OK) {
        assert_int_equal(bt_stitch_end(&stitch), BT_OK);
        assert_int_equal(bt_gzip_unpack((bt_view){ stitch.data, stitch.len }, LIMIT_BYTES, text, len), BT_OK);
    }
    bt_stitch_free(&stitch);
    return status;
}

static void test_its_pages_are_those_of_the_walk(void **state)
{
    fixture *f = *state;
    bt_cursor at = { { "" }, { "" }, "" }, start = at;
    bt_out walk = { 0 }, pages = { 0 };
    bt_oid head;
    bt_page page, whole;
    size_t count = 0, turns = 0;
    bt_snapshot *snapshot;

    fill(f, 1, 0, BATCHES);
    settle(f);
    head = head_of(f);
    snapshot = open_snapshot(f);
    do {
        char *text;
        size_t len;

        assert_int_equal(page_text(f, snapshot, &at, 2 * BT_SNAPSHOT_PART_BYTES, &page, &text, &len), BT_OK);
        assert_in_range(len, 1, 2 * BT_SNAPSHOT_PART_BYTES);
        bt_out_text(&pages, turns++ > 0 ? "," : "");
        bt_out_bytes(&pages, (bt_view){ text, len });
        free(text);
        count += page.count;
        at = page.cursor;
    } while (page.more);
    assert_in_range(turns, 2, BATCHES);
    assert_string_equal(at.from.hex, head.hex);
    assert_int_equal(count, BATCHES * BATCH_MAX);
    assert_int_equal(
        bt_page_write(bt_notebook_store(f->notebook), &start, &head, NULL, LIMIT_BYTES, &walk, &whole),
        BT_OK);
    assert_int_equal(pages.len, walk.len);
    assert_memory_equal(pages.data, walk.data, walk.len);
    bt_out_free(&walk);
    bt_out_free(&pages);
    bt_snapshot_close(snapshot);
}

static void test_a_walk_goes_on_from_its_page_and_it_from_no_other_place(void **state)
{
    fixture *f = *state;
    bt_cursor at = { { "" }, { "" }, "" }, other;
    bt_oid head;
    bt_out walk = { 0 };
    bt_page page, rest;
    bt_snapshot *snapshot;
    char *text;
    size_t len;

    fill(f, 1, 0, BATCHES);
    settle(f);
    head = head_of(f);
    snapshot = open_snapshot(f);
    assert_int_equal(page_text(f, snapshot, &at, BT_SNAPSHOT_PART_BYTES, &page, &text, &len), BT_OK);
    free(text);
    assert_int_equal(
        bt_page_write(bt_notebook_store(f->notebook), &page.cursor, &head, NULL, LIMIT_BYTES, &walk, &rest),
        BT_OK);
    assert_int_equal(page.count + rest.count, BATCHES * BATCH_MAX);
    bt_out_free(&walk);

    other = page.cursor;
    other.after[BT_ID_LEN - 1] = other.after[BT_ID_LEN - 1] == '0' ? '1' : '0';
    assert_int_equal(page_text(f, snapshot, &other, ROOMY, &page, &text, &len), BT_ENOTFOUND);
    other = (bt_cursor){ head, { "" }, "" };
    assert_int_equal(page_text(f, snapshot, &other, ROOMY, &page, &text, &len), BT_ENOTFOUND);
    assert_int_equal(page_text(f, snapshot, &at, 1024, &page, &text, &len), BT_ENOTFOUND);
    bt_snapshot_close(snapshot);
}

static void test_it_is_made_when_it_pays_and_made_anew_when_a_tenth_has_come(void **state)
{
    fixture *f = *state;
    ino_t first;
    bt_snapshot *snapshot;
    bt_oid head;

    fill(f, 1, 0, 1); /* less than a part */
    settle(f);
    assert_int_equal(file_of(f), 0);
    fill(f, 2, BATCH_MAX, BATCHES - 1);
    settle(f);
    first = file_of(f);
    assert_int_not_equal(first, 0);
    fill(f, 1 + BATCHES, BATCHES * BATCH_MAX, 1);
    settle(f);
    assert_int_equal(file_of(f), first);
    fill(f, 2 + BATCHES, (BATCHES + 1) * BATCH_MAX, 3); /* more than a part in all */
    settle(f);
    snapshot = open_snapshot(f);
    head = head_of(f);
    assert_string_equal(bt_snapshot_commit(snapshot)->hex, head.hex);
    bt_snapshot_close(snapshot);
}

static void test_what_came_since_is_told_to_be_more(void **state)
{
    fixture *f = *state;
    bt_cursor at = { { "" }, { "" }, "" };
    bt_page page;
    bt_snapshot *snapshot;
    char *text;
    size_t len;

    fill(f, 1, 0, BATCHES);
    settle(f);
    fill(f, 1 + BATCHES, BATCHES * BATCH_MAX, 1);
    snapshot = open_snapshot(f);
    assert_int_equal(page_text(f, snapshot, &at, LIMIT_BYTES, &page, &text, &len), BT_OK);
    assert_int_equal(page.count, BATCHES * BATCH_MAX);
    assert_true(page.more);
    assert_string_equal(page.cursor.from.hex, bt_snapshot_commit(snapshot)->hex);
    free(text);
    bt_snapshot_close(snapshot);
}

static void test_one_of_another_history_is_none_and_is_made_again(void **state)
{
    fixture *f = *state;
    bt_store *store = bt_notebook_store(f->notebook);
    bt_oid head;
    bt_snapshot *snapshot = NULL;
    ino_t first;

    fill(f, 1, 0, BATCHES);
    settle(f);
    first = file_of(f);
    assert_int_equal(bt_notebook_renew(f->notebook, bt_store_epoch(store)), BT_OK);
    head = head_of(f);
    assert_int_equal(bt_notebook_snapshot(f->notebook, &head, &snapshot), BT_ENOTFOUND);
    assert_null(snapshot);
    assert_int_equal(bt_notebooks_snapshot(f->all, never, NULL), BT_OK);
    assert_int_not_equal(file_of(f), first);
    bt_snapshot_close(open_snapshot(f));
}

static void test_a_making_that_is_ended_leaves_nothing(void **state)
{
    fixture *f = *state;
    char path[FOLDER_BYTES + 64], out[256];
    bt_oid head;

    fill(f, 1, 0, BATCHES);
    head = head_of(f);
    path_of(f, path);
    assert_int_equal(bt_snapshot_make(bt_notebook_store(f->notebook), &head, path, at_once, NULL), BT_EBUSY);
    in_repository(f, "ls ../../snapshots", out, sizeof out);
    assert_string_equal(out, "");
}

/* A bit here and there: either it is told, or it did not matter. */
static void test_a_damaged_one_is_told_and_never_sent(void **state)
{
    fixture *f = *state;
    char path[FOLDER_BYTES + 64];
    bt_cursor start = { { "" }, { "" }, "" };
    uint32_t drawn = SEED;
    struct stat file;
    char *good = NULL;
    size_t good_len = 0;
    int fd;

    print_message("seed %u\n", drawn);
    fill(f, 1, 0, BATCHES);
    settle(f);
    path_of(f, path);
    fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &file), 0);
    for (unsigned i = 0; i <= FLIPS; i++) {
        off_t at = (drawn = drawn * 1664525 + 1013904223) % (uint32_t)file.st_size;
        bt_snapshot *snapshot = NULL;
        bt_status status;
        bt_page page;
        char *text = NULL, byte = 0, turned = 0;
        size_t len = 0;

        if (i % 4 == 0) /* the foot and the rows are small, and matter most */
            at = file.st_size - 1 - at % 512;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        turned = (char)(byte ^ (i == 0 ? 0 : 1 << drawn % 8));
        assert_int_equal(pwrite(fd, &turned, 1, at), 1);
        status = bt_snapshot_open(path, &snapshot);
        if (status == BT_OK)
            status = page_text(f, snapshot, &start, LIMIT_BYTES, &page, &text, &len);
        if (i == 0) {
            assert_int_equal(status, BT_OK);
            good = text;
            good_len = len;
        } else {
            assert_int_equal(status, BT_EDAMAGED);
        }
        bt_snapshot_close(snapshot);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    }
    assert_int_not_equal(good_len, 0);
    free(good);
    close(fd);
}

static void test_a_file_cut_short_is_told_and_removed(void **state)
{
    fixture *f = *state;
    char path[FOLDER_BYTES + 64];
    bt_oid head;
    bt_snapshot *snapshot = NULL;
    struct stat file;

    fill(f, 1, 0, BATCHES);
    settle(f);
    path_of(f, path);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(truncate(path, file.st_size / 2), 0);
    assert_int_equal(bt_snapshot_open(path, &snapshot), BT_EDAMAGED);
    assert_int_equal(truncate(path, 3), 0);
    assert_int_equal(bt_snapshot_open(path, &snapshot), BT_EDAMAGED);
    head = head_of(f);
    assert_int_equal(bt_notebook_snapshot(f->notebook, &head, &snapshot), BT_ENOTFOUND);
    assert_int_equal(file_of(f), 0);
    assert_int_equal(bt_notebooks_snapshot(f->all, never, NULL), BT_OK);
    assert_int_not_equal(file_of(f), 0);
}

#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(test_its_pages_are_those_of_the_walk),
        RULE(test_a_walk_goes_on_from_its_page_and_it_from_no_other_place),
        RULE(test_it_is_made_when_it_pays_and_made_anew_when_a_tenth_has_come),
        RULE(test_what_came_since_is_told_to_be_more),
        RULE(test_one_of_another_history_is_none_and_is_made_again),
        RULE(test_a_making_that_is_ended_leaves_nothing),
        RULE(test_a_damaged_one_is_told_and_never_sent),
        RULE(test_a_file_cut_short_is_told_and_removed),
    };

    return cmocka_run_group_tests(tests, library_start, library_stop);
}
