/* tests/crash/test_store_flip.c - a byte changed, or an end lost, in one of the newest files: drawn from a seed. */
#define _GNU_SOURCE
#include "tests/unit/store_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { RECORDS = 12, IN_PACKS = 8, ROUNDS = 24, FILES = 5, TEXT_BYTES = 32 };

static const char *const newest[FILES] = { "journal", "$(ls -t objects/pack/*.pack | head -1)",
                                           "$(ls -t objects/pack/*.idx | head -1)", "refs/heads/main",
                                           "epoch" };

/* xorshift: the same on every machine. */
static uint64_t draw(uint64_t *state, uint64_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return below > 0 ? *state % below : 0;
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void text_of(unsigned n, char out[TEXT_BYTES])
{
    snprintf(out, TEXT_BYTES, "{\"n\": %u}\n", n);
}

/* Change one bit, or cut the file off there. */
static void damage(const fixture *f, const char *name, uint64_t *state)
{
    char line[LINE_BYTES], path[PATH_BYTES + 128] = "";
    struct stat info = { .st_size = 0 };
    unsigned char byte;
    off_t at;
    FILE *pipe;
    int fd;

    snprintf(line, sizeof line, "cd '%s' && printf %%s \"$PWD/\"%s", f->path, name);
    pipe = popen(line, "r");
    assert_non_null(pipe);
    path[fread(path, 1, sizeof path - 1, pipe)] = '\0';
    assert_int_equal(pclose(pipe), 0);
    assert_int_equal(chmod(path, 0600), 0);
    fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0 && fstat(fd, &info) == 0 && info.st_size > 0);
    at = (off_t)draw(state, (uint64_t)info.st_size);
    if (draw(state, 3) == 0) {
        assert_int_equal(ftruncate(fd, at), 0);
    } else {
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte ^= (unsigned char)(1U << draw(state, 8));
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    }
    close(fd);
}

/* Every record is what was acknowledged, or cannot be read; never anything else. Gives back how many are there. */
static unsigned count_whole(bt_store *store)
{
    unsigned whole = 0;
    bt_oid head;

    if (bt_store_head(store, &head) != BT_OK)
        return 0;
    for (unsigned n = 0; n < RECORDS; n++) {
        char expected[TEXT_BYTES];
        bt_oid version;
        bt_bytes bytes;

        if (bt_store_get(store, &head, bt_view_of(id_of(n, 3).text), &version, &bytes) != BT_OK)
            continue;
        text_of(n, expected);
        assert_string_equal(bytes.data, expected);
        bt_bytes_free(&bytes);
        whole++;
    }
    return whole;
}

/* True when something could not be read, and was mended. */
static bool round_of_damage(const fixture *f, const char *name, uint64_t *state)
{
    fixture copy;
    bt_status status;
    unsigned whole = 0;
    bt_fallen fallen;

    copy_notebook(f, &copy, "true");
    damage(&copy, name, state);
    status = bt_store_open(copy.path, &copy.store);
    if (status == BT_OK)
        whole = count_whole(copy.store);
    else
        assert_int_equal(status, BT_EDAMAGED);
    bt_store_close(copy.store);
    if (whole == RECORDS)
        return false;
    /* what cannot be read is said, and mended as far as it can be */
    assert_int_equal(bt_store_fall_back(copy.path, EPOCH, FIRST_S + RECORDS, &fallen), BT_OK);
    assert_int_equal(bt_store_open(copy.path, &copy.store), BT_OK);
    assert_true(count_whole(copy.store) >= whole);
    put_one(copy.store, id_of(RECORDS, 3).text, "{}\n", NULL);
    assert_record(copy.store, id_of(RECORDS, 3).text, "{}\n");
    bt_store_close(copy.store);
    return true;
}

static void test_damage_in_the_newest_files_is_said_and_never_handed_out(void **state)
{
    const fixture *f = *state;
    uint64_t seed = setting("BT_CRASH_SEED", 20261122), rounds = setting("BT_CRASH_ROUNDS", ROUNDS);
    uint64_t mended = 0;

    print_message("seed %llu, %llu rounds\n", (unsigned long long)seed, (unsigned long long)rounds);
    for (unsigned n = 0; n < RECORDS; n++) {
        char text[TEXT_BYTES];

        text_of(n, text);
        put_one(f->store, id_of(n, 3).text, text, NULL);
        if (n + 1 == IN_PACKS)
            settle(f);
    }
    for (uint64_t round = 0; round < rounds; round++)
        mended += round_of_damage(f, newest[round % FILES], &seed);
    print_message("mended in %llu of them\n", (unsigned long long)mended);
    assert_true(mended > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_damage_in_the_newest_files_is_said_and_never_handed_out,
                                        notebook_make, notebook_check_and_remove),
    };

    return cmocka_run_group_tests_name("store: damage", tests, library_start, library_stop);
}
