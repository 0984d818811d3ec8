/* store/good.c - which commit can be read, and what can be saved of those that cannot. */
#include "store/salvage.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 8 }; /* ours are four deep; a stranger's tree must not be followed for ever */

static bt_seen_item item_of(const git_oid *oid, git_object_t kind)
{
    bt_seen_item item = { .kind = kind };

    git_oid_cpy(&item.oid, oid);
    return item;
}

/* What is broken is an answer here; only what stops the search is passed up. */
static bt_status answer(bt_status status, bool *out)
{
    *out = status == BT_OK;
    return status == BT_ENOMEM || status == BT_EIO ? status : BT_OK;
}

static bt_status can_read(bt_good *good, const git_oid *oid, git_object_t kind, bool *out)
{
    git_odb_object *object = NULL;
    bt_status status;

    if (bt_seen_has(&good->objects, oid)) {
        *out = true;
        return BT_OK;
    }
    status = bt_object_read(good->store, oid, kind, BT_EDAMAGED, &object);
    git_odb_object_free(object);
    return answer(status, out);
}

static bt_status note(bt_good *good, const git_oid *oid, git_object_t kind)
{
    bt_seen_item item = item_of(oid, kind);

    return bt_seen_add(&good->objects, &item);
}

static bt_status look_at_tree(bt_good *good, const git_oid *oid, int depth, bool *out)
{
    bt_folder tree = { .done = true };
    bt_status status;

    *out = bt_seen_has(&good->objects, oid);
    if (*out || depth == 0)
        return BT_OK;
    status = answer(bt_folder_open(good->store, oid, &tree), out);
    while (status == BT_OK && *out && !tree.done) {
        if (tree.is_folder)
            status = look_at_tree(good, &tree.oid, depth - 1, out);
        else
            status = can_read(good, &tree.oid, GIT_OBJECT_BLOB, out);
        if (status == BT_OK && *out)
            status = note(good, &tree.oid, tree.is_folder ? GIT_OBJECT_TREE : GIT_OBJECT_BLOB);
        if (status == BT_OK && *out)
            status = answer(bt_folder_next(&tree), out);
    }
    bt_folder_close(&tree);
    if (status == BT_OK && *out)
        status = note(good, oid, GIT_OBJECT_TREE);
    return status;
}

/* The parents of a commit that can be read; *out is false where one cannot; *first is zero where there is none. */
static bt_status look_at_parents(const bt_good *good, const git_oid *oid, git_oid *first, bool *out)
{
    git_commit *commit = NULL;
    git_oid root;
    bt_status status;

    memset(first, 0, sizeof *first);
    git_error_clear();
    status = answer(bt_git_status(git_commit_lookup(&commit, good->store->repo, oid), BT_EDAMAGED), out);
    for (unsigned i = 0; status == BT_OK && *out && i < git_commit_parentcount(commit); i++)
        status = answer(bt_read_root(good->store, git_commit_parent_id(commit, i), &root), out);
    if (status == BT_OK && *out && git_commit_parentcount(commit) > 0)
        git_oid_cpy(first, git_commit_parent_id(commit, 0));
    git_commit_free(commit);
    return status;
}

/* Does the history of a commit reach its beginning? One with a hole could neither be walked nor kept in a backup. */
static bt_status look_at_chain(bt_good *good, const git_oid *from, bool *out)
{
    git_oid at, first;
    bt_status status = BT_OK;

    git_oid_cpy(&at, from);
    *out = true;
    while (status == BT_OK && *out && !git_oid_is_zero(&at) && !bt_seen_has(&good->objects, &at)) {
        status = look_at_parents(good, &at, &first, out);
        git_oid_cpy(&at, &first);
    }
    git_oid_cpy(&at, from);
    while (status == BT_OK && *out && !git_oid_is_zero(&at) && !bt_seen_has(&good->objects, &at)) {
        status = note(good, &at, GIT_OBJECT_COMMIT);
        if (status == BT_OK)
            status = look_at_parents(good, &at, &first, out);
        git_oid_cpy(&at, &first);
    }
    return status;
}

