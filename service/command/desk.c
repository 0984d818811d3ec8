/* service/command/desk.c - the command line's place at a data folder. */
#include "service/command/desk.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "service/command/report.h"
#include "service/http/qr.h"
#include "service/people/secret.h"
#include "service/uuid.h"
#include "sync/schema.h"

/* Where the Debian package keeps the data of the service that it starts. */
#define SYSTEM_FOLDER "/var/lib/backtable"

enum {
    ORIGIN_MAX_BYTES = 300,
    MS_A_S = 1000,
    ASK_TRIES = 60 /* of BT_INDEX_PATIENCE_MS each */
};

int64_t bt_desk_now_s(void)
{
    return (int64_t)time(NULL);
}

static char *own_folder(void)
{
    const char *home = getenv("HOME");

    return bt_data_path(home == NULL ? "." : home, ".local/share/backtable");
}

char *bt_data_folder(const char *data)
{
    const char *home;
    char *folder;

    if (data == NULL)
        data = getenv("BACKTABLE_DATA");
    if (data != NULL && *data != '\0')
        return strdup(data);
    home = getenv("XDG_DATA_HOME");
    if (home != NULL && *home != '\0')
        folder = bt_data_path(home, "backtable");
    else
        folder = own_folder();
    /* Who has none of their own means the one of the machine. */
    if (folder == NULL || access(folder, F_OK) == 0 || access(SYSTEM_FOLDER, F_OK) != 0)
        return folder;
    free(folder);
    return strdup(SYSTEM_FOLDER);
}

bool bt_data_is_ours(const char *folder)
{
    struct stat about;
    const struct passwd *user;

    if (stat(folder, &about) != 0 || about.st_uid == geteuid())
        return true; /* what is not there is for others to say */
    user = getpwuid(about.st_uid);
    (void)fprintf(
        stderr,
        "backtable: The data folder belongs to another user of this machine; give the command as that "
        "one: sudo -u %s backtable ... (other_user)\n",
        user != NULL ? user->pw_name : "USER");
    return false;
}

/* The id in DATA/command_line; a new one when the file was lost: then this is a new device. */
static bt_status load_device(bt_desk *desk)
{
    char *path = bt_data_path(desk->folder, "command_line");
    bt_bytes id = { NULL, 0 };
    bt_status status = BT_ENOMEM;

    if (path == NULL)
        return status;
    status = bt_file_read(path, BT_ID_LEN + 1, &id);
    if (status == BT_OK) {
        status = id.len >= BT_ID_LEN && bt_id_valid((bt_view){ id.data, BT_ID_LEN }) ? BT_OK : BT_EDAMAGED;
        if (status == BT_OK)
            memcpy(desk->who.device, id.data, BT_ID_LEN);
    } else if (status == BT_ENOTFOUND) {
        status = bt_desk_new_id(desk->who.device);
        if (status == BT_OK)
            status = bt_file_write(path, bt_view_of(desk->who.device));
    }
    bt_bytes_free(&id);
    free(path);
    return status;
}

static bt_status open_parts(bt_desk *desk)
{
    char *path = bt_data_path(desk->folder, "access.db");
    bt_status status = BT_ENOMEM;

    if (path == NULL)
        return status;
    status = access(path, F_OK) == 0 ? BT_OK : BT_ENOTFOUND;
    if (status == BT_OK)
        status = bt_access_open(path, &desk->access);
    if (status == BT_OK)
        status = bt_access_owner(desk->access, &desk->who);
    if (status == BT_OK)
        status = bt_notebooks_open(desk->folder, &desk->notebooks);
    if (status == BT_OK)
        status = load_device(desk);
    free(path);
    return status;
}

bool bt_desk_open(const char *data, bt_desk *out)
{
    bt_status status;

    *out = (bt_desk){ .folder = bt_data_folder(data) };
    if (out->folder == NULL) {
        (void)bt_report_status(BT_ENOMEM);
        return false;
    }
    status = bt_store_library_start();
    if (status == BT_OK && !bt_data_is_ours(out->folder))
        return false;
    if (status == BT_OK)
        status = open_parts(out);
    if (status == BT_ENOTFOUND)
        (void)bt_report("no_data_folder",
                        "There is no Backtable in this folder; make one with `backtable init`, or name "
                        "another with --data DIR.");
    else if (status != BT_OK)
        (void)bt_report_status(status);
    return status == BT_OK;
}

void bt_desk_close(bt_desk *desk)
{
    bt_notebooks_close(desk->notebooks);
    if (desk->access != NULL)
        bt_access_close(desk->access);
    free(desk->folder);
    bt_store_library_stop();
    *desk = (bt_desk){ 0 };
}

