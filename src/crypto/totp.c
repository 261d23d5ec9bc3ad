/* TOTP: the codes of RFC 4226 over time. */
#include "crypto/totp.h"

#include "base/encode.h"
#include "crypto/openssl.h"
#include "crypto/reveal.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { SHA1_SIZE = 20, STEPS_OF_GRACE = 1 };

uint32_t hotp(const struct secret *secret, uint64_t counter, int digits)
{
    static const uint32_t powers[] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
    };
    struct text key = secret_reveal(secret);
    unsigned char bytes[8], mac[SHA1_SIZE];
    uint32_t number = 0;

    assert(digits > 0 && digits <= TOTP_MOST_DIGITS);
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(counter >> (56 - 8 * i));
    crypto_must(HMAC(EVP_sha1(), key.at, (int)key.size, bytes, sizeof bytes, mac, NULL));
    for (int i = 0; i < 4; i++)
        number = number << 8 | mac[(mac[SHA1_SIZE - 1] & 0x0f) + i];
    return (number & 0x7fffffff) % powers[digits];
}

static bool read_code(struct text typed, uint32_t *ret_code)
{
    uint32_t code = 0;
    int digits = 0;

    for (size_t i = 0; i < typed.size; i++) {
        if (typed.at[i] == ' ')
            continue;
        if (typed.at[i] < '0' || typed.at[i] > '9' || ++digits > TOTP_DIGITS)
            return false;
        code = code * 10 + (uint32_t)(typed.at[i] - '0');
    }
    *ret_code = code;
    return digits == TOTP_DIGITS;
}

bool totp_fits(const struct secret *secret, struct text typed, int64_t now_s, int64_t last_step,
               int64_t *ret_step)
{
    int64_t now = now_s / TOTP_STEP_S;
    uint32_t code;

    if (now_s < 0 || !read_code(typed, &code))
        return false;
    for (int64_t step = now - STEPS_OF_GRACE; step <= now + STEPS_OF_GRACE; step++) {
        if (step <= last_step || step < 0 || hotp(secret, (uint64_t)step, TOTP_DIGITS) != code)
            continue;
        *ret_step = step;
        return true;
    }
    return false;
}

struct text totp_secret_text(struct arena *arena, const struct secret *secret)
{
    return base32_encode(arena, secret_reveal(secret));
}
