/* crypto/password.h, N-065 below the accounts. The published vectors: crypt_blowfish
   and OpenBSD for bcrypt, RFC 7914 and the PKCS #5 drafts for PBKDF2, the reference
   implementation's for argon2id. */
#include "crypto/password.h"

#include "base/encode.h"
#include "base/limits.h"
#include "text_check.h"

#include <time.h>

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct {
    const char *password, *stored;
} bcrypt_vectors[] = {
    { "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" },
    { "U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK" },
    { "U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a" },
    { "", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy" },
    { "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
      "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui" },
    { "\xa3", "$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq" },
    { "\xa3", "$2a$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq" },
    { "\xa3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq" },
    { "\xff\xa3"
      "345",
      "$2a$05$/OK.fbVrR/bpIqNJ5ianF.nRht2l/HRhr6zmCp9vYUvvsqynflf9e" },
    { "\xa3"
      "ab",
      "$2a$05$/OK.fbVrR/bpIqNJ5ianF.6IflQkJytoRVc1yuaNtHfiuq.FRlSIS" },
};

static void bcrypt_agrees_with_published_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bcrypt_vectors / sizeof bcrypt_vectors[0]; i++) {
        struct text stored = text_from(bcrypt_vectors[i].stored);

        if (!password_verify(stored, text_from(bcrypt_vectors[i].password)))
            fail_msg("%s", bcrypt_vectors[i].stored);
        assert_false(password_verify(stored, T("another")));
    }
}

static const struct {
    const char *password, *salt;
    int rounds;
    const char *hash;
} pbkdf2_vectors[] = {
    { "passwd", "salt", 1,
      "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
      "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783" },
    { "Password", "NaCl", 80000,
      "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
      "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d" },
    { "password", "salt", 1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b" },
    { "password", "salt", 2, "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43" },
    { "password", "salt", 4096,
      "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a" },
    { "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096,
      "348c89dbcbd32b2f32d814b8116e84cf2b17347ebc1800181c4e2a1fb8dd53e1c635518c7dac47e9" },
};

static struct text pbkdf2_stored(size_t i)
{
    struct text hash = { 0 }, salt;

    assert_true(hex_decode(&arena, text_from(pbkdf2_vectors[i].hash), &hash));
    salt = base64_encode(&arena, text_from(pbkdf2_vectors[i].salt), BASE64_BARE);
    hash = base64_encode(&arena, hash, BASE64_BARE);
    return arena_print(&arena, "$pbkdf2-sha256$i=%d$%.*s$%.*s", pbkdf2_vectors[i].rounds,
                       TEXT_ARG(salt), TEXT_ARG(hash));
}

static void pbkdf2_agrees_with_published_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pbkdf2_vectors / sizeof pbkdf2_vectors[0]; i++) {
        struct text stored = pbkdf2_stored(i);

        if (!password_verify(stored, text_from(pbkdf2_vectors[i].password)))
            fail_msg("%.*s", TEXT_ARG(stored));
        assert_false(password_verify(stored, T("another")));
    }
}

static const struct {
    const char *password, *salt, *numbers, *hash;
} argon2id_vectors[] = {
    { "password", "somesalt", "m=65536,t=2,p=1",
      "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7" },
    { "password", "somesalt", "m=256,t=2,p=1",
      "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe" },
    { "password", "somesalt", "m=256,t=2,p=2",
      "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037" },
    { "password", "somesalt", "m=65536,t=1,p=1",
      "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98" },
    { "password", "somesalt", "m=65536,t=4,p=1",
      "9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c" },
    { "differentpassword", "somesalt", "m=65536,t=2,p=1",
      "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde" },
    { "password", "diffsalt", "m=65536,t=2,p=1",
      "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c" },
};

static struct text argon2id_stored(size_t i)
{
    struct text hash = { 0 }, salt;

    assert_true(hex_decode(&arena, text_from(argon2id_vectors[i].hash), &hash));
    salt = base64_encode(&arena, text_from(argon2id_vectors[i].salt), BASE64_BARE);
    hash = base64_encode(&arena, hash, BASE64_BARE);
    return arena_print(&arena, "$argon2id$v=19$%s$%.*s$%.*s", argon2id_vectors[i].numbers,
                       TEXT_ARG(salt), TEXT_ARG(hash));
}

static void argon2id_agrees_with_the_reference_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof argon2id_vectors / sizeof argon2id_vectors[0]; i++) {
        struct text stored = argon2id_stored(i);

        if (!password_verify(stored, text_from(argon2id_vectors[i].password)))
            fail_msg("%.*s", TEXT_ARG(stored));
        assert_false(password_verify(stored, T("another")));
    }
}

