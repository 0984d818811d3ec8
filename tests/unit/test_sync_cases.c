/* The rules of sync/README.md, each a file in tests/cases, in every order in which the edits can arrive. */
#define _POSIX_C_SOURCE 200809L /* scandir */

#include "merge_case.h"

#include "sync/merge.h"

#include <dirent.h>

enum { FILES_MAX = 512, PATH_BYTES = 1024 };

/* A round that is played: what it starts from, and what came of the first order. */
typedef struct game {
    bt_arena *arena;
    const merge_case *played;
    const case_round *round;
    bt_view first_base, base, edits[EDITS_MAX], bases[EDITS_MAX];
    bt_view merged;
    bt_merged last; /* of the order that the file has */
    bt_status status;
} game;

/* Whole records are longer than what fail_msg prints. */
static void differ(const game *g, const char *what, bt_view have, bt_view want)
{
    (void)fprintf(stderr, "%.*s\n%s\n--- have\n%.*s\n--- want\n%.*s\n", (int)g->played->rule.len,
                  g->played->rule.data, what, (int)have.len, have.data, (int)want.len, want.data);
    fail();
}

static void same_bytes(const game *g, const char *what, bt_view have, bt_view want)
{
    if (!bt_view_equal(have, want))
        differ(g, what, have, want);
}

static bt_merged merge(const game *g, bt_view base, bt_view now, bt_view edit, bt_status *status)
{
    bt_merged out;

    *status = bt_merge(g->arena, base, now, edit, &out);
    if (*status < 0) {
        print_error("status %d\n", *status);
        differ(g, "the merge was refused: what is stored, and the edit", now, edit);
    }
    return out;
}

static const bt_json *forks_of(const game *g, bt_view record)
{
    return record.data != NULL ? bt_json_get(read_json(g->arena, record), bt_view_of("_forks")) : NULL;
}

static bool names_path(bt_view list, bt_view path)
{
    while (list.len > 0) {
        if (bt_view_equal(next_word(&list), path))
            return true;
    }
    return false;
}

/* What an edit sends under _forks: the open questions of its base without those that it answers. */
static const bt_json *left_open(const game *g, const case_edit *edit, bt_view base)
{
    const bt_json *forks = forks_of(g, base);
    bt_entry *entries;
    size_t count = 0, answered = 0;

    if (forks == NULL)
        return NULL;
    entries = take(g->arena, forks->count * sizeof *entries);
    for (size_t i = 0; i < forks->count; i++) {
        if (names_path(name_things(g->arena, edit->answers), forks->entries[i].key))
            answered++;
        else
            entries[count++] = forks->entries[i];
    }
    if (edit->answers.len > 0 && answered == 0)
        fail_msg("%.*s: there is no such question to answer", (int)edit->answers.len, edit->answers.data);
    return bt_json_container(g->arena, BT_JSON_OBJECT, entries, count);
}

static bool holds_string(const bt_json *value, bt_view string)
{
    if (value->kind == BT_JSON_STRING)
        return bt_view_equal(value->string, string);
    for (size_t i = 0; i < value->count; i++) {
        if (holds_string(value->entries[i].value, string))
            return true;
    }
    return false;
}

/* Every string that the edit says is in the record, where the merge does not ask for the edit to be kept beside it. */
static void nothing_is_lost(const game *g, const bt_json *said, const bt_json *record)
{
    if (said->kind == BT_JSON_STRING && said->string.len > 0 && !holds_string(record, said->string))
        fail_msg("%.*s: lost \"%.*s\"", (int)g->played->rule.len, g->played->rule.data, (int)said->string.len,
                 said->string.data);
    for (size_t i = 0; i < said->count; i++) {
        bt_view key = said->entries[i].key;
        bool ours = bt_view_equal(key, bt_view_of("edited")) || bt_view_equal(key, bt_view_of("_forks")) ||
                    bt_view_equal(key, bt_view_of("deleted"));

        if (!ours)
            nothing_is_lost(g, said->entries[i].value, record);
    }
}

static void says_the_same(const bt_json *edit, const bt_json *base, bool *same)
{
    static const char *const aside[] = { "edited", "_stamps" };

    for (size_t i = 0; i < edit->count && *same; i++) {
        bt_view key = edit->entries[i].key;

        if (!bt_view_equal(key, bt_view_of(aside[0])) && !bt_view_equal(key, bt_view_of(aside[1])))
            *same = bt_json_equal(edit->entries[i].value, bt_json_get(base, key));
    }
}

