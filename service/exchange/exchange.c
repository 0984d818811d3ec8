/* service/exchange/exchange.c - the exchange: take in what a device wrote, answer with what is new for it. */
#include "service/exchange/exchange.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "service/exchange/page.h"
#include "service/exchange/room.h"
#include "service/exchange/snapshots.h"
#include "service/http/answer.h"
#include "service/http/log.h"
#include "service/json_out.h"
#include "service/notebook/seal.h"
#include "service/people/access_people.h"
#include "sync/batch.h"

enum {
    /* For reading one ask: address space, touched as it is needed. */
    ASK_ARENA_BYTES = 96 * 1024 * 1024,
    MS_A_S = 1000
};

/* One exchange under way. */
typedef struct exchange {
    bt_service *service;
    const bt_request *request;
    bt_reply *reply;
    bt_notebook *notebook;
    bt_standing standing;
    uint64_t edition; /* of the rights that `standing` is of, or an older one */
    bt_ask ask;
    char epoch[BT_EPOCH_HEX_LEN + 1]; /* what the answer is about */
    bt_cursor cursor;
    bt_applied applied;
    bt_oid head;      /* where the notebook stands, and */
    int64_t received; /* the device's last batch: what the answer says */
    bool full;        /* it wanted to wait, and no more could */
    bool no_room;     /* it brought something new, and the disk is nearly full */
} exchange;

static bt_status enter(bt_service *service, const bt_request *request, bt_reply *reply, bt_standing *standing,
                       bt_notebook **out)
{
    char id[BT_ID_LEN + 1];
    bt_status status = bt_answer_standing(service, request, reply, id, standing);

    if (status != BT_OK)
        return status;
    status = bt_notebooks_take(service->notebooks, id, out);
    if (status == BT_ENOTFOUND)
        bt_answer_no_standing(reply, status);
    else if (status != BT_OK)
        bt_reply_status(reply, status);
    return status;
}

bt_status bt_exchange_enter(bt_service *service, const bt_request *request, bt_reply *reply, unsigned *role,
                            bt_notebook **out)
{
    bt_standing standing;
    bt_status status = enter(service, request, reply, &standing, out);

    *role = status == BT_OK ? standing.role : 0;
    return status;
}

static bt_status refuse(exchange *x, int http, const char *code, const char *message)
{
    bt_reply_error(x->reply, http, code, message);
    return BT_EINPUT;
}

/* What cannot be read is mended for those who ask again; this answer has nothing to give yet. */
static bt_status fail(exchange *x, bt_status status)
{
    if (status == BT_EDAMAGED && bt_notebook_mend(x->notebook) == BT_OK)
        status = BT_EBUSY;
    if (status != BT_OK)
        bt_reply_status(x->reply, status);
    return status;
}

static bt_status read_ask(exchange *x, bt_arena *arena)
{
    bt_complaint why = { 0 };
    bt_status status = bt_ask_read(arena, x->request->body, &x->ask, &why);

    if (status == BT_EINPUT)
        return refuse(x, 400, why.code, why.message);
    if (status == BT_ELIMIT)
        return refuse(x, 413, why.code, why.message);
    if (status != BT_OK)
        return fail(x, status);
    if (x->ask.protocol > BT_PROTOCOL)
        return refuse(x, 400, "app_too_new",
                      "This app is newer than the service; ask whoever runs the service to update it.");
    if (x->ask.protocol < BT_PROTOCOL)
        return refuse(x, 400, "app_too_old", "This app is older than the service can serve; update the app.");
    return BT_OK;
}

/* What the cursors of this exchange belong to. */
static bt_seal_place seal_place(const exchange *x)
{
    return (bt_seal_place){ .key = bt_notebook_seal(x->notebook),
                            .notebook = x->request->params[0],
                            .epoch = bt_view_of(x->epoch) };
}

/* True when the history of `head` holds what the cursor says that the device has. */
static bt_status is_ours(exchange *x, const bt_oid *head, const bt_cursor *cursor, bool *out)
{
    const bt_oid *newest = cursor->to.hex[0] == '\0' ? &cursor->from : &cursor->to;

    return bt_store_continues(bt_notebook_store(x->notebook), head, newest, out);
}

