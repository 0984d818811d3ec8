/* tests/unit/test_store_fallback.c - a notebook that cannot be read comes back, as far as it can be read at all. */
#define _DEFAULT_SOURCE
#include "tests/unit/store_fixture.h"

#include <sys/stat.h>

#define NEW_EPOCH "ffeeddccbbaa99887766554433221100"

static const char id_a[] = "019b76da-a800-7000-8000-000000000001";
static const char id_b[] = "019b76da-a800-7000-8000-000000000002";
static const char id_c[] = "019b76da-a800-7000-8000-000000000003";

/* A line of shell in the notebook's folder, which no handle has open. */
static void damage(fixture *f, const char *command)
{
    char line[LINE_BYTES];

    bt_store_close(f->store);
    f->store = NULL;
    snprintf(line, sizeof line, "cd '%s' && export GIT_DIR=. && %s", f->path, command);
    shell(line);
}

static bt_fallen fall_back(fixture *f)
{
    bt_fallen fallen;

    assert_int_equal(bt_store_fall_back(f->path, NEW_EPOCH, FIRST_S + 600, &fallen), BT_OK);
    assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
    if (fallen.fell) {
        assert_string_equal(bt_store_epoch(f->store), NEW_EPOCH);
        assert_true(bt_store_replaced(f->store));
        assert_oid_equal(head_of(f->store), fallen.head);
    }
    return fallen;
}

/* Three batches, each in a pack of its own; the newest is that of c. */
static void put_three(fixture *f)
{
    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    settle(f);
    put_one(f->store, id_b, "{\"b\": 1}\n", NULL);
    settle(f);
    put_one(f->store, id_c, "{\"c\": 1}\n", NULL);
    settle(f);
}

static void assert_works(fixture *f)
{
    bt_oid before = head_of(f->store);

    put_one(f->store, id_a, "{\"works\": 1}\n", NULL);
    assert_string_not_equal(head_of(f->store).hex, before.hex);
    assert_record(f->store, id_a, "{\"works\": 1}\n");
    assert_git_is_content(f);
}

static void test_a_notebook_that_can_be_read_is_left_alone(void **state)
{
    fixture *f = *state;
    bt_oid head;

    put_three(f);
    put_one(f->store, id_a, "{\"a\": 2}\n", NULL);
    head = head_of(f->store);
    damage(f, "true");
    assert_false(fall_back(f).fell);
    assert_string_equal(bt_store_epoch(f->store), EPOCH);
    assert_oid_equal(head_of(f->store), head);
    assert_git_says(f, "test ! -e damaged && echo none", "none");
}

/* Each row: what happens to the head alone. Every commit is there, so nothing is lost. */
static const char *const lost_heads[] = {
    ": > refs/heads/main",
    "printf 'ref: refs/heads/other' > refs/heads/main",
    "echo 0123456789012345678901234567890123456789 > refs/heads/main",
    "tree=$(git rev-parse main^{tree}) && echo $tree > refs/heads/main",
    "rm refs/heads/main",
    "rm HEAD",
    "rm -r refs",
    "rm epoch",
    "echo short > epoch",
    ": > journal",
    "head -c 20 /dev/urandom > journal",
};

static void test_a_head_that_says_nothing_is_found_again_with_everything(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lost_heads / sizeof *lost_heads; i++) {
        fixture *f = NULL;
        bt_oid head;

        notebook_make((void **)&f);
        put_three(f);
        head = head_of(f->store);
        damage(f, lost_heads[i]);
        if (bt_store_open(f->path, &f->store) != BT_EDAMAGED)
            fail_msg("opened after: %s", lost_heads[i]);
        (void)fall_back(f);
        assert_string_equal(head_of(f->store).hex, head.hex);
        assert_record(f->store, id_c, "{\"c\": 1}\n");
        assert_works(f);
        notebook_remove((void **)&f);
    }
}

