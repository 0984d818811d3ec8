/* Who may come in: codes, tokens, roles; and how often somebody may guess. */
#define _GNU_SOURCE /* mkdtemp, memmem */
#include "service/people/access.h"
#include "service/people/limit.h"
#include "service/people/secret.h"
#include "service/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOW_S = 1795000000, PATH_BYTES = 64 };

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
    snprintf(f->folder, sizeof f->folder, "/tmp/backtable-access-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/access.db", f->folder);
    assert_int_equal(bt_access_open(f->path, &f->access), BT_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    fixture *f = *state;
    char path[PATH_BYTES + 32];

    bt_access_close(f->access);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, suffixes[i]);
        (void)unlink(path);
    }
    rmdir(f->folder);
    free(f);
    return 0;
}

/* A person who came by a code for `where` (NULL: the owner of the service). */
static bt_identity come_in(fixture *f, const char *where, unsigned role, char token[BT_TOKEN_HEX_LEN + 1])
{
    char code[BT_CODE_LEN + 1];
    bt_identity who;

    assert_int_equal(bt_access_invite(f->access, where, role, NULL,
                                      role == BT_ROLE_SUBSTITUTE ? NOW_S + 60 : 0, NOW_S, BT_INVITE_LIFE_S,
                                      code),
                     BT_OK);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of("phone"), NOW_S, &who, token),
                     BT_OK);
    return who;
}

static void test_a_code_works_once(void **state)
{
    fixture *f = *state;
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who;

    assert_int_equal(bt_access_invite(f->access, notebook, BT_ROLE_COACH, NULL, 0, NOW_S, 60, code), BT_OK);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of(""), NOW_S, &who, token), BT_OK);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of(""), NOW_S, &who, token),
                     BT_ENOTFOUND);
    assert_string_equal(token, "");
    assert_string_equal(who.person, "");
}

static void test_a_code_is_too_old_at_its_last_second(void **state)
{
    fixture *f = *state;
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who;

    assert_int_equal(bt_access_invite(f->access, notebook, BT_ROLE_COACH, NULL, 0, NOW_S, 60, code), BT_OK);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of(""), NOW_S + 60, &who, token),
                     BT_ENOTFOUND);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of(""), NOW_S + 59, &who, token),
                     BT_OK);
}

static void test_words_that_cannot_be_a_code_are_an_unknown_code(void **state)
{
    static const char *const words[] = { "",           "ABC",        "ABCDEFGHJKL",
                                         "ABCDEFGHJ0", "ABCDEFGHJ1", "ABCDEFGHJ!",
                                         "ABCDEFGHI2", "----------", "' OR 1=1 --" };
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_int_equal(bt_access_join(f->access, bt_view_of(words[i]), bt_view_of(""), NOW_S, &who, token),
                         BT_ENOTFOUND);
}

static void test_a_device_name_that_is_too_long_leaves_the_code_usable(void **state)
{
    fixture *f = *state;
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1], name[BT_NAME_MAX_BYTES + 2];
    bt_identity who;

    memset(name, 'a', sizeof name);
    assert_int_equal(bt_access_invite(f->access, NULL, BT_ROLE_OWNER, NULL, 0, NOW_S, 60, code), BT_OK);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), (bt_view){ name, BT_NAME_MAX_BYTES + 1 },
                                    NOW_S, &who, token),
                     BT_ELIMIT);
    assert_int_equal(
        bt_access_join(f->access, bt_view_of(code), (bt_view){ name, BT_NAME_MAX_BYTES }, NOW_S, &who, token),
        BT_OK);
}

static void test_a_code_of_the_service_makes_its_owner(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity owner, who;

    assert_int_equal(bt_access_owner(f->access, &owner), BT_ENOTFOUND);
    who = come_in(f, NULL, BT_ROLE_OWNER, token);
    assert_true(who.owner);
    assert_true(who.created);
    assert_int_equal(bt_access_owner(f->access, &owner), BT_OK);
    assert_string_equal(owner.person, who.person);
    assert_string_equal(owner.device, who.device);
}

