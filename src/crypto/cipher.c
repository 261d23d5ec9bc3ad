/* Cipher: one AES-256-GCM message at a time. */
#include "crypto/cipher.h"

#include "crypto/openssl.h"
#include "crypto/reveal.h"

#include <assert.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

static EVP_CIPHER_CTX *start(const struct secret *key, const unsigned char *nonce,
                             struct text about, int encrypt)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int written;

    assert(secret_size(key) == CIPHER_KEY_SIZE && about.size <= INT_MAX);
    crypto_must(context && EVP_CipherInit_ex2(context, crypto_aes_256_gcm(),
                                              (const unsigned char *)secret_reveal(key).at, nonce,
                                              encrypt, NULL));
    if (about.size > 0)
        crypto_must(EVP_CipherUpdate(context, NULL, &written, (const unsigned char *)about.at,
                                     (int)about.size));
    return context;
}

static void run(EVP_CIPHER_CTX *context, struct text from, unsigned char *to)
{
    int written;

    assert(from.size <= INT_MAX);
    if (from.size > 0)
        crypto_must(EVP_CipherUpdate(context, to, &written, (const unsigned char *)from.at,
                                     (int)from.size));
}

void cipher_seal(const struct secret *key, const unsigned char nonce[CIPHER_NONCE_SIZE],
                 struct text about, struct text plain, unsigned char *ret_cipher,
                 unsigned char ret_tag[CIPHER_TAG_SIZE])
{
    EVP_CIPHER_CTX *context = start(key, nonce, about, 1);
    unsigned char nothing[CIPHER_TAG_SIZE];
    int written;

    run(context, plain, ret_cipher);
    crypto_must(EVP_CipherFinal_ex(context, nothing, &written) &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CIPHER_TAG_SIZE, ret_tag));
    EVP_CIPHER_CTX_free(context);
}

enum status cipher_open(const struct secret *key, const unsigned char nonce[CIPHER_NONCE_SIZE],
                        struct text about, struct text cipher,
                        const unsigned char tag[CIPHER_TAG_SIZE], unsigned char *ret_plain)
{
    EVP_CIPHER_CTX *context = start(key, nonce, about, 0);
    unsigned char wanted[CIPHER_TAG_SIZE], nothing[CIPHER_TAG_SIZE];
    enum status status = OK;
    int written;

    memcpy(wanted, tag, sizeof wanted);
    run(context, cipher, ret_plain);
    crypto_must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CIPHER_TAG_SIZE, wanted));
    if (EVP_CipherFinal_ex(context, nothing, &written) <= 0) {
        OPENSSL_cleanse(ret_plain, cipher.size);
        status = FAILED;
    }
    EVP_CIPHER_CTX_free(context);
    return status;
}
