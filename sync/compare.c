/* The edits that lead from one text to another, token by token. */
#include "sync/diff.h"
#include "sync/memory.h"
#include "sync/text.h"

enum {
    /* Two edits within a sentence are one rewrite when they change this many words for each that stands between them. */
    REWRITE_FACTOR = 3
};

/* A text as sentences, without the spaces and line ends between them. */
typedef struct outline {
    bt_view *sentences;
    size_t *first, *last; /* tokens first..last-1 of each; one more of both, behind the end of the text */
    size_t count;
} outline;

/* Does what ends here go on with a sign, as ?! or ..." do? */
static bool goes_on(bt_tokens text, size_t at)
{
    return at + 1 < text.count && bt_token_class(text.tokens[at + 1]) == BT_CLASS_SIGN;
}

static void note_sentences(bt_tokens text, outline *out)
{
    bool inside = false;

    for (size_t i = 0; i < text.count; i++) {
        bt_class class = bt_token_class(text.tokens[i]);

        if (class == BT_CLASS_LINE || (class == BT_CLASS_SPACE && !inside)) {
            inside = false;
            continue;
        }
        if (!inside)
            out->first[out->count++] = i;
        out->last[out->count - 1] = i + 1;
        inside = !bt_token_ends_sentence(text.tokens[i]) || goes_on(text, i);
    }
}

static bool outline_of(bt_arena *arena, bt_tokens text, outline *out)
{
    *out = (outline){ .first = bt_arena_take(arena, (text.count + 1) * sizeof *out->first),
                      .last = bt_arena_take(arena, (text.count + 1) * sizeof *out->last) };
    if (bt_arena_full(arena))
        return false;
    note_sentences(text, out);
    out->sentences = bt_arena_take(arena, out->count * sizeof *out->sentences);
    for (size_t i = 0; out->sentences != NULL && i < out->count; i++) {
        bt_view start = text.tokens[out->first[i]], end = text.tokens[out->last[i] - 1];

        out->sentences[i] = (bt_view){ start.data, (size_t)(end.data + end.len - start.data) };
    }
    out->first[out->count] = out->last[out->count] = text.count;
    return out->sentences != NULL;
}

/* The words that changed between the sentences that stayed: no sentence that stayed is taken apart. */
static void compare_between(bt_arena *arena, bt_tokens base, bt_tokens side, const outline *a,
                            const outline *b, bool *gone, bool *added)
{
    bool *less = bt_arena_take(arena, a->count), *more = bt_arena_take(arena, b->count);
    size_t from = 0, to = 0; /* tokens behind the last sentence that stayed */

    if (bt_arena_full(arena))
        return;
    bt_diff(arena, a->sentences, a->count, b->sentences, b->count, less, more);
    for (size_t i = 0, j = 0; i <= a->count; i++, j++) {
        while (i < a->count && less[i])
            i++;
        while (j < b->count && more[j])
            j++;
        bt_diff(arena, base.tokens + from, a->first[i] - from, side.tokens + to, b->first[j] - to,
                gone + from, added + to);
        memset(gone + a->first[i], false, a->last[i] - a->first[i]);
        memset(added + b->first[j], false, b->last[j] - b->first[j]);
        from = a->last[i];
        to = b->last[j];
    }
}

static void move(bt_hunk *hunk, size_t tokens, bool later)
{
    size_t step = later ? tokens : (size_t)0 - tokens; /* unsigned arithmetic wraps, C11 6.2.5 */

    hunk->first += step;
    hunk->last += step;
    hunk->from += step;
    hunk->to += step;
}

/*
 * What was added or removed between equal tokens can be said in several places. It is said where it is a sentence, so
 * that who removed one does not seem to have removed the end of it and the start of the next; and as late as can be,
 * so that a sentence at the end of a text is an addition at its end.
 *   low, high  the tokens of the base that it may move between
 */
static void slide(bt_hunk *hunk, size_t low, size_t high, bt_tokens base, bt_tokens side)
{
    bool adds = hunk->first == hunk->last;
    const bt_view *tokens = adds ? side.tokens : base.tokens;
    size_t *start = adds ? &hunk->from : &hunk->first, *end = adds ? &hunk->to : &hunk->last;
    size_t back = SIZE_MAX; /* how far behind the latest place the latest sentence lies */

    if (!adds && hunk->from < hunk->to)
        return; /* it replaces: there is one way to say that */
    while (hunk->first > low && bt_view_equal(tokens[*start - 1], tokens[*end - 1]))
        move(hunk, 1, false);
    for (;;) {
        if (bt_text_starts_sentence(adds ? side : base, *start))
            back = 0;
        else if (back != SIZE_MAX)
            back++;
        if (hunk->last == high || !bt_view_equal(tokens[*start], tokens[*end]))
            break;
        move(hunk, 1, true);
    }
    if (back != SIZE_MAX)
        move(hunk, back, false);
}

