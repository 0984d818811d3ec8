/* tests/sim/random.h - chance that can be had again: the same seed draws the same on every machine. */
#ifndef BT_SIM_RANDOM_H
#define BT_SIM_RANDOM_H

#include "sync/base.h"

/* xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2014). */
typedef struct sim_random {
    uint64_t state;
} sim_random;

/* Any seed will do, also neighbouring ones. */
sim_random sim_random_of(uint64_t seed);

uint64_t sim_random_next(sim_random *random);

/* 0 .. count-1; `count` is at least 1. */
size_t sim_below(sim_random *random, size_t count);

bool sim_chance(sim_random *random, unsigned percent);

#endif
