/* tests/bench/presser.c - presses the packs of a notebook, as the service does beside those who write and read it.
 *
 *   presser NOTEBOOK
 */
#include "store/store.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    bt_store *store = NULL;
    bt_status status = BT_EINPUT;

    if (argc == 2 && bt_store_library_start() == BT_OK)
        status = bt_store_open(argv[1], &store);
    if (status == BT_OK)
        status = bt_store_press(store, NULL, NULL);
    bt_store_close(store);
    if (status != BT_OK)
        (void)fprintf(stderr, "presser: status %d\n", (int)status);
    return status != BT_OK;
}
