/* The rules of the exchange, from the bytes of an ask to the bytes of an answer, without HTTP. */
#define _GNU_SOURCE /* mkdtemp, popen */
#include "service/exchange/exchange.h"
#include "service/exchange/page.h"
#include "service/history/history.h"
#include "service/people/access_people.h"
#include "sync/json.h"
#include "tests/unit/service_fixture.h"

enum { ARENA_BYTES = 8 * 1024 * 1024, BODY_BYTES = 64 * 1024 };

#define STUDENTS "\"students\":[\"" STUDENT "\"]"

/* A service with one member, and the last answer it gave, read. */
typedef struct service_fixture {
    fixture *base;
    bt_service service;
    bt_identity member, outsider;
    bt_reply reply;
    bt_arena arena;
    const bt_json *answer;
    char body[BODY_BYTES];
} service_fixture;

static int64_t fixed_clock(void)
{
    return NOW_S;
}

static void join(service_fixture *s, const char *notebook, bt_identity *out)
{
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];

    assert_int_equal(
        bt_access_invite(s->service.access, notebook, BT_ROLE_OWNER, NULL, 0, NOW_S, BT_INVITE_LIFE_S, code),
        BT_OK);
    assert_int_equal(
        bt_access_join(s->service.access, bt_view_of(code), bt_view_of("phone"), NOW_S, out, token), BT_OK);
}

static int service_open(void **state)
{
    service_fixture *s = calloc(1, sizeof *s);
    char path[FOLDER_BYTES + 16];

    assert_non_null(s);
    assert_int_equal(fixture_open((void **)&s->base), 0);
    (void)snprintf(path, sizeof path, "%s/access.db", s->base->folder);
    assert_int_equal(bt_access_open(path, &s->service.access), BT_OK);
    s->service.notebooks = s->base->all;
    s->service.now_s = fixed_clock;
    s->arena = (bt_arena){ malloc(ARENA_BYTES), ARENA_BYTES, 0 };
    assert_non_null(s->arena.base);
    join(s, NOTEBOOK, &s->member);
    join(s, NULL, &s->outsider);
    *state = s;
    return 0;
}

static int service_close(void **state)
{
    service_fixture *s = *state;

    free(s->reply.body);
    free(s->arena.base);
    bt_access_close(s->service.access);
    assert_int_equal(fixture_close((void **)&s->base), 0);
    free(s);
    return 0;
}

static int run(service_fixture *s, bt_handler handle, bt_identity who, const char *notebook,
               const char *second, const char *body)
{
    bt_request request = { .method = body == NULL ? "GET" : "POST", .known = true, .who = who };
    const char *complaint;

    request.params[0] = bt_view_of(notebook);
    request.params[1] = second == NULL ? (bt_view){ NULL, 0 } : bt_view_of(second);
    request.body = body == NULL ? (bt_view){ NULL, 0 } : bt_view_of(body);
    free(s->reply.body);
    s->reply = (bt_reply){ 0 };
    s->arena.used = 0;
    handle(&s->service, &request, &s->reply);
    assert_int_equal(bt_json_read(&s->arena, (bt_view){ s->reply.body, s->reply.body_len },
                                  BT_BATCH_MAX_DEPTH, &s->answer, &complaint),
                     BT_OK);
    return s->reply.status;
}

static int exchange(service_fixture *s, const char *body)
{
    return run(s, bt_handle_sync, s->member, NOTEBOOK, NULL, body);
}

static const char *error_code(const service_fixture *s)
{
    static char code[64];
    bt_view text = bt_json_get_string(bt_json_get(s->answer, bt_view_of("error")), "code");

    assert_non_null(text.data);
    (void)snprintf(code, sizeof code, "%.*s", (int)text.len, text.data);
    return code;
}

static int64_t integer(const service_fixture *s, const char *member)
{
    const bt_json *value = bt_json_get(s->answer, bt_view_of(member));

    assert_non_null(value);
    assert_int_equal(value->kind, BT_JSON_INTEGER);
    return value->integer;
}

