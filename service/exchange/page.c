/* service/exchange/page.c - what is new since a cursor, a page at a time. */
#include "service/exchange/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_version(bt_view text)
{
    if (text.len != BT_VERSION_LEN)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("0123456789abcdef", text.data[i]) == NULL || text.data[i] == '\0')
            return false;
    }
    return true;
}

static bool take_version(bt_view *rest, bt_oid *out)
{
    bt_view version = { rest->data, rest->len < BT_VERSION_LEN ? rest->len : BT_VERSION_LEN };

    if (!is_version(version))
        return false;
    memcpy(out->hex, version.data, BT_VERSION_LEN);
    rest->data += BT_VERSION_LEN;
    rest->len -= BT_VERSION_LEN;
    return true;
}

static bool take_mark(bt_view *rest, const char *mark)
{
    size_t len = strlen(mark);

    if (rest->len < len || memcmp(rest->data, mark, len) != 0)
        return false;
    rest->data += len;
    rest->len -= len;
    return true;
}

bt_cursor bt_cursor_read(bt_view text)
{
    bt_cursor cursor = { { "" }, { "" }, "" };
    bt_view rest = text;

    if (text.data == NULL)
        return cursor;
    if (take_version(&rest, &cursor.from) && rest.len == 0)
        return cursor;
    if (take_mark(&rest, "..") && take_version(&rest, &cursor.to) && take_mark(&rest, ":") &&
        bt_id_valid(rest)) {
        memcpy(cursor.after, rest.data, BT_ID_LEN);
        return cursor;
    }
    return (bt_cursor){ { "" }, { "" }, "" };
}

void bt_cursor_write(const bt_cursor *cursor, char out[BT_CURSOR_MAX_LEN + 1])
{
    if (cursor->to.hex[0] == '\0')
        (void)snprintf(out, BT_CURSOR_MAX_LEN + 1, "%s", cursor->from.hex);
    else
        (void)snprintf(out, BT_CURSOR_MAX_LEN + 1, "%s..%s:%s", cursor->from.hex, cursor->to.hex,
                       cursor->after);
}

bool bt_name_read(bt_view text, bt_oid *out)
{
    bt_view rest = text;

    if (text.len != BT_VERSION_LEN)
        return false;
    return take_version(&rest, out);
}

bool bt_mark_read(bt_view text, bt_oid *commit, char record[BT_ID_LEN + 1])
{
    bt_view rest = text;
    bt_oid name = { "" };

    if (text.data == NULL || !take_version(&rest, &name) || !take_mark(&rest, ":") || !bt_id_valid(rest))
        return false;
    *commit = name;
    memcpy(record, rest.data, BT_ID_LEN);
    record[BT_ID_LEN] = '\0';
    return true;
}

void bt_mark_write(const bt_oid *commit, const char *record, bt_out *out)
{
    char text[BT_VERSION_LEN + 1 + BT_ID_LEN + 1];

    (void)snprintf(text, sizeof text, "%s:%s", commit->hex, record);
    bt_out_key(out, "next");
    bt_out_string(out, commit->hex[0] == '\0' ? (bt_view){ NULL, 0 } : bt_view_of(text));
}

static int compare_stored(const void *a, const void *b)
{
    const bt_stored *const *left = a, *const *right = b;

    return strcmp((*left)->id, (*right)->id);
}

/* A page under way. */
typedef struct paging {
    bt_out *out;
    size_t begin, budget_bytes;
    const bt_stored **as_sent; /* by id */
    size_t as_sent_count;
    char last[BT_ID_LEN + 1];
    size_t count;
    bool cut;
} paging;

/* The records that the device has already, byte for byte. */
static bt_status list_as_sent(paging *p, const bt_applied *sent)
{
    size_t count = sent == NULL ? 0 : sent->stored_count;

    p->as_sent = malloc((count + 1) * sizeof(const bt_stored *));
    if (p->as_sent == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        if (sent->stored[i].as_sent)
            p->as_sent[p->as_sent_count++] = &sent->stored[i];
    }
    qsort(p->as_sent, p->as_sent_count, sizeof(const bt_stored *), compare_stored);
    return BT_OK;
}

