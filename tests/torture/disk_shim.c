/* Disk shim: stands between the server and its disk (LD_PRELOAD), below SQLite and below the
   encryption. It remembers, in a file that outlives the process, what every write that is not
   yet synced has overwritten, so that a power cut can be played afterwards: disk.ts puts any of
   it back, sector by sector. And it makes the disk full, read-only or unable to sync on command.

   DISK_SHIM_FOLDER  the folder that is watched
   DISK_SHIM_JOURNAL the file of what was overwritten: struct journal
   DISK_SHIM_FAULT   a file whose first byte says what fails: see enum fault */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOURNAL_SIZE = 256 << 20, NAME_SIZE = 48, HEADER_SIZE = 16 };

enum fault { FAULT_NONE = '-', FAULT_FULL = 'f', FAULT_READ_ONLY = 'r', FAULT_SYNC = 's' };

enum entry_kind { ENTRY_WRITE = 1, ENTRY_CUT = 2, ENTRY_MADE = 3 };

/* As disk.ts reads it. `old_size` bytes of what was there follow, padded to 8. */
struct entry {
    uint32_t kind, is_synced;
    uint64_t at, size, old_size, file_size;
    char name[NAME_SIZE];
};

struct journal {
    _Atomic uint64_t used; /* bytes of entries */
    uint64_t unused;
    unsigned char entries[];
};

static const char *folder;
static char folder_real[PATH_MAX];
static struct journal *journal;
static const char *fault_file;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t prepared = PTHREAD_ONCE_INIT;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_open)(const char *, int, ...);

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static void prepare(void)
{
    const char *path = getenv("DISK_SHIM_JOURNAL");
    int file;

    *(void **)&real_pwrite = next("pwrite");
    *(void **)&real_fsync = next("fsync");
    *(void **)&real_fdatasync = next("fdatasync");
    *(void **)&real_ftruncate = next("ftruncate");
    *(void **)&real_open = next("open");
    folder = getenv("DISK_SHIM_FOLDER");
    fault_file = getenv("DISK_SHIM_FAULT");
    if (!folder || !realpath(folder, folder_real))
        folder = NULL;
    file = path ? real_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file >= 0 && real_ftruncate(file, JOURNAL_SIZE) == 0)
        journal = mmap(NULL, JOURNAL_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (journal == MAP_FAILED)
        abort();
}

/* The name of a watched file in its folder; false for any other. */
static bool name_of_path(const char *path, char name[NAME_SIZE])
{
    size_t size = strlen(folder_real);

    if (!folder || strncmp(path, folder_real, size) != 0 || path[size] != '/' ||
        strlen(path + size + 1) >= NAME_SIZE)
        return false;
    strcpy(name, path + size + 1);
    return strstr(name, "-shm") == NULL && strchr(name, '/') == NULL;
}

static bool name_of(int file, char name[NAME_SIZE])
{
    char link[64], path[PATH_MAX];
    ssize_t size;

    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    size = readlink(link, path, sizeof path - 1);
    if (size < 0)
        return false;
    path[size] = '\0';
    return name_of_path(path, name);
}

static bool fails(enum fault fault)
{
    char now = FAULT_NONE;
    int file = fault_file ? real_open(fault_file, O_RDONLY | O_CLOEXEC) : -1;

    if (file < 0)
        return false;
    if (read(file, &now, 1) != 1)
        now = FAULT_NONE;
    close(file);
    return now == (char)fault;
}

static bool refuses_writes(void)
{
    if (fails(FAULT_FULL))
        errno = ENOSPC;
    else if (fails(FAULT_READ_ONLY))
        errno = EROFS;
    else
        return false;
    return true;
}

/* ---- the journal; under the lock ---- */

static void add(struct entry entry, int file, uint64_t from, uint64_t wanted)
{
    uint64_t used = atomic_load(&journal->used);
    unsigned char *at = journal->entries + used;
    ssize_t size = 0;

    if (used + sizeof entry + wanted + HEADER_SIZE + 8 > JOURNAL_SIZE)
        abort(); /* a round that writes that much without a sync is no round */
    if (wanted > 0)
        size = pread(file, at + sizeof entry, wanted, (off_t)from);
    entry.old_size = size > 0 ? (uint64_t)size : 0;
    memcpy(at, &entry, sizeof entry);
    atomic_store(&journal->used, used + sizeof entry + (entry.old_size + 7) / 8 * 8);
}

