/* service/roster/roster_cells.c - a class list's text, row by row, cell by cell. */
#include "service/roster/roster_cells.h"

#include <string.h>

static const char no_break_space[] = "\xc2\xa0";

static bool at_end(const bt_cell_reader *reader)
{
    return reader->at >= reader->text.len;
}

/* How many bytes of white space stand at `at`: 0 when there is something else. */
static size_t space_at(const char *data, size_t len, size_t at)
{
    if (at >= len)
        return 0;
    if (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r')
        return 1;
    if (len - at >= 2 && memcmp(data + at, no_break_space, 2) == 0)
        return 2;
    return 0;
}

/* Takes a line end, CR LF as one. */
static bool take_line_end(bt_cell_reader *reader)
{
    const char *text = reader->text.data;

    if (at_end(reader) || (text[reader->at] != '\n' && text[reader->at] != '\r'))
        return false;
    if (text[reader->at] == '\r' && reader->at + 1 < reader->text.len && text[reader->at + 1] == '\n')
        reader->at++;
    reader->at++;
    reader->lines++;
    return true;
}

/* Blanks before a quotation mark do not make it a letter of the cell. A separator that is a tab is no blank. */
static void skip_blanks(bt_cell_reader *reader)
{
    while (!at_end(reader) && reader->text.data[reader->at] != (char)reader->separator &&
           (reader->text.data[reader->at] == ' ' || reader->text.data[reader->at] == '\t'))
        reader->at++;
}

typedef struct cell_sink {
    bt_cell_row *row;
    size_t used;
} cell_sink;

static bool put(cell_sink *sink, char byte)
{
    if (sink->used >= BT_ROSTER_ROW_MAX_BYTES)
        return false;
    sink->row->bytes[sink->used++] = byte;
    return true;
}

/* The part between quotation marks; the reader stands behind the first. */
static bt_status read_quoted(bt_cell_reader *reader, cell_sink *sink)
{
    for (; !at_end(reader);) {
        char byte = reader->text.data[reader->at];

        if (byte == '"') {
            reader->at++;
            if (at_end(reader) || reader->text.data[reader->at] != '"')
                return BT_OK;
        } else if (take_line_end(reader)) {
            if (!put(sink, '\n'))
                return BT_ELIMIT;
            continue;
        }
        if (!put(sink, byte))
            return BT_ELIMIT;
        reader->at++;
    }
    return BT_EINPUT;
}

/* Drops white space around a cell and makes each run of it inside one space, in place. */
static bt_view tidy(char *data, size_t len)
{
    size_t used = 0;

    for (size_t i = 0; i < len;) {
        size_t space = space_at(data, len, i);
        if (space == 0) {
            data[used++] = data[i++];
            continue;
        }
        i += space;
        if (used > 0 && data[used - 1] != ' ')
            data[used++] = ' ';
    }
    if (used > 0 && data[used - 1] == ' ')
        used--;
    return (bt_view){ data, used };
}

static bt_status read_cell(bt_cell_reader *reader, cell_sink *sink, bt_view *out)
{
    size_t first = sink->used;
    const char *text = reader->text.data;

    skip_blanks(reader);
    if (!at_end(reader) && text[reader->at] == '"') {
        bt_status status;
        reader->at++;
        status = read_quoted(reader, sink);
        if (status != BT_OK)
            return status;
    }
    while (!at_end(reader) && text[reader->at] != '\n' && text[reader->at] != '\r' &&
           (reader->separator == BT_SEPARATOR_NONE || text[reader->at] != (char)reader->separator)) {
        if (!put(sink, text[reader->at++]))
            return BT_ELIMIT;
    }
    *out = tidy(sink->row->bytes + first, sink->used - first);
    return BT_OK;
}

/* One row, empty or not; it ends behind its line end. */
static bt_status read_row(bt_cell_reader *reader, bt_cell_row *row)
{
    cell_sink sink = { row, 0 };
    size_t begin = reader->at;

    row->line = reader->lines + 1;
    row->cell_count = 0;
    row->space_after_commas = true;
    for (size_t cell = 0; cell < BT_ROSTER_MAX_CELLS; cell++) {
        bt_status status = read_cell(reader, &sink, &row->cells[cell]);

        if (status != BT_OK)
            return status;
        if (row->cells[cell].len > 0)
            row->cell_count = cell + 1;
        if (reader->at - begin > BT_ROSTER_ROW_MAX_BYTES)
            return BT_ELIMIT;
        if (at_end(reader) || take_line_end(reader))
            return BT_OK;
        reader->at++; /* the separator */
        if (space_at(reader->text.data, reader->text.len, reader->at) == 0)
            row->space_after_commas = false;
    }
    return BT_ELIMIT;
}

bt_status bt_cell_reader_next(bt_cell_reader *reader, bt_cell_row *row)
{
    while (!at_end(reader)) {
        bt_status status = read_row(reader, row);
        if (status != BT_OK || row->cell_count > 0)
            return status;
    }
    return BT_ENOTFOUND;
}
