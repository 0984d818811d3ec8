/* Merges against the clock, and against the reading and printing of the same bytes by a library that people know.
 *
 *   merging BASE NOW EDIT ROUNDS   the three records are files; a line a round: "NANOSECONDS NANOSECONDS", for one merge
 *                                  and for one cJSON_Parse and cJSON_Print of each of the three
 *   merging grow                   a line a size: "KB NANOSECONDS NANOSECONDS", for a record of so many bytes of members
 *                                  of which two people changed two each, and for a text of so many bytes woven likewise
 *
 * Any failure ends it at once, with 1.
 */
#include "sync/merge.h"
#include "sync/text.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MERGES_A_ROUND = 2000,
    GROW_ROUNDS = 9,
    RECORD_FILE_MAX_BYTES = BT_RECORD_MAX_BYTES,
    MEMBER_BYTES = 16,
    SPARE_BYTES = 1024
};

#define STAMP                                                                               \
    "{\"at\":\"2026-11-21T09:00:00.000Z\",\"by\":\"01890000-0000-7000-8000-000000000001\"," \
    "\"device\":\"01890000-0000-7000-8000-000000000001\"}"

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void *need(void *made)
{
    if (made == NULL)
        exit(1);
    return made;
}

static bt_view read_file(const char *path)
{
    char *bytes = need(malloc(RECORD_FILE_MAX_BYTES + 1));
    FILE *file = need(fopen(path, "rb"));
    size_t len = fread(bytes, 1, RECORD_FILE_MAX_BYTES, file);

    fclose(file);
    bytes[len] = '\0'; /* cJSON reads up to it */
    return (bt_view){ bytes, len };
}

static void merge_once(bt_arena *arena, const bt_view records[3])
{
    bt_merged merged;

    arena->used = 0;
    if (bt_merge(arena, records[0], records[1], records[2], &merged) < 0)
        exit(1);
}

static void read_and_print(bt_view record)
{
    cJSON *tree = need(cJSON_Parse(record.data));

    cJSON_free(need(cJSON_Print(tree)));
    cJSON_Delete(tree);
}

static void measure(bt_arena *arena, const bt_view records[3], long rounds)
{
    for (long round = 0; round < rounds; round++) {
        int64_t begun = now_ns(), between;

        for (int i = 0; i < MERGES_A_ROUND; i++)
            merge_once(arena, records);
        between = now_ns();
        for (int i = 0; i < MERGES_A_ROUND; i++) {
            for (size_t j = 0; j < 3; j++)
                read_and_print(records[j]);
        }
        printf("%lld %lld\n", (long long)(between - begun) / MERGES_A_ROUND,
               (long long)(now_ns() - between) / MERGES_A_ROUND);
    }
}

/* A printf behind what is there. */
__attribute__((format(printf, 3, 4))) static void add(bt_view *to, size_t size, const char *format, ...)
{
    char *bytes = (char *)to->data;
    va_list values;
    int len;

    va_start(values, format);
    len = vsnprintf(bytes + to->len, size - to->len, format, values);
    va_end(values);
    if (len < 0 || (size_t)len >= size - to->len)
        exit(1);
    to->len += (size_t)len;
}

/* Members of MEMBER_BYTES or a little more each; those of two places hold another number. */
static bt_view wide_record(size_t bytes, size_t changed, size_t also)
{
    size_t size = 2 * bytes + SPARE_BYTES;
    bt_view record = { need(malloc(size)), 0 };

    add(&record, size, "{\"id\":\"01890000-0000-7000-8000-000000000009\",\"type\":\"puzzle\",\"schema\":1,");
    add(&record, size, "\"created\":%s,\"edited\":%s", STAMP, STAMP);
    for (size_t i = 0; (i + 1) * MEMBER_BYTES < bytes; i++)
        add(&record, size, ",\"m%06zu\":%d", i, i == changed || i == also ? 2 : 1);
    add(&record, size, "}");
    return record;
}

/* A text of words that differ, with another word in two places. */
static bt_view long_text(size_t bytes, size_t changed, size_t also)
{
    size_t size = bytes + SPARE_BYTES;
    bt_view text = { need(malloc(size)), 0 };

    for (size_t i = 0; text.len < bytes; i++) {
        if (i == changed || i == also)
            add(&text, size, "another ");
        else
            add(&text, size, "word%zu%s", i, i % 12 == 11 ? ".\n" : " ");
    }
    return text;
}

static int64_t least(int64_t so_far, int64_t value)
{
    return so_far == 0 || value < so_far ? value : so_far;
}

static void grow(bt_arena *arena)
{
    for (size_t kb = 1; kb <= 256; kb *= 4) {
        size_t bytes =
            kb * 1024 -
            (kb == 256 ? 64 * 1024 : 0); /* canonical form has two spaces and a line end more a member */
        const bt_view records[3] = { wide_record(bytes, SIZE_MAX, SIZE_MAX), wide_record(bytes, 3, 30),
                                     wide_record(bytes, 7, 20) };
        bt_view base = long_text(kb * 1024, SIZE_MAX, SIZE_MAX);
        const bt_view sides[2] = { long_text(kb * 1024, 3, 90), long_text(kb * 1024, 40, 60) };
        int64_t members = 0, text = 0;

        for (int round = 0; round < GROW_ROUNDS; round++) {
            int64_t begun = now_ns(), between;
            bt_view woven;
            bool asks;

            merge_once(arena, records);
            between = now_ns();
            arena->used = 0;
            if (bt_text_weave(arena, base, sides, 2, &woven, &asks) != BT_OK)
                exit(1);
            members = least(members, between - begun);
            text = least(text, now_ns() - between);
        }
        printf("%zu %lld %lld\n", kb, (long long)members, (long long)text);
        for (size_t i = 0; i < 3; i++)
            free((char *)records[i].data);
        free((char *)base.data);
        for (size_t i = 0; i < 2; i++)
            free((char *)sides[i].data);
    }
}

static void measure_files(bt_arena *arena, char **paths, long rounds)
{
    const bt_view records[3] = { read_file(paths[0]), read_file(paths[1]), read_file(paths[2]) };

    measure(arena, records, rounds);
    for (size_t i = 0; i < 3; i++)
        free((char *)records[i].data);
}

int main(int argc, char **argv)
{
    bool grows = argc == 2 && strcmp(argv[1], "grow") == 0;
    bt_arena arena;

    if (!grows && argc != 5) {
        fputs("usage: merging BASE NOW EDIT ROUNDS, or merging grow\n", stderr);
        return 2;
    }
    arena = (bt_arena){ need(malloc(BT_MERGE_ARENA_BYTES)), BT_MERGE_ARENA_BYTES, 0 };
    if (grows)
        grow(&arena);
    else
        measure_files(&arena, argv + 1, strtol(argv[4], NULL, 10));
    free(arena.base);
    return 0;
}
