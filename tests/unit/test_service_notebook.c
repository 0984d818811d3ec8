/* The rules by which a batch becomes a commit. */
#define _GNU_SOURCE /* mkdtemp, popen, barriers */
#include "tests/unit/service_fixture.h"

#include <pthread.h>
#include <stdatomic.h>

static batch one, sent; /* too large for a stack */

/* The code for which a batch of one record is refused. */
static const char *refusal_of(fixture *f, const bt_writer *who, int64_t seq, const made *m, const char *base)
{
    bt_applied applied;
    const char *code;

    batch_begin(&one, seq);
    batch_add(&one, m, base);
    assert_int_equal(bt_notebook_apply(f->notebook, who, &one.ask, &applied), BT_OK);
    assert_int_equal(applied.refused_count, 1);
    assert_int_equal(applied.stored_count, 0);
    assert_string_equal(applied.refused[0].id, m->id);
    assert_true(strlen(applied.refused[0].message) > 20);
    code = applied.refused[0].code;
    bt_applied_free(&applied);
    return code;
}

static void test_a_new_record_is_stored_as_sent_in_one_commit(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS ",\"words\":\"Wrote two leads.\"");
    bt_stored stored = store_one(&one, f, &anna, 1, &m, NULL);

    assert_true(stored.as_sent);
    assert_int_equal(strlen(stored.version.hex), BT_VERSION_LEN);
    assert_int_equal(count_commits(f), 2); /* the empty first one */
}

static void test_what_was_stored_is_brought_to_git_when_the_notebook_has_been_quiet(void **state)
{
    enum { HOUR_MS = 3600 * 1000 };
    fixture *f = *state;
    made m = note(STUDENTS ",\"words\":\"Wrote two leads.\"");
    bt_notebook *mine = f->notebook;

    (void)store_one(&one, f, &anna, 1, &m, NULL);
    f->notebook = NULL; /* so that looking brings nothing */
    assert_int_equal(bt_notebooks_settle(f->all, HOUR_MS), BT_OK);
    assert_int_equal(count_commits(f), 1);
    assert_int_equal(bt_notebooks_settle(f->all, 0), BT_OK);
    assert_int_equal(count_commits(f), 2);
    f->notebook = mine;
}

static void test_what_was_stored_is_brought_to_git_when_the_service_ends(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS ",\"words\":\"Wrote two leads.\"");

    (void)store_one(&one, f, &anna, 1, &m, NULL);
    bt_notebooks_release(f->all, f->notebook);
    f->notebook = NULL;
    bt_notebooks_close(f->all);
    f->all = NULL;
    assert_int_equal(count_commits(f), 2);
}

static void test_the_commit_says_who_and_nothing_of_the_note(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS ",\"words\":\"SECRETWORD\"");
    char out[4096];

    (void)store_one(&one, f, &anna, 1, &m, NULL);
    in_repository(f, "git log --format='%an %s%n%b' main", out, sizeof out);
    assert_non_null(strstr(out, ANNA " sync " ANNAS_PHONE " 1\n"));
    assert_null(strstr(out, "SECRETWORD"));
}

static void test_a_batch_that_arrives_again_is_answered_not_applied(void **state)
{
    fixture *f = *state;
    made good = note(STUDENTS), bad = { "student", id_of(1), "", &anna, NULL };
    bt_applied first, again;

    batch_begin(&one, 7);
    batch_add(&one, &good, NULL);
    batch_add(&one, &bad, NULL);
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &first), BT_OK);
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &again), BT_OK);
    assert_false(first.repeated);
    assert_true(again.repeated);
    assert_string_equal(again.head.hex, first.head.hex);
    assert_int_equal(again.stored_count, 1);
    assert_string_equal(again.stored[0].version.hex, first.stored[0].version.hex);
    assert_int_equal(again.refused_count, 1);
    assert_string_equal(again.refused[0].id, first.refused[0].id);
    assert_string_equal(again.refused[0].code, first.refused[0].code);
    assert_string_equal(again.refused[0].message, first.refused[0].message);
    assert_int_equal(count_commits(f), 2);
    bt_applied_free(&first);
    bt_applied_free(&again);
}