static size_t count_of(const service_fixture *s, const char *member)
{
    const bt_json *value = bt_json_get(s->answer, bt_view_of(member));

    assert_non_null(value);
    assert_int_equal(value->kind, BT_JSON_ARRAY);
    return value->count;
}

static bool more(const service_fixture *s)
{
    return bt_json_get(s->answer, bt_view_of("more"))->boolean;
}

static void text_of(const service_fixture *s, const char *member, char out[256])
{
    bt_view text = bt_json_get_string(s->answer, member);

    assert_non_null(text.data);
    assert_in_range(text.len, 1, 255);
    memcpy(out, text.data, text.len);
    out[text.len] = '\0';
}

/* How an ask begins, up to its changes. */
static size_t begin_ask(service_fixture *s, const char *epoch, const char *cursor, int64_t seq)
{
    char quoted[2][300];
    const char *given[2] = { epoch, cursor };

    for (int i = 0; i < 2; i++)
        (void)snprintf(quoted[i], sizeof quoted[i], given[i] == NULL ? "null" : "\"%s\"", given[i]);
    return (size_t)snprintf(s->body, sizeof s->body,
                            "{\"protocol\":1,\"epoch\":%s,\"cursor\":%s,\"seq\":%lld,\"changes\":[",
                            quoted[0], quoted[1], (long long)seq);
}

/* An ask without changes. */
static const char *ask(service_fixture *s, const char *epoch, const char *cursor, const char *rest)
{
    size_t used = begin_ask(s, epoch, cursor, 0);

    (void)snprintf(s->body + used, sizeof s->body - used, "]%s}", rest);
    return s->body;
}

/* An ask that brings `count` new observations, from the n-th id on, to where the device stands. */
static const char *push_from(service_fixture *s, const char *epoch, const char *cursor, int64_t seq,
                             unsigned first, unsigned count)
{
    const bt_writer me = { s->member.person, s->member.device, BT_ROLE_OWNER, NOW_S };
    size_t used = begin_ask(s, epoch, cursor, seq);

    for (unsigned i = 0; i < count; i++) {
        char record[RECORD_BYTES];
        made m = { "observation", id_of(first + i), STUDENTS, &me, NULL };

        (void)record_of(&m, record);
        used += (size_t)snprintf(s->body + used, sizeof s->body - used,
                                 "%s{\"id\":\"%s\",\"base\":null,\"record\":%s}", i == 0 ? "" : ",", m.id,
                                 record);
    }
    (void)snprintf(s->body + used, sizeof s->body - used, "]}");
    return s->body;
}

static const char *push(service_fixture *s, int64_t seq, unsigned first, unsigned count)
{
    return push_from(s, NULL, NULL, seq, first, count);
}

static void test_a_first_ask_of_an_empty_notebook_is_small(void **state)
{
    service_fixture *s = *state;

    assert_int_equal(exchange(s, ask(s, NULL, NULL, "")), 200);
    assert_int_equal(count_of(s, "records"), 0);
    assert_int_equal(integer(s, "received"), 0);
    assert_int_equal(integer(s, "protocol"), 1);
    assert_false(more(s));
    assert_true(s->reply.body_len < 1024);
}

static void test_what_this_batch_brought_is_named_and_not_sent_back(void **state)
{
    service_fixture *s = *state;

    assert_int_equal(exchange(s, push(s, 1, 0, 3)), 200);
    assert_int_equal(count_of(s, "stored"), 3);
    assert_int_equal(count_of(s, "refused"), 0);
    assert_int_equal(count_of(s, "records"), 0);
    assert_int_equal(integer(s, "received"), 1);
    assert_int_equal(exchange(s, ask(s, NULL, NULL, "")), 200);
    assert_int_equal(count_of(s, "records"), 3);
    assert_int_equal(integer(s, "received"), 1);
}

