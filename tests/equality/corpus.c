/*
 * Merges to compare machines by.
 *
 *   corpus triples K   thousand number K of them, on stdout: for each of three records a length (32 bits, little endian;
 *                      -1: absent) and its bytes
 *   corpus outcomes    a line a merge that is read from stdin: what became of it, as a hash
 *
 * The outcome of a merge is its status and its record, and the status and the bytes or the complaint of a check of the
 * edit. Whoever makes the triples, all read the same ones: how they were drawn is no part of the comparison.
 */
#include "sync/record.h"
#include "tests/sim/draw.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THOUSAND = 1000, SEEDS_A_THOUSAND = 1000000, MAX_WIDTH = 300 };

static const uint32_t hash_start = 0x811c9dc5;

/* FNV-1a, 32 bits (Fowler, Noll, Vo); engine.mjs has it too. */
static uint32_t hash(uint32_t so_far, const void *data, size_t len)
{
    const unsigned char *bytes = data;

    for (size_t i = 0; i < len; i++)
        so_far = (so_far ^ bytes[i]) * 0x01000193u;
    return so_far;
}

static uint32_t hash_outcome(uint32_t so_far, bt_status status, bt_view bytes)
{
    signed char said = (signed char)status;

    return hash(hash(so_far, &said, 1), bytes.data, bytes.len);
}

static uint32_t outcome_of(sim_bench *bench, const bt_view triple[3])
{
    bt_complaint why = { 0 };
    bt_view canonical = { NULL, 0 };
    bt_merged merged;
    bt_status status;
    uint32_t outcome;

    bench->merging.used = 0;
    status = bt_merge(&bench->merging, triple[0], triple[1], triple[2], &merged);
    outcome = hash_outcome(hash_start, status, merged.record);
    bench->merging.used = 0;
    status = bt_record_check(&bench->merging, triple[2], &canonical, NULL, &why);
    return hash_outcome(outcome, status, status == BT_OK ? canonical : bt_view_of(why.code));
}

/* The next record of stdin; false at its end. */
static bool read_record(bt_arena *arena, bt_view *out)
{
    unsigned char head[4];
    uint32_t len;
    char *bytes;

    *out = (bt_view){ NULL, 0 };
    if (fread(head, 1, sizeof head, stdin) != sizeof head)
        return false;
    len = head[0] | (uint32_t)head[1] << 8 | (uint32_t)head[2] << 16 | (uint32_t)head[3] << 24;
    if (len == UINT32_MAX)
        return true;
    bytes = sim_need(bt_arena_take(arena, len));
    *out = (bt_view){ bytes, len };
    return fread(bytes, 1, len, stdin) == len;
}

static void tell_outcomes(sim_bench *bench)
{
    bt_view triple[3];

    for (;;) {
        bench->work.used = 0;
        for (size_t i = 0; i < 3; i++) {
            if (!read_record(&bench->work, &triple[i]))
                return;
        }
        printf("%08" PRIx32 "\n", outcome_of(bench, triple));
    }
}

static void tell_record(bt_view record)
{
    uint32_t len = record.data == NULL ? UINT32_MAX : (uint32_t)record.len;
    unsigned char head[4] = { len & 0xff, len >> 8 & 0xff, len >> 16 & 0xff, len >> 24 };

    fwrite(head, 1, sizeof head, stdout);
    fwrite(record.data != NULL ? record.data : "", 1, record.len, stdout);
}

/* A thousand that is being told. */
typedef struct teller {
    sim_bench *bench;
    size_t count;
} teller;

static void tell(teller *t, bt_view base, bt_view now, bt_view edit)
{
    if (t->count++ >= THOUSAND)
        return;
    tell_record(base);
    tell_record(now);
    tell_record(edit);
}