/* Anything else than a cursor of ours for this very history starts from the beginning. */
static bt_status read_cursor(exchange *x)
{
    bt_store *store = bt_notebook_store(x->notebook);
    bt_cursor cursor = { { "" }, { "" }, "" };
    bt_seal_place place;
    bool ours = true;
    bt_oid head;
    bt_status status = bt_store_head(store, &head); /* and which epoch it is in, as of now */

    if (status != BT_OK)
        return fail(x, status);
    (void)snprintf(x->epoch, sizeof x->epoch, "%s", bt_store_epoch(store));
    place = seal_place(x);
    if (bt_view_equal(x->ask.epoch, place.epoch))
        cursor = bt_cursor_read(bt_seal_open(&place, x->ask.cursor));
    if (cursor.from.hex[0] == '\0' && cursor.to.hex[0] == '\0')
        return BT_OK;
    status = is_ours(x, &head, &cursor, &ours);
    if (status == BT_OK && ours)
        x->cursor = cursor;
    if (status != BT_OK || ours)
        return fail(x, status);
    /* We gave it, so there was a history that is not here: it was rolled back, and this is the first who tells us. */
    status = bt_notebook_renew(x->notebook, x->epoch);
    if (status == BT_OK)
        bt_log_event("history_rolled_back", bt_notebook_id(x->notebook));
    (void)snprintf(x->epoch, sizeof x->epoch, "%s", bt_store_epoch(store));
    return fail(x, status);
}

/* A batch that is here already is answered however full the disk is; a new one is left with the device. */
static bt_status look_for_room(exchange *x)
{
    int64_t last = 0;
    bt_status status;

    if (!bt_room_is_short(x->service))
        return BT_OK;
    status = bt_notebook_seq(x->notebook, x->request->who.device, &last);
    x->no_room = x->ask.seq > last;
    return fail(x, status);
}

static bt_status take_in(exchange *x)
{
    bt_writer writer = { x->request->who.person, x->request->who.device, x->standing.role,
                         x->service->now_s() };
    bt_status status;

    if (x->ask.change_count == 0)
        return BT_OK;
    status = look_for_room(x);
    if (status != BT_OK || x->no_room)
        return status;
    status = bt_notebook_apply(x->notebook, &writer, &x->ask, &x->applied);
    if (status == BT_EDENIED)
        return refuse(
            x, 409, "seq_reused",
            "Another copy of this app used this device's name; ask for a new one and send the batch again.");
    return fail(x, status);
}

/* True when the device has all that there is, and may wait for more. */
static bool would_wait(const exchange *x)
{
    return x->ask.change_count == 0 && x->ask.wait_s > 0 && x->cursor.to.hex[0] == '\0' &&
           x->cursor.from.hex[0] != '\0';
}

/* A question that is held ends when the peer leaves, and when what it was let in on may not hold any more. */
static bool is_over(void *context)
{
    exchange *x = context;

    if (x->request->gone != NULL && x->request->gone(x->request->connection))
        return true;
    if (x->standing.until_s != 0 && x->standing.until_s <= x->service->now_s())
        return true;
    return bt_people_edition(x->service->access) != x->edition;
}

/* Looks again at the rights of a device that was kept waiting. */
static bt_status stand_again(exchange *x)
{
    char id[BT_ID_LEN + 1];

    return bt_answer_standing(x->service, x->request, x->reply, id, &x->standing);
}

/* BT_ENOTFOUND when nothing came: an answer like any other. */
static bt_status wait_for_news(exchange *x)
{
    int64_t wait_s = x->ask.wait_s < BT_WAIT_MAX_S ? x->ask.wait_s : BT_WAIT_MAX_S;
    bt_status status;

    if (!would_wait(x))
        return BT_OK;
    status =
        bt_notebook_wait(x->notebook, x->request->who.device, &x->cursor.from, wait_s * MS_A_S, is_over, x);
    x->full = status == BT_EBUSY;
    if (status != BT_OK && status != BT_ENOTFOUND && !x->full)
        return fail(x, status);
    return stand_again(x);
}