static void test_a_record_goes_out_as_the_bytes_it_is_stored_as(void **state)
{
    service_fixture *s = *state;
    bt_bytes stored;
    bt_oid version = { "" };
    bt_view text;

    (void)exchange(s, push(s, 1, 0, 1));
    (void)exchange(s, ask(s, NULL, NULL, ""));
    text = bt_json_get_string(bt_json_get(s->answer, bt_view_of("records"))->entries[0].value, "version");
    memcpy(version.hex, text.data, BT_VERSION_LEN);
    assert_int_equal(bt_store_get_version(bt_notebook_store(s->base->notebook), &version, &stored), BT_OK);
    assert_non_null(memmem(s->reply.body, s->reply.body_len, stored.data, stored.len));
    bt_bytes_free(&stored);
}

static void test_a_record_that_a_colleague_changed_at_once_is_sent_back(void **state)
{
    service_fixture *s = *state;
    bt_store *store = bt_notebook_store(s->base->notebook);
    bt_cursor start = bt_cursor_read((bt_view){ NULL, 0 });
    bt_stored stored = { .as_sent = true };
    bt_applied sent = { .stored = &stored, .stored_count = 1 };
    bt_out out = { 0 };
    bt_page page;
    bt_oid head;

    (void)exchange(s, push(s, 1, 0, 1));
    assert_int_equal(bt_store_head(store, &head), BT_OK);
    memcpy(stored.id, id_of(0), sizeof stored.id);
    memset(stored.version.hex, '1', BT_VERSION_LEN); /* what this device brought is not what is there now */
    assert_int_equal(bt_page_write(store, &start, &head, &sent, BT_PAGE_DEFAULT_BYTES, &out, &page), BT_OK);
    assert_int_equal(page.count, 1);
    bt_out_free(&out);
}

static void test_a_batch_brings_back_what_came_between_and_leaves_the_device_level(void **state)
{
    service_fixture *s = *state;
    char epoch[256], cursor[256], head[256];

    (void)exchange(s, push(s, 1, 0, 2));
    text_of(s, "epoch", epoch);
    text_of(s, "cursor", cursor);
    (void)exchange(s, push(s, 2, 5, 1));
    (void)exchange(s, push_from(s, epoch, cursor, 3, 8, 2));
    assert_int_equal(count_of(s, "records"), 1);
    text_of(s, "cursor", cursor);
    (void)exchange(s, push_from(s, epoch, cursor, 4, 12, 2));
    assert_int_equal(count_of(s, "records"), 0);
    assert_false(more(s));
    text_of(s, "cursor", cursor);
    text_of(s, "head", head);
    assert_memory_equal(cursor, head, BT_VERSION_LEN);
    (void)exchange(s, ask(s, epoch, cursor, ""));
    assert_int_equal(count_of(s, "records"), 0);
}

static void test_pages_bring_everything_once_whatever_the_budget(void **state)
{
    service_fixture *s = *state;
    char epoch[256], cursor[256];
    size_t seen = 0, pages = 0;

    (void)exchange(s, push(s, 1, 0, 20));
    (void)exchange(s, ask(s, NULL, NULL, ",\"budget_bytes\":1"));
    for (;;) {
        seen += count_of(s, "records");
        pages++;
        text_of(s, "epoch", epoch);
        text_of(s, "cursor", cursor);
        if (!more(s))
            break;
        assert_int_equal(count_of(s, "records"), 1); /* over the budget, but on it goes */
        (void)exchange(s, ask(s, epoch, cursor, ",\"budget_bytes\":1"));
    }
    assert_int_equal(seen, 20);
    assert_int_equal(pages, 20);
    (void)exchange(s, ask(s, epoch, cursor, ""));
    assert_int_equal(count_of(s, "records"), 0);
}

