#include "tests/sim/history.h"

#include "sync/tree.h"

#include <stdio.h>
#include <stdlib.h>

enum { WORK_BYTES = 256 * 1024 * 1024, KEEP_BYTES = 64 * 1024 * 1024 };

#define NEW_NOTE_MS 1788220800999LL /* 2026-09-01T00:00:00.999Z, which no drawn clock says again */

sim_bench sim_bench_make(void)
{
    return (sim_bench){ sim_arena(KEEP_BYTES), sim_arena(WORK_BYTES), sim_arena(BT_MERGE_ARENA_BYTES), 0 };
}

void sim_bench_free(sim_bench *bench)
{
    free(bench->keep.base);
    free(bench->work.base);
    free(bench->merging.base);
    *bench = (sim_bench){ 0 };
}

static bt_view make_id(bt_arena *arena, char kind, size_t number)
{
    return sim_print(arena, "01900000-0000-7000-800%c-%012zu", kind, number);
}

bt_view sim_device(bt_arena *arena, size_t device)
{
    return make_id(arena, 'd', device);
}

bt_view sim_person(bt_arena *arena, size_t device)
{
    return make_id(arena, 'a', device % 4);
}

bt_view sim_student(bt_arena *arena, size_t student)
{
    return make_id(arena, 'c', student);
}

/* Days since 1970 to a date: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days. */
bt_view sim_time(bt_arena *arena, int64_t at_ms)
{
    int64_t days = at_ms / 86400000, ms = at_ms % 86400000, z = days + 719468;
    int64_t era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t month = mp < 10 ? mp + 3 : mp - 9, year = yoe + era * 400 + (month <= 2);

    return sim_print(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)year, (int)month,
                     (int)(doy - (153 * mp + 2) / 5 + 1), (int)(ms / 3600000), (int)(ms / 60000 % 60),
                     (int)(ms / 1000 % 60), (int)(ms % 1000));
}

static const bt_json *put(bt_arena *arena, const bt_json *tree, const char *pointer, const bt_json *value)
{
    return sim_put(arena, tree, bt_view_of(pointer), value);
}

static const bt_json *text(bt_arena *arena, bt_view bytes)
{
    return sim_need_json(bt_json_string(arena, bytes));
}

static const bt_json *stamp(bt_arena *arena, size_t device, int64_t at_ms)
{
    const bt_json *made = sim_object(arena);

    made = put(arena, made, "/at", text(arena, sim_time(arena, at_ms)));
    made = put(arena, made, "/by", text(arena, sim_person(arena, device)));
    return put(arena, made, "/device", text(arena, sim_device(arena, device)));
}

const bt_json *sim_content(bt_arena *arena, const bt_json *record)
{
    const bt_json *content = sim_object(arena);

    for (size_t i = 0; i < record->count; i++) {
        bt_view key = record->entries[i].key;

        if (!bt_member_reserved(key))
            content = sim_put(arena, content, sim_beneath(arena, (bt_view){ "", 0 }, key),
                              record->entries[i].value);
    }
    if (bt_json_get(record, bt_view_of("deleted")) != NULL)
        content = put(arena, content, "/deleted", sim_need_json(bt_json_boolean(true)));
    return content;
}

bt_view sim_new_record(bt_arena *arena, const char *type, const bt_json *content, size_t note)
{
    const bt_json *record = content;

    record = put(arena, record, "/id", text(arena, make_id(arena, '9', note)));
    record = put(arena, record, "/type", sim_string(arena, type));
    record = put(arena, record, "/schema", sim_integer(arena, 1));
    record = put(arena, record, "/created", stamp(arena, 0, NEW_NOTE_MS));
    record = put(arena, record, "/edited", stamp(arena, 0, NEW_NOTE_MS));
    return sim_bytes(arena, record);
}

bt_view sim_edit_bytes(bt_arena *arena, const bt_json *seen, const sim_edit *edit)
{
    static const char *const kept[] = { "/id", "/type", "/schema", "/created", "/_stamps", "/_forks" };
    const bt_json *record = edit->content, *now = stamp(arena, edit->device, edit->at_ms);
    const bt_json *deleted = bt_json_get(seen, bt_view_of("deleted")), *forks;

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        record = put(arena, record, kept[i], sim_at(arena, seen, bt_view_of(kept[i])));
    for (size_t i = 0; i < edit->answer_count; i++)
        record = sim_put(arena, record, sim_beneath(arena, bt_view_of("/_forks"), edit->answers[i]), NULL);
    forks = bt_json_get(record, bt_view_of("_forks"));
    if (forks != NULL && forks->count == 0)
        record = put(arena, record, "/_forks", NULL);
    record = put(arena, record, "/edited", now);
    if (bt_json_get(record, bt_view_of("deleted")) != NULL)
        record = put(arena, record, "/deleted", deleted != NULL ? deleted : put(arena, now, "/device", NULL));
    return sim_bytes(arena, record);
}

static void tell(const char *name, bt_view bytes)
{
    fprintf(stderr, "%s: %.*s", name, (int)bytes.len, bytes.data != NULL ? bytes.data : "none\n");
}

bt_status sim_merge(sim_bench *bench, bt_view base, bt_view now, bt_view edit, bt_merged *out)
{
    bt_status status;

    bench->merging.used = 0;
    bench->merges++;
    status = bt_merge(&bench->merging, base, now, edit, out);
    if (status < 0) {
        fprintf(stderr, "a merge of good records failed with status %d\n", (int)status);
        tell("base", base);
        tell("now", now);
        tell("edit", edit);
        exit(1);
    }
    out->record = sim_copy(&bench->work, out->record);
    return status;
}

bt_view sim_merge_round(sim_bench *bench, bt_view base, const bt_view *edits, size_t count)
{
    bt_view now = base;
    bt_merged merged;

    for (size_t i = 0; i < count; i++) {
        sim_merge(bench, base, now, edits[i], &merged);
        now = merged.record;
    }
    return now;
}
