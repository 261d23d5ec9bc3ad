/* One-time code: HMAC-SHA-256 with a key that is derived for the purpose. */
#include "auth/one_time_code.h"

#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/store_key.h"

struct text one_time_code_hash(const struct instance *instance, struct arena *arena,
                               const char *purpose, struct id account, struct text code)
{
    struct secret *key = store_key_derive(instance->keys, KEY_FOR_TOKENS, text_from(purpose));
    struct id_text id = id_to_text(account);
    struct digest mac = hmac_sha256(key, arena_print(arena, "%s:%.*s", id.at, TEXT_ARG(code)));

    secret_free(key);
    return digest_hex(arena, mac);
}

struct text one_time_code_random(struct arena *arena)
{
    char *digits = arena_alloc(arena, ONE_TIME_CODE_DIGITS);

    for (size_t i = 0; i < ONE_TIME_CODE_DIGITS; i++)
        digits[i] = (char)('0' + random_below(10));
    return (struct text){ digits, ONE_TIME_CODE_DIGITS };
}
