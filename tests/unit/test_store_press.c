/* tests/unit/test_store_press.c - git's own packing: smaller, safe beside readers and writers, and never needed. */
#define _XOPEN_SOURCE 700
#include "tests/unit/store_fixture.h"

#include <sys/stat.h>

enum { NOTES = 120, PACKS = 6 };

/* A note that is as others are, as notes are. */
static void text_of(unsigned n, unsigned version, char out[512])
{
    snprintf(
        out, 512,
        "{\"created\": \"2026-01-%02u\", \"kind\": \"observation\", \"n\": %u, \"skill\": \"leads\", "
        "\"text\": \"She "
        "read her first sentence aloud twice, crossed it out and began with the sound of the rain instead; "
        "we named that as a lead that puts the reader there.\", \"version\": %u, \"work\": \"story\"}\n",
        n % 28 + 1, n, version);
}

static void put_notes(bt_store *store, unsigned from, unsigned to, unsigned version)
{
    static char texts[NOTES][512];
    text_id ids[NOTES];
    bt_write writes[NOTES];
    bt_commit commit;
    bt_oid head;

    for (unsigned n = from; n < to; n++) {
        text_of(n, version, texts[n]);
        ids[n] = id_of(n, 9);
        writes[n - from] = (bt_write){ .id = bt_view_of(ids[n].text), .bytes = bt_view_of(texts[n]) };
    }
    commit = commit_of(store, writes, to - from);
    assert_int_equal(bt_store_commit(store, &commit, &head, NULL), BT_OK);
}

static void assert_notes(bt_store *store, unsigned from, unsigned to, unsigned version)
{
    for (unsigned n = from; n < to; n++) {
        char text[512];

        text_of(n, version, text);
        assert_record(store, id_of(n, 9).text, text);
    }
}

/* Several packs, each with its part of the notes. */
static void put_packs(const fixture *f)
{
    for (unsigned n = 0; n < NOTES; n += NOTES / PACKS) {
        put_notes(f->store, n, n + NOTES / PACKS, 1);
        settle(f);
    }
}

static long pack_bytes(const fixture *f)
{
    char out[64];

    git_says(f, "cat objects/pack/*.pack | wc -c", out, sizeof out);
    return strtol(out, NULL, 10);
}

static void files_of(const fixture *f, char out[4096])
{
    git_says(f, "ls -i objects/pack; ls -d pressing || true", out, 4096);
}

static void test_packs_become_one_that_is_less_than_half_as_large(void **state)
{
    const fixture *f = *state;
    long before;

    put_packs(f);
    before = pack_bytes(f);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    assert_true(2 * pack_bytes(f) < before);
    assert_git_says(f, "ls objects/pack/*.pack objects/pack/*.idx | wc -l", "2");
    assert_git_says(f, "test ! -e pressing && git count-objects -v | grep garbage",
                    "garbage: 0\nsize-garbage: 0");
    assert_notes(f->store, 0, NOTES, 1);
}

static void test_what_is_packed_well_is_left_as_it_is(void **state)
{
    const fixture *f = *state;
    char before[4096], after[4096];

    put_packs(f);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    put_notes(f->store, 0, 1, 2); /* one small pack beside a large one */
    settle(f);
    files_of(f, before);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    files_of(f, after);
    assert_string_equal(after, before);
}

static void test_a_large_pack_stays_while_small_ones_become_one(void **state)
{
    const fixture *f = *state;

    put_packs(f);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    assert_git_says(f, "ls objects/pack/*.pack > ../large && wc -l < ../large", "1");
    for (unsigned n = 0; n < 3; n++) {
        put_notes(f->store, n, n + 1, 2);
        settle(f);
    }
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    assert_git_says(f, "ls $(cat ../large) > /dev/null && ls objects/pack/*.pack | wc -l", "2");
    assert_notes(f->store, 0, 3, 2);
    assert_notes(f->store, 3, NOTES, 1);
}

static void test_who_reads_meanwhile_goes_on_reading(void **state)
{
    const fixture *f = *state;
    bt_store *reader, *late;

    put_packs(f);
    assert_int_equal(bt_store_open(f->path, &reader), BT_OK);
    assert_int_equal(bt_store_open(f->path, &late), BT_OK);
    assert_notes(reader, 0, NOTES, 1);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    assert_notes(reader, 0, NOTES, 1);
    assert_notes(late, 0, NOTES, 1); /* it has not seen one of the packs that are gone */
    bt_store_close(late);
    bt_store_close(reader);
}

/* What happens while git is at work. */
typedef struct meanwhile {
    const fixture *f;
    unsigned asked;
    bool stops;
    bt_status other;
} meanwhile;

/* For a git that waits for it. */
#define WAITS "while [ ! -e \"$2\"/../begin ]; do sleep 0.01; done; "
static void let_git_begin(const fixture *f)
{
    char line[LINE_BYTES];

    snprintf(line, sizeof line, ": > '%s/begin'", f->folder);
    shell(line);
}

static bool write_meanwhile(void *context)
{
    meanwhile *between = context;
    bt_store *other;

    if (between->asked++ > 0)
        return false;
    assert_int_equal(bt_store_open(between->f->path, &other), BT_OK);
    between->other = bt_store_press(other, NULL, NULL);
    for (unsigned n = 0; n < 20; n++) { /* so many that these are folded, with packs that git reads */
        put_notes(other, n, n + 1, 2);
        assert_int_equal(bt_store_checkpoint(other), BT_OK);
    }
    bt_store_close(other);
    let_git_begin(between->f);
    return between->stops;
}

