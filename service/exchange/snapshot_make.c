/* service/exchange/snapshot_make.c - write the file of a snapshot, a part at a time. */
#include "service/exchange/snapshot_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_MODE = 0600,    /* children's records: nobody else on this machine */
    ELEMENT_BYTES = 128, /* what stands around a record in a page */
    FIRST_ROWS = 64
};

typedef struct making {
    FILE *file;
    bt_out out; /* the part under way, as JSON */
    bt_snapshot_row row;
    bt_snapshot_row *rows;
    size_t count, room;
    bool (*ended)(void *);
    void *context;
    bt_status status; /* why the walk was ended */
} making;

uint32_t bt_snapshot_sum(const bt_snapshot_foot *foot, const bt_snapshot_row *rows)
{
    bt_snapshot_foot plain = *foot;

    plain.sum = 0;
    return bt_sum((bt_view){ (const char *)&plain, sizeof plain }) ^
           bt_sum((bt_view){ (const char *)rows, foot->row_count * sizeof *rows });
}

static bt_status put(making *m, const void *bytes, size_t len)
{
    return fwrite(bytes, 1, len, m->file) == len ? BT_OK : BT_EIO;
}

static bt_status keep_row(making *m)
{
    if (m->count == m->room) {
        size_t room = m->room == 0 ? FIRST_ROWS : m->room * 2;
        bt_snapshot_row *grown = realloc(m->rows, room * sizeof *grown);

        if (grown == NULL)
            return BT_ENOMEM;
        m->rows = grown;
        m->room = room;
    }
    m->rows[m->count++] = m->row;
    return BT_OK;
}

static bt_status end_part(making *m)
{
    char *packed = NULL;
    bt_status status = m->out.failed ? BT_ENOMEM : BT_OK;

    if (m->row.count == 0)
        return status;
    if (status == BT_OK)
        status = bt_part_pack(bt_out_view(&m->out), &packed, &m->row.part);
    if (status == BT_OK)
        status = put(m, packed, m->row.part.packed_len);
    free(packed);
    if (status == BT_OK)
        status = keep_row(m);
    m->row.at += m->row.part.packed_len;
    m->row.count = 0;
    m->out.len = 0;
    return status;
}

static int add_record(void *context, const bt_changed *record)
{
    making *m = context;

    if (record->id.len != BT_ID_LEN) {
        m->status = BT_EDAMAGED;
        return 1;
    }
    if (m->row.count > 0 && m->out.len + record->bytes.len + ELEMENT_BYTES > BT_SNAPSHOT_PART_BYTES) {
        m->status = m->ended(m->context) ? BT_EBUSY : end_part(m);
        if (m->status != BT_OK)
            return 1;
    }
    bt_page_element(&m->out, record, m->row.count == 0);
    memcpy(m->row.last, record->id.data, BT_ID_LEN);
    m->row.count++;
    return 0;
}

static bt_status write_all(making *m, bt_store *store, const bt_oid *commit)
{
    const bt_oid nothing = { "" };
    bt_snapshot_foot foot;
    bt_status status = bt_store_changes(store, &nothing, commit, (bt_view){ NULL, 0 }, add_record, m);

    if (status == BT_OK)
        status = m->status;
    if (status == BT_OK)
        status = end_part(m);
    if (status != BT_OK)
        return status;
    memset(&foot, 0, sizeof foot);
    foot.magic = BT_SNAPSHOT_MAGIC;
    foot.row_count = (uint32_t)m->count;
    foot.commit = *commit;
    (void)snprintf(foot.epoch, sizeof foot.epoch, "%s", bt_store_epoch(store));
    foot.sum = bt_snapshot_sum(&foot, m->rows);
    status = put(m, m->rows, m->count * sizeof *m->rows);
    return status == BT_OK ? put(m, &foot, sizeof foot) : status;
}

/* A new empty file, whatever an ended making left there. */
static FILE *make_file(const char *path)
{
    FILE *file = NULL;
    int fd;

    if (unlink(path) != 0 && errno != ENOENT)
        return NULL;
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return NULL;
    file = fdopen(fd, "w");
    if (file == NULL)
        close(fd);
    return file;
}

bt_status bt_snapshot_make(bt_store *store, const bt_oid *commit, const char *path, bool (*ended)(void *),
                           void *context)
{
    making m = { .ended = ended, .context = context };
    size_t size = strlen(path) + sizeof ".new";
    char *work = malloc(size);
    bt_status status = BT_ENOMEM;

    if (work == NULL)
        return BT_ENOMEM;
    (void)snprintf(work, size, "%s.new", path);
    status = BT_EIO;
    m.file = make_file(work);
    if (m.file == NULL)
        goto done;
    status = write_all(&m, store, commit);
    if (fclose(m.file) != 0 && status == BT_OK)
        status = BT_EIO;
    /* Not synced: a power cut may leave a file with holes, which its sums tell, and it is made again. */
    if (status == BT_OK && rename(work, path) != 0)
        status = BT_EIO;
    if (status != BT_OK)
        (void)unlink(work);
done:
    bt_out_free(&m.out);
    free(m.rows);
    free(work);
    return status;
}
