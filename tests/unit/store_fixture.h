/* tests/unit/store_fixture.h - a notebook in a folder of its own, and git itself as the witness. */
#ifndef BT_TESTS_STORE_FIXTURE_H
#define BT_TESTS_STORE_FIXTURE_H

#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define EPOCH "00112233445566778899aabbccddeeff"
#define PERSON "019a0000-0000-7000-8000-00000000aaaa"
#define DEVICE "019a0000-0000-7000-8000-00000000dddd"

enum { PATH_BYTES = 256, LINE_BYTES = 2048, DAY_MS = 86400000, FIRST_S = 1767225600 /* 2026-01-01 */ };

typedef struct fixture {
    char folder[PATH_BYTES];
    char path[PATH_BYTES + 16];
    bt_store *store;
} fixture;

typedef struct text_id {
    char text[BT_ID_LEN + 1];
} text_id;

/* The id of the n-th made-up record: `per_day` of them a day. */
static inline text_id id_of(unsigned n, unsigned per_day)
{
    unsigned long long ms = FIRST_S * 1000ULL + (unsigned long long)(n / per_day) * DAY_MS + n;
    text_id id;

    snprintf(id.text, sizeof id.text, "%08x-%04x-7000-8000-%012x", (unsigned)(ms >> 16),
             (unsigned)(ms & 0xffff), n);
    return id;
}

/* Git reads what was brought to it. */
static inline void settle(const fixture *f)
{
    if (f->store)
        assert_int_equal(bt_store_checkpoint(f->store), BT_OK);
}

/* Run a command in the notebook's folder and give back what it printed; fails when the command does. */
static inline void git_says(const fixture *f, const char *command, char *out, size_t out_bytes)
{
    char line[2 * LINE_BYTES];
    size_t len;
    FILE *pipe;

    settle(f);
    snprintf(line, sizeof line, "exec 2>&1; cd '%s' && export GIT_CONFIG_NOSYSTEM=1 GIT_DIR=. && %s", f->path,
             command);
    pipe = popen(line, "r");
    assert_non_null(pipe);
    len = fread(out, 1, out_bytes - 1, pipe);
    out[len] = '\0';
    if (len > 0 && out[len - 1] == '\n')
        out[len - 1] = '\0';
    if (pclose(pipe) != 0)
        fail_msg("%s: %s", command, out);
}

/* Anything else that a test does to its folder. */
static inline void shell(const char *line)
{
    FILE *pipe = popen(line, "r");

    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
}

static inline void assert_git_says(const fixture *f, const char *command, const char *expected)
{
    char out[4096];

    git_says(f, command, out, sizeof out);
    assert_string_equal(out, expected);
}

static inline void assert_git_is_content(const fixture *f)
{
    assert_git_says(f, "git fsck --strict --no-dangling --no-progress", "");
}

static inline void folder_make(fixture *f)
{
    const char *base = getenv("TMPDIR");

    memset(f, 0, sizeof *f);
    snprintf(f->folder, sizeof f->folder, "%s/backtable-store-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/notebook", f->folder);
}

static inline void folder_remove(const fixture *f)
{
    char line[PATH_BYTES + 32];

    snprintf(line, sizeof line, "rm -rf -- '%s'", f->folder);
    shell(line);
}

static inline int notebook_make(void **state)
{
    fixture *f = malloc(sizeof *f);

    assert_non_null(f);
    folder_make(f);
    assert_int_equal(bt_store_create(f->path, EPOCH, FIRST_S), BT_OK);
    assert_int_equal(bt_store_open(f->path, &f->store), BT_OK);
    *state = f;
    return 0;
}

/* Each test leaves behind what git itself finds in order. */
static inline int notebook_check_and_remove(void **state)
{
    fixture *f = *state;

    assert_git_is_content(f);
    bt_store_close(f->store);
    folder_remove(f);
    free(f);
    return 0;
}