/* Any phone can send back what a merge made. */
static void can_be_sent_back(const game *g, bt_view record)
{
    bt_complaint why = { 0 };
    bt_view again;

    if (bt_record_check(g->arena, record, &again, NULL, &why) != BT_OK)
        differ(g, why.code, record, why.path);
    same_bytes(g, "what the merge printed is not canonical", record, again);
}

static bt_view apply(const game *g, bt_view now, size_t i, bt_merged *out, bt_status *status)
{
    bool nothing = g->bases[i].data != NULL;

    *out = merge(g, g->bases[i], now, g->edits[i], status);
    if (nothing) {
        const bt_json *edit = read_json(g->arena, g->edits[i]), *base = read_json(g->arena, g->bases[i]);

        says_the_same(edit, base, &nothing);
        says_the_same(base, edit, &nothing);
    }
    if (nothing && out->changed)
        differ(g, "an edit that says nothing made a version", out->record, now);
    if (!nothing && !out->woven)
        nothing_is_lost(g, read_json(g->arena, g->edits[i]), read_json(g->arena, out->record));
    assert_int_equal(out->changed, !bt_view_equal(out->record, now));
    can_be_sent_back(g, out->record);
    return out->record;
}

static void play(game *g, const size_t *order)
{
    bt_view now = g->base;
    bt_merged out = { 0 };
    bt_status status = BT_OK;

    for (size_t i = 0; i < g->round->edit_count; i++)
        now = apply(g, now, order[i], &out, &status);
    if (g->merged.data == NULL) {
        g->merged = now;
        g->last = out;
        g->status = status;
    }
    same_bytes(g, "the order of arrival shows", now, g->merged);
    assert_int_equal(status, g->status);
}

/* Every order; the one that the file has comes first. */
static void play_orders(game *g, size_t *order, size_t fixed)
{
    size_t mark = g->arena->used;

    if (fixed == g->round->edit_count) {
        bool first = g->merged.data == NULL;

        play(g, order);
        if (!first)
            g->arena->used = mark;
        return;
    }
    for (size_t i = fixed; i < g->round->edit_count; i++) {
        size_t chosen = order[i];

        order[i] = order[fixed];
        order[fixed] = chosen;
        play_orders(g, order, fixed + 1);
        order[fixed] = order[i];
        order[i] = chosen;
    }
}

/* What follows from the rule for one edit: its base says nothing new, and neither does it itself, again. */
static void play_laws(const game *g)
{
    bt_status status;

    for (size_t i = 0; i < g->round->edit_count; i++) {
        bt_view base = g->bases[i], stored;

        if (base.data == NULL)
            continue;
        stored = merge(g, base, base, g->edits[i], &status).record;
        same_bytes(g, "the base, said again, changed something", merge(g, base, stored, base, &status).record,
                   stored);
        same_bytes(g, "the same edit twice is not the same as once",
                   merge(g, base, stored, g->edits[i], &status).record, stored);
    }
}

/* The members of the merged record, with `deleted` as a case says it. */
static const bt_json *content(const game *g, const bt_json *record)
{
    static const char *const head[] = { "id", "type", "schema", "created", "edited", "_forks", "_stamps" };
    bt_entry *entries = take(g->arena, record->count * sizeof *entries);
    size_t count = 0;

    for (size_t i = 0; i < record->count; i++) {
        bool ours = false;

        for (size_t j = 0; j < sizeof head / sizeof head[0]; j++)
            ours = ours || bt_view_equal(record->entries[i].key, bt_view_of(head[j]));
        if (ours)
            continue;
        entries[count] = record->entries[i];
        if (bt_view_equal(entries[count].key, bt_view_of("deleted")))
            entries[count].value = bt_json_boolean(true);
        count++;
    }
    return bt_json_container(g->arena, BT_JSON_OBJECT, entries, count);
}

static void check_value(const game *g, const char *what, const bt_json *have, bt_view want)
{
    const bt_json *wanted = read_json(g->arena, name_things(g->arena, want));
    bt_view printed = { "nothing", 7 };

    if (bt_json_equal(have, wanted))
        return;
    if (have != NULL)
        assert_int_equal(bt_json_print(g->arena, have, &printed), BT_OK);
    print_error("%.*s", (int)g->merged.len, g->merged.data);
    differ(g, what, printed, want);
}