bt_status bt_good_commit(bt_good *good, const git_oid *commit, bool *out)
{
    git_oid root;
    bt_status status = answer(bt_read_root(good->store, commit, &root), out);

    if (status == BT_OK && *out)
        status = look_at_tree(good, &root, DEPTH_MOST, out);
    return status == BT_OK && *out ? look_at_chain(good, commit, out) : status;
}

/* Back to the first that is good. *out is false where the chain breaks before. */
static bt_status walk_back(bt_good *good, const git_oid *from, git_oid *at, bool *out)
{
    git_oid first;
    bool readable = true;
    bt_status status = BT_OK;

    git_oid_cpy(at, from);
    *out = false;
    while (status == BT_OK && readable) {
        status = bt_good_commit(good, at, out);
        if (status != BT_OK || *out)
            break;
        status = look_at_parents(good, at, &first, &readable);
        readable = readable && !git_oid_is_zero(&first);
        git_oid_cpy(at, &first);
    }
    return status;
}

/* All commits that can be read, and which of them are others' parents. */
typedef struct ends {
    bt_store *store;
    bt_seen commits, parents;
    bt_status status;
} ends;

/* A commit of what was typed hangs beside the history; the merge that names it may be lost. */
static bool is_typed(const git_commit *commit)
{
    return strcmp(git_commit_message(commit), BT_TYPED_MESSAGE) == 0;
}

static int look_at_object(const git_oid *oid, void *payload)
{
    ends *e = payload;
    git_object_t kind = GIT_OBJECT_INVALID;
    git_commit *commit = NULL;
    bt_seen_item item = item_of(oid, GIT_OBJECT_COMMIT);
    size_t len;

    if (git_odb_read_header(&len, &kind, e->store->odb, oid) < 0 || kind != GIT_OBJECT_COMMIT ||
        git_commit_lookup(&commit, e->store->repo, oid) < 0)
        return 0;
    if (!is_typed(commit))
        e->status = bt_seen_add(&e->commits, &item);
    for (unsigned i = 0; e->status == BT_OK && !is_typed(commit) && i < git_commit_parentcount(commit); i++) {
        item = item_of(git_commit_parent_id(commit, i), GIT_OBJECT_COMMIT);
        e->status = bt_seen_add(&e->parents, &item);
    }
    git_commit_free(commit);
    return e->status != BT_OK;
}

static int64_t time_of(bt_store *store, const git_oid *oid)
{
    git_commit *commit = NULL;
    int64_t time_s = git_commit_lookup(&commit, store->repo, oid) == 0 ? git_commit_time(commit) : 0;

    git_commit_free(commit);
    return time_s;
}

/* The newest end that was not tried yet; SIZE_MAX when there is none. */
static size_t next_end(const ends *e, const bool *tried)
{
    size_t best = SIZE_MAX;
    int64_t best_s = INT64_MIN;

    for (size_t i = 0; i < e->commits.count; i++) {
        const git_oid *oid = &e->commits.items[i].oid;
        int64_t time_s;

        if (tried[i] || bt_seen_has(&e->parents, oid))
            continue;
        time_s = time_of(e->store, oid);
        if (best == SIZE_MAX || time_s > best_s) {
            best_s = time_s;
            best = i;
        }
    }
    return best;
}

static bt_status try_ends(bt_good *good, const ends *e, git_oid *out, git_oid *start)
{
    bool *tried = calloc(e->commits.count + 1, sizeof *tried);
    bt_status status = tried ? BT_OK : BT_ENOMEM;
    bool found = false;

    while (status == BT_OK && !found) {
        size_t best = next_end(e, tried);

        if (best == SIZE_MAX) {
            status = BT_ENOTFOUND;
            break;
        }
        tried[best] = true;
        if (git_oid_is_zero(start)) /* the newest that can be read at all */
            git_oid_cpy(start, &e->commits.items[best].oid);
        status = walk_back(good, &e->commits.items[best].oid, out, &found);
    }
    free(tried);
    return status;
}

