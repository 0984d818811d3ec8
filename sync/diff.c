#include "sync/diff.h"

#include "sync/memory.h"
#include "sync/text.h"

/* What is left to compare between the common start and the common end. */
typedef struct middle {
    const bt_view *a, *b;
    size_t n, m;
    bool *gone, *added;
} middle;

bt_ends bt_common_ends(const bt_view *a, size_t n, const bt_view *b, size_t m)
{
    bt_ends common = { 0, 0 };

    for (; n > 0 && m > 0 && bt_view_equal(*a, *b); a++, b++, n--, m--)
        common.start++;
    for (; n > 0 && m > 0 && bt_view_equal(a[n - 1], b[m - 1]); n--, m--)
        common.end++;
    return common;
}

static middle middle_of(const bt_view *a, size_t n, const bt_view *b, size_t m, bool *gone, bool *added)
{
    bt_ends ends = bt_common_ends(a, n, b, m);
    size_t both = ends.start + ends.end;

    return (
        middle){ a + ends.start, b + ends.start, n - both, m - both, gone + ends.start, added + ends.start };
}

/*
 * reach[d] holds how far d edits lead on each of the diagonals -d, -d+2 ... d: d + 1 numbers of pieces of a.
 * From reach[d - 1], diagonal number i is entered by an insertion (from number i) or a removal (from i - 1).
 */
static bool enters_by_insertion(const int32_t *before, size_t d, size_t i)
{
    return i == 0 || (i != d && before[i - 1] < before[i]);
}

/* The least number of edits, or BT_TEXT_MAX_EDITS + 1 when it is above the limit, or memory gives out. */
static size_t shortest(bt_arena *arena, const middle *cut, int32_t **reach)
{
    for (size_t d = 0; d <= BT_TEXT_MAX_EDITS; d++) {
        reach[d] = bt_arena_take(arena, (d + 1) * sizeof **reach);
        if (reach[d] == NULL)
            break;
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

/* Walk back from the end and note which pieces went and which came. */
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

void bt_diff(bt_arena *arena, const bt_view *a, size_t n, const bt_view *b, size_t m, bool *gone, bool *added)
{
    middle cut = middle_of(a, n, b, m, gone, added);
    size_t mark = arena->used, d = BT_TEXT_MAX_EDITS + 1;
    int32_t **reach = NULL;

    memset(gone, false, n);
    memset(added, false, m);
    if (cut.n > 0 && cut.m > 0)
        reach = bt_arena_take(arena, (BT_TEXT_MAX_EDITS + 1) * sizeof *reach);
    if (reach != NULL)
        d = shortest(arena, &cut, reach);
    if (d <= BT_TEXT_MAX_EDITS) {
        note_edits(&cut, reach, d);
    } else {
        memset(cut.gone, true, cut.n);
        memset(cut.added, true, cut.m);
    }
    if (!bt_arena_full(arena))
        arena->used = mark;
}
