/* What is refused before anybody works with it: the JSON door, and the gate for request heads. */
#include "service/http/door.h"
#include "service/http/gate.h"
#include "service/http/origins.h"
#include "service/http/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static const struct {
    const char *rule;
    bt_view body;
    bt_status status;
} bodies[] = {
    { "an object is let in", BYTES("{\"a\":[1,{\"b\":null}]}"), BT_OK },
    { "blanks around it are fine", BYTES(" \r\n\t{} \n"), BT_OK },
    { "every script is fine", BYTES("{\"a\":\"\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x93\x9d\"}"), BT_OK },
    { "the same key in two objects is fine", BYTES("{\"a\":{\"k\":1},\"b\":{\"k\":1}}"), BT_OK },
    { "an escaped backslash before u0000 is text", BYTES("{\"a\":\"\\\\u0000\"}"), BT_OK },
    { "nothing is refused", BYTES(""), BT_EINPUT },
    { "a list is refused", BYTES("[]"), BT_EINPUT },
    { "a bare string is refused", BYTES("\"a\""), BT_EINPUT },
    { "a key twice is refused", BYTES("{\"a\":1,\"a\":2}"), BT_EINPUT },
    { "a key twice, once escaped, is refused", BYTES("{\"a\":1,\"\\u0061\":2}"), BT_EINPUT },
    { "a key twice far inside is refused", BYTES("{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}"), BT_EINPUT },
    { "more behind the value is refused", BYTES("{}x"), BT_EINPUT },
    { "a second value is refused", BYTES("{}{}"), BT_EINPUT },
    { "an escaped NUL is refused", BYTES("{\"a\":\"\\u0000\"}"), BT_EINPUT },
    { "an escaped NUL in a key is refused", BYTES("{\"a\\u0000b\":1}"), BT_EINPUT },
    { "a raw NUL is refused", BYTES("{\"a\":\"\0\"}"), BT_EINPUT },
    { "a raw newline in a string is refused", BYTES("{\"a\":\"\n\"}"), BT_EINPUT },
    { "a string that does not end is refused", BYTES("{\"a\":\"b"), BT_EINPUT },
    { "a string that ends in a backslash is refused", BYTES("{\"a\":\"b\\"), BT_EINPUT },
    { "a lone continuation byte is refused", BYTES("{\"a\":\"\x80\"}"), BT_EINPUT },
    { "an overlong slash is refused", BYTES("{\"a\":\"\xc0\xaf\"}"), BT_EINPUT },
    { "an overlong three-byte form is refused", BYTES("{\"a\":\"\xe0\x80\xaf\"}"), BT_EINPUT },
    { "a surrogate in UTF-8 is refused", BYTES("{\"a\":\"\xed\xa0\x80\"}"), BT_EINPUT },
    { "a code point past the last is refused", BYTES("{\"a\":\"\xf4\x90\x80\x80\"}"), BT_EINPUT },
    { "half a sequence at the end is refused", BYTES("{\"a\":\"\xe4\xb8"), BT_EINPUT },
    { "brackets that do not match are refused", BYTES("{\"a\":[}]"), BT_EINPUT },
};

static void test_what_the_door_lets_in(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        const char *why = NULL;
        cJSON *value = NULL;
        bt_status status = bt_door_read(bodies[i].body, &value, &why);

        if (status != bodies[i].status)
            print_error("%s: %d\n", bodies[i].rule, status);
        assert_int_equal(status, bodies[i].status);
        assert_int_equal(value != NULL, status == BT_OK);
        assert_int_equal(why != NULL, status != BT_OK);
        cJSON_Delete(value);
    }
}

static bt_status read_nested(size_t depth)
{
    char text[512] = "{\"a\":";
    size_t at = strlen(text);
    const char *why = NULL;
    cJSON *value = NULL;
    bt_status status = BT_EIO;

    memset(text + at, '[', depth - 1);
    memset(text + at + depth - 1, ']', depth - 1);
    at += 2 * (depth - 1);
    text[at++] = '}';
    status = bt_door_read((bt_view){ text, at }, &value, &why);
    cJSON_Delete(value);
    return status;
}

static void test_the_door_is_32_levels_deep(void **state)
{
    (void)state;
    assert_int_equal(read_nested(BT_DOOR_MAX_DEPTH), BT_OK);
    assert_int_equal(read_nested(BT_DOOR_MAX_DEPTH + 1), BT_ELIMIT);
    assert_int_equal(read_nested(200), BT_ELIMIT);
}

static void test_the_door_measures_before_it_reads(void **state)
{
    static char body[BT_DOOR_MAX_BYTES + 1];
    const char *why = NULL;
    cJSON *value = NULL;

    (void)state;
    memset(body, ' ', sizeof body);
    memcpy(body, "{}", 2);
    assert_int_equal(bt_door_read((bt_view){ body, BT_DOOR_MAX_BYTES }, &value, &why), BT_OK);
    cJSON_Delete(value);
    assert_int_equal(bt_door_read((bt_view){ body, sizeof body }, &value, &why), BT_ELIMIT);
    assert_null(value);
}

