/*
 * How often a person is asked without need, or not asked where two disagree: prove_classroom [SEED [NOTES [GIT FOLDER]]].
 * The first GIT notes of each row are also merged line by line, by `git merge-file` in FOLDER, for comparison.
 */
#include "tests/sim/classroom.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { QUICK = 500 };

/*
 * The bars. A hidden disagreement keeps both wordings in the record, only nobody is asked: where a rewritten sentence
 * happens to end with the word of the old one, what another adds behind that word looks like an addition to both.
 */
enum { NEEDLESS_PER_1000 = 5, HIDDEN_PER_100000 = 1 };

typedef struct row {
    size_t edits; /* by each of two teachers */
    uint64_t notes, disagreed, needless, hidden, lost;
    uint64_t lines,
        line_conflicts; /* merged line by line; of these, with a conflict though nobody disagreed */
} row;

static bool write_file(const char *folder, const char *name, bt_view bytes)
{
    char path[128];
    FILE *file;
    bool good;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return false;
    file = fopen(path, "wb");
    if (file == NULL)
        return false;
    good = fwrite(bytes.data, 1, bytes.len, file) == bytes.len;
    return fclose(file) == 0 && good;
}

/* The number of conflicts, or a negative number when it could not be found out. */
static int merge_lines(const char *folder, bt_view base, bt_view mine, bt_view theirs)
{
    char command[256];
    int status;

    if (!write_file(folder, "base", base) || !write_file(folder, "mine", mine) ||
        !write_file(folder, "theirs", theirs) ||
        snprintf(command, sizeof command, "cd '%s' && git merge-file -p -q mine base theirs >/dev/null",
                 folder) >= (int)sizeof command)
        return -1;
    status = system(command);
    return status != -1 && WIFEXITED(status) && WEXITSTATUS(status) < 128 ? WEXITSTATUS(status) : -1;
}

/* Without the stamp, on which two edits always differ and which a merge by lines would always stumble over. */
static bt_view plain(sim_bench *bench, bt_view record)
{
    const bt_json *tree = sim_read(&bench->work, record);

    return sim_bytes(&bench->work, sim_put(&bench->work, tree, bt_view_of("/edited"), NULL));
}

static bool loses_words(bt_view base, const bt_view *edits, bt_view merged)
{
    static const size_t bytes = SIM_MAX_WORDS * sizeof(bool);
    bool typed[SIM_MAX_WORDS], kept[SIM_MAX_WORDS];

    memset(typed, 0, bytes);
    memset(kept, 0, bytes);
    sim_find_words(edits[0], typed);
    sim_find_words(edits[1], typed);
    sim_find_words(base, typed);
    sim_find_words(merged, kept);
    return memcmp(typed, kept, bytes) != 0;
}

static void tell(const char *what, uint64_t seed, bt_view base, const bt_view *edits, bt_view merged)
{
    printf("%s (seed %" PRIu64 ")\nbase: %.*smine: %.*stheirs: %.*smerged: %.*s", what, seed, (int)base.len,
           base.data, (int)edits[0].len, edits[0].data, (int)edits[1].len, edits[1].data, (int)merged.len,
           merged.data);
}

static void try_note(sim_bench *bench, uint64_t seed, row *sum, const char *folder)
{
    sim_draw draw = sim_draw_of(seed, &bench->keep);
    room_note note;
    room_side sides[2];
    bt_view base, edits[2];
    bt_merged merged;
    bt_status status;
    bool disagree, lost;

    room_draw_note(&draw, &note);
    base = sim_new_record(&bench->keep, "observation", room_content(&bench->keep, &note), 0);
    for (size_t i = 0; i < 2; i++) {
        sim_edit told = { .device = i + 1, .at_ms = (int64_t)(1788220860000 + i) };

        room_draw_side(&draw, &note, sum->edits, &sides[i]);
        told.content = room_content(&bench->keep, &sides[i].note);
        edits[i] = sim_edit_bytes(&bench->keep, sim_read(&bench->keep, base), &told);
    }
    disagree = room_disagree(&sides[0], &sides[1]);
    sim_merge(bench, base, base, edits[0], &merged);
    status = sim_merge(bench, base, merged.record, edits[1], &merged);
    lost = loses_words(base, edits, merged.record);
    sum->notes++;
    sum->disagreed += disagree;
    sum->needless += status == BT_ASK && !disagree;
    sum->hidden += status == BT_OK && disagree;
    sum->lost += lost;
    if (lost)
        tell("a word is lost", seed, base, edits, merged.record);
    if (folder != NULL) {
        int conflicts =
            merge_lines(folder, plain(bench, base), plain(bench, edits[0]), plain(bench, edits[1]));

        sum->lines += conflicts >= 0;
        sum->line_conflicts += conflicts > 0 && !disagree;
    }
}

static void print_row(const row *sum)
{
    printf("%5zu %8" PRIu64 " %9.1f %% %9.2f %% %7" PRIu64 " %5" PRIu64, sum->edits, sum->notes,
           100.0 * (double)sum->disagreed / (double)sum->notes,
           100.0 * (double)sum->needless / (double)sum->notes, sum->hidden, sum->lost);
    if (sum->lines > 0)
        printf(" %16.1f %%", 100.0 * (double)sum->line_conflicts / (double)sum->lines);
    printf("\n");
}

static void add_row(row *sum, const row *more)
{
    sum->notes += more->notes;
    sum->needless += more->needless;
    sum->hidden += more->hidden;
    sum->lost += more->lost;
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : QUICK;
    uint64_t by_lines = argc > 4 ? strtoull(argv[3], NULL, 10) : 0;
    row rows[] = { { .edits = 1 }, { .edits = 2 }, { .edits = 4 } };
    const char *folder = argc > 4 ? argv[4] : NULL;
    row sum = { 0 };
    sim_bench bench = sim_bench_make();
    bool good;

    printf("seeds %" PRIu64 " to %" PRIu64 "\n", seed, seed + count - 1);
    printf("edits    notes   disagree   needless  hidden  lost%s\n",
           by_lines > 0 ? "   needless by lines" : "");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (uint64_t j = 0; j < count; j++) {
            bench.keep.used = 0;
            bench.work.used = 0;
            try_note(&bench, seed + j, &rows[i], j < by_lines ? folder : NULL);
        }
        print_row(&rows[i]);
        add_row(&sum, &rows[i]);
    }
    good = sum.lost == 0 && sum.needless * 1000 <= sum.notes * NEEDLESS_PER_1000 &&
           sum.hidden * 100000 <= sum.notes * HIDDEN_PER_100000;
    printf("%s: at most %d needless questions in 1000 notes, %d hidden in 100000, nothing lost\n",
           good ? "holds" : "broken", NEEDLESS_PER_1000, HIDDEN_PER_100000);
    sim_bench_free(&bench);
    return good ? 0 : 1;
}
