#include "service/people/limit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_LEN = 47,      /* INET6_ADDRSTRLEN, and a scope; a device's id is shorter */
    NETWORK_BYTES = 8, /* of the sixteen of an IPv6 address */
    HASH_SEED = 2166136261 % 0x7fffffff,
    HASH_STEP = 16777619
};

typedef struct counter {
    char key[KEY_LEN + 1];
    int64_t since_s; /* start of its window */
    int attempts;    /* 0: the row is free */
} counter;

struct bt_limit {
    pthread_mutex_t lock;
    bt_limit_rule rule;
    counter all;
    counter rows[BT_LIMIT_GROUPS][BT_LIMIT_GROUP_ROWS];
};

bt_limit *bt_limit_new(bt_limit_rule rule)
{
    bt_limit *limit = calloc(1, sizeof *limit);

    if (limit != NULL && pthread_mutex_init(&limit->lock, NULL) != 0) {
        free(limit);
        limit = NULL;
    }
    if (limit != NULL)
        limit->rule = rule;
    return limit;
}

void bt_limit_free(bt_limit *limit)
{
    if (limit == NULL)
        return;
    pthread_mutex_destroy(&limit->lock);
    free(limit);
}

static void normalise(const char *key, char out[KEY_LEN + 1])
{
    struct in6_addr address;

    (void)snprintf(out, KEY_LEN + 1, "%s", key);
    if (inet_pton(AF_INET6, key, &address) != 1)
        return;
    memset(address.s6_addr + NETWORK_BYTES, 0, sizeof address.s6_addr - NETWORK_BYTES);
    (void)inet_ntop(AF_INET6, &address, out, KEY_LEN + 1);
}

static counter *group_of(bt_limit *limit, const char *key)
{
    uint32_t hash = HASH_SEED; /* FNV-1a */

    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * HASH_STEP;
    return limit->rows[hash % BT_LIMIT_GROUPS];
}

/* A clock that was set back ends a window too: nobody waits for a time that may never come. */
static void start_window_if_over(const bt_limit *limit, counter *row, int64_t now_s)
{
    if (row->attempts == 0 || now_s < row->since_s || now_s - row->since_s >= limit->rule.window_s) {
        row->since_s = now_s;
        row->attempts = 0;
    }
}

static counter *find(counter *group, const char *key)
{
    for (int i = 0; i < BT_LIMIT_GROUP_ROWS; i++) {
        if (group[i].attempts > 0 && strcmp(group[i].key, key) == 0)
            return &group[i];
    }
    return NULL;
}

/* A free row, else the one whose window began first. */
static counter *claim(counter *group, const char *key)
{
    counter *oldest = &group[0];

    for (int i = 0; i < BT_LIMIT_GROUP_ROWS && oldest->attempts > 0; i++) {
        if (group[i].attempts == 0 || group[i].since_s < oldest->since_s)
            oldest = &group[i];
    }
    memset(oldest, 0, sizeof *oldest);
    (void)snprintf(oldest->key, sizeof oldest->key, "%s", key);
    return oldest;
}

int bt_limit_take(bt_limit *limit, const char *key, int64_t now_s)
{
    const bt_limit_rule *rule = &limit->rule;
    const counter *full = NULL;
    counter *row = NULL, *group;
    char plain[KEY_LEN + 1];
    int wait_s = 0;

    normalise(key, plain);
    pthread_mutex_lock(&limit->lock);
    group = group_of(limit, plain);
    row = find(group, plain);
    if (row == NULL)
        row = claim(group, plain);
    start_window_if_over(limit, row, now_s);
    start_window_if_over(limit, &limit->all, now_s);
    if (row->attempts >= rule->for_each)
        full = row;
    else if (rule->in_all > 0 && limit->all.attempts >= rule->in_all)
        full = &limit->all;
    if (full != NULL) {
        wait_s = (int)(full->since_s + rule->window_s - now_s);
    } else {
        row->attempts++;
        limit->all.attempts++;
    }
    pthread_mutex_unlock(&limit->lock);
    return wait_s;
}

void bt_limit_give_back(bt_limit *limit, const char *key)
{
    char plain[KEY_LEN + 1];
    counter *row = NULL;

    normalise(key, plain);
    pthread_mutex_lock(&limit->lock);
    row = find(group_of(limit, plain), plain);
    if (row != NULL)
        row->attempts--;
    if (limit->all.attempts > 0)
        limit->all.attempts--;
    pthread_mutex_unlock(&limit->lock);
}
