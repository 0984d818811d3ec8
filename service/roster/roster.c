/* service/roster/roster.c - a class list, as a teacher has it, read into rows. */
#include "service/roster/roster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "service/roster/plain_text.h"
#include "service/roster/roster_cells.h"
#include "service/roster/roster_words.h"

enum {
    HEADER_ROWS = 5, /* how far down a header is looked for */
    TEXTS_A_ROW = 3, /* name, sort_name, external_id */
    TEXT_SPARE = 24  /* what joining adds to a text, with the arena's alignment */
};

static const bt_complaint complaints[] = {
    { "too_large",
      "The list is larger than 1 MB; copy only the names into a file of their own.",
      { NULL, 0 } },
    { "not_text",
      "This is no text file. In a spreadsheet, choose \"Save as\" and then CSV; a picture cannot be read.",
      { NULL, 0 } },
    { "not_a_list",
      "This is a web page or program data, not a class list; copy the names alone.",
      { NULL, 0 } },
    { "empty", "The list is empty; put one student on each line.", { NULL, 0 } },
    { "open_quote",
      "A quotation mark opens and never closes; add the closing one or remove it.",
      { NULL, 0 } },
    { "line_too_long",
      "A line has more than 1000 bytes, so this is no class list; put one student on each line.",
      { NULL, 0 } },
    { "too_many", "The list has more than 500 rows; import one class at a time.", { NULL, 0 } },
    { "no_name_column",
      "The header has no column for names; call one \"Name\", or two \"First name\" and \"Last name\".",
      { NULL, 0 } },
    { "no_names", "No name was found in the list; put one student on each line.", { NULL, 0 } },
};

static const struct {
    const char *code, *sentence;
} reasons[] = {
    { "title", "Stands above the header." },
    { "no_name", "Has nothing in the name column." },
    { "not_a_name", "Has no letter in it." },
    { "too_long", "Is too long for a name or a student number." },
    { "extra_cells", "Has more cells than the header; put quotation marks around a name with a comma." },
    { "id_twice", "Has the number of a row above it." },
};

const char *bt_roster_why(const char *code)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (strcmp(reasons[i].code, code) == 0)
            return reasons[i].sentence;
    }
    return "Cannot be used.";
}

static bt_status refuse(const char *code, bt_status status, bt_complaint *why)
{
    for (size_t i = 0; i < sizeof complaints / sizeof complaints[0]; i++) {
        if (strcmp(complaints[i].code, code) == 0)
            *why = complaints[i];
    }
    return status;
}

/* What is known about the list before its rows are made. */
typedef struct plan {
    bt_separator separator;
    bool header;
    size_t titles;      /* rows above the header */
    size_t columns;     /* header only */
    bool given, family; /* header has such columns */
    bt_column kinds[BT_ROSTER_MAX_CELLS];
} plan;

/* Cells of one kind, joined. A row's cells and the spaces between them are never longer than the row. */
typedef struct gathered {
    size_t len;
    char bytes[BT_ROSTER_ROW_MAX_BYTES + 1];
} gathered;

/* One reading. Large parts lie here, on the heap, not on a worker's stack. */
typedef struct reading {
    bt_bytes text;
    plan plan;
    bt_cell_row row;
    gathered given, family;
    bt_arena arena; /* over the roster's texts */
    bt_roster *roster;
    bt_complaint *why;
} reading;

static bt_status next_row(reading *r, bt_cell_reader *reader)
{
    bt_status status = bt_cell_reader_next(reader, &r->row);

    if (status == BT_EINPUT)
        return refuse("open_quote", status, r->why);
    if (status == BT_ELIMIT)
        return refuse("line_too_long", status, r->why);
    return status;
}

static bt_cell_reader reader_of(const reading *r, bt_separator separator)
{
    return (bt_cell_reader){ .text = { r->text.data, r->text.len }, .separator = separator };
}

/* How many name, number and grade words a row has; *names: how many of them are for names. */
static size_t count_words(const bt_cell_row *row, size_t *names)
{
    size_t words = 0;

    *names = 0;
    for (size_t i = 0; i < row->cell_count; i++) {
        bt_column column = bt_column_of(row->cells[i]);
        words += column != BT_COLUMN_UNKNOWN;
        *names += column == BT_COLUMN_GIVEN || column == BT_COLUMN_FAMILY || column == BT_COLUMN_FULL;
    }
    return words;
}

