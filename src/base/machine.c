/* Machine: physical memory, and the files in which the kernel says what a cgroup may have. */
#include "base/machine.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum { MACHINE_FILE_BYTES = 4096, MACHINE_PATH_BYTES = 4096 };

static struct text read_small(const char *path, char room[MACHINE_FILE_BYTES])
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = file >= 0 ? read(file, room, MACHINE_FILE_BYTES) : -1;

    if (file >= 0)
        close(file);
    return (struct text){ room, size > 0 ? (size_t)size : 0 };
}

/* A number of bytes; "max", and what cannot be read, bounds nothing. */
static size_t read_bound(const char *root, struct text group, const char *name)
{
    char path[MACHINE_PATH_BYTES], room[MACHINE_FILE_BYTES];
    int64_t bytes;

    if (snprintf(path, sizeof path, "%s%.*s/%s", root, TEXT_ARG(group), name) >= (int)sizeof path)
        return SIZE_MAX;
    if (!text_to_int64(text_trim(read_small(path, room)), &bytes) || bytes <= 0)
        return SIZE_MAX;
    return (size_t)bytes;
}

/* The least of a group and of those that it is in. */
static size_t read_chain(const char *root, struct text group, const char *name)
{
    size_t least = SIZE_MAX;

    for (;;) {
        size_t bound;

        while (group.size > 0 && group.at[group.size - 1] == '/')
            group.size--;
        bound = read_bound(root, group, name);
        if (bound < least)
            least = bound;
        if (group.size == 0)
            return least;
        while (group.size > 0 && group.at[group.size - 1] != '/')
            group.size--;
    }
}

/* "0::/user.slice" of version 2; "9:memory:/user.slice" of version 1. */
size_t cgroup_memory_bytes(const char *root, struct text membership)
{
    char folder[MACHINE_PATH_BYTES];
    size_t least = SIZE_MAX;

    while (membership.size > 0) {
        struct text group = text_cut(&membership, '\n');
        struct text number = text_cut(&group, ':'), controllers = text_cut(&group, ':');
        size_t bound = SIZE_MAX;

        if (text_equal(number, T("0")) && controllers.size == 0)
            bound = read_chain(root, group, "memory.max");
        else if (text_equal(controllers, T("memory")) &&
                 snprintf(folder, sizeof folder, "%s/memory", root) < (int)sizeof folder)
            bound = read_chain(folder, group, "memory.limit_in_bytes");
        if (bound < least)
            least = bound;
    }
    return least;
}

size_t machine_memory_bytes(void)
{
    char room[MACHINE_FILE_BYTES];
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    size_t machine = pages > 0 && page > 0 ? (size_t)pages * (size_t)page : SIZE_MAX;
    size_t group = cgroup_memory_bytes("/sys/fs/cgroup", read_small("/proc/self/cgroup", room));

    return group < machine ? group : machine;
}
