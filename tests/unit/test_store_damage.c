/* tests/unit/test_store_damage.c - what killed writers and bad disks leave, and what the store makes of it. */
#define _DEFAULT_SOURCE
#include "tests/unit/store_fixture.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

static const char id_a[] = "019b76da-a800-7000-8000-000000000001";
static const char place_a[] = "records/2026-01/01/019b76da-a800-7000-8000-000000000001.json";

static void in_notebook(const fixture *f, const char *command)
{
    char out[LINE_BYTES];

    git_says(f, command, out, sizeof out);
}

static bool exists(const fixture *f, const char *name)
{
    char path[LINE_BYTES];

    snprintf(path, sizeof path, "%s/%s", f->path, name);
    return access(path, F_OK) == 0;
}

/* Where the file of a loose object lies. */
static void object_file(const bt_oid *oid, char out[64])
{
    snprintf(out, 64, "objects/%.2s/%s", oid->hex, oid->hex + 2);
}

/* Put other content in place of an object's file. */
static void damage(const fixture *f, const bt_oid *oid, const char *content)
{
    char file[64], command[256];

    object_file(oid, file);
    snprintf(command, sizeof command, "chmod u+w %s && printf '%s' > %s", file, content, file);
    in_notebook(f, command);
}

static bt_status open_again(fixture *f)
{
    bt_store_close(f->store);
    return bt_store_open(f->path, &f->store);
}

/* Every object into a file of its own, as git may keep them too; and a handle that knows no other. */
static void loosen(fixture *f)
{
    in_notebook(f, "mkdir ../packs && mv objects/pack/* ../packs && "
                   "for pack in ../packs/*.pack; do git unpack-objects -q < $pack; done; rm -rf ../packs");
    assert_int_equal(open_again(f), BT_OK);
}

/* An object under its name that cannot be read: the next write of the same bytes stands before it. */
static void assert_healed_by_writing(fixture *f, const char *content)
{
    static const char bytes[] = "{\"a\": 1}\n";
    bt_oid version = put_one(f->store, id_a, bytes, NULL);
    bt_bytes back;

    put_one(f->store, id_a, "{}\n", NULL);
    loosen(f);
    damage(f, &version, content);
    assert_int_equal(bt_store_get_version(f->store, &version, &back), BT_EDAMAGED);
    assert_null(back.data);
    assert_oid_equal(put_one(f->store, id_a, bytes, NULL), version);
    assert_record(f->store, id_a, bytes);
    in_notebook(f, "git prune-packed");
    assert_int_equal(open_again(f), BT_OK);
    assert_record(f->store, id_a, bytes);
    assert_git_is_content(f);
}

static void test_an_object_that_is_damaged_in_its_pack_is_written_again(void **state)
{
    fixture *f = *state;
    static const char bytes[] = "{\"a\": 1}\n";
    bt_oid version;
    bt_bytes back;

    settle(f);
    in_notebook(f, "mkdir ../first && mv objects/pack/* ../first");
    version = put_one(f->store, id_a, bytes, NULL);
    /* the first entry starts behind the 12 bytes of the header */
    in_notebook(f,
                "chmod u+w objects/pack/*.pack && "
                "printf 'xxxx' | dd of=$(echo objects/pack/*.pack) bs=1 seek=16 conv=notrunc status=none && "
                "mv ../first/* objects/pack");
    assert_int_equal(open_again(f), BT_OK);
    assert_int_equal(bt_store_get_version(f->store, &version, &back), BT_EDAMAGED);
    put_one(f->store, id_a, "{}\n", NULL);
    assert_oid_equal(put_one(f->store, id_a, bytes, NULL), version);
    settle(f);
    assert_int_equal(open_again(f), BT_OK);
    assert_record(f->store, id_a, bytes);
}

static void test_an_empty_object_is_written_again(void **state)
{
    assert_healed_by_writing(*state, "");
}

static void test_an_object_of_garbage_is_written_again(void **state)
{
    assert_healed_by_writing(*state, "garbage");
}

