/* Backup folder: names, lock, and whole folders. */
#include "jobs/backup_folder.h"

#include "base/time.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_SIZE = 1 << 16, LIMIT_DEPTH = 8, NAME_SIZE = 16 };

/* ---- lock and names ---- */

enum status backup_folder_make(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST ? OK : FAILED;
}

static void make_keys(const char *path)
{
    struct arena scratch = { 0 };

    (void)mkdir(arena_print(&scratch, "%s/keys", path).at, 0700);
    arena_release(&scratch);
}

enum status backup_folder_open(struct backup_folder *folder, const char *path)
{
    int lock;

    mkdir(path, 0700);
    make_keys(path);
    lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0)
        return FAILED;
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        close(lock);
        return CONFLICT;
    }
    *folder = (struct backup_folder){ path, lock };
    return OK;
}

void backup_folder_close(struct backup_folder *folder)
{
    close(folder->lock);
}

struct text backup_name(struct arena *arena, int64_t made_ms)
{
    struct instant_text instant = instant_to_text(made_ms);
    char name[NAME_SIZE + 1];
    int size = 0;

    for (const char *c = instant.at; *c != '.' && size < NAME_SIZE - 1; c++)
        if (*c != '-' && *c != ':')
            name[size++] = *c;
    name[size++] = 'Z';
    return arena_copy(arena, (struct text){ name, (size_t)size });
}

bool backup_name_read(struct text name, int64_t *ret_made_ms)
{
    char instant[32];

    if (name.size != NAME_SIZE)
        return false;
    snprintf(instant, sizeof instant, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", name.at, name.at + 4,
             name.at + 6, name.at + 9, name.at + 11, name.at + 13);
    return name.at[8] == 'T' && name.at[15] == 'Z' &&
           instant_from_text(text_from(instant), ret_made_ms);
}

static int compare_times(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

enum status backup_folder_list(const char *path, struct arena *arena, int64_t **ret_made_ms,
                               size_t *ret_count)
{
    int64_t *made = NULL;
    DIR *folder = opendir(path);
    struct dirent *entry;
    size_t count = 0, room = 0;

    if (!folder && errno != ENOENT)
        return FAILED;
    do {
        made = arena_room(arena, made, count, &room, sizeof *made);
        entry = folder ? readdir(folder) : NULL;
        count += entry && backup_name_read(text_from(entry->d_name), &made[count]);
    } while (entry);
    if (folder)
        closedir(folder);
    qsort(made, count, sizeof *made, compare_times);
    *ret_made_ms = made;
    *ret_count = count;
    return OK;
}

/* ---- whole folders ---- */

static bool copy_bytes(const char *from, const char *to)
{
    int source = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int target = source >= 0 ? open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    bool is_done = target >= 0;
    char piece[PIECE_SIZE];
    ssize_t size = 0;

    while (is_done && (size = read(source, piece, sizeof piece)) > 0)
        is_done = write(target, piece, (size_t)size) == size;
    is_done = is_done && size == 0 && fsync(target) == 0;
    if (source >= 0)
        close(source);
    if (target >= 0)
        close(target);
    return is_done;
}

static bool copy_one(const char *from, const char *to)
{
    if (link(from, to) == 0 || errno == ENOENT)
        return true;
    return copy_bytes(from, to) || access(from, F_OK) != 0;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static enum status copy_tree(const char *from, const char *to, const char *without, int depth)
{
    DIR *folder = depth < LIMIT_DEPTH ? opendir(from) : NULL;
    struct arena scratch = { 0 };
    enum status status = OK;
    struct dirent *entry;

    if (!folder)
        return depth < LIMIT_DEPTH && errno == ENOENT ? OK : FAILED;
    if (mkdir(to, 0700) != 0 && errno != EEXIST)
        status = FAILED;
    while (status == OK && (entry = readdir(folder))) {
        const char *inner = arena_print(&scratch, "%s/%s", from, entry->d_name).at;
        const char *target = arena_print(&scratch, "%s/%s", to, entry->d_name).at;
        struct stat about;

        if (is_dots(entry->d_name) || (without && strcmp(entry->d_name, without) == 0) ||
            lstat(inner, &about) != 0)
            continue;
        if (S_ISDIR(about.st_mode))
            status = copy_tree(inner, target, NULL, depth + 1);
        else if (S_ISREG(about.st_mode) && !copy_one(inner, target))
            status = FAILED;
    }
    closedir(folder);
    arena_release(&scratch);
    return status;
}

enum status folder_copy(const char *from, const char *to, const char *without)
{
    return copy_tree(from, to, without, 0);
}

static enum status remove_tree(const char *path, int depth)
{
    DIR *folder = depth < LIMIT_DEPTH ? opendir(path) : NULL;
    struct arena scratch = { 0 };
    enum status status = OK;
    struct dirent *entry;

    if (!folder)
        return depth < LIMIT_DEPTH && errno == ENOENT ? OK : FAILED;
    while (status == OK && (entry = readdir(folder))) {
        const char *inner = arena_print(&scratch, "%s/%s", path, entry->d_name).at;
        struct stat about;

        if (is_dots(entry->d_name) || lstat(inner, &about) != 0)
            continue;
        if (S_ISDIR(about.st_mode))
            status = remove_tree(inner, depth + 1);
        else if (unlink(inner) != 0 && errno != ENOENT)
            status = FAILED;
    }
    closedir(folder);
    arena_release(&scratch);
    if (status == OK && rmdir(path) != 0 && errno != ENOENT)
        status = FAILED;
    return status;
}

enum status folder_remove(const char *path)
{
    return remove_tree(path, 0);
}

/* Calls `each` with the names in a folder. */
static enum status each_name(const char *path,
                             enum status (*each)(const char *path, const char *name,
                                                 struct arena *scratch))
{
    DIR *folder = opendir(path);
    struct arena scratch = { 0 };
    enum status status = folder ? OK : FAILED;
    struct dirent *entry;

    while (status == OK && (entry = readdir(folder))) {
        status = each(path, entry->d_name, &scratch);
        arena_clear(&scratch);
    }
    if (folder)
        closedir(folder);
    arena_release(&scratch);
    return status;
}

static enum status clear_partial(const char *path, const char *name, struct arena *scratch)
{
    if (!strstr(name, "Z.partial"))
        return OK;
    return folder_remove(arena_print(scratch, "%s/%s", path, name).at);
}

/* A process that was killed left the key of a backup that never got its name. */
static enum status clear_key(const char *path, const char *name, struct arena *scratch)
{
    struct text backup = text_slice(text_from(name), 0, NAME_SIZE);
    int64_t made_ms;

    if (!text_ends_with(text_from(name), T(".key")) || !backup_name_read(backup, &made_ms) ||
        access(arena_print(scratch, "%s/../%.*s", path, TEXT_ARG(backup)).at, F_OK) == 0)
        return OK;
    return unlink(arena_print(scratch, "%s/%s", path, name).at) == 0 ? OK : FAILED;
}

enum status backup_folder_clear(const char *path)
{
    struct arena scratch = { 0 };
    enum status status = each_name(path, clear_partial);

    if (status == OK)
        status = each_name(arena_print(&scratch, "%s/keys", path).at, clear_key);
    arena_release(&scratch);
    return status;
}