static void test_what_was_in_the_journal_alone_is_kept_when_the_head_is_lost(void **state)
{
    fixture *f = *state;
    bt_oid head;

    put_three(f);
    put_one(f->store, id_b, "{\"b\": 2}\n", NULL);
    head = head_of(f->store);
    damage(f, ": > refs/heads/main");
    assert_true(fall_back(f).fell);
    assert_oid_equal(head_of(f->store), head);
    assert_record(f->store, id_b, "{\"b\": 2}\n");
    assert_works(f);
}

/* The second of three batches in the journal is another one: the first stands, and the file is kept. */
static void test_a_journal_is_kept_up_to_what_is_damaged(void **state)
{
    fixture *f = *state;
    char before[64];
    bt_fallen fallen;
    char command[LINE_BYTES];
    struct stat first;

    put_three(f);
    put_one(f->store, id_a, "{\"a\": 2}\n", NULL);
    snprintf(command, sizeof command, "%s/journal", f->path);
    assert_int_equal(stat(command, &first), 0);
    put_one(f->store, id_b, "{\"b\": 2}\n", NULL);
    put_one(f->store, id_c, "{\"c\": 2}\n", NULL);
    bt_store_close(f->store);
    f->store = NULL;
    snprintf(command, sizeof command, "printf x | dd of=journal bs=1 seek=%ld conv=notrunc status=none",
             (long)first.st_size + 60);
    damage(f, command);
    git_says(f, "sha1sum < journal", before, sizeof before);
    fallen = fall_back(f);
    assert_true(fallen.fell && fallen.journal);
    assert_record(f->store, id_a, "{\"a\": 2}\n");
    assert_record(f->store, id_b, "{\"b\": 1}\n");
    assert_git_says(f, "sha1sum < damaged/" NEW_EPOCH "/journal", before);
    assert_works(f);
}

/* The pack with the newest batch, by the commit that is in it. */
#define NEWEST_PACK                                                                                  \
    "pack=$(for i in objects/pack/*.idx; do git show-index < $i | grep -q $(git rev-parse main) && " \
    "echo ${i%%.idx}.pack; done; true) && chmod u+w objects/pack/* && "

static const char *const lost_packs[] = {
    NEWEST_PACK "truncate -s 40 $pack",
    NEWEST_PACK "truncate -s 0 $pack",
    NEWEST_PACK "rm $pack",
    NEWEST_PACK "head -c $(stat -c %s $pack) /dev/urandom > other && mv other $pack",
};

static void test_without_its_newest_pack_it_stands_at_the_batch_before(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lost_packs / sizeof *lost_packs; i++) {
        fixture *f = NULL;
        bt_oid head, version;

        notebook_make((void **)&f);
        put_three(f);
        damage(f, lost_packs[i]);
        assert_true(fall_back(f).fell);
        assert_record(f->store, id_b, "{\"b\": 1}\n");
        head = head_of(f->store);
        assert_int_equal(bt_store_get(f->store, &head, bt_view_of(id_c), &version, NULL), BT_ENOTFOUND);
        assert_works(f);
        notebook_remove((void **)&f);
    }
}

static void test_one_record_that_cannot_be_read_takes_no_other_with_it(void **state)
{
    fixture *f = *state;
    bt_write writes[2] = { { .id = bt_view_of(id_b), .bytes = bt_view_of("{\"b\": 2}\n") },
                           { .id = bt_view_of(id_c),
                             .bytes = bt_view_of("{\"c\": 2, \"long\": \"0123456789\"}\n") } };
    bt_commit commit;
    bt_oid head, versions[2];
    char command[LINE_BYTES];
    bt_fallen fallen;

    put_three(f);
    commit = commit_of(f->store, writes, 2);
    assert_int_equal(bt_store_commit(f->store, &commit, &head, versions), BT_OK);
    settle(f);
    put_one(f->store, id_a, "{\"a\": 3}\n", NULL); /* after it, in a pack that is well */
    settle(f);
    snprintf(command, sizeof command,
             "for i in objects/pack/*.idx; do at=$(git show-index < $i | grep %s | cut -d' ' -f1); "
             "test -z \"$at\" || { chmod u+w ${i%%.idx}.pack; "
             "printf xxxx | dd of=${i%%.idx}.pack bs=1 seek=$((at + 6)) conv=notrunc status=none; }; done",
             versions[1].hex);
    damage(f, command);
    fallen = fall_back(f);
    assert_true(fallen.fell);
    assert_int_equal(fallen.packs, 1);
    assert_int_equal(fallen.carried, 2);
    assert_record(f->store, id_a, "{\"a\": 3}\n"); /* newer than the damage, and carried over it */
    assert_record(f->store, id_b, "{\"b\": 2}\n");
    assert_record(f->store, id_c, "{\"c\": 1}\n"); /* the last that can be read */
    assert_git_says(f, "git log -1 --format=%s main", "fall back");
    assert_git_says(f, "ls damaged/" NEW_EPOCH "/*.pack | wc -l", "1");
    assert_works(f);
}

