/* crypto/public_key.h: the examples of RFC 7515 (A.2 and A.3), and that any changed part is
 * refused. */
#include "crypto/public_key.h"

#include "base/encode.h"
#include "text_check.h"

static const char rsa_n[] =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-"
    "yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-"
    "KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_"
    "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
static const char rsa_signature[] =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9"
    "uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB"
    "_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq"
    "Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
static const char rsa_bytes[] =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6"
    "Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
static const char ec_bytes[] =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6"
    "Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
static const char ec_x[] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
static const char ec_y[] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
static const char ec_signature[] =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

static struct text decode(struct arena *arena, const char *coded)
{
    struct text bytes = { 0 };

    assert_true(base64_decode(arena, text_from(coded), BASE64_URL, &bytes));
    return bytes;
}

/* The text with one bit of the byte at `at` flipped. */
static struct text flipped(struct arena *arena, struct text text, size_t at)
{
    char *copy = arena_alloc(arena, text.size);

    memcpy(copy, text.at, text.size);
    copy[at] = (char)(copy[at] ^ 1);
    return (struct text){ copy, text.size };
}

static void rs256_is_that_of_the_standard(void **state)
{
    struct arena arena = { 0 };
    struct text n = decode(&arena, rsa_n), e = decode(&arena, "AQAB");
    struct text signature = decode(&arena, rsa_signature), bytes = text_from(rsa_bytes);

    (void)state;
    assert_true(public_key_fits_rs256(n, e, bytes, signature));
    for (size_t at = 0; at < signature.size; at += 17)
        assert_false(public_key_fits_rs256(n, e, bytes, flipped(&arena, signature, at)));
    assert_false(public_key_fits_rs256(n, e, flipped(&arena, bytes, 30), signature));
    assert_false(public_key_fits_rs256(flipped(&arena, n, 9), e, bytes, signature));
    assert_false(public_key_fits_rs256(n, e, bytes, text_slice(signature, 0, 255)));
    assert_false(public_key_fits_rs256(n, e, bytes, (struct text){ 0 }));
    assert_false(public_key_fits_rs256(n, (struct text){ 0 }, bytes, signature));
    assert_false(public_key_fits_rs256(text_slice(n, 0, RSA_LEAST_BYTES - 1), e, bytes, signature));
    arena_release(&arena);
}

/* LIMIT_EXPONENT: eight bytes, zeros in front among them. */
static void an_exponent_has_a_ceiling(void **state)
{
    struct arena arena = { 0 };
    struct text n = decode(&arena, rsa_n), signature = decode(&arena, rsa_signature);
    struct text padded = { "\0\0\0\0\0\0\1\0\1", 9 }, bytes = text_from(rsa_bytes);

    (void)state;
    assert_true(public_key_fits_rs256(n, text_from_offset(padded, 1), bytes, signature));
    assert_false(public_key_fits_rs256(n, padded, bytes, signature));
    arena_release(&arena);
}

static void es256_is_that_of_the_standard(void **state)
{
    static char zeros[2 * P256_BYTES];
    struct arena arena = { 0 };
    struct text x = decode(&arena, ec_x), y = decode(&arena, ec_y);
    struct text signature = decode(&arena, ec_signature), bytes = text_from(ec_bytes);

    (void)state;
    assert_true(public_key_fits_es256(x, y, bytes, signature));
    for (size_t at = 0; at < signature.size; at += 7)
        assert_false(public_key_fits_es256(x, y, bytes, flipped(&arena, signature, at)));
    assert_false(public_key_fits_es256(x, y, flipped(&arena, bytes, 30), signature));
    assert_false(public_key_fits_es256(flipped(&arena, x, 3), y, bytes, signature));
    assert_false(public_key_fits_es256(x, y, bytes, text_slice(signature, 0, 63)));
    assert_false(public_key_fits_es256(x, y, bytes, (struct text){ zeros, sizeof zeros }));
    assert_false(public_key_fits_es256(text_slice(x, 0, 31), y, bytes, signature));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rs256_is_that_of_the_standard),
        cmocka_unit_test(an_exponent_has_a_ceiling),
        cmocka_unit_test(es256_is_that_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