static void test_what_is_stored_between_two_pages_comes_after_them(void **state)
{
    service_fixture *s = *state;
    char epoch[256], cursor[256];
    size_t seen;

    (void)exchange(s, push(s, 1, 10, 3));
    (void)exchange(s, ask(s, NULL, NULL, ",\"budget_bytes\":1"));
    seen = count_of(s, "records");
    text_of(s, "epoch", epoch);
    text_of(s, "cursor", cursor);
    (void)exchange(s, push(s, 2, 0, 2)); /* their ids are before those of the page */
    do {
        (void)exchange(s, ask(s, epoch, cursor, ""));
        seen += count_of(s, "records");
        text_of(s, "cursor", cursor);
    } while (more(s));
    assert_int_equal(seen, 5);
}

static const char unknown_walk[] =
    "0000000000000000000000000000000000000000..1111111111111111111111111111111111111111:" STUDENT;

static void test_a_cursor_of_another_epoch_or_none_of_ours_starts_anew(void **state)
{
    service_fixture *s = *state;
    static const char *const odd[] = { "0000000000000000000000000000000000000000", "x", "..", "HEAD",
                                       unknown_walk };
    char epoch[256], cursor[256];

    (void)exchange(s, push(s, 1, 0, 2));
    (void)exchange(s, ask(s, NULL, NULL, ""));
    text_of(s, "epoch", epoch);
    text_of(s, "cursor", cursor);
    assert_int_equal(exchange(s, ask(s, "00000000000000000000000000000000", cursor, "")), 200);
    assert_int_equal(count_of(s, "records"), 2);
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        assert_int_equal(exchange(s, ask(s, epoch, odd[i], "")), 200);
        assert_int_equal(count_of(s, "records"), 2);
        assert_false(more(s));
    }
}

static void test_a_number_used_twice_is_409(void **state)
{
    service_fixture *s = *state;

    (void)exchange(s, push(s, 1, 0, 1));
    assert_int_equal(exchange(s, push(s, 1, 5, 1)), 409);
    assert_string_equal(error_code(s), "seq_reused");
}

static void test_an_outsider_and_an_unknown_notebook_get_one_answer(void **state)
{
    service_fixture *s = *state;
    char first[512];

    assert_int_equal(run(s, bt_handle_sync, s->outsider, NOTEBOOK, NULL, ask(s, NULL, NULL, "")), 404);
    assert_string_equal(error_code(s), "unknown_notebook");
    (void)snprintf(first, sizeof first, "%.*s", (int)s->reply.body_len, s->reply.body);
    assert_int_equal(run(s, bt_handle_sync, s->member, id_of(1), NULL, ask(s, NULL, NULL, "")), 404);
    assert_memory_equal(s->reply.body, first, s->reply.body_len);
    assert_int_equal(run(s, bt_handle_versions, s->outsider, NOTEBOOK, id_of(0), NULL), 404);
    assert_string_equal(error_code(s), "unknown_notebook");
}

