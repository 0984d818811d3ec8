/* tests/unit/test_store_bundle.c - a notebook in one file, and out of it again. */
#define _DEFAULT_SOURCE
#include "tests/unit/store_fixture.h"

#include <sys/stat.h>

#define NEW_EPOCH "ffeeddccbbaa99887766554433221100"

static const char id_a[] = "019b76da-a800-7000-8000-000000000001";

typedef struct places {
    char bundle[PATH_BYTES + 16], made[PATH_BYTES + 16];
} places;

static places places_of(const fixture *f)
{
    places p;

    snprintf(p.bundle, sizeof p.bundle, "%s/a.bundle", f->folder);
    snprintf(p.made, sizeof p.made, "%s/made", f->folder);
    return p;
}

/* Some batches in packs, one of them a merge, and one in the journal. */
static bt_oid fill(const fixture *f)
{
    for (unsigned n = 0; n < 5; n++) {
        char bytes[32];

        snprintf(bytes, sizeof bytes, "{\"n\": %u}\n", n);
        put_one(f->store, id_of(n, 2).text, bytes, NULL);
        settle(f);
    }
    put_one(f->store, id_a, "{\"a\": 3}\n", "{\"a\": 2}\n");
    settle(f);
    put_one(f->store, id_a, "{\"a\": 4}\n", NULL);
    return head_of(f->store);
}

static void note_nothing(void *context, const char *line)
{
    (void)context;
    fail_msg("found: %s", line);
}

static void test_what_is_bundled_comes_out_whole_under_a_new_epoch(void **state)
{
    fixture *f = *state, other = *f;
    places p = places_of(f);
    bt_oid head = fill(f), bundled;
    bt_verified counts;

    assert_int_equal(bt_store_bundle(f->store, p.bundle, &bundled), BT_OK);
    assert_oid_equal(head, bundled);
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, NEW_EPOCH), BT_OK);
    snprintf(other.path, sizeof other.path, "%s", p.made);
    assert_int_equal(bt_store_open(other.path, &other.store), BT_OK);
    assert_string_equal(bt_store_epoch(other.store), NEW_EPOCH);
    assert_true(bt_store_replaced(other.store));
    assert_oid_equal(head_of(other.store), head);
    assert_record(other.store, id_a, "{\"a\": 4}\n");
    assert_int_equal(bt_store_verify(other.store, &counts, note_nothing, NULL), BT_OK);
    assert_int_equal(counts.records, 6);
    assert_int_equal(counts.commits, 9);
    put_one(other.store, id_a, "{\"a\": 5}\n", NULL);
    assert_git_is_content(&other);
    bt_store_close(other.store);
}

static void test_git_itself_clones_a_bundle(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    bt_oid head = fill(f);

    assert_int_equal(bt_store_bundle(f->store, p.bundle, &head), BT_OK);
    assert_git_says(f,
                    "cd .. && unset GIT_DIR && git clone -q a.bundle clone && cd clone && "
                    "git bundle verify -q ../a.bundle 2> ../log && "
                    "git fsck --strict --no-dangling --no-progress && git rev-parse main",
                    head.hex);
}

static void test_a_bundle_that_git_made_comes_out_too(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    bt_store *made = NULL;
    char out[LINE_BYTES];

    fill(f);
    git_says(f, "git repack -adfq && git bundle create -q ../a.bundle main", out, sizeof out);
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, NEW_EPOCH), BT_OK);
    assert_int_equal(bt_store_open(p.made, &made), BT_OK);
    assert_record(made, id_a, "{\"a\": 4}\n");
    bt_store_close(made);
}

static void test_a_repacked_notebook_is_bundled_as_well(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    char out[LINE_BYTES];
    bt_oid head = fill(f), bundled;

    git_says(f, "git repack -adfq", out, sizeof out);
    assert_int_equal(bt_store_bundle(f->store, p.bundle, &bundled), BT_OK);
    assert_oid_equal(head, bundled);
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, NEW_EPOCH), BT_OK);
}

