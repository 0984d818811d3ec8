/* service/http/asset.h - the web client, built into the program.
 *
 * webui/CMakeLists.txt makes the table (assets.c) from the built client; the
 * bytes are gzipped once, at build time, and never change while we run.
 */
#ifndef BT_SERVICE_HTTP_ASSET_H
#define BT_SERVICE_HTTP_ASSET_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bt_asset {
    const char *path;         /* "/", "/app-3f9c2b.js" */
    const char *content_type; /* "text/javascript; charset=utf-8" */
    const char *etag;         /* of the content, with its quotes */
    bool immutable;           /* the name holds a hash: may be kept for ever */
    const unsigned char *gzip;
    size_t gzip_len; /* bytes */
} bt_asset;

enum { BT_ASSET_MAX_BYTES = 8 * 1024 * 1024 }; /* unpacked */

/* In no order. Made by webui/CMakeLists.txt, target bt_webui_assets. */
extern const bt_asset bt_assets[];
extern const size_t bt_asset_count;

/* The asset of a path, exactly, or NULL. */
const bt_asset *bt_asset_find(const char *path);

/* True when an If-None-Match header (may be NULL) names this asset's content. */
bool bt_asset_is_known(const bt_asset *asset, const char *if_none_match);

#endif
