/* tests/crash/faults.h - the disk under a test's command: it kills, fails, or is watched.
 *
 * Stands between the program (libgit2 too) and the C library for every call
 * that changes files. Counting is exact, so a test can go through all of them
 * one after the other, and the n-th is the same one each time.
 */
#ifndef BT_TESTS_FAULTS_H
#define BT_TESTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef enum fault_kind {
    FAULT_KILL,     /* SIGKILL before the call; a write has written its first half by then */
    FAULT_FAIL,     /* the call fails once with `error`; a write has written its first half by then */
    FAULT_FAIL_FROM /* and so does every call after it: the disk stays full, or broken */
} fault_kind;

/* The `at`-th call from now on, counted from 1. */
void faults_arm(fault_kind kind, unsigned at, int error);
/*
 * waitpid() for a child that armed FAULT_KILL. Where BT_CRASH_SYSCALLS is set the child dies before its `at`-th real
 * system call that changes files instead, see syscalls.c.
 */
pid_t faults_wait(pid_t child, unsigned at, int *how);
/* The call to try after that one: the next, or where a sample is taken one further on. */
unsigned faults_after(unsigned at);
bool faults_sampled(void);
/* In such a child, from faults_arm(): it is watched from here on. False where nothing is to be watched. */
bool syscalls_begin(void);
/* Before the `at`-th call from now on something else happens; its own calls are not counted. May be armed besides. */
void faults_between(unsigned at, void (*happens)(void *context), void *context);
/* Back to normal. Gives back how many calls were counted. */
unsigned faults_disarm(void);

/* Remember from now on what was changed and not synced. */
void watch_start(void);

typedef struct watched {
    unsigned syncs;
    unsigned unsynced;            /* files and folders, now */
    unsigned unsynced_at_head;    /* and when the ref moved last, before it did */
    unsigned unsynced_at_journal; /* and when the journal was replaced last, before it was */
    char example[256];            /* the path of one of them */
} watched;

/* End it, and tell. Temporary names count only once they are final. */
watched watch_end(void);

#endif
