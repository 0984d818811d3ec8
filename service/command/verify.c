/* service/command/verify.c - `backtable verify`: is everything that is stored what was written? */
#include <inttypes.h>
#include <stdlib.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "sync/merge.h"
#include "sync/record.h"

typedef struct checking {
    const bt_desk *desk;
    const char *notebook;
    bt_arena arena;
    size_t found; /* in all notebooks */
    bt_status status;
} checking;

static void say(void *context, const char *line)
{
    checking *c = context;

    c->found++;
    (void)printf("%s: ", c->notebook);
    bt_print_text(stdout, bt_view_of(line));
    (void)printf("\n");
}

/* A record that git holds unharmed may still be none: that is not the store's to know. */
static int check_record(void *context, const bt_changed *record)
{
    checking *c = context;
    bt_record_info info;
    bt_status status;

    c->arena.used = 0;
    status = bt_record_read(&c->arena, record->bytes, &info);
    if (status == BT_ENOMEM) {
        c->status = status;
        return 1;
    }
    if (status != BT_OK || !bt_view_equal(info.id, record->id)) {
        (void)printf("%s: ", c->notebook);
        bt_print_text(stdout, record->id);
        (void)printf(" is stored and is no record of that id\n");
        c->found++;
    }
    return 0;
}

static bt_status check_store(checking *c, bt_store *store)
{
    bt_verified seen = { 0 };
    bt_oid nothing = { "" }, head;
    bt_status status = bt_store_verify(store, &seen, say, c);

    if (status != BT_OK && status != BT_EDAMAGED)
        return status;
    status = bt_store_head(store, &head);
    if (status == BT_OK)
        status = bt_store_changes(store, &nothing, &head, (bt_view){ NULL, 0 }, check_record, c);
    if (status == BT_OK)
        status = c->status;
    (void)printf("%s: %" PRIu64 " commits, %" PRIu64 " records, %" PRIu64 " versions read\n", c->notebook,
                 seen.commits, seen.records, seen.versions);
    return status;
}

static int check_notebook(void *context, const char *id)
{
    checking *c = context;
    bt_notebook *notebook = NULL;
    bt_status status = bt_notebooks_take(c->desk->notebooks, id, &notebook);

    c->notebook = id;
    if (status == BT_OK)
        status = check_store(c, bt_notebook_store(notebook));
    if (status == BT_EDAMAGED || status == BT_ENOTFOUND) { /* the next one may be well */
        say(c, "cannot be read to its end; bring back a copy of this folder");
        status = BT_OK;
    }
    bt_notebooks_release(c->desk->notebooks, notebook);
    c->status = status;
    return status != BT_OK;
}

static int verify(const bt_desk *desk)
{
    checking c = { .desk = desk, .arena = { NULL, BT_MERGE_ARENA_BYTES, 0 }, .status = BT_ENOMEM };
    bt_status status = BT_ENOMEM;

    c.arena.base = malloc(c.arena.size);
    if (c.arena.base != NULL) {
        c.status = BT_OK;
        status = bt_notebooks_list(desk->notebooks, check_notebook, &c);
    }
    free(c.arena.base);
    if (status == BT_OK)
        status = c.status;
    if (status != BT_OK)
        return bt_report_status(status);
    (void)printf(c.found == 0 ? "Everything is as it was written.\n" : "%zu things are wrong.\n", c.found);
    return bt_report_output() != BT_EXIT_DONE ? BT_EXIT_FAILED : c.found > 0 ? BT_EXIT_LOOK : BT_EXIT_DONE;
}

int bt_command_verify(int argc, char **argv)
{
    const char *data = NULL;
    const bt_option options[] = { { "--data", &data, NULL } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 0, 0, &words))
        return code;
    if (bt_desk_open(data, &desk))
        code = verify(&desk);
    bt_desk_close(&desk);
    return code;
}
