/* Ledger: appending under a lock of the file, reading line by line. */
#include "jobs/ledger.h"

#include "base/buffer.h"
#include "crypto/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_SIZE = 2 * DIGEST_SIZE };

static struct text hash_of(struct arena *arena, struct text previous, struct text entry)
{
    const struct text pieces[] = { previous, entry };

    return digest_hex(arena, sha256_list(pieces, 2));
}

/* ---- appending ---- */

/* The hash of the last whole line (empty: there is none), and where it ends. */
static enum status find_end(int file, struct arena *arena, struct text *ret_hash, off_t *ret_end)
{
    enum { TAIL_SIZE = 2 * LIMIT_LEDGER_LINE };
    char *tail = arena_alloc(arena, TAIL_SIZE);
    off_t size = lseek(file, 0, SEEK_END), from = size > TAIL_SIZE ? size - TAIL_SIZE : 0;
    ssize_t taken = size >= 0 ? pread(file, tail, (size_t)(size - from), from) : -1;
    ssize_t end, start;

    if (taken < 0 || taken != size - from)
        return FAILED;
    for (end = taken; end > 0 && tail[end - 1] != '\n';)
        end--;
    for (start = end - 1; start > 0 && tail[start - 1] != '\n';)
        start--;
    *ret_end = from + end;
    *ret_hash = (struct text){ 0 };
    if (end == 0)
        return from == 0 ? OK : FAILED;
    if (end - start <= HASH_SIZE)
        return FAILED;
    *ret_hash = (struct text){ tail + start, HASH_SIZE };
    return OK;
}

static enum status append(int file, struct text entry, struct arena *arena, struct text *ret_hash)
{
    struct text previous, hash, line;
    off_t end;
    enum status status = find_end(file, arena, &previous, &end);

    if (status != OK)
        return status;
    hash = hash_of(arena, previous, entry);
    line = arena_print(arena, "%.*s %.*s\n", TEXT_ARG(hash), TEXT_ARG(entry));
    if (line.size > LIMIT_LEDGER_LINE)
        return TOO_LARGE;
    if (ftruncate(file, end) != 0 || pwrite(file, line.at, line.size, end) != (ssize_t)line.size ||
        fsync(file) != 0)
        return FAILED;
    if (ret_hash)
        *ret_hash = hash;
    return OK;
}

/* A new file is in its folder only when the folder is on the disk. */
static bool sync_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t size = slash ? (size_t)(slash - path) : 0;
    const char *folder = slash ? arena_c_string(arena, (struct text){ path, size + !size }) : ".";
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = file >= 0 && fsync(file) == 0;

    if (file >= 0)
        close(file);
    return is_synced;
}

enum status ledger_append(const char *path, struct text entry, struct arena *arena,
                          struct text *ret_hash)
{
    int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool is_new = file >= 0 && lseek(file, 0, SEEK_END) == 0;
    enum status status = FAILED;

    if (file < 0)
        return FAILED;
    if (flock(file, LOCK_EX) == 0)
        status = append(file, entry, arena, ret_hash);
    if (status == OK && is_new && !sync_folder(arena, path))
        status = FAILED;
    close(file);
    return status;
}

/* ---- reading ---- */

struct reading {
    const char *path;
    struct arena *arena; /* of the reasons */
    struct text *ret_reason;
    int64_t number;
    char last_hash[HASH_SIZE];
    enum status (*each)(const struct ledger_line *line, void *context);
    void *context;
};

static enum status take_line(struct reading *reading, struct text line, struct arena *scratch)
{
    struct text hash = text_slice(line, 0, HASH_SIZE),
                entry = text_from_offset(line, HASH_SIZE + 1);
    struct text previous = { reading->last_hash, reading->number > 0 ? HASH_SIZE : 0 };
    struct ledger_line read = { .number = reading->number + 1, .hash = hash };

    if (line.size <= HASH_SIZE || line.at[HASH_SIZE] != ' ' ||
        !text_equal(hash, hash_of(scratch, previous, entry)) ||
        json_parse(scratch, entry, NULL, &read.entry, NULL) != OK) {
        *reading->ret_reason =
            arena_print(reading->arena,
                        "%s is damaged, or was changed: line %lld does not follow from the one "
                        "before it.",
                        reading->path, (long long)read.number);
        return FAILED;
    }
    memcpy(reading->last_hash, hash.at, HASH_SIZE);
    reading->number++;
    return reading->each(&read, reading->context);
}

enum status ledger_each(const char *path, struct arena *arena,
                        enum status (*each)(const struct ledger_line *line, void *context),
                        void *context, struct text *ret_reason)
{
    FILE *file = fopen(path, "re");
    struct reading reading = {
        .path = path, .arena = arena, .ret_reason = ret_reason, .each = each, .context = context
    };
    struct arena scratch = { 0 };
    char line[LIMIT_LEDGER_LINE + 1];
    enum status status = OK;

    *ret_reason = arena_print(arena, "%s cannot be read: %s.", path, strerror(errno));
    if (!file)
        return errno == ENOENT ? NOT_FOUND : FAILED;
    while (status == OK && fgets(line, sizeof line, file)) {
        struct text read = text_from(line);

        if (!text_ends_with(read, T("\n")) && feof(file))
            break;
        status = take_line(&reading, text_slice(read, 0, read.size - 1), &scratch);
        arena_clear(&scratch);
    }
    if (status == OK && ferror(file))
        status = FAILED;
    fclose(file);
    arena_release(&scratch);
    return status;
}