/* The paths that ask, as a line: in the order of the record. */
static bt_view list_asks(const game *g)
{
    const bt_json *forks = forks_of(g, g->merged);
    bt_view list = { "", 0 };

    for (size_t i = 0; forks != NULL && i < forks->count; i++) {
        bt_view path = forks->entries[i].key;

        if (bt_json_get(forks->entries[i].value, bt_view_of("ask"))->boolean)
            list = print_view(g->arena, "%.*s%s%.*s", (int)list.len, list.data, list.len > 0 ? " " : "",
                              (int)path.len, path.data);
    }
    return list;
}

static const bt_json *fork_at(const game *g, bt_view path)
{
    const bt_json *fork = bt_json_get(forks_of(g, g->merged), name_things(g->arena, path));

    if (fork == NULL)
        differ(g, "there is no fork at this path", g->merged, path);
    return fork;
}

/* The values of all sides; an absence is written as "(none)". */
static void check_sides(const game *g, const claim *c)
{
    const bt_json *sides = bt_json_get(fork_at(g, c->path), bt_view_of("sides"));
    bt_entry *entries = take(g->arena, sides->count * sizeof *entries);

    for (size_t i = 0; i < sides->count; i++) {
        const bt_json *value = bt_json_get(sides->entries[i].value, bt_view_of("value"));

        if (value == NULL)
            value = bt_json_string(g->arena, bt_view_of("(none)"));
        entries[i] = (bt_entry){ { NULL, 0 }, value };
    }
    check_value(g, "the sides", bt_json_container(g->arena, BT_JSON_ARRAY, entries, sides->count), c->value);
}

/* Who says what: the people of the sides, in their order. */
static void check_by(const game *g, const claim *c)
{
    const bt_json *sides = bt_json_get(fork_at(g, c->path), bt_view_of("sides"));
    bt_view names = { "", 0 };

    for (size_t i = 0; i < sides->count; i++) {
        bt_view by = bt_json_get_string(sides->entries[i].value, "by");

        for (size_t j = 0; j < sizeof people / sizeof people[0]; j++) {
            if (bt_view_equal(by, bt_view_of(people[j].id)))
                names = print_view(g->arena, "%s%s%s", names.data, names.len > 0 ? " " : "", people[j].name);
        }
    }
    same_bytes(g, "who says it", names, c->value);
}

/* What the sides grew from; "unknown" where nobody knows. */
static void check_grew_from(const game *g, const claim *c)
{
    const bt_json *base = bt_json_get(fork_at(g, c->path), bt_view_of("base"));

    if (!bt_view_equal(c->value, bt_view_of("unknown")))
        check_value(g, "what the sides grew from", base, c->value);
    else if (base != NULL)
        differ(g, "what the sides grew from", g->merged, c->value);
}

/* The rule of the edit that came last in the order of the file. */
static void check_reason(const game *g, const claim *c)
{
    bt_view path = name_things(g->arena, c->path);

    for (size_t i = 0; i < g->last.reason_count; i++) {
        if (bt_view_equal(g->last.reasons[i].path, path)) {
            same_bytes(g, "the reason", bt_view_of(bt_rule_name(g->last.reasons[i].rule)), c->value);
            return;
        }
    }
    differ(g, "there is no reason at this path", path, c->value);
}

static void check_claim(const game *g, const claim *c)
{
    static const struct {
        const char *kind;
        void (*check)(const game *g, const claim *c);
    } kinds[] = { { "sides", check_sides },
                  { "by", check_by },
                  { "grew-from", check_grew_from },
                  { "reason", check_reason } };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (bt_view_equal(c->kind, bt_view_of(kinds[i].kind))) {
            kinds[i].check(g, c);
            return;
        }
    }
    fail_msg("a line that the cases do not know: %.*s", (int)c->kind.len, c->kind.data);
}

static void play_round(game *g)
{
    size_t order[EDITS_MAX] = { 0, 1, 2, 3, 4 };
    const bt_view none = { NULL, 0 };
    bt_view asks;

    for (size_t i = 0; i < g->round->edit_count; i++) {
        const case_edit *edit = &g->round->edits[i];

        g->bases[i] = edit->no_base ? none : edit->from_start ? g->first_base : g->base;
        g->edits[i] = write_record(g->arena, g->played->type, edit, left_open(g, edit, g->bases[i]));
    }
    g->merged = (bt_view){ NULL, 0 };
    play_orders(g, order, 0);
    play_laws(g);
    assert_true(g->round->merged.len > 0);
    check_value(g, "the merged members", content(g, read_json(g->arena, g->merged)), g->round->merged);
    asks = list_asks(g);
    same_bytes(g, "what is asked", asks, name_things(g->arena, g->round->asks));
    assert_int_equal(g->status, asks.len > 0 ? BT_ASK : BT_OK);
    for (size_t i = 0; i < g->round->claim_count; i++)
        check_claim(g, &g->round->claims[i]);
}

