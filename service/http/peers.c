#include "service/http/peers.h"
#include "service/http/log.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum {
    KEEP_ALIVE_PERCENT = 40, /* of the workers in use by connections that do not wait: past it, each closes */
    TICK_MAX_MS = 250,
    ARRIVE_STEP_MS =
        200 /* a handshake on a school's Wi-Fi takes less, and is no connection here before its end */
};

struct bt_peer {
    bt_peers *all;
    int socket;
    bool used;
    bool silent;         /* has not asked anything yet */
    bool asking;         /* a request is under way */
    bool waiting;        /* for news */
    int64_t deadline_ms; /* 0: the clock does not run */
};

struct bt_peers {
    pthread_mutex_t
        lock; /* held while a socket is shut down, so that its number cannot be another's by then */
    pthread_cond_t changed;
    pthread_t watchdog;
    bool watched; /* the thread runs */
    bool draining;
    bool ending; /* the watchdog is to return */
    int limit_ms;
    int size;
    int used;
    int silent;
    int asking;
    int waiting;
    uint64_t entered; /* connections since the start */
    bt_peer rows[];
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct timespec at_ms(int64_t ms)
{
    return (struct timespec){ .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000 };
}

static void cut_late_ones(bt_peers *peers)
{
    int64_t now = now_ms();

    for (int i = 0; i < peers->size; i++) {
        bt_peer *peer = &peers->rows[i];

        if (peer->used && peer->deadline_ms != 0 && now >= peer->deadline_ms) {
            peer->deadline_ms = 0;
            shutdown(peer->socket,
                     SHUT_RDWR); /* its worker's read or write fails, and the worker closes it */
            bt_log_event("peer_too_slow", NULL);
        }
    }
}

static void *watch(void *context)
{
    bt_peers *peers = context;
    int tick_ms = peers->limit_ms / 4 < TICK_MAX_MS ? peers->limit_ms / 4 + 1 : TICK_MAX_MS;

    pthread_mutex_lock(&peers->lock);
    while (!peers->ending) {
        struct timespec until = at_ms(now_ms() + tick_ms);

        pthread_cond_timedwait(&peers->changed, &peers->lock, &until);
        cut_late_ones(peers);
    }
    pthread_mutex_unlock(&peers->lock);
    return NULL;
}

/* Deadlines are of the monotonic clock: a clock set forward cuts nobody off. */
static int start_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    int failed = pthread_condattr_init(&attributes);

    if (failed != 0)
        return failed;
    failed = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (failed == 0)
        failed = pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return failed;
}

bt_status bt_peers_start(int workers, int limit_ms, bt_peers **out)
{
    bt_peers *peers = calloc(1, sizeof *peers + (size_t)workers * sizeof peers->rows[0]);

    *out = NULL;
    if (peers == NULL)
        return BT_ENOMEM;
    peers->size = workers;
    peers->limit_ms = limit_ms;
    if (pthread_mutex_init(&peers->lock, NULL) != 0) {
        free(peers);
        return BT_ENOMEM;
    }
    if (start_condition(&peers->changed) != 0) {
        pthread_mutex_destroy(&peers->lock);
        free(peers);
        return BT_ENOMEM;
    }
    peers->watched = pthread_create(&peers->watchdog, NULL, watch, peers) == 0;
    if (!peers->watched) {
        bt_peers_stop(peers);
        return BT_ENOMEM;
    }
    *out = peers;
    return BT_OK;
}

void bt_peers_stop(bt_peers *peers)
{
    if (peers == NULL)
        return;
    if (peers->watched) {
        pthread_mutex_lock(&peers->lock);
        peers->ending = true;
        pthread_cond_broadcast(&peers->changed);
        pthread_mutex_unlock(&peers->lock);
        pthread_join(peers->watchdog, NULL);
    }
    pthread_cond_destroy(&peers->changed);
    pthread_mutex_destroy(&peers->lock);
    free(peers);
}

bt_peer *bt_peers_enter(bt_peers *peers, int socket)
{
    bt_peer *found = NULL;

    pthread_mutex_lock(&peers->lock);
    for (int i = 0; i < peers->size && found == NULL; i++) {
        if (!peers->rows[i].used)
            found = &peers->rows[i];
    }
    if (found != NULL) {
        *found = (bt_peer){ .all = peers, .socket = socket, .used = true, .silent = true };
        peers->used++;
        peers->silent++;
        peers->entered++;
    }
    pthread_mutex_unlock(&peers->lock);
    return found;
}

