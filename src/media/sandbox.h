/* Sandbox: takes from this process what decoding a picture does not need. Private to src/media. */
#ifndef MEDIA_SANDBOX_H
#define MEDIA_SANDBOX_H

#include <stdbool.h>

struct sandbox {
    bool is_filtered; /* system calls (seccomp) */
    bool is_confined; /* no path can be opened (Landlock) */
};

/* Ceilings of memory, files and time; before the library is loaded. */
void sandbox_limit(void);
/* For good. What this kernel does not know stays false. */
struct sandbox sandbox_enter(void);

/* Tries what the sandbox forbids, for tests: "open", "connect", "fork", "exec", "kill", "code",
   "memory", "more descriptors" or "more output"; without "more" it is as much as there may be.
   True when it could be done. */
bool sandbox_try(const char *what);

#endif
