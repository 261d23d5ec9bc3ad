/* Openssl: fetching an algorithm takes a lock and a search, so each is fetched once and kept. */
#include "crypto/openssl.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_once_t fetched = PTHREAD_ONCE_INIT;
static EVP_MD *fetched_sha256;
static EVP_CIPHER *fetched_aes_256_gcm, *fetched_aes_256_ecb, *fetched_aes_256_xts;

void crypto_must(bool done)
{
    if (!done) {
        (void)fputs("steward: the cryptographic library failed\n", stderr);
        abort();
    }
}

static void fetch(void)
{
    fetched_sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    fetched_aes_256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    fetched_aes_256_ecb = EVP_CIPHER_fetch(NULL, "AES-256-ECB", NULL);
    fetched_aes_256_xts = EVP_CIPHER_fetch(NULL, "AES-256-XTS", NULL);
    crypto_must(fetched_sha256 && fetched_aes_256_gcm && fetched_aes_256_ecb &&
                fetched_aes_256_xts);
}

const EVP_MD *crypto_sha256(void)
{
    pthread_once(&fetched, fetch);
    return fetched_sha256;
}

const EVP_CIPHER *crypto_aes_256_gcm(void)
{
    pthread_once(&fetched, fetch);
    return fetched_aes_256_gcm;
}

const EVP_CIPHER *crypto_aes_256_ecb(void)
{
    pthread_once(&fetched, fetch);
    return fetched_aes_256_ecb;
}

const EVP_CIPHER *crypto_aes_256_xts(void)
{
    pthread_once(&fetched, fetch);
    return fetched_aes_256_xts;
}
