/* service/roster/roster_cells.h - a class list's text, row by row, cell by cell (RFC 4180 and what people make of it). */
#ifndef BT_SERVICE_ROSTER_CELLS_H
#define BT_SERVICE_ROSTER_CELLS_H

#include "service/roster/roster.h"

enum { BT_ROSTER_MAX_CELLS = BT_ROSTER_ROW_MAX_BYTES + 1 };

/* What separates cells; BT_SEPARATOR_NONE: a line is one cell. */
typedef enum bt_separator {
    BT_SEPARATOR_NONE = 0,
    BT_SEPARATOR_TAB = '\t',
    BT_SEPARATOR_SEMICOLON = ';',
    BT_SEPARATOR_COMMA = ','
} bt_separator;

/* Where reading stands. Set text and separator, zero the rest. */
typedef struct bt_cell_reader {
    bt_view text; /* UTF-8 without controls */
    bt_separator separator;
    size_t at;    /* bytes */
    size_t lines; /* line ends passed */
} bt_cell_reader;

/* One row; the cells lie in `bytes`. About 18 kB: not one for each frame of a deep stack. */
typedef struct bt_cell_row {
    size_t line;
    size_t cell_count;       /* empty cells at the end are not counted */
    bool space_after_commas; /* every separator was followed by a space */
    bt_view cells[BT_ROSTER_MAX_CELLS];
    char bytes[BT_ROSTER_ROW_MAX_BYTES + 1];
} bt_cell_row;

/*
 * The next row that has a cell with something in it. BT_OK; BT_ENOTFOUND at the end;
 * BT_EINPUT: a quotation mark never closes; BT_ELIMIT: a row over BT_ROSTER_ROW_MAX_BYTES.
 * row->line is set in the last two cases as well.
 */
bt_status bt_cell_reader_next(bt_cell_reader *reader, bt_cell_row *row);

#endif
