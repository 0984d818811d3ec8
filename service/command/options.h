/* service/command/options.h - the words after a command's name. */
#ifndef BT_SERVICE_COMMAND_OPTIONS_H
#define BT_SERVICE_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* One option. Either it takes a value ("--data DIR" or "--data=DIR") or it is a flag. */
typedef struct bt_option {
    const char *name; /* with its hyphens */
    const char **value;
    bool *flag;
} bt_option;

enum { BT_WORDS_MAX = 4 };

/* What is left besides the options, in order. */
typedef struct bt_words {
    const char *at[BT_WORDS_MAX];
    size_t count;
} bt_words;

/*
 * Read them. "-" is a word, and everything behind "--" is. False after it said on standard error what is wrong:
 * an option that is not there, or fewer or more words than asked for.
 */
bool bt_options_read(int argc, char **argv, const bt_option *options, size_t option_count, size_t least,
                     size_t most, bt_words *out);

#endif
