/* service/command/export_jsonl.c - every record on a line. */
#include "service/command/export.h"

/* Canonical JSON has line ends and indentation between its tokens only: inside a string they are escaped. */
static void write_line(bt_view record, bt_out *out)
{
    size_t begin = 0;

    for (size_t i = 0; i < record.len; i++) {
        if (record.data[i] != '\n')
            continue;
        bt_out_bytes(out, (bt_view){ record.data + begin, i - begin });
        while (i + 1 < record.len && record.data[i + 1] == ' ')
            i++;
        begin = i + 1;
    }
    bt_out_bytes(out, (bt_view){ record.data + begin, record.len - begin });
    bt_out_text(out, "\n");
}

void bt_export_jsonl(const bt_classbook *book, bt_out *out)
{
    for (size_t i = 0; i < book->count; i++)
        write_line((bt_view){ book->leaves[i].bytes.data, book->leaves[i].bytes.len }, out);
}
