/* service/notebook/change.c - one change of a batch: may it be made, and what does it make of the record? */
#include "service/notebook/change.h"

#include <string.h>
#include <sys/mman.h>

#include "sync/record.h"

enum {
    /* A type that this build does not know: whoever may write everything else may write it. */
    UNKNOWN_TYPE_WRITERS = BT_ROLE_OWNER | BT_ROLE_CO_TEACHER,
    /* Who may bring back a record of a colleague that a restored service lacks. */
    RESTORERS = BT_ROLE_OWNER | BT_ROLE_CO_TEACHER
};

static bt_status open_arena(bt_arena *out)
{
    void *memory = mmap(NULL, BT_MERGE_ARENA_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (memory == MAP_FAILED)
        return BT_ENOMEM;
    *out = (bt_arena){ memory, BT_MERGE_ARENA_BYTES, 0 };
    return BT_OK;
}

bt_status bt_bench_open(bt_bench *out)
{
    *out = (bt_bench){ 0 };
    if (open_arena(&out->checked) != BT_OK || open_arena(&out->merging) != BT_OK) {
        bt_bench_close(out);
        return BT_ENOMEM;
    }
    return BT_OK;
}

void bt_bench_close(bt_bench *bench)
{
    if (bench->checked.base != NULL)
        (void)munmap(bench->checked.base, bench->checked.size);
    if (bench->merging.base != NULL)
        (void)munmap(bench->merging.base, bench->merging.size);
    bt_bytes_free(&bench->base);
    bt_bytes_free(&bench->now);
    *bench = (bt_bench){ 0 };
}

static bt_status refuse(const char *code, bt_outcome *out)
{
    *out = (bt_outcome){ .refused = code };
    return BT_OK;
}

/* What a record of some types must be about. */
static bool is_in_its_place(const bt_place *place, const bt_record_info *info, const char **code)
{
    const struct {
        const char *type, *id, *code;
    } rows[] = {
        { "classroom", place->notebook, "wrong_notebook" }, /* one a notebook, under its id */
        { "person", place->writer->person, "not_yours" },   /* everyone writes their own */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        *code = rows[i].code;
        if (bt_view_equal(info->type, bt_view_of(rows[i].type)) &&
            !bt_view_equal(info->id, bt_view_of(rows[i].id)))
            return false;
    }
    return true;
}

/* The code that speaks against the edit by itself, or NULL. */
static const char *objection(const bt_place *place, const bt_change *change, const bt_record_info *info)
{
    const bt_type *type = bt_type_find(info->type);
    unsigned writers = type == NULL ? UNKNOWN_TYPE_WRITERS : type->writers;
    const char *code;

    if (!bt_view_equal(info->id, change->id))
        return "id_differs";
    if ((place->writer->role & writers) == 0)
        return "no_right";
    if (!bt_view_equal(info->edited_by, bt_view_of(place->writer->person)))
        return "not_yours";
    return is_in_its_place(place, info, &code) ? NULL : code;
}

/* What an edit was made on. */
typedef struct bt_base {
    bt_view record; /* absent: nobody has it, or there was none */
    bool kept;      /* the history was replaced: not what the device saw, but what it begins with now */
} bt_base;

/* The base that the device sent along: checked like everything from outside. *code is set when it is no good. */
static bt_status check_base(bt_bench *bench, const bt_change *change, bt_view *base, const char **code)
{
    bt_record_info info;
    bt_status status = bt_record_check(&bench->checked, change->base_record, base, &info, NULL);

    if (status == BT_ENOMEM)
        return status;
    if (status != BT_OK || !bt_view_equal(info.id, change->id))
        *code = "base_not_valid";
    return BT_OK;
}

/* A version that is looked for among those of a record. */
typedef struct search {
    const bt_oid *wanted;
    bool found;
} search;

static int look_at(void *context, const bt_past *past)
{
    search *s = context;

    s->found = strcmp(past->version.hex, s->wanted->hex) == 0 ||
               (past->typed && strcmp(past->typed_version.hex, s->wanted->hex) == 0);
    return s->found;
}

/*
 * Bytes outlive a history that was rolled back: the version may lie here and be none that what is stored came from.
 * Walked from the newest on, so it costs what lies between; and only where a history was replaced.
 */
static bt_status is_of_this_history(const bt_place *place, bt_view id, const bt_oid *version, bool *out)
{
    search s = { version, true };
    bt_status status = BT_OK;

    if (bt_store_replaced(place->store)) {
        s.found = false;
        status = bt_store_history(place->store, &place->head, id, look_at, &s);
    }
    *out = s.found;
    return status;
}

/* The base by its name. BT_ENOTFOUND when it is no version of this history. */
static bt_status find_version(bt_bench *bench, const bt_place *place, const bt_change *change)
{
    bt_oid version = { "" };
    bool is_ours = false;
    bt_status status;

    if (change->base.len != BT_VERSION_LEN)
        return BT_ENOTFOUND;
    memcpy(version.hex, change->base.data, BT_VERSION_LEN);
    status = bt_store_get_version(place->store, &version, &bench->base);
    if (status == BT_OK)
        status = is_of_this_history(place, change->id, &version, &is_ours);
    if (status == BT_OK && !is_ours) {
        bt_bytes_free(&bench->base);
        return BT_ENOTFOUND;
    }
    return status == BT_EINPUT ? BT_ENOTFOUND : status;
}

/*
 * A base that is not here: the device's record is new, or the history was replaced (restored from a backup) and the
 * device holds what came behind its end. Then all that it holds are edits of what the history ended with; measured
 * against its own base, what the service lost would look like something that others took away.
 */
static bt_status find_lost_base(bt_bench *bench, const bt_place *place, const bt_change *change,
                                bt_base *base, const char **code)
{
    bt_status status = bt_store_get_kept(place->store, change->id, &bench->base);

    if (status == BT_OK)
        *base = (bt_base){ { bench->base.data, bench->base.len }, true };
    if (status != BT_ENOTFOUND)
        return status;
    if (change->base_record.data != NULL)
        return check_base(bench, change, &base->record, code);
    if (change->base.data != NULL)
        *code = "base_unknown";
    return BT_OK;
}

static bt_status find_base(bt_bench *bench, const bt_place *place, const bt_change *change, bt_base *base,
                           const char **code)
{
    bt_status status = BT_ENOTFOUND;

    *base = (bt_base){ { NULL, 0 }, false };
    if (change->base.data != NULL)
        status = find_version(bench, place, change);
    if (status == BT_ENOTFOUND)
        return find_lost_base(bench, place, change, base, code);
    if (status == BT_OK && change->base_record.data != NULL)
        return check_base(bench, change, &base->record, code);
    if (status == BT_OK)
        base->record = (bt_view){ bench->base.data, bench->base.len };
    return status;
}

/*
 * A question is made by merging what two sent, each in their own name. A record that nobody has cannot have one, or it
 * would put words into a colleague's mouth; but where the history was replaced it may be the rest of what was there.
 */
static bool may_ask(const bt_place *place, const bt_record_info *info)
{
    return !info->asks || bt_store_replaced(place->store);
}

/*
 * Who a record that is not there may say it was made by: the writer. A colleague who held on to it may bring it back,
 * with the base that says it was there before; but only where records can have gone at all, because the history was
 * replaced. That it came in another's name is said in its commit.
 */
static bool may_appear(const bt_place *place, bool is_own, bool has_base)
{
    return is_own || (has_base && (place->writer->role & RESTORERS) != 0 && bt_store_replaced(place->store));
}

/*
 * An edit never says what is disputed and who said what: only what is stored does. A record that comes back behind a
 * replaced history was stored here once, so where nobody has written since, or where it brings a question that is
 * not open now, it stands for what is stored, and what is stored for the edit.
 */
static bt_status returns_whole(bt_bench *bench, const bt_base *base, const bt_record_info *edit, bool *out)
{
    bt_view now = { bench->now.data, bench->now.len }, ignored;
    bt_record_info info = { .asks = false };
    bt_status status = BT_OK;

    *out = base->kept && bt_view_equal(now, base->record);
    if (!base->kept || *out || !edit->asks)
        return BT_OK;
    status = bt_record_check(&bench->checked, now, &ignored, &info, NULL);
    *out = status == BT_OK && !info.asks;
    return status;
}

static bt_status merge(bt_bench *bench, const bt_base *from, const bt_record_info *info, bt_view edit,
                       bt_outcome *out)
{
    bt_view base = from->record, now = { bench->now.data, bench->now.len };
    bt_merged merged = { 0 };
    bool swapped = false;
    bt_status status = returns_whole(bench, from, info, &swapped);

    if (status != BT_OK)
        return status;
    bench->merging.used = 0;
    status = bt_merge(&bench->merging, base, swapped ? edit : now, swapped ? now : edit, &merged);
    if (status == BT_EINPUT)
        return refuse("other_record", out);
    if (status == BT_ELIMIT)
        return refuse("too_large", out);
    if (status != BT_OK && status != BT_ASK)
        return status;
    if (merged.record.data == NULL)
        return refuse("gone", out);
    out->edits = !bt_view_equal(edit, base);
    out->writes = swapped ? !bt_view_equal(merged.record, now) : merged.changed;
    out->as_sent = bt_view_equal(merged.record, edit);
    out->record = merged.record;
    out->typed = merged.woven && !out->as_sent ? edit : (bt_view){ NULL, 0 };
    out->reasons = merged.reasons;
    out->reason_count = merged.reason_count;
    return BT_OK;
}

bt_status bt_change_judge(bt_bench *bench, const bt_place *place, const bt_change *change, bt_outcome *out)
{
    bt_view edit;
    bt_base base;
    bt_record_info info;
    bt_complaint why = { 0 };
    const char *code;
    bool is_own, is_new;
    bt_status status;

    *out = (bt_outcome){ 0 };
    bt_bytes_free(&bench->base);
    bt_bytes_free(&bench->now);
    bench->checked.used = 0;
    status = bt_record_check(&bench->checked, change->record, &edit, &info, &why);
    if (status == BT_ENOMEM)
        return status;
    if (status != BT_OK)
        return refuse(why.code, out);
    code = objection(place, change, &info);
    if (code != NULL)
        return refuse(code, out);
    status = find_base(bench, place, change, &base, &code);
    if (status != BT_OK)
        return status;
    if (code != NULL)
        return refuse(code, out);
    status = bt_store_get(place->store, &place->head, change->id, &out->version, &bench->now);
    is_own = bt_view_equal(info.created_by, bt_view_of(place->writer->person));
    is_new = status == BT_ENOTFOUND;
    if (is_new && (!may_appear(place, is_own, base.record.data != NULL) || !may_ask(place, &info)))
        return refuse("not_yours", out);
    if (status != BT_OK && !is_new)
        return status;
    status = merge(bench, &base, &info, edit, out);
    out->brought = status == BT_OK && out->writes && is_new && !is_own;
    return status;
}
