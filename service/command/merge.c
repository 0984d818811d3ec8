/* service/command/merge.c - `backtable merge BASE NOW EDIT`: the merge as a tool, also for git. */
#include "sync/merge.h"

#include <stdlib.h>
#include <string.h>

#include "service/command/command.h"
#include "service/command/desk.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "sync/record.h"

enum {
    SIDES = 3,
    /* A record may be written with more space than its canonical form. */
    FILE_MAX_BYTES = 4 * BT_RECORD_MAX_BYTES
};

static const char *const side_names[SIDES] = { "BASE", "NOW", "EDIT" };

typedef struct merging {
    bt_bytes files[SIDES];
    bt_view
        sides[SIDES]; /* canonical; absent for an empty file, as git hands over a base that there never was */
    bt_arena checked, scratch;
} merging;

static int refuse(size_t side, const bt_complaint *why)
{
    (void)fprintf(stderr, "backtable: %s: %s", side_names[side], why->message);
    if (why->path.len > 0) {
        (void)fprintf(stderr, " At ");
        bt_print_text(stderr, why->path);
        (void)fprintf(stderr, ".");
    }
    (void)fprintf(stderr, " (%s)\n", why->code);
    return BT_EXIT_FAILED;
}

static int read_side(merging *m, size_t side, const char *path)
{
    bt_complaint why = { 0 };
    bt_status status = bt_file_read(path, FILE_MAX_BYTES, &m->files[side]);

    if (status == BT_ELIMIT)
        return bt_report("too_large", "A file is larger than a record may be (256 KiB).");
    if (status != BT_OK)
        return bt_report("no_file",
                         "A file is not there or cannot be read; name BASE, NOW and EDIT in this order.");
    if (m->files[side].len == 0)
        return BT_EXIT_DONE;
    status = bt_record_check(&m->checked, (bt_view){ m->files[side].data, m->files[side].len },
                             &m->sides[side], NULL, &why);
    if (status == BT_EINPUT || status == BT_ELIMIT || status == BT_EDENIED)
        return refuse(side, &why);
    return status == BT_OK ? BT_EXIT_DONE : bt_report_status(status);
}

static int write_record(bt_view record, const char *output)
{
    if (output != NULL)
        return bt_file_write(output, record) == BT_OK ? BT_EXIT_DONE : bt_report_status(BT_EIO);
    if (record.len > 0)
        (void)fwrite(record.data, 1, record.len, stdout);
    return bt_report_output();
}

static int merge(merging *m, const char *output)
{
    bt_merged merged;
    bt_status status;

    if (m->sides[2].data == NULL)
        return bt_report("not_a_record", "EDIT is empty; there is nothing to merge.");
    status = bt_merge(&m->scratch, m->sides[0], m->sides[1], m->sides[2], &merged);
    if (status == BT_EINPUT)
        return bt_report("other_record",
                         "The files are not versions of one record: id, type or created differ.");
    if (status != BT_OK && status != BT_ASK)
        return bt_report_status(status);
    if (write_record(merged.record, output) != BT_EXIT_DONE)
        return BT_EXIT_FAILED;
    return status == BT_ASK ? BT_EXIT_LOOK : BT_EXIT_DONE;
}

/* Both arenas are address space until they are touched. */
static bool open_arena(bt_arena *arena)
{
    *arena = (bt_arena){ malloc(BT_MERGE_ARENA_BYTES), BT_MERGE_ARENA_BYTES, 0 };
    return arena->base != NULL;
}

int bt_command_merge(int argc, char **argv)
{
    const char *output = NULL;
    const bt_option options[] = { { "-o", &output, NULL } };
    bt_words words;
    merging m = { .checked = { NULL, 0, 0 } };
    int code = BT_EXIT_DONE;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], SIDES, SIDES, &words))
        return BT_EXIT_FAILED;
    if (!open_arena(&m.checked) || !open_arena(&m.scratch))
        code = bt_report_status(BT_ENOMEM);
    for (size_t side = 0; side < SIDES && code == BT_EXIT_DONE; side++)
        code = read_side(&m, side, words.at[side]);
    if (code == BT_EXIT_DONE)
        code = merge(&m, output);
    for (size_t side = 0; side < SIDES; side++)
        bt_bytes_free(&m.files[side]);
    free(m.checked.base);
    free(m.scratch.base);
    return code;
}