static void test_asks_that_are_none_say_what_to_do(void **state)
{
    service_fixture *s = *state;
    static const struct {
        const char *body;
        int status;
        const char *code;
    } rows[] = {
        { "", 400, NULL },
        { "{", 400, NULL },
        { "[]", 400, NULL },
        { "{\"protocol\":2,\"epoch\":null,\"cursor\":null,\"seq\":0,\"changes\":[]}", 400, "app_too_new" },
        { "{\"protocol\":0,\"epoch\":null,\"cursor\":null,\"seq\":0,\"changes\":[]}", 400, "app_too_old" },
        { "{\"protocol\":1,\"protocol\":1,\"epoch\":null,\"cursor\":null,\"seq\":0,\"changes\":[]}", 400,
          "duplicate_key" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(exchange(s, rows[i].body), rows[i].status);
        if (rows[i].code != NULL)
            assert_string_equal(error_code(s), rows[i].code);
        else
            assert_true(strlen(error_code(s)) > 0);
    }
}

/* The connection of a phone that is already gone: it is asked, and the wait ends. */
static bool is_gone(void *connection)
{
    ++*(int *)connection;
    return true;
}

static void test_a_device_that_has_everything_may_wait(void **state)
{
    service_fixture *s = *state;
    char epoch[256], cursor[256];
    int asked = 0;
    bt_request request = {
        .method = "POST", .known = true, .who = s->member, .gone = is_gone, .connection = &asked
    };

    (void)exchange(s, push(s, 1, 0, 1));
    (void)exchange(s, ask(s, NULL, NULL, ""));
    text_of(s, "epoch", epoch);
    text_of(s, "cursor", cursor);
    request.params[0] = bt_view_of(NOTEBOOK);
    request.body = bt_view_of(ask(s, epoch, cursor, ",\"wait_s\":25"));
    free(s->reply.body);
    s->reply = (bt_reply){ 0 };
    bt_handle_sync(&s->service, &request, &s->reply);
    assert_int_equal(s->reply.status, 200);
    assert_int_equal(asked, 1);

    bt_notebooks_wait_limit(s->base->all, 0);
    assert_int_equal(exchange(s, ask(s, epoch, cursor, ",\"wait_s\":25")), 200);
    assert_int_equal(integer(s, "retry_ms"), BT_RETRY_MS);
}

/* What happens to the member while their question is held: the first look at whether the peer has left. */
typedef struct meanwhile {
    service_fixture *s;
    int asked;
    void (*act)(service_fixture *s);
} meanwhile;

static bool acts_once(void *context)
{
    meanwhile *m = context;

    if (m->asked++ == 0)
        m->act(m->s);
    return false;
}

/* The status of a question that was held until `act` had its effect. */
static int hold(service_fixture *s, void (*act)(service_fixture *s))
{
    char epoch[256], cursor[256];
    meanwhile m = { s, 0, act };
    bt_request request = {
        .method = "POST", .known = true, .who = s->member, .gone = acts_once, .connection = &m
    };
    const char *complaint;

    (void)exchange(s, push(s, 1, 0, 1));
    (void)exchange(s, ask(s, NULL, NULL, ""));
    text_of(s, "epoch", epoch);
    text_of(s, "cursor", cursor);
    request.params[0] = bt_view_of(NOTEBOOK);
    request.body = bt_view_of(ask(s, epoch, cursor, ",\"wait_s\":25"));
    free(s->reply.body);
    s->reply = (bt_reply){ 0 };
    bt_handle_sync(&s->service, &request, &s->reply);
    assert_int_equal(m.asked, 1);
    assert_int_equal(bt_json_read(&s->arena, (bt_view){ s->reply.body, s->reply.body_len },
                                  BT_BATCH_MAX_DEPTH, &s->answer, &complaint),
                     BT_OK);
    return s->reply.status;
}

static void sign_out(service_fixture *s)
{
    assert_int_equal(bt_people_revoke(s->service.access, s->member.device, NOW_S), BT_OK);
}

static void make_co_teacher(service_fixture *s)
{
    bt_identity other;

    join(s, NOTEBOOK, &other); /* an owner who stays */
    assert_int_equal(
        bt_people_set_role(s->service.access, NOTEBOOK, s->member.person, BT_ROLE_CO_TEACHER, 0, NOW_S),
        BT_OK);
}

static void let_go(service_fixture *s)
{
    bt_identity other;

    join(s, NOTEBOOK, &other);
    assert_int_equal(bt_people_end_role(s->service.access, NOTEBOOK, s->member.person, NOW_S), BT_OK);
}

static void test_a_device_signed_out_while_it_waits_is_told_at_once(void **state)
{
    service_fixture *s = *state;

    assert_int_equal(hold(s, sign_out), 401);
    assert_string_equal(error_code(s), "revoked");
}

static void test_a_role_that_ends_while_a_device_waits_ends_the_wait(void **state)
{
    service_fixture *s = *state;

    assert_int_equal(hold(s, let_go), 403);
    assert_string_equal(error_code(s), "role_ended");
}

static void test_another_role_is_told_to_a_device_that_waits(void **state)
{
    service_fixture *s = *state;
    char role[256];

    assert_int_equal(hold(s, make_co_teacher), 200);
    text_of(s, "role", role);
    assert_string_equal(role, "co_teacher");
}

static void test_the_history_of_a_note_is_newest_first_and_its_versions_can_be_read(void **state)
{
    service_fixture *s = *state;
    const bt_json *versions;
    char version[256];
    bt_view text;

    (void)exchange(s, push(s, 1, 0, 1));
    assert_int_equal(run(s, bt_handle_versions, s->member, NOTEBOOK, id_of(0), NULL), 200);
    versions = bt_json_get(s->answer, bt_view_of("versions"));
    assert_int_equal(versions->count, 1);
    assert_true(
        bt_view_equal(bt_json_get_string(versions->entries[0].value, "by"), bt_view_of(s->member.person)));
    assert_true(bt_view_equal(bt_json_get_string(versions->entries[0].value, "device"),
                              bt_view_of(s->member.device)));
    text = bt_json_get_string(versions->entries[0].value, "version");
    (void)snprintf(version, sizeof version, "%.*s", (int)text.len, text.data);
    assert_int_equal(run(s, bt_handle_version, s->member, NOTEBOOK, version, NULL), 200);
    assert_true(bt_view_equal(bt_json_get_string(s->answer, "id"), bt_view_of(id_of(0))));
}

static void test_what_is_not_there_is_404(void **state)
{
    service_fixture *s = *state;

    assert_int_equal(run(s, bt_handle_versions, s->member, NOTEBOOK, id_of(9), NULL), 404);
    assert_string_equal(error_code(s), "unknown_record");
    assert_int_equal(run(s, bt_handle_versions, s->member, NOTEBOOK, "---", NULL), 404);
    assert_int_equal(
        run(s, bt_handle_version, s->member, NOTEBOOK, "0000000000000000000000000000000000000000", NULL),
        404);
    assert_string_equal(error_code(s), "unknown_version");
    assert_int_equal(run(s, bt_handle_version, s->member, NOTEBOOK, "12", NULL), 404);
}

static void test_a_cursor_is_written_as_it_is_read(void **state)
{
    static const char *const rows[] = {
        "1111111111111111111111111111111111111111",
        "1111111111111111111111111111111111111111..2222222222222222222222222222222222222222:" STUDENT,
        "..2222222222222222222222222222222222222222:" STUDENT,
    };
    char out[BT_CURSOR_MAX_LEN + 1];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bt_cursor cursor = bt_cursor_read(bt_view_of(rows[i]));

        bt_cursor_write(&cursor, out);
        assert_string_equal(out, rows[i]);
    }
}