/* For the tests that damage it. */
static inline int notebook_remove(void **state)
{
    fixture *f = *state;

    bt_store_close(f->store);
    folder_remove(f);
    free(f);
    return 0;
}

static inline int library_start(void **state)
{
    (void)state;
    return bt_store_library_start();
}

static inline int library_stop(void **state)
{
    (void)state;
    bt_store_library_stop();
    return 0;
}

static inline bt_oid head_of(bt_store *store)
{
    bt_oid head;

    assert_int_equal(bt_store_head(store, &head), BT_OK);
    return head;
}

/* A commit for the present head, to be changed by the test. */
static inline bt_commit commit_of(bt_store *store, const bt_write *writes, size_t count)
{
    bt_commit commit = { .expected = head_of(store), .writes = writes, .write_count = count };

    commit.device = bt_view_of(DEVICE);
    commit.author = bt_view_of(PERSON);
    commit.message = bt_view_of("batch 1\n");
    commit.time_s = FIRST_S + 60;
    return commit;
}

/* Store one record; gives back its version. */
static inline bt_oid put_one(bt_store *store, const char *id, const char *bytes, const char *typed)
{
    bt_write write = { .id = bt_view_of(id), .bytes = bt_view_of(bytes) };
    bt_commit commit = commit_of(store, &write, 1);
    bt_oid head, version;

    if (typed)
        write.typed = bt_view_of(typed);
    assert_int_equal(bt_store_commit(store, &commit, &head, &version), BT_OK);
    return version;
}

/* A fresh copy of a notebook, and what `leave` does in it: making one syncs far more than most tests are about. */
static inline void copy_notebook(const fixture *from, fixture *to, const char *leave)
{
    char line[LINE_BYTES];

    *to = *from;
    to->store = NULL;
    snprintf(to->path, sizeof to->path, "%s/copy", from->folder);
    snprintf(line, sizeof line, "rm -rf '%s' && cp -R '%s' '%s' && cd '%s' && %s", to->path, from->path,
             to->path, to->path, leave);
    shell(line);
}

/* More into the journal than a quiet notebook has between two checkpoints (BT_JOURNAL_BUSY_BYTES). */
static inline void put_a_busy_hour(bt_store *store)
{
    enum { BUSY_BYTES = 1024 * 1024 };
    static char large[BT_RECORD_MAX_BYTES];

    memset(large, ' ', sizeof large - 1);
    for (unsigned n = 0; n * sizeof large <= BUSY_BYTES; n++) {
        large[n] = '1'; /* each is another version */
        put_one(store, id_of(900 + n, 3).text, large, NULL);
    }
}

enum { SMALL_PACKS = 16 }; /* as many as a notebook keeps */

/* As many packs as there may be, and in the journal what makes one more. Record n holds {"n": n}. */
static inline void put_many_packs(const fixture *f)
{
    for (unsigned n = 0; n < SMALL_PACKS; n++) {
        char bytes[32];

        snprintf(bytes, sizeof bytes, "{\"n\": %u}\n", n);
        put_one(f->store, id_of(n, 3).text, bytes, NULL);
        if (n + 1 < SMALL_PACKS) /* with the first commit's */
            settle(f);
    }
}

static inline void assert_oid_equal(bt_oid a, bt_oid b)
{
    assert_string_equal(a.hex, b.hex);
}

static inline void assert_record(bt_store *store, const char *id, const char *expected)
{
    bt_oid head = head_of(store), version;
    bt_bytes bytes;

    assert_int_equal(bt_store_get(store, &head, bt_view_of(id), &version, &bytes), BT_OK);
    assert_string_equal(bytes.data, expected);
    bt_bytes_free(&bytes);
}

static inline void assert_many_packs_records(bt_store *store)
{
    for (unsigned n = 0; n < SMALL_PACKS; n++) {
        char bytes[32];

        snprintf(bytes, sizeof bytes, "{\"n\": %u}\n", n);
        assert_record(store, id_of(n, 3).text, bytes);
    }
}

#endif
