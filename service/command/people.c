/* service/command/people.c - `backtable people list|role|revoke`. */
#include "service/people/access_people.h"

#include <string.h>

#include "service/command/classbook.h"
#include "service/command/command.h"
#include "service/command/options.h"
#include "service/command/report.h"
#include "service/command/until.h"
#include "service/moment.h"

enum {
    LIST_WORDS = 2,
    REVOKE_WORDS = 2,
    ROLE_WORDS = 4,
    PEOPLE_MAX = 1000 /* of one classroom; a school has fewer adults */
};

/* Printing one classroom. */
typedef struct listing {
    const bt_desk *desk;
    const bt_classbook *book;
    const char *classroom;
    int64_t now_s;
    bool json;
    const char *person; /* whose devices are printed now */
    bt_out out;
} listing;

static void out_time_or_null(bt_out *out, const char *key, int64_t unix_s)
{
    bt_out_key(out, key);
    if (unix_s == 0)
        bt_out_text(out, "null");
    else
        bt_out_time(out, unix_s);
}

static int print_device(void *context, const bt_device *device)
{
    listing *l = context;
    char seen[BT_MOMENT_LEN + 1];

    if (strcmp(device->person, l->person) != 0)
        return 0;
    if (l->json) {
        bt_out_comma(&l->out);
        bt_out_text(&l->out, "{");
        bt_out_key(&l->out, "id");
        bt_out_string(&l->out, bt_view_of(device->id));
        bt_out_key(&l->out, "name");
        bt_out_string(&l->out, bt_view_of(device->name));
        out_time_or_null(&l->out, "seen_at", device->seen_s);
        out_time_or_null(&l->out, "revoked_at", device->revoked_s);
        bt_out_text(&l->out, "}");
        return 0;
    }
    if (bt_moment_write(device->seen_s, seen) != BT_OK)
        seen[0] = '\0';
    (void)printf("    device %s  ", device->id);
    bt_print_text(stdout, bt_view_of(device->name));
    (void)printf("  %s%s\n", device->revoked_s != 0 ? "signed out, last here " : "last here ", seen);
    return 0;
}

static void print_person(listing *l, const bt_person *one)
{
    bool ended = one->until_s != 0 && one->until_s <= l->now_s;
    bt_view name = bt_classbook_name(l->book, bt_view_of(one->person));
    char until[BT_MOMENT_LEN + 1];

    if (l->json) {
        bt_out_text(&l->out, "{");
        bt_out_key(&l->out, "id");
        bt_out_string(&l->out, bt_view_of(one->person));
        bt_out_key(&l->out, "name");
        bt_out_string(&l->out, name);
        bt_out_key(&l->out, "role");
        bt_out_string(&l->out, bt_view_of(bt_role_name(one->role)));
        out_time_or_null(&l->out, "role_until", one->until_s);
        bt_out_key(&l->out, "devices");
        bt_out_text(&l->out, "[");
        return;
    }
    (void)printf("%s  ", one->person);
    bt_print_text(stdout, name);
    (void)printf("  %s", bt_role_name(one->role));
    if (one->until_s != 0 && bt_moment_write(one->until_s, until) == BT_OK)
        (void)printf("%s%s", ended ? ", ended " : ", until ", until);
    (void)printf("\n");
}

/* The people are few, so that their devices are looked through once for each. */
typedef struct crowd {
    bt_person *all;
    size_t count;
    bool full;
} crowd;

static int keep_person(void *context, const bt_person *one)
{
    crowd *c = context;

    c->full = c->count == PEOPLE_MAX;
    if (!c->full)
        c->all[c->count++] = *one;
    return c->full;
}

static bt_status print_people(listing *l)
{
    bt_person people[PEOPLE_MAX];
    crowd c = { people, 0, false };
    bt_status status = bt_people_members(l->desk->access, l->classroom, keep_person, &c);

    if (status == BT_OK && c.full)
        status = BT_ELIMIT;
    for (size_t i = 0; status == BT_OK && i < c.count; i++) {
        l->person = people[i].person;
        print_person(l, &people[i]);
        status = bt_people_devices(l->desk->access, l->classroom, print_device, l);
        if (status != BT_OK || !l->json)
            continue;
        bt_out_text(&l->out, "]}\n");
        if (l->out.failed)
            status = BT_ENOMEM;
        else
            (void)fwrite(l->out.data, 1, l->out.len, stdout);
        bt_out_free(&l->out);
    }
    return status;
}

static int list(const bt_desk *desk, const char *classroom, bool json)
{
    char id[BT_ID_LEN + 1];
    bt_classbook book;
    listing l = { .desk = desk, .book = &book, .classroom = id, .now_s = bt_desk_now_s(), .json = json };
    bt_status status;

    if (!bt_classroom_find(desk, classroom, id))
        return BT_EXIT_FAILED;
    status = bt_classbook_read(desk, id, &book);
    if (status != BT_OK)
        return bt_report_status(status);
    status = print_people(&l);
    bt_out_free(&l.out);
    bt_classbook_free(&book);
    return status == BT_OK ? bt_report_output() : bt_report_status(status);
}

