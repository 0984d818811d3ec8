/* service/exchange/snapshot_file.h - what snapshot.c reads and snapshot_make.c writes; nobody else includes it.
 *
 * Numbers are as this machine has them: a file from another kind of machine has a
 * foot that is none, and is made again.
 */
#ifndef BT_SERVICE_SNAPSHOT_FILE_H
#define BT_SERVICE_SNAPSHOT_FILE_H

#include "service/exchange/snapshot.h"

#define BT_SNAPSHOT_MAGIC UINT64_C(0x3130706e73746b62) /* "bktsnp01"; another number for another layout */

/* One part. */
typedef struct bt_snapshot_row {
    bt_part part;
    uint64_t at;    /* where its bytes begin in the file */
    uint32_t count; /* of its records */
    char last[BT_ID_LEN];
} bt_snapshot_row;

/* The end of the file. Zeroed before it is filled, so that its sum is that of its members. */
typedef struct bt_snapshot_foot {
    uint64_t magic;
    uint32_t row_count;
    uint32_t sum; /* of the rows and of this, with 0 here */
    bt_oid commit;
    char epoch[BT_EPOCH_HEX_LEN + 1];
} bt_snapshot_foot;

uint32_t bt_snapshot_sum(const bt_snapshot_foot *foot, const bt_snapshot_row *rows);

#endif
