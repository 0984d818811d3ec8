/* service/history/history_at.c - the class as it stood at an instant. */
#include "service/history/history.h"

#include <string.h>

#include "service/exchange/exchange.h"
#include "service/exchange/page.h"
#include "service/http/query.h"
#include "service/moment.h"

/* Which commit is asked for: the one of an instant, or the one that a page before this was of. */
typedef struct moment {
    bt_notebook *notebook;
    int64_t asked_s;
    bt_cursor walk; /* `to` is the commit */
    int64_t stored_s;
} moment;

static bt_status find_commit(bt_index *index, void *context)
{
    moment *m = context;

    if (m->walk.after[0] != '\0')
        return bt_index_time_of(index, &m->walk.to, &m->stored_s);
    return bt_index_at(index, m->asked_s, &m->walk.to, &m->stored_s);
}

static bt_status write_page(const moment *m, bt_out *out)
{
    const bt_oid none = { "" };
    bt_page page;
    bt_status status;

    bt_out_text(out, "{");
    bt_out_key(out, "commit");
    bt_out_string(out, bt_view_of(m->walk.to.hex));
    bt_out_key(out, "at");
    bt_out_time(out, m->stored_s);
    bt_out_key(out, "records");
    bt_out_text(out, "[");
    status = bt_page_write(bt_notebook_store(m->notebook), &m->walk, &m->walk.to, NULL, BT_PAGE_DEFAULT_BYTES,
                           out, &page);
    if (status != BT_OK)
        return status;
    bt_out_text(out, "]");
    bt_mark_write(page.more ? &m->walk.to : &none, page.cursor.after, out);
    bt_out_text(out, "}");
    return BT_OK;
}

static void answer(moment *m, bt_reply *reply)
{
    bt_out out = { 0 };
    bt_status status = bt_notebook_ask(m->notebook, find_commit, m);

    if (status == BT_ENOTFOUND && m->walk.after[0] != '\0') {
        bt_cursor_refuse(reply);
        return;
    }
    if (status == BT_ENOTFOUND) { /* there was no class yet, and that is an answer */
        bt_out_text(&out, "{\"commit\":null,\"at\":null,\"records\":[],\"next\":null}");
        status = BT_OK;
    } else if (status == BT_OK) {
        status = write_page(m, &out);
    }
    bt_history_answer(status, &out, reply);
    bt_out_free(&out);
}

void bt_handle_at(bt_service *service, const bt_request *request, bt_reply *reply)
{
    moment m = { .notebook = NULL };
    bt_view after;
    const bt_query_key keys[] = { { "after", &after } };
    unsigned role;

    if (!bt_query_read(request, keys, 1, reply))
        return;
    if (bt_moment_read(request->params[1], &m.asked_s) != BT_OK) {
        bt_reply_error(reply, 400, "bad_instant",
                       "This is no instant; write it in UTC, as 2026-11-20T23:59:59Z.");
        return;
    }
    if (after.data != NULL && !bt_mark_read(after, &m.walk.to, m.walk.after)) {
        bt_query_refuse(reply);
        return;
    }
    if (bt_exchange_enter(service, request, reply, &role, &m.notebook) != BT_OK)
        return;
    answer(&m, reply);
    bt_notebooks_release(service->notebooks, m.notebook);
}
