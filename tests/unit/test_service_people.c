/* Those who are in: their roles and devices, and a database of an earlier version. */
#define _GNU_SOURCE /* mkdtemp */
#include "service/moment.h"
#include "service/people/access_people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

enum { NOW_S = 1795000000, DAY_S = 24 * 3600, PATH_BYTES = 64, TEXT_BYTES = 400 };

static const char notebook[] = "0190a1b2-c3d4-7abc-8def-0123456789ab";
static const char other_notebook[] = "0190a1b2-c3d4-7abc-8def-0123456789ac";

typedef struct fixture {
    char folder[PATH_BYTES];
    char path[PATH_BYTES + 16];
    bt_access *access;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/backtable-people-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->path, sizeof f->path, "%s/access.db", f->folder);
    *state = f;
    return 0;
}

static int set_up_open(void **state)
{
    fixture *f = NULL;

    assert_int_equal(set_up(state), 0);
    f = *state;
    assert_int_equal(bt_access_open(f->path, &f->access), BT_OK);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    fixture *f = *state;
    char path[PATH_BYTES + 32];

    bt_access_close(f->access);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", f->path, suffixes[i]);
        (void)unlink(path);
    }
    (void)rmdir(f->folder);
    free(f);
    return 0;
}

static bt_identity come_in(fixture *f, const char *where, unsigned role, int64_t until_s,
                           char token[BT_TOKEN_HEX_LEN + 1])
{
    char code[BT_CODE_LEN + 1];
    bt_identity who;

    assert_int_equal(bt_access_invite(f->access, where, role, NULL, until_s, NOW_S, BT_INVITE_LIFE_S, code),
                     BT_OK);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of("phone"), NOW_S, &who, token),
                     BT_OK);
    return who;
}

static void test_a_role_with_an_end_ends_by_itself(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_SUBSTITUTE, NOW_S + DAY_S, token);
    bt_standing standing;

    assert_int_equal(bt_access_standing(f->access, &who, notebook, NOW_S + DAY_S - 1, &standing), BT_OK);
    assert_int_equal(standing.role, BT_ROLE_SUBSTITUTE);
    assert_int_equal(standing.until_s, NOW_S + DAY_S);
    assert_int_equal(bt_access_standing(f->access, &who, notebook, NOW_S + DAY_S, &standing), BT_EDENIED);
    assert_int_equal(bt_access_standing(f->access, &who, other_notebook, NOW_S, &standing), BT_ENOTFOUND);
}

static void test_no_substitute_stays_for_ever(void **state)
{
    fixture *f = *state;
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    static const int64_t ends[] = { 0,  NOW_S,    NOW_S - 1, NOW_S + (int64_t)BT_ROLE_LIFE_MAX_S + 1,
                                    -1, INT64_MIN };

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        assert_int_equal(bt_access_invite(f->access, notebook, BT_ROLE_SUBSTITUTE, NULL, ends[i], NOW_S,
                                          BT_INVITE_LIFE_S, code),
                         BT_EINPUT);
        assert_int_equal(
            bt_people_set_role(f->access, notebook, who.person, BT_ROLE_SUBSTITUTE, ends[i], NOW_S),
            BT_EINPUT);
    }
}

static void test_an_owner_without_an_end_stays(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity first = come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    bt_identity second = come_in(f, notebook, BT_ROLE_OWNER, NOW_S + DAY_S, token);
    unsigned role = 0;

    assert_int_equal(bt_people_end_role(f->access, notebook, first.person, NOW_S), BT_EDENIED);
    assert_int_equal(bt_people_set_role(f->access, notebook, first.person, BT_ROLE_COACH, 0, NOW_S),
                     BT_EDENIED);
    assert_int_equal(bt_access_role(f->access, first.person, notebook, NOW_S, &role), BT_OK);
    assert_int_equal(role, BT_ROLE_OWNER);
    assert_int_equal(bt_people_set_role(f->access, notebook, second.person, BT_ROLE_OWNER, 0, NOW_S), BT_OK);
    assert_int_equal(bt_people_end_role(f->access, notebook, first.person, NOW_S), BT_OK);
    assert_int_equal(bt_access_role(f->access, first.person, notebook, NOW_S, &role), BT_EDENIED);
}