static void test_a_code_of_a_notebook_gives_its_role_there_and_nowhere_else(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_SUBSTITUTE, token);
    unsigned role = 0;

    assert_false(who.owner);
    assert_int_equal(bt_access_role(f->access, who.person, notebook, NOW_S, &role), BT_OK);
    assert_int_equal(role, BT_ROLE_SUBSTITUTE);
    assert_int_equal(bt_access_role(f->access, who.person, other_notebook, NOW_S, &role), BT_ENOTFOUND);
    assert_int_equal(role, 0);
}

static void test_a_code_for_a_person_adds_a_device_and_takes_no_right(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1], code[BT_CODE_LEN + 1];
    bt_identity first = come_in(f, NULL, BT_ROLE_OWNER, token), second;
    unsigned role = 0;

    assert_int_equal(bt_access_grant(f->access, first.person, notebook, BT_ROLE_OWNER), BT_OK);
    assert_int_equal(bt_access_invite(f->access, notebook, BT_ROLE_COACH, first.person, 0, NOW_S, 60, code),
                     BT_OK);
    assert_int_equal(bt_access_join(f->access, bt_view_of(code), bt_view_of(""), NOW_S, &second, token),
                     BT_OK);
    assert_string_equal(second.person, first.person);
    assert_string_not_equal(second.device, first.device);
    assert_true(second.owner);
    assert_false(second.created);
    assert_int_equal(bt_access_role(f->access, first.person, notebook, NOW_S, &role), BT_OK);
    assert_int_equal(role, BT_ROLE_OWNER);
}

static void test_a_token_names_its_device_and_nothing_near_it_does(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bt_identity who = come_in(f, notebook, BT_ROLE_COACH, token), found;

    assert_int_equal(bt_access_identify(f->access, bt_view_of(token), NOW_S, &found), BT_OK);
    assert_string_equal(found.device, who.device);
    assert_string_equal(found.person, who.person);
    assert_int_equal(bt_access_identify(f->access, (bt_view){ token, BT_TOKEN_HEX_LEN - 1 }, NOW_S, &found),
                     BT_ENOTFOUND);
    token[0] = token[0] == '0' ? '1' : '0';
    assert_int_equal(bt_access_identify(f->access, bt_view_of(token), NOW_S, &found), BT_ENOTFOUND);
    assert_string_equal(found.device, "");
}

static void test_a_renewed_device_has_a_new_token_and_the_old_one_goes_on(void **state)
{
    fixture *f = *state;
    char old_token[BT_TOKEN_HEX_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];
    bt_identity old = come_in(f, notebook, BT_ROLE_COACH, old_token), fresh, found;

    assert_int_equal(bt_access_renew(f->access, &old, NOW_S, &fresh, token), BT_OK);
    assert_string_equal(fresh.person, old.person);
    assert_string_not_equal(fresh.device, old.device);
    assert_int_equal(bt_access_identify(f->access, bt_view_of(token), NOW_S, &found), BT_OK);
    assert_string_equal(found.device, fresh.device);
    assert_int_equal(bt_access_identify(f->access, bt_view_of(old_token), NOW_S, &found), BT_OK);
    assert_string_equal(found.device, old.device);
}

static int collect(void *context, const bt_membership *membership)
{
    char *text = context;
    size_t len = strlen(text);

    snprintf(text + len, 200 - len, "%s=%s;", membership->notebook, bt_role_name(membership->role));
    return 0;
}

static void test_the_notebooks_of_a_person_come_with_their_roles(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1], text[200] = "", wanted[200];
    bt_identity who = come_in(f, other_notebook, BT_ROLE_COACH, token);

    assert_int_equal(bt_access_grant(f->access, who.person, notebook, BT_ROLE_OWNER), BT_OK);
    assert_int_equal(bt_access_grant(f->access, who.person, notebook, BT_ROLE_OWNER), BT_OK);
    assert_int_equal(bt_access_notebooks(f->access, who.person, collect, text), BT_OK);
    snprintf(wanted, sizeof wanted, "%s=owner;%s=coach;", notebook, other_notebook);
    assert_string_equal(text, wanted);
}

