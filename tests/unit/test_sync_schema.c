/* Looking up what a type consists of. */
#include "sync_fixture.h"

#include "sync/schema.h"

#define CHILD "019a0000-0000-7000-8000-0000000000c1"

static void test_types_are_found_by_their_whole_name(void **state)
{
    static const char *const known[] = { "classroom", "conference", "group",  "observation",
                                         "person",    "skill",      "student" };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        assert_string_equal(bt_type_find(bt_view_of(known[i]))->name, known[i]);
    assert_int_equal(bt_type_count, sizeof known / sizeof known[0]);
    assert_null(bt_type_find(BT_VIEW("")));
    assert_null(bt_type_find(BT_VIEW("observations")));
    assert_null(bt_type_find(BT_VIEW("observatio")));
    assert_null(bt_type_find((bt_view){ NULL, 0 }));
}

static void test_members_are_found_by_their_pointer_and_ids_stand_for_the_star(void **state)
{
    static const struct {
        const char *path, *row; /* NULL: the schema says nothing */
    } rows[] = {
        { "/words", "/words" },
        { "/outcomes", "/outcomes" },
        { "/outcomes/" CHILD "/words", "/outcomes/*/words" },
        { "/outcomes/" CHILD, NULL },
        { "/outcomes/*/words", NULL },
        { "/outcomes/maya/words", NULL },
        { "/outcomes//words", NULL },
        { "/outcomes/" CHILD "/words/", NULL },
        { "/outcomes/" CHILD "/other", NULL },
        { "/word", NULL },
        { "/wordss", NULL },
        { "/words/", NULL },
        { "/", NULL },
        { "", NULL },
        { "words", NULL },
    };
    const bt_type *type = bt_type_find(BT_VIEW("observation"));

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const bt_member *found = bt_member_find(type, bt_view_of(rows[i].path));

        if ((found == NULL) != (rows[i].row == NULL))
            fail_msg("\"%s\" is %sfound", rows[i].path, found == NULL ? "not " : "");
        if (found != NULL)
            assert_string_equal(found->path, rows[i].row);
        assert_null(bt_member_find(NULL, bt_view_of(rows[i].path)));
    }
}

/* Each row can be looked up by its own pattern, every choice has a word, every bound lets something in. */
static void test_every_row_makes_sense_and_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < bt_type_count; i++) {
        const bt_type *type = &bt_types[i];

        assert_true(type->schema > 0 && type->writers != 0 && type->member_count > 0);
        for (size_t j = 0; j < type->member_count; j++) {
            const bt_member *row = &type->members[j];
            char path[128];
            const char *star = strchr(row->path, '*');

            (void)snprintf(path, sizeof path, "%.*s%s%s",
                           star != NULL ? (int)(star - row->path) : (int)strlen(row->path), row->path,
                           star != NULL ? CHILD : "", star != NULL ? star + 1 : "");
            assert_ptr_equal(bt_member_find(type, bt_view_of(path)), row);
            assert_true(row->min <= row->max);
            assert_int_equal(row->format == BT_FORMAT_CHOICE, row->choices != NULL);
            assert_true(row->choices == NULL || row->choices[0] != '\0');
        }
    }
}

static void test_only_the_roles_of_a_type_may_write_it(void **state)
{
    (void)state;
    assert_int_equal(bt_type_find(BT_VIEW("skill"))->writers, BT_ROLE_OWNER | BT_ROLE_CO_TEACHER);
    assert_int_equal(bt_type_find(BT_VIEW("person"))->writers,
                     BT_ROLE_OWNER | BT_ROLE_CO_TEACHER | BT_ROLE_COACH | BT_ROLE_SUBSTITUTE);
    for (size_t i = 0; i < bt_type_count; i++)
        assert_true((bt_types[i].writers & BT_ROLE_OWNER) != 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types_are_found_by_their_whole_name),
        cmocka_unit_test(test_members_are_found_by_their_pointer_and_ids_stand_for_the_star),
        cmocka_unit_test(test_every_row_makes_sense_and_is_found),
        cmocka_unit_test(test_only_the_roles_of_a_type_may_write_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