static void test_a_bundle_is_its_owners_alone_and_leaves_nothing_else(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    struct stat info;
    bt_oid head;

    assert_int_equal(bt_store_bundle(f->store, p.bundle, &head), BT_OK);
    assert_int_equal(stat(p.bundle, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_git_says(f, "ls ..", "a.bundle\nnotebook");
    assert_int_equal(bt_store_bundle(f->store, p.bundle, &head), BT_EBUSY);
    assert_git_says(f, "ls ..", "a.bundle\nnotebook");
}

/* One byte after the other, in steps that hit every part: the file is refused, and no notebook appears. */
static void test_a_bundle_with_another_byte_is_refused_wherever_it_is(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    char out[64];
    long size;
    bt_oid head;

    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    assert_int_equal(bt_store_bundle(f->store, p.bundle, &head), BT_OK);
    git_says(f, "stat -c %s ../a.bundle", out, sizeof out);
    size = strtol(out, NULL, 10);
    assert_true(size > 300);
    for (long at = 0; at < size; at += at < 128 ? 3 : 17) {
        FILE *file = fopen(p.bundle, "r+");
        bt_status status;
        int byte;

        assert_non_null(file);
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        byte = fgetc(file);
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        assert_int_not_equal(fputc(byte ^ 0x20, file), EOF);
        assert_int_equal(fclose(file), 0);
        status = bt_store_unbundle(p.bundle, p.made, NEW_EPOCH);
        /* the line of HEAD is for clones and not looked at here */
        if (status == BT_OK && at >= 16 && at < 16 + BT_VERSION_LEN + 6)
            bt_store_folder_remove(p.made);
        else if (status != BT_EDAMAGED && status != BT_EINPUT)
            fail_msg("byte %ld: status %d", at, (int)status);
        assert_int_equal(access(p.made, F_OK), -1);
        file = fopen(p.bundle, "r+");
        assert_non_null(file);
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        assert_int_not_equal(fputc(byte, file), EOF);
        assert_int_equal(fclose(file), 0);
    }
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, NEW_EPOCH), BT_OK);
}

static void test_a_bundle_that_was_cut_off_is_refused(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    char out[64];
    bt_oid head;

    fill(f);
    assert_int_equal(bt_store_bundle(f->store, p.bundle, &head), BT_OK);
    git_says(f, "stat -c %s ../a.bundle", out, sizeof out);
    for (long size = strtol(out, NULL, 10) - 1; size >= 0; size -= 1 + size / 16) {
        bt_status status;

        assert_int_equal(truncate(p.bundle, size), 0);
        status = bt_store_unbundle(p.bundle, p.made, NEW_EPOCH);
        if (status != BT_EDAMAGED && status != BT_EINPUT)
            fail_msg("cut to %ld: status %d", size, (int)status);
        assert_int_equal(access(p.made, F_OK), -1);
    }
}

static void test_what_is_no_whole_history_is_refused(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    char out[LINE_BYTES];

    fill(f);
    git_says(f, "git bundle create -q ../a.bundle main~2..main", out, sizeof out);
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, NEW_EPOCH), BT_EINPUT);
    git_says(f, "git branch other main && git bundle create -q ../a.bundle other", out, sizeof out);
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, NEW_EPOCH), BT_EINPUT);
    git_says(f, "git branch -D other && rm ../a.bundle", out, sizeof out);
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, NEW_EPOCH), BT_ENOTFOUND);
    assert_int_equal(bt_store_unbundle(p.bundle, p.made, "short"), BT_EINPUT);
}

static void test_a_notebook_that_is_there_is_not_overwritten(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    bt_oid head;

    assert_int_equal(bt_store_bundle(f->store, p.bundle, &head), BT_OK);
    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    assert_int_equal(bt_store_unbundle(p.bundle, f->path, NEW_EPOCH), BT_EBUSY);
    assert_record(f->store, id_a, "{\"a\": 1}\n");
}

static void test_a_damaged_notebook_is_not_bundled(void **state)
{
    fixture *f = *state;
    places p = places_of(f);
    char out[LINE_BYTES];
    bt_oid head;

    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    git_says(f,
             "chmod u+w objects/pack/*.pack && for pack in objects/pack/*.pack; do "
             "printf 'xxxx' | dd of=$pack bs=1 seek=16 conv=notrunc status=none; done",
             out, sizeof out);
    assert_int_equal(bt_store_bundle(f->store, p.bundle, &head), BT_EDAMAGED);
    assert_int_equal(access(p.bundle, F_OK), -1);
}

int main(void)
{
#define RULE(test, after) cmocka_unit_test_setup_teardown(test, notebook_make, after)
    const struct CMUnitTest tests[] = {
        RULE(test_what_is_bundled_comes_out_whole_under_a_new_epoch, notebook_check_and_remove),
        RULE(test_git_itself_clones_a_bundle, notebook_check_and_remove),
        RULE(test_a_bundle_that_git_made_comes_out_too, notebook_check_and_remove),
        RULE(test_a_repacked_notebook_is_bundled_as_well, notebook_check_and_remove),
        RULE(test_a_bundle_is_its_owners_alone_and_leaves_nothing_else, notebook_check_and_remove),
        RULE(test_a_bundle_with_another_byte_is_refused_wherever_it_is, notebook_check_and_remove),
        RULE(test_a_bundle_that_was_cut_off_is_refused, notebook_check_and_remove),
        RULE(test_what_is_no_whole_history_is_refused, notebook_check_and_remove),
        RULE(test_a_notebook_that_is_there_is_not_overwritten, notebook_check_and_remove),
        RULE(test_a_damaged_notebook_is_not_bundled, notebook_remove),
    };

    return cmocka_run_group_tests_name("store: bundles", tests, library_start, library_stop);
}