static struct text hash_of(struct text password, const struct password_params *params)
{
    struct text stored = { 0 };

    assert_int_equal(password_hash(&arena, password, params, &stored), OK);
    return stored;
}

static const struct {
    struct password_params params;
    const char *prefix;
    size_t size;
} written[] = {
    { { .scheme = PASSWORD_ARGON2ID }, "$argon2id$v=19$m=19456,t=2,p=1$", 97 },
    { { .scheme = PASSWORD_ARGON2ID, .memory_kib = 8192, .passes = 3, .lanes = 2 },
      "$argon2id$v=19$m=8192,t=3,p=2$",
      96 },
    { { .scheme = PASSWORD_BCRYPT }, "$2b$12$", 60 },
    { { .scheme = PASSWORD_BCRYPT, .cost = 10 }, "$2b$10$", 60 },
    { { .scheme = PASSWORD_PBKDF2_SHA256 }, "$pbkdf2-sha256$i=100000$", 90 },
    { { .scheme = PASSWORD_PBKDF2_SHA256, .rounds = 100001 }, "$pbkdf2-sha256$i=100001$", 90 },
};

enum { WRITTEN = sizeof written / sizeof written[0] };

static void what_is_written_says_how_it_was_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < WRITTEN; i++) {
        struct text stored = hash_of(T("密码🔑 horse"), &written[i].params);

        assert_text(text_slice(stored, 0, strlen(written[i].prefix)), text_from(written[i].prefix));
        assert_int_equal(stored.size, written[i].size);
        assert_true(password_verify(stored, T("密码🔑 horse")));
        assert_false(password_verify(stored, T("密码🔑 horsf")));
        assert_false(password_needs_rehash(stored, &written[i].params));
        for (size_t j = 0; j < WRITTEN; j++)
            assert_int_equal(password_needs_rehash(stored, &written[j].params), i != j);
    }
}

static const struct password_params quick[] = {
    { .scheme = PASSWORD_ARGON2ID, .memory_kib = 7168, .passes = 1 },
    { .scheme = PASSWORD_BCRYPT, .cost = 10 },
    { .scheme = PASSWORD_PBKDF2_SHA256 },
};

static void equal_passwords_are_stored_differently(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_false(
            text_equal(hash_of(T("12345678"), &quick[i]), hash_of(T("12345678"), &quick[i])));
}

static void check_size(char *bytes, size_t size, const struct password_params *params)
{
    struct text password = { bytes, size };
    struct text stored = hash_of(password, params);

    assert_true(password_verify(stored, password));
    assert_false(password_verify(stored, text_slice(password, 0, size - 1)));
    bytes[size - 1] = 'y';
    assert_false(password_verify(stored, password));
    bytes[size - 1] = 'x';
}

/* No scheme may ignore a part: bcrypt alone would stop at byte 72, or at NUL. */
static void every_byte_of_a_password_counts(void **state)
{
    static char bytes[LIMIT_PASSWORD];
    static const size_t sizes[] = { 71, 72, 73, LIMIT_PASSWORD };

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    for (size_t i = 0; i < 4; i++)
        check_size(bytes, sizes[i], &quick[1]);
    for (size_t i = 0; i < 3; i++) {
        struct text with_nul = hash_of(T("abc\0def"), &quick[i]);

        check_size(bytes, LIMIT_PASSWORD, &quick[i]);
        assert_true(password_verify(with_nul, T("abc\0def")));
        assert_false(password_verify(with_nul, T("abc\0deg")));
        assert_false(password_verify(with_nul, T("abc")));
    }
    assert_false(password_verify(T("$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"),
                                 T("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789chars after 72 are ignored")));
}

static void a_password_past_the_limit_is_refused(void **state)
{
    static char bytes[LIMIT_PASSWORD + 1];
    struct text stored = T("untouched");

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(
            password_hash(&arena, (struct text){ bytes, sizeof bytes }, &quick[i], &stored),
            TOO_LARGE);
        assert_text(stored, T("untouched"));
        assert_false(password_verify(hash_of((struct text){ bytes, LIMIT_PASSWORD }, &quick[i]),
                                     (struct text){ bytes, sizeof bytes }));
    }
}

