/* The local authority: what it may speak for, how long, and what is done when that changes. */
#define _GNU_SOURCE /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/file.h"
#include "service/tls/keeper.h"

enum { DAY_S = 24 * 60 * 60, PATH_BYTES = 256, NOW_S = 1795392000 /* 2026-11-23 */ };

typedef struct room {
    char folder[PATH_BYTES];
    bt_certificate *certificate;
    bt_keeper *keeper;
    const char *names[1];
} room;

static int open_room(void **state)
{
    room *made = calloc(1, sizeof *made);
    const char *why = NULL;

    assert_non_null(made);
    snprintf(made->folder, sizeof made->folder, "/tmp/backtable-tls-XXXXXX");
    assert_non_null(mkdtemp(made->folder));
    made->names[0] = "classroom.local";
    made->certificate = bt_certificate_new();
    assert_non_null(made->certificate);
    assert_int_equal(bt_keeper_open(made->folder, made->names, 1, NOW_S, &made->keeper, &why), BT_OK);
    *state = made;
    return 0;
}

static void in_tls(const room *of, const char *name, char out[PATH_BYTES])
{
    assert_true(snprintf(out, PATH_BYTES, "%s/tls/%s", of->folder, name) < PATH_BYTES);
}

static int close_room(void **state)
{
    static const char *const files[] = { "authority.pem", "service.pem", "backtable-ca.crt", "" };
    room *made = *state;
    char path[PATH_BYTES];

    bt_keeper_close(made->keeper);
    bt_certificate_free(made->certificate);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        in_tls(made, files[i], path);
        (void)remove(path);
    }
    assert_int_equal(rmdir(made->folder), 0);
    free(made);
    return 0;
}

/* What is stored as the service's certificate. The caller frees it. */
static bt_keyed stored(const room *of)
{
    char path[PATH_BYTES];
    bt_bytes pem = { NULL, 0 };
    bt_keyed pair = { NULL, NULL };

    in_tls(of, "service.pem", path);
    assert_int_equal(bt_file_read(path, 1 << 14, &pem), BT_OK);
    assert_int_equal(bt_keyed_read((bt_view){ pem.data, pem.len }, &pair), BT_OK);
    bt_bytes_free(&pem);
    return pair;
}

static bool look(room *of, int64_t now_s)
{
    bool renewed = false;

    assert_int_equal(bt_keeper_look(of->keeper, now_s, of->certificate, &renewed), BT_OK);
    return renewed;
}

static int days_between(const ASN1_TIME *from, const ASN1_TIME *to)
{
    int days = 0, seconds = 0;

    assert_int_equal(ASN1_TIME_diff(&days, &seconds, from, to), 1);
    return days;
}

static void test_the_authority_holds_ten_years_and_signs_no_other_authority(void **state)
{
    room *here = *state;
    X509 *authority = bt_keeper_authority(here->keeper)->certificate;

    assert_int_equal(days_between(X509_get0_notBefore(authority), X509_get0_notAfter(authority)),
                     BT_AUTHORITY_DAYS);
    assert_int_equal(X509_get_pathlen(authority), 0);
    assert_true(X509_get_extension_flags(authority) & EXFLAG_CA);
    assert_int_equal(X509_get_key_usage(authority), KU_KEY_CERT_SIGN);
    assert_int_equal(EVP_PKEY_get_bits(bt_keeper_authority(here->keeper)->key), 256);
}

static void test_its_bounds_are_critical(void **state)
{
    room *here = *state;
    X509 *authority = bt_keeper_authority(here->keeper)->certificate;
    int at = X509_get_ext_by_NID(authority, NID_name_constraints, -1);

    assert_true(at >= 0);
    assert_int_equal(X509_EXTENSION_get_critical(X509_get_ext(authority, at)), 1);
}

