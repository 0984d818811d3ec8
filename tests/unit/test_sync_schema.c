/* Looking up what a type consists of. */
#include "sync_fixture.h"

#include "sync/schema.h"

enum { SCHEMA_JSON_MAX_BYTES = 256 * 1024, PATH_MAX_BYTES = 256 };

#define CHILD "019a0000-0000-7000-8000-0000000000c1"

static void test_types_are_found_by_their_whole_name(void **state)
{
    static const char *const known[] = { "assessment",  "checklist",       "classroom",   "conference",
                                         "goal",        "group",           "label_sheet", "lesson",
                                         "observation", "peer_conference", "person",      "piece",
                                         "plan",        "progression",     "prompt",      "sample",
                                         "session",     "share",           "skill",       "student" };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        assert_string_equal(bt_type_find(bt_view_of(known[i]))->name.data, known[i]);
    assert_int_equal(bt_schema_known().count, sizeof known / sizeof known[0]);
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
            assert_string_equal(found->path.data, rows[i].row);
        assert_null(bt_member_find(NULL, bt_view_of(rows[i].path)));
    }
}

/* An id in the place of each `*`. */
static void put_ids(char to[PATH_MAX_BYTES], bt_view path)
{
    size_t len = 0;

    for (size_t i = 0; i < path.len; i++) {
        bool star = path.data[i] == '*';

        len += (size_t)snprintf(to + len, PATH_MAX_BYTES - len, "%.*s", star ? BT_ID_LEN : 1,
                                star ? CHILD : path.data + i);
    }
}

/* Each row can be looked up by its own pattern, every choice has a word, every bound lets something in. */
static void test_every_row_makes_sense_and_is_found(void **state)
{
    const bt_schema known = bt_schema_known();

    (void)state;
    for (size_t i = 0; i < known.count; i++) {
        const bt_type *type = &known.types[i];

        assert_true(type->schema > 0 && type->writers != 0 && type->member_count > 0);
        for (size_t j = 0; j < type->member_count; j++) {
            const bt_member *row = &type->members[j];
            char path[PATH_MAX_BYTES];

            assert_int_equal(strlen(row->path.data), row->path.len);
            put_ids(path, row->path);
            assert_ptr_equal(bt_member_find(type, bt_view_of(path)), row);
            assert_true(row->min <= row->max);
            assert_int_equal(row->format == BT_FORMAT_CHOICE, row->choices.data != NULL);
            assert_true(row->choices.data == NULL || row->choices.len > 0);
        }
    }
}

static void test_only_the_roles_of_a_type_may_write_it(void **state)
{
    const bt_schema known = bt_schema_known();

    (void)state;
    assert_int_equal(bt_type_find(BT_VIEW("skill"))->writers, BT_ROLE_OWNER | BT_ROLE_CO_TEACHER);
    assert_int_equal(bt_type_find(BT_VIEW("person"))->writers,
                     BT_ROLE_OWNER | BT_ROLE_CO_TEACHER | BT_ROLE_COACH | BT_ROLE_SUBSTITUTE);
    for (size_t i = 0; i < known.count; i++)
        assert_true((known.types[i].writers & BT_ROLE_OWNER) != 0);
}

static void same_row(const bt_member *told, const bt_member *built)
{
    assert_true(bt_view_equal(told->path, built->path));
    assert_int_equal(told->choices.len, built->choices.len); /* none is as good as empty */
    assert_true(told->choices.len == 0 || bt_view_equal(told->choices, built->choices));
    assert_int_equal(told->min, built->min);
    assert_int_equal(told->max, built->max);
    assert_int_equal(told->kind, built->kind);
    assert_int_equal(told->format, built->format);
    assert_int_equal(told->required, built->required);
}

static bt_view schema_json(bt_arena *arena)
{
    FILE *file = fopen(BT_SCHEMA_JSON, "rb");
    char *bytes = bt_arena_take(arena, SCHEMA_JSON_MAX_BYTES);
    size_t len;

    assert_non_null(file);
    assert_non_null(bytes);
    len = fread(bytes, 1, SCHEMA_JSON_MAX_BYTES, file);
    assert_int_equal(fclose(file), 0);
    assert_in_range(len, 1, SCHEMA_JSON_MAX_BYTES - 1);
    return (bt_view){ bytes, len };
}

static void test_what_a_page_tells_is_what_the_service_has_compiled_in(void **state)
{
    const bt_schema built = bt_schema_known();
    bt_arena *arena = arena_of(state);
    bt_schema told;

    assert_int_equal(bt_schema_read(arena, schema_json(arena), &told), BT_OK);
    assert_int_equal(told.count, built.count);
    for (size_t i = 0; i < told.count; i++) {
        assert_true(bt_view_equal(told.types[i].name, built.types[i].name));
        assert_int_equal(told.types[i].schema, built.types[i].schema);
        assert_int_equal(told.types[i].member_count, built.types[i].member_count);
        for (size_t j = 0; j < told.types[i].member_count; j++)
            same_row(&told.types[i].members[j], &built.types[i].members[j]);
    }
}

static void test_where_memory_or_the_json_gives_out_nothing_is_known(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view json = schema_json(arena);
    bt_schema told;
    bt_status status = BT_ENOMEM;

    for (size_t size = 0; status == BT_ENOMEM; size += 1024) {
        bt_arena small = { malloc(size + 1), size, 0 };

        assert_non_null(small.base);
        status = bt_schema_read(&small, json, &told);
        free(small.base);
    }
    assert_int_equal(status, BT_OK);
    json.len--;
    assert_int_equal(bt_schema_read(arena, json, &told), BT_EINPUT);
    assert_int_equal(told.count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types_are_found_by_their_whole_name),
        cmocka_unit_test(test_members_are_found_by_their_pointer_and_ids_stand_for_the_star),
        cmocka_unit_test(test_every_row_makes_sense_and_is_found),
        cmocka_unit_test(test_only_the_roles_of_a_type_may_write_it),
        cmocka_unit_test(test_what_a_page_tells_is_what_the_service_has_compiled_in),
        cmocka_unit_test(test_where_memory_or_the_json_gives_out_nothing_is_known),
    };

    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
