/* A base text and up to four sides, with a separator between them. */
#include "sync/text.h"
#include "sync/unicode.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

enum { MEMORY_BYTES = 8 * 1024 * 1024, MAX_SIDES = 4 };

/* Texts are valid UTF-8 by the time they are woven: cut where they are not. */
static bt_view valid_part(bt_view text)
{
    size_t at = 0, step;

    while (at < text.len && (step = bt_utf8_length(text.data + at, text.len - at)) > 0)
        at += step;
    return (bt_view){ text.data, at };
}

static void check_cut(bt_arena *arena, bt_view text)
{
    bt_tokens tokens;
    const char *at = text.data;

    if (bt_text_cut(arena, text, &tokens) != BT_OK)
        return;
    for (size_t i = 0; i < tokens.count; i++) {
        fuzz_promise(tokens.tokens[i].data == at && tokens.tokens[i].len > 0, "tokens follow each other");
        at += tokens.tokens[i].len;
    }
    fuzz_promise(at == text.data + text.len, "tokens are the whole text");
}

static void check_weave(bt_arena *arena, bt_view base, bt_view *sides, size_t count)
{
    bt_view woven, same[2];
    bool asks = false;

    if (bt_text_weave(arena, base, sides, count, &woven, &asks) != BT_OK)
        return;
    fuzz_promise(valid_part(woven).len == woven.len, "what is woven is UTF-8");
    same[0] = same[1] = sides[0];
    fuzz_promise(bt_text_weave(arena, base, same, 1, &woven, &asks) != BT_OK ||
                     bt_view_equal(woven, sides[0]),
                 "one side by itself is what is woven");
    fuzz_promise(bt_text_weave(arena, base, same, 2, &woven, &asks) != BT_OK ||
                     (bt_view_equal(woven, sides[0]) && !asks),
                 "a side and itself agree");
    same[1] = base;
    fuzz_promise(base.len == 0 || sides[0].len == 0 ||
                     bt_text_weave(arena, base, same, 2, &woven, &asks) != BT_OK ||
                     (bt_view_equal(woven, sides[0]) && !asks),
                 "a side and its base make the side");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *memory = malloc(MEMORY_BYTES);
    bt_arena arena = fuzz_arena(memory, MEMORY_BYTES);
    bt_view rest = { (const char *)data, size }, base = valid_part(fuzz_part(&rest)), sides[MAX_SIDES];
    size_t count = 0;

    if (memory == NULL || size == 0)
        goto done;
    do {
        sides[count] = valid_part(fuzz_part(&rest));
        check_cut(&arena, sides[count++]);
    } while (rest.len > 0 && count < MAX_SIDES);
    check_cut(&arena, base);
    check_weave(&arena, base, sides, count);
done:
    free(memory);
    return 0;
}