static void test_it_may_speak_for_local_names_and_no_site_of_the_internet(void **state)
{
    static const struct {
        const char *name;
        bool permitted;
    } rows[] = { { "classroom.local", true },         { "another.local", true },  { "localhost", true },
                 { "school.example", false },         { "local.example", false }, { "notlocal", false },
                 { "classroom.local.example", false } };
    room *here = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (bt_authority_permits(bt_keeper_authority(here->keeper), rows[i].name) != rows[i].permitted)
            fail_msg("%s", rows[i].name);
    }
}

/* What a phone does with a leaf: the chain, the dates, the purpose and the bounds. */
static int verify(const room *of, X509 *leaf, int64_t at_s)
{
    X509_STORE *trusted = X509_STORE_new();
    X509_STORE_CTX *check = X509_STORE_CTX_new();
    int why = X509_V_OK;

    assert_non_null(trusted);
    assert_non_null(check);
    assert_int_equal(X509_STORE_add_cert(trusted, bt_keeper_authority(of->keeper)->certificate), 1);
    assert_int_equal(X509_STORE_CTX_init(check, trusted, leaf, NULL), 1);
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(check), (time_t)at_s);
    X509_STORE_CTX_set_purpose(check, X509_PURPOSE_SSL_SERVER);
    if (X509_verify_cert(check) != 1)
        why = X509_STORE_CTX_get_error(check);
    X509_STORE_CTX_free(check);
    X509_STORE_free(trusted);
    return why;
}

static void test_the_leaf_is_one_that_phones_take(void **state)
{
    room *here = *state;
    bt_keyed leaf = { NULL, NULL };

    assert_true(look(here, NOW_S));
    leaf = stored(here);
    assert_int_equal(verify(here, leaf.certificate, NOW_S), X509_V_OK);
    assert_int_equal(
        days_between(X509_get0_notBefore(leaf.certificate), X509_get0_notAfter(leaf.certificate)),
        BT_LEAF_DAYS);
    assert_int_equal(X509_check_host(leaf.certificate, "classroom.local", 0, 0, NULL), 1);
    assert_int_equal(X509_check_host(leaf.certificate, "localhost", 0, 0, NULL), 1);
    assert_int_equal(X509_check_ip_asc(leaf.certificate, "127.0.0.1", 0), 1);
    assert_int_equal(X509_check_ip_asc(leaf.certificate, "::1", 0), 1);
    bt_keyed_free(&leaf);
}

static void test_phones_refuse_what_is_signed_beyond_the_bounds(void **state)
{
    static const bt_hosts rows[] = { { .names = { "school.example" }, .name_count = 1 },
                                     { .addresses = { "192.0.2.7" }, .address_count = 1 },
                                     { .addresses = { "2001:db8::7" }, .address_count = 1 } };
    room *here = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bt_keyed leaf = { NULL, NULL };

        assert_int_equal(bt_authority_issue(bt_keeper_authority(here->keeper), &rows[i], NOW_S, &leaf),
                         BT_OK);
        assert_int_equal(verify(here, leaf.certificate, NOW_S), X509_V_ERR_PERMITTED_VIOLATION);
        bt_keyed_free(&leaf);
    }
}

static void test_the_leaf_stays_until_its_last_thirty_days(void **state)
{
    room *here = *state;
    int last = BT_LEAF_DAYS - BT_LEAF_RENEW_DAYS - 1; /* it began a day before it was made */

    assert_true(look(here, NOW_S));
    assert_false(look(here, NOW_S));
    assert_false(look(here, NOW_S + (int64_t)last * DAY_S));
    assert_true(look(here, NOW_S + (int64_t)last * DAY_S + 1));
}

static void test_the_leaf_is_the_same_after_a_restart(void **state)
{
    room *here = *state;
    const char *why = NULL;

    assert_true(look(here, NOW_S));
    bt_keeper_close(here->keeper);
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, NOW_S, &here->keeper, &why), BT_OK);
    assert_false(look(here, NOW_S));
}

