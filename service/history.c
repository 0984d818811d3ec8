/* service/history.c - the history of a record: its versions, who wrote them, and which rules merged them. */
#include "service/history.h"

#include <string.h>

#include "service/exchange.h"

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

void bt_past_write(bt_view id, const bt_past *past, bt_out *out)
{
    bt_out_text(out, "{");
    write_oid(out, "commit", &past->commit);
    write_oid(out, "version", &past->version);
    if (past->typed)
        write_oid(out, "typed_version", &past->typed_version);
    bt_out_key(out, "by");
    bt_out_string(out, past->author);
    bt_out_key(out, "device");
    bt_out_string(out, past->device);
    bt_out_key(out, "at");
    bt_out_time(out, past->time_s);
    write_rules(id, past, out);
    bt_out_text(out, "}");
}

typedef struct listing {
    bt_out out;
    bt_view id;
    size_t count;
} listing;

static int add_version(void *context, const bt_past *past)
{
    listing *list = context;

    bt_out_comma(&list->out);
    bt_past_write(list->id, past, &list->out);
    return ++list->count == BT_VERSIONS_MAX || list->out.failed;
}

void bt_handle_versions(bt_service *service, const bt_request *request, bt_reply *reply)
{
    listing list = { .id = request->params[1] };
    bt_notebook *notebook = NULL;
    unsigned role;
    bt_oid head;
    bt_status status;

    if (bt_exchange_enter(service, request, reply, &role, &notebook) != BT_OK)
        return;
    if (!bt_id_valid(list.id)) {
        bt_reply_error(reply, 404, "unknown_record", "There is no such note in this classroom.");
        goto done;
    }
    bt_out_text(&list.out, "{\"versions\":[");
    status = bt_store_head(bt_notebook_store(notebook), &head);
    if (status == BT_OK)
        status = bt_store_history(bt_notebook_store(notebook), &head, list.id, add_version, &list);
    bt_out_text(&list.out, "]}");
    if (status == BT_OK && list.out.failed)
        status = BT_ENOMEM;
    if (status != BT_OK) {
        bt_reply_status(reply, status);
    } else if (list.count == 0) {
        bt_reply_error(reply, 404, "unknown_record", "There is no such note in this classroom.");
    } else {
        bt_reply_json(reply, 200, list.out.data, list.out.len); /* the server's now */
        list.out = (bt_out){ 0 };
    }
done:
    bt_out_free(&list.out);
    bt_notebooks_release(service->notebooks, notebook);
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
