/* Rules of a history that was replaced: who may bring what back, and who can say that it was. */
#define _GNU_SOURCE /* mkdtemp, popen */
#include "service/notebook/seal.h"
#include "tests/unit/service_fixture.h"

#include <sys/stat.h>

static batch one;

/* What becomes of a new note of Anna's that Ben sends with itself as its base; "" when it is stored. */
static const char *brought_by(fixture *f, const bt_writer *who, int64_t seq)
{
    static char code[64];
    made m = { "observation", id_of(7), STUDENTS ",\"words\":\"a b c\"", &anna, who };
    made before = { "observation", id_of(7), STUDENTS ",\"words\":\"a b c\"", &anna, NULL };
    char base[RECORD_BYTES];
    bt_applied applied;

    batch_begin(&one, seq);
    batch_add(&one, &m, NULL)->base_record = record_of(&before, base);
    assert_int_equal(bt_notebook_apply(f->notebook, who, &one.ask, &applied), BT_OK);
    (void)snprintf(code, sizeof code, "%s", applied.refused_count > 0 ? applied.refused[0].code : "");
    bt_applied_free(&applied);
    return code;
}

static void renew(fixture *f)
{
    char before[BT_EPOCH_HEX_LEN + 1];

    (void)snprintf(before, sizeof before, "%s", bt_store_epoch(bt_notebook_store(f->notebook)));
    assert_int_equal(bt_notebook_renew(f->notebook, before), BT_OK);
    assert_string_not_equal(bt_store_epoch(bt_notebook_store(f->notebook)), before);
}

static void test_nobody_writes_in_anothers_name_where_no_history_was_replaced(void **state)
{
    fixture *f = *state;

    assert_false(bt_store_replaced(bt_notebook_store(f->notebook)));
    assert_string_equal(brought_by(f, &ben, 1), "not_yours");
    assert_int_equal(count_commits(f), 2); /* the refusal is kept */
}

static void test_where_it_was_replaced_a_colleague_brings_back_and_the_commit_says_so(void **state)
{
    fixture *f = *state;
    char message[512], wanted[128];

    renew(f);
    assert_true(bt_store_replaced(bt_notebook_store(f->notebook)));
    assert_string_equal(brought_by(f, &ben, 1), "");
    in_repository(f, "git log -1 --format='%an%n%B' main", message, sizeof message);
    (void)snprintf(wanted, sizeof wanted, "brought %s\n", id_of(7));
    assert_non_null(strstr(message, wanted));
    assert_memory_equal(message, BEN, BT_ID_LEN); /* he is the witness, not she */
}

static void test_a_coach_and_a_substitute_bring_back_nothing_of_others(void **state)
{
    fixture *f = *state;
    const bt_writer substitute = { BEN, BENS_PHONE, BT_ROLE_SUBSTITUTE, NOW_S },
                    coach = { BEN, BENS_PHONE, BT_ROLE_COACH, NOW_S };

    renew(f);
    assert_string_equal(brought_by(f, &substitute, 1), "not_yours");
    assert_string_equal(brought_by(f, &coach, 2), "no_right");
}

static void test_an_own_note_that_comes_back_is_nothing_special(void **state)
{
    fixture *f = *state;
    char message[512];

    renew(f);
    assert_string_equal(brought_by(f, &anna, 1), "");
    in_repository(f, "git log -1 --format=%B main", message, sizeof message);
    assert_null(strstr(message, "brought"));
}

static void test_a_history_gets_its_new_name_once(void **state)
{
    fixture *f = *state;
    char first[BT_EPOCH_HEX_LEN + 1], second[BT_EPOCH_HEX_LEN + 1];
    bt_store *store = bt_notebook_store(f->notebook);

    (void)snprintf(first, sizeof first, "%s", bt_store_epoch(store));
    assert_int_equal(bt_notebook_renew(f->notebook, first), BT_OK);
    (void)snprintf(second, sizeof second, "%s", bt_store_epoch(store));
    /* another phone tells the same, a moment later */
    assert_int_equal(bt_notebook_renew(f->notebook, first), BT_OK);
    assert_string_equal(bt_store_epoch(store), second);
}

