/* Hash: OpenSSL's digests behind types that cannot be confused. */
#include "crypto/hash.h"

#include "base/encode.h"
#include "crypto/openssl.h"
#include "crypto/reveal.h"

#include <assert.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

struct digest sha256_list(const struct text *pieces, size_t count)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    struct digest digest;

    crypto_must(context && EVP_DigestInit_ex(context, crypto_sha256(), NULL));
    for (size_t i = 0; i < count; i++)
        if (pieces[i].size > 0)
            crypto_must(EVP_DigestUpdate(context, pieces[i].at, pieces[i].size));
    crypto_must(EVP_DigestFinal_ex(context, digest.bytes, NULL));
    EVP_MD_CTX_free(context);
    return digest;
}

struct digest sha256(struct text bytes)
{
    return sha256_list(&bytes, 1);
}

struct digest hmac_sha256(const struct secret *key, struct text bytes)
{
    struct text key_bytes = secret_reveal(key);
    const char *at = bytes.at ? bytes.at : "";
    struct digest digest;

    assert(key_bytes.size <= INT_MAX);
    crypto_must(HMAC(crypto_sha256(), key_bytes.at, (int)key_bytes.size, (const unsigned char *)at,
                     bytes.size, digest.bytes, NULL));
    return digest;
}

/* OSSL_PARAM wants pointers that could be written through; these are only read. */
static OSSL_PARAM bytes_param(const char *name, struct text bytes)
{
    return OSSL_PARAM_construct_octet_string(name, (void *)(uintptr_t)(bytes.at ? bytes.at : ""),
                                             bytes.size);
}

struct secret *hkdf_sha256(const struct secret *key, struct text salt, struct text purpose,
                           size_t size_bytes)
{
    char digest_name[] = "SHA256";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest_name, 0),
        bytes_param(OSSL_KDF_PARAM_KEY, secret_reveal(key)),
        bytes_param(OSSL_KDF_PARAM_SALT, salt),
        bytes_param(OSSL_KDF_PARAM_INFO, purpose),
        OSSL_PARAM_construct_end(),
    };
    EVP_KDF *method = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(method);
    unsigned char bytes[255 * DIGEST_SIZE];
    struct secret *derived;

    assert(size_bytes > 0 && size_bytes <= sizeof bytes && secret_size(key) > 0);
    crypto_must(context && EVP_KDF_derive(context, bytes, size_bytes, params) > 0);
    derived = secret_from_bytes((struct text){ (const char *)bytes, size_bytes });
    OPENSSL_cleanse(bytes, size_bytes);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(method);
    return derived;
}

struct text digest_text(const struct digest *digest)
{
    return (struct text){ (const char *)digest->bytes, sizeof digest->bytes };
}

struct text digest_hex(struct arena *arena, struct digest digest)
{
    return hex_encode(arena, digest_text(&digest));
}

bool digest_equal(struct digest a, struct digest b)
{
    return CRYPTO_memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool text_equal_constant_time(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || CRYPTO_memcmp(a.at, b.at, a.size) == 0);
}
