/* tests/crash/syscalls.c - SIGKILL before the real system call, by ptrace: also for what faults.c does not stand before.
 *
 * BT_CRASH_SYSCALLS=all goes through all of them; any other value is the seed of a sample. Ends the program with 77
 * where the system does not permit ptrace.
 */
#define _GNU_SOURCE
#include "tests/crash/faults.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SAMPLED_EVERY = 6, SKIPPED = 77, SYSCALL_STOP = SIGTRAP | 0x80 };

/* Calls that change files whatever their arguments are. */
static const long changing[] = {
    SYS_write,     SYS_writev,    SYS_pwrite64, SYS_pwritev,         SYS_fsync,
    SYS_fdatasync, SYS_ftruncate, SYS_truncate, SYS_fallocate,       SYS_fchmod,
    SYS_fchmodat,  SYS_mkdirat,   SYS_unlinkat, SYS_linkat,          SYS_symlinkat,
    SYS_renameat2, SYS_sendfile,  SYS_msync,    SYS_sync_file_range, SYS_copy_file_range,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_rename /* the older ones, which some processors have */
    SYS_rename,    SYS_link,      SYS_symlink,  SYS_unlink,          SYS_mkdir,
    SYS_rmdir,     SYS_chmod,
#endif
};

static struct {
    bool wanted, sampled;
    uint32_t random;
} mode;

static bool changes_files(const struct __ptrace_syscall_info *info)
{
    const long number = (long)info->entry.nr;

    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++) {
        if (changing[i] == number)
            return true;
    }
#ifdef SYS_open
    if (number == SYS_open)
        return (info->entry.args[1] & (O_CREAT | O_TRUNC)) != 0;
#endif
    return number == SYS_openat && (info->entry.args[2] & (O_CREAT | O_TRUNC)) != 0;
}

/* ptrace() takes numbers as pointers. */
static void *as_pointer(uintptr_t number)
{
    return (void *)number; /* NOLINT(performance-no-int-to-ptr) */
}

/* Stands at the entry of a call that changes files? */
static bool is_entry(pid_t child, int how)
{
    struct __ptrace_syscall_info info;

    return WSTOPSIG(how) == SYSCALL_STOP && ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) > 0 &&
           info.op == PTRACE_SYSCALL_INFO_ENTRY && changes_files(&info);
}

bool syscalls_begin(void)
{
    if (!mode.wanted)
        return false;
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(SKIPPED);
    return raise(SIGSTOP) == 0;
}

pid_t faults_wait(pid_t child, unsigned at, int *how)
{
    pid_t done = waitpid(child, how, 0);

    if (!mode.wanted || done != child || !WIFSTOPPED(*how))
        return done;
    (void)ptrace(PTRACE_SETOPTIONS, child, NULL, as_pointer(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
    for (uintptr_t signal = 0; WIFSTOPPED(*how);) {
        if (is_entry(child, *how) && --at == 0)
            (void)kill(child, SIGKILL);
        else if (ptrace(PTRACE_SYSCALL, child, NULL, as_pointer(signal)) != 0 && errno != ESRCH)
            return -1;
        done = waitpid(child, how, 0);
        if (done != child)
            return done;
        signal = WIFSTOPPED(*how) && WSTOPSIG(*how) != SYSCALL_STOP ? (uintptr_t)WSTOPSIG(*how) : 0;
    }
    return child;
}

unsigned faults_after(unsigned at)
{
    if (!mode.sampled)
        return at + 1;
    mode.random = mode.random * 1664525 + 1013904223;
    return at + 1 + (mode.random >> 16) % (2 * SAMPLED_EVERY);
}

bool faults_sampled(void)
{
    return mode.sampled;
}

/* Before main(), so that a program that cannot do it does nothing. */
__attribute__((constructor)) static void choose(void)
{
    const char *asked = getenv("BT_CRASH_SYSCALLS");
    pid_t child;
    int how = 0;

    if (!asked)
        return;
    mode.wanted = true;
    mode.sampled = strcmp(asked, "all") != 0;
    mode.random = (uint32_t)strtoul(asked, NULL, 10);
    child = fork();
    if (child == 0)
        _exit(syscalls_begin() ? 0 : 1);
    if (child < 0 || faults_wait(child, UINT32_MAX, &how) != child || !WIFEXITED(how) ||
        WEXITSTATUS(how) != 0) {
        printf("skipped: ptrace is not permitted here\n");
        _exit(fflush(stdout) == 0 ? SKIPPED : 1);
    }
    printf("before real system calls: BT_CRASH_SYSCALLS=%s\n", asked);
    (void)fflush(stdout);
}
