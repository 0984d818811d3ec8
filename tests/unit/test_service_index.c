/* The rules of the index: it tells what the history tells, and whatever happens to its file, it comes back. */
#define _GNU_SOURCE /* mkdtemp, popen */
#include "service/notebook/book.h"
#include "tests/unit/service_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#define MIA "019a0000-0000-7000-8000-000000000512"
#define GROUP "019a0000-0000-7000-8000-0000000006a0"

enum { DAY_S = 24 * 3600, TOLD_MAX = 256, SEED = 20261120, PAGES_MAX = 64 };

static batch one; /* too large for a stack */

/* What the index or the walk told, a line each. */
typedef struct told {
    char lines[TOLD_MAX][160];
    size_t count, most; /* most 0: all */
    bt_oid last;
    char last_record[BT_ID_LEN + 1];
} told;

static int tell(void *context, bt_view record, const bt_past *past)
{
    told *t = context;

    assert_true(t->count < TOLD_MAX);
    (void)snprintf(t->lines[t->count++], sizeof t->lines[0],
                   "%.*s %.8s %.8s<%.8s typed %.8s %.4s by %.4s at %lld %zu", (int)record.len, record.data,
                   past->commit.hex, past->version.hex, past->previous.hex,
                   past->typed ? past->typed_version.hex : "", past->author.data + 32, past->device.data + 32,
                   (long long)past->time_s, past->message.len);
    t->last = past->commit;
    (void)snprintf(t->last_record, sizeof t->last_record, "%.*s", (int)record.len, record.data);
    return t->count == t->most;
}

typedef struct question {
    bt_view id;
    bt_index_stretch stretch;
    int64_t time_s, stored_s;
    bt_oid commit;
    told told;
} question;

static bt_status ask_history(bt_index *index, void *context)
{
    question *q = context;

    q->told.count = 0;
    return bt_index_history(index, q->id, &q->stretch.after, tell, &q->told);
}

static bt_status ask_student(bt_index *index, void *context)
{
    question *q = context;

    q->told.count = 0;
    return bt_index_student(index, q->id, &q->stretch, tell, &q->told);
}

static bt_status ask_at(bt_index *index, void *context)
{
    question *q = context;

    return bt_index_at(index, q->time_s, &q->commit, &q->stored_s);
}

static question about(const char *id)
{
    return (question){ .id = bt_view_of(id), .stretch = { .from_s = INT64_MIN, .to_s = INT64_MAX } };
}

/* How many versions have to do with a student in a stretch of time. */
static size_t count_student(fixture *f, const char *student, int64_t from_s, int64_t to_s)
{
    question q = about(student);

    q.stretch.from_s = from_s;
    q.stretch.to_s = to_s;
    assert_int_equal(bt_notebook_ask(f->notebook, ask_student, &q), BT_OK);
    return q.told.count;
}

static size_t count_all(fixture *f, const char *student)
{
    return count_student(f, student, INT64_MIN, INT64_MAX);
}

typedef struct walking {
    bt_view id;
    told *told;
} walking;

static int tell_walked(void *context, const bt_past *past)
{
    walking *w = context;

    return tell(w->told, w->id, past);
}

/* What the index tells of a record is what a walk through git tells. */
static void assert_as_walked(fixture *f, const char *id)
{
    question q = about(id);
    told walked = { .count = 0 };
    walking w = { q.id, &walked };
    bt_oid head;

    assert_int_equal(bt_notebook_ask(f->notebook, ask_history, &q), BT_OK);
    assert_int_equal(bt_store_head(bt_notebook_store(f->notebook), &head), BT_OK);
    assert_int_equal(bt_store_history(bt_notebook_store(f->notebook), &head, q.id, tell_walked, &w), BT_OK);
    assert_true(walked.count > 0);
    assert_int_equal(q.told.count, walked.count);
    for (size_t i = 0; i < walked.count; i++)
        assert_string_equal(q.told.lines[i], walked.lines[i]);
}

static bt_stored write_at(fixture *f, int64_t seq, int64_t now_s, const made *m, const char *base)
{
    bt_writer who = anna;

    who.now_s = now_s;
    return store_one(&one, f, &who, seq, m, base);
}

static void shell_line(const fixture *f, const char *format)
{
    char line[2048];
    FILE *pipe;

    (void)snprintf(line, sizeof line, "cd '%s' && exec 2>&1; %s", f->folder, format);
    pipe = popen(line, "r");
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
}