static void test_members_are_found_by_their_exact_name_and_kind(void **state)
{
    const char *why = NULL;
    cJSON *value = NULL;
    bt_view text;

    (void)state;
    assert_int_equal(
        bt_door_read(bt_view_of("{\"Code\":\"A\",\"n\":1,\"t\":\"four\",\"yes\":true,\"one\":1}"), &value,
                     &why),
        BT_OK);
    assert_int_equal(bt_door_text(value, "code", 10, &text), BT_OK);
    assert_null(text.data);
    assert_int_equal(bt_door_text(value, "n", 10, &text), BT_EINPUT);
    assert_int_equal(bt_door_text(value, "t", 4, &text), BT_OK);
    assert_true(bt_view_equal(text, bt_view_of("four")));
    assert_int_equal(bt_door_text(value, "t", 3, &text), BT_EINPUT);
    assert_true(bt_door_flag(value, "yes"));
    assert_false(bt_door_flag(value, "one"));
    cJSON_Delete(value);
}

static const char *const origins[] = { "http://localhost:8080", "https://school.example" };

/* One header more than these stands in for one of them, or is added; NULL removes. */
static bt_verdict ask(const char *method, const char *target, const bt_header *changes, size_t count)
{
    bt_header headers[16] = { { "Host", "localhost:8080" } };
    bt_head head = { method, target, headers, 1 };

    if (bt_method_takes_body(method)) {
        headers[head.header_count++] =
            (bt_header){ "Content-Type", strcmp(method, "PUT") == 0 ? "image/jpeg" : "application/json" };
        headers[head.header_count++] = (bt_header){ "Content-Length", "2" };
        headers[head.header_count++] = (bt_header){ "Origin", "http://localhost:8080" };
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;

        while (at < head.header_count && strcmp(headers[at].name, changes[i].name) != 0)
            at++;
        if (changes[i].value == NULL)
            headers[at] = headers[--head.header_count];
        else
            headers[at] = changes[i];
        if (at == head.header_count && changes[i].value != NULL)
            head.header_count++;
    }
    return bt_gate(&head, origins, sizeof origins / sizeof origins[0]);
}

static const struct {
    const char *rule, *method, *target;
    bt_header changes[3];
    size_t change_count;
    int status;
} heads[] = {
    { "a page's GET", "GET", "/", { { 0 } }, 0, 0 },
    { "a page's POST", "POST", "/api/v1/join", { { 0 } }, 0, 0 },
    { "a query is not looked at", "GET", "/?source=%20icon", { { 0 } }, 0, 0 },
    { "a name in capitals is the same name", "GET", "/", { { "Host", "LOCALHOST:8080" } }, 1, 0 },
    { "a proxy's name",
      "POST",
      "/",
      { { "Host", "school.example" }, { "Origin", "https://school.example" } },
      2,
      0 },
    { "one own name is no origin for another",
      "POST",
      "/",
      { { "Origin", "https://school.example" } },
      1,
      403 },
    { "a charset is fine", "POST", "/", { { "Content-Type", "application/json; charset=utf-8" } }, 1, 0 },
    { "a longer type is another type", "POST", "/", { { "Content-Type", "application/jsonp" } }, 1, 415 },
    { "no type", "POST", "/", { { "Content-Type", NULL } }, 1, 415 },
    { "a tool sends no Origin", "POST", "/", { { "Origin", NULL } }, 1, 0 },
    { "a cookie without Origin", "POST", "/", { { "Origin", NULL }, { "Cookie", "a=b" } }, 2, 403 },
    { "a tool with a token",
      "POST",
      "/",
      { { "Origin", NULL }, { "Cookie", "a=b" }, { "Authorization", "Bearer 0" } },
      3,
      0 },
    { "same-site is not same-origin", "POST", "/", { { "Sec-Fetch-Site", "same-site" } }, 1, 403 },
    { "same-origin", "POST", "/", { { "Sec-Fetch-Site", "same-origin" } }, 1, 0 },
    { "a length of 0", "POST", "/", { { "Content-Length", "0" } }, 1, 0 },
    { "a length in hex", "POST", "/", { { "Content-Length", "0x2" } }, 1, 400 },
    { "an empty length", "POST", "/", { { "Content-Length", "" } }, 1, 400 },
    { "a GET that says it has no body", "GET", "/", { { "Content-Length", "0" } }, 1, 0 },
    { "a tab in the path", "GET", "/\t", { { 0 } }, 0, 400 },
    { "a relative path", "GET", "index.html", { { 0 } }, 0, 400 },
    { "methods are not changed in case", "get", "/", { { 0 } }, 0, 405 },
    { "a page's PUT of a photo", "PUT", "/", { { 0 } }, 0, 0 },
    { "a PUT of anything else", "PUT", "/", { { "Content-Type", "application/json" } }, 1, 415 },
    { "a POST of a photo", "POST", "/", { { "Content-Type", "image/jpeg" } }, 1, 415 },
    { "a photo in gzip", "PUT", "/", { { "Content-Encoding", "gzip" } }, 1, 415 },
    { "a photo without its length", "PUT", "/", { { "Content-Length", NULL } }, 1, 411 },
    { "a photo from another page", "PUT", "/", { { "Origin", "https://evil.example" } }, 1, 403 },
    { "a photo by cookie, without Origin", "PUT", "/", { { "Origin", NULL }, { "Cookie", "a=b" } }, 2, 403 },
};

