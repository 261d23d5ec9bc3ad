/* Xaes: the key of a nonce is CMAC in counter mode over the nonce's first half, which for two
   blocks comes down to two AES calls (c2sp.org/XAES-256-GCM). Pages written by one process share
   that half, so the ciphers of the last few are kept. */
#include "crypto/xaes.h"

#include "crypto/openssl.h"
#include "crypto/reveal.h"

#include <assert.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>

enum { BLOCK_SIZE = 16, PREFIX_SIZE = 12, KEPT = 8 };

struct derived {
    EVP_CIPHER_CTX *context; /* NULL: empty */
    unsigned char prefix[PREFIX_SIZE];
};

struct xaes {
    EVP_CIPHER_CTX *blocks; /* AES itself, under the key */
    unsigned char subkey[BLOCK_SIZE];
    struct derived kept[KEPT];
    size_t next; /* the entry that is given up next */
};

static void encrypt_blocks(EVP_CIPHER_CTX *context, const unsigned char *from, int size,
                           unsigned char *to)
{
    int written;

    crypto_must(EVP_EncryptUpdate(context, to, &written, from, size) && written == size);
}

/* CMAC's first subkey: AES of zeros, doubled in GF(2^128). */
static void make_subkey(EVP_CIPHER_CTX *blocks, unsigned char ret_subkey[BLOCK_SIZE])
{
    unsigned char zero[BLOCK_SIZE] = { 0 }, once[BLOCK_SIZE];

    encrypt_blocks(blocks, zero, BLOCK_SIZE, once);
    for (int i = 0; i < BLOCK_SIZE; i++)
        ret_subkey[i] = (unsigned char)(once[i] << 1 | (i + 1 < BLOCK_SIZE ? once[i + 1] >> 7 : 0));
    if (once[0] & 0x80)
        ret_subkey[BLOCK_SIZE - 1] ^= 0x87;
    OPENSSL_cleanse(once, sizeof once);
}

struct xaes *xaes_new(const struct secret *key)
{
    struct xaes *xaes = memory_alloc(sizeof *xaes);

    assert(secret_size(key) == XAES_KEY_SIZE);
    xaes->blocks = EVP_CIPHER_CTX_new();
    crypto_must(xaes->blocks &&
                EVP_EncryptInit_ex2(xaes->blocks, crypto_aes_256_ecb(),
                                    (const unsigned char *)secret_reveal(key).at, NULL, NULL) &&
                EVP_CIPHER_CTX_set_padding(xaes->blocks, 0));
    make_subkey(xaes->blocks, xaes->subkey);
    return xaes;
}

void xaes_free(struct xaes *xaes)
{
    if (!xaes)
        return;
    for (size_t i = 0; i < KEPT; i++)
        EVP_CIPHER_CTX_free(xaes->kept[i].context);
    EVP_CIPHER_CTX_free(xaes->blocks);
    OPENSSL_cleanse(xaes, sizeof *xaes);
    free(xaes);
}

static void derive_key(const struct xaes *xaes, const unsigned char *prefix,
                       unsigned char ret_key[XAES_KEY_SIZE])
{
    unsigned char input[2 * BLOCK_SIZE] = { 0, 1, 'X', 0, [BLOCK_SIZE] = 0, 2, 'X', 0 };

    memcpy(input + 4, prefix, PREFIX_SIZE);
    memcpy(input + BLOCK_SIZE + 4, prefix, PREFIX_SIZE);
    for (int i = 0; i < (int)sizeof input; i++)
        input[i] ^= xaes->subkey[i % BLOCK_SIZE];
    encrypt_blocks(xaes->blocks, input, sizeof input, ret_key);
}

/* AES-256-GCM under the key of this nonce. */
static EVP_CIPHER_CTX *cipher_of(struct xaes *xaes, const unsigned char *prefix)
{
    unsigned char key[XAES_KEY_SIZE];
    struct derived *derived;

    for (size_t i = 0; i < KEPT; i++)
        if (xaes->kept[i].context && CRYPTO_memcmp(xaes->kept[i].prefix, prefix, PREFIX_SIZE) == 0)
            return xaes->kept[i].context;
    derived = &xaes->kept[xaes->next];
    xaes->next = (xaes->next + 1) % KEPT;
    if (!derived->context)
        derived->context = EVP_CIPHER_CTX_new();
    derive_key(xaes, prefix, key);
    crypto_must(derived->context &&
                EVP_EncryptInit_ex2(derived->context, crypto_aes_256_gcm(), key, NULL, NULL));
    OPENSSL_cleanse(key, sizeof key);
    memcpy(derived->prefix, prefix, PREFIX_SIZE);
    return derived->context;
}

static EVP_CIPHER_CTX *start(struct xaes *xaes, const unsigned char *nonce, struct text about,
                             int encrypt)
{
    EVP_CIPHER_CTX *context = cipher_of(xaes, nonce);
    int written;

    assert(about.size <= INT_MAX);
    crypto_must(EVP_CipherInit_ex2(context, NULL, NULL, nonce + PREFIX_SIZE, encrypt, NULL));
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

void xaes_seal(struct xaes *xaes, const unsigned char nonce[XAES_NONCE_SIZE], struct text about,
               struct text plain, unsigned char *ret_cipher, unsigned char ret_tag[XAES_TAG_SIZE])
{
    EVP_CIPHER_CTX *context = start(xaes, nonce, about, 1);
    unsigned char nothing[XAES_TAG_SIZE];
    int written;

    run(context, plain, ret_cipher);
    crypto_must(EVP_CipherFinal_ex(context, nothing, &written) &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, XAES_TAG_SIZE, ret_tag));
}

enum status xaes_open(struct xaes *xaes, const unsigned char nonce[XAES_NONCE_SIZE],
                      struct text about, struct text cipher, const unsigned char tag[XAES_TAG_SIZE],
                      unsigned char *ret_plain)
{
    EVP_CIPHER_CTX *context = start(xaes, nonce, about, 0);
    unsigned char wanted[XAES_TAG_SIZE], nothing[XAES_TAG_SIZE];
    int written;

    memcpy(wanted, tag, sizeof wanted);
    run(context, cipher, ret_plain);
    crypto_must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, XAES_TAG_SIZE, wanted));
    if (EVP_CipherFinal_ex(context, nothing, &written) > 0)
        return OK;
    OPENSSL_cleanse(ret_plain, cipher.size);
    return FAILED;
}