static void test_a_notebook_is_claimed_from_its_first_member_on(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1];
    bool claimed = true;

    assert_int_equal(bt_access_is_claimed(f->access, notebook, &claimed), BT_OK);
    assert_false(claimed);
    come_in(f, notebook, BT_ROLE_COACH, token);
    assert_int_equal(bt_access_is_claimed(f->access, notebook, &claimed), BT_OK);
    assert_true(claimed);
}

static void test_secrets_are_not_in_the_file(void **state)
{
    fixture *f = *state;
    char token[BT_TOKEN_HEX_LEN + 1], code[BT_CODE_LEN + 1], *bytes = NULL;
    FILE *file = NULL;
    size_t len = 0;

    come_in(f, notebook, BT_ROLE_COACH, token);
    assert_int_equal(bt_access_invite(f->access, notebook, BT_ROLE_COACH, NULL, 0, NOW_S, 60, code), BT_OK);
    bt_access_close(f->access); /* what was in the log beside it is in the file from now on */
    f->access = NULL;
    file = fopen(f->path, "rb");
    assert_non_null(file);
    bytes = calloc(1, 1024 * 1024);
    assert_non_null(bytes);
    len = fread(bytes, 1, 1024 * 1024, file);
    fclose(file);
    assert_non_null(memmem(bytes, len, notebook, strlen(notebook))); /* it is the right file */
    assert_null(memmem(bytes, len, token, BT_TOKEN_HEX_LEN));
    assert_null(memmem(bytes, len, code, BT_CODE_LEN));
    free(bytes);
}

static void test_a_file_that_is_no_database_is_told_as_damaged(void **state)
{
    fixture *f = *state;
    FILE *file = NULL;
    bt_access *access = NULL;

    bt_access_close(f->access);
    f->access = NULL;
    file = fopen(f->path, "wb");
    assert_non_null(file);
    for (int i = 0; i < 200; i++)
        fputs("this is no database; ", file);
    fclose(file);
    assert_int_equal(bt_access_open(f->path, &access), BT_EDAMAGED);
    assert_null(access);
}

static void test_role_names_go_both_ways(void **state)
{
    (void)state;
    for (unsigned role = 1; role <= BT_ROLE_SUBSTITUTE; role *= 2)
        assert_int_equal(bt_role_find(bt_view_of(bt_role_name(role))), role);
    assert_null(bt_role_name(3));
    assert_int_equal(bt_role_find(bt_view_of("king")), 0);
}

static void test_an_address_has_five_attempts_a_minute(void **state)
{
    bt_limit *limit = bt_limit_new(bt_limit_codes);

    (void)state;
    assert_non_null(limit);
    for (int i = 0; i < bt_limit_codes.for_each; i++)
        assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S + i), 0);
    assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S + 20), 40);
    assert_int_equal(bt_limit_take(limit, "192.0.2.2", NOW_S + 20), 0);
    assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S + 60), 0);
    bt_limit_free(limit);
}

static void test_all_addresses_together_have_fifty(void **state)
{
    bt_limit *limit = bt_limit_new(bt_limit_codes);
    char address[32];

    (void)state;
    assert_non_null(limit);
    for (int i = 0; i < bt_limit_codes.in_all; i++) {
        snprintf(address, sizeof address, "2001:db8:0:%x::1", i);
        assert_int_equal(bt_limit_take(limit, address, NOW_S), 0);
    }
    assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S), bt_limit_codes.window_s);
    bt_limit_free(limit);
}

static void test_right_codes_do_not_count(void **state)
{
    bt_limit *limit = bt_limit_new(bt_limit_codes);

    (void)state;
    assert_non_null(limit);
    for (int i = 0; i < 3 * bt_limit_codes.in_all; i++) {
        assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S), 0);
        bt_limit_give_back(limit, "192.0.2.1");
    }
    bt_limit_free(limit);
}

