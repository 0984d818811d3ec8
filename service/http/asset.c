#include "service/http/asset.h"

#include <string.h>

const bt_asset *bt_asset_find(const char *path)
{
    for (size_t i = 0; i < bt_asset_count; i++) {
        if (strcmp(bt_assets[i].path, path) == 0)
            return &bt_assets[i];
    }
    return NULL;
}

/* Entity tags are opaque quoted strings, so a plain search cannot match half of one. */
bool bt_asset_is_known(const bt_asset *asset, const char *if_none_match)
{
    return if_none_match != NULL && strstr(if_none_match, asset->etag) != NULL;
}