bt_status bt_good_newest(bt_good *good, const git_oid *from, git_oid *out, git_oid *start)
{
    ends e = { .store = good->store, .status = BT_OK };
    bool found = false, readable = false;
    git_oid root;
    bt_status status = from ? answer(bt_read_root(good->store, from, &root), &readable) : BT_OK;

    memset(start, 0, sizeof *start);
    if (readable)
        git_oid_cpy(start, from);
    if (status == BT_OK && readable)
        status = walk_back(good, from, out, &found);
    if (status != BT_OK || found)
        return status;
    git_error_clear();
    if (git_odb_foreach(good->store->odb, look_at_object, &e) < 0 && e.status == BT_OK)
        e.status = BT_EIO;
    status = e.status;
    if (status == BT_OK)
        status = try_ends(good, &e, out, start);
    bt_seen_free(&e.commits);
    bt_seen_free(&e.parents);
    return status;
}

/* What is carried over, in the order of bt_place_compare. */
typedef struct carrying {
    bt_good *good;
    git_oid base_root;
    bt_edit *edits;
    size_t count, room;
    bt_place at;
} carrying;

static bt_status carry_file(carrying *c, const git_oid *blob)
{
    bt_trail trail;
    bool readable = false;
    bt_status status = bt_trail_follow(c->good->store, &c->base_root, &c->at, NULL, &trail);

    if (status != BT_OK)
        return status;
    if (bt_trail_end(&trail, &c->at) && git_oid_equal(bt_trail_end(&trail, &c->at), blob))
        return BT_OK;
    status = can_read(c->good, blob, GIT_OBJECT_BLOB, &readable);
    if (status != BT_OK || !readable)
        return status;
    if (c->count == c->room) {
        size_t room = c->room ? 2 * c->room : 64;
        bt_edit *edits = realloc(c->edits, room * sizeof *edits);

        if (!edits)
            return BT_ENOMEM;
        c->edits = edits;
        c->room = room;
    }
    c->edits[c->count].path = c->at;
    git_oid_cpy(&c->edits[c->count++].blob, blob);
    return BT_OK;
}

/* Whatever of a tree can be read. */
static bt_status carry_tree(carrying *c, const git_oid *oid)
{
    bt_folder tree = { .done = true };
    bool readable = false;
    bt_status status = answer(bt_folder_open(c->good->store, oid, &tree), &readable);

    while (status == BT_OK && readable && !tree.done) {
        if (c->at.count < BT_PLACE_PARTS && tree.name.len < BT_PART_BYTES) {
            char *part = c->at.part[c->at.count++];

            memcpy(part, tree.name.data, tree.name.len);
            part[tree.name.len] = '\0';
            status = tree.is_folder ? carry_tree(c, &tree.oid) : carry_file(c, &tree.oid);
            c->at.count--;
        }
        if (status == BT_OK)
            status = answer(bt_folder_next(&tree), &readable);
    }
    bt_folder_close(&tree);
    return status;
}

static bt_status commit_carried(carrying *c, const git_oid *onto, int64_t now_s, git_oid *out)
{
    git_oid root;
    bt_commit_object made = { .tree = &root,
                              .first = onto,
                              .author = bt_view_of("backtable"),
                              .device = bt_view_of("backtable"),
                              .message = bt_view_of("fall back\n"),
                              .time_s = now_s };
    bt_status status = bt_folder_splice(c->good->store, &c->base_root, c->edits, c->count, 0, &root);

    return status == BT_OK ? bt_commit_write(c->good->store, &made, out) : status;
}

bt_status bt_good_carry(bt_good *good, const git_oid *onto, const git_oid *from, int64_t now_s, git_oid *out,
                        size_t *carried)
{
    carrying c = { .good = good };
    git_oid newer;
    bool readable = false;
    bt_status status = bt_read_root(good->store, onto, &c.base_root);

    git_oid_cpy(out, onto);
    *carried = 0;
    if (status == BT_OK)
        status = answer(bt_read_root(good->store, from, &newer), &readable);
    if (status == BT_OK && readable)
        status = carry_tree(&c, &newer);
    if (status == BT_OK && c.count > 0)
        status = commit_carried(&c, onto, now_s, out);
    if (status == BT_OK)
        *carried = c.count;
    free(c.edits);
    return status;
}
