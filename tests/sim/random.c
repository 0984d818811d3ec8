#include "tests/sim/random.h"

sim_random sim_random_of(uint64_t seed)
{
    /* splitmix64's step: it spreads neighbouring seeds and never leaves the state 0, at which xorshift stands still */
    uint64_t z = seed + 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (sim_random){ (z ^ (z >> 31)) | 1 };
}

uint64_t sim_random_next(sim_random *random)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return random->state * 0x2545f4914f6cdd1du;
}

size_t sim_below(sim_random *random, size_t count)
{
    return (size_t)((sim_random_next(random) >> 32) % count);
}

bool sim_chance(sim_random *random, unsigned percent)
{
    return sim_below(random, 100) < percent;
}
