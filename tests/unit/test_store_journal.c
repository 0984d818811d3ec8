/* tests/unit/test_store_journal.c - what is acknowledged lies in the journal first, and in packs later. */
#define _POSIX_C_SOURCE 200809L
#include "tests/unit/store_fixture.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char id_a[] = "019b76da-a800-7000-8000-000000000001";
static const char id_b[] = "019b76da-a801-7000-8000-000000000002";
static const char one[] = "{\"one\": 1}\n", two[] = "{\"two\": 2}\n";

enum { MARK_AT = 24, HEADER_BYTES = 32, JOURNAL_BYTES = 64 * 1024, MOST_BATCHES = 128 };

/* The same folder for a look from outside: nothing is brought to git for it. */
static fixture outside(const fixture *f)
{
    fixture other = *f;

    other.store = NULL;
    return other;
}

static bt_store *open_other(const fixture *f)
{
    bt_store *other;

    assert_int_equal(bt_store_open(f->path, &other), BT_OK);
    return other;
}

/* The bytes of the journal as they lie there now. */
typedef struct copied {
    char bytes[JOURNAL_BYTES];
    size_t len;
} copied;

static void journal_path(const fixture *f, char out[LINE_BYTES])
{
    snprintf(out, LINE_BYTES, "%s/journal", f->path);
}

static void journal_read(const fixture *f, copied *out)
{
    char path[LINE_BYTES];
    FILE *file;

    journal_path(f, path);
    file = fopen(path, "rb");
    assert_non_null(file);
    out->len = fread(out->bytes, 1, sizeof out->bytes, file);
    assert_int_equal(fclose(file), 0);
}