static void test_a_repeat_names_the_present_version(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS),
         by_ben = { "observation", STUDENT, STUDENTS ",\"mark\":\"secure\"", &anna, &ben };
    bt_stored mine, his;
    bt_applied again;

    mine = store_one(&sent, f, &anna, 1, &m, NULL);
    his = store_one(&one, f, &ben, 1, &by_ben, mine.version.hex);
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &sent.ask, &again), BT_OK);
    assert_true(again.repeated);
    assert_string_equal(again.stored[0].version.hex, his.version.hex);
    assert_false(again.stored[0].as_sent);
    bt_applied_free(&again);
}

static void test_a_number_used_with_other_content_is_denied(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS), other = note(STUDENTS ",\"words\":\"other\"");
    bt_applied applied;

    (void)store_one(&one, f, &anna, 2, &m, NULL);
    for (int64_t seq = 1; seq <= 2; seq++) {
        batch_begin(&one, seq);
        batch_add(&one, &other, NULL);
        assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &applied), BT_EDENIED);
        assert_null(applied.stored);
    }
    assert_int_equal(count_commits(f), 2);
}

static void test_one_bad_in_fifty_does_not_hold_up_the_others(void **state)
{
    fixture *f = *state;
    bt_applied applied;

    batch_begin(&one, 1);
    for (unsigned i = 0; i < 50; i++) {
        made m = { "observation", id_of(i), i == 20 ? "\"students\":7" : STUDENTS, &anna, NULL };
        batch_add(&one, &m, NULL);
    }
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &applied), BT_OK);
    assert_int_equal(applied.stored_count, 49);
    assert_int_equal(applied.refused_count, 1);
    assert_string_equal(applied.refused[0].id, id_of(20));
    assert_string_equal(applied.refused[0].code, "not_valid");
    assert_int_equal(count_commits(f), 2);
    bt_applied_free(&applied);
}

static void test_a_second_change_of_one_record_in_a_batch_is_refused(void **state)
{
    fixture *f = *state;
    made first = note(STUDENTS ",\"words\":\"first\""), second = note(STUDENTS ",\"words\":\"second\"");
    bt_applied applied, again;

    batch_begin(&one, 1);
    batch_add(&one, &first, NULL);
    batch_add(&one, &second, NULL);
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &applied), BT_OK);
    assert_int_equal(applied.stored_count, 1);
    assert_string_equal(applied.refused[0].code, "twice");
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &again), BT_OK);
    assert_int_equal(again.stored_count, 1);
    assert_string_equal(again.stored[0].version.hex, applied.stored[0].version.hex);
    bt_applied_free(&applied);
    bt_applied_free(&again);
}

static void test_refusals_by_right_author_and_place(void **state)
{
    fixture *f = *state;
    const bt_writer coach = { BEN, BENS_PHONE, BT_ROLE_COACH, NOW_S };
    const bt_writer substitute = { BEN, BENS_PHONE, BT_ROLE_SUBSTITUTE, NOW_S };
    const struct {
        const char *rule;
        const bt_writer *who;
        made m;
        const char *base, *code;
    } rows[] = {
        { "a coach writes nothing about children",
          &coach,
          { "observation", id_of(1), STUDENTS, &coach, NULL },
          NULL,
          "no_right" },
        { "a substitute does not change the skills",
          &substitute,
          { "skill", id_of(2), "\"name\":\"Leads\"", &substitute, NULL },
          NULL,
          "no_right" },
        { "a substitute writes no type that this build does not know",
          &substitute,
          { "rubric", id_of(3), "", &substitute, NULL },
          NULL,
          "no_right" },
        { "nobody writes as someone else",
          &ben,
          { "observation", id_of(4), STUDENTS, &ben, &anna },
          NULL,
          "not_yours" },
        { "nobody makes a record in another's name",
          &ben,
          { "observation", id_of(5), STUDENTS, &anna, &ben },
          NULL,
          "not_yours" },
        { "nobody writes another's person record",
          &ben,
          { "person", ANNA, "\"name\":\"X\"", &ben, NULL },
          NULL,
          "not_yours" },
        { "a classroom's record has the notebook's id",
          &ben,
          { "classroom", STUDENT, "\"name\":\"X\"", &ben, NULL },
          NULL,
          "wrong_notebook" },
        { "a base that nobody has is asked for",
          &ben,
          { "observation", id_of(6), STUDENTS, &ben, NULL },
          "1111111111111111111111111111111111111111",
          "base_unknown" },
        { "a base that is no version is asked for",
          &ben,
          { "observation", id_of(6), STUDENTS, &ben, NULL },
          "HEAD",
          "base_unknown" },
        { "a required member is missing", &ben, { "student", id_of(7), "", &ben, NULL }, NULL, "not_valid" },
        { "a key twice is refused, not guessed at",
          &ben,
          { "observation", id_of(8), STUDENTS ",\"words\":\"a\",\"words\":\"b\"", &ben, NULL },
          NULL,
          "duplicate_key" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("  %s\n", rows[i].rule);
        assert_string_equal(refusal_of(f, rows[i].who, (int64_t)i + 1, &rows[i].m, rows[i].base),
                            rows[i].code);
    }
}

static void test_a_person_writes_their_own_record_whatever_the_role(void **state)
{
    const bt_writer coach = { BEN, BENS_PHONE, BT_ROLE_COACH, NOW_S };
    made m = { "person", BEN, "\"name\":\"Ben\"", &coach, NULL };

    (void)store_one(&one, *state, &coach, 1, &m, NULL);
}

static void test_a_record_under_another_id_is_refused(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS);
    bt_applied applied;

    batch_begin(&one, 1);
    batch_add(&one, &m, NULL)->id = bt_view_of(id_of(99));
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &applied), BT_OK);
    assert_string_equal(applied.refused[0].code, "id_differs");
    bt_applied_free(&applied);
}

