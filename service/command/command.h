/* service/command/command.h - the commands of `backtable`, one a file; the table is in service/main.c.
 *
 * Each gets its own words: argv[0] is the command's name. Results go to
 * standard output, everything else to standard error.
 */
#ifndef BT_SERVICE_COMMAND_COMMAND_H
#define BT_SERVICE_COMMAND_COMMAND_H

/* What a command's exit code means; the same everywhere. */
enum {
    BT_EXIT_DONE = 0,
    BT_EXIT_LOOK = 1,  /* done, but look: a question is open, or something that is stored is damaged */
    BT_EXIT_FAILED = 2 /* refused or failed; the reason is on standard error, and nothing was changed */
};

int bt_command_init(int argc, char **argv);
int bt_command_serve(int argc, char **argv);
int bt_command_classroom(int argc, char **argv);
int bt_command_import(int argc, char **argv);
int bt_command_invite(int argc, char **argv);
int bt_command_people(int argc, char **argv);
int bt_command_log(int argc, char **argv);
int bt_command_export(int argc, char **argv);
int bt_command_history(int argc, char **argv);
int bt_command_at(int argc, char **argv);
int bt_command_restore(int argc, char **argv);
int bt_command_bring_back(int argc, char **argv);  /* `restore` of one record */
int bt_command_restore_all(int argc, char **argv); /* and from a backup */
int bt_command_verify(int argc, char **argv);
int bt_command_backup(int argc, char **argv);
int bt_command_merge(int argc, char **argv);

#endif