static void journal_write(const fixture *f, const char *bytes, size_t len)
{
    char path[LINE_BYTES];
    FILE *file;

    journal_path(f, path);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void test_a_commit_is_seen_at_once_by_a_handle_that_was_open_before(void **state)
{
    fixture *f = *state;
    bt_store *other = open_other(f);

    put_one(f->store, id_a, one, NULL);
    assert_oid_equal(head_of(other), head_of(f->store));
    assert_record(other, id_a, one);
    put_one(other, id_b, two, NULL);
    assert_record(f->store, id_b, two);
    bt_store_close(other);
}

/* Waits until it is told that something was written, and looks. */
static int look_when_told(const fixture *f, int told)
{
    bt_store *own;
    bt_oid head, version;
    char word;
    bt_status status = bt_store_open(f->path, &own);

    if (status != BT_OK || write(told, "r", 1) != 1 || read(told, &word, 1) != 1)
        return 1;
    status = bt_store_head(own, &head);
    if (status == BT_OK)
        status = bt_store_get(own, &head, bt_view_of(id_a), &version, NULL);
    bt_store_close(own);
    return status == BT_OK ? 0 : 2;
}

static void test_a_commit_is_seen_at_once_by_another_process(void **state)
{
    fixture *f = *state;
    int ends[2], how;
    char word;
    pid_t child;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(look_when_told(f, ends[1]));
    assert_int_equal(read(ends[0], &word, 1), 1);
    put_one(f->store, id_a, one, NULL);
    assert_int_equal(write(ends[0], "w", 1), 1);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
    close(ends[0]);
    close(ends[1]);
}

static void test_git_sees_what_the_last_checkpoint_brought(void **state)
{
    fixture *f = *state;
    fixture git = outside(f);

    put_one(f->store, id_a, one, NULL);
    assert_git_says(&git, "git rev-list --count main", "1");
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    assert_git_says(&git, "git rev-list --count main", "2");
    assert_git_says(&git, "git rev-parse main", head_of(f->store).hex);
}

static void test_a_checkpoint_leaves_an_empty_journal_and_a_pack_that_git_accepts(void **state)
{
    fixture *f = *state;
    fixture git = outside(f);

    put_one(f->store, id_a, one, NULL);
    put_one(f->store, id_a, two, "{\"typed\": 1}\n");
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    assert_git_says(&git, "stat -c %s journal", "32");
    assert_git_says(&git, "ls objects/pack/*.pack | wc -l", "2");
    assert_git_says(&git, "git verify-pack objects/pack/*.idx", "");
    assert_git_says(&git,
                    "for pack in objects/pack/*.pack; do "
                    "cp $pack ../again.pack && git index-pack --strict ../again.pack > /dev/null && "
                    "cmp ../again.idx ${pack%.pack}.idx || exit 1; rm -f ../again.*; done",
                    "");
    assert_git_says(&git, "git count-objects -v | grep -v size",
                    "count: 0\nin-pack: 20\npacks: 2\nprune-packable: 0\ngarbage: 0");
}

static void test_a_checkpoint_of_nothing_writes_nothing(void **state)
{
    fixture *f = *state;
    static const char list[] = "find . -printf '%p %i %T@ %s\\n' | sort | sha1sum";
    fixture git = outside(f);
    char before[64];

    put_one(f->store, id_a, one, NULL);
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    git_says(&git, list, before, sizeof before);
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    assert_git_says(&git, list, before);
}

static void test_a_handle_reads_on_while_another_one_brings_the_journal_into_packs(void **state)
{
    fixture *f = *state;
    bt_store *reader = open_other(f), *told = open_other(f), *late = open_other(f);
    bt_oid head, version;

    put_one(f->store, id_a, one, NULL);
    head = head_of(reader);
    /* told of a head by others, without a look of its own: it is found in the journal, or in the pack */
    assert_int_equal(bt_store_get(told, &head, bt_view_of(id_a), &version, NULL), BT_OK);
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    assert_int_equal(bt_store_get(reader, &head, bt_view_of(id_a), &version, NULL), BT_OK);
    assert_int_equal(bt_store_get(late, &head, bt_view_of(id_a), &version, NULL), BT_OK);
    assert_oid_equal(head_of(reader), head);
    assert_record(reader, id_a, one);
    put_one(reader, id_b, two, NULL);
    assert_record(late, id_b, two);
    bt_store_close(reader);
    bt_store_close(told);
    bt_store_close(late);
}

static void test_what_is_in_the_journal_is_there_again_under_the_same_names(void **state)
{
    fixture *f = *state;
    bt_oid version = put_one(f->store, id_a, one, NULL), head;
    bt_bytes back;

    put_one(f->store, id_a, two, "{\"typed\": 1}\n");
    head = head_of(f->store);
    bt_store_close(f->store);
    f->store = open_other(f);
    assert_oid_equal(head_of(f->store), head);
    assert_record(f->store, id_a, two);
    assert_git_says(f, "git rev-parse main", head.hex);
    assert_int_equal(bt_store_get_version(f->store, &version, &back), BT_OK);
    assert_string_equal(back.data, one);
    bt_bytes_free(&back);
}

/* Two commits: the journal after the first, with its mark, and after the second. */
static void two_commits(fixture *f, copied *first, copied *second, bt_oid heads[2])
{
    put_one(f->store, id_a, one, NULL);
    heads[0] = head_of(f->store);
    journal_read(f, first);
    put_one(f->store, id_b, two, NULL);
    heads[1] = head_of(f->store);
    journal_read(f, second);
    bt_store_close(f->store);
    f->store = NULL;
}

static void test_a_record_that_a_power_cut_left_torn_is_cut_off_and_a_whole_one_is_kept(void **state)
{
    enum { STEP = 29 };
    fixture *f = *state;
    static copied first, second;
    bt_oid heads[2];

    two_commits(f, &first, &second, heads);
    memcpy(second.bytes + MARK_AT, first.bytes + MARK_AT, HEADER_BYTES - MARK_AT);
    for (size_t len = first.len, n = 0; len <= second.len;
         len += len + STEP > second.len && len < second.len ? second.len - len : STEP, n++) {
        static copied torn;
        fixture copy;

        memcpy(memset(torn.bytes, 0, sizeof torn.bytes), second.bytes, len);
        copy_notebook(f, &copy, "true");
        journal_write(&copy, torn.bytes,
                      n % 2 ? len : sizeof torn.bytes); /* without room behind it, and with room */
        copy.store = open_other(&copy);
        assert_oid_equal(head_of(copy.store), heads[len == second.len]);
        assert_record(copy.store, id_a, one);
        put_one(copy.store, id_b, "{\"again\": 1}\n", NULL);
        assert_git_is_content(&copy);
        bt_store_close(copy.store);
    }
}

static void test_a_torn_record_of_garbage_is_cut_off(void **state)
{
    static const struct {
        int fill;
        size_t len;
    } tails[] = { { 0x55, 1 }, { 0x55, 4096 }, { 0xff, 4096 } };
    fixture *f = *state;
    static copied first, second;
    bt_oid heads[2];

    two_commits(f, &first, &second, heads);
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        fixture copy, git;

        copy_notebook(f, &copy, "true");
        memset(first.bytes + first.len, tails[i].fill, tails[i].len);
        journal_write(&copy, first.bytes, first.len + tails[i].len);
        git = outside(&copy);
        copy.store = open_other(&copy);
        assert_oid_equal(head_of(copy.store), heads[0]);
        /* what cannot be trusted to be on disk is written anew before anything else is */
        assert_git_says(&git, "git rev-parse main", heads[0].hex);
        assert_git_says(&git, "stat -c %s journal", "32");
        bt_store_close(copy.store);
    }
}

