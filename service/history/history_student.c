/* service/history/history_student.c - all that changed about one student between two instants. */
#include "service/history/history.h"

#include <string.h>

#include "service/exchange/exchange.h"
#include "service/exchange/page.h"
#include "service/http/query.h"
#include "service/moment.h"

/* One page of it. */
typedef struct listing {
    bt_notebook *notebook;
    bt_view student;
    bt_index_stretch stretch;
    bool values; /* with the bytes of each version, and of the one before */
    bt_out out;
    size_t count;
    bt_oid last_commit; /* of the last that is on the page, and */
    char last_record[BT_ID_LEN + 1];
    bool more;
    bt_status status;
} listing;

static bt_status write_values(listing *list, const bt_past *past)
{
    bt_store *store = bt_notebook_store(list->notebook);
    bt_status status = bt_value_write(store, "value", &past->version, &list->out);

    return status == BT_OK ? bt_value_write(store, "previous_value", &past->previous, &list->out) : status;
}

static int add_version(void *context, bt_view record, const bt_past *past)
{
    listing *list = context;

    list->more =
        list->count == BT_VERSIONS_STUDENT_MAX || (list->values && list->out.len >= BT_PAGE_DEFAULT_BYTES);
    if (list->more)
        return 1;
    bt_out_comma(&list->out);
    bt_out_text(&list->out, "{");
    bt_out_key(&list->out, "record");
    bt_out_string(&list->out, record);
    bt_past_write_members(record, past, &list->out);
    if (list->values)
        list->status = write_values(list, past);
    bt_out_text(&list->out, "}");
    list->last_commit = past->commit;
    memcpy(list->last_record, record.data, BT_ID_LEN);
    list->count++;
    return list->status != BT_OK || list->out.failed;
}

static bt_status ask(bt_index *index, void *context)
{
    listing *list = context;

    list->out.len = 0;
    list->count = 0;
    list->more = false;
    list->status = BT_OK;
    bt_out_text(&list->out, "{\"versions\":[");
    return bt_index_student(index, list->student, &list->stretch, add_version, list);
}

static bool read_query(const bt_request *request, listing *list, bt_reply *reply)
{
    bt_view from, to, after, records;
    const bt_query_key keys[] = {
        { "from", &from }, { "to", &to }, { "after", &after }, { "records", &records }
    };
    bt_index_stretch *stretch = &list->stretch;

    *stretch = (bt_index_stretch){ .from_s = INT64_MIN, .to_s = INT64_MAX };
    if (!bt_query_read(request, keys, sizeof keys / sizeof keys[0], reply))
        return false;
    list->values = records.data != NULL;
    if ((from.data == NULL || bt_moment_read(from, &stretch->from_s) == BT_OK) &&
        (to.data == NULL || bt_moment_read(to, &stretch->to_s) == BT_OK) &&
        (after.data == NULL || bt_mark_read(after, &stretch->after, stretch->record)) &&
        (records.data == NULL || bt_view_equal(records, BT_VIEW("1"))))
        return true;
    bt_query_refuse(reply);
    return false;
}

static void find_page(listing *list, bt_reply *reply)
{
    const bt_oid none = { "" };
    bt_status status = bt_notebook_ask(list->notebook, ask, list);

    if (status == BT_ENOTFOUND) {
        bt_cursor_refuse(reply);
        return;
    }
    bt_out_text(&list->out, "]");
    bt_mark_write(list->more ? &list->last_commit : &none, list->last_record, &list->out);
    bt_out_text(&list->out, "}");
    bt_history_answer(status == BT_OK ? list->status : status, &list->out, reply);
}

void bt_handle_student(bt_service *service, const bt_request *request, bt_reply *reply)
{
    listing list = { .student = request->params[1] };
    unsigned role;

    if (!read_query(request, &list, reply) ||
        bt_exchange_enter(service, request, reply, &role, &list.notebook) != BT_OK)
        return;
    if (bt_id_valid(list.student))
        find_page(&list, reply);
    else
        bt_reply_error(reply, 404, "unknown_student", "There is no such student in this classroom.");
    bt_out_free(&list.out);
    bt_notebooks_release(service->notebooks, list.notebook);
}