static void make_code(fixture *f, const char *where, unsigned role, const char *person,
                      char code[BT_CODE_LEN + 1])
{
    assert_int_equal(bt_access_invite(f->access, where, role, person, 0, NOW_S, BT_INVITE_LIFE_S, code),
                     BT_OK);
}

static bt_status use_code(fixture *f, const char *code)
{
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who;

    return bt_access_join(f->access, bt_view_of(code), bt_view_of("phone"), NOW_S, &who, token);
}

static void test_who_is_no_owner_any_more_does_not_come_back_by_a_code_made_before(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1], first[BT_CODE_LEN + 1], second[BT_CODE_LEN + 1], far[BT_CODE_LEN + 1];
    bt_identity other;

    (void)come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    other = come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    make_code(f, notebook, BT_ROLE_OWNER, NULL, first);
    make_code(f, other_notebook, BT_ROLE_COACH, NULL, far);
    assert_int_equal(bt_people_set_role(f->access, notebook, other.person, BT_ROLE_COACH, 0, NOW_S), BT_OK);
    assert_int_equal(use_code(f, first), BT_ENOTFOUND);
    make_code(f, notebook, BT_ROLE_CO_TEACHER, NULL, second);
    assert_int_equal(bt_people_end_role(f->access, notebook, other.person, NOW_S), BT_OK);
    assert_int_equal(use_code(f, second), BT_OK); /* a coach makes none, so this one is somebody else's */
    assert_int_equal(use_code(f, far), BT_OK);
}

static void test_a_device_that_is_signed_out_leaves_no_code_behind(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1], own[BT_CODE_LEN + 1], of_class[BT_CODE_LEN + 1], far[BT_CODE_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    bt_identity colleague = come_in(f, notebook, BT_ROLE_COACH, 0, token);

    make_code(f, NULL, BT_ROLE_OWNER, colleague.person, own);
    make_code(f, notebook, BT_ROLE_OWNER, NULL, of_class);
    make_code(f, other_notebook, BT_ROLE_COACH, NULL, far);
    assert_int_equal(bt_people_revoke(f->access, colleague.device, NOW_S), BT_OK);
    assert_int_equal(use_code(f, own), BT_ENOTFOUND);
    assert_int_equal(bt_people_revoke(f->access, who.device, NOW_S), BT_OK);
    assert_int_equal(use_code(f, of_class), BT_ENOTFOUND);
    assert_int_equal(use_code(f, far), BT_OK);
}

static void test_a_role_is_of_one_notebook(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_COACH, 0, token);

    (void)come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    assert_int_equal(bt_people_set_role(f->access, other_notebook, who.person, BT_ROLE_OWNER, 0, NOW_S),
                     BT_ENOTFOUND);
    assert_int_equal(bt_people_end_role(f->access, other_notebook, who.person, NOW_S), BT_ENOTFOUND);
    assert_int_equal(bt_people_set_role(f->access, notebook, "", BT_ROLE_OWNER, 0, NOW_S), BT_ENOTFOUND);
}

static void test_whose_role_has_ended_is_let_in_again_by_a_change(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_SUBSTITUTE, NOW_S + 1, token);
    unsigned role = 0;

    (void)come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    assert_int_equal(bt_people_end_role(f->access, notebook, who.person, NOW_S + DAY_S), BT_OK);
    assert_int_equal(bt_access_role(f->access, who.person, notebook, NOW_S + 1, &role), BT_EDENIED);
    assert_int_equal(
        bt_people_set_role(f->access, notebook, who.person, BT_ROLE_CO_TEACHER, 0, NOW_S + DAY_S), BT_OK);
    assert_int_equal(bt_access_role(f->access, who.person, notebook, NOW_S + DAY_S, &role), BT_OK);
}

