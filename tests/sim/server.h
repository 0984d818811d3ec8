/* tests/sim/server.h - a service with no disk and no network: heads, versions and the last batch of each device.
 *
 * It follows service/README.md, "The exchange", and nothing else; what the
 * real one adds (rights, epochs, refusals of bad records) is tested there.
 */
#ifndef BT_SIM_SERVER_H
#define BT_SIM_SERVER_H

#include "tests/sim/draw.h"

enum {
    SIM_NOTES = 3,
    SIM_NONE = -1, /* no version, no commit */
    SIM_MAX_COMMITS = 1024,
    SIM_MAX_VERSIONS = 4096
};

typedef struct sim_change {
    size_t note;
    int base;            /* version; SIM_NONE: a new record, or a base that nobody stored */
    bt_view base_record; /* sent along where the service said it lacks it; absent otherwise */
    bt_view record;
} sim_change;

typedef struct sim_batch {
    int seq; /* 0: there is none */
    sim_change changes[SIM_NOTES];
    size_t count;
} sim_batch;

/* All that differs between two commits, behind a note: pages of it. */
typedef struct sim_cursor {
    int from, to; /* SIM_NONE: the beginning; the head */
    int after;
} sim_cursor;

typedef struct sim_answer {
    int received;
    bool in_batch[SIM_NOTES], refused[SIM_NOTES]; /* of the batch; `base_unknown` is the only refusal here */
    int stored[SIM_NOTES];                        /* version of each note of the batch */
    int came[SIM_NOTES];                          /* version of each record of the page, or SIM_NONE */
    sim_cursor cursor;
    bool more;
} sim_answer;

typedef struct sim_server {
    sim_bench *bench;
    bt_view versions[SIM_MAX_VERSIONS];
    int version_count;
    int heads[SIM_MAX_COMMITS][SIM_NOTES];
    int commit_count;
    int received[SIM_MAX_DEVICES];
    bool refused[SIM_MAX_DEVICES][SIM_NOTES]; /* in the last batch */
    int forgotten;                            /* versions below this one are lost: restored from a backup */
    bool stored_words[SIM_MAX_WORDS];         /* in a version, or in what its author typed */
    bool asked_words[SIM_MAX_WORDS];          /* in a record that asked */
} sim_server;

void sim_server_start(sim_server *server, sim_bench *bench);

/* Apply a batch once, whatever arrives how often, and answer. `page` records at most. */
void sim_server_ask(sim_server *server, size_t device, const sim_batch *batch, sim_cursor cursor, size_t page,
                    sim_answer *out);

/* The version of a note at the head, or SIM_NONE. */
int sim_server_head(const sim_server *server, size_t note);

#endif
