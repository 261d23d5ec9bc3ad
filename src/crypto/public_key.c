/* Public key: OpenSSL's keys from their numbers. */
#include "crypto/public_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

enum { LIMIT_EXPONENT = 8, DER_ROOM = 80 };

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *build)
{
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    EVP_PKEY *key = NULL;

    if (!params || !context || EVP_PKEY_fromdata_init(context) <= 0 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) <= 0)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    return key;
}

static bool fits(EVP_PKEY *key, struct text bytes, const unsigned char *signature, size_t size)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool is_right = key && context &&
                    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                    EVP_DigestVerify(context, signature, size, (const unsigned char *)bytes.at,
                                     bytes.size) == 1;

    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return is_right;
}

bool public_key_fits_rs256(struct text modulus, struct text exponent, struct text bytes,
                           struct text signature)
{
    OSSL_PARAM_BLD *build;
    BIGNUM *n, *e;
    EVP_PKEY *key = NULL;

    while (modulus.size > 0 && modulus.at[0] == 0)
        modulus = text_from_offset(modulus, 1);
    if (modulus.size < RSA_LEAST_BYTES || modulus.size > RSA_MOST_BYTES || exponent.size == 0 ||
        exponent.size > LIMIT_EXPONENT)
        return false;
    build = OSSL_PARAM_BLD_new();
    n = BN_bin2bn((const unsigned char *)modulus.at, (int)modulus.size, NULL);
    e = BN_bin2bn((const unsigned char *)exponent.at, (int)exponent.size, NULL);
    if (build && n && e && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e))
        key = key_from("RSA", build);
    OSSL_PARAM_BLD_free(build);
    BN_free(n);
    BN_free(e);
    return fits(key, bytes, (const unsigned char *)signature.at, signature.size);
}

/* r and s as the DER that OpenSSL reads; 0 when they are none. */
static size_t to_der(struct text signature, unsigned char der[DER_ROOM])
{
    const unsigned char *at = (const unsigned char *)signature.at;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(at, P256_BYTES, NULL), *s = BN_bin2bn(at + P256_BYTES, P256_BYTES, NULL);
    unsigned char *end = der;
    int size = 0;

    if (pair && r && s && ECDSA_SIG_set0(pair, r, s)) {
        r = s = NULL; /* the pair's now */
        if (i2d_ECDSA_SIG(pair, NULL) <= DER_ROOM)
            size = i2d_ECDSA_SIG(pair, &end);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(pair);
    return size > 0 ? (size_t)size : 0;
}

bool public_key_fits_es256(struct text x, struct text y, struct text bytes, struct text signature)
{
    unsigned char point[1 + 2 * P256_BYTES] = { 4 }, der[DER_ROOM];
    OSSL_PARAM_BLD *build;
    EVP_PKEY *key = NULL;
    size_t size;

    if (x.size != P256_BYTES || y.size != P256_BYTES || signature.size != 2 * P256_BYTES)
        return false;
    memcpy(point + 1, x.at, P256_BYTES);
    memcpy(point + 1 + P256_BYTES, y.at, P256_BYTES);
    size = to_der(signature, der);
    build = OSSL_PARAM_BLD_new();
    if (size > 0 && build &&
        OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point))
        key = key_from("EC", build);
    OSSL_PARAM_BLD_free(build);
    return fits(key, bytes, der, size);
}
