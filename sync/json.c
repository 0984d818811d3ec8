#include "sync/json.h"

#include "sync/unicode.h"

#include "sync/memory.h"

static const char too_deep[] = "too_deep"; /* the one complaint that is about a limit */

typedef struct reader {
    bt_arena *arena;
    const char *at, *end;
    int depth_left;
    const char *complaint; /* what was found wrong; none where memory gave out */
} reader;

/* Entries of a container whose number is not known yet. */
typedef struct pending {
    struct pending *next;
    bt_entry entry;
} pending;

/* Always false, which every function here gives back when it could not read on. */
static bool refuse(reader *r, const char *complaint)
{
    r->complaint = complaint;
    return false;
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

    if ((size_t)(r->end - r->at) < want.len || !bt_view_equal((bt_view){ r->at, want.len }, want))
        return false;
    r->at += want.len;
    return true;
}

static bool read_integer(reader *r, bt_json *out)
{
    bool negative = take(r, '-');
    const char *digits = r->at;
    int64_t n = 0;

    while (r->at < r->end && *r->at >= '0' && *r->at <= '9') {
        n = n * 10 + (*r->at++ - '0');
        if (n > BT_JSON_MAX_INTEGER)
            return refuse(r, "bad_number");
    }
    if (r->at == digits || (*digits == '0' && r->at - digits > 1))
        return refuse(r, "not_json");
    if (r->at < r->end && (*r->at == '.' || *r->at == 'e' || *r->at == 'E'))
        return refuse(r, "bad_number");
    out->kind = BT_JSON_INTEGER;
    out->integer = negative ? -n : n;
    return true;
}

static bool read_hex4(reader *r, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++) {
        const bt_view digits = BT_VIEW("0123456789abcdefABCDEF");
        size_t digit = r->at < r->end ? bt_view_find(digits, *r->at) : digits.len;

        if (digit == digits.len)
            return false;
        r->at++;
        *out = *out << 4 | (uint32_t)(digit < 16 ? digit : digit - 6);
    }
    return true;
}

/* \uXXXX, after the u; a pair of surrogates is one code point, a lone one is refused, and so is NUL. */
static bool read_unicode_escape(reader *r, uint32_t *out)
{
    uint32_t low;

    if (!read_hex4(r, out))
        return refuse(r, "not_json");
    if (*out >= 0xd800 && *out <= 0xdbff) {
        if (!take_word(r, "\\u") || !read_hex4(r, &low) || low < 0xdc00 || low > 0xdfff)
            return refuse(r, "bad_text");
        *out = 0x10000 + ((*out - 0xd800) << 10) + (low - 0xdc00);
    }
    return (*out != 0 && (*out < 0xdc00 || *out > 0xdfff)) || refuse(r, "bad_text");
}

static bool read_escape(reader *r, char **to)
{
    const bt_view from = BT_VIEW(BT_JSON_ESCAPES);
    size_t found;
    uint32_t point;

    if (take(r, 'u')) {
        if (!read_unicode_escape(r, &point))
            return false;
        *to += bt_utf8_put(*to, point);
        return true;
    }
    found = r->at < r->end ? bt_view_find(from, *r->at) : from.len;
    if (found == from.len)
        return refuse(r, "not_json");
    r->at++;
    *(*to)++ = BT_JSON_ESCAPED[found];
    return true;
}

/* Past what a string holds as it is: up to a quote, a backslash or the end. */
static bool skip_text(reader *r)
{
    for (r->at = bt_text_skip_plain(r->at, r->end); r->at < r->end && *r->at != '"' && *r->at != '\\';
         r->at = bt_text_skip_plain(r->at, r->end)) {
        size_t n = bt_utf8_length(r->at, (size_t)(r->end - r->at));

        if (n == 0 || (unsigned char)*r->at < 0x20)
            return refuse(r, n == 0 ? "bad_text" : "not_json");
        r->at += n;
    }
    return true;
}

/* Past the bytes up to the closing quote, whatever they are: unescaped they are never more. */
static const char *end_of_string(const char *at, const char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' && at + 1 < end ? 2 : 1;
    return at;
}

