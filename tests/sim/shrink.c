#include "tests/sim/shrink.h"

#include "sync/text.h"

#include <stdio.h>
#include <string.h>

/* A history with something left out is kept when the same law is still broken. */
static bool still_broken(sim_bench *bench, const sim_history *candidate, sim_finding *finding)
{
    sim_finding again;
    size_t mark = bench->work.used;
    bool broken = !sim_history_holds(bench, candidate, &again) && again.law == finding->law;

    bench->work.used = mark;
    return broken;
}

static bool keep_if(sim_bench *bench, sim_history *history, const sim_history *candidate,
                    sim_finding *finding)
{
    if (!still_broken(bench, candidate, finding))
        return false;
    *history = *candidate;
    return true;
}

static bool drop_rounds(sim_bench *bench, sim_history *history, sim_finding *finding)
{
    for (size_t i = 0; i < history->count; i++) {
        sim_history candidate = *history;

        candidate.count--;
        for (size_t j = i; j < candidate.count; j++)
            candidate.rounds[j] = candidate.rounds[j + 1];
        if (keep_if(bench, history, &candidate, finding))
            return true;
    }
    return false;
}

static bool drop_edits(sim_bench *bench, sim_history *history, sim_finding *finding)
{
    for (size_t i = 0; i < history->count; i++) {
        for (size_t j = 0; j < history->rounds[i].count; j++) {
            sim_history candidate = *history;
            sim_round *round = &candidate.rounds[i];

            round->count--;
            for (size_t k = j; k < round->count; k++)
                round->edits[k] = round->edits[k + 1];
            if (keep_if(bench, history, &candidate, finding))
                return true;
        }
    }
    return false;
}

static bool drop_answers(sim_bench *bench, sim_history *history, sim_finding *finding)
{
    for (size_t i = 0; i < history->count; i++) {
        for (size_t j = 0; j < history->rounds[i].count; j++) {
            for (size_t k = 0; k < history->rounds[i].edits[j].answer_count; k++) {
                sim_history candidate = *history;
                sim_edit *edit = &candidate.rounds[i].edits[j];

                edit->answers[k] = edit->answers[--edit->answer_count];
                if (keep_if(bench, history, &candidate, finding))
                    return true;
            }
        }
    }
    return false;
}

/* All places of a tree, the outer ones first: what is left out whole need not be left out in parts. */
typedef struct places {
    bt_view at[512];
    size_t count;
} places;

static void list_places(bt_arena *arena, const bt_json *tree, bt_view pointer, places *out)
{
    size_t first = out->count;

    if (tree == NULL || tree->kind != BT_JSON_OBJECT)
        return;
    for (size_t i = 0; i < tree->count && out->count < sizeof out->at / sizeof out->at[0]; i++)
        out->at[out->count++] = sim_beneath(arena, pointer, tree->entries[i].key);
    for (size_t i = 0; i < tree->count && first + i < out->count; i++)
        list_places(arena, tree->entries[i].value, out->at[first + i], out);
}

/* The n-th of the start and the edits; NULL past the last. */
static const bt_json **content_at(sim_history *history, size_t n)
{
    if (n-- == 0)
        return &history->start;
    for (size_t i = 0; i < history->count; i++) {
        if (n < history->rounds[i].count)
            return &history->rounds[i].edits[n].content;
        n -= history->rounds[i].count;
    }
    return NULL;
}

/* Something simpler for a place: nothing, or a text or a set with one part less. NULL when there is no `way` like that. */
static bool simplify(bt_arena *arena, const bt_json *value, size_t way, const bt_json **out)
{
    bt_tokens tokens;
    char *text;
    size_t len = 0;

    *out = NULL;
    if (way == 0 || value == NULL)
        return value != NULL;
    way--;
    if (value->kind == BT_JSON_ARRAY && way < value->count) {
        *out = sim_toggle(arena, value, value->entries[way].value->string);
        return true;
    }
    if (value->kind != BT_JSON_STRING || bt_text_cut(arena, value->string, &tokens) != BT_OK ||
        way >= tokens.count || tokens.count == 1)
        return false;
    text = sim_need(bt_arena_take(arena, value->string.len));
    for (size_t i = 0; i < tokens.count; i++) {
        if (i != way) {
            memcpy(text + len, tokens.tokens[i].data, tokens.tokens[i].len);
            len += tokens.tokens[i].len;
        }
    }
    *out = sim_need_json(bt_json_string(arena, (bt_view){ text, len }));
    return true;
}

