/* tests/sim/classroom.h - what two teachers do to one observation on an ordinary day, and where they disagree. */
#ifndef BT_SIM_CLASSROOM_H
#define BT_SIM_CLASSROOM_H

#include "tests/sim/draw.h"

enum { ROOM_CHILDREN = 4, ROOM_SENTENCES = 12, ROOM_WORDS = 12, ROOM_CLAIMS = 64 };

typedef struct room_sentence {
    int id; /* by which two teachers' copies are compared; new ones have none that matters */
    bt_view words[ROOM_WORDS];
    size_t count;
} room_sentence;

typedef struct room_text {
    room_sentence sentences[ROOM_SENTENCES];
    size_t count;
} room_text;

/* An observation: the first text and mark are about all, the others about a child each. */
typedef struct room_note {
    room_text texts[1 + ROOM_CHILDREN];
    const char *marks[1 + ROOM_CHILDREN];
    unsigned tags;
    const char *gap; /* between sentences */
} room_note;

/* What a teacher meant for a place that the other may mean something else for. */
typedef struct room_claim {
    size_t text;
    int sentence, word; /* ROOM_MARK: the mark; word ROOM_END: what comes behind the last word */
    bt_view means;      /* absent: gone */
    bool adds;          /* one addition does not stand in the way of another */
} room_claim;

typedef struct room_side {
    room_note note;
    room_claim claims[ROOM_CLAIMS];
    size_t claim_count;
} room_side;

void room_draw_note(sim_draw *draw, room_note *out);

/* A teacher's edits of a note. */
void room_draw_side(sim_draw *draw, const room_note *base, size_t edits, room_side *out);

/* Did the two mean different things for one place? This is what a person must be asked about, and nothing else. */
bool room_disagree(const room_side *a, const room_side *b);

const bt_json *room_content(bt_arena *arena, const room_note *note);

#endif