/* A string with escapes, from its start. */
static bool read_escaped(reader *r, bt_view *out)
{
    char *copy = bt_arena_take(r->arena, (size_t)(end_of_string(r->at, r->end) - r->at)), *to = copy;

    while (copy != NULL) {
        const char *plain = r->at;

        if (!skip_text(r))
            return false;
        memcpy(to, plain, (size_t)(r->at - plain));
        to += r->at - plain;
        if (!take(r, '\\'))
            break;
        if (!read_escape(r, &to))
            return false;
    }
    *out = (bt_view){ copy, (size_t)(to - copy) };
    return copy != NULL && (take(r, '"') || refuse(r, "not_json"));
}

/* After the opening quote. Borrows from the input when nothing is escaped. */
static bool read_string(reader *r, bt_view *out)
{
    const char *start = r->at;

    if (!skip_text(r))
        return false;
    *out = (bt_view){ start, (size_t)(r->at - start) };
    if (take(r, '"'))
        return true;
    if (r->at == r->end)
        return refuse(r, "not_json");
    r->at = start;
    return read_escaped(r, out);
}

static const bt_json *read_value(reader *r);

static bool read_key(reader *r, bt_view *key)
{
    skip_space(r);
    if (!take(r, '"'))
        return refuse(r, "not_json");
    if (!read_string(r, key))
        return false;
    skip_space(r);
    return take(r, ':') || refuse(r, "not_json");
}

/* The newest first. */
static bool read_entries(reader *r, bool keyed, char close, pending **list, size_t *count)
{
    skip_space(r);
    if (take(r, close))
        return true;
    do {
        pending *last = bt_arena_take(r->arena, sizeof *last);

        if (last == NULL)
            return false;
        *last = (pending){ .next = *list };
        if (keyed && !read_key(r, &last->entry.key))
            return false;
        last->entry.value = read_value(r);
        if (last->entry.value == NULL)
            return false;
        *list = last;
        ++*count;
        skip_space(r);
    } while (take(r, ','));
    return take(r, close) || refuse(r, "not_json");
}

static bool read_container(reader *r, bt_json *out)
{
    bool keyed = *r->at++ == '{';
    pending *list = NULL;
    size_t count = 0;
    bt_entry *entries;

    if (r->depth_left == 0)
        return refuse(r, too_deep);
    r->depth_left--;
    if (!read_entries(r, keyed, keyed ? '}' : ']', &list, &count))
        return false;
    r->depth_left++;
    entries = bt_arena_take(r->arena, count * sizeof *entries);
    for (size_t i = count; entries != NULL && i > 0; list = list->next)
        entries[--i] = list->entry;
    if (entries == NULL || (keyed && !bt_entries_sort(r->arena, entries, count)))
        return false;
    if (keyed && bt_entries_last(entries, count) < count)
        return refuse(r, "duplicate_key");
    out->kind = keyed ? BT_JSON_OBJECT : BT_JSON_ARRAY;
    out->entries = entries;
    out->count = count;
    return true;
}

static bool read_scalar(reader *r, bt_json *out)
{
    if (take(r, '"')) {
        out->kind = BT_JSON_STRING;
        return read_string(r, &out->string);
    }
    if (take_word(r, "null"))
        return true;
    out->boolean = take_word(r, "true");
    if (!out->boolean && !take_word(r, "false"))
        return read_integer(r, out);
    out->kind = BT_JSON_BOOLEAN;
    return true;
}

static const bt_json *read_value(reader *r)
{
    bt_json *value = bt_arena_take(r->arena, sizeof *value);
    bool read;

    if (value == NULL)
        return NULL;
    *value = (bt_json){ .kind = BT_JSON_NULL };
    skip_space(r);
    read =
        r->at < r->end && (*r->at == '{' || *r->at == '[') ? read_container(r, value) : read_scalar(r, value);
    return read ? value : NULL;
}

bt_status bt_json_read(bt_arena *arena, bt_view text, int max_depth, const bt_json **out,
                       const char **complaint)
{
    reader r = { arena, text.data, text.data + text.len, max_depth, NULL };

    *out = read_value(&r);
    if (*out != NULL) {
        skip_space(&r);
        if (r.at == r.end)
            return BT_OK;
        (void)refuse(&r, "not_json");
    }
    *out = NULL;
    *complaint = r.complaint;
    return r.complaint == NULL ? BT_ENOMEM : r.complaint == too_deep ? BT_ELIMIT : BT_EINPUT;
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
        if (c == '"') {
            r.at = end_of_string(r.at, r.end);
            if (!take(&r, '"'))
                return (bt_view){ NULL, 0 };
        }
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