/* Two teachers who each edit what they saw last, so that every kind of merge is among it. */
static void write_a_busy_week(fixture *f)
{
    enum { EDITS = 60, RECORDS = 4 };
    bt_stored seen[2][RECORDS] = { 0 };
    const bt_writer *who[] = { &anna, &ben };
    int64_t seq[2] = { 0, 0 };
    unsigned dice = SEED;

    print_message("seed %u\n", dice);
    for (unsigned i = 0; i < EDITS; i++) {
        unsigned w, r;
        char members[256];
        made m = { "observation", NULL, members, &anna, NULL };

        dice = dice * 1103515245U + 12345U;
        w = dice >> 16 & 1;
        r = dice >> 18 & (RECORDS - 1);
        m.id = id_of(r);
        m.editor = who[w];
        (void)snprintf(members, sizeof members, STUDENTS ",\"tags\":[\"t%u\"],\"words\":\"Edit %u.\"",
                       dice >> 20 & 3, dice >> 22 & 3);
        if (i < RECORDS) { /* made by one, seen by both */
            m.id = id_of(i);
            m.editor = &anna;
            seen[0][i] = seen[1][i] = store_one(&one, f, &anna, ++seq[0], &m, NULL);
            continue;
        }
        seen[w][r] = store_one(&one, f, who[w], ++seq[w], &m, seen[w][r].version.hex);
    }
}

static void test_it_tells_of_a_record_what_a_walk_through_git_tells(void **state)
{
    fixture *f = *state;

    write_a_busy_week(f);
    for (unsigned r = 0; r < 4; r++)
        assert_as_walked(f, id_of(r));
}

static void test_it_follows_each_commit_before_it_answers(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS ",\"words\":\"One.\"");
    bt_stored stored = store_one(&one, f, &anna, 1, &m, NULL);

    assert_as_walked(f, m.id);
    m = note(STUDENTS ",\"words\":\"Two.\"");
    (void)store_one(&one, f, &anna, 2, &m, stored.version.hex);
    assert_as_walked(f, m.id);
}

static void test_a_history_goes_on_behind_any_of_its_commits(void **state)
{
    fixture *f = *state;
    question whole, page;
    size_t got = 0;

    write_a_busy_week(f);
    whole = about(id_of(0));
    assert_int_equal(bt_notebook_ask(f->notebook, ask_history, &whole), BT_OK);
    page = about(id_of(0));
    page.told.most = 3;
    for (int i = 0; i < PAGES_MAX; i++) {
        assert_int_equal(bt_notebook_ask(f->notebook, ask_history, &page), BT_OK);
        for (size_t k = 0; k < page.told.count; k++)
            assert_string_equal(page.told.lines[k], whole.told.lines[got++]);
        if (page.told.count < 3)
            break;
        page.stretch.after = page.told.last;
    }
    assert_int_equal(got, whole.told.count);
    page.stretch.after = (bt_oid){ "0123456789012345678901234567890123456789" };
    assert_int_equal(bt_notebook_ask(f->notebook, ask_history, &page), BT_ENOTFOUND);
}

static void test_a_student_is_found_wherever_a_record_names_one(void **state)
{
    fixture *f = *state;
    const made all[] = {
        { "student", MIA, "\"name\":\"M\"", &anna, NULL },
        { "observation", id_of(1), "\"students\":[\"" MIA "\"]", &anna, NULL },
        { "conference", id_of(2), "\"students\":[\"" STUDENT "\",\"" MIA "\"]", &anna, NULL },
        { "conference", id_of(3), STUDENTS ",\"outcomes\":{\"" MIA "\":{\"mark\":\"secure\"}}", &anna, NULL },
        { "group", GROUP, "\"name\":\"G\",\"members\":{\"" MIA "\":{\"from\":\"2026-09-21\"}}", &anna, NULL },
        { "observation", id_of(4), STUDENTS, &anna, NULL },
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        (void)store_one(&one, f, &anna, (int64_t)i + 1, &all[i], NULL);
        assert_int_equal(count_all(f, MIA), i < 5 ? i + 1 : 5);
    }
    assert_int_equal(count_all(f, STUDENT), 3);
    assert_int_equal(count_all(f, id_of(9)), 0);
}

static void test_a_child_taken_out_of_a_note_is_told_of_that_version_and_of_none_after(void **state)
{
    fixture *f = *state;
    made m = note("\"students\":[\"" STUDENT "\",\"" MIA "\"]");
    bt_stored stored = store_one(&one, f, &anna, 1, &m, NULL);

    m = note(STUDENTS);
    stored = store_one(&one, f, &anna, 2, &m, stored.version.hex);
    assert_int_equal(count_all(f, MIA), 2);
    m = note(STUDENTS ",\"words\":\"Alone now.\"");
    (void)store_one(&one, f, &anna, 3, &m, stored.version.hex);
    assert_int_equal(count_all(f, MIA), 2);
    assert_int_equal(count_all(f, STUDENT), 3);
}