static int list_device(void *context, const bt_device *device)
{
    char *text = context;
    size_t len = strlen(text);

    (void)snprintf(text + len, TEXT_BYTES - len, "%s:%s:%d;", device->person + BT_ID_LEN - 4, device->name,
                   device->revoked_s != 0);
    return 0;
}

static void test_a_device_signed_out_is_known_and_let_in_no_more(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1], text[TEXT_BYTES] = "", wanted[TEXT_BYTES];
    bt_identity who = come_in(f, notebook, BT_ROLE_COACH, 0, token), found, fresh;

    assert_int_equal(bt_people_revoke(f->access, who.device, NOW_S), BT_OK);
    assert_int_equal(bt_people_revoke(f->access, who.device, NOW_S + 1), BT_OK);
    assert_int_equal(bt_access_identify(f->access, bt_view_of(token), NOW_S, &found), BT_EDENIED);
    assert_int_equal(bt_access_renew(f->access, &who, NOW_S, &fresh, token), BT_ENOTFOUND);
    assert_int_equal(bt_people_revoke(f->access, who.person, NOW_S), BT_ENOTFOUND);
    assert_int_equal(bt_people_devices(f->access, notebook, list_device, text), BT_OK);
    (void)snprintf(wanted, sizeof wanted, "%s:phone:1;", who.person + BT_ID_LEN - 4);
    assert_string_equal(text, wanted);
}

static void test_the_edition_grows_with_every_change_of_rights_also_of_another_process(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_OWNER, 0, token);
    uint64_t before = bt_people_edition(f->access);
    bt_access *other = NULL;

    assert_int_equal(bt_access_grant(f->access, who.person, other_notebook, BT_ROLE_OWNER), BT_OK);
    assert_true(bt_people_edition(f->access) > before);
    before = bt_people_edition(f->access);
    assert_int_equal(bt_people_revoke(f->access, who.device, NOW_S), BT_OK);
    assert_true(bt_people_edition(f->access) > before);

    before = bt_people_edition(f->access);
    assert_int_equal(bt_access_open(f->path, &other), BT_OK);
    assert_int_equal(bt_access_grant(other, who.person, notebook, BT_ROLE_COACH), BT_OK);
    while (bt_people_edition(f->access) ==
           before) /* within a second; else the test's own time limit ends it */
        (void)usleep(1000);
    bt_access_close(other);
}

/* What the first release wrote. */
static const char first_version[] =
    "CREATE TABLE people (id TEXT PRIMARY KEY, made_s INTEGER NOT NULL, owner INTEGER NOT NULL)"
    " WITHOUT ROWID, STRICT;"
    "CREATE TABLE devices (id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (id),"
    " token BLOB NOT NULL UNIQUE, name TEXT NOT NULL, made_s INTEGER NOT NULL, seen_s INTEGER NOT NULL,"
    " revoked_s INTEGER, replaces TEXT REFERENCES devices (id)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE roles (person TEXT NOT NULL REFERENCES people (id), notebook TEXT NOT NULL,"
    " role INTEGER NOT NULL, until_s INTEGER, PRIMARY KEY (person, notebook)) WITHOUT ROWID, STRICT;"
    "CREATE INDEX roles_by_notebook ON roles (notebook);"
    "CREATE TABLE codes (hash BLOB PRIMARY KEY, notebook TEXT, role INTEGER NOT NULL,"
    " person TEXT REFERENCES people (id), expires_s INTEGER NOT NULL) WITHOUT ROWID, STRICT;"
    "PRAGMA user_version = 1;"
    "INSERT INTO people VALUES ('0190a1b2-0000-7000-8000-00000000a001', 1790000000, 1);"
    "INSERT INTO devices VALUES ('0190a1b2-0000-7000-8000-00000000d001',"
    " '0190a1b2-0000-7000-8000-00000000a001', x'00', 'phone', 1790000000, 1790000000, NULL, NULL);"
    "INSERT INTO roles VALUES ('0190a1b2-0000-7000-8000-00000000a001',"
    " '0190a1b2-c3d4-7abc-8def-0123456789ab', 1, NULL);";

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void test_a_database_of_the_first_version_is_taken_over_with_all_that_is_in_it(void **state)
{
    fixture *f = *state;
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];
    bt_identity owner, who;
    unsigned role = 0;

    run_sql(f->path, first_version);
    for (int i = 0; i < 2; i++) { /* the second time there is nothing left to do */
        assert_int_equal(bt_access_open(f->path, &f->access), BT_OK);
        assert_int_equal(bt_access_owner(f->access, &owner), BT_OK);
        assert_string_equal(owner.person, "0190a1b2-0000-7000-8000-00000000a001");
        assert_int_equal(bt_access_role(f->access, owner.person, notebook, NOW_S, &role), BT_OK);
        assert_int_equal(role, BT_ROLE_OWNER);
        assert_int_equal(bt_access_invite(f->access, notebook, BT_ROLE_SUBSTITUTE, NULL, NOW_S + DAY_S, NOW_S,
                                          BT_INVITE_LIFE_S, code),
                         BT_OK);
        assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of("phone"), NOW_S, &who, token),
                         BT_OK);
        bt_access_close(f->access);
        f->access = NULL;
    }
}

