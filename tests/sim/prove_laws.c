/* The laws of the merge, over random histories: prove_laws [SEED [HISTORIES]]. Prints a row a law; exit 0 when all hold. */
#include "tests/sim/draw.h"
#include "tests/sim/shrink.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { QUICK = 250 };

static bool try_one(sim_bench *bench, uint64_t seed)
{
    sim_draw draw;
    sim_history history;
    sim_finding finding;

    bench->keep.used = 0;
    bench->work.used = 0;
    draw = sim_draw_of(seed, &bench->keep);
    sim_draw_history(&draw, bench, &history);
    bench->work.used = 0;
    if (sim_history_holds(bench, &history, &finding))
        return true;
    printf("law %s is broken by seed %" PRIu64 "; the smallest case:\n\n", sim_laws[finding.law].name, seed);
    sim_shrink(bench, &history, &finding);
    sim_print_case(bench, &history, &finding);
    return false;
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : QUICK;
    sim_bench bench = sim_bench_make();
    bool holds = true;

    printf("seeds %" PRIu64 " to %" PRIu64 "\n", seed, seed + count - 1);
    for (uint64_t i = 0; i < count && holds; i++)
        holds = try_one(&bench, seed + i);
    for (size_t i = 0; holds && i < sim_law_count; i++)
        printf("law %-7s holds: %s\n", sim_laws[i].name, sim_laws[i].says);
    printf("%" PRIu64 " histories, %" PRIu64 " merges\n", count, bench.merges);
    sim_bench_free(&bench);
    return holds ? 0 : 1;
}
