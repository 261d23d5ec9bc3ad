/* Memory torture: every allocation of a test is failed once. Linked with a cmocka program, this
   file takes the place of cmocka's runner and of malloc: each test runs in a child of its own for
   each allocation that it makes, and in that child this one allocation fails (or it and all that
   follow). What may come out of it is written down in docs/torture.md; a crash, a leak, or a test
   that never ends is a failure.

   MEMORY_TORTURE  how many allocations of a test are failed, evenly spread; 0 for all of them
   MEMORY_ONLY     only the test of this name
   MEMORY_AT       only this allocation: `at=12` (alone), `from=12` (and all that follow)
   MEMORY_TELL     1: say where tests ended by an assertion */
#include "torture/memory/run.h"

#include <dlfcn.h>
#include <errno.h>
#include <ftw.h>
#include <link.h>
#include <pthread.h>
#include <sanitizer/lsan_interface.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_EACH = 150, PLACES = 16, PLACE_SIZE = 64, SAID_SIZE = 32768, RANGES = 32 };

/* How a child ended. Anything else is a crash. */
enum { ENDED_WELL = 0, ENDED_BY_ASSERTION = 77, ENDED_WITH_LEAK = 78 };

/* What parent and child share. */
struct ledger {
    _Atomic uint64_t count; /* allocations of libraries so far */
    _Atomic int place_count;
    char places[PLACES][PLACE_SIZE]; /* folders that the child has made */
};

struct range {
    uintptr_t from, to;
};

static struct ledger *ledger;
static _Atomic uint64_t fail_at; /* 0: never */
static bool fails_onward;
static struct range spared[RANGES];
static size_t spared_count;

/* ---- whose allocation it is ---- */

/* Our own code ends the process when there is no memory (base/arena.h), which one test shows for
   all of it; the sanitizers, the loader and cmocka are not what is tested. What is left is what the
   libraries ask for, and what they say when they do not get it is for us to handle. */
static bool is_spared_name(const char *name)
{
    static const char *const names[] = { "libasan",  "libubsan", "libcmocka",
                                         "ld-linux", "libgcc",   "libstdc++" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strstr(name, names[i]))
            return true;
    return name[0] == '\0'; /* the program itself */
}

static int note_range(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum && is_spared_name(info->dlpi_name); i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];

        if (part->p_type == PT_LOAD && (part->p_flags & PF_X) && spared_count < RANGES)
            spared[spared_count++] =
                (struct range){ info->dlpi_addr + part->p_vaddr,
                                info->dlpi_addr + part->p_vaddr + part->p_memsz };
    }
    return 0;
}

/* The sanitizer asks for this at the start of each thread, and dies when it gets nothing. */
static __thread bool is_for_sanitizer;

int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    static int (*real)(pthread_t, pthread_attr_t *);
    int code;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_getattr_np");
    is_for_sanitizer = true;
    code = real(thread, attributes);
    is_for_sanitizer = false;
    return code;
}

static bool refuses(const void *caller)
{
    uint64_t at = atomic_load_explicit(&fail_at, memory_order_relaxed), number;

    if (!ledger || at == 0 || is_for_sanitizer)
        return false;
    for (size_t i = 0; i < spared_count; i++)
        if ((uintptr_t)caller >= spared[i].from && (uintptr_t)caller < spared[i].to)
            return false;
    number = atomic_fetch_add(&ledger->count, 1) + 1;
    if (number != at && !(fails_onward && number > at))
        return false;
    errno = ENOMEM;
    return true;
}

/* ---- in the place of the C library's ---- */

void *__interceptor_malloc(size_t size);
void *__interceptor_calloc(size_t count, size_t size);
void *__interceptor_realloc(void *at, size_t size);
int __interceptor_posix_memalign(void **at, size_t alignment, size_t size);

void *malloc(size_t size)
{
    return refuses(__builtin_return_address(0)) ? NULL : __interceptor_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return refuses(__builtin_return_address(0)) ? NULL : __interceptor_calloc(count, size);
}

void *realloc(void *at, size_t size)
{
    return size > 0 && refuses(__builtin_return_address(0)) ? NULL
                                                            : __interceptor_realloc(at, size);
}

int posix_memalign(void **at, size_t alignment, size_t size)
{
    return refuses(__builtin_return_address(0)) ? ENOMEM
                                                : __interceptor_posix_memalign(at, alignment, size);
}

char *strdup(const char *string)
{
    size_t size = strlen(string) + 1;
    char *copy = refuses(__builtin_return_address(0)) ? NULL : __interceptor_malloc(size);

    return copy ? memcpy(copy, string, size) : NULL;
}

char *strndup(const char *string, size_t longest)
{
    size_t size = strnlen(string, longest);
    char *copy = refuses(__builtin_return_address(0)) ? NULL : __interceptor_malloc(size + 1);

    if (copy)
        copy[size] = '\0';
    return copy ? memcpy(copy, string, size) : NULL;
}

