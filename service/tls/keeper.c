#include "service/tls/keeper.h"
#include "service/file.h"
#include "service/people/secret.h"

#include <errno.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FOLDER_MODE = 0700,
    PEM_MAX_BYTES = 16 * 1024,
    CLOCK_LEAST_S = 1767225600 /* 2026-01-01: before it this program was not there */
};

static const char cannot_write[] =
    "The folder tls in the data folder cannot be written; look at its rights and whether the disk is full.";

struct bt_keeper {
    char *folder; /* DATA/tls */
    const char *const *names;
    size_t name_count;
    bt_keyed authority;
    bt_keyed leaf; /* both NULL before the first look */
    bt_hosts hosts;
};

static bt_status read_pair(const char *folder, const char *name, bt_keyed *out)
{
    char *path = bt_data_path(folder, name);
    bt_bytes pem = { NULL, 0 };
    bt_status status = path == NULL ? BT_ENOMEM : bt_file_read(path, PEM_MAX_BYTES, &pem);

    if (status == BT_OK)
        status = bt_keyed_read((bt_view){ pem.data, pem.len }, out);
    else if (status == BT_ELIMIT)
        status = BT_EDAMAGED;
    if (pem.data != NULL)
        bt_secret_wipe(pem.data, pem.len);
    bt_bytes_free(&pem);
    free(path);
    return status;
}

static bt_status write_text(const char *folder, const char *name, BIO *text)
{
    char *path = bt_data_path(folder, name), *bytes = NULL;
    long len = BIO_get_mem_data(text, &bytes);
    bt_status status = path == NULL ? BT_ENOMEM : bt_file_write(path, (bt_view){ bytes, (size_t)len });

    free(path);
    return status;
}

static bt_status write_pair(const char *folder, const char *name, const bt_keyed *pair)
{
    BIO *text = NULL;
    bt_status status = bt_keyed_write(pair, &text);

    if (status == BT_OK)
        status = write_text(folder, name, text);
    BIO_free(text);
    return status;
}

/* Without the key, for people to hand on. Written at every start: whatever lay there, it is of this authority. */
static bt_status write_public(const bt_keeper *keeper)
{
    BIO *text = BIO_new(BIO_s_mem());
    bt_status status = BT_ENOMEM;

    if (text != NULL && PEM_write_bio_X509(text, keeper->authority.certificate) == 1)
        status = write_text(keeper->folder, "backtable-ca.crt", text);
    BIO_free(text);
    return status;
}

static bt_status make_authority(bt_keeper *keeper, int64_t now_s, const char **why)
{
    bt_status status = BT_EDENIED;

    *why = "This machine's clock is years behind; set it, then start again.";
    if (now_s < CLOCK_LEAST_S)
        return status;
    *why = cannot_write;
    if (mkdir(keeper->folder, FOLDER_MODE) != 0 && errno != EEXIST)
        return BT_EIO;
    status = bt_authority_make(&keeper->hosts, now_s, &keeper->authority);
    if (status == BT_OK)
        status = write_pair(keeper->folder, "authority.pem", &keeper->authority);
    return status;
}

static bt_status find_hosts(bt_keeper *keeper, const char **why)
{
    bt_status status = bt_hosts_find(keeper->names, keeper->name_count, &keeper->hosts);

    if (status == BT_EINPUT || status == BT_ELIMIT)
        *why = "A --host is not the name of a machine, or there are too many.";
    return status;
}

static bt_status check_authority(const bt_keeper *keeper, int64_t now_s, const char **why)
{
    if (bt_authority_is_over(&keeper->authority, now_s)) {
        *why = "The certificate authority in the folder tls does not hold today. Set this machine's clock; "
               "if the "
               "clock is right, move the folder away, start again, and let each phone trust the new one.";
        return BT_EDENIED;
    }
    for (size_t i = 0; i < keeper->name_count; i++) {
        if (!bt_address_is_private(keeper->names[i]) &&
            !bt_authority_permits(&keeper->authority, keeper->names[i])) {
            *why =
                "The certificate authority in the folder tls may not speak for that --host. Take a name that "
                "ends in .local; or move the folder away, start again, and let each phone trust the new one.";
            return BT_EINPUT;
        }
    }
    return BT_OK;
}

