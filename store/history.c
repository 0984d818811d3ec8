/* store/history.c - the versions of one record, newest first.
 *
 * Follows the first parents and compares, commit by commit, the ids along the
 * record's path: where a folder is the same in two commits nothing below it is
 * read. The walk ends at the commit that made the record. It costs some reads
 * for each commit in between, whether or not that commit has to do with it.
 */
#include "store/internal.h"

#include <string.h>

/* A commit and where the record's path leads in it. commit == NULL: before the first. */
typedef struct step {
    git_commit *commit;
    bt_trail trail;
} step;

static bt_status take_step(bt_store *store, const git_oid *oid, bt_status missing, const bt_place *path,
                           const bt_trail *near, step *out)
{
    bt_status status;

    git_error_clear();
    status = bt_git_status(git_commit_lookup(&out->commit, store->repo, oid), missing);
    if (status == BT_OK)
        status = bt_trail_follow(store, git_commit_tree_id(out->commit), path, near, &out->trail);
    return status;
}

/* True when two commits hold the same version of the record, or neither holds one. */
static bool same_end(const bt_trail *a, const bt_trail *b, const bt_place *path)
{
    const git_oid *left = bt_trail_end(a, path), *right = bt_trail_end(b, path);

    return left && right ? git_oid_equal(left, right) : left == right;
}

/* What was typed, where `now` is the merge of it. A second parent of another kind holds no typed words. */
static bt_status find_typed(bt_store *store, const step *now, const bt_trail *before, const bt_place *path,
                            bt_past *past)
{
    step typed = { 0 };
    bt_status status;

    if (git_commit_parentcount(now->commit) < 2)
        return BT_OK;
    status = take_step(store, git_commit_parent_id(now->commit, 1), BT_EDAMAGED, path, before, &typed);
    if (status == BT_OK && strcmp(git_commit_message(typed.commit), BT_TYPED_MESSAGE) == 0 &&
        bt_trail_end(&typed.trail, path) && !same_end(&typed.trail, before, path)) {
        past->typed = true;
        bt_oid_print(bt_trail_end(&typed.trail, path), &past->typed_version);
    }
    git_commit_free(typed.commit);
    return status;
}

static bt_status report(bt_store *store, const step *now, const bt_trail *before, const bt_place *path,
                        bt_past_fn each, void *context, bool *stopped)
{
    const git_signature *author = git_commit_author(now->commit);
    bt_past past = { 0 };
    bt_status status = find_typed(store, now, before, path, &past);

    if (status != BT_OK || (same_end(&now->trail, before, path) && !past.typed))
        return status;
    bt_oid_print(git_commit_id(now->commit), &past.commit);
    if (bt_trail_end(&now->trail, path))
        bt_oid_print(bt_trail_end(&now->trail, path), &past.version);
    if (bt_trail_end(before, path))
        bt_oid_print(bt_trail_end(before, path), &past.previous);
    past.author = bt_view_of(author->name);
    past.device = bt_view_of(author->email);
    past.message = bt_view_of(git_commit_message(now->commit));
    past.time_s = git_commit_time(now->commit);
    *stopped = each(context, &past) != 0;
    return BT_OK;
}

bt_status bt_store_history(bt_store *store, const bt_oid *commit, bt_view id, bt_past_fn each, void *context)
{
    step now = { 0 }, before = { 0 };
    bt_place path;
    git_oid oid;
    bool stopped = false;
    bt_status status = bt_place_of_record(id, &path);

    if (status == BT_OK && bt_oid_read(commit, &oid) != BT_OK)
        status = BT_ENOTFOUND;
    if (status == BT_OK)
        status = take_step(store, &oid, BT_ENOTFOUND, &path, NULL, &now);
    while (status == BT_OK && now.commit) {
        if (git_commit_parentcount(now.commit) > 0)
            status = take_step(store, git_commit_parent_id(now.commit, 0), BT_EDAMAGED, &path, &now.trail,
                               &before);
        if (status == BT_OK)
            status = report(store, &now, &before.trail, &path, each, context, &stopped);
        if (stopped || (bt_trail_end(&now.trail, &path) && !bt_trail_end(&before.trail, &path)))
            break;
        git_commit_free(now.commit);
        now = before;
        before = (step){ 0 };
    }
    git_commit_free(before.commit);
    git_commit_free(now.commit);
    return status;
}
