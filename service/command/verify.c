/* service/command/verify.c - `backtable verify`: is everything that is stored what was written? */
#include <inttypes.h>
#include <stdio.h>

#include "service/command/command.h"
#include "service/command/desk.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/notebook/audit.h"
#include "service/photo/photo_audit.h"

enum { INDEX_PATIENCE_MS = 60 * 1000 };

typedef struct checking {
    const bt_desk *desk;
    const char *notebook;
    size_t found; /* in all notebooks */
    bool repair;
    bt_status status;
} checking;

static void say(void *context, const char *line)
{
    const checking *c = context;

    (void)printf("%s: ", c->notebook);
    bt_print_text(stdout, bt_view_of(line));
    (void)printf("\n");
}

static bt_status check_store(checking *c, bt_store *store)
{
    bt_audit audit;
    bt_status status = bt_audit_store(store, say, c, &audit);

    c->found += audit.found;
    if (status == BT_OK)
        (void)printf("%s: %" PRIu64 " commits, %" PRIu64 " records, %" PRIu64 " versions read\n", c->notebook,
                     audit.seen.commits, audit.seen.records, audit.seen.versions);
    return status;
}

/* One that a phone has not sent yet is told and is no harm. */
static bt_status check_photos(checking *c, bt_store *store)
{
    bt_photo_audit audit;
    bt_status status = bt_photos_audit(store, c->desk->folder, c->notebook, say, c, &audit);

    c->found += audit.damaged;
    if (status == BT_OK && audit.photos > 0)
        (void)printf("%s: %zu photo%s read\n", c->notebook, audit.photos, audit.photos == 1 ? "" : "s");
    return status == BT_EDAMAGED || status == BT_ENOTFOUND ? BT_OK : status; /* the records': said already */
}

/* Nothing is kept in an index alone, and it comes back by itself; but a disk that changes one byte changes others. */
static void check_index(checking *c, bt_notebook *notebook)
{
    bt_status status = bt_notebook_verify_index(notebook, INDEX_PATIENCE_MS);

    if (status == BT_OK)
        return;
    c->found += status == BT_ASK;
    say(c, status == BT_ASK
               ? "the index told something else than the history, and was deleted; it comes back by itself"
               : "the index could not be read now; nothing is kept in it alone");
}

static int check_notebook(void *context, const char *id)
{
    checking *c = context;
    bt_notebook *notebook = NULL;
    size_t before = c->found;
    bt_status status = bt_notebooks_take(c->desk->notebooks, id, &notebook);

    c->notebook = id;
    if (status == BT_OK)
        status = check_store(c, bt_notebook_store(notebook));
    if (status == BT_OK && c->repair && c->found > before)
        status = bt_notebook_mend(notebook);
    if (status == BT_OK)
        status = check_photos(c, bt_notebook_store(notebook));
    if (status == BT_OK)
        check_index(c, notebook);
    if (status == BT_EDAMAGED || status == BT_ENOTFOUND) { /* the next one may be well */
        say(c, "cannot be read; bring it back from a backup (`backtable help restore`)");
        c->found++;
        status = BT_OK;
    }
    bt_notebooks_release(c->desk->notebooks, notebook);
    c->status = status;
    return status != BT_OK;
}

static int verify(const bt_desk *desk, bool repair)
{
    checking c = { .desk = desk, .repair = repair, .status = BT_OK };
    bt_status status = bt_notebooks_list(desk->notebooks, check_notebook, &c);

    if (status == BT_OK)
        status = c.status;
    if (status != BT_OK)
        return bt_report_status(status);
    if (c.found == 0)
        (void)printf("Everything is as it was written.\n");
    else
        (void)printf(
            "%zu things are wrong. `backtable verify --repair` goes back to what can be read; what is "
            "lost can be had from a backup (`backtable help restore`), and from every phone that holds it.\n",
            c.found);
    return bt_report_output() != BT_EXIT_DONE ? BT_EXIT_FAILED : c.found > 0 ? BT_EXIT_LOOK : BT_EXIT_DONE;
}

int bt_command_verify(int argc, char **argv)
{
    const char *data = NULL;
    bool repair = false;
    const bt_option options[] = { { "--data", &data, NULL }, { "--repair", NULL, &repair } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 0, 0, &words))
        return code;
    if (bt_desk_open(data, &desk))
        code = verify(&desk, repair);
    bt_desk_close(&desk);
    return code;
}
