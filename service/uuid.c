#include "service/uuid.h"

enum { UUID_BYTES = 16, TIME_BYTES = 6 };

void bt_uuid_make(uint64_t unix_ms, const unsigned char random[BT_UUID_RANDOM_BYTES], char out[BT_ID_LEN + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[UUID_BYTES];
    size_t at = 0;

    for (int i = 0; i < TIME_BYTES; i++)
        bytes[i] = (unsigned char)(unix_ms >> (8 * (TIME_BYTES - 1 - i)));
    for (int i = 0; i < BT_UUID_RANDOM_BYTES; i++)
        bytes[TIME_BYTES + i] = random[i];
    bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0f)); /* version 7 */
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f)); /* the variant of RFC 9562 */

    for (int i = 0; i < UUID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        out[at++] = digits[bytes[i] >> 4];
        out[at++] = digits[bytes[i] & 0x0f];
    }
    out[at] = '\0';
}