static void test_an_id_that_is_no_id_stores_nothing(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS);
    bt_applied applied;

    batch_begin(&one, 1);
    batch_add(&one, &m, NULL)->id = bt_view_of("../../../etc/passwd");
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &applied), BT_EINPUT);
    assert_int_equal(count_commits(f), 1);
}

static void test_an_id_that_is_taken_is_refused_and_the_record_stays(void **state)
{
    fixture *f = *state;
    made mine = note(STUDENTS),
         bens = { "observation", STUDENT, STUDENTS ",\"words\":\"mine now\"", &ben, NULL };
    bt_stored stored = store_one(&one, f, &anna, 1, &mine, NULL);
    bt_oid head, version;

    assert_string_equal(refusal_of(f, &ben, 1, &bens, NULL), "other_record");
    assert_int_equal(bt_store_head(bt_notebook_store(f->notebook), &head), BT_OK);
    assert_int_equal(bt_store_get(bt_notebook_store(f->notebook), &head, bt_view_of(STUDENT), &version, NULL),
                     BT_OK);
    assert_string_equal(version.hex, stored.version.hex);
}

static void test_edits_of_different_members_both_stay_and_what_was_typed_is_kept(void **state)
{
    fixture *f = *state;
    made start = note(STUDENTS), marked = note(STUDENTS ",\"mark\":\"secure\"");
    made worded = { "observation", STUDENT, STUDENTS ",\"words\":\"Two leads.\"", &anna, &ben };
    bt_stored base = store_one(&one, f, &anna, 1, &start, NULL), merged;
    bt_bytes bytes;
    char out[4096];

    (void)store_one(&one, f, &anna, 2, &marked, base.version.hex);
    merged = store_one(&one, f, &ben, 1, &worded, base.version.hex);
    assert_false(merged.as_sent);
    assert_int_equal(bt_store_get_version(bt_notebook_store(f->notebook), &merged.version, &bytes), BT_OK);
    assert_non_null(strstr(bytes.data, "\"mark\": \"secure\""));
    assert_non_null(strstr(bytes.data, "\"words\": \"Two leads.\""));
    assert_null(strstr(bytes.data, "_forks"));
    bt_bytes_free(&bytes);
    in_repository(f, "git log -1 --format=%P%n%B main | tr '\\n' ' '", out, sizeof out);
    assert_int_equal(strcspn(out, " "), BT_VERSION_LEN);
    assert_int_equal(strcspn(out + BT_VERSION_LEN + 1, " "), BT_VERSION_LEN); /* a second parent: as typed */
    assert_non_null(strstr(out, "merge " STUDENT " /mark kept"));
    assert_non_null(strstr(out, "merge " STUDENT " /words taken"));
}

static void test_a_member_that_no_schema_names_stays_out_of_the_log(void **state)
{
    fixture *f = *state;
    made start = note(STUDENTS), left = note(STUDENTS ",\"about Zoe\":1");
    made right = { "observation", STUDENT, STUDENTS ",\"about Zoe\":2", &anna, &ben };
    bt_stored base = store_one(&one, f, &anna, 1, &start, NULL);
    char out[4096];

    (void)store_one(&one, f, &anna, 2, &left, base.version.hex);
    (void)store_one(&one, f, &ben, 1, &right, base.version.hex);
    in_repository(f, "git log --format=%B main", out, sizeof out);
    assert_non_null(strstr(out, "merge " STUDENT " (unknown_member) value_asked"));
    assert_null(strstr(out, "Zoe"));
}

