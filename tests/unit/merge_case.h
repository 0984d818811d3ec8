/* tests/unit/merge_case.h - one .merge file, read. tests/cases/README.md says how it is written. */
#ifndef BT_TESTS_MERGE_CASE_H
#define BT_TESTS_MERGE_CASE_H

#include "sync_fixture.h"

enum { ROUNDS_MAX = 4, EDITS_MAX = 5, CLAIMS_MAX = 16, STEP_BYTES = 256 };

/* What a word of a case stands for; devices sort as their people's names do. */
typedef struct named {
    const char *name, *id, *device;
} named;

static const named people[] = {
    { "ana", ANA, ANA_DEVICE },
    { "ben", "019a0000-0000-7000-8000-0000000000a2", "019a0000-0000-7000-8000-0000000000d2" },
    { "cora", "019a0000-0000-7000-8000-0000000000a3", "019a0000-0000-7000-8000-0000000000d3" },
    { "dan", "019a0000-0000-7000-8000-0000000000a4", "019a0000-0000-7000-8000-0000000000d4" },
    { "eva", "019a0000-0000-7000-8000-0000000000a5", "019a0000-0000-7000-8000-0000000000d5" },
};

static const named things[] = {
    { "@maya", "019a0000-0000-7000-8000-0000000000c1", NULL },
    { "@leo", "019a0000-0000-7000-8000-0000000000c2", NULL },
    { "@zoe", "019a0000-0000-7000-8000-0000000000c3", NULL },
    { "@ideas", "019a0000-0000-7000-8000-0000000000e1", NULL },
    { "@commas", "019a0000-0000-7000-8000-0000000000e2", NULL },
};

/* One phone's edit: the whole content of the record as it sends it. */
typedef struct case_edit {
    const named *who;
    bt_view at, members;
    bt_view answers; /* paths with spaces between; may be empty */
    bool from_start; /* based on the first round's base: this phone has seen nothing since */
    bool no_base;    /* nobody has the version that it was based on any more */
} case_edit;

/* A line "KIND PATH: VALUE" that says what must be true of the merged record. */
typedef struct claim {
    bt_view kind, path, value;
} claim;

typedef struct case_round {
    case_edit edits[EDITS_MAX];
    claim claims[CLAIMS_MAX];
    bt_view merged, asks;
    size_t edit_count, claim_count;
} case_round;

typedef struct merge_case {
    bt_view rule, type, base;
    case_round rounds[ROUNDS_MAX];
    size_t round_count;
} merge_case;

/* The next word of a line, and what is left after it. */
static inline bt_view next_word(bt_view *rest)
{
    bt_view word = { rest->data, bt_view_find(*rest, ' ') };
    size_t past = word.len < rest->len ? word.len + 1 : word.len;

    *rest = (bt_view){ rest->data + past, rest->len - past };
    return word;
}

static inline const named *find_named(const named *rows, size_t count, bt_view name)
{
    for (size_t i = 0; i < count; i++) {
        if (bt_view_equal(name, bt_view_of(rows[i].name)))
            return &rows[i];
    }
    return NULL;
}

/* "09:00" is a time of the day that all cases happen on; a whole RFC 3339 time stands for itself. */
static inline bt_view time_of(bt_arena *arena, bt_view word)
{
    if (word.len == sizeof "09:00" - 1)
        return print_view(arena, "2026-09-14T%.*s:00.000Z", (int)word.len, word.data);
    return word;
}

/* Words that a line goes on with, or not. */
static inline bool take_words(bt_view *rest, bt_view words)
{
    bt_view start = { rest->data, words.len };

    if (rest->len < words.len || !bt_view_equal(start, words))
        return false;
    *rest = (bt_view){ rest->data + words.len, rest->len - words.len };
    next_word(rest);
    return true;
}

static inline void read_edit(bt_arena *arena, case_round *round, const named *who, bt_view head,
                             bt_view value)
{
    case_edit *edit = &round->edits[round->edit_count++];

    assert_true(round->edit_count <= EDITS_MAX);
    *edit = (case_edit){ .who = who, .members = value };
    edit->at = time_of(arena, next_word(&head));
    edit->from_start = take_words(&head, BT_VIEW("from start"));
    edit->no_base = take_words(&head, BT_VIEW("without base"));
    if (head.len > 0) {
        assert_view(next_word(&head), "answers");
        edit->answers = head;
    }
}

