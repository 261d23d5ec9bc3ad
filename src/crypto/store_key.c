/* Store key: reads or makes the master key, and derives from it. */
#include "crypto/store_key.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/file.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/reveal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A label is part of what is derived: changing one makes what it sealed unreadable. */
static const char *const labels[] = {
    [KEY_UNDECLARED] = NULL,
    [KEY_FOR_TOKENS] = "steward tokens v1",
    [KEY_FOR_SEALING] = "steward sealing v1",
    [KEY_FOR_BACKUP] = "steward backup v1",
    [KEY_FOR_BLOBS] = "steward blobs v1",
    [KEY_FOR_PAGES] = "steward pages v1",
    [KEY_FOR_EXPORT] = "steward export v1",
};

static const char file_heading[] =
    "# The master key of this Steward. Without it nobody can read the data, the backups\n"
    "# included: keep a copy in another place, and keep it from other people.\n";

static bool is_constant(const struct secret *key)
{
    struct text bytes = secret_reveal(key);

    for (size_t i = 1; i < bytes.size; i++)
        if (bytes.at[i] != bytes.at[0])
            return false;
    return true;
}

static enum status key_from_text(struct text word, struct secret **ret_key)
{
    struct secret *key;
    enum status status = word.size == (size_t)2 * STORE_KEY_SIZE ? secret_from_hex(word, &key)
                                                                 : secret_from_base64(word, &key);

    if (status != OK)
        return status;
    if (secret_size(key) != STORE_KEY_SIZE || is_constant(key)) {
        secret_free(key);
        return INVALID;
    }
    *ret_key = key;
    return OK;
}

static bool is_gap(char c)
{
    return c == ' ' || c == ',' || (c >= '\t' && c <= '\r');
}

/* The next word of the text; comments run from # to the end of the line. */
static struct text take_word(struct text *rest)
{
    size_t size = 0;
    struct text word;

    while (rest->size > 0 && (is_gap(rest->at[0]) || rest->at[0] == '#')) {
        if (rest->at[0] == '#')
            text_cut(rest, '\n');
        else
            *rest = text_from_offset(*rest, 1);
    }
    while (size < rest->size && !is_gap(rest->at[size]))
        size++;
    word = text_slice(*rest, 0, size);
    *rest = text_from_offset(*rest, size);
    return word;
}

static enum status keys_from_text(struct text text, struct store_keys *ret_keys)
{
    struct store_keys keys = { .count = 0 };
    struct text word = take_word(&text);
    enum status status = word.size > 0 ? OK : INVALID;

    for (; status == OK && word.size > 0; word = take_word(&text)) {
        status = keys.count < STORE_KEYS ? key_from_text(word, &keys.keys[keys.count]) : INVALID;
        keys.count += status == OK;
    }
    if (status != OK) {
        store_keys_release(&keys);
        return status;
    }
    *ret_keys = keys;
    return OK;
}

static bool write_key(int file, const struct secret *key)
{
    struct arena scratch = { 0 };
    struct text hex = hex_encode(&scratch, secret_reveal(key));
    bool done = file_write_all(file, hex) && file_write_all(file, T("\n"));

    explicit_bzero((char *)(uintptr_t)hex.at, hex.size);
    arena_release(&scratch);
    return done;
}

/* A fresh key, and `earlier` ones behind it, under a name of its own: a crash leaves no
   half-written key file behind. */
static bool write_new_key(const char *path, const struct store_keys *earlier)
{
    struct secret *key = secret_random(STORE_KEY_SIZE);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = file >= 0 && file_write_all(file, text_from(file_heading)) && write_key(file, key);

    for (size_t i = 0; done && i < earlier->count; i++)
        done = write_key(file, earlier->keys[i]);
    done = done && fsync(file) == 0;
    if (file >= 0)
        close(file);
    secret_free(key);
    return done;
}

static void sync_folder_of(struct arena *scratch, const char *path)
{
    struct text name = text_from(path);
    int folder;

    while (name.size > 0 && name.at[name.size - 1] != '/')
        name.size--;
    folder = open(name.size > 0 ? arena_c_string(scratch, name) : ".",
                  O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)fsync(folder);
        close(folder);
    }
}

/* The name is given with link(2), so of two processes that start at once one makes the key and
   both read it. */
static enum status make_file(const char *path, bool *ret_made)
{
    struct arena scratch = { 0 };
    struct text chance = random_token(&scratch, 9);
    const char *fresh = arena_print(&scratch, "%s.%.*s", path, TEXT_ARG(chance)).at;
    bool done = write_new_key(fresh, &(struct store_keys){ .count = 0 });
    bool linked = done && link(fresh, path) == 0;

    if (done && !linked)
        done = errno == EEXIST;
    (void)unlink(fresh);
    sync_folder_of(&scratch, path);
    arena_release(&scratch);
    if (!done)
        return FAILED;
    *ret_made = linked;
    return OK;
}