static size_t count_words(const bt_view *tokens, size_t count)
{
    size_t words = 0;

    for (size_t i = 0; i < count; i++)
        words += bt_token_class(tokens[i]) != BT_CLASS_SPACE;
    return words;
}

static size_t count_changed(const bt_hunk *hunk, bt_tokens base, bt_tokens side)
{
    size_t gone = count_words(base.tokens + hunk->first, hunk->last - hunk->first);
    size_t came = count_words(side.tokens + hunk->from, hunk->to - hunk->from);

    return gone > came ? gone : came;
}

/*
 * Words that were rewritten in a row belong together: nothing but a space stands between two edits, or so few words
 * that both wordings happen to have them.
 */
static bool one_rewrite(const bt_hunk *a, const bt_hunk *b, bt_tokens base, bt_tokens side)
{
    size_t between = count_words(base.tokens + a->last, b->first - a->last);

    for (size_t i = a->last; i < b->first; i++) {
        if (bt_token_ends_sentence(base.tokens[i]))
            return false;
    }
    return REWRITE_FACTOR * between <= count_changed(a, base, side) + count_changed(b, base, side);
}

static size_t add_hunk(bt_hunk *hunks, size_t count, bt_hunk next, bt_tokens base, bt_tokens side)
{
    bt_hunk *last = count > 0 ? &hunks[count - 1] : NULL;

    if (last != NULL && one_rewrite(last, &next, base, side)) {
        last->last = next.last;
        last->to = next.to;
        return count;
    }
    hunks[count] = next;
    return count + 1;
}

/* The edits as they were found. */
static size_t list_hunks(bt_tokens base, bt_tokens side, const bool *gone, const bool *added, bt_hunk *out)
{
    size_t i = 0, j = 0, count = 0;

    while (i < base.count || j < side.count) {
        bt_hunk hunk = { i, 0, j, 0 };

        while (i < base.count && gone[i])
            i++;
        while (j < side.count && added[j])
            j++;
        hunk.last = i;
        hunk.to = j;
        if (hunk.first < hunk.last || hunk.from < hunk.to) {
            out[count++] = hunk;
            continue;
        }
        i++;
        j++;
    }
    return count;
}

/* The edits where neither text is the other with something more in one place; how many. NULL when the arena is full. */
static bt_hunk *find_edits(bt_arena *arena, bt_tokens base, bt_tokens side, size_t *count)
{
    bool *gone = bt_arena_take(arena, base.count), *added = bt_arena_take(arena, side.count);
    bt_hunk *edits = NULL;
    outline a, b;

    if (outline_of(arena, base, &a) && outline_of(arena, side, &b))
        compare_between(arena, base, side, &a, &b, gone, added);
    if (!bt_arena_full(arena))
        edits = bt_arena_take(arena, (base.count + side.count) * sizeof *edits);
    if (edits == NULL)
        return NULL;
    *count = list_hunks(base, side, gone, added, edits);
    arena->used = (size_t)((unsigned char *)(edits + *count) - arena->base); /* unneeded room goes back */
    return edits;
}

/* What most edits are: something more, or less, in one place. False when it is not so. */
static bool one_place(bt_tokens base, bt_tokens side, bt_hunk *out)
{
    bt_ends ends = bt_common_ends(base.tokens, base.count, side.tokens, side.count);

    *out = (bt_hunk){ ends.start, base.count - ends.end, ends.start, side.count - ends.end };
    return base.count != side.count && (out->first == out->last || out->from == out->to);
}

bt_status bt_text_compare(bt_arena *arena, bt_tokens base, bt_tokens side, const bt_hunk **hunks,
                          size_t *count)
{
    bt_hunk *out = bt_arena_take(arena, sizeof *out);
    size_t listed = 1, joined = 0;

    if (out != NULL && !one_place(base, side, out))
        out = find_edits(arena, base, side, &listed);
    if (out == NULL)
        return BT_ENOMEM;
    for (size_t i = listed; i > 0; i--)
        slide(&out[i - 1], i > 1 ? out[i - 2].last : 0, i < listed ? out[i].first : base.count, base, side);
    for (size_t i = 0; i < listed; i++)
        joined = add_hunk(out, joined, out[i], base, side);
    *hunks = out;
    *count = joined;
    return BT_OK;
}