bt_status bt_desk_origin(const bt_desk *desk, const char *given, char **out)
{
    bt_bytes origin = { NULL, 0 };
    bt_status status = BT_ENOMEM;
    char *path;

    if (given != NULL) {
        *out = strdup(given);
        return *out == NULL ? BT_ENOMEM : BT_OK;
    }
    path = bt_data_path(desk->folder, "origin");
    if (path == NULL)
        return status;
    status = bt_file_read(path, ORIGIN_MAX_BYTES, &origin);
    free(path);
    if (status == BT_OK)
        *out = origin.data; /* NUL-terminated by bt_file_read */
    return status;
}

bt_status bt_desk_print_link(const char *origin, const char *code, bool json)
{
    bt_out link = { 0 };
    bt_status status = BT_OK;

    /* In the fragment: browsers do not send it, so it stays out of every log. */
    bt_out_text(&link, origin);
    bt_out_text(&link, "/#join=");
    bt_out_text(&link, code);
    if (link.failed) {
        status = BT_ENOMEM;
    } else if (json) {
        (void)printf("{\"code\":\"%s\",\"link\":\"%s\"}\n", code, link.data);
    } else {
        (void)printf("%s\n", link.data);
        status = bt_qr_print(stdout, link.data);
    }
    if (link.data != NULL)
        bt_secret_wipe(link.data, link.size);
    bt_out_free(&link);
    return status;
}

bt_status bt_desk_new_id(char out[BT_ID_LEN + 1])
{
    unsigned char random[BT_UUID_RANDOM_BYTES];
    struct timespec now;
    bt_status status = bt_secret_random(random, sizeof random);

    if (status != BT_OK)
        return status;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    bt_uuid_make((uint64_t)now.tv_sec * MS_A_S + (uint64_t)now.tv_nsec / 1000000, random, out);
    return BT_OK;
}

void bt_desk_stamp(const bt_desk *desk, const char *key, int64_t now_s, bt_out *out)
{
    bt_out_key(out, key);
    bt_out_text(out, "{");
    bt_out_key(out, "at");
    bt_out_time(out, now_s);
    bt_out_key(out, "by");
    bt_out_string(out, bt_view_of(desk->who.person));
    bt_out_key(out, "device");
    bt_out_string(out, bt_view_of(desk->who.device));
    bt_out_text(out, "}");
}

bt_status bt_desk_record(const bt_desk *desk, const char *type, const char *id, bt_out *out)
{
    const bt_type *row = bt_type_find(bt_view_of(type));
    int64_t now_s = bt_desk_now_s();

    if (row == NULL)
        return BT_EINPUT;
    bt_out_text(out, "{");
    bt_out_key(out, "id");
    bt_out_string(out, bt_view_of(id));
    bt_out_key(out, "type");
    bt_out_string(out, bt_view_of(type));
    bt_out_key(out, "schema");
    bt_out_integer(out, row->schema);
    bt_desk_stamp(desk, "created", now_s, out);
    bt_desk_stamp(desk, "edited", now_s, out);
    return out->failed ? BT_ENOMEM : BT_OK;
}

/* Each try waits, or gets further. */
bt_status bt_desk_ask(bt_notebook *notebook, bt_index_question question, void *context)
{
    bt_status status = BT_EBUSY;

    for (int i = 0; status == BT_EBUSY && i < ASK_TRIES; i++)
        status = bt_notebook_ask(notebook, question, context);
    return status;
}

/* Two commands at once are one device: the second takes its number after the first has stored. *fd is closed by the caller. */
static bt_status lock_device(const bt_desk *desk, int *fd)
{
    char *path = bt_data_path(desk->folder, "command_line");

    if (path == NULL)
        return BT_ENOMEM;
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    free(path);
    return *fd >= 0 && flock(*fd, LOCK_EX) == 0 ? BT_OK : BT_EIO;
}

bt_status bt_desk_store(const bt_desk *desk, const char *notebook, bt_change *changes, size_t count,
                        bt_applied *out)
{
    bt_writer writer = { desk->who.person, desk->who.device, BT_ROLE_OWNER, bt_desk_now_s() };
    bt_ask ask = { .protocol = BT_PROTOCOL, .changes = changes, .change_count = count };
    bt_notebook *book = NULL;
    bt_out batch = { 0 };
    int fd = -1;
    bt_status status = BT_ENOMEM;

    for (size_t i = 0; i < count; i++)
        bt_out_bytes(&batch, changes[i].record);
    if (batch.failed)
        goto done;
    ask.changes_bytes = bt_out_view(&batch);
    status = lock_device(desk, &fd);
    if (status == BT_OK)
        status = bt_notebooks_take(desk->notebooks, notebook, &book);
    if (status == BT_OK)
        status = bt_notebook_seq(book, desk->who.device, &ask.seq);
    if (status != BT_OK)
        goto done;
    ask.seq++;
    status = bt_notebook_apply(book, &writer, &ask, out);
done:
    bt_notebooks_release(desk->notebooks, book);
    if (fd >= 0)
        (void)close(fd);
    bt_out_free(&batch);
    return status;
}