static void test_zeros_behind_the_last_record_are_room_for_the_next(void **state)
{
    static const size_t rooms[] = { 1, 8, 4096, 32768 };
    fixture *f = *state;
    static copied first, second;
    bt_oid heads[2];

    two_commits(f, &first, &second, heads);
    memset(first.bytes + first.len, 0, sizeof first.bytes - first.len);
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        fixture copy, git;
        char size[16];

        copy_notebook(f, &copy, "true");
        journal_write(&copy, first.bytes, first.len + rooms[i]);
        git = outside(&copy);
        copy.store = open_other(&copy);
        assert_oid_equal(head_of(copy.store), heads[0]);
        put_one(copy.store, id_b, two, NULL);
        snprintf(size, sizeof size, "%zu",
                 first.len + rooms[i] < second.len ? second.len : first.len + rooms[i]);
        assert_git_says(&git, "stat -c %s journal", size);
        assert_git_says(&git, "git rev-list --count main", "1");
        bt_store_close(copy.store);
        copy.store = open_other(&copy);
        assert_record(copy.store, id_a, one);
        assert_record(copy.store, id_b, two);
        assert_git_is_content(&copy);
        bt_store_close(copy.store);
    }
}

/* A commit torn in the room, whose beginning was lost, and behind it one that is whole but continues nothing. */
static void test_what_an_older_record_left_in_the_room_is_never_taken_for_one(void **state)
{
    fixture *f = *state;
    static copied first, second, third;
    bt_oid heads[2], head;
    size_t len;

    two_commits(f, &first, &second, heads);
    len = second.len - first.len;
    memset(third.bytes, 0, sizeof third.bytes);
    memcpy(third.bytes, first.bytes, first.len);
    memcpy(third.bytes + first.len + len, second.bytes + first.len, len);
    journal_write(f, third.bytes, sizeof third.bytes);
    f->store = open_other(f);
    assert_oid_equal(head_of(f->store), heads[0]);
    put_one(f->store, id_b, "{\"six\": 6}\n", NULL); /* as long as what stands behind it expects */
    head = head_of(f->store);
    put_one(f->store, id_a, two, NULL);
    assert_record(f->store, id_b, "{\"six\": 6}\n");
    assert_record(f->store, id_a, two);
    assert_git_says(f, "git rev-parse main~1", head.hex);
}

static void test_the_journal_after_a_busy_one_begins_with_room(void **state)
{
    fixture *f = *state;
    fixture git = outside(f);

    put_a_busy_hour(f->store);
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    assert_git_says(&git, "stat -c %s journal", "1048576");
    put_one(f->store, id_a, one, NULL);
    assert_git_says(&git, "stat -c '%s %a' journal", "1048576 600");
    assert_record(f->store, id_a, one);
    assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
    assert_git_says(&git, "stat -c %s journal", "32");
    assert_git_says(&git, "ls | grep -c tmp_ || true", "0");
}

static void test_a_record_that_does_not_continue_the_one_before_is_cut_off(void **state)
{
    fixture *f = *state;
    static copied first, second;
    bt_oid heads[2];

    two_commits(f, &first, &second, heads);
    memcpy(second.bytes + second.len, first.bytes + HEADER_BYTES, first.len - HEADER_BYTES);
    journal_write(f, second.bytes, second.len + first.len - HEADER_BYTES);
    f->store = open_other(f);
    assert_oid_equal(head_of(f->store), heads[1]);
}