/* Also by version: someone else may have changed the record again since. */
static bool device_has(const paging *p, const char *id, const bt_oid *version)
{
    bt_stored wanted = { 0 };
    const bt_stored *key = &wanted;
    const bt_stored **found;

    memcpy(wanted.id, id, BT_ID_LEN);
    found = bsearch(&key, p->as_sent, p->as_sent_count, sizeof(const bt_stored *), compare_stored);
    return found != NULL && strcmp((*found)->version.hex, version->hex) == 0;
}

void bt_page_element(bt_out *out, const bt_changed *record, bool first)
{
    bt_out_text(out, first ? "{\"id\":" : ",{\"id\":");
    bt_out_string(out, record->id);
    bt_out_key(out, "version");
    bt_out_string(out, bt_view_of(record->version.hex));
    bt_out_key(out, "record");
    bt_out_bytes(out, record->bytes);
    bt_out_text(out, "}");
}

static int add_record(void *context, const bt_changed *record)
{
    paging *p = context;
    char id[BT_ID_LEN + 1] = "";

    if (record->id.len != BT_ID_LEN || p->out->failed)
        return 1;
    memcpy(id, record->id.data, BT_ID_LEN);
    if (!device_has(p, id, &record->version)) {
        if (p->count > 0 && p->out->len - p->begin + record->bytes.len > p->budget_bytes) {
            p->cut = true;
            return 1;
        }
        bt_page_element(p->out, record, p->count == 0);
        p->count++;
    }
    memcpy(p->last, id, sizeof id);
    return 0;
}

/*
 * The device was level with the head that its batch was put on, and has each record of it as it is stored: there is
 * nothing else to find, and a walk would read every record of the batch again to say so.
 */
static bool is_level(const bt_cursor *from, const bt_oid *head, const bt_applied *sent)
{
    if (sent == NULL || sent->before.hex[0] == '\0' || from->to.hex[0] != '\0' ||
        strcmp(from->from.hex, sent->before.hex) != 0 || strcmp(sent->head.hex, head->hex) != 0)
        return false;
    for (size_t i = 0; i < sent->stored_count; i++) {
        if (!sent->stored[i].as_sent)
            return false;
    }
    return true;
}

static void finish(const paging *p, const bt_cursor *walk, const bt_oid *head, bt_page *page)
{
    *page = (bt_page){ .count = p->count };
    if (p->cut) {
        page->cursor = *walk;
        memcpy(page->cursor.after, p->last, sizeof p->last);
        page->more = true;
    } else {
        page->cursor.from = walk->to;
        page->more = strcmp(walk->to.hex, head->hex) != 0;
    }
}

bt_status bt_page_write(bt_store *store, const bt_cursor *from, const bt_oid *head, const bt_applied *sent,
                        int64_t budget_bytes, bt_out *out, bt_page *page)
{
    paging p = { .out = out, .begin = out->len, .budget_bytes = (size_t)budget_bytes };
    bt_cursor walk = *from;
    bt_status status;

    if (is_level(from, head, sent)) {
        *page = (bt_page){ .cursor = { .from = *head } };
        return BT_OK;
    }
    status = list_as_sent(&p, sent);
    if (status != BT_OK)
        goto done;
    if (walk.to.hex[0] == '\0')
        walk.to = *head;
    memcpy(p.last, walk.after, sizeof p.last);
    status = bt_store_changes(store, &walk.from, &walk.to,
                              walk.after[0] == '\0' ? (bt_view){ NULL, 0 } : bt_view_of(walk.after),
                              add_record, &p);
    if (status == BT_ENOTFOUND) { /* a cursor from before the service was restored */
        walk = (bt_cursor){ { "" }, *head, "" };
        status = bt_store_changes(store, &walk.from, &walk.to, (bt_view){ NULL, 0 }, add_record, &p);
    }
    if (status == BT_OK && out->failed)
        status = BT_ENOMEM;
    if (status == BT_OK)
        finish(&p, &walk, head, page);
done:
    free(p.as_sent);
    return status;
}
