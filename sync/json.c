#include "sync/json.h"

#include "sync/unicode.h"

#include "sync/memory.h"

typedef struct reader {
    bt_arena *arena;
    const char *at, *end;
    int depth_left;
    const char *complaint;
} reader;

/* Entries of a container whose number is not known yet. */
typedef struct pending {
    struct pending *next;
    bt_entry entry;
} pending;

static bt_status refuse(reader *r, const char *complaint)
{
    r->complaint = complaint;
    return BT_EINPUT;
}

static void skip_space(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

static bool take(reader *r, char c)
{
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

static bool take_word(reader *r, const char *word)
{
    bt_view want = bt_view_of(word);

    if ((size_t)(r->end - r->at) < want.len || memcmp(r->at, want.data, want.len) != 0)
        return false;
    r->at += want.len;
    return true;
}

static bt_status read_integer(reader *r, bt_json *out)
{
    bool negative = take(r, '-');
    const char *digits = r->at;
    int64_t n = 0;

    while (r->at < r->end && *r->at >= '0' && *r->at <= '9') {
        n = n * 10 + (*r->at++ - '0');
        if (n > BT_JSON_MAX_INTEGER)
            return refuse(r, "bad_number");
    }
    if (r->at == digits)
        return refuse(r, "not_json");
    if (*digits == '0' && r->at - digits > 1)
        return refuse(r, "not_json");
    if (r->at < r->end && (*r->at == '.' || *r->at == 'e' || *r->at == 'E'))
        return refuse(r, "bad_number");
    out->kind = BT_JSON_INTEGER;
    out->integer = negative ? -n : n;
    return BT_OK;
}

static bool read_hex4(reader *r, uint32_t *out)
{
    uint32_t n = 0;

    if (r->end - r->at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        char c = *r->at++;
        uint32_t digit;

        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A') + 10;
        else
            return false;
        n = n << 4 | digit;
    }
    *out = n;
    return true;
}

/* \uXXXX, after the u; a pair of surrogates is one code point, a lone one is refused, and so is NUL. */
static bt_status read_unicode_escape(reader *r, uint32_t *out)
{
    uint32_t high, low;

    if (!read_hex4(r, &high))
        return refuse(r, "not_json");
    if (high >= 0xdc00 && high <= 0xdfff)
        return refuse(r, "bad_text");
    if (high >= 0xd800 && high <= 0xdbff) {
        if (!take_word(r, "\\u") || !read_hex4(r, &low) || low < 0xdc00 || low > 0xdfff)
            return refuse(r, "bad_text");
        high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
    if (high == 0)
        return refuse(r, "bad_text");
    *out = high;
    return BT_OK;
}

static bt_status read_escape(reader *r, char **to)
{
    const bt_view from = BT_VIEW("\"\\/bfnrt");
    static const char means[] = "\"\\/\b\f\n\r\t";
    size_t found;
    uint32_t point;
    bt_status status;

    if (r->at == r->end)
        return refuse(r, "not_json");
    if (take(r, 'u')) {
        status = read_unicode_escape(r, &point);
        if (status == BT_OK)
            *to += bt_utf8_put(*to, point);
        return status;
    }
    found = bt_view_find(from, *r->at);
    if (found == from.len)
        return refuse(r, "not_json");
    r->at++;
    *(*to)++ = means[found];
    return BT_OK;
}

/* Past the bytes up to a quote or a backslash; NULL when they are no text. */
static const char *skip_text(reader *r, const char *at)
{
    for (at = bt_text_skip_plain(at, r->end); at < r->end && *at != '"' && *at != '\\';
         at = bt_text_skip_plain(at, r->end)) {
        size_t n = bt_utf8_length(at, (size_t)(r->end - at));

        if (n == 0 || (unsigned char)*at < 0x20) {
            (void)refuse(r, n == 0 ? "bad_text" : "not_json");
            return NULL;
        }
        at += n;
    }
    return at;
}

/* Bytes up to the closing quote, escapes and all: unescaped they are never more. */
static size_t escaped_length(const reader *r)
{
    const char *p = r->at;

    while (p < r->end && *p != '"')
        p += *p == '\\' && p + 1 < r->end ? 2 : 1;
    return (size_t)(p - r->at);
}

/* The rest of a string from its first escape on, unescaped behind what came before it. */
static bt_status read_escaped(reader *r, const char *start, bt_view *out)
{
    size_t len = (size_t)(r->at - start);
    char *copy = bt_arena_take(r->arena, len + escaped_length(r)), *to = copy;

    if (copy == NULL)
        return BT_ENOMEM;
    memcpy(to, start, len);
    to += len;
    while (r->at < r->end && *r->at != '"') {
        const char *plain = r->at;
        bt_status status = take(r, '\\') ? read_escape(r, &to) : BT_OK;

        if (status != BT_OK)
            return status;
        if (r->at != plain)
            continue;
        r->at = skip_text(r, plain);
        if (r->at == NULL)
            return BT_EINPUT;
        memcpy(to, plain, (size_t)(r->at - plain));
        to += r->at - plain;
    }
    *out = (bt_view){ copy, (size_t)(to - copy) };
    return take(r, '"') ? BT_OK : refuse(r, "not_json");
}

/* After the opening quote. Borrows from the input when nothing is escaped. */
static bt_status read_string(reader *r, bt_view *out)
{
    const char *start = r->at, *stop = skip_text(r, start);

    if (stop == NULL)
        return BT_EINPUT;
    if (stop == r->end)
        return refuse(r, "not_json");
    r->at = stop;
    if (*stop == '\\')
        return read_escaped(r, start, out);
    r->at++;
    *out = (bt_view){ start, (size_t)(stop - start) };
    return BT_OK;
}

static bt_status read_value(reader *r, const bt_json **out);

/* Lay pending entries out as an array, in the order in which they came (the list is in reverse). */
static bt_entry *lay_out(reader *r, const pending *list, size_t count)
{
    bt_entry *entries = bt_arena_take(r->arena, count * sizeof *entries);

    for (size_t i = count; entries != NULL && i > 0; i--, list = list->next)
        entries[i - 1] = list->entry;
    return entries;
}

static bt_status read_key(reader *r, bt_view *key)
{
    bt_status status;

    skip_space(r);
    if (!take(r, '"'))
        return refuse(r, "not_json");
    status = read_string(r, key);
    if (status != BT_OK)
        return status;
    skip_space(r);
    return take(r, ':') ? BT_OK : refuse(r, "not_json");
}

static bt_status read_entries(reader *r, bool keyed, char close, pending **list, size_t *count)
{
    skip_space(r);
    if (take(r, close))
        return BT_OK;
    for (;;) {
        pending *entry = bt_arena_take(r->arena, sizeof *entry);
        bt_status status = entry == NULL ? BT_ENOMEM : BT_OK;

        if (status == BT_OK) {
            *entry = (pending){ *list, { { NULL, 0 }, NULL } };
            status = keyed ? read_key(r, &entry->entry.key) : BT_OK;
        }
        if (status == BT_OK)
            status = read_value(r, &entry->entry.value);
        if (status != BT_OK)
            return status;
        *list = entry;
        ++*count;
        skip_space(r);
        if (take(r, close))
            return BT_OK;
        if (!take(r, ','))
            return refuse(r, "not_json");
    }
}

static bt_status read_container(reader *r, bt_json *out)
{
    bool keyed = *r->at++ == '{';
    pending *list = NULL;
    size_t count = 0;
    bt_entry *entries;
    bt_status status;

    if (r->depth_left == 0) {
        r->complaint = "too_deep";
        return BT_ELIMIT;
    }
    r->depth_left--;
    status = read_entries(r, keyed, keyed ? '}' : ']', &list, &count);
    r->depth_left++;
    if (status != BT_OK)
        return status;
    entries = lay_out(r, list, count);
    if (entries == NULL || (keyed && !bt_entries_sort(r->arena, entries, count)))
        return BT_ENOMEM;
    for (size_t i = 1; keyed && i < count; i++) {
        if (bt_view_equal(entries[i - 1].key, entries[i].key))
            return refuse(r, "duplicate_key");
    }
    out->kind = keyed ? BT_JSON_OBJECT : BT_JSON_ARRAY;
    out->entries = entries;
    out->count = count;
    return BT_OK;
}

static bt_status read_scalar(reader *r, bt_json *out)
{
    if (take(r, '"')) {
        out->kind = BT_JSON_STRING;
        return read_string(r, &out->string);
    }
    if (take_word(r, "true") || take_word(r, "false")) {
        out->kind = BT_JSON_BOOLEAN;
        out->boolean = r->at[-2] == 'u'; /* tr[u]e, fal[s]e */
        return BT_OK;
    }
    if (take_word(r, "null")) {
        out->kind = BT_JSON_NULL;
        return BT_OK;
    }
    return read_integer(r, out);
}

static bt_status read_value(reader *r, const bt_json **out)
{
    bt_json *value = bt_arena_take(r->arena, sizeof *value);
    bt_status status;

    if (value == NULL)
        return BT_ENOMEM;
    *value = (bt_json){ 0 };
    skip_space(r);
    if (r->at == r->end)
        return refuse(r, "not_json");
    status = *r->at == '{' || *r->at == '[' ? read_container(r, value) : read_scalar(r, value);
    if (status == BT_OK)
        *out = value;
    return status;
}

bt_status bt_json_read(bt_arena *arena, bt_view text, int max_depth, const bt_json **out,
                       const char **complaint)
{
    reader r = { arena, text.data, text.data + text.len, max_depth, NULL };
    bt_status status = text.data == NULL ? refuse(&r, "not_json") : read_value(&r, out);

    if (status == BT_OK) {
        skip_space(&r);
        if (r.at != r.end)
            status = refuse(&r, "not_json");
    }
    if (status != BT_OK) {
        *out = NULL;
        *complaint = r.complaint;
    }
    return status;
}

/* Skips a string, after its opening quote; false when it does not end. */
static bool skip_string(reader *r)
{
    while (r->at < r->end && *r->at != '"')
        r->at += *r->at == '\\' && r->at + 1 < r->end ? 2 : 1;
    return take(r, '"');
}

bt_view bt_json_extent(bt_view text, int max_depth)
{
    reader r = { NULL, text.data, text.data + text.len, max_depth, NULL };
    int depth = 0;

    skip_space(&r);
    text.data = r.at;
    while (r.at < r.end) {
        char c = *r.at;

        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            break;
        r.at++;
        if (c == '"' && !skip_string(&r))
            return (bt_view){ NULL, 0 };
        if (c == '{' || c == '[')
            depth++;
        if (c == '}' || c == ']')
            depth--;
        if (depth > max_depth)
            return (bt_view){ NULL, 0 };
        if (depth == 0 && (c == '}' || c == ']' || c == '"'))
            break;
    }
    text.len = (size_t)(r.at - text.data);
    return depth == 0 && text.len > 0 ? text : (bt_view){ NULL, 0 };
}
