/* Any number of edited texts, woven into the text that they grew from. */
#include "sync/text.h"
#include "sync/writer.h"

typedef struct side {
    bt_tokens tokens;
    const bt_hunk *hunks;
    size_t count;
    size_t begin, next; /* hunks begin..next-1 are in the group at hand */
} side;

/* Edits of the same place: tokens first..last-1 of the base, by one or several sides. */
typedef struct group {
    size_t first, last;
} group;

typedef struct weave {
    bt_tokens base;
    side *sides;
    size_t count;
    bt_view *part, *other; /* scratch: what a side wants in the group's place, as tokens */
    bt_arena *out;         /* the woven text grows at its end */
    size_t start;
    bool asks;
} weave;

static bool ends_line(bt_tokens text, size_t at)
{
    return at == text.count || bt_token_class(text.tokens[at]) == BT_CLASS_LINE;
}

/*
 * Does the next edit, in the order of places, belong to the group? Overlapping edits do, insertions at one place, and
 * a word with the sign that stands right behind it. An insertion that touches changed words does in the midst of a
 * sentence, where it is about the same phrase; between sentences and at the end of a line it stands for itself.
 */
static bool belongs(const weave *w, group g, const bt_hunk *hunk)
{
    bool inserts = hunk->first == hunk->last, inserted = g.first == g.last;
    const bt_view *at = &w->base.tokens[hunk->first];

    if (hunk->first != g.last)
        return hunk->first < g.last;
    if (inserts && inserted)
        return true;
    if (bt_text_starts_sentence(w->base, hunk->first) || (inserts && ends_line(w->base, hunk->first)))
        return false;
    return inserts || inserted ||
           (bt_token_class(at[-1]) != BT_CLASS_SPACE && bt_token_class(at[0]) != BT_CLASS_SPACE);
}

/* The side whose next edit comes first; ties go to insertions, then to the earlier side. NULL when none is left. */
static side *earliest(weave *w)
{
    side *best = NULL;

    for (side *s = w->sides; s < w->sides + w->count; s++) {
        const bt_hunk *hunk = &s->hunks[s->next], *first = best != NULL ? &best->hunks[best->next] : NULL;

        if (s->next == s->count)
            continue;
        if (first == NULL || hunk->first < first->first ||
            (hunk->first == first->first && hunk->last < first->last))
            best = s;
    }
    return best;
}

/* What a side wants in the group's place. */
static bt_tokens build_part(const weave *w, group g, const side *s, bt_view *scratch)
{
    size_t at = g.first, count = 0;

    for (size_t i = s->begin; i < s->next; i++) {
        const bt_hunk *hunk = &s->hunks[i];

        while (at < hunk->first)
            scratch[count++] = w->base.tokens[at++];
        for (size_t j = hunk->from; j < hunk->to; j++)
            scratch[count++] = s->tokens.tokens[j];
        at = hunk->last;
    }
    while (at < g.last)
        scratch[count++] = w->base.tokens[at++];
    return (bt_tokens){ scratch, count };
}

static bool same_tokens(bt_tokens a, bt_tokens b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++) {
        if (!bt_view_equal(a.tokens[i], b.tokens[i]))
            return false;
    }
    return true;
}

/* Does a side before `s` want the same? */
static bool wanted_before(const weave *w, group g, const side *s, bt_tokens part)
{
    for (const side *earlier = w->sides; earlier < s; earlier++) {
        if (earlier->begin < earlier->next && same_tokens(part, build_part(w, g, earlier, w->other)))
            return true;
    }
    return false;
}

static bool wrote(const weave *w)
{
    return !bt_arena_full(w->out) && w->out->used > w->start;
}

/*
 * Keep a part apart from the one before it: on a line of its own at the end of the text, else by a space. What is
 * left of a text that lost its start begins without the space that stood before it.
 */
