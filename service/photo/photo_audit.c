#include "service/photo/photo_audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "service/file.h"
#include "sync/json.h"
#include "sync/merge.h"

enum { LINE_BYTES = 192 };

typedef struct auditing {
    const char *folder, *notebook;
    bt_arena arena;
    bt_photo_say_fn say;
    void *context;
    bt_photo_audit *out;
    bt_status status;
} auditing;

static bt_status check_photo(void *context, const bt_photo_sum *sum, int64_t size)
{
    auditing *a = context;
    bt_bytes bytes = { NULL, 0 };
    char line[LINE_BYTES];
    bt_status status = bt_photo_get(a->folder, a->notebook, sum, &bytes);

    (void)size;
    bt_bytes_free(&bytes);
    if (status == BT_OK)
        a->out->photos++;
    if (status != BT_EDAMAGED)
        return status == BT_ENOTFOUND ? BT_OK : status; /* removed this moment */
    a->out->damaged++;
    (void)snprintf(line, sizeof line, "photo %s is not what was sent", sum->hex);
    a->say(a->context, line);
    return BT_OK;
}

/* Whole or not was said before; here it is only whether there is one. BT_ENOTFOUND. */
static bt_status find_photo(const auditing *a, const bt_photo_sum *sum)
{
    char name[BT_PHOTO_NAME_MAX];
    struct stat info;
    char *path;
    bool is_there;

    bt_photo_name(a->notebook, sum, name);
    path = bt_data_path(a->folder, name);
    if (path == NULL)
        return BT_ENOMEM;
    is_there = stat(path, &info) == 0;
    free(path);
    return is_there ? BT_OK : BT_ENOTFOUND;
}

static int check_sample(void *context, const bt_changed *record)
{
    auditing *a = context;
    char line[LINE_BYTES];
    const bt_json *tree = NULL;
    const char *complaint;
    bt_photo_sum sum;

    a->arena.used = 0;
    a->status = bt_json_read(&a->arena, record->bytes, BT_RECORD_MAX_DEPTH, &tree, &complaint);
    if (a->status == BT_ENOMEM)
        return 1;
    if (a->status != BT_OK) { /* no record: that is said elsewhere */
        a->status = BT_OK;
        return 0;
    }
    if (!bt_view_equal(bt_json_get_string(tree, "type"), bt_view_of("sample")) ||
        bt_json_get(tree, bt_view_of("deleted")) != NULL ||
        !bt_photo_sum_read(bt_json_get_string(tree, "photo"), &sum))
        return 0;
    a->status = find_photo(a, &sum);
    if (a->status == BT_ENOTFOUND) {
        a->status = BT_OK;
        a->out->awaited++;
        (void)snprintf(line, sizeof line,
                       "photo %s of sample %.*s is not here; it comes from the phone that took it", sum.hex,
                       (int)record->id.len, record->id.data);
        a->say(a->context, line);
    }
    return a->status != BT_OK;
}

bt_status bt_photos_audit(bt_store *store, const char *folder, const char *notebook, bt_photo_say_fn say,
                          void *context, bt_photo_audit *out)
{
    auditing a = { .folder = folder,
                   .notebook = notebook,
                   .arena = { NULL, BT_MERGE_ARENA_BYTES, 0 },
                   .say = say,
                   .context = context,
                   .out = out,
                   .status = BT_OK };
    bt_oid nothing = { "" }, head;
    bt_status status;

    *out = (bt_photo_audit){ .photos = 0 };
    a.arena.base = malloc(a.arena.size);
    if (a.arena.base == NULL)
        return BT_ENOMEM;
    status = bt_photo_each(folder, notebook, check_photo, &a);
    if (status == BT_OK)
        status = bt_store_head(store, &head);
    if (status == BT_OK)
        status = bt_store_changes(store, &nothing, &head, (bt_view){ NULL, 0 }, check_sample, &a);
    free(a.arena.base);
    return status == BT_OK ? a.status : status;
}
