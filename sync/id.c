#include "sync/form.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool fits(char c, char form)
{
    if (form == 'x')
        return is_digit(c) || (c >= 'a' && c <= 'f');
    if (form == '9')
        return is_digit(c);
    return form == 'v' ? c == '8' || c == '9' || c == 'a' || c == 'b' : c == form;
}

bool bt_form_fits(bt_view text, bt_view form)
{
    bool good = text.data != NULL && text.len == form.len;

    for (size_t i = 0; good && i < form.len; i++)
        good = fits(text.data[i], form.data[i]);
    return good;
}

bool bt_id_valid(bt_view id)
{
    return bt_form_fits(id, BT_VIEW(BT_FORM_ID));
}

uint64_t bt_id_time_ms(bt_view id)
{
    uint64_t ms = 0;

    for (size_t i = 0; i < 13; i++) {
        if (id.data[i] != '-')
            ms = ms << 4 | (uint64_t)(is_digit(id.data[i]) ? id.data[i] - '0' : id.data[i] - 'a' + 10);
    }
    return ms;
}
