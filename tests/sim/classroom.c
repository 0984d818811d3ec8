#include "tests/sim/classroom.h"

#include "tests/sim/words.h"

enum { ROOM_MARK = -1, ROOM_END = ROOM_WORDS };

#define PICK(draw, table) (table)[sim_below(&(draw)->random, sizeof(table) / sizeof(table)[0])]

/* Of the size of what is said in notes about writing, so that two sentences share words as they do there. */
static const char *const words[] = {
    "Maya",      "wrote",   "a",         "strong",      "lead",    "about",    "her",       "bike",
    "and",       "then",    "tried",     "new",         "ending",  "dialogue", "with",      "commas",
    "reread",    "aloud",   "to",        "Leo",         "used",    "sensory",  "words",     "the",
    "crash",     "details", "quotes",    "draft",       "she",     "needs",    "help",      "focus",
    "stretched", "one",     "moment",    "small",       "story",   "partner",  "read",      "page",
    "first",     "time",    "added",     "speech",      "marks",   "because",  "he",        "wanted",
    "readers",   "feel",    "scared",    "told",        "me",      "what",     "next",      "sentence",
    "still",     "runs",    "on",        "periods",     "capital", "letters",  "spelled",   "tricky",
    "by",        "sounds",  "list",      "of",          "verbs",   "poem",     "lines",     "break",
    "breath",    "picture", "labels",    "arrow",       "shows",   "dog",      "ran",       "away",
    "found",     "again",   "at",        "night",       "heart",   "map",      "ideas",     "choose",
    "topic",     "cares",   "most",      "information", "heading", "facts",    "volcano",   "lava",
    "expert",    "book",    "mentor",    "text",        "noticed", "how",      "author",    "slows",
    "down",      "asked",   "question",  "listened",    "nodded",  "planned",  "across",    "fingers",
    "five",      "pages",   "beginning", "middle",      "end",     "feeling",  "character", "thinking",
    "inside",    "less",    "than",      "yesterday",   "finger",  "spaces",   "neat",      "kept",
    "going",     "ten",     "minutes",   "talked",      "revised", "crossed",  "out",       "weak",
    "word",      "swapped", "vivid"
};
static const char *const marks[] = { "not_yet", "emerging", "secure" };
static const char *const tags[] = { "dialogue", "endings", "leads", "stamina" };

static room_sentence draw_sentence(sim_draw *draw, int id, bool new)
{
    room_sentence made = { .id = id, .count = 4 + sim_below(&draw->random, 6) };

    for (size_t i = 0; i < made.count; i++)
        made.words[i] = new &&i % 2 == 1 ? sim_new_word(draw) : bt_view_of(PICK(draw, words));
    return made;
}

void room_draw_note(sim_draw *draw, room_note *out)
{
    *out = (room_note){ .tags = (unsigned)sim_below(&draw->random, 16),
                        .gap = sim_chance(&draw->random, 70) ? " " : "\n" };
    for (size_t i = 0; i <= ROOM_CHILDREN; i++) {
        room_text *text = &out->texts[i];

        out->marks[i] = sim_chance(&draw->random, 60) ? PICK(draw, marks) : NULL;
        text->count = i == 0 ? 2 + sim_below(&draw->random, 4) : sim_below(&draw->random, 3);
        for (size_t j = 0; j < text->count; j++)
            text->sentences[j] = draw_sentence(draw, (int)j, false);
    }
}

static bool same_place(const room_claim *a, const room_claim *b)
{
    return a->text == b->text && a->sentence == b->sentence && a->word == b->word;
}

/* A teacher speaks once about a place; false when she has. */
static bool claim(room_side *side, room_claim claimed)
{
    for (size_t i = 0; i < side->claim_count; i++) {
        if (same_place(&side->claims[i], &claimed))
            return false;
    }
    if (side->claim_count == ROOM_CLAIMS)
        return false;
    side->claims[side->claim_count++] = claimed;
    return true;
}

bool room_disagree(const room_side *a, const room_side *b)
{
    for (size_t i = 0; i < a->claim_count; i++) {
        for (size_t j = 0; j < b->claim_count; j++) {
            const room_claim *x = &a->claims[i], *y = &b->claims[j];

            if (same_place(x, y) && !(x->adds && y->adds) && !bt_view_equal(x->means, y->means))
                return true;
        }
    }
    return false;
}

static void add_sentence(sim_draw *draw, room_text *text, size_t at)
{
    if (text->count == ROOM_SENTENCES)
        return;
    for (size_t i = text->count++; i > at; i--)
        text->sentences[i] = text->sentences[i - 1];
    text->sentences[at] = draw_sentence(draw, ROOM_SENTENCES, true);
}

/* One that was there before the teacher began, or NULL. */
static room_sentence *old_sentence(sim_draw *draw, room_text *text)
{
    room_sentence *found = text->count > 0 ? &text->sentences[sim_below(&draw->random, text->count)] : NULL;

    return found != NULL && found->id != ROOM_SENTENCES ? found : NULL;
}

