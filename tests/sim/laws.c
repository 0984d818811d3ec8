#include "tests/sim/laws.h"

#include "sync/tree.h"
#include "tests/sim/draw.h"

#include <string.h>

static bool same(bt_view expected, bt_view found, sim_finding *finding)
{
    finding->expected = expected;
    finding->found = found;
    return bt_view_equal(expected, found);
}

static bt_view merge(sim_bench *bench, bt_view base, bt_view now, bt_view edit)
{
    bt_merged merged;

    sim_merge(bench, base, now, edit, &merged);
    return merged.record;
}

/* An edit as the door lets it in: without empty texts and sets, which say the same as nothing. */
static bt_view let_in(sim_bench *bench, bt_view edit)
{
    bt_view canonical = { NULL, 0 };

    if (bt_record_check(&bench->work, edit, &canonical, NULL, NULL) != BT_OK)
        sim_need(NULL);
    return canonical;
}

/* An edit that was stored already: coming back to its base, or coming again, changes nothing; two may come in any order. */
static bool repeats_change_nothing(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    for (size_t i = 0; i < scene->count; i++) {
        bt_view x = scene->edits[i], stored = merge(bench, scene->base, scene->base, x);

        if (!same(stored, merge(bench, scene->base, stored, scene->base), finding) ||
            !same(stored, merge(bench, scene->base, stored, x), finding))
            return false;
        for (size_t j = 0; j < i; j++) {
            bt_view y = scene->edits[j], other = merge(bench, scene->base, scene->base, y);

            if (!same(merge(bench, scene->base, stored, y), merge(bench, scene->base, other, x), finding))
                return false;
        }
    }
    return true;
}

/* Does every order in which the edits that are not `taken` may still arrive lead to the same bytes? */
static bool orders_agree(sim_bench *bench, const sim_scene *scene, bt_view now, unsigned taken,
                         sim_finding *finding)
{
    if (taken == (1u << scene->count) - 1)
        return same(scene->merged, now, finding);
    for (size_t i = 0; i < scene->count; i++) {
        size_t mark = bench->work.used;

        if ((taken & 1u << i) != 0)
            continue;
        if (!orders_agree(bench, scene, merge(bench, scene->base, now, scene->edits[i]), taken | 1u << i,
                          finding))
            return false;
        bench->work.used = mark;
    }
    return true;
}

static bool order_does_not_show(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    return orders_agree(bench, scene, scene->base, 0, finding);
}

/* Nobody saw what others typed, so nobody can have meant to take it away: it is all in the record. */
static bool words_are_kept(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    bool *words = sim_need(bt_arena_take(&bench->work, 3 * SIM_MAX_WORDS * sizeof *words));
    bool *old = words + SIM_MAX_WORDS, *kept = old + SIM_MAX_WORDS;

    memset(words, 0, 3 * SIM_MAX_WORDS * sizeof *words);
    sim_find_words(scene->base, old);
    sim_find_words(scene->merged, kept);
    for (size_t i = 0; i < scene->count; i++) {
        sim_find_words(scene->edits[i], words);
        for (size_t word = 0; word < SIM_MAX_WORDS; word++) {
            if (words[word] && !old[word] && !kept[word])
                return same(scene->edits[i], scene->merged, finding);
        }
    }
    return true;
}

static bool at_or_beneath(bt_view path, bt_view pointer)
{
    return bt_view_equal(path, pointer) || bt_path_beneath(path, pointer);
}

/* Questions of a record at a pointer or beneath it that another record (NULL: none) no longer has. */
static bool answered_within(const bt_json *seen, const bt_json *edit, bt_view pointer)
{
    const bt_json *old = bt_json_get(seen, bt_view_of("_forks"));
    const bt_json *new = bt_json_get(edit, bt_view_of("_forks"));

    for (size_t i = 0; old != NULL && i < old->count; i++) {
        bt_view path = old->entries[i].key;

        if (at_or_beneath(path, pointer) && bt_json_get(new, path) == NULL)
            return true;
    }
    return false;
}

static bool untouched(const bt_json *base, const bt_json *edit, bt_view key, bt_view pointer)
{
    return bt_json_equal(bt_json_get(base, key), bt_json_get(edit, key)) &&
           !answered_within(base, edit, pointer);
}

