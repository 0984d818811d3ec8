/* The edits that lead from one text to another, token by token. */
#include "sync/text.h"
#include "sync/unicode.h"

#include "sync/memory.h"

/* What is compared: the tokens between the common start and the common end. */
typedef struct middle {
    const bt_view *a, *b;
    size_t n, m;        /* tokens of a and b */
    size_t start;       /* tokens of the common start */
    bool *gone, *added; /* by token of a, of b */
} middle;

static middle trim(bt_tokens base, bt_tokens side)
{
    middle cut = { base.tokens, side.tokens, base.count, side.count, 0, NULL, NULL };

    while (cut.n > 0 && cut.m > 0 && bt_view_equal(*cut.a, *cut.b)) {
        cut.a++;
        cut.b++;
        cut.n--;
        cut.m--;
        cut.start++;
    }
    while (cut.n > 0 && cut.m > 0 && bt_view_equal(cut.a[cut.n - 1], cut.b[cut.m - 1])) {
        cut.n--;
        cut.m--;
    }
    return cut;
}

/*
 * reach[d] holds how far d edits lead on each of the diagonals -d, -d+2 ... d: d + 1 numbers of tokens of a.
 * From reach[d - 1], diagonal number i is entered by an insertion (from number i) or a removal (from i - 1).
 */
static bool enters_by_insertion(const int32_t *before, size_t d, size_t i)
{
    return i == 0 || (i != d && before[i - 1] < before[i]);
}

/* The least number of edits, or BT_TEXT_MAX_EDITS + 1 when it is above the limit; SIZE_MAX without memory. */
static size_t shortest(bt_arena *arena, const middle *cut, int32_t **reach)
{
    for (size_t d = 0; d <= BT_TEXT_MAX_EDITS; d++) {
        reach[d] = bt_arena_take(arena, (d + 1) * sizeof **reach);
        if (reach[d] == NULL)
            return SIZE_MAX;
        for (size_t i = 0; i <= d; i++) {
            int32_t diagonal = (int32_t)(2 * i) - (int32_t)d;
            int32_t x = 0, y;

            if (d > 0)
                x = enters_by_insertion(reach[d - 1], d, i) ? reach[d - 1][i] : reach[d - 1][i - 1] + 1;
            y = x - diagonal;
            while (x < (int32_t)cut->n && y < (int32_t)cut->m && bt_view_equal(cut->a[x], cut->b[y])) {
                x++;
                y++;
            }
            reach[d][i] = x;
            if (x >= (int32_t)cut->n && y >= (int32_t)cut->m)
                return d;
        }
    }
    return BT_TEXT_MAX_EDITS + 1;
}

/* Walk back from the end and note which tokens went and which came. */
static void note_edits(const middle *cut, int32_t **reach, size_t d)
{
    int32_t diagonal = (int32_t)cut->n - (int32_t)cut->m;

    for (; d > 0; d--) {
        size_t i = (size_t)((diagonal + (int32_t)d) / 2);
        bool insertion = enters_by_insertion(reach[d - 1], d, i);
        int32_t x = insertion ? reach[d - 1][i] : reach[d - 1][i - 1];

        diagonal += insertion ? 1 : -1;
        if (insertion)
            cut->added[x - diagonal] = true;
        else
            cut->gone[x] = true;
    }
}

static bt_status find_edits(bt_arena *arena, middle *cut)
{
    size_t mark, d;
    int32_t **reach;

    cut->gone = bt_arena_take(arena, cut->n);
    cut->added = bt_arena_take(arena, cut->m);
    mark = arena->used;
    reach = bt_arena_take(arena, (BT_TEXT_MAX_EDITS + 1) * sizeof *reach);
    if (cut->gone == NULL || cut->added == NULL || reach == NULL)
        return BT_ENOMEM;
    d = cut->n == 0 || cut->m == 0 ? BT_TEXT_MAX_EDITS + 1 : shortest(arena, cut, reach);
    if (d == SIZE_MAX)
        return BT_ENOMEM;
    memset(cut->gone, d > BT_TEXT_MAX_EDITS, cut->n);
    memset(cut->added, d > BT_TEXT_MAX_EDITS, cut->m);
    if (d <= BT_TEXT_MAX_EDITS)
        note_edits(cut, reach, d);
    arena->used = mark;
    return BT_OK;
}

static bool only_spaces(const bt_view *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bt_unicode_class(bt_utf8_get(tokens[i].data)) != BT_CLASS_SPACE)
            return false;
    }
    return true;
}

/*
 * What was added or removed between two equal tokens can be said in two places: before the second or after the
 * first. It is said as late as can be, so that a sentence at the end of a text is an addition at its end.
 */
static void slide(bt_hunk *hunk, size_t limit, bt_tokens base, bt_tokens side)
{
    bool adds = hunk->first == hunk->last;
    bt_tokens tokens = adds ? side : base;

    if (!adds && hunk->from < hunk->to)
        return; /* it replaces: there is one way to say that */
    while (hunk->last < limit && bt_view_equal(tokens.tokens[adds ? hunk->from : hunk->first],
                                               tokens.tokens[adds ? hunk->to : hunk->last])) {
        hunk->first++;
        hunk->last++;
        hunk->from++;
        hunk->to++;
    }
}

/* Two edits with nothing but a space between them are one: words that were rewritten in a row belong together. */
static size_t add_hunk(bt_hunk *hunks, size_t count, bt_hunk next, bt_tokens base)
{
    bt_hunk *last = count > 0 ? &hunks[count - 1] : NULL;

    if (last != NULL && only_spaces(base.tokens + last->last, next.first - last->last)) {
        last->last = next.last;
        last->to = next.to;
        return count;
    }
    hunks[count] = next;
    return count + 1;
}

/* The edits as they were found, in tokens of the whole texts. */
static size_t list_hunks(const middle *cut, bt_hunk *out)
{
    size_t i = 0, j = 0, count = 0;

    while (i < cut->n || j < cut->m) {
        bt_hunk hunk = { cut->start + i, 0, cut->start + j, 0 };

        while (i < cut->n && cut->gone[i])
            i++;
        while (j < cut->m && cut->added[j])
            j++;
        hunk.last = cut->start + i;
        hunk.to = cut->start + j;
        if (hunk.first < hunk.last || hunk.from < hunk.to) {
            out[count++] = hunk;
            continue;
        }
        i++;
        j++;
    }
    return count;
}

bt_status bt_text_compare(bt_arena *arena, bt_tokens base, bt_tokens side, const bt_hunk **hunks,
                          size_t *count)
{
    middle cut = trim(base, side);
    bt_status status = find_edits(arena, &cut);
    bt_hunk *out = status == BT_OK ? bt_arena_take(arena, (cut.n + cut.m) * sizeof *out) : NULL;
    size_t listed, joined = 0;

    if (out == NULL)
        return BT_ENOMEM;
    listed = list_hunks(&cut, out);
    for (size_t i = listed; i > 0; i--)
        slide(&out[i - 1], i < listed ? out[i].first : base.count, base, side);
    for (size_t i = 0; i < listed; i++)
        joined = add_hunk(out, joined, out[i], base);
    *hunks = out;
    *count = joined;
    return BT_OK;
}