static void test_the_addresses_of_one_host_are_one(void **state)
{
    bt_limit *limit = bt_limit_new(bt_limit_codes);
    char address[32];

    (void)state;
    assert_non_null(limit);
    for (int i = 0; i < bt_limit_codes.for_each; i++) {
        snprintf(address, sizeof address, "2001:db8::%x", i);
        assert_int_equal(bt_limit_take(limit, address, NOW_S), 0);
    }
    assert_int_equal(bt_limit_take(limit, "2001:db8::dead:beef", NOW_S), bt_limit_codes.window_s);
    assert_int_equal(bt_limit_take(limit, "2001:db8:0:1::1", NOW_S), 0);
    bt_limit_free(limit);
}

static void test_many_addresses_do_not_make_one_forgotten(void **state)
{
    bt_limit *limit = bt_limit_new(bt_limit_strangers);
    char address[32];

    (void)state;
    assert_non_null(limit);
    for (int i = 0; i < bt_limit_strangers.for_each; i++)
        assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S), 0);
    for (int i = 0; i < BT_LIMIT_GROUPS; i++) {
        snprintf(address, sizeof address, "198.51.%d.%d", i / 200, i % 200);
        assert_int_equal(bt_limit_take(limit, address, NOW_S + 1), 0);
    }
    assert_true(bt_limit_take(limit, "192.0.2.1", NOW_S + 1) > 0);
    bt_limit_free(limit);
}

static void test_a_clock_that_was_set_back_locks_nobody_out(void **state)
{
    bt_limit *limit = bt_limit_new(bt_limit_codes);

    (void)state;
    assert_non_null(limit);
    for (int i = 0; i < bt_limit_codes.for_each; i++)
        assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S), 0);
    assert_int_equal(bt_limit_take(limit, "192.0.2.1", NOW_S - 3600), 0);
    bt_limit_free(limit);
}

static void test_an_id_holds_its_time_and_is_valid(void **state)
{
    static const unsigned char ones[BT_UUID_RANDOM_BYTES] = {
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255
    };
    static const unsigned char zeros[BT_UUID_RANDOM_BYTES] = { 0 };
    char id[BT_ID_LEN + 1];

    (void)state;
    bt_uuid_make(0x0190a1b2c3d4, ones, id);
    assert_string_equal(id, "0190a1b2-c3d4-7fff-bfff-ffffffffffff");
    assert_true(bt_id_valid(bt_view_of(id)));
    assert_true(bt_id_time_ms(bt_view_of(id)) == 0x0190a1b2c3d4);
    bt_uuid_make(0, zeros, id);
    assert_string_equal(id, "00000000-0000-7000-8000-000000000000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_code_works_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_code_is_too_old_at_its_last_second, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words_that_cannot_be_a_code_are_an_unknown_code, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_device_name_that_is_too_long_leaves_the_code_usable, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_code_of_the_service_makes_its_owner, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_code_of_a_notebook_gives_its_role_there_and_nowhere_else,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_code_for_a_person_adds_a_device_and_takes_no_right, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_token_names_its_device_and_nothing_near_it_does, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_renewed_device_has_a_new_token_and_the_old_one_goes_on, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_the_notebooks_of_a_person_come_with_their_roles, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_notebook_is_claimed_from_its_first_member_on, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_secrets_are_not_in_the_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_file_that_is_no_database_is_told_as_damaged, set_up,
                                        tear_down),
        cmocka_unit_test(test_role_names_go_both_ways),
        cmocka_unit_test(test_an_address_has_five_attempts_a_minute),
        cmocka_unit_test(test_all_addresses_together_have_fifty),
        cmocka_unit_test(test_right_codes_do_not_count),
        cmocka_unit_test(test_the_addresses_of_one_host_are_one),
        cmocka_unit_test(test_many_addresses_do_not_make_one_forgotten),
        cmocka_unit_test(test_a_clock_that_was_set_back_locks_nobody_out),
        cmocka_unit_test(test_an_id_holds_its_time_and_is_valid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
