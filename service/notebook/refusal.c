/* service/notebook/refusal.c - why one change of a batch is not stored. */
#include "service/notebook/refusal.h"

#include <string.h>

#include "sync/complaint.h"

enum { CODE_MAX_BYTES = 40 };

/* What the reader of records says has its sentences in sync/complaint.c. */
static const struct {
    const char *code, *message;
} refusals[] = {
    { "id_differs",
      "This note came under another note's id; it stays on your phone, where you can export it." },
    { "twice", "This note was in one batch twice; the first was stored, send the second in the next batch." },
    { "no_right",
      "Your role in this classroom does not let you change this; ask an owner of the classroom." },
    { "not_yours", "This note says that someone else wrote it; only its author's own device can send it." },
    { "wrong_notebook", "This belongs to another classroom; open that classroom and save it there." },
    { "base_unknown",
      "The service does not have the version that this edit was made on; send that version along." },
    { "base_not_valid",
      "The version that this edit was made on is no record of this note; it stays on your phone." },
    { "other_record",
      "Another note has this id, or its type or creation was changed; save yours as a new note." },
    { "gone",
      "This note was removed from the classroom for good; save yours as a new note if it should stay." },
};

/* The reader's own sentence for one of its codes; for any other that of "not_valid". */
static bt_refusal from_reader(bt_view code)
{
    char name[CODE_MAX_BYTES + 1] = "";
    bt_complaint complaint;

    if (code.len <= CODE_MAX_BYTES)
        memcpy(name, code.data, code.len);
    complaint = bt_complaint_of(name, (bt_view){ NULL, 0 });
    return (bt_refusal){ "", complaint.code, complaint.message };
}

bt_refusal bt_refusal_of(bt_view id, bt_view code)
{
    bt_refusal refusal = from_reader(code);

    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (bt_view_equal(bt_view_of(refusals[i].code), code))
            refusal = (bt_refusal){ "", refusals[i].code, refusals[i].message };
    }
    memcpy(refusal.id, id.data, id.len < BT_ID_LEN ? id.len : BT_ID_LEN);
    return refusal;
}
