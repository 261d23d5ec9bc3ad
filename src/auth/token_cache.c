/* Token cache: sets of four under 64 locks, found by the end of the token, which is its mac.
   Whole tokens are compared, in constant time. */
#include "auth/token_cache.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/mutex.h"
#include "crypto/hash.h"

#include <pthread.h>
#include <stdlib.h>

enum { SETS = 1024, WAYS = 4, LOCKS = 64, HASHED = 16 };

struct cached {
    char *token; /* NULL: free */
    size_t size;
    struct sign_key_id key;
    struct token_facts facts;
    uint64_t used;
};

struct token_cache {
    pthread_mutex_t locks[LOCKS]; /* each guards the sets of its number */
    uint64_t ticks[LOCKS];
    struct cached sets[SETS][WAYS];
};

struct token_cache *token_cache_new(void)
{
    struct token_cache *cache = memory_alloc(sizeof *cache);

    for (size_t i = 0; i < LOCKS; i++)
        mutex_init_brief(&cache->locks[i]);
    return cache;
}

void token_cache_free(struct token_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&cache->locks[i]);
    for (size_t i = 0; i < SETS; i++)
        for (size_t way = 0; way < WAYS; way++)
            free(cache->sets[i][way].token);
    free(cache);
}

static size_t set_of(struct text token)
{
    size_t from = token.size > HASHED ? token.size - HASHED : 0;

    return (size_t)text_hash(text_from_offset(token, from)) % SETS;
}

static bool is_token(const struct cached *cached, struct text token, const struct sign_key_id *key)
{
    return cached->token && cached->size == token.size && strcmp(cached->key.at, key->at) == 0 &&
           text_equal_constant_time((struct text){ cached->token, cached->size }, token);
}

bool token_cache_find(struct token_cache *cache, struct text token, const struct sign_key_id *key,
                      struct token_facts *ret_facts)
{
    size_t set = set_of(token), lock = set % LOCKS;
    bool is_found = false;

    pthread_mutex_lock(&cache->locks[lock]);
    for (size_t way = 0; way < WAYS && !is_found; way++) {
        struct cached *cached = &cache->sets[set][way];

        if (!is_token(cached, token, key))
            continue;
        cached->used = ++cache->ticks[lock];
        *ret_facts = cached->facts;
        is_found = true;
    }
    pthread_mutex_unlock(&cache->locks[lock]);
    return is_found;
}

void token_cache_keep(struct token_cache *cache, struct text token, const struct sign_key_id *key,
                      const struct token_facts *facts)
{
    size_t set = set_of(token), lock = set % LOCKS;
    struct cached *oldest = &cache->sets[set][0];
    char *copy;

    if (token.size == 0 || token.size > LIMIT_TOKEN)
        return;
    copy = memory_alloc(token.size);
    memcpy(copy, token.at, token.size);
    pthread_mutex_lock(&cache->locks[lock]);
    for (size_t way = 1; way < WAYS; way++)
        if (cache->sets[set][way].used < oldest->used)
            oldest = &cache->sets[set][way];
    free(oldest->token);
    *oldest = (struct cached){ copy, token.size, *key, *facts, ++cache->ticks[lock] };
    pthread_mutex_unlock(&cache->locks[lock]);
}
