#include "sync/json.h"
#include "sync/unicode.h"
#include "sync/writer.h"

#include "sync/memory.h"

static void put_integer(bt_writer_to *w, int64_t n)
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
    bt_write(w, (bt_view){ digits + at, sizeof digits - at });
}

/* RFC 8785, 3.2.2.2: the short escapes where JSON has one, \u00xx for the other controls, all else as it is. */
static void put_escape(bt_writer_to *w, unsigned char c)
{
    const bt_view special = BT_VIEW("\"\\\b\f\n\r\t");
    static const char letters[] = "\"\\bfnrt";
    static const char hex[] = "0123456789abcdef";
    size_t found = bt_view_find(special, (char)c);
    char escape[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

    if (found < special.len)
        escape[1] = letters[found];
    bt_write(w, (bt_view){ escape, found < special.len ? 2 : sizeof escape });
}

static void put_string(bt_writer_to *w, bt_view text)
{
    const char *at = text.data, *end = at + text.len;

    bt_write_char(w, '"');
    while (at < end) {
        const char *plain = at;

        at = bt_text_skip_plain(at, end);
        while (at < end && (unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        bt_write(w, (bt_view){ plain, (size_t)(at - plain) });
        if (at < end)
            put_escape(w, (unsigned char)*at++);
    }
    bt_write_char(w, '"');
}

static void put_line(bt_writer_to *w, int indent)
{
    static const char line[] = "\n                                ";

    for (size_t want = 1 + 2 * (size_t)indent, piece, skip = 0; want > 0; want -= piece, skip = 1) {
        piece = want < sizeof line - 1 - skip ? want : sizeof line - 1 - skip;
        bt_write(w, (bt_view){ line + skip, piece });
    }
}

static void put_value(bt_writer_to *w, const bt_json *value, int indent);

static void put_container(bt_writer_to *w, const bt_json *value, int indent)
{
    bool object = value->kind == BT_JSON_OBJECT;

    bt_write_char(w, object ? '{' : '[');
    for (size_t i = 0; i < value->count && !w->full; i++) {
        if (i > 0)
            bt_write_char(w, ',');
        put_line(w, indent + 1);
        if (object) {
            put_string(w, value->entries[i].key);
            bt_write_char(w, ':');
            bt_write_char(w, ' ');
        }
        put_value(w, value->entries[i].value, indent + 1);
    }
    if (value->count > 0)
        put_line(w, indent);
    bt_write_char(w, object ? '}' : ']');
}

static void put_value(bt_writer_to *w, const bt_json *value, int indent)
{
    switch (value->kind) {
    case BT_JSON_NULL:
        bt_write(w, BT_VIEW("null"));
        break;
    case BT_JSON_BOOLEAN:
        bt_write(w, value->boolean ? BT_VIEW("true") : BT_VIEW("false"));
        break;
    case BT_JSON_INTEGER:
        put_integer(w, value->integer);
        break;
    case BT_JSON_STRING:
        put_string(w, value->string);
        break;
    case BT_JSON_ARRAY:
    case BT_JSON_OBJECT:
        put_container(w, value, indent);
        break;
    }
}

bt_status bt_json_print(bt_arena *arena, const bt_json *value, bt_view *out)
{
    bt_writer_to w = bt_write_start(arena);

    put_value(&w, value, 0);
    bt_write_char(&w, '\n');
    return bt_write_finish(&w, out);
}