static void test_an_object_with_other_bytes_is_told_from_its_own(void **state)
{
    fixture *f = *state;
    bt_oid one = put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    bt_oid two = put_one(f->store, id_a, "{\"a\": 2}\n", NULL), head = head_of(f->store), version;
    char file_one[64], file_two[64], command[256];
    bt_bytes bytes;

    loosen(f);
    object_file(&one, file_one);
    object_file(&two, file_two);
    snprintf(command, sizeof command, "chmod u+w %s && cp %s %s", file_two, file_one, file_two);
    in_notebook(f, command);
    assert_int_equal(bt_store_get(f->store, &head, bt_view_of(id_a), &version, &bytes), BT_EDAMAGED);
    assert_null(bytes.data);
    assert_string_equal(version.hex, "");
}

static void test_a_notebook_that_is_not_there_is_not_found(void **state)
{
    fixture *f = *state;
    bt_store *store;
    char path[LINE_BYTES];

    snprintf(path, sizeof path, "%s/none", f->folder);
    assert_int_equal(bt_store_open(path, &store), BT_ENOTFOUND);
    assert_null(store);
    assert_int_equal(bt_store_open(f->folder, &store), BT_EDAMAGED);
}

/* Each row: a command that damages the notebook so that it cannot be opened. */
static const char *const fatal[] = {
    ": > refs/heads/main",
    "printf 'ref: refs/heads/other' > refs/heads/main",
    "echo 0123456789012345678901234567890123456789 > refs/heads/main",
    "tree=$(git rev-parse main^{tree}) && echo $tree > refs/heads/main",
    "rm refs/heads/main",
    "rm HEAD",
    "rm epoch",
    "echo short > epoch",
    "rm -r objects && mkdir -p objects/pack",
    "chmod -R u+w objects && find objects -type f -exec truncate -s 0 {} +",
};

static void test_a_damaged_notebook_is_named_damaged_and_left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        char before[64], after[64];
        static const char list[] = "find . ! -name write.lock -type f -exec sha1sum {} + | sort | sha1sum";
        fixture *f = NULL;

        notebook_make((void **)&f);
        put_one(f->store, id_a, "{}\n", NULL);
        in_notebook(f, fatal[i]);
        git_says(f, list, before, sizeof before);
        if (open_again(f) != BT_EDAMAGED)
            fail_msg("opened after: %s", fatal[i]);
        assert_null(f->store);
        git_says(f, list, after, sizeof after);
        assert_string_equal(before, after);
        notebook_remove((void **)&f);
    }
}

static const char leave_behind[] = ": > refs/heads/main.lock && : > HEAD.lock && : > packed-refs.lock && "
                                   ": > objects/tmp_object_git2_AbCdEf && : > objects/pack/tmp_pack_AbCdEf";

static void assert_nothing_left(const fixture *f)
{
    static const char *const left[] = { "refs/heads/main.lock", "HEAD.lock", "packed-refs.lock",
                                        "objects/tmp_object_git2_AbCdEf", "objects/pack/tmp_pack_AbCdEf" };

    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        if (exists(f, left[i]))
            fail_msg("still there: %s", left[i]);
    }
}

static void test_what_a_killed_writer_left_is_removed_when_the_notebook_is_opened(void **state)
{
    fixture *f = *state;

    in_notebook(f, leave_behind);
    assert_int_equal(open_again(f), BT_OK);
    assert_nothing_left(f);
    put_one(f->store, id_a, "{}\n", NULL);
}

static void test_what_a_killed_writer_left_does_not_stop_one_that_is_open_already(void **state)
{
    fixture *f = *state;

    in_notebook(f, leave_behind);
    in_notebook(f, "echo 4711 > write.lock");
    put_one(f->store, id_a, "{}\n", NULL);
    assert_nothing_left(f);
}

static void test_the_lock_file_is_empty_while_nobody_writes(void **state)
{
    fixture *f = *state;

    put_one(f->store, id_a, "{}\n", NULL);
    assert_git_says(f, "stat -c %s write.lock", "0");
}

