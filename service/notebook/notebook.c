/* service/notebook/notebook.c - apply a batch: read, merge, commit; nobody else writes meanwhile. */
#include "service/notebook/notebook.h"

#include <stdlib.h>
#include <string.h>

#include "service/notebook/book.h"
#include "service/notebook/change.h"
#include "service/notebook/device_state.h"
#include "service/notebook/refusal.h"

/* One change that is to be committed, or stays as it is. */
typedef struct kept {
    size_t write; /* index into `writes`, or NO_WRITE */
} kept;

#define NO_WRITE SIZE_MAX

/* One batch under way. */
typedef struct applying {
    bt_notebook *notebook;
    bt_store *store; /* of whoever writes the round */
    const bt_writer *writer;
    const bt_ask *ask;
    bt_device_state state; /* `seq` and `digest` of this batch; `refused` grows with it */
    bool *twice;           /* by change: an earlier one has the same id */
    bt_write *writes;      /* bytes and typed are owned */
    size_t write_count;
    kept *kept; /* beside `stored` */
    bt_stored *stored;
    size_t stored_count;
    bool edits; /* at least one change is more than its base again */
    bool repeated;
    bt_oid before, head; /* of the notebook: before it, none where it was repeated; and with it */
    bt_out message, device_state;
    bt_bench bench;
} applying;

void bt_applied_free(bt_applied *applied)
{
    free(applied->stored);
    free(applied->refused);
    *applied = (bt_applied){ 0 };
}

static void free_view(bt_view *view)
{
    free((void *)view->data);
    *view = (bt_view){ NULL, 0 };
}

static void drop_writes(applying *a)
{
    for (size_t i = 0; i < a->write_count; i++) {
        free_view(&a->writes[i].bytes);
        free_view(&a->writes[i].typed);
    }
    a->write_count = 0;
}

static bt_status copy(bt_view from, bt_view *to)
{
    char *data;

    *to = (bt_view){ NULL, 0 };
    if (from.data == NULL)
        return BT_OK;
    data = malloc(from.len + 1);
    if (data == NULL)
        return BT_ENOMEM;
    memcpy(data, from.data, from.len);
    *to = (bt_view){ data, from.len };
    return BT_OK;
}

static int compare_changes(const void *a, const void *b)
{
    const bt_change *const *left = a, *const *right = b;
    int order = bt_view_compare((*left)->id, (*right)->id);

    /* They lie in one array, so the address is the order in which they came. */
    return order != 0 ? order : (*left > *right) - (*left < *right);
}

/*
 * The second change of one record in a batch is refused. Folding both into one write would lose what was typed first
 * from the history, and its base cannot be known: the version that the first makes is named only by the answer.
 */
static bt_status mark_twice(applying *a)
{
    size_t count = a->ask->change_count;
    const bt_change **order = malloc((count + 1) * sizeof(const bt_change *));

    if (order == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; i < count; i++)
        order[i] = &a->ask->changes[i];
    qsort(order, count, sizeof(const bt_change *), compare_changes);
    for (size_t i = 1; i < count; i++) {
        if (bt_view_equal(order[i - 1]->id, order[i]->id))
            a->twice[order[i] - a->ask->changes] = true;
    }
    free(order);
    return BT_OK;
}

static bt_status begin(applying *a)
{
    size_t count = a->ask->change_count;
    bt_status status;

    a->state.seq = a->ask->seq;
    status = bt_device_state_digest(a->ask->changes_bytes, a->state.digest);
    if (status != BT_OK)
        return status;
    a->state.refused = calloc(count, sizeof *a->state.refused);
    a->twice = calloc(count, sizeof *a->twice);
    a->writes = calloc(count, sizeof *a->writes);
    a->kept = calloc(count, sizeof *a->kept);
    a->stored = calloc(count, sizeof *a->stored);
    if (a->state.refused == NULL || a->twice == NULL || a->writes == NULL || a->kept == NULL ||
        a->stored == NULL)
        return BT_ENOMEM;
    status = mark_twice(a);
    return status == BT_OK ? bt_bench_open(&a->bench) : status;
}

static void end(applying *a)
{
    drop_writes(a);
    bt_bench_close(&a->bench);
    bt_device_state_free(&a->state);
    bt_out_free(&a->message);
    bt_out_free(&a->device_state);
    free(a->twice);
    free(a->writes);
    free(a->kept);
    free(a->stored);
}

