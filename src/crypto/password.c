/* Password: the three functions, and what decides between them. */
#include "crypto/password.h"

#include "base/encode.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "crypto/openssl.h"
#include "crypto/password_stored.h"
#include "crypto/random.h"

#include <argon2.h>
#include <crypt.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

enum { SALT_SIZE = 16, HASH_SIZE = 32, BCRYPT_PASSWORD_MAX = 72 };

/* Each hash takes memory of its own, 19 MiB by default: so many callers at once wait. */
enum { ARGON2ID_AT_ONCE = 8 };

static struct {
    pthread_mutex_t lock; /* guards running */
    pthread_cond_t has_room;
    int running;
} argon2id_gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };

static void enter_argon2id(void)
{
    pthread_mutex_lock(&argon2id_gate.lock);
    while (argon2id_gate.running == ARGON2ID_AT_ONCE)
        pthread_cond_wait(&argon2id_gate.has_room, &argon2id_gate.lock);
    argon2id_gate.running++;
    pthread_mutex_unlock(&argon2id_gate.lock);
}

static void leave_argon2id(void)
{
    pthread_mutex_lock(&argon2id_gate.lock);
    argon2id_gate.running--;
    pthread_cond_signal(&argon2id_gate.has_room);
    pthread_mutex_unlock(&argon2id_gate.lock);
}

/* How often any scheme was run, for password_hash_count. */
static _Atomic uint64_t runs;

uint64_t password_hash_count(void)
{
    return runs;
}

/* Fills stored->hash (stored->hash_size bytes) from the salt and the parameters. */
static enum status run_argon2id(struct text password, struct password_stored *stored)
{
    argon2_context context = {
        .out = stored->hash,
        .outlen = (uint32_t)stored->hash_size,
        .pwd = (uint8_t *)(uintptr_t)(password.at ? password.at : ""), /* only read */
        .pwdlen = (uint32_t)password.size,
        .salt = stored->salt,
        .saltlen = (uint32_t)stored->salt_size,
        .t_cost = stored->params.passes,
        .m_cost = stored->params.memory_kib,
        .lanes = stored->params.lanes,
        .threads = 1,
        .version = ARGON2_VERSION_13,
        .flags = ARGON2_DEFAULT_FLAGS,
    };
    int code;

    runs++;
    enter_argon2id();
    code = argon2id_ctx(&context);
    leave_argon2id();
    return code == ARGON2_OK ? OK : FAILED;
}

static enum status run_pbkdf2(struct text password, struct password_stored *stored)
{
    runs++;
    crypto_must(PKCS5_PBKDF2_HMAC(password.at ? password.at : "", (int)password.size, stored->salt,
                                  (int)stored->salt_size, (int)stored->params.rounds,
                                  crypto_sha256(), (int)stored->hash_size, stored->hash));
    return OK;
}

struct phrase {
    char at[BCRYPT_PASSWORD_MAX + 1];
};

/* The password as bcrypt reads it: see the top of password.h. */
static struct phrase bcrypt_phrase(struct text password)
{
    struct phrase phrase = { { 0 } };
    struct arena arena = { 0 };

    if (password.size > BCRYPT_PASSWORD_MAX || text_find_byte(password, '\0') < password.size) {
        struct digest digest = sha256(password);
        struct text text = base64_encode(&arena, digest_text(&digest), BASE64_PADDED);

        memcpy(phrase.at, text.at, text.size);
        OPENSSL_cleanse(&digest, sizeof digest);
        explicit_bzero((char *)(uintptr_t)text.at, text.size);
    } else if (password.size > 0) {
        memcpy(phrase.at, password.at, password.size);
    }
    arena_release(&arena);
    return phrase;
}

