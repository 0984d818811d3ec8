#include "sync/batch.h"

#include "sync/complaint.h"
#include "sync/json.h"

typedef struct cursor {
    bt_arena *arena;
    bt_view rest;
    bt_complaint *why;
} cursor;

static bt_status refuse(cursor *c, bt_status status, const char *code)
{
    *c->why = bt_complaint_of(code, (bt_view){ NULL, 0 });
    return status;
}

static void skip_space(cursor *c)
{
    while (c->rest.len > 0 && (*c->rest.data == ' ' || *c->rest.data == '\t' || *c->rest.data == '\n' ||
                               *c->rest.data == '\r')) {
        c->rest.data++;
        c->rest.len--;
    }
}

static bool take(cursor *c, char want)
{
    skip_space(c);
    if (c->rest.len == 0 || *c->rest.data != want)
        return false;
    c->rest.data++;
    c->rest.len--;
    return true;
}

/* The raw bytes of the next value. */
static bt_status take_raw(cursor *c, bt_view *raw)
{
    skip_space(c);
    *raw = bt_json_extent(c->rest, BT_BATCH_MAX_DEPTH);
    if (raw->data == NULL)
        return refuse(c, BT_EINPUT, "not_json");
    c->rest.data += raw->len;
    c->rest.len -= raw->len;
    return BT_OK;
}

/* A small value of the envelope, read strictly. */
static bt_status read_small(cursor *c, bt_view raw, const bt_json **out)
{
    const char *code = "not_json";
    bt_status status = bt_json_read(c->arena, raw, BT_BATCH_MAX_DEPTH, out, &code);

    return status == BT_EINPUT || status == BT_ELIMIT ? refuse(c, status, code) : status;
}

static bt_status read_string_or_null(cursor *c, bt_view raw, bt_view *out)
{
    const bt_json *value;
    bt_status status = read_small(c, raw, &value);

    if (status != BT_OK)
        return status;
    if (value->kind != BT_JSON_NULL && value->kind != BT_JSON_STRING)
        return refuse(c, BT_EINPUT, "not_an_ask");
    *out = value->kind == BT_JSON_STRING ? value->string : (bt_view){ NULL, 0 };
    return BT_OK;
}

static bt_status read_count(cursor *c, bt_view raw, int64_t *out)
{
    const bt_json *value;
    bt_status status = read_small(c, raw, &value);

    if (status != BT_OK)
        return status;
    if (value->kind != BT_JSON_INTEGER || value->integer < 0)
        return refuse(c, BT_EINPUT, "not_an_ask");
    *out = value->integer;
    return BT_OK;
}

typedef enum field_kind { FIELD_COUNT, FIELD_STRING, FIELD_RAW } field_kind;

/* A member of an object of the envelope: where its value goes. */
typedef struct field {
    const char *name;
    field_kind kind;
    void *to; /* int64_t or bt_view */
    bool required;
    bool seen;
} field;

static field *find_field(field *fields, size_t count, bt_view name)
{
    for (size_t i = 0; i < count; i++) {
        if (bt_view_equal(name, bt_view_of(fields[i].name)))
            return &fields[i];
    }
    return NULL;
}

static bt_status read_field(cursor *c, field *fields, size_t count)
{
    const bt_json *name;
    bt_view raw;
    field *found;
    bt_status status = take_raw(c, &raw);

    if (status == BT_OK)
        status = read_small(c, raw, &name);
    if (status != BT_OK)
        return status;
    if (name->kind != BT_JSON_STRING || !take(c, ':'))
        return refuse(c, BT_EINPUT, "not_json");
    status = take_raw(c, &raw);
    found = find_field(fields, count, name->string);
    if (status != BT_OK || found == NULL) /* a newer app may say more than is known here */
        return status;
    if (found->seen)
        return refuse(c, BT_EINPUT, "duplicate_key");
    found->seen = true;
    if (found->kind == FIELD_COUNT)
        return read_count(c, raw, found->to);
    if (found->kind == FIELD_STRING)
        return read_string_or_null(c, raw, found->to);
    *(bt_view *)found->to = raw;
    return BT_OK;
}

