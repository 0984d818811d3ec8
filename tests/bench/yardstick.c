/* The yardsticks as a program that is asked, so that their rounds can be woven into those of the service.
 *
 *   yardstick FOLDER RECORDS
 *
 * RECORDS has one record a line: its id (36 bytes), a space, its bytes. Each
 * line of standard input is a question, each line of standard output its answer:
 *
 *   push WAY COUNT    store the next COUNT records    -> "NANOSECONDS BYTES"
 *   pull WAY PUSHES   visit the last pushes (0: all)  -> "NANOSECONDS BYTES"
 *   press WAY 0       make it smaller                 -> "NANOSECONDS 0"
 *
 * WAY is raw, sqlite or store. Each way walks through the records by itself.
 * Ends at the end of its input; any failure ends it at once, with 1.
 */
#include "tests/bench/yardstick.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PUSH = 100000, PATH_BYTES = 4096, LINE_BYTES = 128 };

/* A way that was opened, and the first line of RECORDS that it has not stored. */
typedef struct runner {
    const bench_way *way;
    void *state;
    const char *at;
} runner;

typedef struct input {
    const char *begin, *end;
} input;

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool map_records(const char *path, input *out)
{
    struct stat about;
    void *bytes = MAP_FAILED;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file >= 0 && fstat(file, &about) == 0 && about.st_size > 0)
        bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (file >= 0)
        close(file);
    if (bytes == MAP_FAILED)
        return false;
    out->begin = bytes;
    out->end = out->begin + about.st_size;
    return true;
}

static bool next_records(runner *it, const input *all, size_t count, bench_record *out)
{
    for (size_t i = 0; i < count; i++) {
        const char *line_end = memchr(it->at, '\n', (size_t)(all->end - it->at));
        if (!line_end || line_end - it->at <= BT_ID_LEN + 1)
            return false;
        out[i].id = (bt_view){ it->at, BT_ID_LEN };
        out[i].bytes = (bt_view){ it->at + BT_ID_LEN + 1, (size_t)(line_end - it->at) - BT_ID_LEN - 1 };
        it->at = line_end + 1;
    }
    return true;
}

static bool push(runner *it, const input *all, size_t count)
{
    bench_record *records = NULL;
    size_t bytes = 0;
    int64_t began_ns, took_ns;
    bool done = false;

    if (count == 0 || count > MAX_PUSH)
        return false;
    records = calloc(count, sizeof *records);
    if (!records || !next_records(it, all, count, records))
        goto done;
    for (size_t i = 0; i < count; i++)
        bytes += records[i].bytes.len;
    began_ns = now_ns();
    if (!it->way->push(it->state, records, count))
        goto done;
    took_ns = now_ns() - began_ns;
    if (it->way->rest && !it->way->rest(it->state))
        goto done;
    printf("%lld %zu\n", (long long)took_ns, bytes);
    done = true;
done:
    free(records);
    return done;
}

static bool pull(runner *it, size_t pushes)
{
    int64_t began_ns = now_ns();
    size_t bytes;

    if (!it->way->pull || !it->way->pull(it->state, pushes, &bytes))
        return false;
    printf("%lld %zu\n", (long long)(now_ns() - began_ns), bytes);
    return true;
}

static bool press(runner *it)
{
    int64_t began_ns = now_ns();

    if (!it->way->press || !it->way->press(it->state))
        return false;
    printf("%lld 0\n", (long long)(now_ns() - began_ns));
    return true;
}

static bool answer(const char *line, runner *runners, size_t runner_count, const input *all)
{
    char what[8], name[8], digits[12], *end;
    size_t number;

    if (sscanf(line, "%7s %7s %11s", what, name, digits) != 3)
        return false;
    number = strtoul(digits, &end, 10);
    if (*end != '\0')
        return false;
    for (size_t i = 0; i < runner_count; i++) {
        if (strcmp(runners[i].way->name, name) != 0)
            continue;
        if (strcmp(what, "press") == 0)
            return press(&runners[i]);
        return strcmp(what, "pull") == 0 ? pull(&runners[i], number) : push(&runners[i], all, number);
    }
    return false;
}

int main(int argc, char **argv)
{
    runner runners[] = { { &bench_raw, NULL, NULL },
                         { &bench_sqlite, NULL, NULL },
                         { &bench_store, NULL, NULL } };
    const size_t count = sizeof runners / sizeof runners[0];
    char line[LINE_BYTES], folder[PATH_BYTES];
    bool good = true;
    input all;

    if (argc != 3 || !map_records(argv[2], &all) || bt_store_library_start() != BT_OK) {
        fprintf(stderr, "use: yardstick FOLDER RECORDS\n");
        return 2;
    }
    for (size_t i = 0; i < count && good; i++) {
        snprintf(folder, sizeof folder, "%s/%s", argv[1], runners[i].way->name);
        runners[i].at = all.begin;
        good = runners[i].way->open(folder, &runners[i].state);
    }
    while (good && fgets(line, sizeof line, stdin)) {
        good = answer(line, runners, count, &all);
        fflush(stdout);
    }
    if (!good)
        fprintf(stderr, "yardstick: could not do what was asked\n");
    for (size_t i = 0; i < count; i++) {
        if (runners[i].state)
            runners[i].way->close(runners[i].state);
    }
    bt_store_library_stop();
    return good ? 0 : 1;
}
