/* Any bytes where a device's question is expected. */
#include "sync/batch.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

enum { MEMORY_BYTES = 1024 * 1024 };

static bool within(bt_view part, bt_view whole)
{
    return part.data == NULL || (part.data >= whole.data && part.data + part.len <= whole.data + whole.len);
}

static void check_ask(const bt_ask *ask, bt_view body)
{
    fuzz_promise(ask->change_count <= BT_BATCH_MAX_CHANGES, "a batch has a limit");
    fuzz_promise(ask->change_count == 0 || ask->seq > 0, "a batch has a number");
    fuzz_promise(within(ask->changes_bytes, body), "changes are a part of the body");
    for (size_t i = 0; i < ask->change_count; i++) {
        const bt_change *change = &ask->changes[i];

        fuzz_promise(bt_id_valid(change->id), "an id is one before it may name anything");
        fuzz_promise(change->base.data == NULL || change->base.len == BT_VERSION_LEN, "a version is one");
        fuzz_promise(change->record.data != NULL && within(change->record, ask->changes_bytes) &&
                         within(change->base_record, ask->changes_bytes),
                     "records are slices of the body");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *memory = malloc(MEMORY_BYTES);
    bt_arena arena = fuzz_arena(memory, MEMORY_BYTES);
    bt_view body = { (const char *)data, size };
    bt_complaint why = { 0 };
    bt_ask ask;
    bt_status status;

    if (memory == NULL)
        return 0;
    status = bt_ask_read(&arena, body, &ask, &why);
    if (status == BT_OK)
        check_ask(&ask, body);
    else
        fuzz_promise(status == BT_ENOMEM || (why.code != NULL && why.message != NULL),
                     "whoever is refused is told why");
    free(memory);
    return 0;
}
