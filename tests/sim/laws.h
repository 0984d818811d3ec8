/* tests/sim/laws.h - what must hold of every history, whatever people did. */
#ifndef BT_SIM_LAWS_H
#define BT_SIM_LAWS_H

#include "tests/sim/history.h"

/* One round as it happened: all edits grew from `base`; `merged` is what they became in the order of their devices. */
typedef struct sim_scene {
    bt_view base, merged;
    bt_status status; /* of the last merge */
    bt_view edits[SIM_MAX_DEVICES];
    size_t count;
} sim_scene;

/* Two records that a law says are the same, or what a law misses in the second. */
typedef struct sim_finding {
    size_t law; /* its row */
    bt_view expected, found;
} sim_finding;

typedef struct sim_law {
    const char *name, *says;
    bool (*holds)(sim_bench *bench, const sim_scene *scene, sim_finding *finding);
} sim_law;

extern const sim_law sim_laws[];
extern const size_t sim_law_count;

/* Do all laws hold in all rounds, and does answering all questions settle them? `finding` says what was found first. */
bool sim_history_holds(sim_bench *bench, const sim_history *history, sim_finding *finding);

/* The record that a history ends with; in `work`. */
bt_view sim_history_end(sim_bench *bench, const sim_history *history);

#endif