static inline void read_line(bt_arena *arena, merge_case *out, bt_view head, bt_view value)
{
    case_round *round = &out->rounds[out->round_count - 1];
    bt_view rest = head, first = next_word(&rest);
    const named *who = find_named(people, sizeof people / sizeof people[0], first);
    struct {
        const char *name;
        bt_view *to;
    } plain[] = { { "rule", &out->rule },
                  { "type", &out->type },
                  { "base", &out->base },
                  { "merged", &round->merged },
                  { "asks", &round->asks } };

    if (who != NULL) {
        read_edit(arena, round, who, rest, value);
        return;
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (bt_view_equal(head, bt_view_of(plain[i].name))) {
            *plain[i].to = value;
            return;
        }
    }
    if (bt_view_equal(head, bt_view_of("after"))) {
        assert_true(out->round_count++ < ROUNDS_MAX);
        return;
    }
    assert_true(round->claim_count < CLAIMS_MAX);
    round->claims[round->claim_count++] = (claim){ first, rest, value };
}

/* Lines "HEAD: VALUE", empty lines and lines that begin with #. */
static inline void read_merge_case(bt_arena *arena, const char *path, merge_case *out)
{
    bt_view file = read_case_file(arena, path);

    *out = (merge_case){ .type = bt_view_of("observation"), .round_count = 1 };
    for (size_t at = 0; at < file.len;) {
        bt_view line = { file.data + at, 0 }, head;
        size_t colon = 0;

        line.len = bt_view_find((bt_view){ line.data, file.len - at }, '\n');
        at += line.len + 1;
        if (line.len == 0 || line.data[0] == '#')
            continue;
        while (colon < line.len &&
               !(line.data[colon] == ':' && (colon + 1 == line.len || line.data[colon + 1] == ' ')))
            colon++;
        if (colon == line.len)
            fail_msg("%s: a line without \": \": %.*s", path, (int)line.len, line.data);
        head = (bt_view){ line.data, colon };
        colon += colon + 1 == line.len ? 1 : 2;
        read_line(arena, out, head, (bt_view){ line.data + colon, line.len - colon });
    }
    assert_true(out->rule.len > 0 && out->rounds[0].edit_count > 0);
}

/* `text` with every `from` replaced. */
static inline bt_view replace(bt_arena *arena, bt_view text, const char *from, const char *to)
{
    size_t from_len = strlen(from), to_len = strlen(to), len = 0;
    char *out = take(arena, text.len / from_len * to_len + text.len + 1);

    for (size_t i = 0; i < text.len;) {
        bool here = text.len - i >= from_len && memcmp(text.data + i, from, from_len) == 0;

        memcpy(out + len, here ? to : text.data + i, here ? to_len : 1);
        len += here ? to_len : 1;
        i += here ? from_len : 1;
    }
    return (bt_view){ out, len };
}

/* Members as they stand in a case, with its names in the place of ids. */
static inline bt_view name_things(bt_arena *arena, bt_view members)
{
    for (size_t i = 0; i < sizeof things / sizeof things[0]; i++)
        members = replace(arena, members, things[i].name, things[i].id);
    if (bt_view_find(members, '@') < members.len)
        fail_msg("a name that the cases do not know: %.*s", (int)members.len, members.data);
    return members;
}

/* A record as a phone sends it. `forks`: the entries of _forks that it leaves open, or NULL. */
static inline bt_view write_record(bt_arena *arena, bt_view type, const case_edit *edit, const bt_json *forks)
{
    bt_view members = name_things(arena, edit->members), open = { "", 0 };
    bt_view deleted = print_view(arena, "\"deleted\": {\"at\":\"%.*s\",\"by\":\"%s\"}", (int)edit->at.len,
                                 edit->at.data, edit->who->id);

    assert_true(members.len >= 2 && members.data[0] == '{' && members.data[members.len - 1] == '}');
    members =
        replace(arena, (bt_view){ members.data + 1, members.len - 2 }, "\"deleted\": true", deleted.data);
    if (forks != NULL && forks->count > 0)
        assert_int_equal(bt_json_print(arena, forks, &open), BT_OK);
    return print_view(arena,
                      "{\"id\":\"" RECORD_ID "\",\"type\":\"%.*s\",\"schema\":1,\"created\":" MORNING
                      ",\"edited\":{\"at\":\"%.*s\",\"by\":\"%s\",\"device\":\"%s\"}%s%.*s%s%.*s}",
                      (int)type.len, type.data, (int)edit->at.len, edit->at.data, edit->who->id,
                      edit->who->device, members.len > 0 ? "," : "", (int)members.len, members.data,
                      open.len > 0 ? ",\"_forks\":" : "", (int)open.len, open.data);
}

#endif
