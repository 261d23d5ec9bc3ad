/* crypto/xaes.h, with the vectors of c2sp.org/XAES-256-GCM: one for each case of the subkey. */
#include "crypto/xaes.h"

#include "base/encode.h"
#include "text_check.h"

enum { TEXT_MAX = 4096 };

static const struct {
    unsigned char key_byte;
    const char *about, *sealed;
} vectors[] = {
    { 1, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271" },
    { 3, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d" },
};

static const unsigned char nonce_of_vectors[] = "ABCDEFGHIJKLMNOPQRSTUVWX";

static struct xaes *xaes_of(unsigned char byte)
{
    char bytes[XAES_KEY_SIZE];
    struct secret *key;
    struct xaes *xaes;

    memset(bytes, byte, sizeof bytes);
    key = secret_from_bytes((struct text){ bytes, sizeof bytes });
    xaes = xaes_new(key);
    secret_free(key);
    return xaes;
}

static void the_published_vectors_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct xaes *xaes = xaes_of(vectors[i].key_byte);
        struct text plain = T("XAES-256-GCM"), about = text_from(vectors[i].about), sealed;
        struct arena arena = { 0 };
        unsigned char out[12 + XAES_TAG_SIZE], back[12];

        xaes_seal(xaes, nonce_of_vectors, about, plain, out, out + 12);
        assert_true(hex_decode(&arena, text_from(vectors[i].sealed), &sealed));
        assert_text(((struct text){ (char *)out, sizeof out }), sealed);
        assert_int_equal(xaes_open(xaes, nonce_of_vectors, about, (struct text){ (char *)out, 12 },
                                   out + 12, back),
                         OK);
        assert_text(((struct text){ (char *)back, 12 }), plain);
        arena_release(&arena);
        xaes_free(xaes);
    }
    xaes_free(NULL);
}

static void any_flipped_bit_is_refused_and_nothing_returned(void **state)
{
    struct xaes *xaes = xaes_of(7);
    struct text about = T("page 1");
    unsigned char message[XAES_NONCE_SIZE + 20 + XAES_TAG_SIZE] = "twenty four bytes nonce.";
    unsigned char *cipher = message + XAES_NONCE_SIZE, *tag = cipher + 20, back[20];

    (void)state;
    xaes_seal(xaes, message, about, T("twenty bytes of text"), cipher, tag);
    for (size_t bit = 0; bit < 8 * sizeof message; bit++) {
        message[bit / 8] ^= (unsigned char)(1 << bit % 8);
        memset(back, 'x', sizeof back);
        assert_int_equal(
            xaes_open(xaes, message, about, (struct text){ (char *)cipher, 20 }, tag, back),
            FAILED);
        for (size_t i = 0; i < sizeof back; i++)
            assert_int_equal(back[i], 0);
        message[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    assert_int_equal(
        xaes_open(xaes, message, T("page 2"), (struct text){ (char *)cipher, 20 }, tag, back),
        FAILED);
    assert_int_equal(
        xaes_open(xaes, message, about, (struct text){ (char *)cipher, 20 }, tag, back), OK);
    xaes_free(xaes);
}

/* More first halves than ciphers are kept, in an order that makes each be given up and made
   again; sealed by one and opened by another. */
static void many_nonces_in_place(void **state)
{
    struct xaes *sealing = xaes_of(9), *opening = xaes_of(9);
    static unsigned char pages[40][TEXT_MAX], tags[40][XAES_TAG_SIZE];
    unsigned char nonce[XAES_NONCE_SIZE] = { 0 };

    (void)state;
    for (int i = 0; i < 40; i++) {
        memset(pages[i], i, TEXT_MAX);
        nonce[0] = (unsigned char)(i * 7 % 20);
        nonce[XAES_NONCE_SIZE - 1] = (unsigned char)i;
        xaes_seal(sealing, nonce, (struct text){ 0 }, (struct text){ (char *)pages[i], TEXT_MAX },
                  pages[i], tags[i]);
        assert_true(pages[i][0] != i || pages[i][1] != i || pages[i][2] != i);
    }
    for (int i = 39; i >= 0; i--) {
        nonce[0] = (unsigned char)(i * 7 % 20);
        nonce[XAES_NONCE_SIZE - 1] = (unsigned char)i;
        assert_int_equal(xaes_open(opening, nonce, (struct text){ 0 },
                                   (struct text){ (char *)pages[i], TEXT_MAX }, tags[i], pages[i]),
                         OK);
        for (int at = 0; at < TEXT_MAX; at++)
            assert_int_equal(pages[i][at], i);
    }
    xaes_free(sealing);
    xaes_free(opening);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_vectors_both_ways),
        cmocka_unit_test(any_flipped_bit_is_refused_and_nothing_returned),
        cmocka_unit_test(many_nonces_in_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