/* What nobody changed stands as it stood, known to this build or not. */
static bool the_rest_is_left_alone(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    const bt_json *base = sim_read(&bench->work, scene->base),
                  *merged = sim_read(&bench->work, scene->merged);

    for (size_t i = 0; i < base->count; i++) {
        bt_view key = base->entries[i].key;
        bt_view pointer = sim_beneath(&bench->work, (bt_view){ "", 0 }, key);
        bool left = !bt_member_reserved(key);

        for (size_t j = 0; left && j < scene->count; j++)
            left = untouched(base, sim_read(&bench->work, let_in(bench, scene->edits[j])), key, pointer);
        if (left && !bt_json_equal(base->entries[i].value, bt_json_get(merged, key)))
            return same(scene->base, scene->merged, finding);
    }
    return true;
}

static bool holds_element(const bt_json *set, bt_view element)
{
    for (size_t i = 0; set != NULL && i < set->count; i++) {
        if (bt_view_equal(set->entries[i].value->string, element))
            return true;
    }
    return false;
}

/* An element belongs into the merged set when someone added it, or when it was there and nobody took it out. */
static bool element_belongs(sim_bench *bench, const sim_scene *scene, bt_view key, bt_view element,
                            bool was_there)
{
    for (size_t i = 0; i < scene->count; i++) {
        const bt_json *edit = sim_read(&bench->work, let_in(bench, scene->edits[i]));

        if (holds_element(bt_json_get(edit, key), element) != was_there)
            return !was_there;
    }
    return was_there;
}

/* Sets: added by either is in, removed by either is out. */
static bool sets_join_by_element(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    const bt_json *base = sim_read(&bench->work, scene->base),
                  *merged = sim_read(&bench->work, scene->merged);
    bt_view key = bt_view_of("tags");
    const bt_json *old = bt_json_get(base, key), *got = bt_json_get(merged, key);

    for (size_t i = 0; i <= scene->count; i++) {
        bt_view source = i < scene->count ? let_in(bench, scene->edits[i]) : scene->base;
        const bt_json *set = bt_json_get(sim_read(&bench->work, source), key);

        for (size_t j = 0; set != NULL && j < set->count; j++) {
            bt_view element = set->entries[j].value->string;

            if (holds_element(got, element) !=
                element_belongs(bench, scene, key, element, holds_element(old, element)))
                return same(scene->base, scene->merged, finding);
        }
    }
    return true;
}

/* Where nobody is asked about a text, all that was typed into it is shown. */
static bool a_text_without_a_question_shows_all(sim_bench *bench, const sim_scene *scene,
                                                sim_finding *finding)
{
    const bt_json *base = sim_read(&bench->work, scene->base),
                  *merged = sim_read(&bench->work, scene->merged);
    const bt_json *ask = sim_at(&bench->work, merged, bt_view_of("/_forks/~1words/ask"));
    bool *words = sim_need(bt_arena_take(&bench->work, 3 * SIM_MAX_WORDS * sizeof *words));
    bool *old = words + SIM_MAX_WORDS, *shown = old + SIM_MAX_WORDS;

    memset(words, 0, 3 * SIM_MAX_WORDS * sizeof *words);
    if ((ask != NULL && ask->boolean) ||
        !bt_view_equal(bt_json_get_string(base, "type"), bt_view_of("observation")))
        return true;
    sim_find_words(scene->base, old);
    sim_find_words(bt_json_get_string(merged, "words"), shown);
    for (size_t i = 0; i < scene->count; i++)
        sim_find_words(bt_json_get_string(sim_read(&bench->work, scene->edits[i]), "words"), words);
    for (size_t word = 0; word < SIM_MAX_WORDS; word++) {
        if (words[word] && !old[word] && !shown[word])
            return same(scene->base, scene->merged, finding);
    }
    return true;
}

static bool has(const bt_json *record, const char *key)
{
    return bt_json_get(record, bt_view_of(key)) != NULL;
}

/* Members of the type differ; answers alone do not count here. */
static bool changes_members(sim_bench *bench, const bt_json *base, const bt_json *edit)
{
    const bt_json *old = sim_put(&bench->work, sim_content(&bench->work, base), bt_view_of("/deleted"), NULL);
    const bt_json *new = sim_put(&bench->work, sim_content(&bench->work, edit), bt_view_of("/deleted"), NULL);

    return !bt_json_equal(old, new);
}

