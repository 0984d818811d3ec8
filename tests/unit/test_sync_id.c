/* Ids name files: what is one, and when it was made. */
#include "sync_fixture.h"

static void test_a_uuid_of_version_7_in_lower_case_is_an_id(void **state)
{
    static const char *const good[] = {
        "019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-9000-000000000001",
        "019a0000-0000-7fff-afff-ffffffffffff", "00000000-0000-7000-b000-000000000000",
        "ffffffff-ffff-7fff-bfff-ffffffffffff",
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(bt_id_valid(bt_view_of(good[i])));
}

static void test_anything_else_is_none(void **state)
{
    static const char *const bad[] = {
        "",
        "019a0000",
        "019a0000-0000-7000-8000-00000000000",
        "019a0000-0000-7000-8000-0000000000011",
        "019A0000-0000-7000-8000-000000000001",
        "019a0000-0000-4000-8000-000000000001",
        "019a0000-0000-7000-7000-000000000001",
        "019a0000-0000-7000-c000-000000000001",
        "019a0000_0000-7000-8000-000000000001",
        "019a0000-0000-7000-8000-00000000000g",
        "019a00000-000-7000-8000-000000000001",
        "../../../../../../../../etc/passwd..",
        "019a0000-0000-7000-8000-0000000000/1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(bt_id_valid(bt_view_of(bad[i])));
    assert_false(bt_id_valid((bt_view){ NULL, 0 }));
    assert_false(bt_id_valid((bt_view){ NULL, BT_ID_LEN }));
}

/* Of each byte of an id only the hexadecimal digits of its place are good, and a NUL is not. */
static void test_each_place_of_an_id_takes_its_own_characters(void **state)
{
    (void)state;
    for (size_t at = 0; at < BT_ID_LEN; at++) {
        size_t good = 0, want = at == 14 ? 1 : at == 19 ? 4 : 16;
        char id[] = RECORD_ID;

        if (at == 8 || at == 13 || at == 18 || at == 23)
            want = 1;
        for (int byte = 0; byte < 256; byte++) {
            id[at] = (char)byte;
            good += bt_id_valid((bt_view){ id, BT_ID_LEN });
        }
        assert_int_equal(good, want);
    }
}

static void test_an_id_says_when_it_was_made(void **state)
{
    (void)state;
    /* RFC 9562, appendix A.6: 017F22E279B0 is Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00 */
    assert_true(bt_id_time_ms(BT_VIEW("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")) == 1645557742000);
    assert_true(bt_id_time_ms(BT_VIEW("00000000-0000-7000-8000-000000000001")) == 0);
    assert_true(bt_id_time_ms(BT_VIEW("ffffffff-ffff-7000-8000-000000000001")) == 0xffffffffffff);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_uuid_of_version_7_in_lower_case_is_an_id),
        cmocka_unit_test(test_anything_else_is_none),
        cmocka_unit_test(test_each_place_of_an_id_takes_its_own_characters),
        cmocka_unit_test(test_an_id_says_when_it_was_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
