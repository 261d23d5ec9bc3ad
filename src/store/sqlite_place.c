/* Place: locking, and what is found there. */
#include "store/sqlite_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_STEPS = 40, STEP_MS = 50 };

static bool lock_patiently(int directory, int how)
{
    static const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };

    for (int i = 0; i < PATIENCE_STEPS; i++) {
        if (flock(directory, how | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false;
        nanosleep(&step, NULL);
    }
    return false;
}

static enum status open_directory(struct sqlite_place *place, const char *directory,
                                  struct arena *arena, struct text *ret_reason)
{
    *place = (struct sqlite_place){ .directory = -1 };
    if (snprintf(place->path, sizeof place->path, "%s/steward.db", directory) >=
        (int)sizeof place->path - 16) {
        *ret_reason = T("The name of the data directory is too long.");
        return INVALID;
    }
    mkdir(directory, 0700);
    place->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (place->directory >= 0)
        return OK;
    *ret_reason = arena_print(arena, "The data directory %s cannot be opened or made: %s.",
                              directory, strerror(errno));
    return FAILED;
}

static enum status find_form(const struct sqlite_place *place, struct arena *arena,
                             enum file_form *ret_form, struct text *ret_reason)
{
    enum status status = file_form_find(place->path, ret_form);

    if (status != OK)
        *ret_reason = arena_print(arena, "%s cannot be read: %s.", place->path, strerror(errno));
    else if (*ret_form == FILE_FOREIGN)
        *ret_reason = arena_print(arena,
                                  "%s is not a database of Steward, or its beginning is damaged. "
                                  "Restore a backup.",
                                  place->path);
    return status == OK && *ret_form == FILE_FOREIGN ? FAILED : status;
}

/* ---- what has to be made anew ---- */

static enum status make_anew(struct sqlite_place *place, const struct store_settings *settings,
                             struct arena *arena, struct text *ret_reason)
{
    enum file_form form;
    enum status status;

    if (!lock_patiently(place->directory, LOCK_EX)) {
        *ret_reason = arena_print(arena,
                                  "%s has to be made anew or encrypted, and another process has it "
                                  "open. Stop that one first.",
                                  place->path);
        return CONFLICT;
    }
    sqlite_copy_clear(place, arena);
    status = find_form(place, arena, &form, ret_reason);
    if (status == OK && form == FILE_MISSING)
        status = sqlite_copy_empty(place, settings->keys, arena, ret_reason);
    else if (status == OK && form == FILE_PLAIN && settings->keys)
        status = sqlite_copy_over(place, NULL, settings->keys, arena, ret_reason);
    if (status == OK && !lock_patiently(place->directory, LOCK_SH))
        status = FAILED;
    return status;
}

static enum status open_encrypted(struct sqlite_place *place, const struct store_settings *settings,
                                  struct arena *arena, struct text *ret_reason)
{
    struct secret *key;
    enum status status;

    if (!settings->keys) {
        *ret_reason = arena_print(arena,
                                  "%s is encrypted, and encryption is off. Switch it on, or run "
                                  "`steward keys decrypt` once.",
                                  place->path);
        return CONFLICT;
    }
    status = key_block_open(place->path, settings->keys, KEY_FOR_PAGES, arena, &key, ret_reason);
    if (status != OK)
        return status;
    place->vfs = sqlite_vfs_new(key);
    secret_free(key);
    if (!place->vfs)
        return FAILED;
    status = key_block_renew(place->path, settings->keys, KEY_FOR_PAGES);
    if (status != OK)
        *ret_reason = arena_print(arena,
                                  "The key of %s cannot be sealed with the new master key: "
                                  "%s.",
                                  place->path, strerror(errno));
    return status;
}

enum status sqlite_place_open(struct sqlite_place *place, const struct store_settings *settings,
                              struct arena *arena, struct text *ret_reason)
{
    enum file_form form;
    enum status status;

    if (!settings->keys && !settings->is_plain) {
        *ret_reason = T("The embedded store needs a key, or encryption switched off.");
        return INVALID;
    }
    status = open_directory(place, settings->directory, arena, ret_reason);
    if (status == OK && !lock_patiently(place->directory, LOCK_SH)) {
        *ret_reason = arena_print(arena, "%s is being made anew by another process.", place->path);
        status = CONFLICT;
    }
    if (status == OK)
        status = find_form(place, arena, &form, ret_reason);
    if (status == OK && (form == FILE_MISSING || (form == FILE_PLAIN && settings->keys) ||
                         sqlite_copy_is_left(place, arena))) {
        status = make_anew(place, settings, arena, ret_reason);
        if (status == OK)
            status = find_form(place, arena, &form, ret_reason);
    }
    if (status == OK && form == FILE_ENCRYPTED)
        status = open_encrypted(place, settings, arena, ret_reason);
    if (status != OK)
        sqlite_place_close(place);
    return status;
}

enum status sqlite_place_seize(struct sqlite_place *place, const char *directory,
                               struct arena *arena, struct text *ret_reason)
{
    enum status status = open_directory(place, directory, arena, ret_reason);

    if (status == OK && !lock_patiently(place->directory, LOCK_EX)) {
        *ret_reason = arena_print(arena, "%s is in use: stop the server first.", place->path);
        status = CONFLICT;
    }
    if (status != OK)
        sqlite_place_close(place);
    return status;
}

void sqlite_place_close(struct sqlite_place *place)
{
    sqlite_vfs_free(place->vfs);
    place->vfs = NULL;
    if (place->directory >= 0)
        close(place->directory);
    place->directory = -1;
}
