/* sync/text.h - texts merge by words.
 *
 * A text is cut into tokens: a word, a run of spaces, a line end, one sign, one
 * character of a script written without spaces; never within a character and
 * the marks that belong to it. Each side is compared with the base, first by
 * sentences and then, between the sentences that stayed, by words (diff.h);
 * what the sides changed is woven into the base.
 */
#ifndef BT_SYNC_TEXT_H
#define BT_SYNC_TEXT_H

#include "sync/unicode.h"

enum {
    BT_TEXT_MAX_TOKENS = 16384, /* above, a text is compared as one piece */
    BT_TEXT_MAX_EDITS = 512     /* added and removed; above, what lies between the common ends is one edit */
};

/*
 * Weave any number of sides of a text, all at once against their base.
 *
 *   base    what all sides grew from; absent or empty: nothing
 *   sides   in canonical order; an absent one means that it was emptied
 *   out     receives the text, in the arena
 *   asks    set when two sides changed the same words differently: then each
 *           side's words stand there one after the other
 *
 * Edits of different words all apply; different words inserted at one place are
 * all kept in the order of the sides, at the end of the text each on a line of
 * its own. The result depends on base and sides alone. BT_OK or BT_ENOMEM.
 */
bt_status bt_text_weave(bt_arena *arena, bt_view base, const bt_view *sides, size_t count, bt_view *out,
                        bool *asks);

/* A text as tokens; `tokens` holds views into it. Used by the weave and shown in its tests. */
typedef struct bt_tokens {
    const bt_view *tokens;
    size_t count;
} bt_tokens;

/* BT_OK; BT_ELIMIT when there are more than BT_TEXT_MAX_TOKENS; BT_ENOMEM. */
bt_status bt_text_cut(bt_arena *arena, bt_view text, bt_tokens *out);

/* What a token starts with says what it is. */
bt_class bt_token_class(bt_view token);

/* Is it a line end, or a sign that ends a sentence (Latin, Arabic, Urdu, Devanagari, CJK)? */
bool bt_token_ends_sentence(bt_view token);

/* Does a sentence start at this token: at the start of the text, or behind the end of another? */
bool bt_text_starts_sentence(bt_tokens text, size_t at);

/* Tokens first..last-1 of the base were replaced by from..to-1 of the side. */
typedef struct bt_hunk {
    size_t first, last, from, to;
} bt_hunk;

/* The edits from base to side, in order, apart from each other by at least one token that is not a space. */
bt_status bt_text_compare(bt_arena *arena, bt_tokens base, bt_tokens side, const bt_hunk **hunks,
                          size_t *count);

#endif
