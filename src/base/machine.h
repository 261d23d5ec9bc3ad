/* Machine: how much memory there is for this process, before it asks for any. */
#ifndef BASE_MACHINE_H
#define BASE_MACHINE_H

#include "base/text.h"

#include <stddef.h>

/* The machine's memory, or that of the container (cgroup) if it is less. */
size_t machine_memory_bytes(void);

/* What the cgroups of a process may take: `membership` is its /proc/self/cgroup, `root` is where
   their files are (/sys/fs/cgroup), version 2 or 1. SIZE_MAX: nothing is said. */
size_t cgroup_memory_bytes(const char *root, struct text membership);

#endif