static void take_header(plan *found, bt_separator separator, size_t index, const bt_cell_row *row)
{
    found->header = true;
    found->separator = separator;
    found->titles = index;
    found->columns = row->cell_count;
    found->given = found->family = false;
    for (size_t i = 0; i < row->cell_count; i++) {
        found->kinds[i] = bt_column_of(row->cells[i]);
        found->given |= found->kinds[i] == BT_COLUMN_GIVEN;
        found->family |= found->kinds[i] == BT_COLUMN_FAMILY;
    }
}

static const bt_separator separators[] = { BT_SEPARATOR_TAB, BT_SEPARATOR_SEMICOLON, BT_SEPARATOR_COMMA,
                                           BT_SEPARATOR_NONE };
enum { SEPARATOR_COUNT = sizeof separators / sizeof separators[0] };

/*
 * Look for the header with each separator; the highest row wins, then the most words. A reader that fails
 * says nothing yet: the list may be fine with the separator that is chosen in the end.
 */
static bt_status find_header(reading *r)
{
    size_t best_row = HEADER_ROWS, best_words = 0;
    bool other_words = false;

    for (size_t s = 0; s < SEPARATOR_COUNT; s++) {
        bt_cell_reader reader = reader_of(r, separators[s]);
        for (size_t i = 0; i < HEADER_ROWS && bt_cell_reader_next(&reader, &r->row) == BT_OK; i++) {
            size_t names, words = count_words(&r->row, &names);

            if (names == 0 && words > 0 && r->row.cell_count >= 2)
                other_words |= bt_column_of(r->row.cells[0]) != BT_COLUMN_UNKNOWN;
            if (names == 0 || (separators[s] != BT_SEPARATOR_NONE && r->row.cell_count < 2))
                continue;
            if (i < best_row || (i == best_row && words > best_words)) {
                best_row = i;
                best_words = words;
                take_header(&r->plan, separators[s], i, &r->row);
            }
        }
    }
    if (!r->plan.header && other_words)
        return refuse("no_name_column", BT_EINPUT, r->why);
    return BT_OK;
}

/* How the rows fall apart by a separator. */
typedef struct split {
    size_t rows, single, pairs,
        spaced; /* of one cell, of two, and of those with a space behind the separator */
} split;

static split split_by(reading *r, bt_separator separator)
{
    bt_cell_reader reader = reader_of(r, separator);
    split found = { 0, 0, 0, 0 };

    for (; bt_cell_reader_next(&reader, &r->row) == BT_OK; found.rows++) {
        bool pair = r->row.cell_count == 2;
        found.single += r->row.cell_count == 1;
        found.pairs += pair;
        found.spaced += pair && r->row.space_after_commas;
    }
    return found;
}

/* "Last, First" is written with a space; columns are not. One line in another style must not turn all names round. */
static bool is_last_first(const split *found)
{
    return found->single + found->pairs == found->rows && found->spaced * 2 > found->pairs;
}

/* Without a header: the first separator that gives at least half of the rows a second cell. */
static void choose_separator(reading *r)
{
    r->plan.separator = BT_SEPARATOR_NONE;
    for (size_t s = 0; s < SEPARATOR_COUNT && separators[s] != BT_SEPARATOR_NONE; s++) {
        split found = split_by(r, separators[s]);

        if (found.rows == 0 || (found.rows - found.single) * 2 < found.rows)
            continue;
        if (separators[s] != BT_SEPARATOR_COMMA || !is_last_first(&found))
            r->plan.separator = separators[s];
        return;
    }
}

static bt_view joined(bt_arena *arena, bt_view first, const char *between, bt_view second)
{
    size_t middle = first.len > 0 && second.len > 0 ? strlen(between) : 0;
    char *text = bt_arena_take(arena, first.len + middle + second.len + 1);

    if (text == NULL)
        return (bt_view){ NULL, 0 };
    if (first.len > 0)
        memcpy(text, first.data, first.len);
    memcpy(text + first.len, between, middle);
    if (second.len > 0)
        memcpy(text + first.len + middle, second.data, second.len);
    text[first.len + middle + second.len] = '\0';
    return (bt_view){ text, first.len + middle + second.len };
}

