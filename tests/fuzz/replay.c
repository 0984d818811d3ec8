/* Runs a fuzz target over the files of a folder, built by any compiler: replay FOLDER. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_INPUT_BYTES = 4 * 1024 * 1024 };

/* False when the file cannot be read. */
static bool replay(const char *folder, const char *name, uint8_t *bytes)
{
    char path[4096];
    FILE *file;
    uint8_t *input;
    size_t size;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return false;
    file = fopen(path, "rb");
    if (file == NULL)
        return false;
    size = fread(bytes, 1, MAX_INPUT_BYTES, file);
    fclose(file);
    input = malloc(size + (size == 0)); /* its very size, so that a read past the end is seen */
    if (input == NULL)
        return false;
    for (size_t i = 0; i < size; i++)
        input[i] = bytes[i];
    LLVMFuzzerTestOneInput(input, size);
    free(input);
    return true;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    uint8_t *bytes = malloc(MAX_INPUT_BYTES);
    const struct dirent *entry;
    size_t count = 0;
    int result = 1;

    if (folder == NULL || bytes == NULL) {
        fputs("usage: replay FOLDER\n", stderr);
        goto done;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (!replay(argv[1], entry->d_name, bytes))
            goto done;
        count++;
    }
    printf("%zu inputs\n", count);
    result = count > 0 ? 0 : 1;
done:
    free(bytes);
    if (folder != NULL)
        closedir(folder);
    return result;
}
