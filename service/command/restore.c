/* service/command/restore.c - `backtable restore`: what was there before, of one record or of everything. */
#include <string.h>

#include "service/command/command.h"

/* `--from` names a backup; without it one record is meant. */
int bt_command_restore(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--from") == 0 || strncmp(argv[i], "--from=", strlen("--from=")) == 0)
            return bt_command_restore_all(argc, argv);
    }
    return bt_command_bring_back(argc, argv);
}
