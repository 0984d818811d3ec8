/* service/roster/roster.h - a class list, as a teacher has it, read into rows.
 *
 * Pure and meant for hostile bytes: no files, no locale, bounded in size, rows
 * and row length. The rules, and a plain-text case for each, are in
 * tests/cases/roster; the app reads lists by the same rules.
 */
#ifndef BT_SERVICE_ROSTER_H
#define BT_SERVICE_ROSTER_H

#include "sync/record.h"

enum {
    BT_ROSTER_MAX_BYTES = 1000 * 1000,
    BT_ROSTER_MAX_ROWS = 500,       /* more is no class; a school imports class by class */
    BT_ROSTER_ROW_MAX_BYTES = 1000, /* in UTF-8; a longer line is prose */
    BT_ROSTER_NAME_MAX_BYTES = 400, /* as in sync/schema/student.json */
    BT_ROSTER_ID_MAX_BYTES = 200
};

typedef enum bt_fate {
    BT_FATE_NEW,    /* a child who is not in the class */
    BT_FATE_HERE,   /* in the class already */
    BT_FATE_SKIPPED /* not usable; `why` says why */
} bt_fate;

typedef struct bt_roster_row {
    size_t line; /* where it begins in the list, from 1 */
    bt_fate fate;
    const char *why;         /* code of a skipped row, else NULL; static */
    const char *name;        /* as entered; NULL when skipped */
    const char *sort_name;   /* "Family, Given", or NULL */
    const char *external_id; /* the school's own number, or NULL */
} bt_roster_row;

/* Owns its rows and their texts. */
typedef struct bt_roster {
    bt_roster_row *rows;
    size_t row_count;
    size_t new_count, here_count, skipped_count; /* by fate */
    char *texts;
} bt_roster;

/*
 * Read a list. Until bt_roster_match() every usable row is BT_FATE_NEW.
 * BT_OK with *out filled (free it); BT_EINPUT or BT_ELIMIT with *why filled: no list, nothing to free; BT_ENOMEM.
 */
bt_status bt_roster_read(bt_view bytes, bt_roster *out, bt_complaint *why);
void bt_roster_free(bt_roster *roster);

/* A student of the class, deleted ones left out. */
typedef struct bt_roster_student {
    const char *name;
    const char *external_id; /* or NULL */
} bt_roster_student;

/* Tell the new from those who are here already: by number, else by name, each student for one row. */
bt_status bt_roster_match(bt_roster *roster, const bt_roster_student *present, size_t present_count);

/* A sentence for the code of a skipped row. Never NULL. */
const char *bt_roster_why(const char *code);

#endif