static void test_a_handle_that_is_open_hears_of_the_new_name(void **state)
{
    fixture *f = *state;
    bt_notebook *other = NULL;
    bt_oid head;

    assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &other), BT_OK);
    renew(f);
    assert_int_equal(bt_store_head(bt_notebook_store(other), &head), BT_OK);
    assert_string_equal(bt_store_epoch(bt_notebook_store(other)),
                        bt_store_epoch(bt_notebook_store(f->notebook)));
    assert_true(bt_store_replaced(bt_notebook_store(other)));
    bt_notebooks_release(f->all, other);
}

static void test_a_seal_belongs_to_one_key_notebook_epoch_and_cursor(void **state)
{
    fixture *f = *state;
    bt_seal_key other_key = { { 1 } };
    const bt_seal_place place = { bt_notebook_seal(f->notebook), bt_view_of(NOTEBOOK), bt_view_of("e1") };
    bt_seal_place others[3] = { place, place, place };
    char text[64] = "0123456789", seal[BT_SEAL_LEN + 1];
    bt_view opened;

    others[0].key = &other_key;
    others[1].notebook = bt_view_of(ANNA);
    others[2].epoch = bt_view_of("e2");
    assert_int_equal(bt_seal_make(&place, bt_view_of(text), seal), BT_OK);
    (void)snprintf(text + 10, sizeof text - 10, "%s", seal);
    opened = bt_seal_open(&place, bt_view_of(text));
    assert_int_equal(opened.len, 10);
    assert_ptr_equal(opened.data, text);
    for (size_t i = 0; i < 3; i++)
        assert_null(bt_seal_open(&others[i], bt_view_of(text)).data);
    for (size_t i = 0; i < strlen(text); i++) {
        text[i] ^= 1;
        assert_null(bt_seal_open(&place, bt_view_of(text)).data);
        text[i] ^= 1;
    }
    assert_null(bt_seal_open(&place, (bt_view){ text, BT_SEAL_LEN - 1 }).data);
    assert_null(bt_seal_open(&place, (bt_view){ NULL, 0 }).data);
}

static void test_the_key_is_made_once_and_is_its_owners_alone(void **state)
{
    fixture *f = *state;
    bt_seal_key first, second;
    char path[FOLDER_BYTES + 16];
    struct stat info;

    assert_int_equal(bt_seal_key_read(f->folder, &first), BT_OK);
    assert_int_equal(bt_seal_key_read(f->folder, &second), BT_OK);
    assert_memory_equal(&first, &second, sizeof first);
    assert_memory_equal(&first, bt_notebook_seal(f->notebook), sizeof first);
    (void)snprintf(path, sizeof path, "%s/seal", f->folder);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(truncate(path, 5), 0);
    assert_int_equal(bt_seal_key_read(f->folder, &second), BT_EDAMAGED);
}

int main(void)
{
#define RULE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        RULE(test_nobody_writes_in_anothers_name_where_no_history_was_replaced),
        RULE(test_where_it_was_replaced_a_colleague_brings_back_and_the_commit_says_so),
        RULE(test_a_coach_and_a_substitute_bring_back_nothing_of_others),
        RULE(test_an_own_note_that_comes_back_is_nothing_special),
        RULE(test_a_history_gets_its_new_name_once),
        RULE(test_a_handle_that_is_open_hears_of_the_new_name),
        RULE(test_a_seal_belongs_to_one_key_notebook_epoch_and_cursor),
        RULE(test_the_key_is_made_once_and_is_its_owners_alone),
    };

    return cmocka_run_group_tests_name("service: a replaced history", tests, library_start, library_stop);
}