bt_status bt_keeper_open(const char *data_folder, const char *const *names, size_t name_count, int64_t now_s,
                         bt_keeper **out, const char **why)
{
    bt_keeper *keeper = calloc(1, sizeof *keeper);
    bt_status status = BT_ENOMEM;

    *out = NULL;
    *why = "The service is out of memory.";
    if (keeper == NULL)
        return status;
    keeper->folder = bt_data_path(data_folder, "tls");
    keeper->names = names;
    keeper->name_count = name_count;
    if (keeper->folder != NULL)
        status = find_hosts(keeper, why);
    if (status == BT_OK)
        status = read_pair(keeper->folder, "authority.pem", &keeper->authority);
    if (status == BT_EDAMAGED)
        *why = "The certificate authority (tls/authority.pem) is damaged; restore it from a backup. Without "
               "one, move "
               "the folder tls away, start again, and let each phone trust the new one.";
    else if (status == BT_EIO)
        *why = "The certificate authority (tls/authority.pem) cannot be read; look at its rights.";
    else if (status == BT_ENOTFOUND)
        status = make_authority(keeper, now_s, why);
    if (status == BT_OK)
        status = check_authority(keeper, now_s, why);
    if (status == BT_OK) {
        *why = cannot_write;
        status = write_public(keeper);
    }
    if (status == BT_OK)
        *out = keeper;
    else
        bt_keeper_close(keeper);
    return status;
}

void bt_keeper_close(bt_keeper *keeper)
{
    if (keeper == NULL)
        return;
    bt_keyed_free(&keeper->authority);
    bt_keyed_free(&keeper->leaf);
    free(keeper->folder);
    free(keeper);
}

/* This machine may have been given a name since that the authority does not know; its addresses still lead here. */
static void leave_out_unknown_names(bt_keeper *keeper)
{
    bt_hosts *hosts = &keeper->hosts;
    size_t kept = 0;

    for (size_t i = 0; i < hosts->name_count; i++) {
        if (!bt_authority_permits(&keeper->authority, hosts->names[i]))
            continue;
        if (kept != i)
            memcpy(hosts->names[kept], hosts->names[i], sizeof hosts->names[kept]);
        kept++;
    }
    hosts->name_count = kept;
}

/* What is stored serves again after a restart; anything wrong with it, and a new one is made. */
static bt_status read_leaf(bt_keeper *keeper, int64_t now_s, bt_certificate *to, bool *found)
{
    bt_status status = BT_OK;

    *found = false;
    if (keeper->leaf.certificate == NULL &&
        read_pair(keeper->folder, "service.pem", &keeper->leaf) == BT_OK &&
        bt_authority_stands_by(&keeper->authority, &keeper->leaf, &keeper->hosts, now_s)) {
        status = bt_certificate_set(to, keeper->leaf.certificate, keeper->leaf.key);
        *found = status == BT_OK;
    } else if (keeper->leaf.certificate != NULL) {
        *found = bt_authority_stands_by(&keeper->authority, &keeper->leaf, &keeper->hosts, now_s);
    }
    return status;
}

bt_status bt_keeper_look(bt_keeper *keeper, int64_t now_s, bt_certificate *to, bool *renewed)
{
    bt_keyed made = { NULL, NULL };
    const char *why = NULL;
    bool found = false;
    bt_status status = find_hosts(keeper, &why);

    *renewed = false;
    if (status != BT_OK)
        return status;
    leave_out_unknown_names(keeper);
    status = read_leaf(keeper, now_s, to, &found);
    if (status != BT_OK || found)
        return status;
    status = bt_authority_issue(&keeper->authority, &keeper->hosts, now_s, &made);
    if (status == BT_OK)
        status = bt_certificate_set(to, made.certificate, made.key);
    if (status != BT_OK) {
        bt_keyed_free(&made);
        return status;
    }
    *renewed = true;
    bt_keyed_free(&keeper->leaf);
    keeper->leaf = made;
    return write_pair(keeper->folder, "service.pem", &keeper->leaf);
}

const bt_hosts *bt_keeper_hosts(const bt_keeper *keeper)
{
    return &keeper->hosts;
}

const bt_keyed *bt_keeper_authority(const bt_keeper *keeper)
{
    return &keeper->authority;
}
