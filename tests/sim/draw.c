#include "tests/sim/draw.h"

#include "sync/tree.h"
#include "tests/sim/words.h"

#include <string.h>

#define PICK(draw, table) (table)[sim_below(&(draw)->random, sizeof(table) / sizeof(table)[0])]

static const char *const marks[] = { "not_yet", "emerging", "secure" };
static const char *const sources[] = { "observed", "talked", "read" };
static const char *const tags[] = { "lead", "dialogue", "焦点", "👩‍🏫", "", "1" };

/* Names that no schema knows: keywords of other languages, positions, what pointers escape, other scripts, nothing. */
static const char *const unknown[] = { "__proto__", "1", "a/b~c", "", "焦点", "constructor", "_x", "~1" };

static const char *const places[] = { "/mark", "/source", "/words", "/tags", "/students", "/outcomes" };

static bt_view member(const char *pointer)
{
    return bt_view_of(pointer);
}

static const bt_json *draw_unknown(sim_draw *draw, int depth)
{
    const bt_json *value = sim_object(draw->arena);

    switch (sim_below(&draw->random, depth < 3 ? 8 : 4)) {
    case 0:
        return sim_need_json(bt_json_null());
    case 1:
        return sim_need_json(bt_json_boolean(sim_chance(&draw->random, 50)));
    case 2:
        return sim_integer(draw->arena, sim_chance(&draw->random, 50) ? -BT_JSON_MAX_INTEGER : 7);
    case 3:
        return sim_need_json(bt_json_string(draw->arena, sim_new_word(draw)));
    case 4:
        value = sim_toggle(draw->arena, NULL, bt_view_of(PICK(draw, tags)));
        return sim_toggle(draw->arena, value, bt_view_of(PICK(draw, tags)));
    default:
        for (size_t i = sim_below(&draw->random, 3); i > 0; i--) {
            /* One draw a statement: the order of two in one call is the compiler's choice. */
            bt_view place = sim_beneath(draw->arena, member(""), bt_view_of(PICK(draw, unknown)));
            const bt_json *inner = draw_unknown(draw, depth + 1);

            value = sim_put(draw->arena, value, place, inner);
        }
        return value;
    }
}

/* A place that no schema knows: at the top, within an object that is there, or within a child's outcome. */
static bt_view draw_unknown_place(sim_draw *draw, const bt_json *content)
{
    bt_view place = member("");

    if (sim_chance(&draw->random, 20))
        place = sim_beneath(draw->arena, member("/outcomes"),
                            sim_student(draw->arena, sim_below(&draw->random, 3)));
    for (int depth = 0; depth < 3; depth++) {
        const bt_json *at;

        place = sim_beneath(draw->arena, place, bt_view_of(PICK(draw, unknown)));
        at = sim_at(draw->arena, content, place);
        if (at == NULL || at->kind != BT_JSON_OBJECT || sim_chance(&draw->random, 40))
            break;
    }
    return place;
}

static const bt_json *change_unknown(sim_draw *draw, const bt_json *content)
{
    bt_view place = draw_unknown_place(draw, content);
    const bt_json *old = sim_at(draw->arena, content, place), *value;

    if (old != NULL && sim_chance(&draw->random, 35))
        return sim_put(draw->arena, content, place, NULL);
    value = old != NULL && old->kind == BT_JSON_ARRAY && sim_chance(&draw->random, 60)
                ? sim_toggle(draw->arena, old, sim_new_word(draw))
                : draw_unknown(draw, 0);
    return sim_put(draw->arena, content, place, value);
}

static const bt_json *change_set(sim_draw *draw, const bt_json *content, const char *pointer, bt_view element)
{
    const bt_json *set = sim_at(draw->arena, content, member(pointer));

    if (set != NULL && sim_chance(&draw->random, 10))
        return sim_put(draw->arena, content, member(pointer), NULL);
    set = sim_toggle(draw->arena, set, element);
    return sim_put(draw->arena, content, member(pointer), set->count > 0 ? set : NULL);
}

static const bt_json *change_value(sim_draw *draw, const bt_json *content, bt_view place, const char *value)
{
    bool remove = sim_chance(&draw->random, 20);

    return sim_put(draw->arena, content, place, remove ? NULL : sim_string(draw->arena, value));
}

static const bt_json *change_text(sim_draw *draw, const bt_json *content, bt_view place)
{
    return sim_put(draw->arena, content, place, sim_change_text(draw, sim_at(draw->arena, content, place)));
}

static const bt_json *change_outcome(sim_draw *draw, const bt_json *content)
{
    bt_view place =
        sim_beneath(draw->arena, member("/outcomes"), sim_student(draw->arena, sim_below(&draw->random, 3)));
    const bt_json *outcome = sim_at(draw->arena, content, place);

    if (outcome != NULL && sim_chance(&draw->random, 30))
        return sim_put(draw->arena, content, place, NULL);
    if (outcome != NULL && sim_chance(&draw->random, 5))
        return sim_put(draw->arena, content, member("/outcomes"), NULL);
    if (sim_chance(&draw->random, 50))
        return change_value(draw, content, sim_beneath(draw->arena, place, member("mark")),
                            PICK(draw, marks));
    return change_text(draw, content, sim_beneath(draw->arena, place, member("words")));
}

static const bt_json *change_deleted(sim_draw *draw, const bt_json *content)
{
    bool deleted = bt_json_get(content, member("deleted")) != NULL;

    return sim_put(draw->arena, content, member("/deleted"),
                   deleted ? NULL : sim_need_json(bt_json_boolean(true)));
}