/* A git of our own. */
static void put_git(const fixture *f, const char *lines)
{
    char line[LINE_BYTES], path[PATH_BYTES + 64];

    snprintf(line, sizeof line,
             "mkdir -p '%s/bin' && printf '#!/bin/sh\\nPATH=/usr/local/bin:/usr/bin:/bin\\n%s\\n' > "
             "'%s/bin/git' && chmod "
             "+x '%s/bin/git'",
             f->folder, lines, f->folder, f->folder);
    shell(line);
    snprintf(path, sizeof path, "%s/bin", f->folder);
    assert_int_equal(setenv("PATH", path, 1), 0);
}

static char *usual_path;

static void put_git_back(void)
{
    assert_int_equal(setenv("PATH", usual_path, 1), 0);
}

static void test_commits_and_checkpoints_go_on_meanwhile(void **state)
{
    const fixture *f = *state;
    meanwhile between = { .f = f };

    put_packs(f);
    put_git(f, WAITS "exec git \"$@\"");
    (void)bt_store_press(f->store, write_meanwhile, &between); /* it may find that its packs were folded */
    put_git_back();
    assert_int_equal(between.other, BT_EBUSY);
    assert_true(between.asked > 0);
    assert_notes(f->store, 0, 20, 2);
    assert_notes(f->store, 20, NOTES, 1);
}

static void test_it_ends_when_the_service_stops(void **state)
{
    const fixture *f = *state;
    meanwhile between = { .f = f, .stops = true };
    char before[4096], after[4096];

    put_packs(f);
    put_git(f, "exec sleep 60");
    assert_int_equal(bt_store_press(f->store, write_meanwhile, &between), BT_EBUSY);
    put_git_back();
    files_of(f, before);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK); /* nobody is at work any more */
    files_of(f, after);
    assert_string_not_equal(after, before);
    assert_notes(f->store, 0, 20, 2);
}

static void test_without_git_nothing_is_done(void **state)
{
    const fixture *f = *state;
    char before[4096], after[4096];

    put_packs(f);
    files_of(f, before);
    assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_ENOTFOUND);
    put_git_back();
    files_of(f, after);
    assert_string_equal(after, before);
}

static void test_whatever_becomes_of_git_the_packs_stay(void **state)
{
    static const char *const fates[] = {
        "exit 1",
        "kill -9 $$",
        "echo no name of a pack",
        "echo 0123456789012345678901234567890123456789",
        "head -c 100 > pressing/pack/tmp_pack_a; kill -9 $$",
        /* it forgets one */
        "tail -n +2 | git \"$@\"",
        /* the disk did: in the middle, and in the list of what lies where */
        "git \"$@\"; chmod +w \"$2\"/pressing/pack/*; printf x | dd of=$(echo \"$2\"/pressing/pack/*.pack) "
        "bs=1 seek=900 conv=notrunc",
        "git \"$@\"; chmod +w \"$2\"/pressing/pack/*; printf x | dd of=$(echo \"$2\"/pressing/pack/*.idx) "
        "bs=1 seek=1500 conv=notrunc",
        "git \"$@\"; rm \"$2\"/pressing/pack/*.idx",
    };
    const fixture *f = *state;
    char before[4096], after[4096];

    put_packs(f);
    files_of(f, before);
    for (size_t i = 0; i < sizeof fates / sizeof *fates; i++) {
        put_git(f, fates[i]);
        assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_EIO);
        put_git_back();
        files_of(f, after);
        assert_string_equal(after, before);
    }
    assert_notes(f->store, 0, NOTES, 1);
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
}

static void test_a_pack_that_is_not_what_was_written_is_left_alone(void **state)
{
    const fixture *f = *state;

    put_packs(f);
    assert_git_says(
        f,
        "set -- objects/pack/*.pack && echo $1 > ../hurt && chmod +w $1 && cp $1 ../whole && printf x | dd "
        "of=$1 bs=1 seek=100 conv=notrunc status=none",
        "");
    assert_int_equal(bt_store_press(f->store, NULL, NULL), BT_OK);
    assert_git_says(f, "cp ../whole $(cat ../hurt) && ls objects/pack/*.pack | wc -l", "2");
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_packs_become_one_that_is_less_than_half_as_large),
        RULE(test_what_is_packed_well_is_left_as_it_is),
        RULE(test_a_large_pack_stays_while_small_ones_become_one),
        RULE(test_who_reads_meanwhile_goes_on_reading),
        RULE(test_commits_and_checkpoints_go_on_meanwhile),
        RULE(test_it_ends_when_the_service_stops),
        RULE(test_without_git_nothing_is_done),
        RULE(test_whatever_becomes_of_git_the_packs_stay),
        RULE(test_a_pack_that_is_not_what_was_written_is_left_alone),
    };

    const char *path = getenv("PATH");

    if (path == NULL || (usual_path = strdup(path)) == NULL)
        return 1;
    return cmocka_run_group_tests_name("store: press", tests, library_start, library_stop);
}
