/* service/main.c - `backtable`: the table of commands. */
#include <stdio.h>
#include <string.h>

#include "service/command/command.h"
#include "service/command/manual.h"

static const bt_command commands[] = {
    { "init", bt_command_init, "init [--data DIR] [--origin ORIGIN] [--host NAME] [--link] [--json]",
      "make a data folder and print the owner's link",
      "Makes DIR (only its user may read it) where it is missing, and prints a link that works once, for a "
      "day, and\n"
      "makes another device of the owner. Run it again for a fresh link; --link fails where no address is "
      "known.\n"
      "ORIGIN is the address of the service, for example https://classroom.local:8443; it is kept for later "
      "links.\n"
      "The first time it makes the certificate authority that phones trust, for this machine's names and "
      "NAME.\n" },
    { "serve", bt_command_serve,
      "serve [--data DIR] [--port N] [--bind ADDRESS] [--host NAME]... [--http | --cert FILE --key FILE]",
      "run the service",
      "Serves the app and the exchange until SIGTERM; `serve --help` says what each option does.\n" },
    { "classroom", bt_command_classroom, "classroom add NAME | classroom list [--data DIR] [--json]",
      "make a classroom, or list them",
      "Prints the id of each classroom; other commands take the id, or the name where only one has it.\n" },
    { "import", bt_command_import, "import CLASSROOM FILE [--data DIR] [--dry-run] [--yes] [--json]",
      "add the students of a class list",
      "FILE is text, `-` for standard input: one name a line, \"Last, First\", or columns with a header. The "
      "preview\n"
      "comes first, and on a terminal a question. The same list again changes nothing. --dry-run only "
      "looks.\n" },
    { "invite", bt_command_invite,
      "invite CLASSROOM [--role ROLE] [--until DAY] [--origin ORIGIN] [--data DIR] [--json]",
      "print a join link for one colleague",
      "ROLE is owner, co_teacher (unless said otherwise), coach or substitute. The link works once, for ten "
      "minutes.\n"
      "DAY, as 2026-06-30, is the last one of the role; a substitute's ends today when nothing is said.\n" },
    { "people", bt_command_people,
      "people list CLASSROOM | role CLASSROOM PERSON ROLE|none [--until DAY] | revoke DEVICE [--data DIR] "
      "[--json]",
      "list people and their devices, change a role, sign out a device",
      "PERSON is an id of the list, or a name that only one has. `none` ends the role now. What a device "
      "that is "
      "signed\n"
      "out holds is removed by the app on it, as soon as what is not shared yet was exported.\n" },
    { "log", bt_command_log, "log CLASSROOM [--data DIR] [--json]",
      "print who opened which student's page and who took a copy",
      "Newest first, for 400 days. Phones report what was opened without a connection when they have "
      "one.\n" },
    { "export", bt_command_export, "export CLASSROOM [--format jsonl|csv] [--bom] [--data DIR]",
      "print all records, or the notes as a table",
      "jsonl: every record on a line, deleted ones too. csv: observations and conferences with names; cells "
      "that a\n"
      "spreadsheet would run begin with '. --bom helps programs that do not expect UTF-8.\n" },
    { "history", bt_command_history,
      "history ID [--from WHEN] [--to WHEN] [--classroom CLASSROOM] [--data DIR] [--json]",
      "print the versions of a note, or all that changed about a student",
      "Of a note newest first, of a student oldest first; each with who, when, and for merges which rule "
      "decided\n"
      "which part. WHEN is a day (2026-11-20) or a time (2026-11-20T14:30) in this machine's zone, or in UTC "
      "with a Z.\n" },
    { "at", bt_command_at, "at CLASSROOM WHEN [--format jsonl|csv] [--data DIR] [--json]",
      "print a classroom as it stood at a time",
      "How many records of each type there were, or with --format all of them, as `export` prints them. WHEN "
      "is a\n"
      "day (2026-11-20: as it stood at its end) or a time (2026-11-20T14:30) in this machine's zone, or in "
      "UTC with a Z.\n" },
    { "restore", bt_command_restore,
      "restore RECORD --version VERSION [--classroom CLASSROOM] [--yes] [--data DIR] [--json]\n"
      "          restore --from FOLDER [--data DIR]",
      "bring back an older version of one record, or everything from a backup",
      "Shows what would change and on a terminal asks. It is an edit like any other: the version that it "
      "replaces is\n"
      "kept, and `history` names both.\n"
      "With --from the data folder is made from what `backup` kept. The service must be stopped; what is in "
      "DIR is\n"
      "kept beside it, under another name, and phones that come back bring what the backup lacks.\n" },
    { "verify", bt_command_verify, "verify [--repair] [--data DIR]",
      "read everything that is stored and say what is wrong",
      "Exit code 1 when something is damaged; what was found is on standard output. A classroom that cannot "
      "be opened "
      "goes\n"
      "back to the last good state by itself, and says so; --repair does the same where a part of it cannot "
      "be read. "
      "Nothing\n"
      "is deleted: what is taken out of use is kept in the folder `damaged` of the classroom.\n" },
    { "backup", bt_command_backup, "backup FOLDER [--data DIR]",
      "keep everything in a new folder, and read it back",
      "Classrooms with their whole history (git clones each .bundle), people and devices. The service may "
      "run "
      "meanwhile.\n"
      "FOLDER appears when all of it was read back as it would be restored. It holds children's records: "
      "only "
      "its owner\n"
      "may enter it. `sha256sum -c manifest` checks a copy of it.\n" },
    { "merge", bt_command_merge, "merge BASE NOW EDIT [-o FILE]", "merge three versions of one record",
      "Prints the merged record, or writes it to FILE. An empty file, or /dev/null, is a version that there "
      "never was.\n"
      "Exit code 0: settled; 1: merged, and a question is open in it; 2: refused. As git's merge driver:\n"
      "  git config merge.backtable.name 'records of Backtable'\n"
      "  git config merge.backtable.driver 'backtable merge %O %A %B -o %A'\n"
      "  echo 'records/** merge=backtable' >> .gitattributes\n"
      "Git then stops at a record with an open question; git add and commit it: the app asks whom it "
      "concerns.\n" },
};
static const bt_manual manual = { commands, sizeof commands / sizeof commands[0] };

int main(int argc, char **argv)
{
    const bt_command *wanted;

    if (argc < 2) {
        bt_manual_overview(&manual, stderr);
        return BT_EXIT_FAILED;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
        return bt_manual_help(&manual, argc - 1, argv + 1);
    if (strcmp(argv[1], "--version") == 0)
        return bt_manual_version();
    wanted = bt_manual_find(&manual, argv[1]);
    if (wanted == NULL)
        return bt_manual_unknown();
    return wanted->run(argc - 1, argv + 1);
}
