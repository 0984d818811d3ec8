/*
 * One number a thousand histories, for comparing compilers and machines: sim_digest SEED COUNT. The same seed gives the
 * same numbers wherever the merge gives the same bytes.
 */
#include "tests/sim/draw.h"
#include "tests/sim/laws.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { HISTORIES_PER_LINE = 1000 };

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t digest(uint64_t so_far, bt_view bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        so_far = (so_far ^ (unsigned char)bytes.data[i]) * 0x100000001b3u;
    return so_far;
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 2 ? strtoull(argv[1], NULL, 10) : 0;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : 0, so_far = 0xcbf29ce484222325u;
    sim_bench bench;

    if (argc != 3) {
        fputs("usage: sim_digest SEED COUNT\n", stderr);
        return 2;
    }
    bench = sim_bench_make();
    for (uint64_t i = 0; i < count; i++) {
        sim_history history;
        sim_draw draw;

        bench.keep.used = 0;
        bench.work.used = 0;
        draw = sim_draw_of(seed + i, &bench.keep);
        sim_draw_history(&draw, &bench, &history);
        so_far = digest(so_far, sim_history_end(&bench, &history));
        if ((i + 1) % HISTORIES_PER_LINE == 0 || i + 1 == count)
            printf("%" PRIu64 " %016" PRIx64 "\n", seed + i, so_far);
    }
    sim_bench_free(&bench);
    return 0;
}
