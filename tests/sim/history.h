/* tests/sim/history.h - what several people did to one note, so that it can be told again, whole or in parts.
 *
 * A history has rounds. In each, everyone goes offline at the same version,
 * edits it once, and the edits arrive in some order; the next round starts
 * from what they became. An edit is told by its content alone (the members of
 * the type, and `deleted: true`) and by the questions that it answers, not by
 * its bytes, so that it keeps its meaning when something before it is left
 * out. This is also what a case file holds (tests/cases/README.md).
 */
#ifndef BT_SIM_HISTORY_H
#define BT_SIM_HISTORY_H

#include "sync/merge.h"
#include "tests/sim/shape.h"

enum {
    SIM_MAX_DEVICES = 6,
    SIM_MAX_ROUNDS = 3,
    SIM_MAX_ANSWERS = 16,
    SIM_MAX_WORDS = 4096 /* that nobody else types, in one history */
};

typedef struct sim_edit {
    size_t device;
    int64_t at_ms; /* what the device's clock says, since 1970; a device never says the same twice */
    const bt_json *content;
    bt_view answers[SIM_MAX_ANSWERS]; /* paths of the questions that the author answered */
    size_t answer_count;
} sim_edit;

typedef struct sim_round {
    sim_edit edits[SIM_MAX_DEVICES];
    size_t count;
} sim_round;

typedef struct sim_history {
    const char *type;
    const bt_json *start; /* the content of the new note */
    sim_round rounds[SIM_MAX_ROUNDS];
    size_t count;
} sim_history;

/* Memory to run histories in. */
typedef struct sim_bench {
    bt_arena keep;    /* histories */
    bt_arena work;    /* the run at hand */
    bt_arena merging; /* one merge */
    uint64_t merges;  /* counted, for the table */
} sim_bench;

sim_bench sim_bench_make(void);
void sim_bench_free(sim_bench *bench);

/* The id of a device, and of its person: the fifth and sixth device belong to the first and second person. */
bt_view sim_device(bt_arena *arena, size_t device);
bt_view sim_person(bt_arena *arena, size_t device);
bt_view sim_student(bt_arena *arena, size_t student);

/* RFC 3339 in UTC with milliseconds. */
bt_view sim_time(bt_arena *arena, int64_t at_ms);

/* The members of the type, and `deleted: true` where the record is deleted. */
const bt_json *sim_content(bt_arena *arena, const bt_json *record);

/* The new note as its device sends it: the first device, at 2026-09-01. */
bt_view sim_new_record(bt_arena *arena, const char *type, const bt_json *content, size_t note);

/* An edit of the record `seen`, as the device sends it. */
bt_view sim_edit_bytes(bt_arena *arena, const bt_json *seen, const sim_edit *edit);

/* bt_merge; the record lies in `work`. The program ends when a merge that cannot fail does, with the three inputs. */
bt_status sim_merge(sim_bench *bench, bt_view base, bt_view now, bt_view edit, bt_merged *out);

/* What the edits of a round become, in their order. */
bt_view sim_merge_round(sim_bench *bench, bt_view base, const bt_view *edits, size_t count);

#endif
