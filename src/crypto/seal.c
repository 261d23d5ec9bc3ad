/* Seal: key id | nonce | cipher | tag. */
#include "crypto/seal.h"

#include "base/limits.h"
#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/reveal.h"

#include <string.h>

enum { NONCE_AT = SEAL_KEY_ID_SIZE, CIPHER_AT = NONCE_AT + CIPHER_NONCE_SIZE };

/* The id follows from the key, so that another master key never has the same ids by accident
   of numbering. It tells nothing about the key. */
static void key_id(const struct secret *key, unsigned char ret_id[SEAL_KEY_ID_SIZE])
{
    struct digest digest = hmac_sha256(key, T("steward seal key id"));

    memcpy(ret_id, digest.bytes, SEAL_KEY_ID_SIZE);
}

static const struct key_ring_entry *key_ring_find(const struct key_ring *ring, const void *id)
{
    for (size_t i = 0; i < ring->count; i++)
        if (memcmp(ring->entries[i].id, id, SEAL_KEY_ID_SIZE) == 0)
            return &ring->entries[i];
    return NULL;
}

static enum status key_ring_insert(struct key_ring *ring, size_t at, struct secret *key)
{
    struct key_ring_entry entry = { .key = key };
    enum status status = OK;

    if (secret_size(key) != CIPHER_KEY_SIZE)
        status = INVALID;
    else if (ring->count == KEY_RING_SIZE)
        status = TOO_MANY;
    else
        key_id(key, entry.id);
    if (status == OK && key_ring_find(ring, entry.id))
        status = CONFLICT;
    if (status != OK) {
        secret_free(key);
        return status;
    }
    memmove(&ring->entries[at + 1], &ring->entries[at],
            (ring->count - at) * sizeof ring->entries[0]);
    ring->entries[at] = entry;
    ring->count++;
    return OK;
}

enum status key_ring_add(struct key_ring *ring, struct secret *key)
{
    return key_ring_insert(ring, ring->count, key);
}

enum status key_ring_rotate(struct key_ring *ring, struct secret *key)
{
    return key_ring_insert(ring, 0, key);
}

void key_ring_release(struct key_ring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        secret_free(ring->entries[i].key);
    *ring = (struct key_ring){ .count = 0 };
}

enum status seal(const struct key_ring *ring, struct text plain, struct text about,
                 struct arena *arena, struct text *ret_sealed)
{
    size_t size = plain.size + SEAL_OVERHEAD;
    unsigned char *at;

    if (ring->count == 0)
        return UNAVAILABLE;
    if (plain.size > LIMIT_SEALED - SEAL_OVERHEAD)
        return TOO_LARGE;
    at = arena_alloc(arena, size);
    memcpy(at, ring->entries[0].id, SEAL_KEY_ID_SIZE);
    random_fill(at + NONCE_AT, CIPHER_NONCE_SIZE);
    cipher_seal(ring->entries[0].key, at + NONCE_AT, about, plain, at + CIPHER_AT,
                at + CIPHER_AT + plain.size);
    *ret_sealed = (struct text){ (const char *)at, size };
    return OK;
}

/* Into memory of the caller that holds sealed.size - SEAL_OVERHEAD bytes. */
static enum status open_into(const struct key_ring *ring, struct text sealed, struct text about,
                             char *at)
{
    const unsigned char *bytes = (const unsigned char *)sealed.at;
    const struct key_ring_entry *entry = key_ring_find(ring, sealed.at);
    size_t size = sealed.size - SEAL_OVERHEAD;

    if (!entry)
        return UNAVAILABLE;
    return cipher_open(entry->key, bytes + NONCE_AT, about, text_slice(sealed, CIPHER_AT, size),
                       bytes + CIPHER_AT + size, (unsigned char *)at);
}

static bool is_sealed(struct text sealed)
{
    return sealed.size >= SEAL_OVERHEAD && sealed.size <= LIMIT_SEALED;
}

enum status seal_open(const struct key_ring *ring, struct text sealed, struct text about,
                      struct arena *arena, struct text *ret_plain)
{
    enum status status;
    char *at;

    if (!is_sealed(sealed))
        return INVALID;
    at = arena_alloc(arena, sealed.size - SEAL_OVERHEAD + 1);
    status = open_into(ring, sealed, about, at);
    if (status != OK)
        return status;
    *ret_plain = (struct text){ at, sealed.size - SEAL_OVERHEAD };
    return OK;
}

enum status seal_secret(const struct key_ring *ring, const struct secret *secret, struct text about,
                        struct arena *arena, struct text *ret_sealed)
{
    return seal(ring, secret_reveal(secret), about, arena, ret_sealed);
}

enum status seal_open_secret(const struct key_ring *ring, struct text sealed, struct text about,
                             struct secret **ret_secret)
{
    char bytes[LIMIT_SECRET];
    enum status status;

    if (!is_sealed(sealed))
        return INVALID;
    if (sealed.size - SEAL_OVERHEAD > sizeof bytes)
        return TOO_LARGE;
    status = open_into(ring, sealed, about, bytes);
    if (status == OK)
        *ret_secret = secret_from_bytes((struct text){ bytes, sealed.size - SEAL_OVERHEAD });
    explicit_bzero(bytes, sizeof bytes);
    return status;
}

bool seal_is_outdated(const struct key_ring *ring, struct text sealed)
{
    return ring->count > 0 &&
           (!is_sealed(sealed) || memcmp(ring->entries[0].id, sealed.at, SEAL_KEY_ID_SIZE) != 0);
}

struct text seal_sentence(enum status status)
{
    if (status == INVALID)
        return T("This is not a sealed value.");
    if (status == UNAVAILABLE)
        return T("This value was sealed with a key that this server does not have. Is "
                 "STEWARD_MASTER_KEY, or the key file, the one it was written with?");
    if (status == FAILED)
        return T("This sealed value was changed, or belongs to another place: it cannot be "
                 "opened.");
    if (status == TOO_LARGE)
        return T("This value is too large to be sealed.");
    return T("");
}
