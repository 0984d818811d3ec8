#include "tests/sim/words.h"

#include "sync/text.h"

#include <stdio.h>
#include <string.h>

/* Words that are hard to cut, and some that are easy. */
static const char *const pool[] = {
    "lead",   "ending", "the",   "Bike",       "don't", "l’eau",  "e\314\201clair", /* an accent of its own */
    "焦点",   "書く。", "مقدمة", "\u200fשלום", "กขค",   "한국어", "हिन्दी",          "👩‍🏫",
    "🇫🇷🇩🇪",   "\u0301", /* an accent with nothing beneath it */
    "\u200d", "-",      "\"",    "\\",         "…",
};

/* What stands between two words, and at the end of a text. */
static const char *const gaps[] = { " ", " ", " ", " ", "  ", "\n", "\r\n", "\t", ". ", ", ", "", "\u00a0" };
static const char *const ends[] = { "", "", ".", "!", "\n", " ", ".\n" };

#define PICK(draw, table) (table)[sim_below(&(draw)->random, sizeof(table) / sizeof(table)[0])]

bt_view sim_new_word(sim_draw *draw)
{
    if (draw->words == SIM_MAX_WORDS)
        sim_need(NULL);
    return sim_print(draw->arena, "zq%zuz", draw->words++);
}

void sim_find_words(bt_view bytes, bool found[SIM_MAX_WORDS])
{
    for (size_t i = 0; i + 3 < bytes.len; i++) {
        size_t number = 0;

        if (bytes.data[i] != 'z' || bytes.data[i + 1] != 'q')
            continue;
        for (i += 2; i < bytes.len && bytes.data[i] >= '0' && bytes.data[i] <= '9'; i++)
            number = number * 10 + (size_t)(bytes.data[i] - '0');
        if (i < bytes.len && bytes.data[i] == 'z' && number < SIM_MAX_WORDS)
            found[number] = true;
    }
}

/* Text that grows at the end of the arena would stand in the way of other things, so it has a place of its own. */
typedef struct draft {
    char bytes[8192];
    size_t len;
} draft;

static void add(draft *text, bt_view bytes)
{
    if (bytes.len > sizeof text->bytes - text->len)
        sim_need(NULL);
    memcpy(text->bytes + text->len, bytes.data, bytes.len);
    text->len += bytes.len;
}

static void add_words(sim_draw *draw, draft *text)
{
    size_t count = 1 + sim_below(&draw->random, 4);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            add(text, bt_view_of(PICK(draw, gaps)));
        add(text, sim_chance(&draw->random, 50) ? sim_new_word(draw) : bt_view_of(PICK(draw, pool)));
    }
}

static const bt_json *finish(sim_draw *draw, const draft *text)
{
    bt_view bytes = { text->bytes, text->len };

    if (text->len == 0)
        return NULL;
    return sim_need_json(bt_json_string(draw->arena, sim_copy(draw->arena, bytes)));
}

const bt_json *sim_draw_text(sim_draw *draw)
{
    draft text;

    text.len = 0;
    for (size_t i = 0, count = 1 + sim_below(&draw->random, 3); i < count; i++) {
        add_words(draw, &text);
        add(&text, bt_view_of(PICK(draw, ends)));
    }
    return finish(draw, &text);
}

/* Some tokens in a row are replaced, taken out, or have words put before them. */
static const bt_json *replace_run(sim_draw *draw, bt_view old)
{
    bt_tokens tokens;
    draft text;
    size_t first, last;

    text.len = 0;
    if (bt_text_cut(draw->arena, old, &tokens) != BT_OK)
        sim_need(NULL);
    first = sim_below(&draw->random, tokens.count + 1);
    last = first + sim_below(&draw->random, 4);
    last = last < tokens.count ? last : tokens.count;
    for (size_t i = 0; i < first; i++)
        add(&text, tokens.tokens[i]);
    if (first == last || sim_chance(&draw->random, 70)) {
        add_words(draw, &text);
        if (sim_chance(&draw->random, 60))
            add(&text, bt_view_of(PICK(draw, gaps)));
    }
    for (size_t i = last; i < tokens.count; i++)
        add(&text, tokens.tokens[i]);
    return finish(draw, &text);
}

/* A sentence more, before or after what is there. */
static const bt_json *append(sim_draw *draw, bt_view old, bool before)
{
    draft text;

    text.len = 0;
    if (!before)
        add(&text, old);
    if (!before)
        add(&text, bt_view_of(PICK(draw, gaps)));
    add_words(draw, &text);
    add(&text, bt_view_of(PICK(draw, ends)));
    if (before)
        add(&text, old);
    return finish(draw, &text);
}

const bt_json *sim_change_text(sim_draw *draw, const bt_json *text)
{
    bt_view old = text != NULL && text->kind == BT_JSON_STRING ? text->string : (bt_view){ "", 0 };

    switch (sim_below(&draw->random, 10)) {
    case 0:
        return NULL;
    case 1:
        return sim_draw_text(draw);
    case 2:
        return append(draw, old, true);
    case 3:
    case 4:
    case 5:
        return append(draw, old, false);
    default:
        return replace_run(draw, old);
    }
}
