/* service/history/history.h - versions as they are told to others. */
#ifndef BT_SERVICE_HISTORY_H
#define BT_SERVICE_HISTORY_H

#include "service/http/request.h"
#include "service/json_out.h"
#include "service/service.h"
#include "store/store.h"

/* A member and the rule that decided it. Borrows from the message. */
typedef struct bt_decided {
    bt_view path; /* JSON pointer, or "(unknown_member)" */
    bt_view rule; /* a name of sync/merge.h */
} bt_decided;

/*
 * The next line "merge <id> <path> <rule>" about `id`. Set *at to 0 for the first.
 * False at the end; lines of any other form are passed over.
 */
bool bt_decided_next(bt_view message, bt_view id, size_t *at, bt_decided *out);

/* One version of the record `id` as the API and `backtable history --json` describe it. */
void bt_past_write(bt_view id, const bt_past *past, bt_out *out);
/* Its members alone: more may follow before the bracket. */
void bt_past_write_members(bt_view id, const bt_past *past, bt_out *out);

/* The bytes of a version as a member; null where `version` is empty. BT_EDAMAGED: the notebook lacks them. */
bt_status bt_value_write(bt_store *store, const char *key, const bt_oid *version, bt_out *out);

/* Fill a reply with `out`, which is empty then; or with what went wrong. `indexing` where the index is being made. */
void bt_history_answer(bt_status status, bt_out *out, bt_reply *reply);
/* Fill a reply with 404 unknown_cursor: the place to go on from is not (any more) in this history. */
void bt_cursor_refuse(bt_reply *reply);

/* The versions of one record, a page of which has at most BT_VERSIONS_MAX, and with their bytes BT_PAGE_DEFAULT_BYTES. */
enum { BT_VERSIONS_MAX = 1000 };
void bt_handle_versions(bt_service *service, const bt_request *request, bt_reply *reply);
/* The bytes of one version. */
void bt_handle_version(bt_service *service, const bt_request *request, bt_reply *reply);
/* All that changed about one student; at most BT_VERSIONS_STUDENT_MAX a page, and likewise. */
enum { BT_VERSIONS_STUDENT_MAX = 500 };
void bt_handle_student(bt_service *service, const bt_request *request, bt_reply *reply);
/* The class as it stood at an instant, paged like a pull. */
void bt_handle_at(bt_service *service, const bt_request *request, bt_reply *reply);

#endif
