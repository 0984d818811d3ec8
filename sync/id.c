#include "sync/form.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool fits(char c, char form)
{
    switch (form) {
    case '9':
        return is_digit(c);
    case 'x':
        return is_digit(c) || (c >= 'a' && c <= 'f');
    case 'v':
        return c == '8' || c == '9' || c == 'a' || c == 'b';
    default:
        return c == form;
    }
}

bool bt_form_fits(bt_view text, const char *form)
{
    size_t at = 0;

    while (at < text.len && form[at] != '\0' && fits(text.data[at], form[at]))
        at++;
    return at == text.len && form[at] == '\0';
}

bool bt_id_valid(bt_view id)
{
    return id.data != NULL && bt_form_fits(id, BT_FORM_ID);
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
