/* store/log.c - the commits between two, oldest first.
 *
 * Git names parents, never children: the way back is walked first and only its
 * names are kept, then each commit is read on the way forth.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_STEPS = 256 };

/* The names on the way back, newest first. */
typedef struct way {
    git_oid *oids;
    size_t count, size;
} way;

static bt_status keep(way *back, const git_oid *oid)
{
    if (back->count == back->size) {
        size_t size = back->size == 0 ? FIRST_STEPS : back->size * 2;
        git_oid *grown = realloc(back->oids, size * sizeof *grown);

        if (!grown)
            return BT_ENOMEM;
        back->oids = grown;
        back->size = size;
    }
    git_oid_cpy(&back->oids[back->count++], oid);
    return BT_OK;
}

/* From `to` back to `from`, which is not among them; NULL: to the first commit. */
static bt_status walk_back(bt_store *store, const git_oid *from, const git_oid *to, way *back)
{
    git_oid at = *to;

    while (!from || !git_oid_equal(&at, from)) {
        git_commit *commit = NULL;
        bool is_first;
        bt_status status;

        git_error_clear();
        status = bt_git_status(git_commit_lookup(&commit, store->repo, &at),
                               back->count == 0 ? BT_ENOTFOUND : BT_EDAMAGED);
        if (status == BT_OK)
            status = keep(back, &at);
        is_first = status == BT_OK && git_commit_parentcount(commit) == 0;
        if (status == BT_OK && !is_first)
            git_oid_cpy(&at, git_commit_parent_id(commit, 0));
        git_commit_free(commit);
        if (status != BT_OK)
            return status;
        if (is_first)
            return from ? BT_ENOTFOUND : BT_OK;
    }
    return BT_OK;
}

/* A second parent of another kind, which some git tool may have made, holds no typed words. */
static bt_status find_typed(bt_store *store, const git_commit *commit, bt_logged *logged)
{
    git_commit *typed = NULL;
    bt_status status;

    if (git_commit_parentcount(commit) < 2)
        return BT_OK;
    git_error_clear();
    status =
        bt_git_status(git_commit_lookup(&typed, store->repo, git_commit_parent_id(commit, 1)), BT_EDAMAGED);
    if (status == BT_OK && strcmp(git_commit_message(typed), BT_TYPED_MESSAGE) == 0)
        bt_oid_print(git_commit_id(typed), &logged->typed);
    git_commit_free(typed);
    return status;
}

static bt_status report(bt_store *store, const git_oid *oid, bt_logged_fn each, void *context, bool *stopped)
{
    git_commit *commit = NULL;
    bt_logged logged = { 0 };
    bt_status status;

    git_error_clear();
    status = bt_git_status(git_commit_lookup(&commit, store->repo, oid), BT_EDAMAGED);
    if (status == BT_OK)
        status = find_typed(store, commit, &logged);
    if (status == BT_OK) {
        const git_signature *author = git_commit_author(commit);

        bt_oid_print(oid, &logged.commit);
        if (git_commit_parentcount(commit) > 0)
            bt_oid_print(git_commit_parent_id(commit, 0), &logged.parent);
        logged.author = bt_view_of(author->name);
        logged.device = bt_view_of(author->email);
        logged.message = bt_view_of(git_commit_message(commit));
        logged.time_s = git_commit_time(commit);
        *stopped = each(context, &logged) != 0;
    }
    git_commit_free(commit);
    return status;
}

bt_status bt_store_log(bt_store *store, const bt_oid *from, const bt_oid *to, bt_logged_fn each,
                       void *context)
{
    way back = { 0 };
    git_oid oldest, newest;
    bool stopped = false, whole = from->hex[0] == '\0';
    bt_status status;

    if (bt_oid_read(to, &newest) != BT_OK || (!whole && bt_oid_read(from, &oldest) != BT_OK))
        return BT_ENOTFOUND;
    status = walk_back(store, whole ? NULL : &oldest, &newest, &back);
    for (size_t i = back.count; status == BT_OK && !stopped && i > 0; i--)
        status = report(store, &back.oids[i - 1], each, context, &stopped);
    free(back.oids);
    return status;
}
