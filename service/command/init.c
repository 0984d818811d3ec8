/* service/command/init.c - `backtable init`: a data folder, and the link by which its owner comes in. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "service/command/command.h"
#include "service/command/desk.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/people/secret.h"
#include "service/tls/keeper.h"
#include "sync/schema.h"

enum { FOLDER_MODE = 0700 }; /* children's records: nobody else on this machine */

/* The folder and those above it that are missing. */
static bt_status make_folder(const char *folder)
{
    char *path = strdup(folder);
    bt_status status = BT_OK;

    if (path == NULL)
        return BT_ENOMEM;
    for (char *slash = strchr(path + 1, '/'); slash != NULL && status == BT_OK;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, FOLDER_MODE) != 0 && errno != EEXIST)
            status = BT_EIO;
        *slash = '/';
    }
    if (status == BT_OK && mkdir(path, FOLDER_MODE) != 0 && errno != EEXIST)
        status = BT_EIO;
    /* A folder that was there before may be open to others. */
    if (status == BT_OK && chmod(path, FOLDER_MODE) != 0)
        status = BT_EIO;
    free(path);
    return status;
}

static bt_status write_file(const char *folder, const char *name, const char *text)
{
    char *path = bt_data_path(folder, name);
    bt_status status = path == NULL ? BT_ENOMEM : bt_file_write(path, bt_view_of(text));

    free(path);
    return status;
}

/*
 * The owner is made here, with the command line as the first device, so that a class list can be imported before
 * any phone has joined, and by the same person. The device's token is not kept: the command line needs none.
 */
static bt_status make_owner(bt_access *access, const char *folder, bt_identity *owner)
{
    char code[BT_CODE_LEN + 1], token[BT_TOKEN_HEX_LEN + 1];
    int64_t now_s = bt_desk_now_s();
    bt_status status = bt_access_owner(access, owner);

    if (status != BT_ENOTFOUND)
        return status;
    status = bt_access_invite(access, NULL, BT_ROLE_OWNER, NULL, 0, now_s, BT_OWNER_LINK_LIFE_S, code);
    if (status == BT_OK)
        status = bt_access_join(access, bt_view_of(code), bt_view_of("Command line"), now_s, owner, token);
    if (status == BT_OK)
        status = write_file(folder, "command_line", owner->device);
    bt_secret_wipe(code, sizeof code);
    bt_secret_wipe(token, sizeof token);
    return status;
}

static bt_status make_all(const char *folder, const char *origin, bt_access **access, bt_identity *owner)
{
    char *path = bt_data_path(folder, "access.db"), *notebooks = bt_data_path(folder, "notebooks");
    bt_status status = path == NULL || notebooks == NULL ? BT_ENOMEM : make_folder(folder);

    if (status == BT_OK)
        status = make_folder(notebooks);
    if (status == BT_OK)
        status = bt_access_open(path, access);
    if (status == BT_OK)
        status = make_owner(*access, folder, owner);
    if (status == BT_OK && origin != NULL)
        status = write_file(folder, "origin", origin);
    free(path);
    free(notebooks);
    return status;
}

/* The authority that phones will trust is for this machine and `host`: so it is made before anything is served. */
static bool make_authority(const char *folder, const char *host)
{
    bt_keeper *keeper = NULL;
    const char *why = NULL;
    bt_status status = bt_keeper_open(folder, &host, host == NULL ? 0 : 1, bt_desk_now_s(), &keeper, &why);

    bt_keeper_close(keeper);
    if (status != BT_OK)
        (void)bt_report("no_authority", why);
    return status == BT_OK;
}

/* The link is another device of the owner, for whoever holds this terminal. */
static bt_status give_link(bt_access *access, const bt_identity *owner, const char *origin, bool json)
{
    char code[BT_CODE_LEN + 1];
    bt_status status = bt_access_invite(access, NULL, BT_ROLE_OWNER, owner->person, 0, bt_desk_now_s(),
                                        BT_OWNER_LINK_LIFE_S, code);

    if (status == BT_OK) {
        if (!json)
            (void)printf("Open this link on your phone or computer. It works once, for a day:\n\n");
        status = bt_desk_print_link(origin, code, json);
    }
    bt_secret_wipe(code, sizeof code);
    return status;
}

int bt_command_init(int argc, char **argv)
{
    const char *data = NULL, *origin = NULL, *host = NULL;
    bool json = false, link = false;
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--origin", &origin, NULL },
                                  { "--host", &host, NULL },
                                  { "--json", NULL, &json },
                                  { "--link", NULL, &link } };
    bt_words words;
    bt_desk desk = { 0 };
    bt_identity owner;
    char *stored = NULL;
    bt_status status = BT_ENOMEM;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 0, 0, &words))
        return BT_EXIT_FAILED;
    desk.folder = bt_data_folder(data);
    if (desk.folder != NULL)
        status = make_all(desk.folder, origin, &desk.access, &owner);
    if (status == BT_OK && !make_authority(desk.folder, host)) {
        bt_access_close(desk.access);
        free(desk.folder);
        return BT_EXIT_FAILED;
    }
    if (status == BT_OK)
        status = bt_desk_origin(&desk, origin, &stored);
    if (status == BT_OK)
        status = give_link(desk.access, &owner, stored, json);
    else if (status == BT_ENOTFOUND && !link)
        status = BT_OK; /* the folder is made; without an address there is no link to give */
    free(stored);
    if (desk.access != NULL)
        bt_access_close(desk.access);
    free(desk.folder);
    if (status == BT_ENOTFOUND)
        return bt_report("no_origin",
                         "The address of the service is not known; name it with --origin https://HOST:PORT.");
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}