static void test_a_stretch_of_days_has_all_of_its_commits_and_the_next_day_the_others(void **state)
{
    fixture *f = *state;

    for (int day = 0; day < 4; day++) {
        made m = { "observation", id_of((unsigned)day), STUDENTS, &anna, NULL };

        (void)write_at(f, day + 1, NOW_S + day * DAY_S, &m, NULL);
    }
    assert_int_equal(count_student(f, STUDENT, NOW_S, NOW_S), 1);
    assert_int_equal(count_student(f, STUDENT, NOW_S + 1, NOW_S + 2 * DAY_S), 2);
    assert_int_equal(count_student(f, STUDENT, NOW_S + 2 * DAY_S + 1, INT64_MAX), 1);
    assert_int_equal(count_student(f, STUDENT, INT64_MIN, NOW_S - 1), 0);
    assert_int_equal(count_student(f, STUDENT, NOW_S + 9 * DAY_S, INT64_MAX), 0);
}

static void test_where_the_clock_was_set_back_no_commit_is_lost_between_two_days(void **state)
{
    /* the third is stored while the clock is a day slow */
    static const int64_t at_s[] = { NOW_S, NOW_S + 2 * DAY_S, NOW_S + DAY_S, NOW_S + 3 * DAY_S };
    fixture *f = *state;
    size_t all = 0;

    for (unsigned i = 0; i < 4; i++) {
        made m = { "observation", id_of(i), STUDENTS, &anna, NULL };

        (void)write_at(f, i + 1, at_s[i], &m, NULL);
    }
    for (int day = 0; day < 4; day++)
        all +=
            count_student(f, STUDENT, NOW_S + day * DAY_S - DAY_S / 2, NOW_S + day * DAY_S + DAY_S / 2 - 1);
    assert_int_equal(all, 4);
}

static void test_a_moment_is_the_last_commit_by_place_that_was_stored_by_then(void **state)
{
    fixture *f = *state;
    question q = about(STUDENT);
    made m = { "observation", id_of(0), STUDENTS, &anna, NULL };
    bt_oid first, head;

    (void)write_at(f, 1, NOW_S + 2 * DAY_S, &m, NULL);
    assert_int_equal(bt_store_head(bt_notebook_store(f->notebook), &first), BT_OK);
    m.id = id_of(1);
    (void)write_at(f, 2, NOW_S + DAY_S, &m, NULL); /* the clock was set back */
    assert_int_equal(bt_store_head(bt_notebook_store(f->notebook), &head), BT_OK);

    q.time_s = NOW_S + DAY_S;
    assert_int_equal(bt_notebook_ask(f->notebook, ask_at, &q), BT_OK);
    assert_string_equal(q.commit.hex, head.hex);
    assert_int_equal(q.stored_s, NOW_S + DAY_S);
    q.time_s = NOW_S + DAY_S - 1;
    assert_int_equal(bt_notebook_ask(f->notebook, ask_at, &q), BT_OK);
    assert_int_equal(q.stored_s, NOW_S); /* the empty first one */
    q.time_s = NOW_S - 1;
    assert_int_equal(bt_notebook_ask(f->notebook, ask_at, &q), BT_ENOTFOUND);
}

/* What can happen to its file between two questions. */
static const char *const accidents[] = {
    "rm -r index",
    "rm index/*.db",
    "rm -f index/*.db-wal index/*.db-shm",
    ": > $(echo index/*.db)",
    "head -c 5000 /dev/urandom > $(echo index/*.db)",
    "head -c 5000 /dev/zero | dd of=$(echo index/*.db) bs=1 seek=4096 conv=notrunc status=none",
    "truncate -s 6000 $(echo index/*.db)",
    "sqlite3 $(echo index/*.db) 'DROP TABLE versions'",
    "sqlite3 $(echo index/*.db) 'PRAGMA user_version = 77'",
    "sqlite3 $(echo index/*.db) \"UPDATE about SET epoch = 'another'; DELETE FROM versions\"",
    "sqlite3 $(echo index/*.db) 'DELETE FROM commits WHERE number > 9'",
    "sqlite3 $(echo index/*.db) 'UPDATE commits SET name = zeroblob(20) WHERE number > 60'",
};