static enum status load_file(const struct store_key_source *source, struct secret **ret_text,
                             enum store_key_origin *ret_origin)
{
    enum status status = source->path ? secret_from_file(source->path, ret_text) : NOT_FOUND;
    bool made = false;

    if (status == NOT_FOUND && source->path && source->create) {
        status = make_file(source->path, &made);
        if (status == OK)
            status = secret_from_file(source->path, ret_text);
    }
    if (status == OK)
        *ret_origin = made ? STORE_KEY_MADE : STORE_KEY_OF_FILE;
    return status;
}

enum status store_keys_load(const struct store_key_source *source, struct store_keys *ret_keys,
                            enum store_key_origin *ret_origin)
{
    const char *variable = source->variable ? source->variable : STORE_KEY_VARIABLE;
    enum store_key_origin origin = STORE_KEY_OF_VARIABLE;
    struct secret *text = NULL;
    enum status status = secret_take_env(variable, &text);

    if (status == NOT_FOUND)
        status = load_file(source, &text, &origin);
    if (status == TOO_LARGE)
        status = INVALID;
    if (status == OK)
        status = keys_from_text(secret_reveal(text), ret_keys);
    if (status == OK)
        *ret_origin = origin;
    secret_free(text);
    return status;
}

enum status store_keys_rotate(const char *path)
{
    struct store_keys keys = { .count = 0 };
    struct arena scratch = { 0 };
    struct text chance = random_token(&scratch, 9);
    const char *fresh = arena_print(&scratch, "%s.%.*s", path, TEXT_ARG(chance)).at;
    struct secret *text = NULL;
    enum status status = secret_from_file(path, &text);

    if (status == OK)
        status = keys_from_text(secret_reveal(text), &keys);
    if (status == OK && keys.count == STORE_KEYS)
        status = TOO_MANY;
    if (status == OK && (!write_new_key(fresh, &keys) || rename(fresh, path) != 0))
        status = FAILED;
    if (status == FAILED)
        (void)unlink(fresh);
    sync_folder_of(&scratch, path);
    secret_free(text);
    store_keys_release(&keys);
    arena_release(&scratch);
    return status;
}

void store_keys_release(struct store_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++)
        secret_free(keys->keys[i]);
    *keys = (struct store_keys){ .count = 0 };
}

struct text store_keys_sentence(enum status status)
{
    if (status == NOT_FOUND)
        return T("There is no master key: set STEWARD_MASTER_KEY to 32 bytes as hex or base64 "
                 "(openssl rand -hex 32), or name a key file.");
    if (status == INVALID)
        return T("The master key is not 32 bytes as 64 hex digits or as base64 (openssl rand "
                 "-hex 32).");
    if (status == FORBIDDEN)
        return T("The file of the master key may be read by others: chmod 600 it, and let it "
                 "belong to the user that runs the server.");
    if (status == FAILED)
        return T("The file of the master key cannot be read or made.");
    return T("");
}

static struct secret *derive(const struct secret *master, enum key_purpose purpose,
                             struct text context)
{
    struct arena scratch = { 0 };
    struct text label = text_from(labels[purpose]);
    char *info = arena_alloc(&scratch, label.size + 1 + context.size);
    struct secret *key;

    assert(label.size > 0);
    memcpy(info, label.at, label.size); /* and the NUL that is there already */
    if (context.size > 0)
        memcpy(info + label.size + 1, context.at, context.size);
    key = hkdf_sha256(master, T("steward"), (struct text){ info, label.size + 1 + context.size },
                      STORE_KEY_SIZE);
    arena_release(&scratch);
    return key;
}

struct key_name key_name_of(const struct secret *key)
{
    struct digest digest = hmac_sha256(key, T("steward key name v1"));
    struct key_name name;

    memcpy(name.bytes, digest.bytes, sizeof name.bytes);
    return name;
}

struct key_name_text key_name_text(struct key_name name)
{
    static const char digits[] = "0123456789abcdef";
    struct key_name_text text = { { 0 } };

    for (int i = 0; i < KEY_NAME_SIZE; i++) {
        text.at[2 * i] = digits[name.bytes[i] >> 4];
        text.at[2 * i + 1] = digits[name.bytes[i] & 15];
    }
    return text;
}

bool key_name_equal(struct key_name a, struct key_name b)
{
    return CRYPTO_memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

struct secret *store_key_derive(const struct store_keys *keys, enum key_purpose purpose,
                                struct text context)
{
    assert(keys->count > 0);
    return derive(keys->keys[0], purpose, context);
}

enum status store_key_ring(const struct store_keys *keys, enum key_purpose purpose,
                           struct text context, struct key_ring *ret_ring)
{
    struct key_ring ring = { .count = 0 };

    for (size_t i = 0; i < keys->count; i++) {
        enum status status = key_ring_add(&ring, derive(keys->keys[i], purpose, context));

        if (status != OK) {
            key_ring_release(&ring);
            return status;
        }
    }
    *ret_ring = ring;
    return OK;
}
