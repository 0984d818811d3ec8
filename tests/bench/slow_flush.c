/* A disk whose flushes take BENCH_FLUSH_MS longer, as those of a memory card do: to be preloaded. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void wait_longer(void)
{
    const char *text = getenv("BENCH_FLUSH_MS");
    const struct timespec pause = { .tv_nsec = (text ? strtol(text, NULL, 10) : 0) * 1000000L };

    (void)nanosleep(&pause, NULL);
}

static int flush(const char *name, int fd)
{
    int (*call)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);

    wait_longer();
    return call ? call(fd) : -1;
}

int fsync(int fd)
{
    return flush("fsync", fd);
}

int fdatasync(int fd)
{
    return flush("fdatasync", fd);
}
