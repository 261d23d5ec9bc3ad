/* Store file: what an operator does to it while nobody has it open. */
#include "store/store_file.h"

#include "store/sqlite_place.h"

static struct text path_of(struct arena *arena, const char *directory)
{
    return arena_print(arena, "%s/steward.db", directory);
}

enum status store_file_describe(const char *directory, struct store_file *ret_file)
{
    struct arena scratch = { 0 };
    const char *path = path_of(&scratch, directory).at;
    struct store_file file = { 0 };
    struct key_block block;
    enum file_form form;
    enum status status = file_form_find(path, &form);

    if (status == OK && form == FILE_FOREIGN)
        status = FAILED;
    if (status == OK && form == FILE_ENCRYPTED) {
        status = key_block_read(path, &block);
        file = (struct store_file){ .is_encrypted = true,
                                    .key = block.key,
                                    .master_key = block.master_key };
    }
    arena_release(&scratch);
    if (status != OK)
        return FAILED;
    file.is_there = form != FILE_MISSING;
    *ret_file = file;
    return OK;
}

enum status store_file_renew(const char *directory, const struct store_keys *keys,
                             struct arena *arena, struct text *ret_reason)
{
    const char *path = path_of(arena, directory).at;
    struct secret *key;
    enum status status = key_block_open(path, keys, KEY_FOR_PAGES, arena, &key, ret_reason);

    if (status != OK)
        return status;
    secret_free(key);
    status = key_block_renew(path, keys, KEY_FOR_PAGES);
    if (status != OK)
        *ret_reason = arena_print(arena, "%s cannot be written.", path);
    return status;
}

/* The VFS that reads the file as it is; NULL for a plain one. */
static enum status source_of(const struct sqlite_place *place, const struct store_keys *keys,
                             struct arena *arena, struct sqlite_vfs **ret_vfs,
                             struct text *ret_reason)
{
    struct secret *key;
    enum file_form form;
    enum status status = file_form_find(place->path, &form);

    if (status == OK && form == FILE_PLAIN) {
        *ret_vfs = NULL;
        return OK;
    }
    if (status != OK || form != FILE_ENCRYPTED) {
        *ret_reason = arena_print(arena, "There is no database %s.", place->path);
        return NOT_FOUND;
    }
    status = key_block_open(place->path, keys, KEY_FOR_PAGES, arena, &key, ret_reason);
    if (status != OK)
        return status;
    *ret_vfs = sqlite_vfs_new(key);
    secret_free(key);
    return *ret_vfs ? OK : FAILED;
}

static enum status rewrite(const char *directory, const struct store_keys *keys,
                           const struct store_keys *new_keys, struct arena *arena,
                           struct text *ret_reason)
{
    struct sqlite_vfs *source = NULL;
    struct sqlite_place place;
    enum status status = sqlite_place_seize(&place, directory, arena, ret_reason);

    if (status != OK)
        return status;
    status = source_of(&place, keys, arena, &source, ret_reason);
    if (status == OK)
        status = sqlite_copy_over(&place, source, new_keys, arena, ret_reason);
    sqlite_vfs_free(source);
    sqlite_place_close(&place);
    return status;
}

enum status store_file_rekey(const char *directory, const struct store_keys *keys,
                             struct arena *arena, struct text *ret_reason)
{
    return rewrite(directory, keys, keys, arena, ret_reason);
}

enum status store_file_decrypt(const char *directory, const struct store_keys *keys,
                               struct arena *arena, struct text *ret_reason)
{
    return rewrite(directory, keys, NULL, arena, ret_reason);
}