/* Where merging decided something, the commit says by which rule; a member that no schema names may hold a child's words. */
static void explain(applying *a, const bt_change *change, const bt_outcome *outcome)
{
    bool decided = false;

    for (size_t i = 0; i < outcome->reason_count; i++)
        decided |= outcome->reasons[i].rule != BT_RULE_TAKEN;
    for (size_t i = 0; decided && i < outcome->reason_count; i++) {
        const bt_reason *reason = &outcome->reasons[i];
        bt_out_text(&a->message, "merge ");
        bt_out_bytes(&a->message, change->id);
        bt_out_text(&a->message, " ");
        if (reason->known)
            bt_out_bytes(&a->message, reason->path);
        else
            bt_out_text(&a->message, "(unknown_member)");
        bt_out_text(&a->message, " ");
        bt_out_text(&a->message, bt_rule_name(reason->rule));
        bt_out_text(&a->message, "\n");
    }
}

/* The commit's author is the only witness of it: whoever reads the history can tell. */
static void say_brought(applying *a, const bt_change *change)
{
    bt_out_text(&a->message, "brought ");
    bt_out_bytes(&a->message, change->id);
    bt_out_text(&a->message, "\n");
}

static bt_status add_write(applying *a, const bt_change *change, const bt_outcome *outcome)
{
    bt_write *write = &a->writes[a->write_count];
    bt_status status;

    write->id = change->id;
    status = copy(outcome->record, &write->bytes);
    if (status == BT_OK && copy(outcome->typed, &write->typed) != BT_OK) {
        free_view(&write->bytes);
        status = BT_ENOMEM;
    }
    a->write_count += status == BT_OK;
    return status;
}

static bt_status apply_change(applying *a, const bt_place *place, size_t index)
{
    const bt_change *change = &a->ask->changes[index];
    bt_outcome outcome = { .refused = "twice" };
    bt_stored *stored = &a->stored[a->stored_count];
    bt_status status = a->twice[index] ? BT_OK : bt_change_judge(&a->bench, place, change, &outcome);

    if (status != BT_OK)
        return status;
    if (outcome.refused != NULL) {
        a->state.refused[a->state.refused_count++] = bt_refusal_of(change->id, bt_view_of(outcome.refused));
        return BT_OK;
    }
    a->edits |= outcome.edits;
    *stored = (bt_stored){ .version = outcome.version, .as_sent = outcome.as_sent };
    memcpy(stored->id, change->id.data, BT_ID_LEN);
    a->kept[a->stored_count].write = NO_WRITE;
    if (outcome.writes) {
        a->kept[a->stored_count].write = a->write_count;
        if (outcome.brought)
            say_brought(a, change);
        explain(a, change, &outcome);
        status = add_write(a, change, &outcome);
    }
    a->stored_count += status == BT_OK;
    return status;
}

static bt_status commit(applying *a)
{
    bt_oid *versions = calloc(a->write_count + 1, sizeof *versions);
    bt_status status = BT_ENOMEM;
    bt_commit made = { .expected = a->head,
                       .writes = a->writes,
                       .write_count = a->write_count,
                       .device = bt_view_of(a->writer->device),
                       .author = bt_view_of(a->writer->person),
                       .time_s = a->writer->now_s };

    bt_device_state_write(&a->state, &a->device_state);
    if (versions == NULL || a->message.failed || a->device_state.failed)
        goto done;
    made.message = bt_out_view(&a->message);
    made.device_state = bt_out_view(&a->device_state);
    status = bt_store_commit(a->store, &made, &a->head, versions);
    if (status != BT_OK)
        goto done;
    for (size_t i = 0; i < a->stored_count; i++) {
        if (a->kept[i].write != NO_WRITE)
            a->stored[i].version = versions[a->kept[i].write];
    }
done:
    free(versions);
    return status;
}

static void hand_over(applying *a, bt_applied *out)
{
    *out = (bt_applied){ .repeated = a->repeated,
                         .before = a->before,
                         .head = a->head,
                         .stored = a->stored,
                         .stored_count = a->stored_count,
                         .refused = a->state.refused,
                         .refused_count = a->state.refused_count };
    a->stored = NULL;
    a->state.refused = NULL;
}

