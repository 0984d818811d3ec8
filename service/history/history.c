/* service/history/history.c - the history of a record: its versions, who wrote them, and which rules merged them. */
#include "service/history/history.h"

#include <string.h>

#include "service/exchange/exchange.h"
#include "service/exchange/page.h"
#include "service/http/query.h"

enum { INDEXING_RETRY_S = 1 };

static bt_view next_line(bt_view text, size_t *at)
{
    bt_view line = { text.data + *at, 0 };

    while (*at + line.len < text.len && line.data[line.len] != '\n')
        line.len++;
    *at += line.len + (*at + line.len < text.len);
    return line;
}

/* The next word of a line, which loses it. */
static bt_view next_word(bt_view *line)
{
    bt_view word = { line->data, 0 };

    while (word.len < line->len && word.data[word.len] != ' ')
        word.len++;
    line->data += word.len;
    line->len -= word.len;
    if (line->len > 0) {
        line->data++;
        line->len--;
    }
    return word;
}

bool bt_decided_next(bt_view message, bt_view id, size_t *at, bt_decided *out)
{
    while (*at < message.len) {
        bt_view line = next_line(message, at);

        if (!bt_view_equal(next_word(&line), bt_view_of("merge")) || !bt_view_equal(next_word(&line), id))
            continue;
        out->path = next_word(&line);
        out->rule = next_word(&line);
        if (out->path.len > 0 && out->rule.len > 0)
            return true;
    }
    return false;
}

static void write_oid(bt_out *out, const char *key, const bt_oid *oid)
{
    bt_out_key(out, key);
    bt_out_string(out, oid->hex[0] == '\0' ? (bt_view){ NULL, 0 } : bt_view_of(oid->hex));
}

static void write_rules(bt_view id, const bt_past *past, bt_out *out)
{
    bt_decided decided;
    size_t at = 0;

    bt_out_key(out, "rules");
    bt_out_text(out, "[");
    while (bt_decided_next(past->message, id, &at, &decided)) {
        bt_out_comma(out);
        bt_out_text(out, "{");
        bt_out_key(out, "path");
        bt_out_string(out, decided.path);
        bt_out_key(out, "rule");
        bt_out_string(out, decided.rule);
        bt_out_text(out, "}");
    }
    bt_out_text(out, "]");
}

void bt_past_write_members(bt_view id, const bt_past *past, bt_out *out)
{
    write_oid(out, "commit", &past->commit);
    write_oid(out, "version", &past->version);
    write_oid(out, "previous", &past->previous);
    if (past->typed)
        write_oid(out, "typed_version", &past->typed_version);
    bt_out_key(out, "by");
    bt_out_string(out, past->author);
    bt_out_key(out, "device");
    bt_out_string(out, past->device);
    bt_out_key(out, "at");
    bt_out_time(out, past->time_s);
    write_rules(id, past, out);
}

void bt_past_write(bt_view id, const bt_past *past, bt_out *out)
{
    bt_out_text(out, "{");
    bt_past_write_members(id, past, out);
    bt_out_text(out, "}");
}

bt_status bt_value_write(bt_store *store, const char *key, const bt_oid *version, bt_out *out)
{
    bt_bytes bytes = { NULL, 0 };
    bt_status status = BT_OK;

    if (version->hex[0] != '\0')
        status = bt_store_get_version(store, version, &bytes);
    bt_out_key(out, key);
    if (bytes.data == NULL)
        bt_out_text(out, "null");
    else
        bt_out_bytes(out, (bt_view){ bytes.data, bytes.len });
    bt_bytes_free(&bytes);
    return status == BT_ENOTFOUND ? BT_EDAMAGED : status;
}

void bt_history_answer(bt_status status, bt_out *out, bt_reply *reply)
{
    if (status == BT_OK && out->failed)
        status = BT_ENOMEM;
    if (status == BT_EBUSY) {
        bt_reply_error(reply, 503, "indexing",
                       "The service is reading the history of this classroom; try again in a moment.");
        reply->retry_after_s = INDEXING_RETRY_S;
    } else if (status != BT_OK) {
        bt_reply_status(reply, status);
    } else {
        bt_reply_json(reply, 200, out->data, out->len); /* the server's now */
        *out = (bt_out){ 0 };
    }
}

void bt_cursor_refuse(bt_reply *reply)
{
    bt_reply_error(reply, 404, "unknown_cursor",
                   "The place to go on from is not in this history any more; begin again without it.");
}

/* One page of the versions of a record. */
typedef struct listing {
    bt_notebook *notebook;
    bt_view id;
    bt_oid after; /* empty: from the newest */
    bool values;  /* with the bytes of each */
    bt_out out;
    size_t count;
    bool begun;  /* the walk has come to `after` */
    bt_oid last; /* the commit of the last that is on the page */
    bool more;
    bt_status status;
} listing;

