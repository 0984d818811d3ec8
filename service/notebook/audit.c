/* service/notebook/audit.c - is everything of a notebook what was written? */
#include "service/notebook/audit.h"

#include <stdio.h>
#include <stdlib.h>

#include "sync/merge.h"
#include "sync/record.h"

enum { LINE_BYTES = 128 };

typedef struct auditing {
    bt_arena arena;
    bt_found_fn found;
    void *context;
    bt_audit *out;
    bt_status status;
} auditing;

static void say(void *context, const char *line)
{
    auditing *a = context;

    a->out->found++;
    a->found(a->context, line);
}

/* A record that git holds unharmed may still be none: that is not the store's to know. */
static int check_record(void *context, const bt_changed *record)
{
    auditing *a = context;
    char line[LINE_BYTES];
    bt_record_info info;
    bt_status status;

    a->arena.used = 0;
    status = bt_record_read(&a->arena, record->bytes, &info);
    if (status == BT_ENOMEM) {
        a->status = status;
        return 1;
    }
    if (status != BT_OK || !bt_view_equal(info.id, record->id)) {
        (void)snprintf(line, sizeof line, "%.*s is stored and is no record of that id", (int)record->id.len,
                       record->id.data);
        say(a, line);
    }
    return 0;
}

static bt_status check_records(auditing *a, bt_store *store)
{
    bt_oid nothing = { "" }, head;
    bt_status status = bt_store_head(store, &head);

    if (status == BT_OK)
        status = bt_store_changes(store, &nothing, &head, (bt_view){ NULL, 0 }, check_record, a);
    return status == BT_OK ? a->status : status;
}

bt_status bt_audit_store(bt_store *store, bt_found_fn found, void *context, bt_audit *out)
{
    auditing a = { .arena = { NULL, BT_MERGE_ARENA_BYTES, 0 },
                   .found = found,
                   .context = context,
                   .out = out,
                   .status = BT_OK };
    bt_status status = BT_ENOMEM;

    *out = (bt_audit){ .found = 0 };
    a.arena.base = malloc(a.arena.size);
    if (a.arena.base == NULL)
        return BT_ENOMEM;
    status = bt_store_verify(store, &out->seen, say, &a);
    if (status == BT_OK || status == BT_EDAMAGED)
        status = check_records(&a, store);
    if (status == BT_EDAMAGED || status == BT_ENOTFOUND) { /* said above, or said now */
        say(&a, "the present records cannot be read to their end");
        status = BT_OK;
    }
    free(a.arena.base);
    return status;
}
