/* service/command/invite.c - `backtable invite CLASSROOM`: a join link for one colleague. */
#include <stdlib.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/command/until.h"
#include "service/people/secret.h"

static int invite(const bt_desk *desk, const char *classroom, unsigned role, int64_t until_s,
                  const char *given_origin, bool json)
{
    char id[BT_ID_LEN + 1], code[BT_CODE_LEN + 1] = "";
    char *origin = NULL;
    bt_status status;

    if (!bt_classroom_find(desk, classroom, id))
        return BT_EXIT_FAILED;
    status = bt_desk_origin(desk, given_origin, &origin);
    if (status == BT_ENOTFOUND)
        return bt_report("no_origin",
                         "The address of the service is not known; name it with --origin https://HOST:PORT.");
    if (status == BT_OK)
        status =
            bt_access_invite(desk->access, id, role, NULL, until_s, bt_desk_now_s(), BT_INVITE_LIFE_S, code);
    if (status == BT_OK) {
        if (!json)
            (void)printf("For one colleague, within ten minutes. Code: %s\n\n", code);
        status = bt_desk_print_link(origin, code, json);
    }
    bt_secret_wipe(code, sizeof code);
    free(origin);
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

int bt_command_invite(int argc, char **argv)
{
    const char *data = NULL, *origin = NULL, *role = "co_teacher", *until = NULL;
    int64_t until_s = 0;
    bool json = false;
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--origin", &origin, NULL },
                                  { "--role", &role, NULL },
                                  { "--until", &until, NULL },
                                  { "--json", NULL, &json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &words))
        return code;
    if (bt_role_find(bt_view_of(role)) == 0)
        return bt_report("bad_role", "A role is owner, co_teacher, coach or substitute.");
    if (!bt_until_read(until, bt_role_find(bt_view_of(role)), &until_s))
        return code;
    if (bt_desk_open(data, &desk))
        code = invite(&desk, words.at[0], bt_role_find(bt_view_of(role)), until_s, origin, json);
    bt_desk_close(&desk);
    return code;
}