static void test_another_name_makes_another_leaf_of_the_same_authority(void **state)
{
    room *here = *state;
    char before[BT_FINGERPRINT_BYTES], after[BT_FINGERPRINT_BYTES];
    bt_keyed leaf = { NULL, NULL };
    const char *why = NULL;

    assert_true(look(here, NOW_S));
    assert_int_equal(bt_authority_fingerprint(bt_keeper_authority(here->keeper), before), BT_OK);
    bt_keeper_close(here->keeper);
    here->names[0] = "library.local";
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, NOW_S, &here->keeper, &why), BT_OK);
    assert_true(look(here, NOW_S));
    assert_int_equal(bt_authority_fingerprint(bt_keeper_authority(here->keeper), after), BT_OK);
    assert_string_equal(before, after);
    leaf = stored(here);
    assert_int_equal(X509_check_host(leaf.certificate, "library.local", 0, 0, NULL), 1);
    bt_keyed_free(&leaf);
}

static void test_a_name_that_the_authority_may_not_speak_for_is_refused(void **state)
{
    room *here = *state;
    const char *why = NULL;

    bt_keeper_close(here->keeper);
    here->names[0] = "school.example";
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, NOW_S, &here->keeper, &why), BT_EINPUT);
    assert_non_null(strstr(why, "may not speak for"));
    assert_null(here->keeper);
}

static void test_no_leaf_outlives_the_authority_and_none_is_made_every_minute_at_its_end(void **state)
{
    room *here = *state;
    int64_t late_s = NOW_S + (int64_t)(BT_AUTHORITY_DAYS - 20) * DAY_S;
    bt_keyed leaf = { NULL, NULL };

    assert_true(look(here, late_s));
    leaf = stored(here);
    assert_int_equal(verify(here, leaf.certificate, late_s), X509_V_OK);
    assert_int_equal(ASN1_TIME_compare(X509_get0_notAfter(leaf.certificate),
                                       X509_get0_notAfter(bt_keeper_authority(here->keeper)->certificate)),
                     0);
    assert_false(look(here, late_s + DAY_S));
    bt_keyed_free(&leaf);
}

static void test_a_clock_that_is_years_off_makes_no_authority(void **state)
{
    room *here = *state;
    char path[PATH_BYTES];
    const char *why = NULL;

    bt_keeper_close(here->keeper);
    in_tls(here, "authority.pem", path);
    assert_int_equal(remove(path), 0);
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, 86400, &here->keeper, &why), BT_EDENIED);
    assert_non_null(strstr(why, "clock"));
    assert_int_not_equal(access(path, F_OK), 0);
}

static void test_an_authority_that_is_over_is_told_and_left_as_it_is(void **state)
{
    room *here = *state;
    int64_t over_s = NOW_S + (int64_t)BT_AUTHORITY_DAYS * DAY_S;
    const char *why = NULL;

    bt_keeper_close(here->keeper);
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, over_s, &here->keeper, &why), BT_EDENIED);
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, NOW_S, &here->keeper, &why), BT_OK);
}

static void test_a_damaged_authority_is_told_and_left_as_it_is(void **state)
{
    static const char none[] = "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n";
    room *here = *state;
    char path[PATH_BYTES];
    bt_bytes after = { NULL, 0 };
    const char *why = NULL;

    bt_keeper_close(here->keeper);
    in_tls(here, "authority.pem", path);
    assert_int_equal(bt_file_write(path, BT_VIEW(none)), BT_OK);
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, NOW_S, &here->keeper, &why), BT_EDAMAGED);
    assert_int_equal(bt_file_read(path, 1 << 14, &after), BT_OK);
    assert_string_equal(after.data, none);
    bt_bytes_free(&after);
}

static void test_a_damaged_leaf_is_made_anew(void **state)
{
    room *here = *state;
    char path[PATH_BYTES];
    const char *why = NULL;

    assert_true(look(here, NOW_S));
    in_tls(here, "service.pem", path);
    assert_int_equal(bt_file_write(path, BT_VIEW("none")), BT_OK);
    bt_keeper_close(here->keeper);
    assert_int_equal(bt_keeper_open(here->folder, here->names, 1, NOW_S, &here->keeper, &why), BT_OK);
    assert_true(look(here, NOW_S));
    assert_false(look(here, NOW_S));
}

