/* Sign: a ring behind a read-write lock; key material never leaves it. */
#include "crypto/sign.h"

#include "base/arena.h"
#include "base/encode.h"

#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct sign_ring_entry {
    struct secret *key;
    struct sign_key_id id;
    int64_t until_ms; /* of no meaning for the current key */
};

/* `lock` guards the entries: readers sign and verify, the writer rotates. */
struct sign_ring {
    pthread_rwlock_t lock;
    size_t count;
    struct sign_ring_entry entries[SIGN_RING_SIZE]; /* the current key first */
};

enum { KEY_ID_BYTES = 8, KEY_SIZE_LEAST = 32 };

static struct sign_key_id key_id(const struct secret *key)
{
    struct digest digest = hmac_sha256(key, T("steward sign key id"));
    struct arena arena = { 0 };
    struct text text =
        base64_encode(&arena, text_slice(digest_text(&digest), 0, KEY_ID_BYTES), BASE64_URL);
    struct sign_key_id id = { { 0 } };

    assert(text.size == SIGN_KEY_ID_SIZE);
    memcpy(id.at, text.at, SIGN_KEY_ID_SIZE);
    arena_release(&arena);
    return id;
}

/* The lock of a constant ring: verifying changes nothing that a caller could see. */
static pthread_rwlock_t *lock_of(const struct sign_ring *ring)
{
    return (pthread_rwlock_t *)(uintptr_t)&ring->lock;
}

struct sign_ring *sign_ring_new(struct secret *current)
{
    struct sign_ring *ring = memory_alloc(sizeof *ring);

    assert(secret_size(current) >= KEY_SIZE_LEAST);
    pthread_rwlock_init(&ring->lock, NULL);
    ring->entries[0] = (struct sign_ring_entry){ .key = current, .id = key_id(current) };
    ring->count = 1;
    return ring;
}

void sign_ring_free(struct sign_ring *ring)
{
    if (!ring)
        return;
    for (size_t i = 0; i < ring->count; i++)
        secret_free(ring->entries[i].key);
    pthread_rwlock_destroy(&ring->lock);
    free(ring);
}

/* Under the lock. Earlier keys past their time go. */
static void drop_expired(struct sign_ring *ring, int64_t now_ms)
{
    size_t kept = 1;

    for (size_t i = 1; i < ring->count; i++) {
        if (ring->entries[i].until_ms > now_ms)
            ring->entries[kept++] = ring->entries[i];
        else
            secret_free(ring->entries[i].key);
    }
    ring->count = kept;
}

void sign_ring_rotate(struct sign_ring *ring, struct secret *next, int64_t now_ms, int64_t grace_ms)
{
    struct sign_ring_entry entry = { .key = next, .id = key_id(next) };

    assert(secret_size(next) >= KEY_SIZE_LEAST);
    pthread_rwlock_wrlock(&ring->lock);
    drop_expired(ring, now_ms);
    if (ring->count == SIGN_RING_SIZE)
        secret_free(ring->entries[--ring->count].key);
    ring->entries[0].until_ms = now_ms + grace_ms;
    memmove(&ring->entries[1], &ring->entries[0], ring->count * sizeof ring->entries[0]);
    ring->entries[0] = entry;
    ring->count++;
    pthread_rwlock_unlock(&ring->lock);
}

void sign_ring_add_previous(struct sign_ring *ring, struct secret *key, int64_t until_ms)
{
    struct sign_ring_entry entry = { .key = key, .id = key_id(key), .until_ms = until_ms };

    pthread_rwlock_wrlock(&ring->lock);
    if (ring->count < SIGN_RING_SIZE)
        ring->entries[ring->count++] = entry;
    else
        secret_free(key);
    pthread_rwlock_unlock(&ring->lock);
}

struct sign_key_id sign_ring_current(const struct sign_ring *ring)
{
    struct sign_key_id id;

    pthread_rwlock_rdlock(lock_of(ring));
    id = ring->entries[0].id;
    pthread_rwlock_unlock(lock_of(ring));
    return id;
}

void sign_ring_sign(const struct sign_ring *ring, struct text bytes, struct sign_key_id *ret_id,
                    struct digest *ret_mac)
{
    pthread_rwlock_rdlock(lock_of(ring));
    *ret_id = ring->entries[0].id;
    *ret_mac = hmac_sha256(ring->entries[0].key, bytes);
    pthread_rwlock_unlock(lock_of(ring));
}

/* Under the lock. */
static const struct secret *find_key(const struct sign_ring *ring, struct text id, int64_t now_ms)
{
    for (size_t i = 0; i < ring->count; i++)
        if (text_equal(id, text_from(ring->entries[i].id.at)))
            return i == 0 || ring->entries[i].until_ms > now_ms ? ring->entries[i].key : NULL;
    return NULL;
}

bool sign_ring_verify(const struct sign_ring *ring, struct text key_id, struct text bytes,
                      struct text mac, int64_t now_ms)
{
    const struct secret *key;
    bool good = false;

    pthread_rwlock_rdlock(lock_of(ring));
    key = find_key(ring, key_id, now_ms);
    if (key) {
        struct digest wanted = hmac_sha256(key, bytes);

        good = text_equal_constant_time(mac, digest_text(&wanted));
    }
    pthread_rwlock_unlock(lock_of(ring));
    return good;
}