/* A first version, stored by Ana at eight; none for the word "none" and where the case says nothing. */
static bt_view store_first(const game *g, bt_view members)
{
    case_edit first = { .who = &people[0], .at = time_of(g->arena, bt_view_of("08:00")), .members = members };
    bt_view none = { NULL, 0 };
    bt_status status;

    if (members.len == 0 || bt_view_equal(members, bt_view_of("none")))
        return none;
    return merge(g, none, none, write_record(g->arena, g->played->type, &first, NULL), &status).record;
}

/* What a test gets: its file. */
typedef struct entry {
    bt_arena *arena;
    char path[PATH_BYTES];
} entry;

static void play_case(void **state)
{
    const entry *at = *state;
    merge_case *played;
    game *g;

    at->arena->used = 0;
    played = take(at->arena, sizeof *played);
    g = take(at->arena, sizeof *g);
    *g = (game){ .arena = at->arena, .played = played };
    read_merge_case(at->arena, at->path, played);
    g->first_base = g->base = store_first(g, played->base);
    for (size_t i = 0; i < played->round_count; i++) {
        g->round = &played->rounds[i];
        play_round(g);
        g->base = g->merged;
    }
}

static int is_case(const struct dirent *found)
{
    size_t len = strlen(found->d_name);

    return len > 6 && strcmp(found->d_name + len - 6, ".merge") == 0;
}

/* The table and the files say the same: a row without a case is not shown, a case without a row is not told. */
static void test_the_table_has_a_row_for_every_case_in_its_words(void **state)
{
    const entry *at = *state;
    struct dirent **found;
    int count = scandir(BT_CASES, &found, is_case, alphasort);
    bt_view table, missing = { NULL, 0 };
    int rows = 0;

    at->arena->used = 0;
    table = read_case_file(at->arena, BT_CASES "/../../sync/README.md");
    for (const char *word = strstr(table.data, ".merge` |"); word != NULL;
         word = strstr(word + 1, ".merge` |"))
        rows++;
    for (int i = 0; i < count; i++) {
        merge_case *played = take(at->arena, sizeof *played);
        bt_view row;

        read_merge_case(at->arena, print_view(at->arena, "%s/%s", BT_CASES, found[i]->d_name).data, played);
        row = print_view(at->arena, "| `%s` | %.*s |\n", found[i]->d_name, (int)played->rule.len,
                         played->rule.data);
        if (strstr(table.data, row.data) == NULL)
            missing = row;
        free(found[i]);
    }
    free(found);
    if (missing.data != NULL)
        fail_msg("sync/README.md lacks the row\n%s", missing.data);
    assert_int_equal(rows, count);
}

int main(void)
{
    bt_arena arena = { malloc(ARENA_BYTES), ARENA_BYTES, 0 };
    struct CMUnitTest *tests = calloc(FILES_MAX + 1, sizeof *tests);
    entry *entries = calloc(FILES_MAX + 1, sizeof *entries);
    struct dirent **found = NULL;
    int count = scandir(BT_CASES, &found, is_case, alphasort), failed = 1;

    if (count <= 0 || count > FILES_MAX || arena.base == NULL || tests == NULL || entries == NULL)
        goto done;
    for (int i = 0; i < count; i++) {
        entries[i].arena = &arena;
        (void)snprintf(entries[i].path, sizeof entries[i].path, "%s/%s", BT_CASES, found[i]->d_name);
        tests[i] = (struct CMUnitTest){ found[i]->d_name, play_case, NULL, NULL, &entries[i] };
    }
    entries[count].arena = &arena;
    tests[count] = (struct CMUnitTest){ "test_the_table_has_a_row_for_every_case_in_its_words",
                                        test_the_table_has_a_row_for_every_case_in_its_words, NULL, NULL,
                                        &entries[count] };
    failed = _cmocka_run_group_tests("cases", tests, (size_t)count + 1, NULL, NULL);
done:
    for (int i = 0; i < count; i++)
        free(found[i]);
    free(found);
    free(entries);
    free(tests);
    free(arena.base);
    return failed;
}