/* A child that dies leaves its folders to the parent. */
char *mkdtemp(char *path)
{
    static char *(*real)(char *);
    char *made;
    int place;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "mkdtemp");
    made = real(path);
    if (made && ledger && (place = atomic_fetch_add(&ledger->place_count, 1)) < PLACES)
        snprintf(ledger->places[place], PLACE_SIZE, "%s", made);
    return made;
}

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *place)
{
    (void)stat;
    (void)type;
    (void)place;
    return remove(path);
}

static void remove_places(void)
{
    for (int i = 0; i < ledger->place_count && i < PLACES; i++)
        (void)nftw(ledger->places[i], remove_one, 8, FTW_DEPTH | FTW_PHYS);
    ledger->place_count = 0;
}

/* ---- a child ---- */

/* A test that says no ends here, from where it stands: what it still holds is on the stack below,
   and only what nobody holds any more is a leak. Two threads may say no at once. */
static void end_by_assertion(void)
{
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&one);
    atomic_store(&fail_at, 0);
    _exit(__lsan_do_recoverable_leak_check() ? ENDED_WITH_LEAK : ENDED_BY_ASSERTION);
}

/* In the place of cmocka's. */
void _fail(const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d says no\n", file, line);
    end_by_assertion();
}

struct trial {
    const struct CMUnitTest *test;
    CMFixtureFunction setup, teardown; /* of its group */
    uint64_t at;
};

static void run_fixture(CMFixtureFunction fixture, void **state)
{
    if (fixture && fixture(state) != 0)
        _exit(ENDED_BY_ASSERTION);
}

static void run_once(const struct trial *trial, uint64_t at)
{
    const struct CMUnitTest *test = trial->test;
    void *state = NULL;

    run_fixture(trial->setup, &state);
    if (test->initial_state)
        state = test->initial_state;
    atomic_store(&fail_at, at);
    run_fixture(test->setup_func, &state);
    test->test_func(&state);
    run_fixture(test->teardown_func, &state);
    atomic_store(&fail_at, 0);
    run_fixture(trial->teardown, &state);
}

static void begin_child(void)
{
    alarm(SECONDS_EACH);
    if (atexit(end_by_assertion) != 0)
        _exit(1);
}

static void child_run(const struct trial *trial)
{
    begin_child();
    run_once(trial, trial->at);
    _exit(__lsan_do_recoverable_leak_check() ? ENDED_WITH_LEAK : ENDED_WELL);
}

/* Whether the test bears to be run a second time in one process. */
static void child_run_again(const struct trial *trial)
{
    begin_child();
    run_once(trial, 0);
    run_once(trial, 0);
    _exit(ENDED_WELL);
}

struct ending {
    int status;
    char said[SAID_SIZE];
};

static void child_wait(pid_t child, int said, struct ending *ending)
{
    ssize_t size;

    while (waitpid(child, &ending->status, 0) < 0 && errno == EINTR)
        continue;
    size = pread(said, ending->said, sizeof ending->said - 1, 0);
    ending->said[size > 0 ? size : 0] = '\0';
    close(said);
    remove_places();
}

/* Runs `work` in a child with what it says caught, and waits for it. */
static void run_apart(void (*work)(const struct trial *), const struct trial *trial,
                      struct ending *ending)
{
    int said = memfd_create("said", MFD_CLOEXEC);
    pid_t child;

    (void)fflush(NULL);
    atomic_store(&ledger->count, 0);
    child = fork();
    if (child == 0) {
        if (dup2(said, STDOUT_FILENO) < 0 || dup2(said, STDERR_FILENO) < 0)
            _exit(1);
        work(trial);
    }
    child_wait(child, said, ending);
}

/* ---- the parent ---- */

struct tally {
    uint64_t well, by_assertion, by_rule, by_library, broken;
};

/* Libraries that use the NULL they got (the process ends, which is the rule of base/arena.h, too),
   or lose a piece of memory on the way out. Nothing we could do about it from outside. */
static const struct {
    const char *sanitizer_says, *place;
} known_faults[] = {
    { "SEGV on unknown address 0x000000000", "libarchive.so.13" },
    { "LeakSanitizer: detected memory leaks", "in archive_read_open_memory2" },
};

static bool is_known_fault(const struct ending *ending)
{
    for (size_t i = 0; i < sizeof known_faults / sizeof known_faults[0]; i++) {
        const char *at = strstr(ending->said, known_faults[i].sanitizer_says);
        const char *frame = at ? strstr(at, "#0 ") : NULL;
        const char *end = frame ? strstr(frame, "#4 ") : NULL;
        const char *place = frame ? strstr(frame, known_faults[i].place) : NULL;

        if (end && place && place < end)
            return true;
    }
    return false;
}

