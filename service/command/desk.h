/* service/command/desk.h - the command line's place at a data folder: who it writes as, and how.
 *
 * It writes as the owner of the service, as a device of its own, through
 * bt_notebook_apply() like any phone; a service may be running meanwhile.
 *
 *   DATA/access.db      people and devices
 *   DATA/notebooks/     the classrooms
 *   DATA/command_line   the id of this device; locked while it writes
 *   DATA/origin         the address of the service, for links
 */
#ifndef BT_SERVICE_COMMAND_DESK_H
#define BT_SERVICE_COMMAND_DESK_H

#include "service/file.h"
#include "service/json_out.h"
#include "service/notebook/notebook.h"
#include "service/people/access.h"

typedef struct bt_desk {
    char *folder;
    bt_access *access;
    bt_notebooks *notebooks;
    bt_identity who; /* the owner, and this device */
} bt_desk;

/* `data` NULL: $BACKTABLE_DATA, else the user's own data folder. NULL without memory; the caller frees it. */
char *bt_data_folder(const char *data);

/*
 * False, after it said whose it is, where the folder belongs to another user: what this one wrote there, root too,
 * the service could not read later, for files are for their owner alone. True where there is none.
 */
bool bt_data_is_ours(const char *folder);

/*
 * Open a data folder that `backtable init` made. False after it said why not.
 * Close it in any case.
 */
bool bt_desk_open(const char *data, bt_desk *out);
void bt_desk_close(bt_desk *desk);

/* The address that links begin with: `given`, or what init stored. BT_ENOTFOUND when neither is there. The caller frees. */
bt_status bt_desk_origin(const bt_desk *desk, const char *given, char **out);

/* Prints a join link as text and as a QR code. BT_EIO, BT_ENOMEM. */
bt_status bt_desk_print_link(const char *origin, const char *code, bool json);

int64_t bt_desk_now_s(void);

/* A new UUIDv7. BT_EIO. */
bt_status bt_desk_new_id(char out[BT_ID_LEN + 1]);

/* Begins a new record: `{"id":…,"type":…,"schema":…,"created":…,"edited":…`; the caller adds members and the bracket. */
bt_status bt_desk_record(const bt_desk *desk, const char *type, const char *id, bt_out *out);

/* `"key":{"at":…,"by":…,"device":…}`, for an edit of this device. */
void bt_desk_stamp(const bt_desk *desk, const char *key, int64_t now_s, bt_out *out);

/* bt_notebook_ask(), with the patience of someone who has asked for it. */
bt_status bt_desk_ask(bt_notebook *notebook, bt_index_question question, void *context);

/* Store records as the next batch of this device. BT_OK also when some were refused. */
bt_status bt_desk_store(const bt_desk *desk, const char *notebook, bt_change *changes, size_t count,
                        bt_applied *out);

#endif
