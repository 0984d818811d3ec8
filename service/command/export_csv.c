/* service/command/export_csv.c - the notes as a table. */
#include <string.h>

#include "service/command/export.h"

static const char *const note_types[] = { "observation", "conference", "session" };

/* How a column gets its text. */
typedef enum source {
    FROM_TEXT,  /* a string member */
    FROM_NAME,  /* an id in a member, by its record's name */
    FROM_NAMES, /* a set of ids */
    FROM_SET,   /* a set of strings */
    FROM_MADE_AT,
    FROM_MADE_BY,
    FROM_EDITED_AT
} source;

static const struct {
    const char *title, *member;
    source source;
} columns[] = {
    { "date", NULL, FROM_MADE_AT },
    { "type", "type", FROM_TEXT },
    { "students", "students", FROM_NAMES },
    { "kind", "kind", FROM_TEXT },
    { "skill", "skill", FROM_NAME },
    { "mark", "mark", FROM_TEXT },
    { "source", "source", FROM_TEXT },
    { "compliment", "compliment", FROM_TEXT },
    { "teaching_point", "teaching_point", FROM_TEXT },
    { "next_step", "next_step", FROM_TEXT },
    { "words", "words", FROM_TEXT },
    { "student_said", "student_said", FROM_TEXT },
    { "suggestion", "suggestion", FROM_TEXT },
    { "tell", "tell", FROM_TEXT },
    { "ask", "ask", FROM_TEXT },
    { "ask_again", "ask_again", FROM_TEXT },
    { "give", "give", FROM_TEXT },
    { "tags", "tags", FROM_SET },
    { "by", NULL, FROM_MADE_BY },
    { "edited", NULL, FROM_EDITED_AT },
    { "id", "id", FROM_TEXT },
};
enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static void write_cell(bt_view text, bt_out *out)
{
    size_t begin = 0;

    bt_out_text(out, "\"");
    if (text.len > 0 && strchr("=+-@\t\r", text.data[0]) != NULL)
        bt_out_text(out, "'");
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] != '"')
            continue;
        bt_out_bytes(out, (bt_view){ text.data + begin, i + 1 - begin });
        begin = i; /* the quotation mark once more */
    }
    bt_out_bytes(out, (bt_view){ text.data + begin, text.len - begin });
    bt_out_text(out, "\"");
}

/* The elements of a set, as names or as they are, with "; " between them. */
static void write_set(const bt_classbook *book, const bt_json *set, bool names, bt_out *out)
{
    bt_out joined = { 0 };

    for (size_t i = 0; set != NULL && i < set->count; i++) {
        bt_view element = set->entries[i].value->string;

        if (i > 0)
            bt_out_text(&joined, "; ");
        bt_out_bytes(&joined, names ? bt_classbook_name(book, element) : element);
    }
    out->failed |= joined.failed;
    write_cell(bt_out_view(&joined), out);
    bt_out_free(&joined);
}

static void write_column(const bt_classbook *book, const bt_leaf *note, size_t column, bt_out *out)
{
    const bt_json *created = bt_json_get(note->members, bt_view_of("created"));
    const bt_json *edited = bt_json_get(note->members, bt_view_of("edited"));
    const bt_json *member = columns[column].member == NULL
                                ? NULL
                                : bt_json_get(note->members, bt_view_of(columns[column].member));
    bt_view text = member == NULL ? (bt_view){ NULL, 0 } : member->string;

    switch (columns[column].source) {
    case FROM_TEXT:
        break;
    case FROM_NAME:
        text = bt_classbook_name(book, text);
        break;
    case FROM_NAMES:
    case FROM_SET:
        write_set(book, member, columns[column].source == FROM_NAMES, out);
        return;
    case FROM_MADE_AT:
        text = bt_json_get_string(created, "at");
        break;
    case FROM_MADE_BY:
        text = bt_classbook_name(book, bt_json_get_string(created, "by"));
        break;
    case FROM_EDITED_AT:
        text = bt_json_get_string(edited, "at");
        break;
    }
    write_cell(text, out);
}

static bool is_note(const bt_leaf *leaf)
{
    for (size_t i = 0; i < sizeof note_types / sizeof note_types[0]; i++) {
        if (bt_view_equal(leaf->type, bt_view_of(note_types[i])))
            return !leaf->deleted;
    }
    return false;
}

void bt_export_csv(const bt_classbook *book, bool mark, bt_out *out)
{
    if (mark)
        bt_out_text(out, "\xef\xbb\xbf");
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        bt_out_text(out, c == 0 ? "" : ",");
        write_cell(bt_view_of(columns[c].title), out);
    }
    bt_out_text(out, "\r\n");
    for (size_t i = 0; i < book->count; i++) {
        if (!is_note(&book->leaves[i]))
            continue;
        for (size_t c = 0; c < COLUMN_COUNT; c++) {
            bt_out_text(out, c == 0 ? "" : ",");
            write_column(book, &book->leaves[i], c, out);
        }
        bt_out_text(out, "\r\n");
    }
}