/* The ways in which the process may end itself: the rule of base/arena.h and crypto/openssl.h. */
static bool is_by_rule(const struct ending *ending)
{
    return WIFSIGNALED(ending->status) && WTERMSIG(ending->status) == SIGABRT &&
           (strstr(ending->said, "steward: out of memory") ||
            strstr(ending->said, "steward: the cryptographic library failed"));
}

static void tell(const char *name, uint64_t at, const struct ending *ending, const char *what)
{
    printf("# %s, MEMORY_AT=%s=%lu: %s\n%s\n", name, fails_onward ? "from" : "at",
           (unsigned long)at, what, ending->said);
}

static void judge(const char *name, uint64_t at, const struct ending *ending, struct tally *tally)
{
    if (WIFEXITED(ending->status) && WEXITSTATUS(ending->status) == ENDED_WELL) {
        tally->well++;
    } else if (WIFEXITED(ending->status) && WEXITSTATUS(ending->status) == ENDED_BY_ASSERTION) {
        tally->by_assertion++;
        if (getenv("MEMORY_TELL"))
            tell(name, at, ending, "ended by an assertion");
    } else if (is_by_rule(ending)) {
        tally->by_rule++;
    } else if (is_known_fault(ending)) {
        tally->by_library++;
    } else {
        tally->broken++;
        if (WIFEXITED(ending->status) && WEXITSTATUS(ending->status) == ENDED_WITH_LEAK)
            tell(name, at, ending, "leaked");
        else if (WIFSIGNALED(ending->status) && WTERMSIG(ending->status) == SIGALRM)
            tell(name, at, ending, "did not end");
        else
            tell(name, at, ending, "crashed");
    }
}

static void torture_at(struct trial *trial, uint64_t at, struct tally *tally)
{
    struct ending ending;

    trial->at = at;
    run_apart(child_run, trial, &ending);
    judge(trial->test->name, at, &ending, tally);
}

static bool ended_well(const struct ending *ending)
{
    return WIFEXITED(ending->status) && WEXITSTATUS(ending->status) == ENDED_WELL;
}

/* How many allocations the test makes. What libraries make once and keep, a server makes before
   anything else: where the test bears it, it has run once in this process before. */
static bool count_allocations(struct trial *trial, uint64_t *ret_count)
{
    struct ending ending;

    trial->at = UINT64_MAX;
    run_apart(child_run, trial, &ending);
    if (!ended_well(&ending)) {
        tell(trial->test->name, 0, &ending, "fails with all the memory it wants");
        return false;
    }
    run_apart(child_run_again, trial, &ending);
    if (ended_well(&ending)) {
        run_once(trial, 0);
        run_apart(child_run, trial, &ending);
    }
    *ret_count = ledger->count;
    return true;
}

static void torture_all(struct trial *trial, uint64_t count, uint64_t most, struct tally *tally)
{
    double step = most > 0 && count > most ? (double)count / (double)most : 1;

    for (double at = 1; at < (double)count + 1; at += step)
        for (int onward = 0; onward < 2; onward++) {
            fails_onward = onward == 1;
            torture_at(trial, (uint64_t)at, tally);
        }
}

/* Ends the process that was made for it with whether all is well. */
static void torture(struct trial *trial)
{
    const char *most = getenv("MEMORY_TORTURE"), *asked = getenv("MEMORY_AT");
    struct tally tally = { 0 };
    uint64_t count;

    if (!count_allocations(trial, &count))
        _exit(1);
    if (asked && strchr(asked, '=')) { /* to look at one case again */
        fails_onward = asked[0] == 'f';
        torture_at(trial, strtoull(strchr(asked, '=') + 1, NULL, 10), &tally);
    } else {
        torture_all(trial, count, most ? strtoull(most, NULL, 10) : 0, &tally);
    }
    printf("# %s: %lu allocations; %lu well, %lu refused, %lu ended by rule, %lu by a "
           "library, %lu broken\n",
           trial->test->name, (unsigned long)count, (unsigned long)tally.well,
           (unsigned long)tally.by_assertion, (unsigned long)tally.by_rule,
           (unsigned long)tally.by_library, (unsigned long)tally.broken);
    (void)fflush(stdout);
    _exit(tally.broken == 0 ? 0 : 1);
}

int __wrap__cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction setup, CMFixtureFunction teardown)
{
    const char *only = getenv("MEMORY_ONLY");
    int failed = 0, status;

    (void)name;
    dl_iterate_phdr(note_range, NULL);
    ledger = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (ledger == MAP_FAILED)
        abort();
    for (size_t i = 0; i < count; i++) {
        struct trial trial = { &tests[i], setup, teardown, 0 };
        pid_t child;

        if (only && strcmp(only, tests[i].name) != 0)
            continue;
        (void)fflush(stdout);
        child = fork();
        if (child == 0)
            torture(&trial);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            continue;
        printf("%s %zu - %s\n", status == 0 ? "ok" : "not ok", i + 1, tests[i].name);
        failed += status != 0;
    }
    return failed;
}
