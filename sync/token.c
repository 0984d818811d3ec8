#include "sync/text.h"
#include "sync/unicode.h"

static bt_class class_at(const char *at)
{
    return bt_unicode_class(bt_utf8_get(at));
}

static const char *past_point(const char *at)
{
    return at + bt_utf8_step(at);
}

/* An apostrophe between letters is part of the word: don't, l’eau. */
static bool apostrophe_inside(const char *at, const char *end)
{
    uint32_t point = bt_utf8_get(at);

    if (point != '\'' && point != 0x2019)
        return false;
    at = past_point(at);
    return at < end && class_at(at) == BT_CLASS_WORD;
}

/* Past one character and all that belongs to it. */
static const char *past_character(const char *at, const char *end)
{
    bt_class class;
    bool joined;

    do {
        joined = class_at(at) == BT_CLASS_JOIN;
        at = past_point(at);
        if (at == end || (!joined && (unsigned char)*at < 0x80)) /* no ASCII belongs to what is before it */
            return at;
        class = class_at(at);
    } while (class == BT_CLASS_EXTEND || class == BT_CLASS_JOIN || (joined && class != BT_CLASS_LINE));
    return at;
}

static bool goes_on(bt_class class, const char *at, const char *end)
{
    bt_class more = class_at(at);

    return class == BT_CLASS_SPACE ? more == BT_CLASS_SPACE
                                   : more == BT_CLASS_WORD || apostrophe_inside(at, end);
}

static const char *past_token(const char *at, const char *end)
{
    bt_class class = class_at(at);
    const char *next = past_character(bt_text_past_letters(at, end), end);

    if (class == BT_CLASS_LINE)
        return *at == '\r' && at + 1 < end && at[1] == '\n' ? at + 2 : past_point(at);
    while (class != BT_CLASS_SIGN && class != BT_CLASS_GLYPH && next < end && goes_on(class, next, end))
        next = past_character(bt_text_past_letters(next, end), end);
    return next;
}

bt_status bt_text_cut(bt_arena *arena, bt_view text, bt_tokens *out)
{
    size_t room = text.len < BT_TEXT_MAX_TOKENS ? text.len : BT_TEXT_MAX_TOKENS, count = 0;
    size_t mark = arena->used;
    bt_view *tokens = bt_arena_take(arena, room * sizeof *tokens);

    if (tokens == NULL)
        return BT_ENOMEM;
    for (const char *at = text.data, *end = text.len > 0 ? at + text.len : at; at != end;) {
        const char *next = past_token(at, end);

        if (count == room) {
            arena->used = mark;
            return BT_ELIMIT;
        }
        tokens[count++] = (bt_view){ at, (size_t)(next - at) };
        at = next;
    }
    arena->used = (size_t)((unsigned char *)(tokens + count) - arena->base); /* unneeded room goes back */
    *out = (bt_tokens){ tokens, count };
    return BT_OK;
}

bt_class bt_token_class(bt_view token)
{
    return bt_unicode_class(bt_utf8_get(token.data));
}

bool bt_token_ends_sentence(bt_view token)
{
    static const uint16_t enders[] = {
        '.', '!', '?', 0x061f, 0x06d4, 0x0964, 0x2026, 0x3002, 0xff01, 0xff1f
    };
    uint32_t point = bt_utf8_get(token.data);

    for (size_t i = 0; i < sizeof enders / sizeof enders[0]; i++) {
        if (point == enders[i])
            return true;
    }
    return bt_unicode_class(point) == BT_CLASS_LINE;
}

bool bt_text_starts_sentence(bt_tokens text, size_t at)
{
    while (at > 0 && bt_token_class(text.tokens[at - 1]) == BT_CLASS_SPACE)
        at--;
    return at == 0 || bt_token_ends_sentence(text.tokens[at - 1]);
}
