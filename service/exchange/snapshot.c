/* service/exchange/snapshot.c - the file of a snapshot: the parts one after the other, a row for each, and a foot. */
#include "service/exchange/snapshot.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service/exchange/snapshot_file.h"

struct bt_snapshot {
    int fd;
    bt_snapshot_foot foot;
    bt_snapshot_row *rows;
    uint64_t bytes;
};

static bt_status read_at(int fd, void *out, size_t len, uint64_t at)
{
    char *to = out;

    while (len > 0) {
        ssize_t got = pread(fd, to, len, (off_t)at);

        if (got < 0)
            return BT_EIO;
        if (got == 0)
            return BT_EDAMAGED;
        to += got;
        len -= (size_t)got;
        at += (uint64_t)got;
    }
    return BT_OK;
}

/* The parts lie one behind the other from the first byte on, and end where the rows begin. */
static bool is_whole(bt_snapshot *s, uint64_t rows_at)
{
    uint64_t at = 0;

    for (size_t i = 0; i < s->foot.row_count; i++) {
        if (s->rows[i].at != at)
            return false;
        at += s->rows[i].part.packed_len;
        s->bytes += s->rows[i].part.plain_len;
    }
    return at == rows_at && bt_snapshot_sum(&s->foot, s->rows) == s->foot.sum;
}

static bt_status read_rows(bt_snapshot *s)
{
    struct stat file;
    uint64_t size, rows_bytes;
    bt_status status;

    if (fstat(s->fd, &file) != 0)
        return BT_EIO;
    size = (uint64_t)file.st_size;
    if (size < sizeof s->foot)
        return BT_EDAMAGED;
    status = read_at(s->fd, &s->foot, sizeof s->foot, size - sizeof s->foot);
    if (status != BT_OK)
        return status;
    rows_bytes = (uint64_t)s->foot.row_count * sizeof *s->rows;
    if (s->foot.magic != BT_SNAPSHOT_MAGIC || rows_bytes > size - sizeof s->foot)
        return BT_EDAMAGED;
    s->rows = malloc(rows_bytes + 1);
    if (s->rows == NULL)
        return BT_ENOMEM;
    status = read_at(s->fd, s->rows, rows_bytes, size - sizeof s->foot - rows_bytes);
    if (status != BT_OK)
        return status;
    return is_whole(s, size - sizeof s->foot - rows_bytes) ? BT_OK : BT_EDAMAGED;
}

bt_status bt_snapshot_open(const char *path, bt_snapshot **out)
{
    bt_snapshot *s = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bt_status status;

    *out = NULL;
    if (fd < 0)
        return BT_ENOTFOUND; /* also one that cannot be read: there is the walk */
    s = calloc(1, sizeof *s);
    if (s == NULL) {
        close(fd);
        return BT_ENOMEM;
    }
    s->fd = fd;
    status = read_rows(s);
    if (status == BT_OK)
        *out = s;
    else
        bt_snapshot_close(s);
    return status;
}

void bt_snapshot_close(bt_snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    close(snapshot->fd);
    free(snapshot->rows);
    free(snapshot);
}

const char *bt_snapshot_epoch(const bt_snapshot *snapshot)
{
    return snapshot->foot.epoch;
}

const bt_oid *bt_snapshot_commit(const bt_snapshot *snapshot)
{
    return &snapshot->foot.commit;
}

uint64_t bt_snapshot_bytes(const bt_snapshot *snapshot)
{
    return snapshot->bytes;
}

/* The part that a cursor stands before; row_count when there is none. */
static size_t find_row(const bt_snapshot *s, const bt_cursor *from)
{
    if (from->from.hex[0] != '\0')
        return s->foot.row_count;
    if (from->to.hex[0] == '\0')
        return 0;
    if (strcmp(from->to.hex, s->foot.commit.hex) != 0)
        return s->foot.row_count;
    for (size_t i = 0; i < s->foot.row_count; i++) {
        if (memcmp(s->rows[i].last, from->after, BT_ID_LEN) == 0)
            return i + 1;
    }
    return s->foot.row_count;
}

/* The first part that the page has no room for. A comma stands between two. */
static size_t find_end(const bt_snapshot *s, size_t first, int64_t budget_bytes)
{
    int64_t bytes = 0;
    size_t end = first;

    while (end < s->foot.row_count) {
        const bt_snapshot_row *row = &s->rows[end];
        bool goes_on_alone = end == first && row->count == 1; /* a page always gets on */

        bytes += row->part.plain_len + (end > first);
        if (bytes > budget_bytes && !goes_on_alone)
            break;
        end++;
    }
    return end;
}

static bt_status add_parts(const bt_snapshot *s, size_t first, size_t end, bt_stitch *out)
{
    for (size_t i = first; i < end; i++) {
        const bt_snapshot_row *row = &s->rows[i];
        char *room;
        bt_status status;

        if (i > first)
            bt_stitch_plain(out, BT_VIEW(","));
        room = bt_stitch_part(out, &row->part);
        if (room == NULL)
            return BT_OK;
        status = read_at(s->fd, room, row->part.packed_len, row->at);
        if (status == BT_OK)
            status = bt_part_check(&row->part, room);
        if (status != BT_OK)
            return status;
    }
    return BT_OK;
}

bt_status bt_snapshot_page(const bt_snapshot *snapshot, const bt_cursor *from, const bt_oid *head,
                           int64_t budget_bytes, bt_stitch *out, bt_page *page)
{
    const bt_oid *commit = &snapshot->foot.commit;
    size_t first = find_row(snapshot, from);
    size_t end = find_end(snapshot, first, budget_bytes);
    bool cut = end < snapshot->foot.row_count;

    if (end == first)
        return BT_ENOTFOUND;
    *page = (bt_page){ .more = cut || strcmp(commit->hex, head->hex) != 0 };
    if (cut) {
        page->cursor.to = *commit;
        memcpy(page->cursor.after, snapshot->rows[end - 1].last, BT_ID_LEN);
    } else {
        page->cursor.from = *commit;
    }
    for (size_t i = first; i < end; i++)
        page->count += snapshot->rows[i].count;
    return add_parts(snapshot, first, end, out);
}
