/* service/index/index_students.c - which students a record has to do with. */
#include "service/index/index_file.h"

#include "sync/json.h"

/*
 * Where the schemas of sync/schema/ name students. A type that this build does not know is looked at in the same way.
 * When a schema names them elsewhere, BT_INDEX_VERSION goes up, and every index is made anew.
 */
static const struct {
    const char *member;
    bool by_key; /* an object with a member for each student, else a set of ids */
} places[] = {
    { "students", false }, /* notes: whom it is about, or was with */
    { "outcomes", true },  /* notes: what differs from child to child */
    { "members", true },   /* groups: those who left stay listed */
    { "marks", true },     /* checklists: the symbols of each child */
};

static bt_status tell(bt_view id, bt_student_fn each, void *context)
{
    bt_record_key key;

    return bt_record_key_read(id, &key) ? each(context, &key) : BT_OK;
}

bt_status bt_index_students(bt_arena *arena, bt_view record, bt_student_fn each, void *context)
{
    const bt_json *members = NULL;
    const char *complaint;
    size_t used = arena->used;
    bt_status status = bt_json_read(arena, record, BT_RECORD_MAX_DEPTH, &members, &complaint);

    if (status == BT_EINPUT || status == BT_ELIMIT)
        status = BT_OK; /* `members` is NULL, and so is all that is looked up in it */
    if (status == BT_OK && bt_view_equal(bt_json_get_string(members, "type"), BT_VIEW("student")))
        status = tell(bt_json_get_string(members, "id"), each, context);
    for (size_t p = 0; status == BT_OK && p < sizeof places / sizeof places[0]; p++) {
        const bt_json *place = bt_json_get(members, bt_view_of(places[p].member));
        bt_json_kind kind = places[p].by_key ? BT_JSON_OBJECT : BT_JSON_ARRAY;

        for (size_t i = 0; status == BT_OK && place != NULL && place->kind == kind && i < place->count; i++) {
            const bt_entry *entry = &place->entries[i];

            if (places[p].by_key)
                status = tell(entry->key, each, context);
            else if (entry->value->kind == BT_JSON_STRING)
                status = tell(entry->value->string, each, context);
        }
    }
    arena->used = used;
    return status;
}