static bt_tokens write_gap(weave *w, bool at_end, bt_tokens part)
{
    char last = wrote(w) ? (char)w->out->base[w->out->used - 1] : '\n';

    while (at_end && part.count > 0 && bt_token_class(*part.tokens) == BT_CLASS_SPACE) {
        part.tokens++;
        part.count--;
    }
    if (part.count == 0 || last == '\n' || bt_token_class(*part.tokens) == BT_CLASS_LINE)
        return part;
    if (at_end)
        bt_write_char(w->out, '\n');
    else if (last != ' ' && bt_token_class(*part.tokens) != BT_CLASS_SPACE)
        bt_write_char(w->out, ' ');
    return part;
}

static void write_tokens(weave *w, bt_tokens tokens)
{
    for (size_t i = 0; i < tokens.count; i++)
        bt_write(w->out, tokens.tokens[i]);
}

static void write_group(weave *w, group g)
{
    bool at_end = g.first == w->base.count;
    size_t different = 0;

    for (side *s = w->sides; s < w->sides + w->count; s++) {
        bt_tokens part;

        if (s->begin == s->next)
            continue;
        part = build_part(w, g, s, w->part);
        if (wanted_before(w, g, s, part))
            continue;
        if (different++ > 0 || (w->base.count > 0 && !wrote(w)))
            part = write_gap(w, at_end, part);
        write_tokens(w, part);
    }
    if (different > 1 && g.first < g.last)
        w->asks = true;
}

/* Gather the edits of the place that comes next. False when none is left. */
static bool next_group(weave *w, group *g)
{
    side *s = earliest(w);

    if (s == NULL)
        return false;
    *g = (group){ s->hunks[s->next].first, s->hunks[s->next].last };
    for (side *each = w->sides; each < w->sides + w->count; each++)
        each->begin = each->next;
    for (; s != NULL && belongs(w, *g, &s->hunks[s->next]); s = earliest(w)) {
        if (s->hunks[s->next].last > g->last)
            g->last = s->hunks[s->next].last;
        s->next++;
    }
    return true;
}

static bt_status write_all(weave *w, bt_arena *arena, bt_view *out)
{
    size_t at = 0;
    group g;

    w->out = arena;
    w->start = bt_write_start(arena);
    while (next_group(w, &g)) {
        write_tokens(w, (bt_tokens){ w->base.tokens + at, g.first - at });
        write_group(w, g);
        at = g.last;
    }
    write_tokens(w, (bt_tokens){ w->base.tokens + at, w->base.count - at });
    *out = bt_write_finish(arena, w->start);
    return bt_arena_full(arena) ? BT_ENOMEM : BT_OK;
}

/* A text of too many tokens is one token: it is taken or asked about as a whole. */
static bt_status cut(bt_arena *arena, bt_view text, bt_tokens *out)
{
    bt_status status = bt_text_cut(arena, text, out);
    bt_view *whole;

    if (status != BT_ELIMIT)
        return status;
    whole = bt_arena_take(arena, sizeof *whole);
    if (whole == NULL)
        return BT_ENOMEM;
    *whole = text;
    *out = (bt_tokens){ whole, 1 };
    return BT_OK;
}

bt_status bt_text_weave(bt_arena *arena, bt_view base, const bt_view *sides, size_t count, bt_view *out,
                        bool *asks)
{
    weave w = { 0 };
    size_t longest = 0, emptied = 0;
    bt_status status = cut(arena, base, &w.base);

    w.count = count;
    w.sides = bt_arena_take(arena, count * sizeof *w.sides);
    if (w.sides == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; status == BT_OK && i < count; i++) {
        side *s = &w.sides[i];

        *s = (side){ 0 };
        status = cut(arena, sides[i], &s->tokens);
        if (status == BT_OK)
            status = bt_text_compare(arena, w.base, s->tokens, &s->hunks, &s->count);
        longest = s->tokens.count > longest ? s->tokens.count : longest;
        emptied += sides[i].len == 0;
    }
    if (status != BT_OK)
        return status;
    w.part = bt_arena_take(arena, (longest + w.base.count) * sizeof *w.part);
    w.other = bt_arena_take(arena, (longest + w.base.count) * sizeof *w.other);
    if (w.part == NULL || w.other == NULL)
        return BT_ENOMEM;
    status = write_all(&w, arena, out);
    *asks = w.asks || (emptied > 0 && emptied < count);
    return status;
}
