/*
 * A service manager in small: holds a listening socket, and starts a program on it again and again.
 *
 *   service_manager SOCKETS COMMAND...
 *
 * Listens on that many ports of 127.0.0.1. "next" on standard input ends the program that runs, waits for its end and
 * starts the next; the end of the input ends it for good. On standard output: "port N" for each socket, "notify
 * WORDS" for what the program tells NOTIFY_SOCKET, "exit N" when it ended. Standard error is the program's.
 */
#define _GNU_SOURCE /* setenv, signals */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_FD = 3, SOCKETS_MAX = 4, NAME_BYTES = 32, WORD_BYTES = 256, BACKLOG = 1024 };

typedef struct manager {
    int sockets[SOCKETS_MAX];
    int socket_count;
    int notify, children;
    char name[NAME_BYTES]; /* of the notify socket, in the abstract space */
    pid_t program;         /* 0: none runs */
    bool wants_next;
    char **command;
} manager;

static void must(bool done, const char *what)
{
    if (done)
        return;
    perror(what);
    exit(1);
}

static int listen_anywhere(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    must(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, BACKLOG) == 0 &&
             getsockname(fd, (struct sockaddr *)&at, &len) == 0,
         "listen");
    (void)printf("port %d\n", ntohs(at.sin_port));
    return fd;
}

static int open_notify(char name[NAME_BYTES])
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    size_t len = (size_t)snprintf(name, NAME_BYTES, "@backtable-test-%ld", (long)getpid());

    memcpy(at.sun_path, name, len);
    at.sun_path[0] = '\0';
    must(fd >= 0 &&
             bind(fd, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) == 0,
         "notify socket");
    return fd;
}

static int watch_children(void)
{
    sigset_t signals;
    int fd = -1;

    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    must(sigprocmask(SIG_BLOCK, &signals, NULL) == 0, "sigprocmask");
    fd = signalfd(-1, &signals, SFD_CLOEXEC);
    must(fd >= 0, "signalfd");
    return fd;
}

static void run_command(const manager *m)
{
    char number[NAME_BYTES];
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = m->socket_count - 1; i >= 0; i--)
        must(dup2(m->sockets[i], FIRST_FD + SOCKETS_MAX + i) >= 0, "dup2");
    for (int i = 0; i < m->socket_count; i++)
        must(dup2(FIRST_FD + SOCKETS_MAX + i, FIRST_FD + i) >= 0 && close(FIRST_FD + SOCKETS_MAX + i) == 0,
             "dup2");
    (void)snprintf(number, sizeof number, "%d", m->socket_count);
    setenv("LISTEN_FDS", number, 1);
    (void)snprintf(number, sizeof number, "%ld", (long)getpid());
    setenv("LISTEN_PID", number, 1);
    setenv("NOTIFY_SOCKET", m->name, 1);
    must(freopen("/dev/null", "w", stdout) != NULL, "/dev/null");
    execv(m->command[0], m->command);
    must(false, m->command[0]);
}

static void start(manager *m)
{
    (void)fflush(stdout);
    m->wants_next = false;
    m->program = fork();
    must(m->program >= 0, "fork");
    if (m->program == 0)
        run_command(m);
}

static void hear_end(manager *m)
{
    struct signalfd_siginfo ignored;
    int how = 0;

    must(read(m->children, &ignored, sizeof ignored) > 0, "signalfd");
    if (m->program == 0 || waitpid(m->program, &how, WNOHANG) != m->program)
        return;
    (void)printf("exit %d\n", WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how));
    m->program = 0;
    if (m->wants_next)
        start(m);
}

static void hear_word(const manager *m)
{
    char words[WORD_BYTES];
    ssize_t len = recv(m->notify, words, sizeof words - 1, 0);

    must(len >= 0, "notify");
    words[len] = '\0';
    words[strcspn(words, "\n")] = '\0';
    (void)printf("notify %s\n", words);
}

/* False at the end of the input. */
static bool hear_command(manager *m)
{
    char line[WORD_BYTES];
    ssize_t len = read(STDIN_FILENO, line, sizeof line);

    if (len <= 0)
        return false;
    m->wants_next = true;
    if (m->program == 0)
        start(m);
    else
        kill(m->program, SIGTERM);
    return true;
}

static void serve(manager *m)
{
    struct pollfd watched[] = { { m->children, POLLIN, 0 },
                                { m->notify, POLLIN, 0 },
                                { STDIN_FILENO, POLLIN, 0 } };
    bool told_to_end = false;

    while (!told_to_end || m->program != 0) {
        (void)fflush(stdout);
        watched[2].fd = told_to_end ? -1 : STDIN_FILENO;
        must(poll(watched, 3, -1) > 0, "poll");
        if (watched[1].revents != 0)
            hear_word(m);
        if (watched[0].revents != 0)
            hear_end(m);
        if (!told_to_end && watched[2].revents != 0 && !hear_command(m)) {
            told_to_end = true;
            m->wants_next = false;
            if (m->program != 0)
                kill(m->program, SIGTERM);
        }
    }
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    manager m = { .socket_count = argc > 2 ? (int)strtol(argv[1], NULL, 10) : 0 };

    if (m.socket_count < 1 || m.socket_count > SOCKETS_MAX) {
        (void)fprintf(stderr, "usage: service_manager SOCKETS COMMAND...\n");
        return 2;
    }
    for (int i = 0; i < m.socket_count; i++)
        m.sockets[i] = listen_anywhere();
    m.notify = open_notify(m.name);
    m.children = watch_children();
    m.command = argv + 2;
    serve(&m);
    return 0;
}
