/* service/file.h - small files, read and written whole. */
#ifndef BT_SERVICE_FILE_H
#define BT_SERVICE_FILE_H

#include "store/store.h"

/* A file of the data folder; the caller frees it. */
char *bt_data_path(const char *folder, const char *name);

/* The whole of a small file, or of standard input for "-", with a NUL behind it. BT_ENOTFOUND; BT_ELIMIT over `max_bytes`. */
bt_status bt_file_read(const char *path, size_t max_bytes, bt_bytes *out);

/* Make or replace a small file that only its owner may read; it is on disk before this returns. */
bt_status bt_file_write(const char *path, bt_view bytes);

#endif