/* A byte in each part of the newest pack, and of its index. */
static void test_wherever_the_newest_pack_is_damaged_the_notebook_can_be_used(void **state)
{
    const fixture *f = *state;
    char out[64];
    long size;

    put_three((fixture *)*state);
    git_says(f, NEWEST_PACK "stat -c %s $pack", out, sizeof out);
    size = strtol(out, NULL, 10);
    for (int index = 0; index < 2; index++) {
        for (long at = 0; at < (index ? 1200 : size); at += index ? 97 : 11) {
            fixture copy;
            bt_fallen fallen;
            char command[LINE_BYTES / 4];

            snprintf(command, sizeof command,
                     "export GIT_DIR=. && " NEWEST_PACK
                     "printf '\\377' | dd of=%s bs=1 seek=%ld conv=notrunc status=none",
                     index ? "${pack%.pack}.idx" : "$pack", at);
            copy_notebook(f, &copy, command);
            assert_int_equal(bt_store_fall_back(copy.path, NEW_EPOCH, FIRST_S, &fallen), BT_OK);
            assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
            assert_record(copy.store, id_a, "{\"a\": 1}\n");
            assert_record(copy.store, id_b, "{\"b\": 1}\n");
            put_one(copy.store, id_a, "{\"a\": 2}\n", NULL);
            bt_store_close(copy.store);
        }
    }
}

static void test_deltas_of_a_damaged_pack_are_kept_as_well(void **state)
{
    fixture *f = *state;
    char out[LINE_BYTES], text[512];
    bt_oid last = { "" };
    char command[LINE_BYTES];

    for (int n = 0; n < 6; n++) {
        snprintf(text, sizeof text, "{\"n\": %d, \"long\": \"%0300d\"}\n", n, 7);
        last = put_one(f->store, id_of((unsigned)n, 10).text, text, NULL);
    }
    git_says(f, "git repack -adfq", out, sizeof out);
    snprintf(command, sizeof command,
             "at=$(cat objects/pack/*.idx | git show-index | grep %s | cut -d' ' -f1) && chmod u+w "
             "objects/pack/* && "
             "printf xxxx | dd of=$(echo objects/pack/*.pack) bs=1 seek=$((at + 5)) conv=notrunc status=none",
             last.hex);
    damage(f, command);
    assert_true(fall_back(f).fell);
    assert_git_is_content(f);
    assert_works(f);
}

