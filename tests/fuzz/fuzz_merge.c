/* Three records, base, now and edit, with a separator between them; an empty one is none. */
#include "sync/merge.h"
#include "sync/record.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

/* Enough for inputs of a few kilobytes; clearing more for each would be slower than the merges. */
enum { MEMORY_BYTES = 8 * 1024 * 1024 };

/* Base and now are always records that were printed here. False when the bytes are no record. */
static bool let_in(bt_arena *arena, bt_view *record)
{
    bt_view canonical = { NULL, 0 };

    if (record->len > 0 && bt_record_check(arena, *record, &canonical, NULL, NULL) != BT_OK)
        return false;
    *record = canonical;
    return true;
}

static void check_form(bt_arena *arena, const bt_merged *merged, bt_status status)
{
    bt_view canonical = { NULL, 0 };
    bt_record_info info;
    bt_status again = bt_record_check(arena, merged->record, &canonical, &info, NULL);

    fuzz_promise(again == BT_OK || again == BT_ELIMIT,
                 "what a merge makes passes the door, or is too long for it");
    if (again != BT_OK)
        return;
    fuzz_promise(bt_view_equal(canonical, merged->record), "what a merge makes is as it would be printed");
    fuzz_promise(info.asks == (status == BT_ASK), "the status says whether a question is open");
    for (size_t i = 0; i < merged->reason_count; i++)
        fuzz_promise(bt_rule_name(merged->reasons[i].rule) != NULL, "every reason has a name");
}

/* An edit that is stored changes nothing when it comes again, nor when its base does. */
static void check_repeats(bt_arena *arena, bt_view base, bt_view edit)
{
    bt_merged stored, again;

    if (base.data == NULL || bt_merge(arena, base, base, edit, &stored) < 0)
        return;
    if (bt_merge(arena, base, stored.record, edit, &again) >= 0)
        fuzz_promise(bt_view_equal(stored.record, again.record), "an edit that comes again changes nothing");
    if (bt_merge(arena, base, stored.record, base, &again) >= 0)
        fuzz_promise(!again.changed, "a base that comes as an edit changes nothing");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *memory = malloc(MEMORY_BYTES);
    bt_arena arena = fuzz_arena(memory, MEMORY_BYTES);
    bt_view rest = { (const char *)data, size };
    bt_view base = fuzz_part(&rest), now = fuzz_part(&rest), edit = fuzz_part(&rest);
    bt_merged merged;
    bt_status status;

    if (memory != NULL && let_in(&arena, &base) && let_in(&arena, &now)) {
        status = bt_merge(&arena, base, now, edit, &merged);
        if (status >= 0) {
            check_form(&arena, &merged, status);
            check_repeats(&arena, base, edit);
        } else {
            fuzz_promise(merged.record.data == NULL, "a merge that failed gives nothing");
        }
    }
    free(memory);
    return 0;
}
