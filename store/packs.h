/* store/packs.h - the packs that lie in a notebook, for those who make fewer of them: fold.c and press.c. */
#ifndef BT_STORE_PACKS_H
#define BT_STORE_PACKS_H

#include "store/internal.h"

enum {
    BT_STEM_LEN = 5 + BT_VERSION_LEN, /* "pack-" and the name */
    BT_PACKED_MOST_BYTES =
        64 * 1024 * 1024 /* of packs in memory at once; those that are larger stay as they are */
};

/* One pack of the folder. */
typedef struct bt_source {
    char stem[BT_STEM_LEN + 1];
    uint64_t bytes;
    bt_bytes pack, index; /* empty until it is read */
    bt_packed *objects;   /* by their place in the pack; one more, which is its end */
    size_t count;
} bt_source;

typedef struct bt_sources {
    bt_source *list; /* the smallest first */
    size_t count, room;
} bt_sources;

/*
 * Those that nobody keeps a file beside and that are not too large; none where git has a list of its own (a
 * multi-pack-index). An index without a pack, as a killed writer leaves it, is removed.
 */
bt_status bt_packs_list(int folder, bt_sources *out);
/* The pack and its index. *usable is false for one that is not what was written: it is to be left alone. */
bt_status bt_source_read(int folder, bt_source *source, bool *usable);
/*
 * Whether each index of the notebook `folder` is what was written: BT_EDAMAGED for one that is not. To be asked before
 * anything is read by way of them, for libgit2 (1.5) follows the offset of a damaged one out of the pack, and dies of it.
 * One that cannot be read, or has more than BT_PACKED_MOST_BYTES (two million objects), is passed over.
 */
bt_status bt_packs_check(int folder);
/* Does the file, a pack or an index, end in the sum of all that stands before it? */
bool bt_pack_has_sum(bt_view file);
void bt_source_free(bt_source *source);
void bt_sources_free(bt_sources *all);
/* What all of them hold is on disk in the pack `made`, which stays where it is one of them. Under the write lock. */
bt_status bt_packs_remove(int folder, const bt_sources *all, const bt_oid *made);

#endif
