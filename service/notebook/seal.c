/* service/notebook/seal.c - cursors that only this service can have given. */
#include "service/notebook/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/people/secret.h"

#define KEY_FILE "seal"
#define WORK_FILE "seal.XXXXXX"

enum { PARTS = 3 }; /* of what is sealed: notebook, epoch, cursor */

static bt_status read_key(int folder, bt_seal_key *out)
{
    int fd = openat(folder, KEY_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bt_status status = BT_EIO;
    ssize_t got;

    if (fd < 0)
        return errno == ENOENT ? BT_ENOTFOUND : BT_EIO;
    got = read(fd, out->bytes, sizeof out->bytes);
    if (got >= 0)
        status = got == (ssize_t)sizeof out->bytes ? BT_OK : BT_EDAMAGED;
    close(fd);
    return status;
}

/* Under a name of its own first: where two processes make one at once, both go on with that which was named first. */
static bt_status make_key(const char *data_folder, int folder)
{
    size_t size = strlen(data_folder) + sizeof "/" WORK_FILE;
    char *path = malloc(size);
    bt_seal_key key;
    bt_status status = BT_ENOMEM;
    int fd = -1;

    if (path == NULL)
        return BT_ENOMEM;
    (void)snprintf(path, size, "%s/" WORK_FILE, data_folder);
    status = bt_secret_random(key.bytes, sizeof key.bytes);
    if (status != BT_OK)
        goto done;
    status = BT_EIO;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        goto done;
    if (write(fd, key.bytes, sizeof key.bytes) == (ssize_t)sizeof key.bytes && fsync(fd) == 0 &&
        (linkat(AT_FDCWD, path, folder, KEY_FILE, 0) == 0 || errno == EEXIST) && fsync(folder) == 0)
        status = BT_OK;
    (void)unlink(path);
done:
    if (fd >= 0)
        close(fd);
    bt_secret_wipe(&key, sizeof key);
    free(path);
    return status;
}

bt_status bt_seal_key_read(const char *data_folder, bt_seal_key *out)
{
    int folder = open(data_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bt_status status = BT_EIO;

    if (folder < 0)
        return BT_EIO;
    status = read_key(folder, out);
    if (status == BT_ENOTFOUND) {
        status = make_key(data_folder, folder);
        if (status == BT_OK)
            status = read_key(folder, out);
    }
    close(folder);
    return status;
}

bt_status bt_seal_make(const bt_seal_place *place, bt_view cursor, char out[BT_SEAL_LEN + 1])
{
    const bt_view parts[PARTS] = { place->notebook, place->epoch, cursor };
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned sum_bytes = 0;
    size_t len = 0;
    char *text = malloc(place->notebook.len + place->epoch.len + cursor.len + PARTS);
    bt_status status = BT_ENOMEM;

    out[0] = '\0';
    if (text == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; i < PARTS; i++) {
        memcpy(text + len, parts[i].data, parts[i].len);
        len += parts[i].len;
        text[len++] = '\n'; /* no part has one, so none can run into the next */
    }
    if (HMAC(EVP_sha256(), place->key->bytes, sizeof place->key->bytes, (const unsigned char *)text, len, sum,
             &sum_bytes) != NULL) {
        out[0] = '~';
        for (size_t i = 0; i < (BT_SEAL_LEN - 1) / 2; i++)
            (void)snprintf(out + 1 + 2 * i, 3, "%02x", sum[i]);
        status = BT_OK;
    }
    free(text);
    return status;
}

bt_view bt_seal_open(const bt_seal_place *place, bt_view sealed)
{
    char expected[BT_SEAL_LEN + 1];
    bt_view cursor = sealed;

    if (sealed.data == NULL || sealed.len < BT_SEAL_LEN)
        return (bt_view){ NULL, 0 };
    cursor.len -= BT_SEAL_LEN;
    if (bt_seal_make(place, cursor, expected) != BT_OK ||
        CRYPTO_memcmp(expected, sealed.data + cursor.len, BT_SEAL_LEN) != 0)
        return (bt_view){ NULL, 0 };
    return cursor;
}
