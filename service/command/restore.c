/* service/command/restore.c - `backtable restore`: what was there before. */
#include "service/command/command.h"

int bt_command_restore(int argc, char **argv)
{
    return bt_command_bring_back(argc, argv);
}
