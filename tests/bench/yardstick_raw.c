/* The least that durable can mean: one file with all the bytes, synced, and its name synced. */
#include "tests/bench/yardstick.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct raw {
    int folder;
    unsigned next;
} raw;

static bool raw_open(const char *folder, void **out)
{
    raw *way = calloc(1, sizeof *way);

    if (!way)
        return false;
    way->folder = -1;
    if (mkdir(folder, 0700) == 0)
        way->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (way->folder < 0) {
        free(way);
        return false;
    }
    *out = way;
    return true;
}

static bool write_all(int file, bt_view bytes)
{
    size_t done = 0;

    while (done < bytes.len) {
        ssize_t n = write(file, bytes.data + done, bytes.len - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static bool raw_push(void *context, const bench_record *records, size_t count)
{
    raw *way = context;
    bool done = false;
    char name[32];
    size_t total = 0, used = 0;
    char *together = NULL;
    int file = -1;

    for (size_t i = 0; i < count; i++)
        total += records[i].bytes.len;
    if (total == 0)
        return false;
    together = malloc(total);
    if (!together)
        return false;
    for (size_t i = 0; i < count; i++) {
        memcpy(together + used, records[i].bytes.data, records[i].bytes.len);
        used += records[i].bytes.len;
    }
    snprintf(name, sizeof name, "%u", way->next++);
    file = openat(way->folder, "tmp", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    done = file >= 0 && write_all(file, (bt_view){ together, total }) && fsync(file) == 0 &&
           renameat(way->folder, "tmp", way->folder, name) == 0 && fsync(way->folder) == 0;
    if (file >= 0)
        close(file);
    free(together);
    return done;
}

static void raw_close(void *context)
{
    raw *way = context;

    close(way->folder);
    free(way);
}

const bench_way bench_raw = { "raw", raw_open, raw_push, NULL, NULL, NULL, raw_close };