static void test_an_edit_equal_to_its_base_makes_no_commit(void **state)
{
    fixture *f = *state;
    made m = note(STUDENTS);
    bt_stored base = store_one(&one, f, &anna, 1, &m, NULL);

    for (int64_t seq = 2; seq < 102; seq++)
        (void)store_one(&one, f, &anna, seq, &m, base.version.hex);
    assert_int_equal(count_commits(f), 2);
}

static void test_an_edit_that_agrees_is_remembered_so_that_a_repeat_asks_nothing(void **state)
{
    fixture *f = *state;
    made start = note(STUDENTS ",\"mark\":\"not_yet\""), secure = note(STUDENTS ",\"mark\":\"secure\"");
    made bens = { "observation", STUDENT, STUDENTS ",\"mark\":\"secure\"", &anna, &ben };
    made later = note(STUDENTS ",\"mark\":\"emerging\"");
    bt_stored base = store_one(&one, f, &anna, 1, &start, NULL), now;
    bt_applied again;
    bt_bytes bytes;

    (void)store_one(&one, f, &anna, 2, &secure, base.version.hex);
    now = store_one(&sent, f, &ben, 1, &bens, base.version.hex);
    now = store_one(&one, f, &anna, 3, &later, now.version.hex);
    assert_int_equal(bt_notebook_apply(f->notebook, &ben, &sent.ask, &again), BT_OK);
    assert_true(again.repeated);
    assert_string_equal(again.stored[0].version.hex, now.version.hex);
    bt_applied_free(&again);
    assert_int_equal(bt_store_get_version(bt_notebook_store(f->notebook), &now.version, &bytes), BT_OK);
    assert_null(strstr(bytes.data, "_forks"));
    bt_bytes_free(&bytes);
}

static void test_a_batch_of_refusals_alone_is_remembered(void **state)
{
    fixture *f = *state;
    made m = { "observation", id_of(1), STUDENTS, &anna, NULL };
    const bt_writer coach = { ANNA, ANNAS_PHONE, BT_ROLE_COACH, NOW_S };
    bt_applied again;
    int64_t seq = 0;

    assert_string_equal(refusal_of(f, &coach, 1, &m, NULL), "no_right");
    /* The role has changed since; the answer to the same batch has not. */
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &again), BT_OK);
    assert_true(again.repeated);
    assert_string_equal(again.refused[0].code, "no_right");
    bt_applied_free(&again);
    assert_int_equal(bt_notebook_seq(f->notebook, ANNAS_PHONE, &seq), BT_OK);
    assert_int_equal(seq, 1);
}

static void test_a_base_that_was_sent_along_is_used(void **state)
{
    fixture *f = *state;
    made start = note(STUDENTS ",\"words\":\"a b c\""),
         now = note(STUDENTS ",\"words\":\"a b c\",\"mark\":\"secure\"");
    made bens = { "observation", STUDENT, STUDENTS ",\"words\":\"a b c d\"", &anna, &ben };
    char base[RECORD_BYTES];
    bt_applied applied;
    bt_bytes bytes;

    (void)store_one(&one, f, &anna, 1, &now, NULL); /* the service never had `start` */
    batch_begin(&one, 1);
    batch_add(&one, &bens, "2222222222222222222222222222222222222222")->base_record = record_of(&start, base);
    assert_int_equal(bt_notebook_apply(f->notebook, &ben, &one.ask, &applied), BT_OK);
    assert_int_equal(applied.stored_count, 1);
    assert_int_equal(bt_store_get_version(bt_notebook_store(f->notebook), &applied.stored[0].version, &bytes),
                     BT_OK);
    assert_non_null(strstr(bytes.data, "\"mark\": \"secure\""));
    assert_non_null(strstr(bytes.data, "\"words\": \"a b c d\""));
    bt_bytes_free(&bytes);
    bt_applied_free(&applied);
}

