/* The limits of a record, each at it and one above: those of sync/base.h, and every one of every schema. */
#include "record_fixture.h"

#include "sync/schema.h"

#define STUDENT_A "019a0000-0000-7000-8000-0000000000c1"

/* A record of `total` bytes in canonical form. */
static bt_view record_of_size(bt_arena *arena, size_t total)
{
    bt_view empty, filler;

    assert_int_equal(
        bt_record_check(arena, bt_view_of(RECORD("scrapbook", ",\"fill\":\"\"")), &empty, NULL, NULL), BT_OK);
    filler = repeat(arena, "x", total - empty.len);
    return print_view(arena, RECORD("scrapbook", ",\"fill\":\"%s\""), filler.data);
}

static void test_a_record_of_256_kib_is_taken_and_one_byte_more_is_refused(void **state)
{
    bt_arena *arena = arena_of(state);
    bt_view out;
    bt_complaint why;

    assert_int_equal(bt_record_check(arena, record_of_size(arena, BT_RECORD_MAX_BYTES), &out, NULL, NULL),
                     BT_OK);
    assert_int_equal(out.len, BT_RECORD_MAX_BYTES);
    assert_int_equal(check(arena, record_of_size(arena, BT_RECORD_MAX_BYTES + 1), NULL, &why), BT_ELIMIT);
    assert_string_equal(why.code, "too_large");
    assert_int_equal(check(arena, repeat(arena, " ", BT_RECORD_MAX_BYTES + 1), NULL, &why), BT_ELIMIT);
    assert_string_equal(why.code, "too_large");
}

/* The record itself is level 1, so that its member may hold one level less. */
static bt_view record_of_depth(bt_arena *arena, size_t levels)
{
    return print_view(arena, RECORD("scrapbook", ",\"a\":%s{}%s"), repeat(arena, "{\"a\":", levels - 2).data,
                      repeat(arena, "}", levels - 2).data);
}

static void test_sixteen_levels_are_taken_and_one_more_is_refused(void **state)
{
    bt_arena *arena = arena_of(state);

    accepted(arena, record_of_depth(arena, BT_RECORD_MAX_DEPTH).data);
    refused(arena, record_of_depth(arena, BT_RECORD_MAX_DEPTH + 1).data, BT_ELIMIT, "too_deep", NULL);
    refused(arena, record_of_depth(arena, 1000).data, BT_ELIMIT, "too_deep", NULL);
}

static void test_names_and_elements_are_taken_up_to_their_limit_and_no_further(void **state)
{
    static const struct {
        const char *before, *behind;
        size_t max;
    } rows[] = {
        { OPEN("scrapbook") ",\"", "\":1}", BT_KEY_MAX_BYTES },
        { OPEN("scrapbook") ",\"a\":{\"", "\":1}}", BT_KEY_MAX_BYTES },
        { OPEN("scrapbook") ",\"a\":[\"", "\"]}", BT_ELEMENT_MAX_BYTES },
        { OPEN("observation") ",\"tags\":[\"", "\"]}", BT_ELEMENT_MAX_BYTES },
    };
    bt_arena *arena = arena_of(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t over = 0; over <= 1; over++) {
            bt_view record = print_view(arena, "%s%s%s", rows[i].before,
                                        repeat(arena, "k", rows[i].max + over).data, rows[i].behind);

            if (over == 0)
                accepted(arena, record.data);
            else
                refused(arena, record.data, BT_ELIMIT, "too_long", NULL);
        }
    }
}

/* An id for each number. */
static bt_view numbered_id(bt_arena *arena, size_t n)
{
    return print_view(arena, "019a0000-0000-7000-8000-%012zx", n);
}

/* A value for a member of the schema with `size` bytes, elements or as a number. */
static bt_view value_of_size(bt_arena *arena, const bt_member *member, int64_t size)
{
    bt_view list = { "", 0 };

    if (member->kind == BT_KIND_TEXT || (member->kind == BT_KIND_VALUE && member->format == BT_FORMAT_STRING))
        return print_view(arena, "\"%s\"", repeat(arena, "x", (size_t)size).data);
    if (member->kind == BT_KIND_VALUE)
        return print_view(arena, "%lld", (long long)size);
    for (int64_t i = 0; i < size; i++) {
        bt_view element = member->format == BT_FORMAT_DATE ? print_view(arena, "%04d-09-14", (int)i)
                                                           : numbered_id(arena, (size_t)i);

        list = print_view(arena, "%s%s\"%s\"%s", list.data, i > 0 ? "," : "", element.data,
                          member->kind == BT_KIND_OBJECT ? ":{}" : "");
    }
    return print_view(arena, member->kind == BT_KIND_OBJECT ? "{%s}" : "[%s]", list.data);
}

