#include "service/http/qr.h"

#include <errno.h>
#include <qrencode.h>

enum { QUIET_MODULES = 2, DARK = 1 };

/* Outside the code everything is light. */
static bool is_dark(const QRcode *code, int x, int y)
{
    if (x < 0 || y < 0 || x >= code->width || y >= code->width)
        return false;
    return (code->data[y * code->width + x] & DARK) != 0;
}

bt_status bt_qr_print(FILE *to, const char *text)
{
    /* By (upper is dark, lower is dark): the terminal paints black on white, whatever its theme. */
    static const char *const halves[2][2] = { { " ", "\xe2\x96\x84" }, { "\xe2\x96\x80", "\xe2\x96\x88" } };
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

    if (code == NULL)
        return errno == ERANGE ? BT_ELIMIT : BT_ENOMEM;
    for (int y = -QUIET_MODULES; y < code->width + QUIET_MODULES; y += 2) {
        fputs("\x1b[30;107m", to);
        for (int x = -QUIET_MODULES; x < code->width + QUIET_MODULES; x++)
            fputs(halves[is_dark(code, x, y)][is_dark(code, x, y + 1)], to);
        fputs("\x1b[0m\n", to);
    }
    QRcode_free(code);
    return fflush(to) == 0 && ferror(to) == 0 ? BT_OK : BT_EIO;
}
