/* Photos: what is a picture and nothing else, and under which names they lie. */
#include "service/photo/jpeg.h"
#include "service/photo/photos.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SOI "\xFF\xD8"
#define EOI "\xFF\xD9"
#define JFIF "\xFF\xE0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"
#define FRAME "\xFF\xC0\x00\x0B\x08\x00\x10\x00\x10\x01\x01\x11\x00"
#define SCAN "\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00"
#define CODED "\x12\x34\xFF\x00\x56\xFF\xD0\x78"

#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static const struct {
    const char *rule;
    bt_view bytes;
    bt_jpeg look;
} pictures[] = {
    { "a picture", BYTES(SOI JFIF FRAME SCAN CODED EOI), BT_JPEG_PLAIN },
    { "stuffed bytes and restarts are inside", BYTES(SOI FRAME SCAN "\xFF\x00\xFF\xD7" EOI), BT_JPEG_PLAIN },
    { "several scans", BYTES(SOI JFIF FRAME SCAN CODED SCAN CODED EOI), BT_JPEG_PLAIN },
    { "fill bytes before a marker", BYTES(SOI "\xFF\xFF" FRAME SCAN CODED "\xFF" EOI), BT_JPEG_PLAIN },
    { "a colour profile", BYTES(SOI "\xFF\xE2\x00\x0EICC_PROFILE\0" FRAME SCAN CODED EOI), BT_JPEG_PLAIN },
    { "how Adobe codes colours",
      BYTES(SOI "\xFF\xEE\x00\x07"
                "Adobe" FRAME SCAN CODED EOI),
      BT_JPEG_PLAIN },
    { "EXIF",
      BYTES(SOI "\xFF\xE1\x00\x08"
                "Exif\0\0" FRAME SCAN CODED EOI),
      BT_JPEG_TELLS },
    { "EXIF behind a scan",
      BYTES(SOI FRAME SCAN CODED "\xFF\xE1\x00\x08"
                                 "Exif\0\0" EOI),
      BT_JPEG_TELLS },
    { "EXIF behind fill bytes", BYTES(SOI "\xFF\xFF\xFF\xE1\x00\x02" FRAME SCAN CODED EOI), BT_JPEG_TELLS },
    { "a comment",
      BYTES(SOI "\xFF\xFE\x00\x04"
                "hi" FRAME SCAN CODED EOI),
      BT_JPEG_TELLS },
    { "a thumbnail",
      BYTES(SOI "\xFF\xE0\x00\x07"
                "JFXX\0" FRAME SCAN CODED EOI),
      BT_JPEG_TELLS },
    { "the place of more pictures",
      BYTES(SOI "\xFF\xE2\x00\x06"
                "MPF\0" FRAME SCAN CODED EOI),
      BT_JPEG_TELLS },
    { "something behind the end", BYTES(SOI FRAME SCAN CODED EOI "x"), BT_JPEG_TELLS },
    { "a second picture behind the end", BYTES(SOI FRAME SCAN CODED EOI SOI EOI), BT_JPEG_TELLS },
    { "nothing", BYTES(""), BT_JPEG_NONE },
    { "its first bytes alone", BYTES(SOI), BT_JPEG_NONE },
    { "no picture in it", BYTES(SOI JFIF EOI), BT_JPEG_NONE },
    { "another beginning", BYTES("\x89PNG" FRAME SCAN CODED EOI), BT_JPEG_NONE },
    { "fill bytes before its beginning", BYTES("\xFF" SOI FRAME SCAN CODED EOI), BT_JPEG_NONE },
    { "no end", BYTES(SOI FRAME SCAN CODED), BT_JPEG_NONE },
    { "half a marker at its end", BYTES(SOI FRAME SCAN CODED "\xFF"), BT_JPEG_NONE },
    { "a segment longer than all", BYTES(SOI "\xFF\xC0\xFF\xFF\x00" EOI), BT_JPEG_NONE },
    { "a segment shorter than its length", BYTES(SOI "\xFF\xC0\x00\x01" FRAME SCAN EOI), BT_JPEG_NONE },
    { "a length that is cut off", BYTES(SOI "\xFF\xC0\x00"), BT_JPEG_NONE },
    { "a beginning in the middle", BYTES(SOI SOI FRAME SCAN CODED EOI), BT_JPEG_NONE },
    { "bytes between segments", BYTES(SOI "x" FRAME SCAN CODED EOI), BT_JPEG_NONE },
};

static void test_what_is_a_picture_and_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        bt_jpeg look = bt_jpeg_look(pictures[i].bytes);

        if (look != pictures[i].look)
            print_error("%s: %d\n", pictures[i].rule, look);
        assert_int_equal(look, pictures[i].look);
    }
}

#define NOTEBOOK "0190a1b2-c3d4-7abc-8def-0123456789ab"
#define SUM "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void test_a_name_says_notebook_and_sum(void **state)
{
    static const char *const others[] = { "photos/" NOTEBOOK "/e3/" SUM,
                                          "photos/" NOTEBOOK "/e4/" SUM ".jpg",
                                          "pictures/" NOTEBOOK "/e3/" SUM ".jpg",
                                          "photos/../e3/" SUM ".jpg",
                                          "photos/" NOTEBOOK "/e3/" SUM ".jpeg",
                                          "photos/new/XXXXXX",
                                          "" };
    char name[BT_PHOTO_NAME_MAX], notebook[BT_ID_LEN + 1];
    bt_photo_sum sum, found;

    (void)state;
    assert_int_equal(bt_photo_sum_of(bt_view_of(""), &sum), BT_OK); /* FIPS 180-4: the sum of nothing */
    assert_string_equal(sum.hex, SUM);
    bt_photo_name(NOTEBOOK, &sum, name);
    assert_string_equal(name, "photos/" NOTEBOOK "/e3/" SUM ".jpg");
    assert_true(bt_photo_name_read(name, notebook, &found));
    assert_string_equal(notebook, NOTEBOOK);
    assert_string_equal(found.hex, SUM);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(bt_photo_name_read(others[i], notebook, &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_a_picture_and_nothing_else),
        cmocka_unit_test(test_a_name_says_notebook_and_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