/* Somebody of the classroom, by id or by a name that only one has. */
typedef struct search {
    const bt_classbook *book;
    const char *word;
    char id[BT_ID_LEN + 1];
    size_t found;
} search;

static int look_at(void *context, const bt_person *one)
{
    search *s = context;
    bool by_id = strcmp(one->person, s->word) == 0;

    if (!by_id && !bt_view_equal(bt_classbook_name(s->book, bt_view_of(one->person)), bt_view_of(s->word)))
        return 0;
    s->found = by_id ? 1 : s->found + 1;
    memcpy(s->id, one->person, sizeof s->id);
    return by_id;
}

static bt_status find_person(const bt_desk *desk, const char *classroom, const char *word,
                             char id[BT_ID_LEN + 1])
{
    bt_classbook book;
    search s = { .book = &book, .word = word };
    bt_status status = bt_classbook_read(desk, classroom, &book);

    if (status != BT_OK)
        return status;
    status = bt_people_members(desk->access, classroom, look_at, &s);
    bt_classbook_free(&book);
    if (status == BT_OK && s.found != 1)
        status = BT_ENOTFOUND;
    if (status == BT_OK)
        memcpy(id, s.id, sizeof s.id);
    return status;
}

static int report_person(bt_status failure)
{
    if (failure == BT_ENOTFOUND)
        return bt_report(
            "unknown_person",
            "No one person of this classroom is meant by that; take an id of `backtable people list`.");
    if (failure == BT_EDENIED)
        return bt_report("last_owner",
                         "The classroom would be left without an owner; make somebody else an owner first.");
    return bt_report_status(failure);
}

static int set_role(const bt_desk *desk, const bt_words *words, const char *until)
{
    const char *wanted = words->at[3];
    unsigned role = bt_role_find(bt_view_of(wanted));
    bool ends = strcmp(wanted, "none") == 0;
    char classroom[BT_ID_LEN + 1], person[BT_ID_LEN + 1];
    int64_t until_s = 0;
    bt_status status;

    if (role == 0 && !ends)
        return bt_report("bad_role", "A role is owner, co_teacher, coach, substitute, or none to end it.");
    if ((!ends && !bt_until_read(until, role, &until_s)) || !bt_classroom_find(desk, words->at[1], classroom))
        return BT_EXIT_FAILED;
    status = find_person(desk, classroom, words->at[2], person);
    if (status == BT_OK)
        status = ends ? bt_people_end_role(desk->access, classroom, person, bt_desk_now_s())
                      : bt_people_set_role(desk->access, classroom, person, role, until_s, bt_desk_now_s());
    return status == BT_OK ? BT_EXIT_DONE : report_person(status);
}

static int revoke(const bt_desk *desk, const char *device)
{
    bt_status status = bt_people_revoke(desk->access, device, bt_desk_now_s());

    if (status == BT_ENOTFOUND)
        return bt_report("unknown_device",
                         "There is no device of this id; `backtable people list` shows all.");
    return status == BT_OK ? BT_EXIT_DONE : bt_report_status(status);
}

static int run(const bt_desk *desk, const bt_words *words, const char *until, bool json)
{
    if (strcmp(words->at[0], "list") == 0)
        return list(desk, words->at[1], json);
    if (strcmp(words->at[0], "role") == 0)
        return set_role(desk, words, until);
    return revoke(desk, words->at[1]);
}

static bool is_said_well(const bt_words *words)
{
    const struct {
        const char *verb;
        size_t words;
    } rows[] = { { "list", LIST_WORDS }, { "role", ROLE_WORDS }, { "revoke", REVOKE_WORDS } };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(words->at[0], rows[i].verb) == 0)
            return words->count == rows[i].words;
    }
    return false;
}

int bt_command_people(int argc, char **argv)
{
    const char *data = NULL, *until = NULL;
    bool json = false;
    const bt_option options[] = { { "--data", &data, NULL },
                                  { "--until", &until, NULL },
                                  { "--json", NULL, &json } };
    bt_words words;
    bt_desk desk;
    int code = BT_EXIT_FAILED;

    if (!bt_options_read(argc, argv, options, sizeof options / sizeof options[0], 2, ROLE_WORDS, &words))
        return code;
    if (!is_said_well(&words))
        return bt_report("usage", "Say `people list CLASSROOM`, `people role CLASSROOM PERSON ROLE`, or "
                                  "`people revoke DEVICE`.");
    if (bt_desk_open(data, &desk))
        code = run(&desk, &words, until, json);
    bt_desk_close(&desk);
    return code;
}
