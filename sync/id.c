#include "sync/base.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 9562, 5.7: xxxxxxxx-xxxx-7xxx-[89ab]xxx-xxxxxxxxxxxx */
bool bt_id_valid(bt_view id)
{
    if (id.data == NULL || id.len != BT_ID_LEN)
        return false;
    for (size_t i = 0; i < BT_ID_LEN; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? id.data[i] != '-' : hex_digit(id.data[i]) < 0)
            return false;
    }
    return id.data[14] == '7' && (hex_digit(id.data[19]) & 0xc) == 0x8;
}

uint64_t bt_id_time_ms(bt_view id)
{
    uint64_t ms = 0;

    for (size_t i = 0; i < 13; i++) {
        if (id.data[i] != '-')
            ms = ms << 4 | (uint64_t)hex_digit(id.data[i]);
    }
    return ms;
}
