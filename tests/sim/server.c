#include "tests/sim/server.h"

#include "sync/record.h"

#include <string.h>

void sim_server_start(sim_server *server, sim_bench *bench)
{
    memset(server, 0, sizeof *server);
    server->bench = bench;
    server->commit_count = 1;
    for (size_t note = 0; note < SIM_NOTES; note++)
        server->heads[0][note] = SIM_NONE;
}

int sim_server_head(const sim_server *server, size_t note)
{
    return server->heads[server->commit_count - 1][note];
}

/* A version is known by its bytes. */
static int store(sim_server *server, bt_view record)
{
    for (int i = 0; i < server->version_count; i++) {
        if (bt_view_equal(server->versions[i], record))
            return i;
    }
    if (server->version_count == SIM_MAX_VERSIONS)
        sim_need(NULL);
    server->versions[server->version_count] = sim_copy(&server->bench->keep, record);
    sim_find_words(record, server->stored_words);
    return server->version_count++;
}

static bt_view let_in(sim_server *server, bt_view record)
{
    bt_view canonical = { NULL, 0 };

    if (record.data != NULL && bt_record_check(&server->bench->work, record, &canonical, NULL, NULL) != BT_OK)
        sim_need(NULL);
    return canonical;
}

/* False: the base is not known, and did not come along. */
static bool apply_change(sim_server *server, const sim_change *change, int *head)
{
    bt_view base = let_in(server, change->base_record), edit = let_in(server, change->record);
    bt_view now = *head != SIM_NONE ? server->versions[*head] : (bt_view){ NULL, 0 };
    bt_merged merged;
    bt_status status;

    if (base.data == NULL && change->base != SIM_NONE) {
        if (change->base < server->forgotten)
            return false;
        base = server->versions[change->base];
    }
    status = sim_merge(server->bench, base, now, edit, &merged);
    if (merged.woven)
        sim_find_words(edit, server->stored_words);
    if (status == BT_ASK)
        sim_find_words(merged.record, server->asked_words);
    *head = store(server, merged.record);
    return true;
}

static void apply(sim_server *server, size_t device, const sim_batch *batch)
{
    int *before = server->heads[server->commit_count - 1], *after = before + SIM_NOTES;

    if (server->commit_count == SIM_MAX_COMMITS)
        sim_need(NULL);
    memcpy(after, before, SIM_NOTES * sizeof *after);
    memset(server->refused[device], 0, sizeof server->refused[device]);
    for (size_t i = 0; i < batch->count; i++) {
        size_t note = batch->changes[i].note;

        server->refused[device][note] = !apply_change(server, &batch->changes[i], &after[note]);
    }
    server->commit_count++;
    server->received[device] = batch->seq;
}

static bool device_has(const sim_server *server, const sim_batch *batch, size_t note, int version)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->changes[i].note == note &&
            bt_view_equal(batch->changes[i].record, server->versions[version]))
            return true;
    }
    return false;
}

static void write_page(const sim_server *server, const sim_batch *batch, sim_cursor cursor, size_t page,
                       sim_answer *out)
{
    static const int nothing[SIM_NOTES] = { SIM_NONE, SIM_NONE, SIM_NONE };
    int to = cursor.to != SIM_NONE ? cursor.to : server->commit_count - 1;
    const int *old = cursor.from != SIM_NONE ? server->heads[cursor.from] : nothing;
    int note = cursor.to != SIM_NONE ? cursor.after + 1 : 0;
    size_t count = 0;

    for (; note < SIM_NOTES && count < page; note++) {
        int version = server->heads[to][note];

        if (version == old[note] || version == SIM_NONE || device_has(server, batch, (size_t)note, version))
            continue;
        out->came[note] = version;
        count++;
    }
    out->more = note < SIM_NOTES || to < server->commit_count - 1;
    out->cursor =
        note < SIM_NOTES ? (sim_cursor){ cursor.from, to, note - 1 } : (sim_cursor){ to, SIM_NONE, SIM_NONE };
}

void sim_server_ask(sim_server *server, size_t device, const sim_batch *batch, sim_cursor cursor, size_t page,
                    sim_answer *out)
{
    if (batch->seq > server->received[device])
        apply(server, device, batch);
    *out = (sim_answer){ .received = server->received[device] };
    for (size_t note = 0; note < SIM_NOTES; note++)
        out->came[note] = out->stored[note] = SIM_NONE;
    for (size_t i = 0; i < batch->count; i++) {
        size_t note = batch->changes[i].note;

        out->in_batch[note] = true;
        out->refused[note] = server->refused[device][note];
        out->stored[note] = sim_server_head(server, note);
    }
    write_page(server, batch, cursor, page, out);
}