static void test_a_base_of_another_record_is_refused(void **state)
{
    fixture *f = *state;
    made other = { "observation", id_of(3), STUDENTS, &anna, NULL }, m = note(STUDENTS);
    char base[RECORD_BYTES];
    bt_applied applied;

    batch_begin(&one, 1);
    batch_add(&one, &m, NULL)->base_record = record_of(&other, base);
    assert_int_equal(bt_notebook_apply(f->notebook, &anna, &one.ask, &applied), BT_OK);
    assert_string_equal(applied.refused[0].code, "base_not_valid");
    bt_applied_free(&applied);
}

/* Writers of one process and one repository: each gets done, nothing is lost. */
enum { WRITERS = 4, BATCHES = 5 };

typedef struct racer {
    fixture *f;
    pthread_barrier_t *start;
    unsigned number;
    atomic_int *failures;
} racer;

static void *race(void *argument)
{
    racer *r = argument;
    char device[BT_ID_LEN + 1];
    const bt_writer who = { ANNA, device, BT_ROLE_OWNER, NOW_S };
    bt_notebook *notebook = NULL;
    batch *b = calloc(1, sizeof *b);

    (void)snprintf(device, sizeof device, "019a0000-0000-7000-8000-0000000000%02x", r->number);
    if (b == NULL || bt_notebooks_take(r->f->all, NOTEBOOK, &notebook) != BT_OK)
        atomic_fetch_add(r->failures, 1);
    (void)pthread_barrier_wait(r->start);
    for (int64_t seq = 1; b != NULL && notebook != NULL && seq <= BATCHES; seq++) {
        char id[BT_ID_LEN + 1];
        made m = { "observation", id, STUDENTS, &who, NULL };
        bt_applied applied = { 0 };

        (void)snprintf(id, sizeof id, "019a0002-0000-7000-8000-00000000%02x%02x", r->number, (unsigned)seq);
        batch_begin(b, seq);
        batch_add(b, &m, NULL);
        if (bt_notebook_apply(notebook, &who, &b->ask, &applied) != BT_OK || applied.stored_count != 1)
            atomic_fetch_add(r->failures, 1);
        bt_applied_free(&applied);
    }
    bt_notebooks_release(r->f->all, notebook);
    free(b);
    return NULL;
}

static void test_writers_at_the_same_time_all_get_done(void **state)
{
    pthread_barrier_t start;
    pthread_t threads[WRITERS];
    racer racers[WRITERS];
    atomic_int failures = 0;

    assert_int_equal(pthread_barrier_init(&start, NULL, WRITERS), 0);
    for (unsigned i = 0; i < WRITERS; i++) {
        racers[i] = (racer){ *state, &start, i, &failures };
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (unsigned i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(failures, 0);
    assert_int_equal(count_commits(*state), 1 + WRITERS * BATCHES);
    (void)pthread_barrier_destroy(&start);
}

#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(test_a_new_record_is_stored_as_sent_in_one_commit),
        RULE(test_what_was_stored_is_brought_to_git_when_the_notebook_has_been_quiet),
        RULE(test_what_was_stored_is_brought_to_git_when_the_service_ends),
        RULE(test_the_commit_says_who_and_nothing_of_the_note),
        RULE(test_a_batch_that_arrives_again_is_answered_not_applied),
        RULE(test_a_repeat_names_the_present_version),
        RULE(test_a_number_used_with_other_content_is_denied),
        RULE(test_one_bad_in_fifty_does_not_hold_up_the_others),
        RULE(test_a_second_change_of_one_record_in_a_batch_is_refused),
        RULE(test_refusals_by_right_author_and_place),
        RULE(test_a_person_writes_their_own_record_whatever_the_role),
        RULE(test_a_record_under_another_id_is_refused),
        RULE(test_an_id_that_is_no_id_stores_nothing),
        RULE(test_an_id_that_is_taken_is_refused_and_the_record_stays),
        RULE(test_edits_of_different_members_both_stay_and_what_was_typed_is_kept),
        RULE(test_a_member_that_no_schema_names_stays_out_of_the_log),
        RULE(test_an_edit_equal_to_its_base_makes_no_commit),
        RULE(test_an_edit_that_agrees_is_remembered_so_that_a_repeat_asks_nothing),
        RULE(test_a_batch_of_refusals_alone_is_remembered),
        RULE(test_a_base_that_was_sent_along_is_used),
        RULE(test_a_base_of_another_record_is_refused),
        RULE(test_writers_at_the_same_time_all_get_done),
    };
    return cmocka_run_group_tests_name("notebook", tests, library_start, library_stop);
}
