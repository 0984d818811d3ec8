#include "sync/json.h"
#include "sync/unicode.h"
#include "sync/writer.h"

#include "sync/memory.h"

static void put_integer(bt_arena *to, int64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0)
        digits[--at] = '-';
    bt_write(to, (bt_view){ digits + at, sizeof digits - at });
}

/* RFC 8785, 3.2.2.2: the short escapes where JSON has one, \u00xx for the other controls, all else as it is. */
static void put_escape(bt_arena *to, unsigned char c)
{
    const bt_view special = BT_VIEW(BT_JSON_ESCAPED);
    static const char hex[] = "0123456789abcdef";
    size_t found = bt_view_find(special, (char)c);
    char escape[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

    if (found < special.len)
        escape[1] = BT_JSON_ESCAPES[found];
    bt_write(to, (bt_view){ escape, found < special.len ? 2 : sizeof escape });
}

static void put_string(bt_arena *to, bt_view text)
{
    const char *at = text.data, *end = at + text.len;

    bt_write_char(to, '"');
    while (at < end) {
        const char *plain = at;

        at = bt_text_skip_plain(at, end);
        while (at < end && (unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        bt_write(to, (bt_view){ plain, (size_t)(at - plain) });
        if (at < end)
            put_escape(to, (unsigned char)*at++);
    }
    bt_write_char(to, '"');
}

static void put_line(bt_arena *to, int indent)
{
    bt_write_char(to, '\n');
    for (; indent > 0; indent--)
        bt_write(to, BT_VIEW("  "));
}

static void put_value(bt_arena *to, const bt_json *value, int indent);

static void put_container(bt_arena *to, const bt_json *value, int indent)
{
    bool object = value->kind == BT_JSON_OBJECT;

    bt_write_char(to, object ? '{' : '[');
    for (size_t i = 0; i < value->count && !bt_arena_full(to); i++) {
        if (i > 0)
            bt_write_char(to, ',');
        put_line(to, indent + 1);
        if (object) {
            put_string(to, value->entries[i].key);
            bt_write(to, BT_VIEW(": "));
        }
        put_value(to, value->entries[i].value, indent + 1);
    }
    if (value->count > 0)
        put_line(to, indent);
    bt_write_char(to, object ? '}' : ']');
}

static void put_value(bt_arena *to, const bt_json *value, int indent)
{
    switch (value->kind) {
    case BT_JSON_NULL:
        bt_write(to, BT_VIEW("null"));
        break;
    case BT_JSON_BOOLEAN:
        bt_write(to, value->boolean ? BT_VIEW("true") : BT_VIEW("false"));
        break;
    case BT_JSON_INTEGER:
        put_integer(to, value->integer);
        break;
    case BT_JSON_STRING:
        put_string(to, value->string);
        break;
    case BT_JSON_ARRAY:
    case BT_JSON_OBJECT:
        put_container(to, value, indent);
        break;
    }
}

bt_status bt_json_print(bt_arena *arena, const bt_json *value, bt_view *out)
{
    size_t start = bt_write_start(arena);

    put_value(arena, value, 0);
    bt_write_char(arena, '\n');
    *out = bt_write_finish(arena, start);
    return bt_arena_full(arena) ? BT_ENOMEM : BT_OK;
}
