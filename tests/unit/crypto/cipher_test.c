/* crypto/cipher.h, with NIST's AES-256-GCM vectors (CAVP gcmEncryptExtIV256, and test cases 13
   to 16 of the GCM specification). */
#include "crypto/cipher.h"

#include "base/encode.h"
#include "text_check.h"

static const struct {
    const char *key, *nonce, *about, *plain, *cipher, *tag;
} vectors[] = {
    { "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4",
      "516c33929df5a3284ff463d7", "", "", "", "bdc1ac884d332457a1d2664f168c76f0" },
    { "31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22",
      "0d18e06c7c725ac9e362e1ce", "", "2db5168e932556f8089a0622981d017d",
      "fa4362189661d163fcd6a56d8bf0405a", "d636ac1bbedd5cc3ee727dc2ab4a9489" },
    { "0000000000000000000000000000000000000000000000000000000000000000",
      "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b" },
    { "0000000000000000000000000000000000000000000000000000000000000000",
      "000000000000000000000000", "", "00000000000000000000000000000000",
      "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919" },
    { "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      "cafebabefacedbaddecaf888", "",
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
      "b094dac5d93471bdec1a502270e3cc6c" },
    { "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
      "76fc6ece0f4e1768cddf8853bb2d551b" },
};

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

static struct secret *key_of(const char *hex)
{
    struct secret *key = secret_from_bytes(bytes_of(hex));

    secret_keep(&arena, key);
    return key;
}

static void the_published_vectors_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        const unsigned char *nonce = (const unsigned char *)bytes_of(vectors[i].nonce).at;
        struct text about = bytes_of(vectors[i].about), plain = bytes_of(vectors[i].plain);
        struct secret *key = key_of(vectors[i].key);
        unsigned char out[64], back[64], tag[CIPHER_TAG_SIZE];

        cipher_seal(key, nonce, about, plain, out, tag);
        assert_text(((struct text){ (char *)out, plain.size }), bytes_of(vectors[i].cipher));
        assert_text(((struct text){ (char *)tag, sizeof tag }), bytes_of(vectors[i].tag));
        assert_int_equal(cipher_open(key, nonce, about, bytes_of(vectors[i].cipher), tag, back),
                         OK);
        assert_text(((struct text){ (char *)back, plain.size }), plain);
    }
}

static void any_flipped_bit_is_refused(void **state)
{
    struct secret *key = key_of(vectors[5].key);
    char nonce[CIPHER_NONCE_SIZE], about[20], cipher[60], tag[CIPHER_TAG_SIZE];
    const struct {
        char *at;
        size_t size;
    } parts[] = { { nonce, sizeof nonce },
                  { about, sizeof about },
                  { cipher, sizeof cipher },
                  { tag, sizeof tag } };
    unsigned char back[60], zeros[60] = { 0 };

    (void)state;
    memcpy(nonce, bytes_of(vectors[5].nonce).at, sizeof nonce);
    memcpy(about, bytes_of(vectors[5].about).at, sizeof about);
    memcpy(cipher, bytes_of(vectors[5].cipher).at, sizeof cipher);
    memcpy(tag, bytes_of(vectors[5].tag).at, sizeof tag);
    for (size_t part = 0; part < 4; part++) {
        for (size_t bit = 0; bit < parts[part].size * 8; bit++) {
            parts[part].at[bit / 8] = (char)(parts[part].at[bit / 8] ^ 1 << bit % 8);
            memset(back, 0xff, sizeof back);
            assert_int_equal(
                cipher_open(key, (unsigned char *)nonce, (struct text){ about, sizeof about },
                            (struct text){ cipher, sizeof cipher }, (unsigned char *)tag, back),
                FAILED);
            assert_memory_equal(back, zeros, sizeof back);
            parts[part].at[bit / 8] = (char)(parts[part].at[bit / 8] ^ 1 << bit % 8);
        }
    }
}

static void it_works_in_place(void **state)
{
    struct secret *key = key_of(vectors[4].key);
    const unsigned char *nonce = (const unsigned char *)bytes_of(vectors[4].nonce).at;
    unsigned char bytes[64], tag[CIPHER_TAG_SIZE];
    struct text text = { (char *)bytes, sizeof bytes };

    (void)state;
    memcpy(bytes, bytes_of(vectors[4].plain).at, sizeof bytes);
    cipher_seal(key, nonce, T(""), text, bytes, tag);
    assert_text(text, bytes_of(vectors[4].cipher));
    assert_int_equal(cipher_open(key, nonce, T(""), text, tag, bytes), OK);
    assert_text(text, bytes_of(vectors[4].plain));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_vectors_both_ways),
        cmocka_unit_test(any_flipped_bit_is_refused),
        cmocka_unit_test(it_works_in_place),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
