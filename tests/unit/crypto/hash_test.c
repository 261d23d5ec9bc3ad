/* crypto/hash.h, with the vectors of FIPS 180-2, RFC 4231 and RFC 5869. */
#include "crypto/hash.h"

#include "base/encode.h"
#include "crypto/reveal.h"
#include "text_check.h"

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct text bytes_of(const char *hex)
{
    struct text bytes = { 0 };

    assert_true(hex_decode(&arena, text_from(hex), &bytes));
    return bytes;
}

static struct secret *secret_of(const char *hex)
{
    struct secret *secret = secret_from_bytes(bytes_of(hex));

    secret_keep(&arena, secret);
    return secret;
}

static void sha256_of_the_standard(void **state)
{
    const struct text pieces[] = { T("a"), { 0 }, T("bc") };
    struct text million = { arena_alloc(&arena, 1000000), 1000000 };

    (void)state;
    memset((char *)(uintptr_t)million.at, 'a', million.size);
    assert_text(digest_hex(&arena, sha256(T("abc"))),
                T("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assert_text(digest_hex(&arena, sha256((struct text){ 0 })),
                T("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assert_text(digest_hex(&arena, sha256(million)),
                T("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    assert_true(digest_equal(sha256_list(pieces, 3), sha256(T("abc"))));
    assert_false(digest_equal(sha256(T("abc")), sha256(T("abd"))));
}

static const struct {
    const char *key, *data, *mac;
} rfc4231[] = {
    { "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
    { "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
      "dddddddddddddddddddddddddddddddd",
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
    { "0102030405060708090a0b0c0d0e0f10111213141516171819",
      "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
      "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaa",
      "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d"
      "2048617368204b6579204669727374",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
};

static void hmac_of_rfc_4231(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rfc4231 / sizeof rfc4231[0]; i++)
        assert_text(
            digest_hex(&arena, hmac_sha256(secret_of(rfc4231[i].key), bytes_of(rfc4231[i].data))),
            text_from(rfc4231[i].mac));
}

static const struct {
    const char *key, *salt, *info, *out;
} rfc5869[] = {
    { "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
      "f0f1f2f3f4f5f6f7f8f9",
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865" },
    { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b"
      "2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
      "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b"
      "8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
      "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadb"
      "dcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
      "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87" },
    { "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8" },
};

static void hkdf_of_rfc_5869(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rfc5869 / sizeof rfc5869[0]; i++) {
        struct text wanted = bytes_of(rfc5869[i].out);
        struct secret *derived = hkdf_sha256(secret_of(rfc5869[i].key), bytes_of(rfc5869[i].salt),
                                             bytes_of(rfc5869[i].info), wanted.size);

        assert_text(secret_reveal(derived), wanted);
        secret_free(derived);
    }
}

static void comparing_texts(void **state)
{
    (void)state;
    assert_true(text_equal_constant_time(T("abc"), T("abc")));
    assert_true(text_equal_constant_time(T(""), (struct text){ 0 }));
    assert_false(text_equal_constant_time(T("abc"), T("abd")));
    assert_false(text_equal_constant_time(T("abc"), T("xbc")));
    assert_false(text_equal_constant_time(T("abc"), T("ab")));
    assert_false(text_equal_constant_time(T("a\0b"), T("a\0c")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_the_standard),
        cmocka_unit_test(hmac_of_rfc_4231),
        cmocka_unit_test(hkdf_of_rfc_5869),
        cmocka_unit_test(comparing_texts),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