static void test_what_the_gate_lets_in(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        bt_verdict verdict = ask(heads[i].method, heads[i].target, heads[i].changes, heads[i].change_count);

        if (verdict.status != heads[i].status)
            print_error("%s: %d %s\n", heads[i].rule, verdict.status, verdict.code);
        assert_int_equal(verdict.status, heads[i].status);
        assert_int_equal(verdict.origin != NULL, verdict.status == 0);
        assert_int_equal(verdict.message != NULL, verdict.status != 0);
    }
}

static void test_the_gate_tells_length_and_encoding_of_the_body(void **state)
{
    const bt_header changes[] = { { "Content-Length", "123456789" }, { "Content-Encoding", "GZIP" } };
    bt_verdict verdict = ask("POST", "/", changes, 2);

    (void)state;
    assert_int_equal(verdict.status, 0);
    assert_int_equal(verdict.body_bytes, 123456789);
    assert_true(verdict.gzip_body);
    assert_string_equal(verdict.origin, origins[0]);
}

static void test_a_cookie_is_found_by_its_exact_name(void **state)
{
    const bt_header headers[] = { { "Cookie", "xbacktable=1; Backtable=2;backtable=3; backtable=4" } };
    const bt_head head = { "GET", "/", headers, 1 };

    (void)state;
    assert_true(bt_view_equal(bt_head_cookie(&head, "backtable"), bt_view_of("3")));
    assert_null(bt_head_cookie(&head, "table").data);
    assert_null(bt_head_cookie(&head, "__Host-backtable").data);
}

static void test_an_origin_is_an_address_and_nothing_else(void **state)
{
    static const char *const bad[] = { "",          "localhost",      "ftp://a",          "https://",
                                       "http://a/", "https://a b",    "https://a@b",      "https://a#b",
                                       "HTTPS://a", "javascript://a", "https://a\r\nX: b" };
    bt_origins list = { .count = 0 };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(bt_origins_add(&list, bad[i]), BT_EINPUT);
    assert_int_equal(bt_origins_add_host(&list, "localhost", 8080, false), BT_OK);
    assert_int_equal(bt_origins_add_host(&list, "::1", 8443, true), BT_OK);
    assert_int_equal(bt_origins_add_host(&list, "school.example", 443, true), BT_OK);
    assert_int_equal(bt_origins_add(&list, "https://school.example"), BT_OK);
    assert_int_equal(list.count, 3);
    assert_string_equal(list.list[0], "http://localhost:8080");
    assert_string_equal(list.list[1], "https://[::1]:8443");
    assert_string_equal(list.list[2], "https://school.example");
}

static void test_routes_match_whole_paths_and_hand_out_their_steps(void **state)
{
    bt_view params[BT_ROUTE_PARAMS];
    bool known = false;
    const bt_route *route =
        bt_route_find("GET", "/api/v1/notebooks/0a-1/records/2b/versions", params, &known);

    (void)state;
    assert_non_null(route);
    assert_string_equal(route->name, "versions");
    assert_true(bt_view_equal(params[0], bt_view_of("0a-1")));
    assert_true(bt_view_equal(params[1], bt_view_of("2b")));
    assert_ptr_equal(bt_route_find("HEAD", "/healthz", params, &known),
                     bt_route_find("GET", "/healthz", params, &known));
    assert_null(bt_route_find("GET", "/api/v1/join", params, &known));
    assert_true(known);
    assert_null(bt_route_find("POST", "/api/v1/notebooks//sync", params, &known));
    assert_false(known);
    assert_null(bt_route_find("POST", "/api/v1/notebooks/../sync", params, &known));
    assert_null(bt_route_find("GET", "/healthz/", params, &known));
    assert_null(bt_route_find("GET", "/health", params, &known));
    assert_false(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_door_lets_in),
        cmocka_unit_test(test_the_door_is_32_levels_deep),
        cmocka_unit_test(test_the_door_measures_before_it_reads),
        cmocka_unit_test(test_members_are_found_by_their_exact_name_and_kind),
        cmocka_unit_test(test_what_the_gate_lets_in),
        cmocka_unit_test(test_the_gate_tells_length_and_encoding_of_the_body),
        cmocka_unit_test(test_a_cookie_is_found_by_its_exact_name),
        cmocka_unit_test(test_an_origin_is_an_address_and_nothing_else),
        cmocka_unit_test(test_routes_match_whole_paths_and_hand_out_their_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
