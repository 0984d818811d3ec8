/* service/people/access_log.h - who opened which student's page, and who took a copy of what: for the owners of a classroom.
 *
 * Kept in access.db, outside the repositories, for BT_LOG_KEPT_S. Ids alone: a
 * student's name is resolved where the log is read. What phones report they did
 * without a connection comes later, at the time that their clock said.
 */
#ifndef BT_SERVICE_ACCESS_LOG_H
#define BT_SERVICE_ACCESS_LOG_H

#include "service/people/access.h"

enum {
    BT_LOG_KEPT_S = 400 * 24 * 3600, /* a school year, and some weeks to ask about its end */
    BT_LOG_PAGE = 500,               /* entries at a time; those of one second stay together */
    BT_LOG_ENTRIES_MAX = 100         /* in one report of a phone */
};

/* What somebody did. */
typedef enum bt_log_act {
    BT_LOG_OPENED = 1,  /* a student's page; the subject is the student's id. Counts once a day */
    BT_LOG_EXPORTED = 2 /* took a copy; the subject is its format */
} bt_log_act;

/* "opened", "exported"; NULL for a number that is none. */
const char *bt_log_act_name(unsigned act);
/* 0: no act of that name. */
unsigned bt_log_act_find(bt_view name);

/* One line. Formats: "all", "csv", "jsonl", "unsent". */
typedef struct bt_log_entry {
    int64_t at_s;
    char person[BT_ID_LEN + 1];
    unsigned act;
    char subject[BT_ID_LEN + 1];
} bt_log_entry;

/* True when the subject is one that the act has. */
bool bt_log_subject_valid(unsigned act, bt_view subject);

/*
 * Write lines of one person; those that are there already stay as they are, so that a report may come twice. A time
 * that is still to come becomes now, and what is older than the log is left out. Old lines of all notebooks go.
 */
bt_status bt_log_write(bt_access *access, const char *notebook, const char *person,
                       const bt_log_entry *entries, size_t count, int64_t now_s);

/*
 * The newest BT_LOG_PAGE lines before `before_s`, newest first.
 *   older   receives true when there are more behind the last one
 */
typedef int (*bt_log_fn)(void *context, const bt_log_entry *entry);
bt_status bt_log_read(bt_access *access, const char *notebook, int64_t before_s, bt_log_fn each,
                      void *context, bool *older);

#endif