#define RULE(test) cmocka_unit_test_setup_teardown(test, service_open, service_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(test_a_first_ask_of_an_empty_notebook_is_small),
        RULE(test_what_this_batch_brought_is_named_and_not_sent_back),
        RULE(test_a_record_goes_out_as_the_bytes_it_is_stored_as),
        RULE(test_a_record_that_a_colleague_changed_at_once_is_sent_back),
        RULE(test_a_batch_brings_back_what_came_between_and_leaves_the_device_level),
        RULE(test_pages_bring_everything_once_whatever_the_budget),
        RULE(test_what_is_stored_between_two_pages_comes_after_them),
        RULE(test_a_cursor_of_another_epoch_or_none_of_ours_starts_anew),
        RULE(test_a_number_used_twice_is_409),
        RULE(test_an_outsider_and_an_unknown_notebook_get_one_answer),
        RULE(test_asks_that_are_none_say_what_to_do),
        RULE(test_a_device_that_has_everything_may_wait),
        RULE(test_a_device_signed_out_while_it_waits_is_told_at_once),
        RULE(test_a_role_that_ends_while_a_device_waits_ends_the_wait),
        RULE(test_another_role_is_told_to_a_device_that_waits),
        RULE(test_the_history_of_a_note_is_newest_first_and_its_versions_can_be_read),
        RULE(test_what_is_not_there_is_404),
        cmocka_unit_test(test_a_cursor_is_written_as_it_is_read),
    };
    return cmocka_run_group_tests_name("exchange", tests, library_start, library_stop);
}