static void test_a_lock_of_a_writer_at_work_is_respected(void **state)
{
    fixture *f = *state;
    bt_write write = { .id = bt_view_of(id_a), .bytes = bt_view_of("{}\n") };
    bt_commit commit = commit_of(f->store, &write, 1);
    char path[LINE_BYTES];
    bt_oid head;
    int fd;

    snprintf(path, sizeof path, "%s/write.lock", f->path);
    fd = open(path, O_RDWR | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    in_notebook(f, leave_behind);
    assert_int_equal(open_again(f), BT_OK);
    assert_true(exists(f, "refs/heads/main.lock"));
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_EBUSY);
    assert_oid_equal(head_of(f->store), commit.expected);
    close(fd);
    assert_int_equal(open_again(f), BT_OK);
    assert_int_equal(bt_store_commit(f->store, &commit, &head, NULL), BT_OK);
}

static void test_a_git_command_at_work_on_the_head_stops_no_commit(void **state)
{
    fixture *f = *state;
    char line[LINE_BYTES];

    in_notebook(f, ": > refs/heads/main.lock");
    put_one(f->store, id_a, "{}\n", NULL);
    assert_int_equal(bt_store_checkpoint(f->store), BT_EBUSY);
    assert_record(f->store, id_a, "{}\n");
    snprintf(line, sizeof line, "rm '%s/refs/heads/main.lock'", f->path);
    shell(line);
    assert_git_says(f, "git rev-list --count main", "2");
}

/* What verify said, one line after the other. */
static void note_line(void *context, const char *line)
{
    char *all = context;
    size_t len = strlen(all);

    snprintf(all + len, LINE_BYTES - len, "%s\n", line);
}

static void test_verify_counts_what_is_in_order(void **state)
{
    fixture *f = *state;
    char lines[LINE_BYTES] = "";
    bt_verified counts;
    text_id other = id_of(99, 3);

    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    put_one(f->store, other.text, "{\"b\": 1}\n", NULL);
    put_one(f->store, id_a, "{\"a\": 3}\n", "{\"a\": 2}\n");
    assert_int_equal(bt_store_verify(f->store, &counts, note_line, lines), BT_OK);
    assert_string_equal(lines, "");
    assert_int_equal(counts.commits, 5);
    assert_int_equal(counts.records, 2);
    assert_int_equal(counts.versions, 4);
}

static void assert_found(fixture *f, const char *expected)
{
    char lines[LINE_BYTES] = "";
    bt_verified counts;

    assert_int_equal(bt_store_verify(f->store, &counts, note_line, lines), BT_EDAMAGED);
    if (!strstr(lines, expected))
        fail_msg("\"%s\" is not in:\n%s", expected, lines);
}

static void test_verify_names_each_object_that_is_lost_or_damaged_wherever_it_is(void **state)
{
    static const char *const objects[] = { "main:", "main", "main:records", "main~:", "main^2:", "main^2" };

    (void)state;
    for (size_t i = 0; i <= sizeof objects / sizeof *objects; i++) {
        char command[128], out[64], file[64];
        bt_oid oid = { "" };
        fixture *f = NULL;

        notebook_make((void **)&f);
        put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
        put_one(f->store, id_a, "{\"a\": 3}\n", "{\"a\": 2}\n");
        loosen(f);
        snprintf(command, sizeof command, "git rev-parse main^2:%s", place_a);
        if (i < sizeof objects / sizeof *objects)
            snprintf(command, sizeof command, "git rev-parse '%s'", objects[i]);
        git_says(f, command, out, sizeof out);
        memcpy(oid.hex, out, sizeof oid.hex);
        object_file(&oid, file);
        snprintf(command, sizeof command, "rm -f %s", file);
        in_notebook(f, i % 2 ? command : "true");
        if (i % 2 == 0)
            damage(f, &oid, "");
        assert_found(f, oid.hex);
        notebook_remove((void **)&f);
    }
}