static void test_damage_to_what_was_acknowledged_is_named_and_not_passed_over(void **state)
{
    enum { STEP = 17 };
    fixture *f = *state;
    static copied first, second;
    bt_oid heads[2];
    bt_store *store;

    two_commits(f, &first, &second, heads);
    for (size_t at = HEADER_BYTES; at < second.len; at += STEP) {
        second.bytes[at] ^= 4;
        journal_write(f, second.bytes, second.len);
        assert_int_equal(bt_store_open(f->path, &store), BT_EDAMAGED);
        assert_null(store);
        second.bytes[at] ^= 4;
    }
    journal_write(f, second.bytes, second.len - 1);
    assert_int_equal(bt_store_open(f->path, &store), BT_EDAMAGED);
    journal_write(f, "garbage", 7);
    assert_int_equal(bt_store_open(f->path, &store), BT_EDAMAGED);
    journal_write(f, second.bytes, second.len);
    f->store = open_other(f);
    assert_oid_equal(head_of(f->store), heads[1]);
}

static void test_a_notebook_without_a_journal_begins_one(void **state)
{
    fixture *f = *state;
    fixture git = outside(f);
    char out[16];

    git_says(&git, "rm journal", out, sizeof out);
    put_one(f->store, id_a, one, NULL);
    assert_record(f->store, id_a, one);
    assert_git_says(f, "git rev-list --count main", "2");
}

static void test_a_full_journal_is_emptied_by_the_commit_that_comes_next(void **state)
{
    fixture *f = *state;
    fixture git = outside(f);

    for (unsigned n = 0; n < MOST_BATCHES; n++)
        put_one(f->store, id_of(n, 3).text, one, NULL);
    assert_git_says(&git, "git rev-list --count main", "1");
    put_one(f->store, id_a, two, NULL);
    assert_git_says(&git, "git rev-list --count main", "129");
    assert_record(f->store, id_a, two);
}

static void test_a_long_journal_is_emptied_by_the_commit_that_comes_next(void **state)
{
    enum { LARGE = 16 };
    fixture *f = *state;
    fixture git = outside(f);
    static char large[BT_RECORD_MAX_BYTES];

    memset(large, ' ', sizeof large - 1);
    for (unsigned n = 0; n < LARGE; n++) {
        assert_git_says(&git, "git rev-list --count main", "1");
        large[n] = '1'; /* each is another version */
        put_one(f->store, id_of(n, 3).text, large, NULL);
    }
    put_one(f->store, id_a, two, NULL);
    assert_git_says(&git, "git rev-list --count main", "17");
    assert_record(f->store, id_of(LARGE - 1, 3).text, large);
}

static void test_a_head_that_somebody_else_set_is_not_written_over(void **state)
{
    fixture *f = *state;
    fixture git = outside(f);
    char base[64], other[64], command[256];

    git_says(&git, "git rev-parse main", base, sizeof base);
    put_one(f->store, id_a, one, NULL);
    git_says(&git,
             "export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x; "
             "git commit-tree -p main -m x main^{tree} | tee ../other && git update-ref refs/heads/main "
             "$(cat ../other)",
             other, sizeof other);
    assert_int_equal(bt_store_checkpoint(f->store), BT_EDAMAGED);
    assert_git_says(&git, "git rev-parse main", other);
    assert_record(f->store, id_a, one);
    snprintf(command, sizeof command, "git update-ref refs/heads/main %s", base);
    git_says(&git, command, other, sizeof other);
    settle(f);
}

/* How many files that are gone this process still has in its memory. */
static unsigned removed_files_kept(const fixture *f)
{
    unsigned count = 0;
    char line[LINE_BYTES];
    FILE *maps = fopen("/proc/self/maps", "r");

    assert_non_null(maps);
    while (fgets(line, sizeof line, maps))
        count += strstr(line, f->folder) && strstr(line, "(deleted)");
    assert_int_equal(fclose(maps), 0);
    return count;
}