void bt_peer_leave(bt_peer *peer)
{
    bt_peers *peers = peer->all;

    pthread_mutex_lock(&peers->lock);
    peer->used = false;
    peers->used--;
    if (peer->silent)
        peers->silent--;
    pthread_mutex_unlock(&peers->lock);
}

void bt_peer_begin(bt_peer *peer)
{
    bt_peers *peers = peer->all;

    pthread_mutex_lock(&peers->lock);
    if (peer->silent)
        peers->silent--;
    peer->silent = false;
    peer->asking = true;
    peers->asking++;
    pthread_mutex_unlock(&peers->lock);
}

void bt_peer_end(bt_peer *peer)
{
    bt_peers *peers = peer->all;

    pthread_mutex_lock(&peers->lock);
    peers->asking--;
    if (peer->waiting)
        peers->waiting--;
    peer->asking = false;
    peer->waiting = false;
    peer->deadline_ms = 0;
    if (peers->draining && peers->asking == 0)
        pthread_cond_broadcast(&peers->changed);
    pthread_mutex_unlock(&peers->lock);
}

void bt_peer_hurry(bt_peer *peer)
{
    pthread_mutex_lock(&peer->all->lock);
    peer->deadline_ms = now_ms() + peer->all->limit_ms;
    pthread_mutex_unlock(&peer->all->lock);
}

void bt_peer_relax(bt_peer *peer)
{
    pthread_mutex_lock(&peer->all->lock);
    peer->deadline_ms = 0;
    pthread_mutex_unlock(&peer->all->lock);
}

bool bt_peer_gone(void *context)
{
    bt_peer *peer = context;
    struct pollfd ask = { .fd = peer->socket, .events = POLLRDHUP };
    bool draining = false;

    pthread_mutex_lock(&peer->all->lock);
    draining = peer->all->draining;
    if (!peer->waiting) {
        peer->waiting = true;
        peer->all->waiting++;
    }
    pthread_mutex_unlock(&peer->all->lock);
    return draining || (poll(&ask, 1, 0) > 0 && (ask.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0);
}

bool bt_peers_crowded(bt_peers *peers)
{
    bool crowded = false;

    pthread_mutex_lock(&peers->lock);
    crowded = peers->draining || (peers->used - peers->waiting) * 100 > peers->size * KEEP_ALIVE_PERCENT;
    pthread_mutex_unlock(&peers->lock);
    return crowded;
}

bt_peer_counts bt_peers_counts(void *context)
{
    bt_peers *peers = ((bt_peer *)context)->all;
    bt_peer_counts counts;

    pthread_mutex_lock(&peers->lock);
    counts = (bt_peer_counts){ peers->size, peers->used, peers->waiting };
    pthread_mutex_unlock(&peers->lock);
    return counts;
}

void bt_peers_arrive(bt_peers *peers, int patience_ms)
{
    int64_t until_ms = now_ms() + patience_ms;
    bool quiet = false;

    pthread_mutex_lock(&peers->lock);
    while (!quiet && now_ms() < until_ms) {
        struct timespec step = at_ms(now_ms() + ARRIVE_STEP_MS);
        uint64_t entered = peers->entered;

        while (pthread_cond_timedwait(&peers->changed, &peers->lock, &step) != ETIMEDOUT) {
        }
        quiet = peers->silent == 0 && peers->entered == entered;
    }
    pthread_mutex_unlock(&peers->lock);
}

void bt_peers_close(bt_peers *peers)
{
    pthread_mutex_lock(&peers->lock);
    peers->draining = true;
    for (int i = 0; i < peers->size; i++) {
        if (peers->rows[i].used && !peers->rows[i].asking)
            shutdown(peers->rows[i].socket, SHUT_RD); /* its worker reads the end, and closes */
    }
    pthread_mutex_unlock(&peers->lock);
}

bool bt_peers_drain(bt_peers *peers, int patience_ms)
{
    struct timespec until = at_ms(now_ms() + patience_ms);
    bool drained = false;
    int late = 0;

    pthread_mutex_lock(&peers->lock);
    while (peers->asking > 0 && late != ETIMEDOUT)
        late = pthread_cond_timedwait(&peers->changed, &peers->lock, &until);
    drained = peers->asking == 0;
    pthread_mutex_unlock(&peers->lock);
    return drained;
}
