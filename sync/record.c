#include "sync/tree.h"

static void tell(const bt_json *tree, bt_record_info *info)
{
    const bt_json *created = bt_head_get(tree, BT_HEAD_CREATED), *edited = bt_head_get(tree, BT_HEAD_EDITED);

    *info = (bt_record_info){
        .id = bt_head_get(tree, BT_HEAD_ID)->string,
        .type = bt_head_get(tree, BT_HEAD_TYPE)->string,
        .created_at = bt_json_get_string(created, "at"),
        .created_by = bt_json_get_string(created, "by"),
        .created_device = bt_json_get_string(created, "device"),
        .edited_at = bt_json_get_string(edited, "at"),
        .edited_by = bt_json_get_string(edited, "by"),
        .edited_device = bt_json_get_string(edited, "device"),
        .schema = bt_head_get(tree, BT_HEAD_SCHEMA)->integer,
        .deleted = bt_head_get(tree, BT_HEAD_DELETED) != NULL,
        .asks = bt_tree_asks(tree),
    };
}

bt_status bt_record_check(bt_arena *arena, bt_view bytes, bt_view *canonical, bt_record_info *info,
                          bt_complaint *why)
{
    bt_complaint ignored = { 0 };
    const bt_json *tree;
    bt_view printed;
    bt_status status;

    why = why != NULL ? why : &ignored;
    status = bt_tree_check(arena, bytes, &tree, why);
    if (status == BT_OK)
        status = bt_tree_print(arena, tree, &printed, why);
    if (status != BT_OK)
        return status;
    if (canonical != NULL)
        *canonical = printed;
    if (info != NULL)
        tell(tree, info);
    return BT_OK;
}

bt_status bt_record_read(bt_arena *arena, bt_view bytes, bt_record_info *info)
{
    const char *complaint;
    const bt_json *tree;
    bt_status status = bt_tree_read(arena, bytes, &tree, &complaint);

    if (status == BT_OK)
        tell(tree, info);
    return status;
}