static const bt_json *change(sim_draw *draw, const bt_json *content)
{
    bt_view tag = sim_chance(&draw->random, 30) ? sim_new_word(draw) : bt_view_of(PICK(draw, tags));

    switch (sim_below(&draw->random, 16)) {
    case 0:
    case 1:
        return change_value(draw, content, member("/mark"), PICK(draw, marks));
    case 2:
        return change_value(draw, content, member("/source"), PICK(draw, sources));
    case 3:
    case 4:
    case 5:
    case 6:
        return change_text(draw, content, member("/words"));
    case 7:
        return change_set(draw, content, "/tags", tag);
    case 8:
        return change_set(draw, content, "/students", sim_student(draw->arena, sim_below(&draw->random, 4)));
    case 9:
    case 10:
    case 11:
        return change_outcome(draw, content);
    case 12:
        return change_deleted(draw, content);
    default:
        return change_unknown(draw, content);
    }
}

const bt_json *sim_draw_content(sim_draw *draw)
{
    const bt_json *content = sim_object(draw->arena);

    for (size_t i = sim_below(&draw->random, 12); i > 0; i--)
        content = change(draw, content);
    return sim_put(draw->arena, content, member("/deleted"), NULL);
}

/* One side of a question, as the new content at its place. */
static const bt_json *choose_side(sim_draw *draw, const bt_json *content, bt_view path, const bt_json *fork)
{
    const bt_json *sides = bt_json_get(fork, member("sides"));
    const bt_json *side = sides->entries[sim_below(&draw->random, sides->count)].value;

    return sim_put(draw->arena, content, path, bt_json_get(side, member("value")));
}

/* Answers a question in one of the ways a person may: what is shown is right, that one, none of them. */
static const bt_json *answer(sim_draw *draw, const bt_json *content, const bt_entry *question, sim_edit *edit)
{
    size_t way = sim_below(&draw->random, 5);

    edit->answers[edit->answer_count++] = question->key;
    if (way < 2)
        return choose_side(draw, content, question->key, question->value);
    if (way == 2 && bt_view_equal(question->key, member("/words")))
        return change_text(draw, content, question->key);
    if (way == 3 && bt_view_equal(question->key, member("/mark")))
        return change_value(draw, content, question->key, PICK(draw, marks));
    return content;
}

/* Clocks of their own, between 1970 and 2100, that jump; two devices may say the same, one never says it twice. */
static int64_t draw_clock(sim_draw *draw, size_t device)
{
    static const int64_t eras_ms[] = { 0, 86400000, 1788220800000, 1788220860000, 4102444800000 - 60000 };

    int64_t era_ms = PICK(draw, eras_ms);
    int64_t jump_s = (int64_t)sim_below(&draw->random, 3);

    return era_ms + jump_s * 1000 + (int64_t)draw->stamps[device]++;
}

void sim_draw_edit(sim_draw *draw, const bt_json *seen, size_t device, sim_edit *out)
{
    const bt_json *forks = bt_json_get(seen, member("_forks"));
    const bt_json *content = sim_content(draw->arena, seen);

    *out = (sim_edit){ .device = device, .at_ms = draw_clock(draw, device) };
    for (size_t i = 0; forks != NULL && i < forks->count && out->answer_count < SIM_MAX_ANSWERS; i++) {
        if (sim_chance(&draw->random, 45))
            content = answer(draw, content, &forks->entries[i], out);
    }
    for (size_t i = sim_below(&draw->random, 4); i > 0; i--)
        content = change(draw, content);
    if (sim_chance(&draw->random,
                   2)) /* an old app that knows little and sends less is told by its members missing */
        content = sim_put(draw->arena, content, member(PICK(draw, places)), NULL);
    out->content = content;
}

static void draw_round(sim_draw *draw, const bt_json *seen, size_t devices, sim_round *out)
{
    *out = (sim_round){ .count = 0 };
    for (size_t device = 0; device < devices; device++) {
        sim_edit *edit = &out->edits[out->count++];

        sim_draw_edit(draw, seen, device, edit);
        if (device > 0 && sim_chance(&draw->random, 8)) { /* two who do the same */
            const sim_edit *other = &out->edits[sim_below(&draw->random, device)];
            sim_edit same = *other;

            same.device = device;
            same.at_ms = edit->at_ms;
            *edit = same;
        }
    }
}

void sim_draw_history(sim_draw *draw, sim_bench *bench, sim_history *out)
{
    static const size_t crowds[] = { 2, 2, 2, 3, 3, 3, 4, 4, 5, 6 };
    size_t devices = PICK(draw, crowds);
    bt_view now;

    *out = (sim_history){ .type = sim_chance(&draw->random, 85) ? "observation" : "puzzle" };
    out->start = sim_draw_content(draw);
    out->count = 1 + sim_below(&draw->random, SIM_MAX_ROUNDS);
    now = sim_new_record(&bench->work, out->type, out->start, 0);
    for (size_t i = 0; i < out->count; i++) {
        sim_round *round = &out->rounds[i];
        bt_view edits[SIM_MAX_DEVICES];

        draw_round(draw, sim_read(draw->arena, sim_copy(draw->arena, now)), devices, round);
        for (size_t j = 0; j < round->count; j++)
            edits[j] = sim_edit_bytes(&bench->work, sim_read(&bench->work, now), &round->edits[j]);
        now = sim_merge_round(bench, now, edits, round->count);
    }
}

sim_draw sim_draw_of(uint64_t seed, bt_arena *arena)
{
    return (sim_draw){ .random = sim_random_of(seed), .arena = arena };
}
