/* tests/unit/test_service_press.c - the packs of a quiet notebook are made smaller, once, and not while a class writes. */
#define _GNU_SOURCE /* mkdtemp, popen */
#include "tests/unit/service_fixture.h"

enum { NOTES = 6, HOUR_MS = 3600 * 1000 };

static batch one; /* too large for a stack */

static void put_note(fixture *f, unsigned n)
{
    made m = { "observation", id_of(n), STUDENTS, &anna, NULL };

    (void)store_one(&one, f, &anna, (int64_t)n + 1, &m, NULL);
}

/* Each with a pack of its own. */
static void put_packs(fixture *f)
{
    for (unsigned n = 0; n < NOTES; n++) {
        put_note(f, n);
        assert_int_equal(bt_notebooks_settle(f->all, -1), BT_OK);
    }
}

/* As they lie: looking brings nothing to git. */
static int packs_of(fixture *f)
{
    bt_notebook *mine = f->notebook;
    char out[64];

    f->notebook = NULL;
    in_repository(f, "ls objects/pack/*.pack | wc -l", out, sizeof out);
    f->notebook = mine;
    return (int)strtol(out, NULL, 10);
}

static void test_a_quiet_notebook_has_fewer_packs(void **state)
{
    fixture *f = *state;

    put_packs(f);
    assert_true(packs_of(f) > NOTES);
    assert_int_equal(bt_notebooks_press(f->all, HOUR_MS), BT_OK);
    assert_true(packs_of(f) > NOTES); /* it has not been quiet for an hour */
    assert_int_equal(bt_notebooks_press(f->all, -1), BT_OK);
    assert_int_equal(packs_of(f), 1);
    put_note(f, NOTES);
}

static void test_a_notebook_that_is_written_to_is_left_until_it_is_quiet(void **state)
{
    fixture *f = *state;

    put_packs(f);
    put_note(f, NOTES);
    assert_int_equal(bt_notebooks_press(f->all, -1), BT_OK);
    assert_true(packs_of(f) > NOTES);
    assert_int_equal(bt_notebooks_settle(f->all, -1), BT_OK);
    assert_int_equal(bt_notebooks_press(f->all, -1), BT_OK);
    assert_int_equal(packs_of(f), 1);
}

static void test_what_an_earlier_run_of_the_service_left_is_pressed(void **state)
{
    fixture *f = *state;

    put_packs(f);
    bt_notebooks_release(f->all, f->notebook);
    bt_notebooks_close(f->all);
    assert_int_equal(bt_notebooks_open(f->folder, &f->all), BT_OK);
    assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &f->notebook), BT_OK);
    assert_int_equal(bt_notebooks_press(f->all, -1), BT_OK);
    assert_int_equal(packs_of(f), 1);
}

static void test_without_git_it_is_said(void **state)
{
    fixture *f = *state;
    const char *usual = getenv("PATH");
    char *path = usual != NULL ? strdup(usual) : NULL;

    if (path == NULL) {
        fail_msg("no PATH to come back to");
        return;
    }
    put_packs(f);
    assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
    assert_int_equal(bt_notebooks_press(f->all, -1), BT_ENOTFOUND);
    assert_int_equal(setenv("PATH", path, 1), 0);
    free(path);
    assert_true(packs_of(f) > NOTES);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        RULE(test_a_quiet_notebook_has_fewer_packs),
        RULE(test_a_notebook_that_is_written_to_is_left_until_it_is_quiet),
        RULE(test_what_an_earlier_run_of_the_service_left_is_pressed),
        RULE(test_without_git_it_is_said),
    };

    return cmocka_run_group_tests_name("service: press", tests, library_start, library_stop);
}
