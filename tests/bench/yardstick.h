/* tests/bench/yardstick.h - ways to make the same bytes durable, behind one interface, to be timed side by side.
 *
 * Each way keeps its files in a folder of its own. Benchmarks only: a failed
 * call ends the measuring with a message, so a figure never hides an error.
 */
#ifndef BT_BENCH_YARDSTICK_H
#define BT_BENCH_YARDSTICK_H

#include "sync/base.h"

/* One record, borrowed from the file of records that was given. */
typedef struct bench_record {
    bt_view id;
    bt_view bytes;
} bench_record;

/* A way to store. Every function returns false when something failed. */
typedef struct bench_way {
    const char *name;
    bool (*open)(const char *folder, void **out);
    /* All `count` records are on the disk, as one step, when it returns. */
    bool (*push)(void *way, const bench_record *records, size_t count);
    /* Or NULL: what is done after a push by somebody else, while nobody waits; not timed. */
    bool (*rest)(void *way);
    /* Visit what the last `pushes` pushes brought (0: everything); *bytes receives the size of all bodies. */
    bool (*pull)(void *way, size_t pushes, size_t *bytes);
    /* Or NULL: as small as it gets, as the service does it at night. */
    bool (*press)(void *way);
    void (*close)(void *way);
} bench_way;

extern const bench_way bench_raw; /* one file: write, fsync, rename, fsync of the folder; cannot pull */
extern const bench_way
    bench_sqlite;                   /* WAL, synchronous=FULL: a row and a row of history in one transaction */
extern const bench_way bench_store; /* bt_store_commit */

#endif
