/* tests/sim/phone.h - what a device holds, types and sends, by the rules of webui/src/data/outbox.ts. */
#ifndef BT_SIM_PHONE_H
#define BT_SIM_PHONE_H

#include "tests/sim/server.h"

typedef struct sim_held {
    bool is;
    int version;
    bt_view record;
    bool typed; /* what was sent; the service's own wording comes on a later page */
} sim_held;

typedef struct sim_pending {
    bool is;
    int base;
    bt_view base_record; /* what it was typed on */
    bool send_base, on_batch;
    bt_view record;
} sim_pending;

typedef struct sim_phone {
    size_t device;
    sim_held held[SIM_NOTES];
    sim_pending drafts[SIM_NOTES];
    sim_pending sent[SIM_NOTES]; /* the drafts that are on the batch */
    sim_batch batch;             /* never changed once it is closed */
    sim_cursor cursor;
    int seq;
} sim_phone;

void sim_phone_start(sim_phone *phone, size_t device);

/* Type an edit of what is seen on this phone, if the note is there; the first phone also writes new notes. */
void sim_phone_type(sim_phone *phone, sim_draw *draw, size_t note);

/* Take what is seen of a note as the answer to all its questions. */
void sim_phone_answer_all(sim_phone *phone, sim_draw *draw, size_t note);

/* Make a batch of all drafts, unless one is under way. */
void sim_phone_close_batch(sim_phone *phone);

/* Take an answer that arrived. */
void sim_phone_take(sim_phone *phone, bt_arena *arena, const sim_server *server, const sim_answer *answer);

/* Nothing is unsent. */
bool sim_phone_is_quiet(const sim_phone *phone);

#endif