/* The answer to a batch that came before: its refusals as kept, every other record at its present version. */
static bt_status answer_again(applying *a, bt_device_state *before)
{
    size_t next_refused = 0;

    for (size_t i = 0; i < a->ask->change_count; i++) {
        const bt_change *change = &a->ask->changes[i];
        bt_stored *stored = &a->stored[a->stored_count];
        bt_status status;

        if (next_refused < before->refused_count &&
            bt_view_equal(bt_view_of(before->refused[next_refused].id), change->id)) {
            next_refused++;
            continue;
        }
        *stored =
            (bt_stored){ .as_sent = false }; /* not known any more; the record is sent along, to be safe */
        memcpy(stored->id, change->id.data, BT_ID_LEN);
        status = bt_store_get(a->store, &a->head, change->id, &stored->version, NULL);
        if (status != BT_OK && status != BT_ENOTFOUND)
            return status;
        a->stored_count++;
    }
    free(a->state.refused);
    a->state.refused = before->refused;
    a->state.refused_count = before->refused_count;
    before->refused = NULL;
    a->repeated = true;
    return BT_OK;
}

/*
 * Whether a batch needs a commit. One whose every change equals its base is no edit: opening a hundred records leaves
 * no trace, and asking again gives the same answer for ever, because it does not depend on what is stored. Everything
 * else must be remembered even where no record changes. A refusal could be judged differently later (a role was given,
 * a base came). And an edit that agrees with what is stored would, if it were merged again after a third person's edit,
 * ask a question about a disagreement that never was.
 */
static bool must_be_kept(const applying *a)
{
    return a->write_count > 0 || a->state.refused_count > 0 || a->edits;
}

/* The batch's turn, in a round of the store: nothing is handed out before that has ended. */
static bt_status apply(void *context, bt_store *store)
{
    applying *a = context;
    bt_place place = { store, { "" }, a->notebook->book->id, a->writer };
    bt_device_state before = { 0 };
    bt_status status = bt_store_head(store, &place.head);

    if (status == BT_OK)
        status = bt_device_state_read(store, &place.head, a->writer->device, &before);
    if (status != BT_OK)
        return status;
    a->store = store;
    a->head = place.head;
    if (a->ask->seq == before.seq && strcmp(a->state.digest, before.digest) == 0) {
        status = answer_again(a, &before);
        goto done;
    }
    if (a->ask->seq <= before.seq) {
        status = BT_EDENIED;
        goto done;
    }
    a->before = place.head;
    for (size_t i = 0; i < a->ask->change_count && status == BT_OK; i++)
        status = apply_change(a, &place, i);
    if (status == BT_OK && must_be_kept(a))
        status = commit(a);
done:
    bt_device_state_free(&before);
    return status;
}

/* Device and number are for whoever reads the log; the records' names and words never stand in it. */
static void begin_message(applying *a)
{
    bt_out_text(&a->message, "sync ");
    bt_out_text(&a->message, a->writer->device);
    bt_out_text(&a->message, " ");
    bt_out_integer(&a->message, a->ask->seq);
    bt_out_text(&a->message, "\n");
}

static bool is_sound(const bt_writer *writer, const bt_ask *ask)
{
    if (ask->seq < 1 || ask->change_count > BT_BATCH_MAX_CHANGES || !bt_id_valid(bt_view_of(writer->device)))
        return false;
    for (size_t i = 0; i < ask->change_count; i++) {
        if (!bt_id_valid(ask->changes[i].id))
            return false;
    }
    return true;
}

bt_status bt_notebook_apply(bt_notebook *notebook, const bt_writer *writer, const bt_ask *ask,
                            bt_applied *out)
{
    applying a = { .notebook = notebook, .writer = writer, .ask = ask };
    bt_turn turn = { .write = apply, .context = &a };
    bt_status status;

    *out = (bt_applied){ 0 };
    if (ask->change_count == 0)
        return bt_store_head(notebook->store, &out->head);
    if (!is_sound(writer, ask))
        return BT_EINPUT;
    status = begin(&a);
    if (status != BT_OK)
        goto done;
    begin_message(&a);
    status = bt_notebook_write(notebook, &turn);
    if (status == BT_OK)
        hand_over(&a, out);
done:
    end(&a);
    return status;
}

bt_status bt_notebook_seq(bt_notebook *notebook, const char *device, int64_t *out)
{
    bt_device_state state = { 0 };
    bt_oid head;
    bt_status status = bt_store_head(notebook->store, &head);

    if (status == BT_OK)
        status = bt_device_state_read(notebook->store, &head, device, &state);
    if (status == BT_OK)
        *out = state.seq;
    bt_device_state_free(&state);
    return status;
}