/* A row's name in its two parts; `full` where the list does not say which is which. */
typedef struct parts {
    bt_view given, family, full, id;
} parts;

static bool has_digit(bt_view cell)
{
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.data[i] >= '0' && cell.data[i] <= '9')
            return true;
    }
    return false;
}

static void gather(gathered *all, bt_view cell)
{
    if (cell.len == 0)
        return;
    if (all->len > 0)
        all->bytes[all->len++] = ' ';
    assert(all->len + cell.len < sizeof all->bytes);
    memcpy(all->bytes + all->len, cell.data, cell.len);
    all->len += cell.len;
}

static parts parts_by_header(reading *r)
{
    parts out = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } };

    r->given.len = r->family.len = 0;
    for (size_t i = 0; i < r->row.cell_count && i < r->plan.columns; i++) {
        bt_view cell = r->row.cells[i];
        bt_column kind = r->plan.kinds[i];

        if (kind == BT_COLUMN_GIVEN)
            gather(&r->given, cell);
        else if (kind == BT_COLUMN_FAMILY)
            gather(&r->family, cell);
        else if (kind == BT_COLUMN_FULL && out.full.len == 0 && !r->plan.given && !r->plan.family)
            out.full = cell;
        else if (kind == BT_COLUMN_ID && out.id.len == 0)
            out.id = cell;
    }
    if (r->plan.family) {
        out.given = (bt_view){ r->given.bytes, r->given.len };
        out.family = (bt_view){ r->family.bytes, r->family.len };
    } else if (r->plan.given) {
        out.full = (bt_view){ r->given.bytes, r->given.len };
    }
    return out;
}

static parts parts_by_place(const bt_cell_row *row)
{
    parts out = { { "", 0 }, { "", 0 }, row->cells[0], { "", 0 } };

    if (row->cell_count >= 2 && row->cells[1].len > 0 && !has_digit(row->cells[1]) &&
        (out.full.len == 0 || memchr(out.full.data, ',', out.full.len) == NULL)) {
        out.given = out.full;
        out.family = row->cells[1];
        out.full = (bt_view){ "", 0 };
    }
    return out;
}

