#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

bt_arena fuzz_arena(void *memory, size_t size)
{
    return (bt_arena){ memory, size, 0 };
}

bt_view fuzz_part(bt_view *rest)
{
    size_t at = bt_view_find(*rest, FUZZ_SEPARATOR), past = at < rest->len ? at + 1 : at;
    bt_view part = { rest->data, at };

    *rest = (bt_view){ rest->data + past, rest->len - past };
    return part;
}

void fuzz_promise(bool kept, const char *promise)
{
    if (kept)
        return;
    fprintf(stderr, "a promise is broken: %s\n", promise);
    abort();
}
