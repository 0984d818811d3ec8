#include "sync/base.h"

#include "sync/memory.h"

bt_view bt_view_of(const char *text)
{
    bt_view view = { text, 0 };

    while (text[view.len] != '\0')
        view.len++;
    return view;
}

bool bt_view_equal(bt_view a, bt_view b)
{
    if (a.len != b.len || (a.data == NULL) != (b.data == NULL))
        return false;
    return a.len == 0 || a.data == b.data || (*a.data == *b.data && memcmp(a.data, b.data, a.len) == 0);
}

int bt_view_compare(bt_view a, bt_view b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order;

    if (a.data == NULL || b.data == NULL)
        return (a.data != NULL) - (b.data != NULL);
    if (shorter > 0 && *a.data != *b.data)
        return (unsigned char)*a.data < (unsigned char)*b.data ? -1 : 1;
    order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

size_t bt_view_find(bt_view bytes, char c)
{
    size_t at = 0;

    while (at < bytes.len && bytes.data[at] != c)
        at++;
    return at;
}
