/* Key block: written twice into the file's first 4096 bytes, one copy after the other with a sync
   in between, so that one of them is whole whenever the power goes. */
#include "store/sqlite_key_block.h"

#include "crypto/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK_SIZE = 4096,
    COPIES = 2,
    COPY_STEP = BLOCK_SIZE / COPIES,
    MAGIC_SIZE = 24,
    SEALED_SIZE = SEAL_OVERHEAD + STORE_KEY_SIZE,
    CHECK_SIZE = 8,
};

static const char magic[MAGIC_SIZE + 1] = "Steward encrypted store\n";
static const char plain_magic[16] = "SQLite format 3";
static const unsigned char version = 1;

/* One copy, byte by byte as in the file. */
struct block_bytes {
    char magic[MAGIC_SIZE];
    unsigned char version, purpose, zero[2];
    struct key_name key, master_key;
    unsigned char sealed[SEALED_SIZE];
    unsigned char check[CHECK_SIZE];
};

static void make_check(const struct block_bytes *block, unsigned char ret_check[CHECK_SIZE])
{
    struct digest digest =
        sha256((struct text){ (const char *)block, offsetof(struct block_bytes, check) });

    memcpy(ret_check, digest.bytes, CHECK_SIZE);
}

static bool is_whole(const struct block_bytes *block)
{
    unsigned char check[CHECK_SIZE];

    make_check(block, check);
    return memcmp(block->magic, magic, MAGIC_SIZE) == 0 && block->version == version &&
           memcmp(check, block->check, CHECK_SIZE) == 0;
}

/* What the seal is bound to. */
static struct text about_block(const struct block_bytes *block, struct arena *arena)
{
    return arena_print(arena, "steward database key v%d for %d, %s", block->version, block->purpose,
                       key_name_text(block->key).at);
}

/* ---- reading ---- */

static enum status read_head(const char *path, char head[BLOCK_SIZE], size_t *ret_size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size;

    if (file < 0 && errno == ENOENT) {
        *ret_size = 0;
        return OK;
    }
    size = file >= 0 ? pread(file, head, BLOCK_SIZE, 0) : -1;
    if (file >= 0)
        close(file);
    if (size < 0)
        return FAILED;
    *ret_size = (size_t)size;
    return OK;
}

enum status file_form_find(const char *path, enum file_form *ret_form)
{
    char head[BLOCK_SIZE];
    size_t size;
    enum status status = read_head(path, head, &size);

    if (status != OK)
        return status;
    if (size == 0)
        *ret_form = FILE_MISSING;
    else if (size >= sizeof plain_magic && memcmp(head, plain_magic, sizeof plain_magic) == 0)
        *ret_form = FILE_PLAIN;
    else if ((size >= MAGIC_SIZE && memcmp(head, magic, MAGIC_SIZE) == 0) ||
             (size >= COPY_STEP + MAGIC_SIZE && memcmp(head + COPY_STEP, magic, MAGIC_SIZE) == 0))
        *ret_form = FILE_ENCRYPTED;
    else
        *ret_form = FILE_FOREIGN;
    return OK;
}

/* The first whole copy. */
static enum status read_block(const char *path, struct block_bytes *ret_block)
{
    char head[BLOCK_SIZE];
    size_t size;
    enum status status = read_head(path, head, &size);

    if (status != OK)
        return status;
    for (size_t at = 0; at + sizeof *ret_block <= size; at += COPY_STEP) {
        struct block_bytes block;

        memcpy(&block, head + at, sizeof block);
        if (is_whole(&block)) {
            *ret_block = block;
            return OK;
        }
    }
    return NOT_FOUND;
}

enum status key_block_read(const char *path, struct key_block *ret_block)
{
    struct block_bytes block;
    enum status status = read_block(path, &block);

    if (status != OK)
        return status;
    *ret_block = (struct key_block){ .purpose = (enum key_purpose)block.purpose,
                                     .key = block.key,
                                     .master_key = block.master_key };
    return OK;
}

static enum status unseal(const struct block_bytes *block, const struct store_keys *keys,
                          struct secret **ret_key)
{
    struct key_ring ring;
    struct arena scratch = { 0 };
    enum status status =
        store_key_ring(keys, (enum key_purpose)block->purpose, (struct text){ 0 }, &ring);

    if (status != OK)
        return status;
    status = seal_open_secret(&ring, (struct text){ (const char *)block->sealed, SEALED_SIZE },
                              about_block(block, &scratch), ret_key);
    key_ring_release(&ring);
    arena_release(&scratch);
    return status;
}

static const char *purpose_name(unsigned char purpose)
{
    return purpose == KEY_FOR_BACKUP   ? "a backup: see steward restore"
           : purpose == KEY_FOR_EXPORT ? "an export: see steward import"
                                       : "a database, and neither a backup nor an export";
}

enum status key_block_open(const char *path, const struct store_keys *keys,
                           enum key_purpose purpose, struct arena *arena, struct secret **ret_key,
                           struct text *ret_reason)
{
    struct block_bytes block;
    enum status status = read_block(path, &block);

