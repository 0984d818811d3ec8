/* tests/sim/shrink.h - the smallest history that still shows what was found, and its telling. */
#ifndef BT_SIM_SHRINK_H
#define BT_SIM_SHRINK_H

#include "tests/sim/laws.h"

/* Leave out rounds, devices, answers, members and words for as long as the same law is still broken. */
void sim_shrink(sim_bench *bench, sim_history *history, sim_finding *finding);

/* Print the history as a case file (tests/cases/README.md), on stdout. */
void sim_print_case(sim_bench *bench, const sim_history *history, const sim_finding *finding);

#endif
