/* Sandbox: rlimits, Landlock and seccomp. What asks for a file gets an error, as libraries probe
   for some and go on without; whatever else is not on the list ends the process. */
#include "media/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { HAS_SHADOW_MEMORY = 1 }; /* terabytes of address space, little of it used */
#else
enum { HAS_SHADOW_MEMORY = 0 };
#endif

enum {
    LIMIT_MEMORY_MIB = 1536,
    LIMIT_OUTPUT_MIB = 64,
    LIMIT_DESCRIPTORS = 64,
    CPU_SECONDS = 3600, /* over all pictures of a worker */
};

static void set_limit(int what, rlim_t most)
{
    struct rlimit limit = { .rlim_cur = most, .rlim_max = most };

    (void)setrlimit((__rlimit_resource_t)what, &limit);
}

void sandbox_limit(void)
{
    prctl(PR_SET_DUMPABLE, 0);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_NOFILE, LIMIT_DESCRIPTORS);
    set_limit(RLIMIT_FSIZE, (rlim_t)LIMIT_OUTPUT_MIB << 20);
    set_limit(RLIMIT_CPU, CPU_SECONDS);
    if (!HAS_SHADOW_MEMORY)
        set_limit(RLIMIT_AS, (rlim_t)LIMIT_MEMORY_MIB << 20);
}

/* --- files */

/* A ruleset that handles every access and allows none. */
static bool confine(void)
{
    struct landlock_ruleset_attr attributes = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                             LANDLOCK_ACCESS_FS_MAKE_SYM,
    };
    long ruleset = syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
    bool is_confined;

    if (ruleset < 0)
        return false;
    is_confined = syscall(SYS_landlock_restrict_self, (int)ruleset, 0) == 0;
    close((int)ruleset);
    return is_confined;
}

/* --- system calls */

static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(lseek),
    SCMP_SYS(ftruncate),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    SCMP_SYS(memfd_create),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sysinfo),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(poll),
    SCMP_SYS(getrusage),
    SCMP_SYS(membarrier),
};

/* Libraries look for files and devices, and do without. */
static const int refused[] = {
    SCMP_SYS(open),          SCMP_SYS(openat),
    SCMP_SYS(stat),          SCMP_SYS(lstat),
    SCMP_SYS(access),        SCMP_SYS(faccessat),
    SCMP_SYS(newfstatat),    SCMP_SYS(statx),
    SCMP_SYS(readlink),      SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),        SCMP_SYS(ioctl),
    SCMP_SYS(fcntl),         SCMP_SYS(unlink),
    SCMP_SYS(prctl),         SCMP_SYS(sched_setscheduler),
    SCMP_SYS(sched_setattr), SCMP_SYS(setpriority),
    SCMP_SYS(sched_getattr), SCMP_SYS(getpeername),
};

static int allow_when(scmp_filter_ctx filter, int call, struct scmp_arg_cmp condition)
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition);
}

static bool add_rules(scmp_filter_ctx filter)
{
    struct scmp_arg_cmp is_thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    struct scmp_arg_cmp is_no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    struct scmp_arg_cmp is_own_process = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
    struct scmp_arg_cmp is_nobody_named = SCMP_A0(SCMP_CMP_EQ, 0);
    int code = 0;

    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        code |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        code |= seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0, NULL);
    /* Threads, no processes. The flags of clone3 cannot be looked at: glibc then takes clone. */
    code |= seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0, NULL);
    code |= allow_when(filter, SCMP_SYS(clone), is_thread);
    /* No code that was not there before. */
    code |= allow_when(filter, SCMP_SYS(mmap), is_no_code);
    code |= allow_when(filter, SCMP_SYS(mprotect), is_no_code);
    /* abort() of this process, and limits of this process, nobody else's. */
    code |= allow_when(filter, SCMP_SYS(tgkill), is_own_process);
    code |= allow_when(filter, SCMP_SYS(prlimit64), is_nobody_named);
    return code == 0;
}

static bool filter_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool is_filtered = filter && add_rules(filter) && seccomp_load(filter) == 0;

    seccomp_release(filter);
    return is_filtered;
}

struct sandbox sandbox_enter(void)
{
    struct sandbox sandbox = { 0 };

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return sandbox;
    sandbox.is_confined = confine();
    sandbox.is_filtered = filter_calls();
    return sandbox;
}

/* --- for tests */

static bool try_open(void)
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool try_connect(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool try_fork(void)
{
    return fork() >= 0;
}

static bool try_exec(void)
{
    static char path[] = "/bin/true";
    char *words[] = { path, NULL };

    execv(path, words);
    return false;
}

static bool try_kill(void)
{
    return kill(getppid(), 0) == 0;
}

static bool try_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) != MAP_FAILED;
}

static bool try_memory(void)
{
    size_t size = (size_t)(LIMIT_MEMORY_MIB + 1) << 20;
    void *room =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

    return room != MAP_FAILED;
}

/* Opens so many as can be; the number of the last. */
static int last_descriptor(void)
{
    int last = -1, next;

    while ((next = memfd_create("try", MFD_CLOEXEC)) >= 0)
        last = next;
    return last;
}

static bool try_descriptors(void)
{
    return last_descriptor() >= LIMIT_DESCRIPTORS - 1;
}

static bool try_more_descriptors(void)
{
    return last_descriptor() >= LIMIT_DESCRIPTORS;
}

static bool write_output(off_t size)
{
    return ftruncate(memfd_create("try", MFD_CLOEXEC), size) == 0;
}

static bool try_output(void)
{
    return write_output((off_t)LIMIT_OUTPUT_MIB << 20);
}

static bool try_more_output(void)
{
    return write_output(((off_t)LIMIT_OUTPUT_MIB << 20) + 1);
}

bool sandbox_try(const char *what)
{
    static const struct {
        const char *what;
        bool (*try)(void);
    } tries[] = {
        { "open", try_open },
        { "connect", try_connect },
        { "fork", try_fork },
        { "exec", try_exec },
        { "kill", try_kill },
        { "code", try_code },
        { "memory", try_memory },
        { "descriptors", try_descriptors },
        { "more descriptors", try_more_descriptors },
        { "output", try_output },
        { "more output", try_more_output },
    };

    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        if (strcmp(tries[i].what, what) == 0)
            return tries[i].try();
    return true;
}