static bt_status read_fields(cursor *c, field *fields, size_t count)
{
    bt_status status = take(c, '{') ? BT_OK : refuse(c, BT_EINPUT, "not_json");
    bool more = status == BT_OK && !take(c, '}');

    while (more && status == BT_OK) {
        status = read_field(c, fields, count);
        more = status == BT_OK && take(c, ',');
        if (status == BT_OK && !more && !take(c, '}'))
            status = refuse(c, BT_EINPUT, "not_json");
    }
    for (size_t i = 0; status == BT_OK && i < count; i++) {
        if (fields[i].required && !fields[i].seen)
            status = refuse(c, BT_EINPUT, "not_an_ask");
    }
    return status;
}

static bool is_version(bt_view text)
{
    if (text.len != BT_VERSION_LEN)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char ch = text.data[i];

        if ((ch < '0' || ch > '9') && (ch < 'a' || ch > 'f'))
            return false;
    }
    return true;
}

static bt_status read_change(cursor *c, bt_change *change)
{
    field fields[] = {
        { "id", FIELD_STRING, &change->id, true, false },
        { "base", FIELD_STRING, &change->base, true, false },
        { "record", FIELD_RAW, &change->record, true, false },
        { "base_record", FIELD_RAW, &change->base_record, false, false },
    };
    bt_status status;

    *change = (bt_change){ 0 };
    status = read_fields(c, fields, sizeof fields / sizeof fields[0]);
    if (status != BT_OK)
        return status;
    if (bt_view_equal(change->base_record, BT_VIEW("null")))
        change->base_record = (bt_view){ NULL, 0 };
    if (!bt_id_valid(change->id) || (change->base.data != NULL && !is_version(change->base)))
        return refuse(c, BT_EINPUT, "not_an_ask");
    return BT_OK;
}

static bt_status read_changes(bt_arena *arena, bt_view raw, bt_ask *out, bt_complaint *why)
{
    cursor c = { arena, raw, why };
    bt_status status = take(&c, '[') ? BT_OK : refuse(&c, BT_EINPUT, "not_an_ask");
    bool more = status == BT_OK && !take(&c, ']');

    out->changes = bt_arena_take(arena, BT_BATCH_MAX_CHANGES * sizeof *out->changes);
    if (out->changes == NULL)
        return BT_ENOMEM;
    while (more && status == BT_OK) {
        if (out->change_count == BT_BATCH_MAX_CHANGES)
            return refuse(&c, BT_ELIMIT, "too_many_changes");
        status = read_change(&c, &out->changes[out->change_count]);
        out->change_count += status == BT_OK;
        more = status == BT_OK && take(&c, ',');
        if (status == BT_OK && !more && !take(&c, ']'))
            status = refuse(&c, BT_EINPUT, "not_json");
    }
    return status;
}

bt_status bt_ask_read(bt_arena *arena, bt_view body, bt_ask *out, bt_complaint *why)
{
    cursor c = { arena, body, why };
    field fields[] = {
        { "protocol", FIELD_COUNT, &out->protocol, true, false },
        { "epoch", FIELD_STRING, &out->epoch, true, false },
        { "cursor", FIELD_STRING, &out->cursor, true, false },
        { "seq", FIELD_COUNT, &out->seq, true, false },
        { "changes", FIELD_RAW, &out->changes_bytes, true, false },
        { "budget_bytes", FIELD_COUNT, &out->budget_bytes, false, false },
        { "wait_s", FIELD_COUNT, &out->wait_s, false, false },
    };
    bt_status status;

    *out = (bt_ask){ 0 };
    status = read_fields(&c, fields, sizeof fields / sizeof fields[0]);
    skip_space(&c);
    if (status == BT_OK && c.rest.len > 0)
        status = refuse(&c, BT_EINPUT, "not_json");
    if (status == BT_OK)
        status = read_changes(arena, out->changes_bytes, out, why);
    if (status == BT_OK && out->change_count > 0 && out->seq == 0)
        status = refuse(&c, BT_EINPUT, "not_an_ask");
    return status;
}