/* Deleted by one, changed by another: the record stays and asks. */
static bool a_deletion_and_a_change_ask(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    const bt_json *base = sim_read(&bench->work, scene->base),
                  *merged = sim_read(&bench->work, scene->merged);
    const bt_json *fork = sim_at(&bench->work, merged, bt_view_of("/_forks/~1deleted"));
    bool deletes = false, keeps = false;

    if (has(base, "deleted") || sim_at(&bench->work, base, bt_view_of("/_forks/~1deleted")) != NULL)
        return true;
    for (size_t i = 0; i < scene->count; i++) {
        const bt_json *edit = sim_read(&bench->work, let_in(bench, scene->edits[i]));

        deletes = deletes || has(edit, "deleted");
        keeps = keeps || (!has(edit, "deleted") && changes_members(bench, base, edit));
    }
    if (!deletes || !keeps ||
        (!has(merged, "deleted") && fork != NULL && bt_json_get(fork, bt_view_of("ask"))->boolean))
        return true;
    return same(scene->base, scene->merged, finding);
}

/* To open a note a hundred times makes no version. */
static bool an_edit_equal_to_its_base_is_none(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    const bt_json *seen = sim_read(&bench->work, scene->base);
    sim_edit opened = { .device = 1, .at_ms = 4102444799999, .content = sim_content(&bench->work, seen) };
    bt_view edit = sim_edit_bytes(&bench->work, seen, &opened);
    bt_merged merged;

    sim_merge(bench, scene->base, scene->merged, edit, &merged);
    if (merged.changed || merged.woven)
        return same(edit, scene->merged, finding);
    return same(scene->merged, merged.record, finding);
}

static bool is_plain(const bt_json *value)
{
    return value != NULL && value->kind != BT_JSON_OBJECT && value->kind != BT_JSON_ARRAY;
}

/* Is there a question at the path, with no base and with both values, where they differ? */
static bool asks_without_base(sim_bench *bench, const bt_json *merged, bt_view key, const bt_json *mine)
{
    bt_view pointer = sim_beneath(&bench->work, (bt_view){ "", 0 }, key);
    const bt_json *fork = bt_json_get(bt_json_get(merged, bt_view_of("_forks")), pointer);
    const bt_json *sides = bt_json_get(fork, bt_view_of("sides"));

    for (size_t i = 0; sides != NULL && i < sides->count; i++) {
        if (bt_json_equal(bt_json_get(sides->entries[i].value, bt_view_of("value")), mine))
            return bt_json_get(fork, bt_view_of("base")) == NULL;
    }
    return false;
}

/* Where nobody has the base any more, members that differ are asked about and the others stand. */
static bool a_missing_base_is_not_guessed(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    static const bt_view none = { NULL, 0 };
    bt_view first = let_in(bench, scene->edits[0]), last = let_in(bench, scene->edits[scene->count - 1]);
    bt_view got = merge(bench, none, first, last);
    const bt_json *now = sim_read(&bench->work, first), *edit = sim_read(&bench->work, last);
    const bt_json *merged = sim_read(&bench->work, got);

    for (size_t i = 0; i < now->count; i++) {
        bt_view key = now->entries[i].key;
        const bt_json *theirs = now->entries[i].value, *mine = bt_json_get(edit, key);

        if (bt_member_reserved(key) ||
            answered_within(now, NULL, sim_beneath(&bench->work, (bt_view){ "", 0 }, key)))
            continue;
        if (is_plain(mine) && is_plain(theirs) && !bt_json_equal(mine, theirs)
                ? !asks_without_base(bench, merged, key, mine) ||
                      !asks_without_base(bench, merged, key, theirs)
                : (mine == NULL || bt_json_equal(mine, theirs)) &&
                      !bt_json_equal(theirs, bt_json_get(merged, key)))
            return same(first, got, finding);
    }
    return true;
}

