/* service/notebook/device_state.c - what is kept about a device's last batch. */
#include "service/notebook/device_state.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "service/notebook/refusal.h"
#include "sync/batch.h"
#include "sync/json.h"

enum {
    STATE_MAX_DEPTH = 3,
    ARENA_BYTES_A_BYTE = 64, /* of JSON; a tree is larger than its text */
    ARENA_SPARE_BYTES = 4096
};

bt_status bt_device_state_digest(bt_view changes, char digest[BT_DIGEST_HEX_LEN + 1])
{
    unsigned char hash[SHA256_DIGEST_LENGTH];

    if (SHA256((const unsigned char *)changes.data, changes.len, hash) == NULL)
        return BT_EIO;
    for (size_t i = 0; i < sizeof hash; i++)
        (void)snprintf(digest + 2 * i, 3, "%02x", hash[i]);
    return BT_OK;
}

static bt_status read_refusals(const bt_json *list, bt_device_state *out)
{
    if (list == NULL || list->kind != BT_JSON_ARRAY || list->count > BT_BATCH_MAX_CHANGES)
        return BT_EDAMAGED;
    out->refused = calloc(list->count + 1, sizeof *out->refused);
    if (out->refused == NULL)
        return BT_ENOMEM;
    for (size_t i = 0; i < list->count; i++) {
        bt_view id = bt_json_get_string(list->entries[i].value, "id");
        bt_view code = bt_json_get_string(list->entries[i].value, "code");

        if (!bt_id_valid(id) || code.data == NULL)
            return BT_EDAMAGED;
        out->refused[out->refused_count++] = bt_refusal_of(id, code);
    }
    return BT_OK;
}

static bt_status parse(bt_view text, bt_device_state *out)
{
    bt_arena arena = { NULL, text.len * ARENA_BYTES_A_BYTE + ARENA_SPARE_BYTES, 0 };
    const bt_json *state = NULL, *seq;
    const char *complaint = NULL;
    bt_view digest;
    bt_status status = BT_ENOMEM;

    arena.base = malloc(arena.size);
    if (arena.base == NULL)
        return BT_ENOMEM;
    status = bt_json_read(&arena, text, STATE_MAX_DEPTH, &state, &complaint);
    if (status != BT_OK) {
        status = status == BT_ENOMEM ? status : BT_EDAMAGED;
        goto done;
    }
    seq = bt_json_get(state, bt_view_of("seq"));
    digest = bt_json_get_string(state, "digest");
    status = BT_EDAMAGED;
    if (seq == NULL || seq->kind != BT_JSON_INTEGER || seq->integer < 1 || digest.len != BT_DIGEST_HEX_LEN)
        goto done;
    out->seq = seq->integer;
    memcpy(out->digest, digest.data, BT_DIGEST_HEX_LEN);
    status = read_refusals(bt_json_get(state, bt_view_of("refused")), out);
done:
    free(arena.base);
    return status;
}

bt_status bt_device_state_read(bt_store *store, const bt_oid *commit, const char *device,
                               bt_device_state *out)
{
    bt_device_state state = { 0 };
    bt_bytes text = { NULL, 0 };
    bt_status status = bt_store_get_device(store, commit, bt_view_of(device), &text);

    if (status == BT_OK)
        status = parse((bt_view){ text.data, text.len }, &state);
    else if (status == BT_ENOTFOUND)
        status = BT_OK; /* its first batch */
    bt_bytes_free(&text);
    if (status != BT_OK) {
        bt_device_state_free(&state);
        return status;
    }
    *out = state;
    return BT_OK;
}

void bt_device_state_free(bt_device_state *state)
{
    free(state->refused);
    *state = (bt_device_state){ 0 };
}

void bt_device_state_write(const bt_device_state *state, bt_out *out)
{
    bt_out_text(out, "{\n  \"digest\": ");
    bt_out_string(out, bt_view_of(state->digest));
    bt_out_text(out, ",\n  \"refused\": [");
    for (size_t i = 0; i < state->refused_count; i++) {
        bt_out_text(out, i == 0 ? "\n    { \"code\": " : ",\n    { \"code\": ");
        bt_out_string(out, bt_view_of(state->refused[i].code));
        bt_out_text(out, ", \"id\": ");
        bt_out_string(out, bt_view_of(state->refused[i].id));
        bt_out_text(out, " }");
    }
    bt_out_text(out, state->refused_count == 0 ? "],\n  \"seq\": " : "\n  ],\n  \"seq\": ");
    bt_out_integer(out, state->seq);
    bt_out_text(out, "\n}\n");
}
