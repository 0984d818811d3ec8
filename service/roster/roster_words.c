/* service/roster/roster_words.c - the words that a class list's header is made of. tests/cases/roster/README.md lists them too. */
#include "service/roster/roster_words.h"

#include <string.h>

enum { WORD_MAX_BYTES = 31 };

static const struct {
    bt_column column;
    const char *words; /* folded, each between two spaces */
} dictionary[] = {
    { BT_COLUMN_GIVEN,
      " first firstname given givenname givennames forename middlename nombre nombres primernombre"
      " segundonombre " },
    { BT_COLUMN_FAMILY,
      " last lastname family familyname surname apellido apellidos primerapellido segundoapellido"
      " apellidopaterno apellidomaterno " },
    { BT_COLUMN_FULL,
      " name fullname student studentname students pupil child learner alumno alumna alumnos"
      " estudiante estudiantes nombrecompleto nombreyapellido nombreyapellidos apellidosynombre"
      " apellidosynombres nombredelalumno " },
    { BT_COLUMN_ID, " id studentid number studentnumber no num numero matricula codigo idalumno iddelalumno"
                    " externalid sisid " },
    { BT_COLUMN_GRADE, " grade gradelevel year class homeroom section grado curso grupo clase " },
};

/* The accented letters of Spanish in UTF-8, each with the letter under its accent. */
static const struct {
    char utf8[3];
    char plain;
} accents[] = {
    { "\xc3\x81", 'a' }, { "\xc3\xa1", 'a' }, { "\xc3\x89", 'e' }, { "\xc3\xa9", 'e' }, { "\xc3\x8d", 'i' },
    { "\xc3\xad", 'i' }, { "\xc3\x93", 'o' }, { "\xc3\xb3", 'o' }, { "\xc3\x9a", 'u' }, { "\xc3\xba", 'u' },
    { "\xc3\x9c", 'u' }, { "\xc3\xbc", 'u' }, { "\xc3\x91", 'n' }, { "\xc3\xb1", 'n' },
};

/* The letter that stands at `at`, folded: 0 for what does not count. *length receives its bytes. */
static char fold_letter(bt_view cell, size_t at, size_t *length)
{
    char byte = cell.data[at];

    *length = 1;
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte - 'A' + 'a');
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
        return byte;
    if ((unsigned char)byte < 0x80)
        return 0;
    for (size_t i = 0; i < sizeof accents / sizeof accents[0]; i++) {
        if (cell.len - at >= 2 && memcmp(cell.data + at, accents[i].utf8, 2) == 0) {
            *length = 2;
            return accents[i].plain;
        }
    }
    return byte; /* another script: kept, so that it matches no word */
}

/* " word " as the dictionary has it, or an empty string when it cannot be a word of it. */
static void fold(bt_view cell, char out[WORD_MAX_BYTES + 3])
{
    size_t used = 0, length;
    bool aside = false; /* inside (…) */

    out[used++] = ' ';
    for (size_t i = 0; i < cell.len; i += length) {
        char letter = fold_letter(cell, i, &length);

        aside = (aside || cell.data[i] == '(') && cell.data[i] != ')';
        if (letter == 0 || aside)
            continue;
        if (used > WORD_MAX_BYTES) {
            out[0] = '\0';
            return;
        }
        out[used++] = letter;
    }
    out[used] = ' ';
    out[used + 1] = '\0';
    if (used == 1)
        out[0] = '\0';
}

bt_column bt_column_of(bt_view cell)
{
    char word[WORD_MAX_BYTES + 3];

    fold(cell, word);
    if (word[0] == '\0')
        return BT_COLUMN_UNKNOWN;
    for (size_t i = 0; i < sizeof dictionary / sizeof dictionary[0]; i++) {
        if (strstr(dictionary[i].words, word) != NULL)
            return dictionary[i].column;
    }
    return BT_COLUMN_UNKNOWN;
}