/* A string that a required member may be: its first choice, a day, or anything as long as it must be. */
static bt_view word_for(bt_arena *arena, const bt_member *member)
{
    if (member->format == BT_FORMAT_DATE)
        return BT_VIEW("2026-09-14");
    if (member->choices.data == NULL)
        return repeat(arena, "A", member->min > 0 ? (size_t)member->min : 1);
    return print_view(arena, "%.*s", (int)bt_view_find(member->choices, ' '), member->choices.data);
}

/* The member of this path, an id in the place of each `*`, as what stands in the object around it: "a":{"id":{"b":value}} */
static bt_view nested(bt_arena *arena, bt_view path, bt_view value)
{
    bt_view rest = { path.data + 1, path.len - 1 };
    size_t len = bt_view_find(rest, '/');
    bt_view step = *rest.data == '*' ? BT_VIEW(STUDENT_A) : (bt_view){ rest.data, len };

    if (len == rest.len)
        return print_view(arena, "\"%.*s\":%s", (int)step.len, step.data, value.data);
    return print_view(arena, "\"%.*s\":{%s}", (int)step.len, step.data,
                      nested(arena, (bt_view){ rest.data + len, rest.len - len }, value).data);
}

/* A record of the type in which the member has this value; what is required is filled in. */
static bt_view record_with(bt_arena *arena, const bt_type *type, const bt_member *member, bt_view value)
{
    bt_view members = { "", 0 };

    for (size_t i = 0; i < type->member_count; i++) {
        if (type->members[i].required && &type->members[i] != member)
            members = print_view(arena, "%s,\"%s\":\"%s\"", members.data, type->members[i].path.data + 1,
                                 word_for(arena, &type->members[i]).data);
    }
    members = print_view(arena, "%s,%s", members.data, nested(arena, member->path, value).data);
    return print_view(arena,
                      "{\"id\":\"" RECORD_ID "\",\"type\":\"%s\",\"schema\":%d,\"created\":" MORNING
                      ",\"edited\":" MORNING "%s}",
                      type->name.data, type->schema, members.data);
}

/* Each limit of each schema file, at it and one above: texts and strings in bytes, sets and objects in elements. */
static void test_every_limit_of_every_schema_holds_at_it_and_one_above(void **state)
{
    bt_arena *arena = arena_of(state);
    const bt_schema known = bt_schema_known();
    size_t tried = 0;

    for (size_t i = 0; i < known.count; i++) {
        for (size_t j = 0; j < known.types[i].member_count; j++) {
            const bt_member *member = &known.types[i].members[j];
            bool integer = member->format == BT_FORMAT_INTEGER && member->kind == BT_KIND_VALUE;
            bool bounded = member->kind != BT_KIND_VALUE || integer || member->format == BT_FORMAT_STRING;

            if (!bounded || member->choices.data != NULL) /* there are no more words than may be chosen */
                continue;
            accepted(
                arena,
                record_with(arena, &known.types[i], member, value_of_size(arena, member, member->max)).data);
            refused(arena,
                    record_with(arena, &known.types[i], member, value_of_size(arena, member, member->max + 1))
                        .data,
                    integer ? BT_EINPUT : BT_ELIMIT, integer ? "not_valid" : "too_long", NULL);
            arena->used = 0;
            tried++;
        }
    }
    assert_true(tried > 20);
}

static void test_a_member_is_required_from_the_first_version_on(void **state)
{
    bt_arena *arena = arena_of(state);
    const bt_schema known = bt_schema_known();
    size_t tried = 0;

    for (size_t i = 0; i < known.count; i++) {
        for (size_t j = 0; j < known.types[i].member_count; j++) {
            const bt_member *member = &known.types[i].members[j];
            bt_view record =
                print_view(arena,
                           "{\"id\":\"" RECORD_ID "\",\"type\":\"%s\",\"schema\":1,\"created\":" MORNING
                           ",\"edited\":" MORNING "}",
                           known.types[i].name.data);

            if (!member->required)
                continue;
            refused(arena, record.data, BT_EINPUT, "not_valid", member->path.data);
            tried++;
        }
    }
    assert_true(tried >= 4);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_record_of_256_kib_is_taken_and_one_byte_more_is_refused),
        cmocka_unit_test(test_sixteen_levels_are_taken_and_one_more_is_refused),
        cmocka_unit_test(test_names_and_elements_are_taken_up_to_their_limit_and_no_further),
        cmocka_unit_test(test_every_limit_of_every_schema_holds_at_it_and_one_above),
        cmocka_unit_test(test_a_member_is_required_from_the_first_version_on),
    };

    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
