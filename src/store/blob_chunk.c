/* One chunk of a blob: sealed with what it says of its place. */
#include "crypto/random.h"
#include "store/blob_private.h"

#include <string.h>

enum { ABOUT_BYTES = 8 + 16 + 8 + 1 };

struct about {
    char at[ABOUT_BYTES];
};

static struct about about_of(struct id id, int64_t number, enum blob_mark mark)
{
    struct about about = { "STWBLOB1" };

    memcpy(about.at + 8, id.bytes, 16);
    for (int i = 0; i < 8; i++)
        about.at[24 + i] = (char)(uint8_t)((uint64_t)number >> (56 - 8 * i));
    about.at[32] = (char)mark;
    return about;
}

void blob_chunk_seal(const struct secret *key, struct id id, int64_t number, enum blob_mark mark,
                     struct text plain, char *sealed)
{
    struct about about = about_of(id, number, mark);
    unsigned char *nonce = (unsigned char *)sealed, *cipher = nonce + CIPHER_NONCE_SIZE;

    random_fill(nonce, CIPHER_NONCE_SIZE);
    cipher_seal(key, nonce, (struct text){ about.at, sizeof about.at }, plain, cipher,
                cipher + plain.size);
}

enum status blob_chunk_open(const struct secret *key, struct id id, int64_t number,
                            enum blob_mark mark, struct text sealed, char *plain)
{
    struct about about = about_of(id, number, mark);
    const unsigned char *nonce = (const unsigned char *)sealed.at;
    const unsigned char *cipher = nonce + CIPHER_NONCE_SIZE;
    size_t size = sealed.size - BLOB_CHUNK_OVERHEAD;

    if (sealed.size < BLOB_CHUNK_OVERHEAD)
        return FAILED;
    return cipher_open(key, nonce, (struct text){ about.at, sizeof about.at },
                       (struct text){ (const char *)cipher, size }, cipher + size,
                       (unsigned char *)plain);
}

struct text blob_key_about(struct arena *arena, struct id id)
{
    return arena_print(arena, "blob %s", id_to_text(id).at);
}

int64_t blob_sealed_size(int64_t size)
{
    int64_t chunks = size == 0 ? 1 : (size + BLOB_CHUNK_BYTES - 1) / BLOB_CHUNK_BYTES;

    return size + chunks * BLOB_CHUNK_OVERHEAD;
}

enum status blob_key_make(const struct blob_store *store, struct id id, struct arena *arena,
                          struct text *ret_wrapped)
{
    struct secret *key = secret_random(CIPHER_KEY_SIZE);
    enum status status =
        seal_secret(store->keys, key, blob_key_about(arena, id), arena, ret_wrapped);

    secret_free(key);
    return status;
}

enum status blob_key_renew(const struct blob_store *store, struct id id, struct arena *arena,
                           struct text *wrapped, bool *ret_changed)
{
    struct text about = blob_key_about(arena, id);
    struct secret *key;
    enum status status;

    *ret_changed = false;
    if (!seal_is_outdated(store->keys, *wrapped))
        return OK;
    status = seal_open_secret(store->keys, *wrapped, about, &key);
    if (status != OK)
        return status;
    status = seal_secret(store->keys, key, about, arena, wrapped);
    secret_free(key);
    *ret_changed = status == OK;
    return status;
}