static bt_view trimmed(bt_view text)
{
    while (text.len > 0 && text.data[0] == ' ') {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && text.data[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* "Last, First" in one cell is two parts. */
static void split_full(parts *p)
{
    const char *comma = p->full.len == 0 ? NULL : memchr(p->full.data, ',', p->full.len);

    if (comma == NULL)
        return;
    p->family = trimmed((bt_view){ p->full.data, (size_t)(comma - p->full.data) });
    p->given = trimmed((bt_view){ comma + 1, (size_t)(p->full.data + p->full.len - comma - 1) });
    p->full = (bt_view){ "", 0 };
}

static bool has_letter(bt_view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80)
            return true;
    }
    return false;
}

static bool id_is_taken(const bt_roster *roster, bt_view id)
{
    for (size_t i = 0; i < roster->row_count; i++) {
        const char *other = roster->rows[i].external_id;
        if (other != NULL && bt_view_equal(bt_view_of(other), id))
            return true;
    }
    return false;
}

static const char *why_skipped(const reading *r, bt_view name, bt_view sort_name, bt_view id)
{
    if (r->plan.header && r->row.cell_count > r->plan.columns)
        return "extra_cells";
    if (name.len == 0)
        return "no_name";
    if (!has_letter(name))
        return "not_a_name";
    if (sort_name.len > BT_ROSTER_NAME_MAX_BYTES || name.len > BT_ROSTER_NAME_MAX_BYTES ||
        id.len > BT_ROSTER_ID_MAX_BYTES)
        return "too_long";
    if (id.len > 0 && id_is_taken(r->roster, id))
        return "id_twice";
    return NULL;
}

static bt_status add_row(reading *r, const bt_roster_row *row)
{
    if (r->roster->row_count == BT_ROSTER_MAX_ROWS)
        return refuse("too_many", BT_ELIMIT, r->why);
    r->roster->rows[r->roster->row_count++] = *row;
    r->roster->new_count += row->fate == BT_FATE_NEW;
    r->roster->skipped_count += row->fate == BT_FATE_SKIPPED;
    return BT_OK;
}

static bt_status add_title(reading *r)
{
    return add_row(r, &(bt_roster_row){ .line = r->row.line, .fate = BT_FATE_SKIPPED, .why = "title" });
}

static bt_status add_child(reading *r)
{
    bt_roster_row row = { .line = r->row.line, .fate = BT_FATE_NEW };
    parts p = r->plan.header ? parts_by_header(r) : parts_by_place(&r->row);
    bt_view name, sort_name = { "", 0 };
    size_t kept = r->arena.used;

    split_full(&p);
    name = p.full.len > 0 ? joined(&r->arena, p.full, "", (bt_view){ "", 0 })
                          : joined(&r->arena, p.given, " ", p.family);
    if (p.given.len > 0 && p.family.len > 0)
        sort_name = joined(&r->arena, p.family, ", ", p.given);
    p.id = joined(&r->arena, p.id, "", (bt_view){ "", 0 });
    if (name.data == NULL || sort_name.data == NULL || p.id.data == NULL)
        return BT_ENOMEM;

    row.why = why_skipped(r, name, sort_name, p.id);
    if (row.why != NULL) {
        row.fate = BT_FATE_SKIPPED;
        r->arena.used = kept;
    } else {
        row.name = name.data;
        row.sort_name = sort_name.len > 0 ? sort_name.data : NULL;
        row.external_id = p.id.len > 0 ? p.id.data : NULL;
    }
    return add_row(r, &row);
}

static bt_status read_rows(reading *r)
{
    bt_cell_reader reader = reader_of(r, r->plan.separator);
    bt_status status;

    for (size_t i = 0; (status = next_row(r, &reader)) == BT_OK; i++) {
        if (r->plan.header && i == r->plan.titles)
            continue;
        status = r->plan.header && i < r->plan.titles ? add_title(r) : add_child(r);
        if (status != BT_OK)
            return status;
    }
    if (status != BT_ENOTFOUND)
        return status;
    return r->roster->new_count > 0 ? BT_OK : refuse("no_names", BT_EINPUT, r->why);
}

/* What kind of text it is, by its first letter. */
static bt_status look(reading *r)
{
    bt_view rest = { r->text.data, r->text.len };

    while (rest.len > 0 && strchr(" \t\r\n", rest.data[0]) != NULL) {
        rest.data++;
        rest.len--;
    }
    if (rest.len == 0)
        return refuse("empty", BT_EINPUT, r->why);
    if (strchr("<{[", rest.data[0]) != NULL)
        return refuse("not_a_list", BT_EINPUT, r->why);
    return BT_OK;
}

bt_status bt_roster_read(bt_view bytes, bt_roster *out, bt_complaint *why)
{
    bt_status status = BT_ENOMEM;
    bt_roster roster = { 0 };
    reading *r = NULL;
    size_t texts_size;

    if (bytes.len > BT_ROSTER_MAX_BYTES)
        return refuse("too_large", BT_ELIMIT, why);
    r = calloc(1, sizeof *r);
    if (r == NULL)
        goto done;
    r->roster = &roster;
    r->why = why;
    status = bt_plain_text(bytes, &r->text);
    if (status == BT_EINPUT)
        status = refuse("not_text", BT_EINPUT, why);
    if (status != BT_OK || (status = look(r)) != BT_OK)
        goto done;

    texts_size = TEXTS_A_ROW * (r->text.len + (size_t)TEXT_SPARE * (BT_ROSTER_MAX_ROWS + 1));
    roster.rows = calloc(BT_ROSTER_MAX_ROWS, sizeof *roster.rows);
    roster.texts = malloc(texts_size);
    if (roster.rows == NULL || roster.texts == NULL) {
        status = BT_ENOMEM;
        goto done;
    }
    r->arena = (bt_arena){ (unsigned char *)roster.texts, texts_size, 0 };
    status = find_header(r);
    if (status != BT_OK)
        goto done;
    if (!r->plan.header)
        choose_separator(r);
    status = read_rows(r);
    if (status == BT_OK) {
        *out = roster;
        roster = (bt_roster){ 0 };
    }
done:
    if (r != NULL)
        bt_bytes_free(&r->text);
    free(r);
    bt_roster_free(&roster);
    return status;
}

void bt_roster_free(bt_roster *roster)
{
    free(roster->rows);
    free(roster->texts);
    *roster = (bt_roster){ 0 };
}