/* crypt(3) with a setting: the result is `setting`'s salt and the new hash. */
static enum status run_bcrypt(struct text password, const char *setting,
                              char ret_text[BCRYPT_TEXT_SIZE + 1])
{
    struct phrase phrase = bcrypt_phrase(password);
    void *scratch = NULL;
    int scratch_size = 0;
    const char *result = crypt_ra(phrase.at, setting, &scratch, &scratch_size);
    enum status status = FAILED;

    runs++;
    if (result && strlen(result) == BCRYPT_TEXT_SIZE) {
        memcpy(ret_text, result, BCRYPT_TEXT_SIZE + 1);
        status = OK;
    }
    if (scratch)
        explicit_bzero(scratch, (size_t)scratch_size);
    free(scratch);
    explicit_bzero(&phrase, sizeof phrase);
    return status;
}

static enum status make_bcrypt(struct text password, struct password_stored *stored)
{
    char random[SALT_SIZE];
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];

    random_fill(random, sizeof random);
    if (!crypt_gensalt_rn("$2b$", stored->params.cost, random, sizeof random, setting,
                          sizeof setting))
        return FAILED;
    return run_bcrypt(password, setting, stored->bcrypt);
}

static enum status make_phc(struct text password, struct password_stored *stored)
{
    stored->salt_size = SALT_SIZE;
    stored->hash_size = HASH_SIZE;
    random_fill(stored->salt, SALT_SIZE);
    return stored->params.scheme == PASSWORD_ARGON2ID ? run_argon2id(password, stored)
                                                      : run_pbkdf2(password, stored);
}

static enum status make(struct text password, const struct password_params *params,
                        struct password_stored *ret_stored)
{
    struct password_stored stored = { .params = password_params_fill(params) };
    enum status status = stored.params.scheme == PASSWORD_BCRYPT ? make_bcrypt(password, &stored)
                                                                 : make_phc(password, &stored);

    if (status == OK)
        *ret_stored = stored;
    return status;
}

enum status password_hash(struct arena *arena, struct text password,
                          const struct password_params *params, struct text *ret_stored)
{
    struct password_stored stored;
    enum status status = password_params_check(params);

    if (status != OK)
        return status;
    if (password.size > LIMIT_PASSWORD)
        return TOO_LARGE;
    status = make(password, params, &stored);
    if (status != OK)
        return status;
    *ret_stored = password_stored_to_text(arena, &stored);
    return OK;
}

static bool verify_bcrypt(const struct password_stored *stored, struct text password)
{
    char again[BCRYPT_TEXT_SIZE + 1];

    return run_bcrypt(password, stored->bcrypt, again) == OK &&
           CRYPTO_memcmp(again, stored->bcrypt, BCRYPT_TEXT_SIZE) == 0;
}

static bool verify_phc(const struct password_stored *stored, struct text password)
{
    struct password_stored again = *stored;
    enum status status = stored->params.scheme == PASSWORD_ARGON2ID ? run_argon2id(password, &again)
                                                                    : run_pbkdf2(password, &again);

    return status == OK && CRYPTO_memcmp(again.hash, stored->hash, stored->hash_size) == 0;
}

bool password_verify(struct text stored_text, struct text password)
{
    struct password_stored stored;

    if (password.size > LIMIT_PASSWORD || !password_stored_from_text(stored_text, &stored))
        return false;
    return stored.params.scheme == PASSWORD_BCRYPT ? verify_bcrypt(&stored, password)
                                                   : verify_phc(&stored, password);
}

bool password_needs_rehash(struct text stored_text, const struct password_params *wanted)
{
    struct password_params filled = password_params_fill(wanted);
    struct password_stored stored;

    if (!password_stored_from_text(stored_text, &stored))
        return true;
    if (stored.params.scheme != filled.scheme || stored.params.memory_kib != filled.memory_kib ||
        stored.params.passes != filled.passes || stored.params.lanes != filled.lanes ||
        stored.params.cost != filled.cost || stored.params.rounds != filled.rounds)
        return true;
    if (filled.scheme == PASSWORD_BCRYPT)
        return stored.bcrypt[2] != 'b';
    return stored.salt_size < SALT_SIZE || stored.hash_size != HASH_SIZE;
}

bool password_verify_nobody(const struct password_params *params, struct text password)
{
    struct password_stored stored;

    if (password.size <= LIMIT_PASSWORD && make(password, params, &stored) == OK)
        OPENSSL_cleanse(&stored, sizeof stored);
    return false;
}