/* What a merge makes passes the door again, and is already as it would be printed. */
static bool the_outcome_is_a_record(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    bt_view canonical = { NULL, 0 };
    bt_record_info info = { 0 }, read = { 0 };
    bt_status status = bt_record_check(&bench->work, scene->merged, &canonical, &info, NULL);

    if (status == BT_OK)
        status = bt_record_read(&bench->work, scene->merged, &read);
    if (status != BT_OK || info.asks != read.asks || info.asks != (scene->status == BT_ASK))
        return same((bt_view){ NULL, 0 }, scene->merged, finding);
    return same(canonical, scene->merged, finding);
}

/* Who answers every question with what is shown changes nothing that is shown, and no question is left. */
static bool answering_all_settles_all(sim_bench *bench, const sim_scene *scene, sim_finding *finding)
{
    const bt_json *seen = sim_read(&bench->work, scene->merged);
    sim_edit answers = { .device = 0, .at_ms = 500000, .content = sim_content(&bench->work, seen) };
    const bt_json *bare = sim_put(&bench->work, seen, bt_view_of("/_forks"), NULL), *settled;
    bt_view edit = sim_edit_bytes(&bench->work, bare, &answers);
    bt_merged merged;
    bt_status status = sim_merge(bench, scene->merged, scene->merged, edit, &merged);

    settled = sim_read(&bench->work, merged.record);
    if (status != BT_OK || has(settled, "_forks") ||
        !bt_json_equal(sim_content(&bench->work, seen), sim_content(&bench->work, settled)))
        return same(edit, merged.record, finding);
    return true;
}

const sim_law sim_laws[] = {
    { "1", "an edit that comes again, or its base, changes nothing; two arrive in either order",
      repeats_change_nothing },
    { "2", "all who went offline at one version give the same bytes in every order", order_does_not_show },
    { "3", "every word that anyone typed is in the record", words_are_kept },
    { "3b", "what nobody changed stands as it stood, known or not", the_rest_is_left_alone },
    { "3c", "a set holds what anyone added and not what anyone removed", sets_join_by_element },
    { "3d", "a text that nobody is asked about shows all that was typed into it",
      a_text_without_a_question_shows_all },
    { "4", "deleted by one and changed by another: the record stays and asks", a_deletion_and_a_change_ask },
    { "5", "an edit equal to its base is none", an_edit_equal_to_its_base_is_none },
    { "6", "where the base is missing, what differs is asked and what agrees stands",
      a_missing_base_is_not_guessed },
    { "form", "what a merge makes passes the door, byte for byte", the_outcome_is_a_record },
    { "answer", "answering every question leaves none and changes nothing that is shown",
      answering_all_settles_all },
};
const size_t sim_law_count = sizeof sim_laws / sizeof sim_laws[0];

static void play(sim_bench *bench, bt_view base, const sim_round *round, sim_scene *scene)
{
    const bt_json *seen = sim_read(&bench->work, base);
    bt_merged merged = { .record = base };

    *scene = (sim_scene){ .base = base, .count = round->count };
    for (size_t i = 0; i < round->count; i++) {
        scene->edits[i] = sim_edit_bytes(&bench->work, seen, &round->edits[i]);
        scene->status = sim_merge(bench, base, merged.record, scene->edits[i], &merged);
    }
    scene->merged = merged.record;
}

static bt_view first_version(sim_bench *bench, const sim_history *history)
{
    return merge(bench, (bt_view){ NULL, 0 }, (bt_view){ NULL, 0 },
                 sim_new_record(&bench->work, history->type, history->start, 0));
}

bool sim_history_holds(sim_bench *bench, const sim_history *history, sim_finding *finding)
{
    bt_view now = first_version(bench, history);

    for (size_t i = 0; i < history->count; i++) {
        sim_scene scene;

        if (history->rounds[i].count == 0)
            continue;
        play(bench, now, &history->rounds[i], &scene);
        for (finding->law = 0; finding->law < sim_law_count; finding->law++) {
            if (!sim_laws[finding->law].holds(bench, &scene, finding))
                return false;
        }
        now = scene.merged;
    }
    return true;
}

bt_view sim_history_end(sim_bench *bench, const sim_history *history)
{
    bt_view now = first_version(bench, history);

    for (size_t i = 0; i < history->count; i++) {
        sim_scene scene;

        play(bench, now, &history->rounds[i], &scene);
        now = scene.merged;
    }
    return now;
}