static void test_packs_do_not_pile_up(void **state)
{
    enum { CHECKPOINTS = 50 };
    fixture *f = *state;
    bt_store *reader = open_other(f);
    bt_oid first = put_one(f->store, id_a, one, NULL), head, version;
    bt_bytes back;

    settle(f);
    head = head_of(reader);
    for (unsigned n = 1; n < CHECKPOINTS; n++) {
        put_one(f->store, id_of(n, 3).text, two, NULL);
        settle(f);
    }
    assert_git_says(f, "test $(ls objects/pack/*.pack | wc -l) -le 16", "");
    assert_git_says(f, "git rev-list --count main", "51");
    /* the reader knows none but the packs that were copied and removed */
    assert_int_equal(bt_store_get_version(reader, &first, &back), BT_OK);
    assert_string_equal(back.data, one);
    bt_bytes_free(&back);
    assert_int_equal(bt_store_get(reader, &head, bt_view_of(id_a), &version, NULL), BT_OK);
    assert_true(removed_files_kept(f) > 0);
    /* a look at the head is where a handle lets go of them */
    assert_record(reader, id_of(CHECKPOINTS - 1, 3).text, two);
    assert_record(f->store, id_of(CHECKPOINTS - 1, 3).text, two);
    assert_int_equal(removed_files_kept(f), 0);
    bt_store_close(reader);
}

static void test_a_pack_of_gits_own_and_a_damaged_one_are_left_where_they_are(void **state)
{
    fixture *f = *state;
    char out[256], kept[256], command[LINE_BYTES];

    for (unsigned n = 0; n < 40; n++)
        put_one(f->store, id_of(n, 40).text, one, NULL);
    git_says(f,
             "git -c repack.writeBitmaps=false repack -adfq && git verify-pack -v objects/pack/*.idx | grep "
             "-q 'chain length' && ls "
             "objects/pack/*.pack",
             out, sizeof out);
    put_one(f->store, id_a, two, NULL);
    settle(f);
    /* a pack that nobody needs, with a byte changed */
    git_says(f,
             "pack=$(echo orphan | git hash-object -w --stdin | git pack-objects -q objects/pack/pack) && "
             "chmod u+w objects/pack/pack-$pack.pack && "
             "printf x | dd of=objects/pack/pack-$pack.pack bs=1 seek=16 conv=notrunc status=none && "
             "echo objects/pack/pack-$pack.pack",
             kept, sizeof kept);
    for (unsigned n = 100; n < 150; n++) {
        put_one(f->store, id_of(n, 3).text, two, NULL);
        settle(f);
    }
    snprintf(command, sizeof command,
             "test -e %s && test -e %s && test $(ls objects/pack/*.pack | wc -l) -le 18 && rm %.*s.*", out,
             kept, (int)strlen(kept) - 5, kept);
    assert_git_says(f, command, "");
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, notebook_make, notebook_check_and_remove)
    const struct CMUnitTest tests[] = {
        RULE(test_a_commit_is_seen_at_once_by_a_handle_that_was_open_before),
        RULE(test_a_commit_is_seen_at_once_by_another_process),
        RULE(test_git_sees_what_the_last_checkpoint_brought),
        RULE(test_a_checkpoint_leaves_an_empty_journal_and_a_pack_that_git_accepts),
        RULE(test_a_checkpoint_of_nothing_writes_nothing),
        RULE(test_a_handle_reads_on_while_another_one_brings_the_journal_into_packs),
        RULE(test_what_is_in_the_journal_is_there_again_under_the_same_names),
        RULE(test_a_record_that_a_power_cut_left_torn_is_cut_off_and_a_whole_one_is_kept),
        RULE(test_a_torn_record_of_garbage_is_cut_off),
        RULE(test_zeros_behind_the_last_record_are_room_for_the_next),
        RULE(test_what_an_older_record_left_in_the_room_is_never_taken_for_one),
        RULE(test_the_journal_after_a_busy_one_begins_with_room),
        RULE(test_a_record_that_does_not_continue_the_one_before_is_cut_off),
        RULE(test_damage_to_what_was_acknowledged_is_named_and_not_passed_over),
        RULE(test_a_notebook_without_a_journal_begins_one),
        RULE(test_a_full_journal_is_emptied_by_the_commit_that_comes_next),
        RULE(test_a_long_journal_is_emptied_by_the_commit_that_comes_next),
        RULE(test_a_head_that_somebody_else_set_is_not_written_over),
        RULE(test_packs_do_not_pile_up),
        RULE(test_a_pack_of_gits_own_and_a_damaged_one_are_left_where_they_are),
    };

    return cmocka_run_group_tests_name("store: the journal", tests, library_start, library_stop);
}
