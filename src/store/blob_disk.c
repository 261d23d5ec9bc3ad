/* Blobs in a directory: staged/<id> while they are written, then <xx>/<yy>/<id>, where xx and yy
   are the last bytes of the id, which are random: even folders whatever the number of blobs. */
#include "store/blob_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fits(int size)
{
    return size > 0 && size < BLOB_PATH_BYTES;
}

bool blob_path_staged(const struct blob_store *store, struct id id, struct blob_path *ret_path)
{
    return fits(snprintf(ret_path->at, sizeof ret_path->at, "%s/staged/%s", store->directory,
                         id_to_text(id).at));
}

static bool path_kept(const struct blob_store *store, struct id id, struct blob_path *ret_path)
{
    return fits(snprintf(ret_path->at, sizeof ret_path->at, "%s/%02x/%02x/%s", store->directory,
                         id.bytes[14], id.bytes[15], id_to_text(id).at));
}

static bool path_outer(const struct blob_store *store, struct id id, struct blob_path *ret_path)
{
    return fits(
        snprintf(ret_path->at, sizeof ret_path->at, "%s/%02x", store->directory, id.bytes[14]));
}

static bool path_inner(const struct blob_store *store, struct id id, struct blob_path *ret_path)
{
    return fits(snprintf(ret_path->at, sizeof ret_path->at, "%s/%02x/%02x", store->directory,
                         id.bytes[14], id.bytes[15]));
}

static bool make_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder >= 0 && fsync(folder) == 0;

    if (folder >= 0)
        close(folder);
    return done;
}

enum status blob_pread(int file, int64_t from, size_t size, char *at)
{
    while (size > 0) {
        ssize_t done = pread(file, at, size, from);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return FAILED;
        at += done;
        from += done;
        size -= (size_t)done;
    }
    return OK;
}

enum status blob_pwrite(int file, int64_t from, size_t size, const char *at)
{
    while (size > 0) {
        ssize_t done = pwrite(file, at, size, from);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return FAILED;
        at += done;
        from += done;
        size -= (size_t)done;
    }
    return OK;
}

/* The name is given when the bytes are on the disk, and counts when the folder is. */
static enum status put(void *context, struct id id, const char *staging_path, int file,
                       int64_t size)
{
    const struct blob_store *store = context;
    struct blob_path outer, inner, kept;

    (void)size;
    if (!path_outer(store, id, &outer) || !path_inner(store, id, &inner) ||
        !path_kept(store, id, &kept))
        return FAILED;
    if (!make_folder(outer.at) || !make_folder(inner.at))
        return FAILED;
    if (store->is_durable && fsync(file) != 0)
        return FAILED;
    if (rename(staging_path, kept.at) != 0)
        return FAILED;
    if (store->is_durable &&
        (!sync_folder(inner.at) || !sync_folder(outer.at) || !sync_folder(store->directory)))
        return FAILED;
    return OK;
}

static enum status read_part(void *context, struct id id, int64_t from, size_t size, char *at)
{
    const struct blob_store *store = context;
    struct blob_path kept;
    enum status status;
    int file;

    if (!path_kept(store, id, &kept))
        return FAILED;
    file = open(kept.at, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return errno == ENOENT ? NOT_FOUND : FAILED;
    status = blob_pread(file, from, size, at);
    close(file);
    return status;
}

static enum status remove_kept(void *context, struct id id)
{
    const struct blob_store *store = context;
    struct blob_path kept;

    if (!path_kept(store, id, &kept))
        return FAILED;
    return unlink(kept.at) == 0 || errno == ENOENT ? OK : FAILED;
}

const struct blob_place blob_disk = { .put = put, .read = read_part, .remove = remove_kept };

enum status blob_store_open(struct blob_store *store, const char *directory,
                            const struct key_ring *keys, const struct blob_place *place,
                            bool is_durable)
{
    struct blob_path staged;
    int size = snprintf(staged.at, sizeof staged.at, "%s/staged", directory);

    *store = (struct blob_store){ .directory = directory, .keys = keys, .is_durable = is_durable };
    store->place = place ? *place : blob_disk;
    if (!place)
        store->place.context = store;
    if (size < 0 || (size_t)size >= sizeof staged.at - ID_TEXT_SIZE - 8)
        return FAILED;
    return make_folder(directory) && make_folder(staged.at) ? OK : FAILED;
}

enum status blob_remove(const struct blob_store *store, struct id id)
{
    struct blob_path staged;

    if (!blob_path_staged(store, id, &staged))
        return FAILED;
    if (unlink(staged.at) != 0 && errno != ENOENT)
        return FAILED;
    return store->place.remove(store->place.context, id);
}

/* --- looking at what is there */

enum { FOLDER_LEVELS = 2 };

struct walk {
    enum status (*each)(struct id id, void *context);
    void *context;
};

static enum status walk_folder(const struct walk *walk, const char *path, int levels);

static enum status walk_entry(const struct walk *walk, const char *path, const char *name,
                              int levels)
{
    struct blob_path inner;
    struct id id;
    int size;

    if (id_from_text(text_from(name), &id))
        return walk->each(id, walk->context);
    if (levels == 0 || name[0] == '.')
        return OK;
    size = snprintf(inner.at, sizeof inner.at, "%s/%s", path, name);
    if (size < 0 || (size_t)size >= sizeof inner.at)
        return FAILED;
    return walk_folder(walk, inner.at, levels - 1);
}

static enum status walk_folder(const struct walk *walk, const char *path, int levels)
{
    DIR *folder = opendir(path);
    enum status status = OK;
    struct dirent *entry;

    if (!folder)
        return errno == ENOTDIR || errno == ENOENT ? OK : FAILED;
    while (status == OK && (entry = readdir(folder)) != NULL)
        status = walk_entry(walk, path, entry->d_name, levels);
    closedir(folder);
    return status;
}

enum status blob_each_on_disk(const struct blob_store *store,
                              enum status (*each)(struct id id, void *context), void *context)
{
    const struct walk walk = { each, context };

    return walk_folder(&walk, store->directory, FOLDER_LEVELS);
}