static void write_stored(const bt_applied *applied, bt_out *out)
{
    bt_out_key(out, "stored");
    bt_out_text(out, "[");
    for (size_t i = 0; i < applied->stored_count; i++) {
        const char *version = applied->stored[i].version.hex;

        bt_out_comma(out);
        bt_out_text(out, "{");
        bt_out_key(out, "id");
        bt_out_string(out, bt_view_of(applied->stored[i].id));
        bt_out_key(out, "version");
        bt_out_string(out, version[0] == '\0' ? (bt_view){ NULL, 0 } : bt_view_of(version));
        bt_out_text(out, "}");
    }
    bt_out_text(out, "]");
    bt_out_key(out, "refused");
    bt_out_text(out, "[");
    for (size_t i = 0; i < applied->refused_count; i++) {
        bt_out_comma(out);
        bt_out_text(out, "{");
        bt_out_key(out, "id");
        bt_out_string(out, bt_view_of(applied->refused[i].id));
        bt_out_key(out, "code");
        bt_out_string(out, bt_view_of(applied->refused[i].code));
        bt_out_key(out, "message");
        bt_out_string(out, bt_view_of(applied->refused[i].message));
        bt_out_text(out, "}");
    }
    bt_out_text(out, "]");
}

static int64_t budget_of(const bt_ask *ask, int64_t most)
{
    if (ask->budget_bytes <= 0)
        return BT_PAGE_DEFAULT_BYTES;
    return ask->budget_bytes < most ? ask->budget_bytes : most;
}

static bt_status write_place(const exchange *x, const bt_oid *head, const bt_page *page, bt_out *out)
{
    char cursor[BT_CURSOR_MAX_LEN + 1], seal[BT_SEAL_LEN + 1], sealed[sizeof cursor + sizeof seal];
    bt_seal_place place = seal_place(x);
    bt_status status;

    bt_cursor_write(&page->cursor, cursor);
    status = bt_seal_make(&place, bt_view_of(cursor), seal);
    (void)snprintf(sealed, sizeof sealed, "%s%s", cursor, seal);
    bt_out_key(out, "epoch");
    bt_out_string(out, place.epoch);
    bt_out_key(out, "head");
    bt_out_string(out, bt_view_of(head->hex));
    bt_out_key(out, "cursor");
    bt_out_string(out, bt_view_of(sealed));
    bt_out_key(out, "more");
    bt_out_text(out, page->more ? "true" : "false");
    return status;
}

/* The device's last batch that was dealt with. A batch that was no edit at all is not kept, and still dealt with. */
static bt_status find_received(const exchange *x, int64_t *received)
{
    *received = x->ask.seq;
    if (x->ask.change_count > 0 && !x->no_room)
        return BT_OK;
    return bt_notebook_seq(x->notebook, x->request->who.device, received);
}

/* The batch was left with the device; what others wrote goes to it all the same. */
static void write_no_room(bt_out *out)
{
    bt_out_key(out, "not_taken");
    bt_out_text(out, "{");
    bt_out_key(out, "code");
    bt_out_string(out, bt_view_of(bt_room_code));
    bt_out_key(out, "message");
    bt_out_string(out, bt_view_of(bt_room_message));
    bt_out_text(out, "}");
}

/* Where the notebook stands, for the whole of the answer. */
static bt_status find_place(exchange *x)
{
    bt_store *store = bt_notebook_store(x->notebook);
    bt_status status = bt_store_head(store, &x->head);

    if (status == BT_OK)
        status = find_received(x, &x->received);
    /* The history was replaced while this was under way; what was sent is stored or not, and asking again says which. */
    if (status == BT_OK && strcmp(bt_store_epoch(store), x->epoch) != 0)
        status = BT_EBUSY;
    return status;
}

static const char answer_start[] = "{\"protocol\":1,\"records\":[";

