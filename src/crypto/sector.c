/* Sector: one context for each direction, because XTS schedules its keys differently. */
#include "crypto/sector.h"

#include "crypto/openssl.h"
#include "crypto/reveal.h"

#include <assert.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdlib.h>

struct sector {
    EVP_CIPHER_CTX *encrypting, *decrypting;
};

static EVP_CIPHER_CTX *make(const struct secret *key, int encrypt)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();

    crypto_must(context && EVP_CipherInit_ex2(context, crypto_aes_256_xts(),
                                              (const unsigned char *)secret_reveal(key).at, NULL,
                                              encrypt, NULL));
    return context;
}

struct sector *sector_new(const struct secret *key)
{
    struct sector *sector = memory_alloc(sizeof *sector);

    assert(secret_size(key) == SECTOR_KEY_SIZE);
    sector->encrypting = make(key, 1);
    sector->decrypting = make(key, 0);
    return sector;
}

void sector_free(struct sector *sector)
{
    if (!sector)
        return;
    EVP_CIPHER_CTX_free(sector->encrypting);
    EVP_CIPHER_CTX_free(sector->decrypting);
    free(sector);
}

static void run(EVP_CIPHER_CTX *context, uint64_t number, unsigned char *at, size_t size)
{
    unsigned char tweak[16] = { 0 };
    int written;

    assert(size >= SECTOR_SIZE_MIN && size <= INT_MAX);
    for (int i = 0; i < 8; i++)
        tweak[i] = (unsigned char)(number >> 8 * i);
    crypto_must(EVP_CipherInit_ex2(context, NULL, NULL, tweak, -1, NULL) &&
                EVP_CipherUpdate(context, at, &written, at, (int)size) && (size_t)written == size);
}

void sector_encrypt(struct sector *sector, uint64_t number, unsigned char *at, size_t size)
{
    run(sector->encrypting, number, at, size);
}

void sector_decrypt(struct sector *sector, uint64_t number, unsigned char *at, size_t size)
{
    run(sector->decrypting, number, at, size);
}
