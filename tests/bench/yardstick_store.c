/* Our own store, as the service uses it. */
#include "store/store.h"
#include "tests/bench/yardstick.h"

#include <stdlib.h>
#include <string.h>

enum { HEADS_KEPT = 4096 };

typedef struct store_way {
    bt_store *store;
    bt_oid heads[HEADS_KEPT]; /* heads[n % HEADS_KEPT]: the head after n pushes */
    size_t pushes;
} store_way;

static const char EPOCH[] = "00000000000000000000000000000000";
static const char DEVICE[] = "01890000-0000-7000-8000-000000000001";
static const char PERSON[] = "01890000-0000-7000-8000-000000000002";

static bool store_open(const char *folder, void **out)
{
    store_way *way = calloc(1, sizeof *way);

    if (!way)
        return false;
    if (bt_store_create(folder, EPOCH, 1) != BT_OK || bt_store_open(folder, &way->store) != BT_OK ||
        bt_store_head(way->store, &way->heads[0]) != BT_OK) {
        bt_store_close(way->store);
        free(way);
        return false;
    }
    *out = way;
    return true;
}

static bool store_push(void *context, const bench_record *records, size_t count)
{
    store_way *way = context;
    bt_commit commit = { .write_count = count, .time_s = (int64_t)way->pushes + 2 };
    bt_write *writes = calloc(count, sizeof *writes);
    bt_oid *next = &way->heads[(way->pushes + 1) % HEADS_KEPT];
    bool done = false;

    if (!writes)
        return false;
    for (size_t i = 0; i < count; i++) {
        writes[i].id = records[i].id;
        writes[i].bytes = records[i].bytes;
    }
    commit.expected = way->heads[way->pushes % HEADS_KEPT];
    commit.writes = writes;
    commit.device = bt_view_of(DEVICE);
    commit.device_state = bt_view_of("{}\n");
    commit.author = bt_view_of(PERSON);
    commit.message = bt_view_of("bench\n");
    done = bt_store_commit(way->store, &commit, next, NULL) == BT_OK;
    way->pushes++;
    free(writes);
    return done;
}

/* The service does so on a thread of its own. */
static bool store_rest(void *context)
{
    store_way *way = context;

    return !bt_store_checkpoint_wanted(way->store) || bt_store_checkpoint(way->store) == BT_OK;
}

static int add_bytes(void *context, const bt_changed *record)
{
    size_t *bytes = context;

    *bytes += record->bytes.len;
    return 0;
}

static bool store_pull(void *context, size_t pushes, size_t *bytes)
{
    store_way *way = context;
    bt_oid from = { "" };

    if (pushes >= HEADS_KEPT || pushes > way->pushes)
        return false;
    *bytes = 0;
    if (pushes > 0)
        from = way->heads[(way->pushes - pushes) % HEADS_KEPT];
    return bt_store_changes(way->store, &from, &way->heads[way->pushes % HEADS_KEPT], (bt_view){ NULL, 0 },
                            add_bytes, bytes) == BT_OK;
}

/* With what is still in the journal. */
static bool store_press(void *context)
{
    store_way *way = context;

    return bt_store_checkpoint(way->store) == BT_OK && bt_store_press(way->store, NULL, NULL) == BT_OK;
}

static void store_close(void *context)
{
    store_way *way = context;

    bt_store_close(way->store);
    free(way);
}

const bench_way bench_store = { "store",    store_open,  store_push, store_rest,
                                store_pull, store_press, store_close };
