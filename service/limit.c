#include "service/limit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ADDRESS_LEN = 47 }; /* INET6_ADDRSTRLEN, and a scope */

typedef struct counter {
    char address[ADDRESS_LEN + 1];
    int64_t since_s; /* start of its window */
    int attempts;    /* 0: the row is free */
} counter;

struct bt_limit {
    pthread_mutex_t lock;
    counter all;
    counter rows[BT_LIMIT_ADDRESSES];
};

bt_limit *bt_limit_new(void)
{
    bt_limit *limit = calloc(1, sizeof *limit);

    if (limit != NULL && pthread_mutex_init(&limit->lock, NULL) != 0) {
        free(limit);
        limit = NULL;
    }
    return limit;
}

void bt_limit_free(bt_limit *limit)
{
    if (limit == NULL)
        return;
    pthread_mutex_destroy(&limit->lock);
    free(limit);
}

/* A clock that was set back ends a window too: nobody waits for a time that may never come. */
static void start_window_if_over(counter *row, int64_t now_s)
{
    if (row->attempts == 0 || now_s < row->since_s || now_s - row->since_s >= BT_LIMIT_WINDOW_S) {
        row->since_s = now_s;
        row->attempts = 0;
    }
}

static counter *find(bt_limit *limit, const char *address)
{
    for (int i = 0; i < BT_LIMIT_ADDRESSES; i++) {
        counter *row = &limit->rows[i];

        if (row->attempts > 0 && strncmp(row->address, address, ADDRESS_LEN) == 0)
            return row;
    }
    return NULL;
}

/* A free row, else the one whose window began first. */
static counter *claim(bt_limit *limit, const char *address)
{
    counter *oldest = &limit->rows[0];

    for (int i = 0; i < BT_LIMIT_ADDRESSES && oldest->attempts > 0; i++) {
        counter *row = &limit->rows[i];

        if (row->attempts == 0 || row->since_s < oldest->since_s)
            oldest = row;
    }
    memset(oldest, 0, sizeof *oldest);
    (void)snprintf(oldest->address, sizeof oldest->address, "%s", address);
    return oldest;
}

int bt_limit_take(bt_limit *limit, const char *address, int64_t now_s)
{
    const counter *full = NULL;
    counter *row = NULL;
    int wait_s = 0;

    pthread_mutex_lock(&limit->lock);
    row = find(limit, address);
    if (row == NULL)
        row = claim(limit, address);
    start_window_if_over(row, now_s);
    start_window_if_over(&limit->all, now_s);
    if (row->attempts >= BT_LIMIT_PER_ADDRESS)
        full = row;
    else if (limit->all.attempts >= BT_LIMIT_IN_ALL)
        full = &limit->all;
    if (full != NULL) {
        wait_s = (int)(full->since_s + BT_LIMIT_WINDOW_S - now_s);
    } else {
        row->attempts++;
        limit->all.attempts++;
    }
    pthread_mutex_unlock(&limit->lock);
    return wait_s;
}

void bt_limit_give_back(bt_limit *limit, const char *address)
{
    counter *row = NULL;

    pthread_mutex_lock(&limit->lock);
    row = find(limit, address);
    if (row != NULL)
        row->attempts--;
    if (limit->all.attempts > 0)
        limit->all.attempts--;
    pthread_mutex_unlock(&limit->lock);
}
