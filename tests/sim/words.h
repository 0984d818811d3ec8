/* tests/sim/words.h - texts drawn at random, and changed as people change them. */
#ifndef BT_SIM_WORDS_H
#define BT_SIM_WORDS_H

#include "tests/sim/draw.h"

/* A word that nobody else types in this history. */
bt_view sim_new_word(sim_draw *draw);

/* A few words, old and new. */
const bt_json *sim_draw_text(sim_draw *draw);

/* A text after somebody changed it, or NULL where it was emptied. `text` may be NULL. */
const bt_json *sim_change_text(sim_draw *draw, const bt_json *text);

#endif
