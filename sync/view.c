#include "sync/base.h"

bt_view bt_view_of(const char *text)
{
    bt_view view = { text, 0 };

    while (text[view.len] != '\0')
        view.len++;
    return view;
}

size_t bt_view_find(bt_view bytes, char c)
{
    size_t at = 0;

    while (at < bytes.len && bytes.data[at] != c)
        at++;
    return at;
}