/* Make a commit with git itself, with one more file at `place`. */
static void push_file(const fixture *f, const char *place)
{
    char command[LINE_BYTES];

    snprintf(command, sizeof command,
             "export GIT_INDEX_FILE=../index GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x "
             "GIT_COMMITTER_EMAIL=x; git read-tree main && "
             "git update-index --add --cacheinfo 100644,$(echo {} | git hash-object -w --stdin),%s && "
             "git update-ref refs/heads/main $(git commit-tree -p main -m x $(git write-tree))",
             place);
    in_notebook(f, command);
}

static void test_verify_names_what_lies_where_it_does_not_belong(void **state)
{
    static const char *const places[] = {
        "records/2026-01/02/019b76da-a800-7000-8000-000000000001.json",
        "records/2026-01/01/readme.json",
        "records/readme",
        "devices/phone",
        "readme",
    };

    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *name = strrchr(places[i], '/');
        fixture *f = NULL;

        notebook_make((void **)&f);
        push_file(f, places[i]);
        assert_found(f, name ? name + 1 : places[i]);
        notebook_remove((void **)&f);
    }
}

static int count_one(void *context, const bt_changed *record)
{
    (void)record;
    ++*(int *)context;
    return 0;
}

static void test_a_file_that_lies_where_no_id_puts_it_is_never_handed_out(void **state)
{
    fixture *f = *state;
    bt_oid nowhere = { "" }, head;
    int count = 0;

    push_file(f, "records/2026-01/02/019b76da-a800-7000-8000-000000000001.json");
    push_file(f, "records/readme");
    push_file(f, place_a);
    head = head_of(f->store);
    assert_int_equal(bt_store_changes(f->store, &nowhere, &head, (bt_view){ NULL, 0 }, count_one, &count),
                     BT_OK);
    assert_int_equal(count, 1);
}

/* git sorts a folder as if its name ended in "/": "records.txt" comes before "records". */
static void test_a_strangers_file_stays_and_folders_stay_in_gits_order(void **state)
{
    fixture *f = *state;

    push_file(f, "records.txt");
    put_one(f->store, id_a, "{}\n", NULL);
    put_one(f->store, id_a, "{\"a\": 1}\n", NULL);
    assert_git_says(f, "git ls-tree --name-only main", "records.txt\nrecords");
    assert_record(f->store, id_a, "{\"a\": 1}\n");
}

int main(void)
{
#define RULE(test, after) cmocka_unit_test_setup_teardown(test, notebook_make, after)
    const struct CMUnitTest tests[] = {
        RULE(test_an_empty_object_is_written_again, notebook_check_and_remove),
        RULE(test_an_object_of_garbage_is_written_again, notebook_check_and_remove),
        RULE(test_an_object_that_is_damaged_in_its_pack_is_written_again, notebook_remove),
        RULE(test_an_object_with_other_bytes_is_told_from_its_own, notebook_remove),
        RULE(test_a_notebook_that_is_not_there_is_not_found, notebook_check_and_remove),
        cmocka_unit_test(test_a_damaged_notebook_is_named_damaged_and_left_alone),
        RULE(test_what_a_killed_writer_left_is_removed_when_the_notebook_is_opened,
             notebook_check_and_remove),
        RULE(test_what_a_killed_writer_left_does_not_stop_one_that_is_open_already,
             notebook_check_and_remove),
        RULE(test_the_lock_file_is_empty_while_nobody_writes, notebook_check_and_remove),
        RULE(test_a_lock_of_a_writer_at_work_is_respected, notebook_check_and_remove),
        RULE(test_a_git_command_at_work_on_the_head_stops_no_commit, notebook_check_and_remove),
        RULE(test_verify_counts_what_is_in_order, notebook_check_and_remove),
        cmocka_unit_test(test_verify_names_each_object_that_is_lost_or_damaged_wherever_it_is),
        cmocka_unit_test(test_verify_names_what_lies_where_it_does_not_belong),
        RULE(test_a_strangers_file_stays_and_folders_stay_in_gits_order, notebook_check_and_remove),
        RULE(test_a_file_that_lies_where_no_id_puts_it_is_never_handed_out, notebook_check_and_remove),
    };

    return cmocka_run_group_tests_name("store: damage", tests, library_start, library_stop);
}