    if (status == OK && block.purpose != (unsigned char)purpose) {
        *ret_reason = arena_print(arena, "%s is %s.", path, purpose_name(block.purpose));
        return INVALID;
    }
    if (status == OK)
        status = unseal(&block, keys, ret_key);
    if (status == UNAVAILABLE)
        *ret_reason = arena_print(
            arena,
            "%s was encrypted with master key %s; the configured key is %s. Set "
            "STEWARD_MASTER_KEY or key_file to the right one, or add it behind the current one.",
            path, key_name_text(block.master_key).at, key_name_text(key_name_of(keys->keys[0])).at);
    else if (status != OK)
        *ret_reason = arena_print(arena,
                                  "The beginning of %s, which holds its key, is damaged or cannot "
                                  "be read. Restore a backup.",
                                  path);
    return status == NOT_FOUND ? FAILED : status;
}

/* ---- writing ---- */

static enum status seal_block(struct block_bytes *block, const struct store_keys *keys,
                              const struct secret *key)
{
    struct key_ring ring;
    struct arena scratch = { 0 };
    struct text sealed;
    enum status status =
        store_key_ring(keys, (enum key_purpose)block->purpose, (struct text){ 0 }, &ring);

    if (status != OK)
        return status;
    block->key = key_name_of(key);
    block->master_key = key_name_of(keys->keys[0]);
    status = seal_secret(&ring, key, about_block(block, &scratch), &scratch, &sealed);
    if (status == OK && sealed.size != SEALED_SIZE)
        status = FAILED;
    if (status == OK)
        memcpy(block->sealed, sealed.at, SEALED_SIZE);
    make_check(block, block->check);
    key_ring_release(&ring);
    arena_release(&scratch);
    return status;
}

static bool write_copies(int file, const struct block_bytes *block)
{
    for (int i = COPIES - 1; i >= 0; i--) {
        char copy[COPY_STEP] = { 0 };

        memcpy(copy, block, sizeof *block);
        if (pwrite(file, copy, sizeof copy, (off_t)i * COPY_STEP) != (ssize_t)sizeof copy ||
            fsync(file) != 0)
            return false;
    }
    return true;
}

static struct block_bytes new_block(enum key_purpose purpose)
{
    struct block_bytes block = { .version = version, .purpose = (unsigned char)purpose };

    memcpy(block.magic, magic, MAGIC_SIZE);
    return block;
}

enum status key_block_create(const char *path, const struct store_keys *keys,
                             enum key_purpose purpose, struct secret **ret_key)
{
    struct block_bytes block = new_block(purpose);
    struct secret *key = secret_random(STORE_KEY_SIZE);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum status status = file >= 0 ? OK : errno == EEXIST ? CONFLICT : FAILED;

    if (status == OK)
        status = seal_block(&block, keys, key);
    if (status == OK && !write_copies(file, &block))
        status = FAILED;
    if (file >= 0)
        close(file);
    if (status != OK) {
        secret_free(key);
        return status;
    }
    *ret_key = key;
    return OK;
}

enum status key_block_reseal(const char *path, const struct store_keys *keys, enum key_purpose from,
                             enum key_purpose to)
{
    struct block_bytes block, resealed = new_block(to);
    struct secret *key = NULL;
    enum status status = read_block(path, &block);
    int file = -1;

    if (status == OK && block.purpose != (unsigned char)from)
        status = FAILED;
    if (status == OK)
        status = unseal(&block, keys, &key);
    if (status == OK)
        status = seal_block(&resealed, keys, key);
    if (status == OK)
        file = open(path, O_WRONLY | O_CLOEXEC);
    if (status == OK && (file < 0 || !write_copies(file, &resealed)))
        status = FAILED;
    if (file >= 0)
        close(file);
    secret_free(key);
    return status == NOT_FOUND ? FAILED : status;
}

enum status key_block_renew(const char *path, const struct store_keys *keys,
                            enum key_purpose purpose)
{
    struct block_bytes block;
    enum status status = read_block(path, &block);

    if (status == OK && key_name_equal(block.master_key, key_name_of(keys->keys[0])))
        return OK;
    return status == OK          ? key_block_reseal(path, keys, purpose, purpose)
           : status == NOT_FOUND ? FAILED
                                 : status;
}

/* ---- beside its file ---- */

static enum status write_block(const char *path, int flags, const struct block_bytes *block)
{
    int file = open(path, O_WRONLY | O_CLOEXEC | flags, 0600);
    enum status status = file >= 0 && write_copies(file, block) ? OK : FAILED;

    if (file >= 0)
        close(file);
    return status;
}

enum status key_block_wipe(const char *path)
{
    static const char zeros[BLOCK_SIZE];
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool is_wiped;

    if (file < 0)
        return errno == ENOENT ? OK : FAILED;
    is_wiped = pwrite(file, zeros, BLOCK_SIZE, 0) == BLOCK_SIZE && fsync(file) == 0;
    close(file);
    return is_wiped ? OK : FAILED;
}

enum status key_block_take(const char *path, const char *key_path)
{
    struct block_bytes block;
    enum status status = read_block(path, &block);

    if (status == OK)
        status = write_block(key_path, O_CREAT | O_EXCL, &block);
    if (status == OK)
        status = key_block_wipe(path);
    return status == NOT_FOUND ? FAILED : status;
}

enum status key_block_give(const char *path, const char *key_path)
{
    struct block_bytes block;
    enum status status = read_block(key_path, &block);

    if (status == OK)
        status = write_block(path, 0, &block);
    return status == NOT_FOUND ? FAILED : status;
}
