/* tests/unit/service_fixture.h - a data folder of its own with one notebook, two teachers and a coach. */
#ifndef BT_TESTS_SERVICE_FIXTURE_H
#define BT_TESTS_SERVICE_FIXTURE_H

#include "service/notebook/notebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NOTEBOOK "019a0000-0000-7000-8000-0000000000b0"
#define ANNA "019a0000-0000-7000-8000-00000000a001"
#define ANNAS_PHONE "019a0000-0000-7000-8000-00000000d001"
#define BEN "019a0000-0000-7000-8000-00000000a002"
#define BENS_PHONE "019a0000-0000-7000-8000-00000000d002"
#define STUDENT "019a0000-0000-7000-8000-000000000511"

enum { NOW_S = 1790000000, RECORD_BYTES = 2048, BATCH_MAX = 64, IDS_MADE = 32, FOLDER_BYTES = 256 };

typedef struct fixture {
    char folder[FOLDER_BYTES];
    bt_notebooks *all;
    bt_notebook *notebook;
} fixture;

static const bt_writer anna = { ANNA, ANNAS_PHONE, BT_ROLE_OWNER, NOW_S };
static const bt_writer ben = { BEN, BENS_PHONE, BT_ROLE_CO_TEACHER, NOW_S };

/* The n-th made-up record id. */
static inline const char *id_of(unsigned n)
{
    static char ids[IDS_MADE][BT_ID_LEN + 1];
    static unsigned next;
    char *id = ids[next++ % IDS_MADE];

    (void)snprintf(id, BT_ID_LEN + 1, "019a0001-%04x-7000-8000-%012x", n & 0xffff, n);
    return id;
}

/* Runs a line of shell in the notebook's repository and gives back what it printed. */
static inline void in_repository(const fixture *f, const char *command, char *out, size_t size)
{
    char line[1024];
    size_t len;
    FILE *pipe;

    if (f->notebook)
        assert_int_equal(bt_store_checkpoint(bt_notebook_store(f->notebook)), BT_OK);
    (void)snprintf(line, sizeof line, "exec 2>&1; cd '%s/notebooks/" NOTEBOOK "' && export GIT_DIR=. && %s",
                   f->folder, command);
    pipe = popen(line, "r");
    assert_non_null(pipe);
    len = fread(out, 1, size - 1, pipe);
    out[len] = '\0';
    if (pclose(pipe) != 0)
        fail_msg("%s: %s", command, out);
}

static inline int count_commits(const fixture *f)
{
    char out[256];

    in_repository(f, "git rev-list --first-parent --count main", out, sizeof out);
    return (int)strtol(out, NULL, 10);
}

static inline int fixture_open(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    const char *base = getenv("TMPDIR");

    assert_non_null(f);
    (void)snprintf(f->folder, sizeof f->folder, "%s/backtable-service-XXXXXX", base == NULL ? "/tmp" : base);
    assert_non_null(mkdtemp(f->folder));
    assert_int_equal(bt_notebooks_open(f->folder, &f->all), BT_OK);
    assert_int_equal(bt_notebooks_create(f->all, NOTEBOOK, NOW_S), BT_OK);
    assert_int_equal(bt_notebooks_take(f->all, NOTEBOOK, &f->notebook), BT_OK);
    *state = f;
    return 0;
}

/* Whatever a test did: git itself finds the repository in order. */
static inline int fixture_close(void **state)
{
    fixture *f = *state;
    char out[4096], line[FOLDER_BYTES + 16];
    FILE *pipe;

    bt_notebooks_release(f->all, f->notebook);
    f->notebook = NULL;
    bt_notebooks_close(f->all);
    in_repository(f, "git fsck --strict --no-dangling --no-progress", out, sizeof out);
    assert_string_equal(out, "");
    (void)snprintf(line, sizeof line, "rm -rf -- '%s'", f->folder);
    pipe = popen(line, "r");
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
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

/* A record of `type` with `members` (JSON, may be empty) as `who` made or edits it. */
typedef struct made {
    const char *type, *id, *members;
    const bt_writer *creator, *editor; /* NULL: as the creator */
} made;

static inline bt_view record_of(const made *m, char out[RECORD_BYTES])
{
    const bt_writer *editor = m->editor == NULL ? m->creator : m->editor;
    int len =
        snprintf(out, RECORD_BYTES,
                 "{\"id\":\"%s\",\"type\":\"%s\",\"schema\":1,"
                 "\"created\":{\"at\":\"2026-09-21T09:00:00.000Z\",\"by\":\"%s\",\"device\":\"%s\"},"
                 "\"edited\":{\"at\":\"2026-09-21T09:00:00.000Z\",\"by\":\"%s\",\"device\":\"%s\"}%s%s}",
                 m->id, m->type, m->creator->person, m->creator->device, editor->person, editor->device,
                 m->members[0] == '\0' ? "" : ",", m->members);

    assert_in_range(len, 1, RECORD_BYTES - 1);
    return (bt_view){ out, (size_t)len };
}

/* A batch; its bytes are the records one after the other, which is enough to tell batches apart. */
typedef struct batch {
    bt_ask ask;
    bt_change changes[BATCH_MAX];
    char records[BATCH_MAX][RECORD_BYTES];
    char ids[BATCH_MAX][BT_ID_LEN + 1];
    char bytes[BATCH_MAX * RECORD_BYTES];
} batch;

static inline void batch_begin(batch *b, int64_t seq)
{
    b->ask = (bt_ask){ .protocol = BT_PROTOCOL, .seq = seq, .changes = b->changes };
    b->ask.changes_bytes = (bt_view){ b->bytes, 0 };
}

static inline bt_change *batch_add(batch *b, const made *m, const char *base)
{
    size_t n = b->ask.change_count++;
    bt_change *change = &b->changes[n];

    assert_true(n < BATCH_MAX);
    (void)snprintf(b->ids[n], sizeof b->ids[n], "%s", m->id);
    *change = (bt_change){ .id = bt_view_of(b->ids[n]), .record = record_of(m, b->records[n]) };
    if (base != NULL)
        change->base = bt_view_of(base);
    memcpy(b->bytes + b->ask.changes_bytes.len, change->record.data, change->record.len);
    b->ask.changes_bytes.len += change->record.len;
    return change;
}

/* Applies a batch of one record, made in `b`, and fails unless it is stored. */
static inline bt_stored store_one(batch *b, fixture *f, const bt_writer *who, int64_t seq, const made *m,
                                  const char *base)
{
    bt_applied applied;
    bt_stored stored;

    batch_begin(b, seq);
    batch_add(b, m, base);
    assert_int_equal(bt_notebook_apply(f->notebook, who, &b->ask, &applied), BT_OK);
    if (applied.refused_count > 0)
        fail_msg("refused: %s", applied.refused[0].code);
    assert_int_equal(applied.stored_count, 1);
    stored = applied.stored[0];
    bt_applied_free(&applied);
    return stored;
}

static inline made note(const char *members)
{
    return (made){ "observation", STUDENT, members, &anna, NULL };
}

#define STUDENTS "\"students\":[\"" STUDENT "\"]"

#endif