/* The first word would get a capital, so it is another that gets corrected. The last one and what follows it are one phrase. */
static void correct_word(sim_draw *draw, room_side *side, size_t text)
{
    room_sentence *sentence = old_sentence(draw, &side->note.texts[text]);
    bt_view corrected = sim_new_word(draw);
    size_t word;

    if (sentence == NULL)
        return;
    word = 1 + sim_below(&draw->random, sentence->count - 1);
    if (word + 1 == sentence->count &&
        !claim(side, (room_claim){ text, sentence->id, ROOM_END, corrected, false }))
        return;
    if (claim(side, (room_claim){ text, sentence->id, (int)word, corrected, false }))
        sentence->words[word] = corrected;
}

static void extend_sentence(sim_draw *draw, room_side *side, size_t text)
{
    room_sentence *sentence = old_sentence(draw, &side->note.texts[text]);
    bt_view added = sim_new_word(draw);

    if (sentence == NULL || sentence->count == ROOM_WORDS ||
        !claim(side, (room_claim){ text, sentence->id, ROOM_END, added, true }))
        return;
    sentence->words[sentence->count++] = added;
}

static void remove_sentence(sim_draw *draw, room_side *side, size_t number)
{
    room_text *text = &side->note.texts[number];
    room_sentence *sentence = old_sentence(draw, text);

    if (sentence == NULL)
        return;
    for (size_t i = 0; i < side->claim_count; i++) {
        if (side->claims[i].text == number && side->claims[i].sentence == sentence->id)
            return; /* she has just worked on it */
    }
    for (size_t i = 0; i < sentence->count; i++)
        claim(side, (room_claim){ number, sentence->id, (int)i, { NULL, 0 }, false });
    claim(side, (room_claim){ number, sentence->id, ROOM_END, { NULL, 0 }, false });
    for (size_t i = (size_t)(sentence - text->sentences); i + 1 < text->count; i++)
        text->sentences[i] = text->sentences[i + 1];
    text->count--;
}

static void change_mark(sim_draw *draw, room_side *side, size_t text)
{
    const char *mark = PICK(draw, marks);

    if (side->note.marks[text] != mark &&
        claim(side, (room_claim){ text, ROOM_MARK, 0, bt_view_of(mark), false }))
        side->note.marks[text] = mark;
}

static void edit(sim_draw *draw, room_side *side)
{
    size_t way = sim_below(&draw->random, 100), child = 1 + sim_below(&draw->random, ROOM_CHILDREN);
    room_text *all = &side->note.texts[0], *one = &side->note.texts[child];

    if (way < 25)
        add_sentence(draw, all, all->count);
    else if (way < 40)
        add_sentence(draw, one, one->count);
    else if (way < 60)
        correct_word(draw, side, sim_chance(&draw->random, 70) ? 0 : child);
    else if (way < 68)
        change_mark(draw, side, 0);
    else if (way < 84)
        change_mark(draw, side, child);
    else if (way < 90)
        side->note.tags ^= 1u << sim_below(&draw->random, sizeof tags / sizeof tags[0]);
    else if (way < 94)
        add_sentence(draw, all, sim_below(&draw->random, all->count + 1));
    else if (way < 98)
        extend_sentence(draw, side, sim_chance(&draw->random, 70) ? 0 : child);
    else
        remove_sentence(draw, side, 0);
}

void room_draw_side(sim_draw *draw, const room_note *base, size_t edits, room_side *out)
{
    *out = (room_side){ .note = *base };
    for (size_t i = 0; i < edits; i++)
        edit(draw, out);
}

static const bt_json *text_of(bt_arena *arena, const room_note *note, size_t number)
{
    const room_text *text = &note->texts[number];
    bt_view all = { "", 0 };

    for (size_t i = 0; i < text->count; i++) {
        const room_sentence *sentence = &text->sentences[i];

        for (size_t j = 0; j < sentence->count; j++)
            all = sim_join(arena, all, bt_view_of(j > 0 ? " " : i > 0 ? note->gap : ""), sentence->words[j]);
        all = sim_join(arena, all, bt_view_of("."), (bt_view){ "", 0 });
    }
    return all.len > 0 ? sim_need_json(bt_json_string(arena, all)) : NULL;
}

const bt_json *room_content(bt_arena *arena, const room_note *note)
{
    const bt_json *content = sim_object(arena), *set = NULL;

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if ((note->tags & 1u << i) != 0)
            set = sim_toggle(arena, set, bt_view_of(tags[i]));
    }
    content = sim_put(arena, content, bt_view_of("/tags"), set);
    for (size_t i = 0; i <= ROOM_CHILDREN; i++) {
        bt_view place = { "", 0 };

        if (i > 0)
            place = sim_beneath(arena, bt_view_of("/outcomes"), sim_student(arena, i));
        content =
            sim_put(arena, content, sim_beneath(arena, place, bt_view_of("words")), text_of(arena, note, i));
        if (note->marks[i] != NULL)
            content = sim_put(arena, content, sim_beneath(arena, place, bt_view_of("mark")),
                              sim_string(arena, note->marks[i]));
    }
    return content;
}