/* Members by the hundred, or one within another down to the limit and beyond. */
static const bt_json *grow(sim_draw *draw, const bt_json *content)
{
    static const char *const names[] = { "__proto__", "1",    "10", "2",  "constructor", "é",
                                         "e\314\201", "焦点", "ש",  "🇫🇷", "\t",          "a/b~" };
    bool deep = sim_chance(&draw->random, 50);
    size_t count =
        deep ? 2 + sim_below(&draw->random, BT_RECORD_MAX_DEPTH) : sim_below(&draw->random, MAX_WIDTH);
    bt_view place = bt_view_of(deep ? "/deep" : "/wide");

    for (size_t i = 0; deep && i < count; i++)
        place = sim_beneath(draw->arena, place,
                            bt_view_of(names[sim_below(&draw->random, sizeof names / sizeof names[0])]));
    if (deep)
        return sim_put(draw->arena, content, place, sim_integer(draw->arena, (int64_t)count));
    for (size_t i = 0; i < count; i++) {
        const char *name = names[sim_below(&draw->random, sizeof names / sizeof names[0])];
        bt_view key = sim_print(draw->arena, "%s%zu", name, sim_below(&draw->random, MAX_WIDTH));

        content = sim_put(draw->arena, content, sim_beneath(draw->arena, place, key),
                          sim_integer(draw->arena, (int64_t)i));
    }
    return content;
}

/* The same bytes with one of them changed: what is no record is refused alike, too. */
static bt_view harm(sim_draw *draw, bt_view bytes)
{
    bt_view harmed = sim_copy(draw->arena, bytes);
    char *copy = sim_need(bt_arena_take(draw->arena, bytes.len));

    memcpy(copy, harmed.data, harmed.len);
    copy[sim_below(&draw->random, bytes.len)] = (char)sim_below(&draw->random, 256);
    return (bt_view){ copy, bytes.len };
}

/* One round: the edits arrive one after the other; now and then the base is missing, all is new, or a byte is wrong. */
static bt_view tell_round(teller *t, sim_draw *draw, bt_view base, const sim_round *round)
{
    bt_view none = { NULL, 0 }, now = base;
    const bt_json *seen = sim_read(draw->arena, base);

    for (size_t i = 0; i < round->count; i++) {
        sim_edit edit = round->edits[i];
        bt_view bytes;
        bt_merged merged;

        if (sim_chance(&draw->random, 5))
            edit.content = grow(draw, edit.content);
        bytes = sim_edit_bytes(draw->arena, seen, &edit);
        tell(t, base, now, bytes);
        if (sim_chance(&draw->random, 20))
            tell(t, none, now, bytes);
        if (sim_chance(&draw->random, 5))
            tell(t, none, none, bytes);
        if (sim_chance(&draw->random, 10))
            tell(t, base, now, harm(draw, bytes));
        t->bench->merging.used = 0;
        if (bt_merge(&t->bench->merging, base, now, bytes, &merged) >= 0)
            now = sim_copy(draw->arena, merged.record);
    }
    return now;
}

static void tell_history(teller *t, uint64_t seed)
{
    sim_draw draw;
    sim_history history;
    bt_view now;

    t->bench->keep.used = 0;
    t->bench->work.used = 0;
    draw = sim_draw_of(seed, &t->bench->keep);
    sim_draw_history(&draw, t->bench, &history);
    now = sim_new_record(draw.arena, history.type, history.start, 0);
    for (size_t i = 0; i < history.count; i++)
        now = tell_round(t, &draw, now, &history.rounds[i]);
}

static void tell_triples(sim_bench *bench, uint64_t thousand)
{
    teller t = { .bench = bench };

    for (uint64_t seed = thousand * SEEDS_A_THOUSAND; t.count < THOUSAND; seed++)
        tell_history(&t, seed);
}

int main(int argc, char **argv)
{
    sim_bench bench;

    if (!(argc == 3 && strcmp(argv[1], "triples") == 0) && !(argc == 2 && strcmp(argv[1], "outcomes") == 0)) {
        fputs("usage: corpus triples THOUSAND, or corpus outcomes < TRIPLES\n", stderr);
        return 2;
    }
    bench = sim_bench_make();
    if (argc == 3)
        tell_triples(&bench, strtoull(argv[2], NULL, 10));
    else
        tell_outcomes(&bench);
    sim_bench_free(&bench);
    return fflush(stdout) == 0 ? 0 : 1;
}
