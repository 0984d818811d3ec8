/* tests/unit/record_fixture.h - records that are taken, and records that are refused by a code and a path. */
#ifndef BT_TESTS_RECORD_FIXTURE_H
#define BT_TESTS_RECORD_FIXTURE_H

#include "sync_fixture.h"

static inline bt_status check(bt_arena *arena, bt_view bytes, bt_view *canonical, bt_complaint *why)
{
    char *exact = malloc(bytes.len > 0 ? bytes.len : 1); /* a look past the end is caught */
    bt_status status;

    assert_non_null(exact);
    memcpy(exact, bytes.data, bytes.len);
    *why = (bt_complaint){ 0 };
    status = bt_record_check(arena, (bt_view){ exact, bytes.len }, canonical, NULL, why);
    if (status != BT_OK) {
        assert_non_null(why->code);
        assert_true(strlen(why->message) > 20);
    }
    free(exact);
    return status;
}

/* `path` "" stands for the record as a whole, NULL for any. */
static inline void refused(bt_arena *arena, const char *record, bt_status want, const char *code,
                           const char *path)
{
    bt_complaint why;
    bt_status status = check(arena, bt_view_of(record), NULL, &why);
    bt_view at = why.path.data != NULL ? why.path : BT_VIEW("");

    if (status != want || why.code == NULL || strcmp(why.code, code) != 0 ||
        (path != NULL && !bt_view_equal(at, bt_view_of(path))))
        fail_msg("%.300s\nstatus %d, code %s, path %.*s; want %d, %s, %s", record, status,
                 status != BT_OK ? why.code : "none", (int)at.len, at.data, want, code,
                 path != NULL ? path : "any path");
}

static inline void accepted(bt_arena *arena, const char *record)
{
    bt_complaint why;
    bt_status status = check(arena, bt_view_of(record), NULL, &why);

    if (status != BT_OK)
        fail_msg("%.300s\nstatus %d, code %s, path %.*s", record, status, why.code, (int)why.path.len,
                 why.path.data != NULL ? why.path.data : "");
}

#endif