/* The same token or element is taken out wherever the place holds the same value, or else in one content alone. */
static bool try_simpler(sim_bench *bench, sim_history *history, size_t n, bt_view place, size_t way,
                        bool everywhere, sim_finding *finding, bool *exists)
{
    sim_history candidate = *history;
    const bt_json *value = sim_at(&bench->keep, *content_at(&candidate, n), place), *simpler;

    *exists = simplify(&bench->keep, value, way, &simpler);
    if (!*exists)
        return false;
    for (size_t i = everywhere ? 0 : n; content_at(&candidate, i) != NULL && (everywhere || i == n); i++) {
        const bt_json **content = content_at(&candidate, i);

        if (way == 0 || bt_json_equal(sim_at(&bench->keep, *content, place), value))
            *content = sim_put(&bench->keep, *content, place, simpler);
    }
    return keep_if(bench, history, &candidate, finding);
}

static bool drop_parts(sim_bench *bench, sim_history *history, sim_finding *finding)
{
    bool found = false;

    for (size_t n = 0; content_at(history, n) != NULL; n++) {
        places *all = sim_need(bt_arena_take(&bench->keep, sizeof *all));

        all->count = 0;
        list_places(&bench->keep, *content_at(history, n), (bt_view){ "", 0 }, all);
        for (size_t i = 0; i < all->count; i++) {
            bool exists = true;

            for (size_t way = 0; exists; way++) {
                if (try_simpler(bench, history, n, all->at[i], way, true, finding, &exists) ||
                    (exists && try_simpler(bench, history, n, all->at[i], way, false, finding, &exists))) {
                    found = true;
                    if (way > 0)
                        way--;
                }
            }
        }
    }
    return found;
}

/* What an edit says is made what it was before it: an edit less, in one place. */
static bool undo_parts(sim_bench *bench, sim_history *history, sim_finding *finding)
{
    for (size_t n = 1; content_at(history, n) != NULL; n++) {
        places *all = sim_need(bt_arena_take(&bench->keep, sizeof *all));

        all->count = 0;
        list_places(&bench->keep, history->start, (bt_view){ "", 0 }, all);
        list_places(&bench->keep, *content_at(history, n), (bt_view){ "", 0 }, all);
        for (size_t i = 0; i < all->count; i++) {
            sim_history candidate = *history;
            const bt_json **content = content_at(&candidate, n);
            const bt_json *old = sim_at(&bench->keep, history->start, all->at[i]);

            if (bt_json_equal(sim_at(&bench->keep, *content, all->at[i]), old))
                continue;
            *content = sim_put(&bench->keep, *content, all->at[i], old);
            if (keep_if(bench, history, &candidate, finding))
                return true;
        }
    }
    return false;
}

void sim_shrink(sim_bench *bench, sim_history *history, sim_finding *finding)
{
    while (drop_rounds(bench, history, finding) || drop_edits(bench, history, finding) ||
           drop_answers(bench, history, finding) || undo_parts(bench, history, finding) ||
           drop_parts(bench, history, finding)) {
    }
    sim_history_holds(bench, history, finding);
}

/* Clocks are told as times of one day, in the same order. */
static unsigned rank_of(const sim_history *history, int64_t at_ms)
{
    int64_t below = -1;
    unsigned rank = 0;

    do {
        int64_t next = INT64_MAX;

        for (size_t i = 0; i < history->count; i++) {
            for (size_t j = 0; j < history->rounds[i].count; j++) {
                int64_t each = history->rounds[i].edits[j].at_ms;

                next = each > below && each < next ? each : next;
            }
        }
        below = next;
        rank++;
    } while (below < at_ms);
    return rank;
}

static void print_edit(bt_arena *arena, const sim_history *history, const sim_edit *edit)
{
    static const char *const names[SIM_MAX_DEVICES] = { "ana", "ben", "cora", "dan", "eva", "fay" };
    bt_view line = sim_line(arena, edit->content);
    unsigned rank = rank_of(history, edit->at_ms);

    printf("%s %02u:%02u", names[edit->device], 8 + rank / 60, rank % 60);
    for (size_t i = 0; i < edit->answer_count; i++)
        printf(" answers %.*s", (int)edit->answers[i].len, edit->answers[i].data);
    printf(": %.*s\n", (int)line.len, line.data);
}

/* Where a law names two records: as comments of the case. */
static void print_comment(bt_arena *arena, const char *name, bt_view record)
{
    bt_view line = record.data != NULL ? sim_line(arena, sim_read(arena, record)) : record;

    printf("# %s: %.*s\n", name, (int)line.len, line.data != NULL ? line.data : "");
}

void sim_print_case(sim_bench *bench, const sim_history *history, const sim_finding *finding)
{
    bt_view line = sim_line(&bench->work, history->start);

    printf("rule: %s\ntype: %s\nbase: %.*s\n", sim_laws[finding->law].says, history->type, (int)line.len,
           line.data);
    for (size_t i = 0; i < history->count; i++) {
        if (i > 0)
            printf("after:\n");
        for (size_t j = 0; j < history->rounds[i].count; j++)
            print_edit(&bench->work, history, &history->rounds[i].edits[j]);
    }
    print_comment(&bench->work, "expected", finding->expected);
    print_comment(&bench->work, "found", finding->found);
}