static void forget(const char *name, bool is_folder)
{
    uint64_t used = atomic_load(&journal->used);
    bool is_empty = true;

    for (uint64_t at = 0; at < used;) {
        struct entry *entry = (struct entry *)(void *)(journal->entries + at);

        if (is_folder ? entry->kind == ENTRY_MADE
                      : entry->kind != ENTRY_MADE && strcmp(entry->name, name) == 0)
            entry->is_synced = 1;
        is_empty = is_empty && entry->is_synced;
        at += sizeof *entry + (entry->old_size + 7) / 8 * 8;
    }
    if (is_empty)
        atomic_store(&journal->used, 0);
}

/* ---- what the server calls ---- */

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    struct entry entry = { .kind = ENTRY_WRITE, .at = (uint64_t)at, .size = size };
    struct stat stat;
    ssize_t done;

    pthread_once(&prepared, prepare);
    if (!name_of(file, entry.name))
        return real_pwrite(file, bytes, size, at);
    if (refuses_writes())
        return -1;
    if (!journal)
        return real_pwrite(file, bytes, size, at);
    pthread_mutex_lock(&lock);
    entry.file_size = fstat(file, &stat) == 0 ? (uint64_t)stat.st_size : 0;
    add(entry, file, (uint64_t)at, size);
    done = real_pwrite(file, bytes, size, at);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t at)
{
    return pwrite(file, bytes, size, at);
}

int ftruncate(int file, off_t size)
{
    struct entry entry = { .kind = ENTRY_CUT, .at = (uint64_t)size };
    struct stat stat;
    int code;

    pthread_once(&prepared, prepare);
    if (!name_of(file, entry.name) || !journal || fstat(file, &stat) != 0)
        return real_ftruncate(file, size);
    pthread_mutex_lock(&lock);
    entry.file_size = (uint64_t)stat.st_size;
    entry.size = size < stat.st_size ? (uint64_t)(stat.st_size - size) : 0;
    add(entry, file, (uint64_t)size, entry.size);
    code = real_ftruncate(file, size);
    pthread_mutex_unlock(&lock);
    return code;
}

int ftruncate64(int file, off_t size)
{
    return ftruncate(file, size);
}

static int sync_with(int (*sync)(int), int file)
{
    char name[NAME_SIZE];
    struct stat stat;
    bool is_folder, is_watched;
    int code;

    is_folder = fstat(file, &stat) == 0 && S_ISDIR(stat.st_mode);
    is_watched = is_folder || name_of(file, name);
    if (is_watched && fails(FAULT_SYNC)) {
        errno = EIO;
        return -1;
    }
    if (!is_watched || !journal)
        return sync(file);
    pthread_mutex_lock(&lock);
    code = sync(file);
    if (code == 0)
        forget(name, is_folder);
    pthread_mutex_unlock(&lock);
    return code;
}

int fsync(int file)
{
    pthread_once(&prepared, prepare);
    return sync_with(real_fsync, file);
}

int fdatasync(int file)
{
    pthread_once(&prepared, prepare);
    return sync_with(real_fdatasync, file);
}

int open(const char *path, int flags, ...)
{
    struct entry entry = { .kind = ENTRY_MADE };
    struct stat stat;
    va_list list;
    mode_t mode;
    bool is_new;
    int file;

    va_start(list, flags);
    mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    pthread_once(&prepared, prepare);
    is_new = (flags & O_CREAT) && journal && name_of_path(path, entry.name) &&
             lstat(path, &stat) != 0;
    if (!is_new)
        return real_open(path, flags, mode);
    if (refuses_writes())
        return -1;
    pthread_mutex_lock(&lock);
    file = real_open(path, flags, mode);
    if (file >= 0)
        add(entry, file, 0, 0);
    pthread_mutex_unlock(&lock);
    return file;
}

int open64(const char *path, int flags, ...)
{
    va_list list;
    mode_t mode;

    va_start(list, flags);
    mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open(path, flags, mode);
}
