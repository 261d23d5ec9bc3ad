/* crypto/password_stored.h: one text for one verifier, everything else refused. */
#include "crypto/password_stored.h"

#include "text_check.h"

#define SALT "c29tZXNhbHQ"
#define HASH "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc"

static const char *const accepted[] = {
    "$argon2id$v=19$m=19456,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=8,t=1,p=1$" SALT "$" HASH,
    "$pbkdf2-sha256$i=100000$" SALT "$" HASH,
    "$pbkdf2-sha256$i=1$c2FsdA$EgAAAAAAAAAAAAAAAAAAAA",
    "$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2y$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
};

static void what_is_read_prints_as_it_was(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        struct password_stored stored;

        if (!password_stored_from_text(text_from(accepted[i]), &stored))
            fail_msg("refused: %s", accepted[i]);
        assert_text(password_stored_to_text(&arena, &stored), text_from(accepted[i]));
    }
    arena_release(&arena);
}

static void the_numbers_are_read(void **state)
{
    struct password_stored stored;

    (void)state;
    assert_true(password_stored_from_text(text_from(accepted[0]), &stored));
    assert_int_equal(stored.params.scheme, PASSWORD_ARGON2ID);
    assert_int_equal(stored.params.memory_kib, 19456);
    assert_int_equal(stored.params.passes, 2);
    assert_int_equal(stored.params.lanes, 1);
    assert_int_equal(stored.params.rounds, 0);
    assert_text(((struct text){ (char *)stored.salt, stored.salt_size }), T("somesalt"));
    assert_int_equal(stored.hash_size, 32);
    assert_true(password_stored_from_text(text_from(accepted[2]), &stored));
    assert_int_equal(stored.params.scheme, PASSWORD_PBKDF2_SHA256);
    assert_int_equal(stored.params.rounds, 100000);
    assert_true(password_stored_from_text(text_from(accepted[4]), &stored));
    assert_int_equal(stored.params.scheme, PASSWORD_BCRYPT);
    assert_int_equal(stored.params.cost, 12);
}

static const char *const refused[] = {
    "",
    "$argon2id$v=19$",
    "$argon2id$v=16$m=256,t=2,p=1$" SALT "$" HASH,
    "$argon2id$m=256,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$t=2,m=256,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=256,t=2$" SALT "$" HASH,
    "$argon2id$v=19$m=0256,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=+256,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=-256,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=256,t=0,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=7,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=15,t=2,p=2$" SALT "$" HASH,
    "$argon2id$v=19$m=262145,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=256,t=17,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=256,t=2,p=17$" SALT "$" HASH,
    "$argon2id$v=19$m=99999999999999999999999,t=2,p=1$" SALT "$" HASH,
    "$argon2id$v=19$m=256,t=2,p=1$c29tZQ$" HASH,
    "$argon2id$v=19$m=256,t=2,p=1$" SALT "$",
    "$argon2id$v=19$m=256,t=2,p=1$" SALT,
    "$argon2id$v=19$m=256,t=2,p=1$" SALT "$CTFhFdXP",
    "$argon2id$v=19$m=256,t=2,p=1$" SALT "$" HASH "$",
    "$argon2id$v=19$m=256,t=2,p=1$" SALT "$" HASH "=",
    "$argon2id$v=19$m=256,t=2,p=1$" SALT "$" HASH "\n",
    "$argon2id$v=19$m=256,t=2,p=1$" SALT "$" HASH HASH HASH,
    "$argon2id$v=19$m=256,t=2,p=1$" HASH HASH HASH "$" HASH,
    "argon2id$v=19$m=256,t=2,p=1$" SALT "$" HASH,
    "$argon2d$v=19$m=256,t=2,p=1$" SALT "$" HASH,
    "$pbkdf2-sha256$i=0$" SALT "$" HASH,
    "$pbkdf2-sha256$i=5000001$" SALT "$" HASH,
    "$pbkdf2-sha256$100000$" SALT "$" HASH,
    "$pbkdf2-sha256$i=100000$$" HASH,
    "$pbkdf2-sha512$i=100000$" SALT "$" HASH,
    "$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
    "$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
    "$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe=",
    "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2b$16$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2b$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2b$.4$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2b$1$CCCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2x$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2$12$CCCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
};

static void everything_else_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct password_stored stored = { .salt_size = 4711 };

        if (password_stored_from_text(text_from(refused[i]), &stored))
            fail_msg("accepted: %s", refused[i]);
        assert_int_equal(stored.salt_size, 4711);
    }
}

static void every_shorter_text_is_refused(void **state)
{
    struct password_stored stored;

    (void)state;
    for (size_t size = 0; size < strlen(accepted[4]); size++)
        assert_false(password_stored_from_text((struct text){ accepted[4], size }, &stored));
    for (size_t size = 0; size < strlen(accepted[3]) - 1; size++)
        assert_false(password_stored_from_text((struct text){ accepted[3], size }, &stored));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_prints_as_it_was),
        cmocka_unit_test(the_numbers_are_read),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(every_shorter_text_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