static void test_nobody_else_on_the_machine_reads_the_keys(void **state)
{
    room *here = *state;
    char path[PATH_BYTES];
    struct stat about;

    assert_true(look(here, NOW_S));
    for (const char *const *name = (const char *const[]){ "authority.pem", "service.pem", "", NULL };
         *name != NULL; name++) {
        in_tls(here, *name, path);
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_mode & 077, 0);
    }
}

static void test_private_addresses_are_told_from_others(void **state)
{
    static const struct {
        const char *address;
        bool is_private;
    } rows[] = { { "10.0.0.1", true },
                 { "172.16.0.1", true },
                 { "172.31.255.255", true },
                 { "172.32.0.1", false },
                 { "172.15.0.1", false },
                 { "192.168.1.10", true },
                 { "192.169.0.1", false },
                 { "169.254.3.4", true },
                 { "127.0.0.1", true },
                 { "11.0.0.1", false },
                 { "192.0.2.1", false },
                 { "fd12::1", true },
                 { "fe80::1", true },
                 { "fec0::1", false },
                 { "2001:db8::1", false },
                 { "::1", true },
                 { "::2", false },
                 { "10.0.0", false },
                 { "10.0.0.1.example", false },
                 { "", false } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (bt_address_is_private(rows[i].address) != rows[i].is_private)
            fail_msg("%s", rows[i].address);
    }
}

static void test_names_of_machines_are_told_from_other_text(void **state)
{
    static const struct {
        const char *text;
        bool is_name;
    } rows[] = { { "classroom.local", true },
                 { "a", true },
                 { "room-12", true },
                 { "", false },
                 { "-a", false },
                 { ".local", false },
                 { "a..b", false },
                 { "a.", false },
                 { "a,DNS:evil.example", false },
                 { "a b", false },
                 { "1.2.3.4", false },
                 { "*.local", false },
                 { "caf\xc3\xa9.local", false } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (bt_host_is_name(rows[i].text) != rows[i].is_name)
            fail_msg("%s", rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_authority_holds_ten_years_and_signs_no_other_authority,
                                        open_room, close_room),
        cmocka_unit_test_setup_teardown(test_its_bounds_are_critical, open_room, close_room),
        cmocka_unit_test_setup_teardown(test_it_may_speak_for_local_names_and_no_site_of_the_internet,
                                        open_room, close_room),
        cmocka_unit_test_setup_teardown(test_the_leaf_is_one_that_phones_take, open_room, close_room),
        cmocka_unit_test_setup_teardown(test_phones_refuse_what_is_signed_beyond_the_bounds, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(test_the_leaf_stays_until_its_last_thirty_days, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(test_the_leaf_is_the_same_after_a_restart, open_room, close_room),
        cmocka_unit_test_setup_teardown(test_another_name_makes_another_leaf_of_the_same_authority, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(test_a_name_that_the_authority_may_not_speak_for_is_refused,
                                        open_room, close_room),
        cmocka_unit_test_setup_teardown(
            test_no_leaf_outlives_the_authority_and_none_is_made_every_minute_at_its_end, open_room,
            close_room),
        cmocka_unit_test_setup_teardown(test_a_clock_that_is_years_off_makes_no_authority, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(test_an_authority_that_is_over_is_told_and_left_as_it_is, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(test_a_damaged_authority_is_told_and_left_as_it_is, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(test_a_damaged_leaf_is_made_anew, open_room, close_room),
        cmocka_unit_test_setup_teardown(test_nobody_else_on_the_machine_reads_the_keys, open_room,
                                        close_room),
        cmocka_unit_test(test_private_addresses_are_told_from_others),
        cmocka_unit_test(test_names_of_machines_are_told_from_other_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