static void test_whatever_happens_to_its_file_it_comes_back_by_itself(void **state)
{
    fixture *f = *state;

    write_a_busy_week(f);
    assert_as_walked(f, id_of(0));
    for (size_t i = 0; i < sizeof accidents / sizeof accidents[0]; i++) {
        /* as the service does it with a quiet notebook; the files are then as they are after its end */
        bt_notebooks_release(f->all, f->notebook);
        assert_int_equal(bt_notebooks_settle(f->all, -1), BT_OK);
        shell_line(f, accidents[i]);
        assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &f->notebook), BT_OK);
        print_message("%s\n", accidents[i]);
        for (unsigned r = 0; r < 4; r++)
            assert_as_walked(f, id_of(r));
        assert_true(count_all(f, STUDENT) > 10);
    }
}

/* What leaves a sound file of SQLite that tells something else. */
static const char *const lies[] = {
    "DELETE FROM versions WHERE number = 7",
    "DELETE FROM mentions WHERE number = 7",
    "UPDATE versions SET version = zeroblob(20) WHERE number = 7",
    "UPDATE commits SET stored_s = stored_s + 1 WHERE number = 7",
    "INSERT INTO mentions SELECT zeroblob(16), number, record FROM versions WHERE number = 7",
};

static void test_one_that_tells_something_else_than_the_history_is_found_out(void **state)
{
    fixture *f = *state;
    char line[256];

    write_a_busy_week(f);
    assert_int_equal(bt_notebook_verify_index(f->notebook, 1000), BT_OK);
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        (void)snprintf(line, sizeof line, "sqlite3 index/*.db '%s'", lies[i]);
        shell_line(f, line);
        print_message("%s\n", lies[i]);
        assert_int_equal(bt_notebook_verify_index(f->notebook, 1000), BT_ASK);
        assert_int_equal(bt_notebook_verify_index(f->notebook, 1000), BT_OK);
        assert_as_walked(f, id_of(0));
    }
}

enum { ASKERS = 4, NOTES = 40 };

typedef struct asker {
    fixture *f;
    pthread_t thread;
    bool good;
} asker;

/* Counts until all notes are told of; what was told of once is never gone. */
static void *ask_until_all(void *argument)
{
    asker *a = argument;
    question *q = calloc(1, sizeof *q);
    size_t before = 0;

    a->good = q != NULL;
    while (a->good && before < NOTES) {
        bt_notebook *notebook = NULL;
        bt_status status = bt_notebooks_take(a->f->all, NOTEBOOK, &notebook);

        *q = about(STUDENT);
        if (status == BT_OK)
            status = bt_notebook_ask(notebook, ask_student, q);
        a->good = (status == BT_OK && q->told.count >= before) || status == BT_EBUSY;
        before = status == BT_OK ? q->told.count : before;
        bt_notebooks_release(a->f->all, notebook);
    }
    free(q);
    return NULL;
}

static void test_many_ask_while_one_writes_and_nobody_is_told_less_than_before(void **state)
{
    fixture *f = *state;
    asker askers[ASKERS];

    for (unsigned i = 0; i < ASKERS; i++) {
        askers[i] = (asker){ .f = f };
        assert_int_equal(pthread_create(&askers[i].thread, NULL, ask_until_all, &askers[i]), 0);
    }
    for (unsigned n = 0; n < NOTES; n++) {
        made m = { "observation", id_of(n), STUDENTS, &anna, NULL };

        (void)store_one(&one, f, &anna, n + 1, &m, NULL);
        bt_notebooks_index(f->all, -1);
    }
    for (unsigned i = 0; i < ASKERS; i++) {
        assert_int_equal(pthread_join(askers[i].thread, NULL), 0);
        assert_true(askers[i].good);
    }
}

static void test_handles_that_nobody_used_for_a_while_are_closed(void **state)
{
    enum { HOUR_MS = 3600 * 1000 };
    fixture *f = *state;
    bt_notebook *other;
    bt_book *book = f->notebook->book;

    assert_int_equal(count_all(f, STUDENT), 0);
    assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &other), BT_OK);
    bt_notebooks_release(f->all, other);
    assert_int_equal(bt_notebooks_settle(f->all, HOUR_MS), BT_OK);
    assert_int_equal(book->idle_count, 1);
    assert_int_equal(bt_notebooks_settle(f->all, -1), BT_OK);
    assert_int_equal(book->idle_count, 0);
    assert_null(book->index);
    assert_int_equal(count_all(f, STUDENT), 0); /* who holds one of them goes on */
}