static void parameters_have_floors_and_ceilings(void **state)
{
    static const struct password_params refused[] = {
        { .scheme = PASSWORD_UNDECLARED },
        { .scheme = PASSWORD_ARGON2ID, .memory_kib = 7167 },
        { .scheme = PASSWORD_ARGON2ID, .memory_kib = 262145 },
        { .scheme = PASSWORD_ARGON2ID, .passes = 17 },
        { .scheme = PASSWORD_ARGON2ID, .lanes = 17 },
        { .scheme = PASSWORD_BCRYPT, .cost = 9 },
        { .scheme = PASSWORD_BCRYPT, .cost = 16 },
        { .scheme = PASSWORD_PBKDF2_SHA256, .rounds = 99999 },
        { .scheme = PASSWORD_PBKDF2_SHA256, .rounds = 5000001 },
        { .scheme = (enum password_scheme)17 },
    };
    struct text stored = T("untouched");

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(password_params_check(&refused[i]), INVALID);
        assert_int_equal(password_hash(&arena, T("12345678"), &refused[i], &stored), INVALID);
        assert_text(stored, T("untouched"));
    }
    for (size_t i = 0; i < WRITTEN; i++)
        assert_int_equal(password_params_check(&written[i].params), OK);
}

static void what_is_no_stored_password_verifies_nothing(void **state)
{
    static const char *const refused[] = {
        "",
        "12345678",
        "$",
        "$1$abcdefgh$0123456789012345678901",
        "$2b$12$",
        "$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e",
        "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
        "$pbkdf2-sha256$i=4294967295$c2FsdA$EgAAAAAAAAAAAAAAAAAAAA",
        "*0",
        "!",
    };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_false(password_verify(text_from(refused[i]), T("12345678")));
        assert_false(password_verify(text_from(refused[i]), T("")));
        assert_true(password_needs_rehash(text_from(refused[i]), &quick[0]));
    }
}

/* A weaker string, or one under another name, is accepted and made again at sign-in. */
static void what_others_wrote_is_made_again(void **state)
{
    struct password_params wanted = { .scheme = PASSWORD_BCRYPT, .cost = 10 };
    struct text stored = hash_of(T("12345678"), &wanted);
    struct text older = arena_copy(&arena, stored);

    (void)state;
    ((char *)(uintptr_t)older.at)[2] = 'a';
    assert_true(password_verify(older, T("12345678")));
    assert_true(password_needs_rehash(older, &wanted));
    assert_true(password_needs_rehash(
        argon2id_stored(0),
        &(struct password_params){ .scheme = PASSWORD_ARGON2ID, .memory_kib = 65536 }));
}

static int64_t spent_us(void)
{
    struct timespec spent;

    assert_int_equal(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent), 0);
    return (int64_t)spent.tv_sec * 1000000 + spent.tv_nsec / 1000;
}

/* Processor time, the best of three, so that a busy machine does not matter. */
static int64_t cost_us(const struct password_params *params, struct text stored)
{
    int64_t best = INT64_MAX;

    for (int i = 0; i < 3; i++) {
        int64_t begin = spent_us(), spent;

        if (stored.size > 0)
            assert_false(password_verify(stored, T("wrong password")));
        else
            assert_false(password_verify_nobody(params, T("wrong password")));
        spent = spent_us() - begin;
        best = spent < best ? spent : best;
    }
    return best;
}

/* An account that does not exist costs between half and double of one that does. */
static void nobody_costs_what_somebody_costs(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        int64_t somebody = cost_us(&quick[i], hash_of(T("12345678"), &quick[i]));
        int64_t nobody = cost_us(&quick[i], (struct text){ 0 });

        assert_true(nobody * 2 > somebody && nobody < somebody * 2);
    }
}

static void schemes_have_names(void **state)
{
    (void)state;
    assert_int_equal(password_scheme_find(T("argon2id")), PASSWORD_ARGON2ID);
    assert_int_equal(password_scheme_find(T("bcrypt")), PASSWORD_BCRYPT);
    assert_int_equal(password_scheme_find(T("pbkdf2-sha256")), PASSWORD_PBKDF2_SHA256);
    assert_int_equal(password_scheme_find(T("")), PASSWORD_UNDECLARED);
    assert_int_equal(password_scheme_find(T("md5")), PASSWORD_UNDECLARED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bcrypt_agrees_with_published_vectors),
        cmocka_unit_test(pbkdf2_agrees_with_published_vectors),
        cmocka_unit_test(argon2id_agrees_with_the_reference_vectors),
        cmocka_unit_test(what_is_written_says_how_it_was_made),
        cmocka_unit_test(equal_passwords_are_stored_differently),
        cmocka_unit_test(every_byte_of_a_password_counts),
        cmocka_unit_test(a_password_past_the_limit_is_refused),
        cmocka_unit_test(parameters_have_floors_and_ceilings),
        cmocka_unit_test(what_is_no_stored_password_verifies_nothing),
        cmocka_unit_test(what_others_wrote_is_made_again),
        cmocka_unit_test(nobody_costs_what_somebody_costs),
        cmocka_unit_test(schemes_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
