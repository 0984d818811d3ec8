/* tests/sim/draw.h - notes and edits drawn at random, as unpleasant as people and programs make them.
 *
 * Few places and few values, so that devices meet; words that nobody else
 * types, so that what is lost is seen.
 */
#ifndef BT_SIM_DRAW_H
#define BT_SIM_DRAW_H

#include "tests/sim/history.h"
#include "tests/sim/random.h"

typedef struct sim_draw {
    sim_random random;
    bt_arena *arena;                /* where what is drawn lies */
    size_t words;                   /* of those that nobody else types, so far */
    size_t stamps[SIM_MAX_DEVICES]; /* given out so far, by device */
} sim_draw;

sim_draw sim_draw_of(uint64_t seed, bt_arena *arena);

/* The content of a new note. */
const bt_json *sim_draw_content(sim_draw *draw);

/* An edit of a record: of 0 to 4 members, with or without answers to its open questions. */
void sim_draw_edit(sim_draw *draw, const bt_json *seen, size_t device, sim_edit *out);

/* A whole history, its later rounds drawn on what the earlier ones became. */
void sim_draw_history(sim_draw *draw, sim_bench *bench, sim_history *out);

/* Mark in `found` which of the words that nobody else types occur in some bytes. */
void sim_find_words(bt_view bytes, bool found[SIM_MAX_WORDS]);

#endif