/* What stands behind the records. */
static bt_status write_rest(const exchange *x, const bt_page *page, bt_out *out)
{
    bt_status status;

    bt_out_text(out, "]");
    status = write_place(x, &x->head, page, out);
    if (status != BT_OK)
        return status;
    bt_out_key(out, "received");
    bt_out_integer(out, x->received);
    write_stored(&x->applied, out);
    bt_out_key(out, "erased");
    bt_out_text(out, "[]"); /* nothing can be erased yet; the member is part of the protocol */
    bt_out_key(out, "server_time");
    bt_out_time(out, x->service->now_s());
    bt_out_key(out, "role");
    bt_out_string(out, bt_view_of(bt_role_name(x->standing.role)));
    if (x->standing.until_s != 0) {
        bt_out_key(out, "role_until");
        bt_out_time(out, x->standing.until_s);
    }
    if (x->no_room)
        write_no_room(out);
    if (x->full) {
        bt_out_key(out, "retry_ms");
        bt_out_integer(out, BT_RETRY_MS);
    }
    bt_out_text(out, "}");
    return out->failed ? BT_ENOMEM : BT_OK;
}

static bt_status answer_by_walk(exchange *x)
{
    bt_out out = { 0 };
    bt_page page;
    bt_status status;

    bt_out_text(&out, answer_start);
    status = bt_page_write(bt_notebook_store(x->notebook), &x->cursor, &x->head, &x->applied,
                           budget_of(&x->ask, BT_PAGE_MAX_BYTES), &out, &page);
    if (status == BT_OK)
        status = write_rest(x, &page, &out);
    if (status == BT_OK)
        bt_reply_json(x->reply, 200, out.data, out.len); /* the server's now */
    else
        bt_out_free(&out);
    return status;
}

/* The page of a snapshot between what is written for this device alone. */
static bt_status stitch(const exchange *x, const bt_snapshot *snapshot, bt_stitch *out)
{
    bt_out rest = { 0 };
    bt_page page;
    bt_status status;

    bt_stitch_plain(out, bt_view_of(answer_start));
    status = bt_snapshot_page(snapshot, &x->cursor, &x->head, budget_of(&x->ask, BT_PAGE_PACKED_MAX_BYTES),
                              out, &page);
    if (status == BT_OK)
        status = write_rest(x, &page, &rest);
    if (status == BT_OK) {
        bt_stitch_plain(out, bt_out_view(&rest));
        status = bt_stitch_end(out);
    }
    bt_out_free(&rest);
    return status;
}

/* BT_ENOTFOUND: this ask is for the walk. */
static bt_status answer_by_snapshot(exchange *x)
{
    bool new_here = x->cursor.from.hex[0] == '\0' && x->ask.change_count == 0;
    bt_snapshot *snapshot = NULL;
    bt_stitch out = { 0 };
    bt_status status;

    if (!new_here || !x->request->takes_gzip)
        return BT_ENOTFOUND;
    status = bt_notebook_snapshot(x->notebook, &x->head, &snapshot);
    if (status == BT_OK)
        status = stitch(x, snapshot, &out);
    bt_snapshot_close(snapshot);
    if (status == BT_OK) {
        bt_reply_json(x->reply, 200, out.data, out.len); /* the server's now */
        x->reply->packed = true;
        return BT_OK;
    }
    bt_stitch_free(&out);
    if (status != BT_EDAMAGED)
        return status;
    bt_notebook_snapshot_drop(x->notebook);
    return BT_ENOTFOUND;
}

static void answer(exchange *x)
{
    bt_status status = find_place(x);

    if (status == BT_OK) {
        status = answer_by_snapshot(x);
        if (status == BT_ENOTFOUND)
            status = answer_by_walk(x);
    }
    (void)fail(x, status);
}

void bt_handle_sync(bt_service *service, const bt_request *request, bt_reply *reply)
{
    exchange x = { .service = service, .request = request, .reply = reply };
    bt_arena arena = { NULL, ASK_ARENA_BYTES, 0 };
    void *memory = MAP_FAILED;

    x.edition = bt_people_edition(service->access);
    if (enter(service, request, reply, &x.standing, &x.notebook) != BT_OK)
        return;
    memory =
        mmap(NULL, arena.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        bt_reply_status(reply, BT_ENOMEM);
        goto done;
    }
    arena.base = memory;
    if (read_ask(&x, &arena) != BT_OK)
        goto done;
    if (read_cursor(&x) == BT_OK && take_in(&x) == BT_OK && wait_for_news(&x) == BT_OK)
        answer(&x);
done:
    if (memory != MAP_FAILED)
        (void)munmap(memory, arena.size);
    bt_applied_free(&x.applied);
    bt_notebooks_release(service->notebooks, x.notebook);
}