static void start_over(listing *list)
{
    list->out.len = 0;
    list->count = 0;
    list->more = false;
    list->begun = list->after.hex[0] == '\0';
    list->status = BT_OK;
    bt_out_text(&list->out, "{\"versions\":[");
}

static int add_version(void *context, bt_view id, const bt_past *past)
{
    listing *list = context;

    list->more = list->count == BT_VERSIONS_MAX || (list->values && list->out.len >= BT_PAGE_DEFAULT_BYTES);
    if (list->more)
        return 1;
    bt_out_comma(&list->out);
    bt_out_text(&list->out, "{");
    bt_past_write_members(id, past, &list->out);
    if (list->values)
        list->status = bt_value_write(bt_notebook_store(list->notebook), "value", &past->version, &list->out);
    bt_out_text(&list->out, "}");
    list->last = past->commit;
    list->count++;
    return list->status != BT_OK || list->out.failed;
}

static bt_status ask(bt_index *index, void *context)
{
    listing *list = context;

    start_over(list);
    return bt_index_history(index, list->id, &list->after, add_version, list);
}

static int walk_version(void *context, const bt_past *past)
{
    listing *list = context;

    if (list->begun)
        return add_version(list, list->id, past);
    list->begun = strcmp(past->commit.hex, list->after.hex) == 0;
    return 0;
}

/* Slower, and never wrong: while the index is being made, or has no room on the disk. */
static bt_status walk(listing *list)
{
    bt_store *store = bt_notebook_store(list->notebook);
    bt_oid head;
    bt_status status = bt_store_head(store, &head);

    start_over(list);
    if (status == BT_OK)
        status = bt_store_history(store, &head, list->id, walk_version, list);
    return status == BT_OK && !list->begun ? BT_ENOTFOUND : status;
}

static void find_page(listing *list, bt_reply *reply)
{
    bt_status status = bt_notebook_ask(list->notebook, ask, list);

    if (status != BT_OK && status != BT_ENOTFOUND)
        status = walk(list);
    if (status == BT_OK)
        status = list->status;
    if (status == BT_ENOTFOUND) {
        bt_cursor_refuse(reply);
        return;
    }
    if (status == BT_OK && list->count == 0 && list->after.hex[0] == '\0') {
        bt_reply_error(reply, 404, "unknown_record", "There is no such note in this classroom.");
        return;
    }
    bt_out_text(&list->out, "]");
    write_oid(&list->out, "next", list->more ? &list->last : &(bt_oid){ "" });
    bt_out_text(&list->out, "}");
    bt_history_answer(status, &list->out, reply);
}

void bt_handle_versions(bt_service *service, const bt_request *request, bt_reply *reply)
{
    listing list = { .id = request->params[1] };
    bt_view after, records;
    const bt_query_key keys[] = { { "after", &after }, { "records", &records } };
    unsigned role;

    if (!bt_query_read(request, keys, sizeof keys / sizeof keys[0], reply))
        return;
    list.values = records.data != NULL;
    if ((after.data != NULL && !bt_name_read(after, &list.after)) ||
        (list.values && !bt_view_equal(records, BT_VIEW("1")))) {
        bt_query_refuse(reply);
        return;
    }
    if (bt_exchange_enter(service, request, reply, &role, &list.notebook) != BT_OK)
        return;
    if (bt_id_valid(list.id))
        find_page(&list, reply);
    else
        bt_reply_error(reply, 404, "unknown_record", "There is no such note in this classroom.");
    bt_out_free(&list.out);
    bt_notebooks_release(service->notebooks, list.notebook);
}

void bt_handle_version(bt_service *service, const bt_request *request, bt_reply *reply)
{
    bt_notebook *notebook = NULL;
    bt_bytes bytes = { NULL, 0 };
    bt_oid version = { "" };
    unsigned role;
    bt_status status = BT_ENOTFOUND;

    if (bt_exchange_enter(service, request, reply, &role, &notebook) != BT_OK)
        return;
    if (request->params[1].len == BT_VERSION_LEN) {
        memcpy(version.hex, request->params[1].data, BT_VERSION_LEN);
        status = bt_store_get_version(bt_notebook_store(notebook), &version, &bytes);
    }
    if (status == BT_OK)
        bt_reply_json(reply, 200, bytes.data, bytes.len); /* the server's now */
    else if (status == BT_ENOTFOUND || status == BT_EINPUT)
        bt_reply_error(reply, 404, "unknown_version", "The service does not have this version of the note.");
    else
        bt_reply_status(reply, status);
    bt_notebooks_release(service->notebooks, notebook);
}