static void test_a_database_of_a_later_program_is_left_alone(void **state)
{
    fixture *f = *state;

    run_sql(f->path, "PRAGMA user_version = 1000;");
    assert_int_equal(bt_access_open(f->path, &f->access), BT_EDENIED);
}

static void test_times_are_read_as_they_are_written_and_nothing_else_is_one(void **state)
{
    static const char *const good[] = { "2026-11-22T23:59:59Z", "2026-11-22T23:59:59.000Z",
                                        "2026-11-22T23:59:59.999999Z" };
    static const char *const bad[] = { "",
                                       "2026-11-22",
                                       "2026-11-22T23:59:59",
                                       "2026-02-30T00:00:00Z",
                                       "2026-11-22T24:00:00Z",
                                       "2026-11-22T23:59:59.Z",
                                       "2026-11-22T23:59:59+01:00",
                                       " 026-11-22T23:59:59Z",
                                       "2026-11-22T23:59:59ZZ",
                                       "99999-11-22T23:59:59Z" };
    char text[BT_MOMENT_LEN + 1];
    int64_t at_s = 0;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(bt_moment_read(bt_view_of(good[i]), &at_s), BT_OK);
        assert_int_equal(bt_moment_write(at_s, text), BT_OK);
        assert_string_equal(text, "2026-11-22T23:59:59.000Z");
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(bt_moment_read(bt_view_of(bad[i]), &at_s), BT_EINPUT);
    assert_int_equal(bt_moment_write(INT64_MAX, text), BT_EINPUT);
}

#define RULE(test) cmocka_unit_test_setup_teardown(test, set_up_open, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(test_a_role_with_an_end_ends_by_itself),
        RULE(test_no_substitute_stays_for_ever),
        RULE(test_an_owner_without_an_end_stays),
        RULE(test_who_is_no_owner_any_more_does_not_come_back_by_a_code_made_before),
        RULE(test_a_device_that_is_signed_out_leaves_no_code_behind),
        RULE(test_a_role_is_of_one_notebook),
        RULE(test_whose_role_has_ended_is_let_in_again_by_a_change),
        RULE(test_a_device_signed_out_is_known_and_let_in_no_more),
        RULE(test_the_edition_grows_with_every_change_of_rights_also_of_another_process),
        cmocka_unit_test_setup_teardown(
            test_a_database_of_the_first_version_is_taken_over_with_all_that_is_in_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_database_of_a_later_program_is_left_alone, set_up, tear_down),
        cmocka_unit_test(test_times_are_read_as_they_are_written_and_nothing_else_is_one),
    };
    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