/* libgit2 follows such an offset out of the pack, and the service would die of it with each start. */
static void test_an_index_that_leads_out_of_its_pack_is_not_followed_and_nothing_is_lost(void **state)
{
    enum { NOTES = 6 };
    fixture *f = *state;
    char out[LINE_BYTES], text[512];

    for (unsigned n = 0; n < NOTES; n++) {
        snprintf(text, sizeof text, "{\"n\": %u, \"long\": \"%0300d\"}\n", n, 7);
        put_one(f->store, id_of(n, 10).text, text, NULL);
    }
    git_says(f, "git repack -adfq", out, sizeof out);
    damage(f,
           "chmod u+w objects/pack/* && index=$(echo objects/pack/*.idx) && count=$(git show-index < $index "
           "| wc -l) "
           "&& size=$(stat -c %s $index) && for n in $(seq 1 $count); do printf '\\377' | dd of=$index bs=1 "
           "seek=$((size - 40 - 4 * n)) conv=notrunc status=none; done");
    assert_int_equal(bt_store_open(f->path, &f->store), BT_EDAMAGED);
    assert_true(fall_back(f).fell);
    for (unsigned n = 0; n < NOTES; n++) {
        snprintf(text, sizeof text, "{\"n\": %u, \"long\": \"%0300d\"}\n", n, 7);
        assert_record(f->store, id_of(n, 10).text, text);
    }
    assert_git_is_content(f);
    assert_works(f);
}

static void test_falling_back_twice_loses_nothing_more(void **state)
{
    fixture *f = *state;
    bt_fallen again;

    put_three(f);
    damage(f, NEWEST_PACK "truncate -s 40 $pack");
    assert_true(fall_back(f).fell);
    assert_works(f);
    bt_store_close(f->store);
    f->store = NULL;
    assert_int_equal(bt_store_fall_back(f->path, EPOCH, FIRST_S, &again), BT_OK);
    assert_false(again.fell);
    assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
    assert_string_equal(bt_store_epoch(f->store), NEW_EPOCH);
}

static void test_where_nothing_can_be_read_nothing_is_made_up(void **state)
{
    static const char *const nothing[] = {
        "rm -r objects && mkdir -p objects/pack",
        "chmod -R u+w objects && find objects -type f -exec truncate -s 0 {} +",
    };

    (void)state;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        fixture *f = NULL;
        bt_fallen fallen;

        notebook_make((void **)&f);
        put_three(f);
        damage(f, nothing[i]);
        assert_int_equal(bt_store_fall_back(f->path, NEW_EPOCH, FIRST_S, &fallen), BT_EDAMAGED);
        assert_false(fallen.fell);
        assert_int_equal(bt_store_open(f->path, &f->store), BT_EDAMAGED);
        notebook_remove((void **)&f);
    }
}

static void test_a_folder_of_something_else_is_not_made_into_a_notebook(void **state)
{
    fixture *f = *state;
    bt_fallen fallen;

    assert_int_equal(bt_store_fall_back(f->folder, NEW_EPOCH, FIRST_S, &fallen), BT_EDAMAGED);
    assert_git_says(f, "ls ..", "notebook");
}

int main(void)
{
#define RULE(test, after) cmocka_unit_test_setup_teardown(test, notebook_make, after)
    const struct CMUnitTest tests[] = {
        RULE(test_a_notebook_that_can_be_read_is_left_alone, notebook_check_and_remove),
        cmocka_unit_test(test_a_head_that_says_nothing_is_found_again_with_everything),
        RULE(test_what_was_in_the_journal_alone_is_kept_when_the_head_is_lost, notebook_check_and_remove),
        RULE(test_a_journal_is_kept_up_to_what_is_damaged, notebook_check_and_remove),
        cmocka_unit_test(test_without_its_newest_pack_it_stands_at_the_batch_before),
        RULE(test_one_record_that_cannot_be_read_takes_no_other_with_it, notebook_check_and_remove),
        RULE(test_wherever_the_newest_pack_is_damaged_the_notebook_can_be_used, notebook_check_and_remove),
        RULE(test_deltas_of_a_damaged_pack_are_kept_as_well, notebook_check_and_remove),
        RULE(test_an_index_that_leads_out_of_its_pack_is_not_followed_and_nothing_is_lost,
             notebook_check_and_remove),
        RULE(test_falling_back_twice_loses_nothing_more, notebook_check_and_remove),
        cmocka_unit_test(test_where_nothing_can_be_read_nothing_is_made_up),
        RULE(test_a_folder_of_something_else_is_not_made_into_a_notebook, notebook_check_and_remove),
    };

    return cmocka_run_group_tests_name("store: falling back", tests, library_start, library_stop);
}
