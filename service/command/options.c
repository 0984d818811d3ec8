/* service/command/options.c - the words after a command's name. */
#include "service/command/options.h"

#include <stdio.h>
#include <string.h>

#include "service/command/report.h"

static bool complain(const char *command, const char *problem, const char *word)
{
    (void)fprintf(stderr, "backtable %s: %s%s; see `backtable help %s`. (usage)\n", command, problem, word,
                  command);
    return false;
}

/* The option that a word names, up to a `=`; *value receives what is behind it. */
static const bt_option *find(const bt_option *options, size_t count, const char *word, const char **value)
{
    size_t len = strcspn(word, "=");

    *value = word[len] == '=' ? word + len + 1 : NULL;
    for (size_t i = 0; i < count; i++) {
        if (strlen(options[i].name) == len && memcmp(options[i].name, word, len) == 0)
            return &options[i];
    }
    return NULL;
}

/* Takes one option, and its value from the next word where it has none. */
static bool take(int argc, char **argv, int *at, const bt_option *options, size_t count)
{
    const char *word = argv[*at], *value;
    const bt_option *option = find(options, count, word, &value);

    if (option == NULL)
        return complain(argv[0], "there is no option ", word);
    if (option->flag != NULL) {
        *option->flag = true;
        return value == NULL || complain(argv[0], "takes no value: ", option->name);
    }
    if (value == NULL && *at + 1 < argc)
        value = argv[++*at];
    if (value == NULL || *value == '\0')
        return complain(argv[0], "a value is missing behind ", option->name);
    *option->value = value;
    return true;
}

bool bt_options_read(int argc, char **argv, const bt_option *options, size_t option_count, size_t least,
                     size_t most, bt_words *out)
{
    bool only_words = false;

    *out = (bt_words){ .count = 0 };
    for (int i = 1; i < argc; i++) {
        bool is_option = !only_words && argv[i][0] == '-' && argv[i][1] != '\0';

        if (is_option && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (is_option) {
            if (!take(argc, argv, &i, options, option_count))
                return false;
        } else if (out->count == most || out->count == BT_WORDS_MAX) {
            return complain(argv[0], "one word too many: ", argv[i]);
        } else {
            out->at[out->count++] = argv[i];
        }
    }
    return out->count >= least || complain(argv[0], "something is missing", "");
}
