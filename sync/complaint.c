#include "sync/complaint.h"

static const struct {
    const char *code, *message;
} rows[] = {
    { "not_valid", "This part of the record is not what its type allows; open the note, change that part and "
                   "save it again." },
    { "not_json", "This is not JSON, or it breaks off before its end; send it again." },
    { "duplicate_key", "A member occurs twice, and which one was meant cannot be guessed; send it once." },
    { "bad_text", "A text holds bytes that are not UTF-8, or a NUL; type it again." },
    { "bad_number",
      "A number is not a whole number of at most 15 digits; write it as a whole number or as words." },
    { "too_deep",
      "The record is nested too deeply; nothing in a note needs that, so it was not written by this app." },
    { "too_large", "The note is larger than a record may be (256 KiB); make two notes of it." },
    { "too_long",
      "A text or a list in the note is longer than it may be; shorten it or make two notes of it." },
    { "not_a_record",
      "The record lacks its id, type, schema, created or edited; it was not written by this app." },
    { "newer_schema",
      "A newer version of the app wrote this kind of record; update the app before changing it." },
    { "not_an_ask", "The request is not a question that this service knows; update the app." },
    { "too_many_changes", "There are too many changes in one batch; send them in several." },
};

bt_complaint bt_complaint_of(const char *code, bt_view path)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (bt_view_equal(bt_view_of(rows[i].code), bt_view_of(code)))
            return (bt_complaint){ rows[i].code, rows[i].message, path };
    }
    return (bt_complaint){ rows[0].code, rows[0].message, path };
}
