/* store/name.c - what git calls an object: the SHA-1 of its kind, its length and its bytes.
 *
 * By OpenSSL, which uses the processor's own instructions: libgit2 looks for made collisions in every block on the
 * way, which took a third of a push. What may be stored is canonical text that sync/ has checked, and an object whose
 * name is already taken is never written over.
 */
#include "store/internal.h"

#include <openssl/evp.h>
#include <string.h>

enum { HEADER_BYTES = 32 };

static bool sum(EVP_MD_CTX *context, const char *header, size_t header_len, bt_view bytes, unsigned char *out)
{
    /* from the second time on NULL: looking the algorithm up costs more than a note's sum */
    const EVP_MD *kind = EVP_MD_CTX_get0_md(context) ? NULL : EVP_sha1();

    return EVP_DigestInit_ex(context, kind, NULL) == 1 &&
           EVP_DigestUpdate(context, header, header_len) == 1 &&
           EVP_DigestUpdate(context, bytes.data, bytes.len) == 1 &&
           EVP_DigestFinal_ex(context, out, NULL) == 1;
}

/* The kind, a space, the length and a NUL, which is counted. */
static size_t put_header(git_object_t kind, size_t bytes, char out[HEADER_BYTES])
{
    const char *name = git_object_type2string(kind);
    size_t len = strlen(name), digits = 1;

    memcpy(out, name, len);
    out[len++] = ' ';
    for (size_t rest = bytes; rest >= 10; rest /= 10)
        digits++;
    out[len + digits] = '\0';
    for (size_t i = digits; i-- > 0; bytes /= 10)
        out[len + i] = (char)('0' + bytes % 10);
    return len + digits + 1;
}

bt_status bt_name_object(bt_store *store, git_object_t kind, bt_view bytes, git_oid *out)
{
    char header[HEADER_BYTES];
    size_t len = put_header(kind, bytes.len, header);

    if (!store->namer)
        store->namer = EVP_MD_CTX_new();
    if (!store->namer || !sum(store->namer, header, len, bytes, out->id))
        return BT_ENOMEM;
    return BT_OK;
}

void bt_name_end(bt_store *store)
{
    EVP_MD_CTX_free(store->namer);
    store->namer = NULL;
}
