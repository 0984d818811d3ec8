/* Whose a classroom becomes when somebody names it: the handler by itself, with two owners of one service. */
#define _GNU_SOURCE
#include "service/http/handlers.h"
#include "service/people/access.h"
#include "tests/unit/service_fixture.h"

typedef struct school {
    void *fixture;
    bt_service service;
    bt_identity first, second; /* both may make classrooms */
} school;

static int64_t fixed_now_s(void)
{
    return NOW_S;
}

static bt_identity new_owner(bt_access *access)
{
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who;

    assert_int_equal(bt_access_invite(access, NULL, BT_ROLE_OWNER, NULL, 0, NOW_S, 60, code), BT_OK);
    assert_int_equal(bt_access_join(access, bt_view_of(code), bt_view_of("phone"), NOW_S, &who, token),
                     BT_OK);
    return who;
}

static int open_school(void **state)
{
    school *s = calloc(1, sizeof *s);
    char path[FOLDER_BYTES + 16];
    const fixture *f = NULL;

    assert_non_null(s);
    assert_int_equal(fixture_open(&s->fixture), 0);
    f = s->fixture;
    (void)snprintf(path, sizeof path, "%s/access.db", f->folder);
    assert_int_equal(bt_access_open(path, &s->service.access), BT_OK);
    s->service.notebooks = f->all;
    s->service.now_s = fixed_now_s;
    s->first = new_owner(s->service.access);
    s->second = new_owner(s->service.access);
    *state = s;
    return 0;
}

static int close_school(void **state)
{
    school *s = *state;
    int failed = 0;

    bt_access_close(s->service.access);
    failed = fixture_close(&s->fixture);
    free(s);
    return failed;
}

/* The status of the answer to `who` asking for classroom `id`. */
static int ask(school *s, const bt_identity *who, const char *id)
{
    char body[128];
    bt_request request = { .method = "POST", .known = true, .who = *who, .remote = "192.0.2.1" };
    bt_reply reply = { 0 };
    int len = snprintf(body, sizeof body, "{\"id\":\"%s\",\"name\":\"Room 5\"}", id);

    request.body = (bt_view){ body, (size_t)len };
    bt_handle_classrooms(&s->service, &request, &reply);
    free(reply.body);
    return reply.status;
}

static unsigned role_of(school *s, const bt_identity *who, const char *id)
{
    unsigned role = 0;
    bt_status status = bt_access_role(s->service.access, who->person, id, NOW_S, &role);

    assert_true(status == BT_OK || status == BT_ENOTFOUND);
    return role;
}

static void test_who_makes_a_classroom_owns_it(void **state)
{
    school *s = *state;
    const char *id = id_of(1);

    assert_int_equal(ask(s, &s->first, id), 200);
    assert_int_equal(ask(s, &s->first, id), 200);
    assert_int_equal(role_of(s, &s->first, id), BT_ROLE_OWNER);
}

static void test_naming_a_classroom_of_others_gives_no_right_to_it(void **state)
{
    school *s = *state;
    const char *id = id_of(1);

    assert_int_equal(ask(s, &s->first, id), 200);
    assert_int_equal(ask(s, &s->second, id), 403);
    assert_int_equal(role_of(s, &s->second, id), 0);
}

static void test_asking_again_does_not_raise_a_role(void **state)
{
    school *s = *state;
    const char *id = id_of(1);

    assert_int_equal(ask(s, &s->first, id), 200);
    assert_int_equal(bt_access_grant(s->service.access, s->second.person, id, BT_ROLE_COACH), BT_OK);
    assert_int_equal(ask(s, &s->second, id), 200);
    assert_int_equal(role_of(s, &s->second, id), BT_ROLE_COACH);
}

static void test_a_classroom_whose_making_was_cut_off_is_finished_by_asking_again(void **state)
{
    school *s = *state;

    /* The fixture's notebook is there, and nobody has a role in it. */
    assert_int_equal(ask(s, &s->first, NOTEBOOK), 200);
    assert_int_equal(role_of(s, &s->first, NOTEBOOK), BT_ROLE_OWNER);
}

static void test_who_is_no_owner_of_the_service_makes_none(void **state)
{
    school *s = *state;
    bt_identity teacher = s->second;

    teacher.owner = false;
    assert_int_equal(ask(s, &teacher, id_of(1)), 403);
    assert_int_equal(role_of(s, &teacher, id_of(1)), 0);
}

static void test_an_id_that_is_no_uuid_makes_nothing(void **state)
{
    school *s = *state;

    assert_int_equal(ask(s, &s->first, "../../../../etc/cron.d/backtable-0000"), 400);
    assert_int_equal(ask(s, &s->first, "019A0001-0001-7000-8000-000000000001"), 400);
    assert_int_equal(ask(s, &s->first, "019a0001-0001-4000-8000-000000000001"), 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_who_makes_a_classroom_owns_it, open_school, close_school),
        cmocka_unit_test_setup_teardown(test_naming_a_classroom_of_others_gives_no_right_to_it, open_school,
                                        close_school),
        cmocka_unit_test_setup_teardown(test_asking_again_does_not_raise_a_role, open_school, close_school),
        cmocka_unit_test_setup_teardown(test_a_classroom_whose_making_was_cut_off_is_finished_by_asking_again,
                                        open_school, close_school),
        cmocka_unit_test_setup_teardown(test_who_is_no_owner_of_the_service_makes_none, open_school,
                                        close_school),
        cmocka_unit_test_setup_teardown(test_an_id_that_is_no_uuid_makes_nothing, open_school, close_school),
    };

    return cmocka_run_group_tests(tests, library_start, library_stop);
}
