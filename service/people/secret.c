#include "service/people/secret.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

enum { TOKEN_BYTES = BT_TOKEN_HEX_LEN / 2 };

/* 32 letters, five bits each, without 0 and O, 1 and I: they look alike on a projector. */
static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

bt_status bt_secret_random(unsigned char *out, size_t count)
{
    if (count > INT_MAX || RAND_bytes(out, (int)count) != 1)
        return BT_EIO;
    return BT_OK;
}

static bt_status hash_of(const void *data, size_t len, unsigned char hash[BT_HASH_BYTES])
{
    return EVP_Digest(data, len, hash, NULL, EVP_sha256(), NULL) == 1 ? BT_OK : BT_ENOMEM;
}

bt_status bt_secret_token(char token[BT_TOKEN_HEX_LEN + 1], unsigned char hash[BT_HASH_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[TOKEN_BYTES];
    bt_status status = bt_secret_random(bytes, sizeof bytes);

    token[0] = '\0';
    if (status != BT_OK)
        return status;
    for (int i = 0; i < TOKEN_BYTES; i++) {
        token[2 * i] = digits[bytes[i] >> 4];
        token[2 * i + 1] = digits[bytes[i] & 0x0f];
    }
    token[BT_TOKEN_HEX_LEN] = '\0';
    OPENSSL_cleanse(bytes, sizeof bytes);
    return hash_of(token, BT_TOKEN_HEX_LEN, hash);
}

bt_status bt_secret_code(char code[BT_CODE_LEN + 1], unsigned char hash[BT_HASH_BYTES])
{
    unsigned char bytes[BT_CODE_LEN];
    bt_status status = bt_secret_random(bytes, sizeof bytes);

    code[0] = '\0';
    if (status != BT_OK)
        return status;
    for (int i = 0; i < BT_CODE_LEN; i++)
        code[i] =
            alphabet[bytes[i] % (sizeof alphabet - 1)]; /* 256 is a multiple of 32: no letter is likelier */
    code[BT_CODE_LEN] = '\0';
    OPENSSL_cleanse(bytes, sizeof bytes);
    return hash_of(code, BT_CODE_LEN, hash);
}

bt_status bt_secret_code_hash(bt_view typed, unsigned char hash[BT_HASH_BYTES])
{
    char code[BT_CODE_LEN];
    size_t len = 0;
    bt_status status = BT_EINPUT;

    for (size_t i = 0; i < typed.len; i++) {
        char letter = typed.data[i];

        if (letter == ' ' || letter == '-')
            continue;
        if (letter >= 'a' && letter <= 'z')
            letter = (char)(letter - 'a' + 'A');
        if (len == BT_CODE_LEN || letter == '\0' || strchr(alphabet, letter) == NULL)
            goto done;
        code[len++] = letter;
    }
    if (len == BT_CODE_LEN)
        status = hash_of(code, len, hash);
done:
    OPENSSL_cleanse(code, sizeof code);
    return status;
}

bt_status bt_secret_token_hash(bt_view token, unsigned char hash[BT_HASH_BYTES])
{
    if (token.data == NULL || token.len != BT_TOKEN_HEX_LEN)
        return BT_EINPUT;
    for (size_t i = 0; i < token.len; i++) {
        char digit = token.data[i];

        if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f')))
            return BT_EINPUT;
    }
    return hash_of(token.data, token.len, hash);
}

bool bt_secret_same(const void *stored, size_t stored_len, const unsigned char hash[BT_HASH_BYTES])
{
    return stored != NULL && stored_len == BT_HASH_BYTES && CRYPTO_memcmp(stored, hash, BT_HASH_BYTES) == 0;
}

void bt_secret_wipe(void *memory, size_t size)
{
    OPENSSL_cleanse(memory, size);
}
