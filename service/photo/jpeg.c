#include "service/photo/jpeg.h"

#include <string.h>

enum {
    MARK = 0xFF, /* begins every marker */
    STUFFED = 0x00,
    TEM = 0x01,
    RST_FIRST = 0xD0,
    RST_LAST = 0xD7,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    APP_0 = 0xE0,  /* JFIF: density */
    APP_2 = 0xE2,  /* a colour profile, among others */
    APP_14 = 0xEE, /* Adobe: how colours are coded */
    FRAME_FIRST = 0xC0,
    LENGTH_BYTES = 2
};

static const char profile[] = "ICC_PROFILE"; /* with its NUL */
static const char density[] = "JFIF";        /* with its NUL; JFXX, a thumbnail, is another */

typedef struct reading {
    const unsigned char *bytes;
    size_t len, at;
} reading;

/* The marker that the reading stands at, fill bytes before it skipped; -1 where none stands. */
static int take_marker(reading *r)
{
    if (r->at >= r->len || r->bytes[r->at] != MARK)
        return -1;
    while (r->at < r->len && r->bytes[r->at] == MARK)
        r->at++;
    return r->at < r->len ? r->bytes[r->at++] : -1;
}

static bool begins(bt_view segment, const char *word, size_t size)
{
    return segment.len >= size && memcmp(segment.data, word, size) == 0;
}

/* Whether a segment says something of the picture alone. */
static bool is_of_picture(int marker, bt_view segment)
{
    if (marker == APP_0)
        return begins(segment, density, sizeof density);
    if (marker == APP_2)
        return begins(segment, profile, sizeof profile);
    if (marker == APP_14)
        return begins(segment, "Adobe", 5);
    return marker >= FRAME_FIRST && marker < APP_0;
}

/* The segment behind a marker, its length taken off. False where it is cut off. */
static bool take_segment(reading *r, bt_view *out)
{
    size_t len;

    if (r->len - r->at < LENGTH_BYTES)
        return false;
    len = (size_t)r->bytes[r->at] << 8 | r->bytes[r->at + 1];
    if (len < LENGTH_BYTES || len > r->len - r->at)
        return false;
    *out = (bt_view){ (const char *)r->bytes + r->at + LENGTH_BYTES, len - LENGTH_BYTES };
    r->at += len;
    return true;
}

/* Over the coded picture, to the marker behind it. */
static void skip_coded(reading *r)
{
    while (r->at + 1 < r->len) {
        int next = r->bytes[r->at + 1];
        bool is_inside =
            r->bytes[r->at] != MARK || next == STUFFED || (next >= RST_FIRST && next <= RST_LAST);

        if (!is_inside)
            return;
        r->at += r->bytes[r->at] == MARK ? 2 : 1;
    }
    r->at = r->len;
}

bt_jpeg bt_jpeg_look(bt_view bytes)
{
    reading r = { (const unsigned char *)bytes.data, bytes.len, 0 };
    bool has_picture = false, tells = false;

    if (bytes.len < 4 || take_marker(&r) != SOI || r.at != 2)
        return BT_JPEG_NONE;
    for (;;) {
        int marker = take_marker(&r);
        bt_view segment;

        if (marker == EOI)
            break;
        if (marker <= TEM || marker == SOI || (marker >= RST_FIRST && marker <= RST_LAST) ||
            !take_segment(&r, &segment))
            return BT_JPEG_NONE;
        tells = tells || !is_of_picture(marker, segment);
        if (marker == SOS) {
            has_picture = true;
            skip_coded(&r);
        }
    }
    if (!has_picture)
        return BT_JPEG_NONE;
    return tells || r.at != r.len ? BT_JPEG_TELLS : BT_JPEG_PLAIN;
}