static void test_a_file_deleted_under_an_open_notebook_comes_back_too(void **state)
{
    fixture *f = *state;
    struct stat file;
    char path[FOLDER_BYTES + 80];

    write_a_busy_week(f);
    assert_as_walked(f, id_of(0));
    bt_notebooks_release(f->all, f->notebook); /* the handle is kept for the next */
    shell_line(f, "rm index/*");
    assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &f->notebook), BT_OK);
    assert_as_walked(f, id_of(0));
    (void)snprintf(path, sizeof path, "%s/index/" NOTEBOOK ".db", f->folder);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
}

static void test_a_history_that_was_rolled_back_is_told_as_it_is_now(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS ",\"words\":\"One.\"");
    bt_stored stored = store_one(&one, f, &anna, 1, &m, NULL);

    bt_notebooks_release(f->all, f->notebook);
    assert_int_equal(bt_notebooks_settle(f->all, -1), BT_OK);
    shell_line(f, "cp -R notebooks/" NOTEBOOK " copy");
    assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &f->notebook), BT_OK);
    m = note(STUDENTS ",\"words\":\"Two.\"");
    (void)store_one(&one, f, &anna, 2, &m, stored.version.hex);
    assert_int_equal(count_all(f, STUDENT), 2);
    bt_notebooks_release(f->all, f->notebook);
    assert_int_equal(bt_notebooks_settle(f->all, -1), BT_OK);
    shell_line(f, "rm -r notebooks/" NOTEBOOK " && mv copy notebooks/" NOTEBOOK);
    assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &f->notebook), BT_OK);
    assert_int_equal(count_all(f, STUDENT), 1);
    assert_as_walked(f, m.id);
}

static void test_a_step_without_time_gets_one_commit_further(void **state)
{
    fixture *f = *state;
    bt_store *store = bt_notebook_store(f->notebook);
    char folder[FOLDER_BYTES + 16];
    bt_index *index;
    question q;
    unsigned steps = 1;

    write_a_busy_week(f);
    q = about(id_of(0));
    (void)snprintf(folder, sizeof folder, "%s/index", f->folder);
    assert_int_equal(bt_index_open(folder, NOTEBOOK, &index), BT_OK);
    while (bt_index_extend(index, store, 0) == BT_EBUSY)
        steps++;
    assert_int_equal(steps, count_commits(f));
    assert_int_equal(ask_history(index, &q), BT_OK);
    assert_true(q.told.count > 0);
    bt_index_close(index);
    assert_as_walked(f, id_of(0));
}

static void test_the_service_brings_it_up_by_itself_after_a_commit(void **state)
{
    fixture *f = *state;
    char folder[FOLDER_BYTES + 16];
    bt_index *index;
    question q = about(STUDENT);
    made m = note(STUDENTS);

    (void)store_one(&one, f, &anna, 1, &m, NULL);
    bt_notebooks_index(f->all, -1);
    (void)snprintf(folder, sizeof folder, "%s/index", f->folder);
    assert_int_equal(bt_index_open(folder, NOTEBOOK, &index), BT_OK);
    assert_int_equal(ask_history(index, &q), BT_OK); /* nobody has brought it up for this question */
    assert_int_equal(q.told.count, 1);
    bt_index_close(index);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        RULE(test_it_tells_of_a_record_what_a_walk_through_git_tells),
        RULE(test_it_follows_each_commit_before_it_answers),
        RULE(test_a_history_goes_on_behind_any_of_its_commits),
        RULE(test_a_student_is_found_wherever_a_record_names_one),
        RULE(test_a_child_taken_out_of_a_note_is_told_of_that_version_and_of_none_after),
        RULE(test_a_stretch_of_days_has_all_of_its_commits_and_the_next_day_the_others),
        RULE(test_where_the_clock_was_set_back_no_commit_is_lost_between_two_days),
        RULE(test_a_moment_is_the_last_commit_by_place_that_was_stored_by_then),
        RULE(test_whatever_happens_to_its_file_it_comes_back_by_itself),
        RULE(test_one_that_tells_something_else_than_the_history_is_found_out),
        RULE(test_many_ask_while_one_writes_and_nobody_is_told_less_than_before),
        RULE(test_handles_that_nobody_used_for_a_while_are_closed),
        RULE(test_a_file_deleted_under_an_open_notebook_comes_back_too),
        RULE(test_a_history_that_was_rolled_back_is_told_as_it_is_now),
        RULE(test_a_step_without_time_gets_one_commit_further),
        RULE(test_the_service_brings_it_up_by_itself_after_a_commit),
    };

    return cmocka_run_group_tests_name("service: the index", tests, library_start, library_stop);
}
