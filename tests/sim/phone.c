#include "tests/sim/phone.h"

#include "sync/record.h"

static const bt_view nothing = { NULL, 0 };

void sim_phone_start(sim_phone *phone, size_t device)
{
    *phone = (sim_phone){ .device = device, .cursor = { SIM_NONE, SIM_NONE, SIM_NONE } };
}

bool sim_phone_is_quiet(const sim_phone *phone)
{
    for (size_t note = 0; note < SIM_NOTES; note++) {
        if (phone->drafts[note].is)
            return false;
    }
    return phone->batch.seq == 0;
}

static bt_view seen(const sim_phone *phone, size_t note)
{
    if (phone->drafts[note].is)
        return phone->drafts[note].record;
    return phone->sent[note].is ? phone->sent[note].record : phone->held[note].record;
}

/* Two records that differ in what a merge or a save writes by itself say the same. */
static bool says_the_same(bt_arena *arena, bt_view a, bt_view b)
{
    static const char *const own[] = { "/edited", "/_stamps" };
    const bt_json *left = sim_read(arena, a), *right = sim_read(arena, b);

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        left = sim_put(arena, left, bt_view_of(own[i]), NULL);
        right = sim_put(arena, right, bt_view_of(own[i]), NULL);
    }
    return bt_json_equal(left, right);
}

/* What an edit that begins now is based on. */
static sim_pending new_draft(const sim_phone *phone, size_t note)
{
    const sim_pending *sent = &phone->sent[note];
    const sim_held *held = &phone->held[note];

    if (phone->drafts[note].is)
        return phone->drafts[note];
    if (sent->is)
        return (sim_pending){ true, SIM_NONE, sent->record, true, true, nothing };
    if (held->is)
        return (sim_pending){ true, held->version, held->record, held->typed, false, nothing };
    return (sim_pending){ true, SIM_NONE, nothing, false, false, nothing };
}

static void save(sim_phone *phone, bt_arena *arena, size_t note, bt_view typed)
{
    sim_pending draft = new_draft(phone, note);
    bt_view canonical = nothing;

    if (bt_record_check(arena, typed, &canonical, NULL, NULL) != BT_OK)
        sim_need(NULL);
    draft.record = canonical;
    draft.is = draft.base_record.data == NULL || !says_the_same(arena, draft.base_record, canonical);
    phone->drafts[note] = draft;
}

void sim_phone_type(sim_phone *phone, sim_draw *draw, size_t note)
{
    bt_view old = seen(phone, note);
    sim_edit edit;

    if (old.data == NULL && phone->device != 0)
        return;
    if (old.data == NULL) {
        save(phone, draw->arena, note,
             sim_new_record(draw->arena, "observation", sim_draw_content(draw), note));
        return;
    }
    sim_draw_edit(draw, sim_read(draw->arena, old), phone->device, &edit);
    save(phone, draw->arena, note, sim_edit_bytes(draw->arena, sim_read(draw->arena, old), &edit));
}

void sim_phone_answer_all(sim_phone *phone, sim_draw *draw, size_t note)
{
    bt_view old = seen(phone, note);
    const bt_json *tree;
    sim_edit edit;

    if (old.data == NULL)
        return;
    tree = sim_read(draw->arena, old);
    sim_draw_edit(draw, tree, phone->device, &edit);
    edit.content = sim_content(draw->arena, tree);
    tree = sim_put(draw->arena, tree, bt_view_of("/_forks"), NULL);
    save(phone, draw->arena, note, sim_edit_bytes(draw->arena, tree, &edit));
}

void sim_phone_close_batch(sim_phone *phone)
{
    sim_batch *batch = &phone->batch;

    if (batch->seq != 0)
        return;
    for (size_t note = 0; note < SIM_NOTES; note++) {
        sim_pending *draft = &phone->drafts[note];

        if (!draft->is)
            continue;
        batch->changes[batch->count++] =
            (sim_change){ note, draft->base, draft->send_base ? draft->base_record : nothing, draft->record };
        phone->sent[note] = *draft;
        *draft = (sim_pending){ .is = false };
    }
    if (batch->count > 0)
        batch->seq = ++phone->seq;
}

/* The edit that was typed meanwhile now knows its base: what came back, or, where that holds others' work, what was sent. */
static sim_pending rebased(bt_arena *arena, sim_pending later, const sim_pending *sent, const sim_held *held)
{
    bool as_sent = !held->typed && says_the_same(arena, held->record, sent->record);

    later.on_batch = false;
    later.base = held->version;
    later.base_record = as_sent ? held->record : sent->record;
    later.send_base = !as_sent;
    later.is = !as_sent || !says_the_same(arena, held->record, later.record);
    return later;
}

static void settle(sim_phone *phone, bt_arena *arena, const sim_server *server, const sim_answer *answer,
                   size_t note)
{
    sim_pending *sent = &phone->sent[note], *later = &phone->drafts[note];
    sim_held *held = &phone->held[note];
    int came = answer->came[note];

    if (answer->refused[note]) { /* a draft again, with its base, and with what was typed since */
        sent->record = later->is ? later->record : sent->record;
        sent->send_base = true;
        *later = *sent;
        return;
    }
    if (came != SIM_NONE)
        *held = (sim_held){ true, came, server->versions[came], false };
    else if (!held->is || held->typed || held->version != answer->stored[note])
        *held = (sim_held){ true, answer->stored[note], sent->record, answer->more };
    /* else the edit said nothing new: what is held is that version, and does not come again */
    if (later->is)
        *later = rebased(arena, *later, sent, held);
}

void sim_phone_take(sim_phone *phone, bt_arena *arena, const sim_server *server, const sim_answer *answer)
{
    bool answered = phone->batch.seq != 0 && answer->received >= phone->batch.seq;

    for (size_t note = 0; note < SIM_NOTES; note++) {
        int came = answer->came[note];

        bool stored = answered && answer->in_batch[note] && !answer->refused[note];

        if (answered && phone->sent[note].is && answer->in_batch[note])
            settle(phone, arena, server, answer, note);
        if (!stored && came != SIM_NONE)
            phone->held[note] = (sim_held){ true, came, server->versions[came], false };
        if (answered)
            phone->sent[note] = (sim_pending){ .is = false };
        if (!answer->more)
            phone->held[note].typed = false;
    }
    if (answered)
        phone->batch = (sim_batch){ .seq = 0 };
    phone->cursor = answer->cursor;
}
