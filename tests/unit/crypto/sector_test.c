/* crypto/sector.h, with vector 10 of IEEE 1619 (XTS-AES-256). */
#include "crypto/sector.h"

#include "base/encode.h"
#include "text_check.h"

static const char key_of_vector[] =
    "2718281828459045235360287471352662497757247093699959574966967627"
    "3141592653589793238462643383279502884197169399375105820974944592";

static struct sector *sector_of(const char *hex)
{
    struct secret *key;
    struct sector *sector;

    assert_int_equal(secret_from_hex(text_from(hex), &key), OK);
    sector = sector_new(key);
    secret_free(key);
    return sector;
}

static void the_published_vector_both_ways(void **state)
{
    struct arena arena = { 0 };
    struct sector *sector = sector_of(key_of_vector);
    unsigned char bytes[512];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)i;
    sector_encrypt(sector, 0xff, bytes, sizeof bytes);
    assert_text(hex_encode(&arena, (struct text){ (char *)bytes, 32 }),
                T("1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b"));
    assert_text(hex_encode(&arena, (struct text){ (char *)bytes + 496, 16 }),
                T("c4f36ffda9fcea70b9c6e693e148c151"));
    sector_decrypt(sector, 0xff, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        assert_int_equal(bytes[i], (unsigned char)i);
    sector_free(sector);
    sector_free(NULL);
    arena_release(&arena);
}

/* Sizes that are no multiple of a block, and that the place counts. */
static void each_size_and_place_has_its_own_cipher(void **state)
{
    struct sector *sector = sector_of(key_of_vector);

    (void)state;
    for (size_t size = SECTOR_SIZE_MIN; size <= 48; size++) {
        unsigned char here[48] = { 0 }, there[48] = { 0 }, plain[48] = { 0 };

        sector_encrypt(sector, 1, here, size);
        sector_encrypt(sector, (uint64_t)1 << 40, there, size);
        assert_memory_not_equal(here, there, size);
        assert_memory_not_equal(here, plain, size);
        sector_decrypt(sector, 1, here, size);
        assert_memory_equal(here, plain, size);
        sector_decrypt(sector, 1, there, size);
        assert_memory_not_equal(there, plain, size);
    }
    sector_free(sector);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_vector_both_ways),
        cmocka_unit_test(each_size_and_place_has_its_own_cipher),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
