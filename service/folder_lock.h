/* service/folder_lock.h - one service for each data folder. */
#ifndef BT_SERVICE_FOLDER_LOCK_H
#define BT_SERVICE_FOLDER_LOCK_H

#include "sync/base.h"

/*
 * Takes DATA/serve.lock, which holds the number of the process that has it. The system lets go of it
 * when the process ends, however it ends: a lock is never stale.
 *   fd    receives the descriptor to keep open; bt_folder_unlock() gives it back
 *   pid   on BT_EBUSY: who holds it, 0 when that is not known
 * BT_EBUSY; BT_EIO when the folder cannot be written.
 */
bt_status bt_folder_lock(const char *data_folder, int *fd, long *pid);
void bt_folder_unlock(int fd);

#endif
