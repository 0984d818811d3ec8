/* sync/merge.h - the three-way merge of one record.
 *
 * Pure: no files, clock, locale, threads or globals, so that the service and
 * the phone give the same bytes for the same three inputs. The rule of the
 * whole engine is one sentence: an edit replaces exactly what its author had
 * seen. sync/README.md holds the case table, tests/cases one file a row.
 */
#ifndef BT_SYNC_MERGE_H
#define BT_SYNC_MERGE_H

#include "sync/base.h"

/* Which rule decided a member; named for people and for commit messages by bt_rule_name(). */
typedef enum bt_rule {
    BT_RULE_TAKEN,         /* only the edit changed it */
    BT_RULE_KEPT,          /* only others changed it */
    BT_RULE_AGREED,        /* both changed it to the same */
    BT_RULE_SET_UNION,     /* a set: element by element */
    BT_RULE_TEXT_WOVEN,    /* a text: edits of different words all apply */
    BT_RULE_TEXT_ASKED,    /* a text: edits of the same words; a person is asked */
    BT_RULE_VALUE_ASKED,   /* a value changed differently; a person is asked */
    BT_RULE_REMOVAL_ASKED, /* removed by one, changed inside by another; a person is asked */
    BT_RULE_DELETE_ASKED,  /* the record deleted by one, changed by another; a person is asked */
    BT_RULE_ANSWERED,      /* the edit answered a question */
    BT_RULE_COUNT
} bt_rule;

/* A short lower-case name with underscores, never NULL for a rule of the table. */
const char *bt_rule_name(bt_rule rule);

typedef struct bt_reason {
    bt_view path; /* JSON pointer of the member */
    bool known;   /* the schema names it: safe to write into a commit message */
    bt_rule rule;
} bt_reason;

typedef struct bt_merged {
    bt_view record; /* canonical bytes, in the arena */
    bool changed;   /* record differs from `now` */
    bool woven;     /* content of others, unseen by the edit, went into it: what was typed is not `record` */
    const bt_reason *reasons; /* one for each member that the edit or unseen others changed; in the arena */
    size_t reason_count;
} bt_merged;

/*
 * Merge an edit into what is stored.
 *
 *   base    the version that the edit was made on; .data == NULL when there
 *           was none (a new record) or when nobody has it any more
 *   now     what is stored at this moment; .data == NULL when nothing is
 *   edit    what the device sends
 *   out     receives the merged record; lives in `arena`, as all scratch does
 *
 * The inputs are borrowed JSON objects; base and now were printed by this
 * library, edit is checked here (bt_record_check).
 *
 *   BT_OK      no question is open in the record
 *   BT_ASK     merged too: at least one member holds two answers under
 *              "_forks" and a person is asked; no typed word is lost
 *   BT_EINPUT  an input is no record, or id, type or created differ
 *   BT_ELIMIT  an input, or the merged record, is over a limit of base.h
 *   BT_ENOMEM  the arena is too small; try again with a larger one
 *              (BT_MERGE_ARENA_BYTES is always enough)
 *
 * With now absent and base absent the edit is taken as it is: that is how a new
 * record is stored. An edit equal to its base changes nothing (out->changed is
 * false and out->record is `now`, byte for byte).
 */
bt_status bt_merge(bt_arena *arena, bt_view base, bt_view now, bt_view edit, bt_merged *out);

/* Enough for three records at their limit. Address space: pages are touched as they are needed. */
enum { BT_MERGE_ARENA_BYTES = 96 * 1024 * 1024 };

#endif
