/* service/tls/keeper.h - the local authority of a data folder, and the certificate that it keeps fresh.
 *
 *   DATA/tls/authority.pem      the authority and its key: made once, trusted by phones for ten years
 *   DATA/tls/service.pem        the certificate shown to phones, and its key: renewed by itself
 *   DATA/tls/backtable-ca.crt   the authority without its key, for whoever manages the school's devices
 *
 * Used by one thread. The folder and its files are for their owner alone.
 */
#ifndef BT_SERVICE_TLS_KEEPER_H
#define BT_SERVICE_TLS_KEEPER_H

#include "service/tls/authority.h"
#include "service/tls/certificate.h"

typedef struct bt_keeper bt_keeper;

/*
 * Read the authority of a data folder; make it when there is none.
 *   names   what phones call this machine, as --host has them; borrowed until bt_keeper_close()
 *   why     on failure: a static sentence that says what to do
 * BT_EINPUT: a name is none, or the authority may not speak for it; BT_EDAMAGED: the file is not what was
 * written; BT_EDENIED: the clock of this machine is wrong, or the authority's ten years are over; BT_EIO; BT_ENOMEM.
 */
bt_status bt_keeper_open(const char *data_folder, const char *const *names, size_t name_count, int64_t now_s,
                         bt_keeper **out, const char **why);
void bt_keeper_close(bt_keeper *keeper);

/*
 * Put into `to` a certificate that speaks for this machine as it is now. A new one is made, and stored, when there is
 * none, when its last thirty days have begun, or when names or addresses have changed since.
 *   renewed   receives true when it was
 * BT_OK; BT_EIO when it is in use but could not be stored, or could not be made: then the one before stays.
 */
bt_status bt_keeper_look(bt_keeper *keeper, int64_t now_s, bt_certificate *to, bool *renewed);

/* What this machine was called at the last look. */
const bt_hosts *bt_keeper_hosts(const bt_keeper *keeper);

/* The authority, borrowed. */
const bt_keyed *bt_keeper_authority(const bt_keeper *keeper);

#endif
