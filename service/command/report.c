/* service/command/report.c - what a command says. */
#include "service/command/report.h"

#include "service/command/command.h"

static const struct {
    bt_status status;
    const char *code, *sentence;
} failures[] = {
    { BT_EINPUT, "not_valid", "What was given is not what it should be; check it and try again." },
    { BT_ELIMIT, "too_large", "What was given is too large; split it and try again." },
    { BT_ENOMEM, "no_memory", "There is not enough memory; close something and try again." },
    { BT_EIO, "disk",
      "The disk failed or is full; nothing was stored. Make room, check the disk and try again." },
    { BT_EMOVED, "busy", "Others are writing at this moment; try again." },
    { BT_ENOTFOUND, "not_found", "It is not there; check the id." },
    { BT_EBUSY, "busy", "Another process is writing and did not finish; try again in a moment." },
    { BT_EDAMAGED, "damaged", "What is stored is damaged; run `backtable verify` and bring back a copy." },
    { BT_EDENIED, "not_allowed", "This is not allowed here; check who may do it." },
};

int bt_report(const char *code, const char *sentence)
{
    (void)fprintf(stderr, "backtable: %s (%s)\n", sentence, code);
    return BT_EXIT_FAILED;
}

int bt_report_status(bt_status failure)
{
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        if (failures[i].status == failure)
            return bt_report(failures[i].code, failures[i].sentence);
    }
    return bt_report("failed", "It failed for an unknown reason; nothing was changed.");
}

void bt_print_text(FILE *to, bt_view text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool control = byte < 0x20 || byte == 0x7f;

        if (byte == 0xc2 && i + 1 < text.len && (unsigned char)text.data[i + 1] < 0xa0) {
            control = true; /* U+0080 to U+009F, two bytes each */
            i++;
        }
        (void)fputc(control ? '?' : byte, to);
    }
}

int bt_report_output(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return bt_report("output",
                         "Not everything could be printed; make room where the output goes and try again.");
    return BT_EXIT_DONE;
}
