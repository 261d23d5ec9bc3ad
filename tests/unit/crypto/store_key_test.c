/* crypto/store_key.h: where the master key comes from, and what is derived from it. */
#include "crypto/store_key.h"

#include "crypto/hash.h"

#include "text_check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEX_A  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define BASE_A "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define HEX_B  "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"

static char folder[] = "/tmp/store_key_test.XXXXXX";
static char path[sizeof folder + 16];
static struct arena arena;

static int open_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    return snprintf(path, sizeof path, "%s/master.key", folder) < 0;
}

static int close_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    arena_release(&arena);
    return rmdir(folder);
}

static enum status load(const char *value, bool create, struct store_keys *ret_keys,
                        enum store_key_origin *ret_origin)
{
    const struct store_key_source source = { .variable = "STORE_KEY_TEST",
                                             .path = path,
                                             .create = create };

    if (value)
        assert_int_equal(setenv("STORE_KEY_TEST", value, 1), 0);
    return store_keys_load(&source, ret_keys, ret_origin);
}

static void write_file(const char *content, mode_t mode)
{
    FILE *file;

    (void)unlink(path);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void the_variable_holds_hex_or_base64(void **state)
{
    static const char *const values[] = { HEX_A, BASE_A, "  " HEX_A "\n" };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct store_keys keys = { .count = 0 };
        enum store_key_origin origin = STORE_KEY_NOWHERE;

        assert_int_equal(load(values[i], false, &keys, &origin), OK);
        assert_int_equal(origin, STORE_KEY_OF_VARIABLE);
        assert_int_equal(keys.count, 1);
        assert_true(secret_equal_text(keys.keys[0],
                                      T("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d"
                                        "\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b"
                                        "\x1c\x1d\x1e\x1f")));
        assert_null(getenv("STORE_KEY_TEST"));
        store_keys_release(&keys);
    }
}

static void what_is_no_key_is_refused(void **state)
{
    static const char *const values[] = {
        " ",
        "password",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
        HEX_A "00",
        HEX_A " password",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==",
        "0000000000000000000000000000000000000000000000000000000000000000",
        HEX_A " " HEX_A " " HEX_A " " HEX_A " " HEX_A,
        "# only a comment",
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct store_keys keys = { .count = 4711 };
        enum store_key_origin origin = STORE_KEY_NOWHERE;

        assert_int_equal(load(values[i], true, &keys, &origin), INVALID);
        assert_int_equal(keys.count, 4711);
        assert_int_equal(origin, STORE_KEY_NOWHERE);
        assert_int_equal(access(path, F_OK), -1); /* a wrong variable never makes a new key */
    }
}

static void a_missing_key_is_made_once_and_only_when_asked_for(void **state)
{
    struct store_keys made = { .count = 0 }, read_back = { .count = 0 };
    enum store_key_origin origin = STORE_KEY_NOWHERE;
    struct stat about;

    (void)state;
    assert_int_equal(load(NULL, false, &made, &origin), NOT_FOUND);
    assert_int_equal(access(path, F_OK), -1);
    umask(0);
    assert_int_equal(load(NULL, true, &made, &origin), OK);
    assert_int_equal(origin, STORE_KEY_MADE);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_int_equal(about.st_nlink, 1);
    assert_int_equal(load(NULL, true, &read_back, &origin), OK);
    assert_int_equal(origin, STORE_KEY_OF_FILE);
    assert_true(secret_equal(made.keys[0], read_back.keys[0]));
    store_keys_release(&made);
    store_keys_release(&read_back);
    assert_int_equal(unlink(path), 0);
}

static size_t count_files(void)
{
    DIR *open_dir = opendir(folder);
    size_t count = 0;

    assert_non_null(open_dir);
    for (struct dirent *entry = readdir(open_dir); entry; entry = readdir(open_dir))
        count += entry->d_name[0] != '.';
    assert_int_equal(closedir(open_dir), 0);
    return count;
}

/* Children that start at once: one makes the key, all have the same one, nothing is left over. */
static void processes_that_start_together_share_one_key(void **state)
{
    enum { CHILDREN = 6 };
    int pipes[2];
    char first[32], next[32];

    (void)state;
    assert_int_equal(pipe(pipes), 0);
    for (int i = 0; i < CHILDREN; i++) {
        if (fork() == 0) {
            struct store_keys keys = { .count = 0 };
            enum store_key_origin origin;
            bool good = load(NULL, true, &keys, &origin) == OK;

            if (good) {
                struct digest mac = hmac_sha256(keys.keys[0], T("same?"));

                good = write(pipes[1], mac.bytes, 32) == 32;
            }
            _exit(!good);
        }
    }
    for (int i = 0; i < CHILDREN; i++) {
        int status = 1;

        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
        assert_int_equal(read(pipes[0], i == 0 ? first : next, 32), 32);
        if (i > 0)
            assert_memory_equal(first, next, 32);
    }
    assert_int_equal(count_files(), 1);
    assert_int_equal(close(pipes[0]) + close(pipes[1]), 0);
    assert_int_equal(unlink(path), 0);
}

static void a_file_may_have_comments_and_earlier_keys(void **state)
{
    struct store_keys keys = { .count = 0 };
    enum store_key_origin origin;

    (void)state;
    write_file("# current\n" HEX_B "\n\n# before\n" BASE_A " # 2025\n", 0400);
    assert_int_equal(load(NULL, true, &keys, &origin), OK);
    assert_int_equal(keys.count, 2);
    assert_int_equal(origin, STORE_KEY_OF_FILE);
    store_keys_release(&keys);
    assert_int_equal(unlink(path), 0);
}

static void a_file_that_others_may_read_is_refused(void **state)
{
    struct store_keys keys = { .count = 0 };
    enum store_key_origin origin;

    (void)state;
    write_file(HEX_A "\n", 0640);
    assert_int_equal(load(NULL, true, &keys, &origin), FORBIDDEN);
    write_file("", 0600);
    assert_int_equal(load(NULL, true, &keys, &origin), INVALID); /* never made anew over it */
    assert_int_equal(unlink(path), 0);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    const struct store_key_source source = { .variable = "STORE_KEY_TEST",
                                             .path = "/tmp/store_key_test.none/none/key",
                                             .create = true };
    struct store_keys keys = { .count = 0 };
    enum store_key_origin origin;

    (void)state;
    assert_int_equal(store_keys_load(&source, &keys, &origin), FAILED);
    assert_true(seal_sentence(OK).size == 0 && store_keys_sentence(OK).size == 0);
    assert_true(store_keys_sentence(NOT_FOUND).size > 0 && store_keys_sentence(INVALID).size > 0 &&
                store_keys_sentence(FORBIDDEN).size > 0 && store_keys_sentence(FAILED).size > 0);
}

/* HKDF-SHA256 of the key 00..1f, salt "steward", info "steward <purpose> v1" NUL context,
   computed with another implementation. They must never change: data is sealed with them. */
static const struct {
    enum key_purpose purpose;
    struct text context;
    const char *hex;
} derived[] = {
    { KEY_FOR_TOKENS,
      { "", 0 },
      "42e9e0a625d12ae9c4293aa1f33b9dad6ae3dbaa100db026b8d0bf1d73b404c5" },
    { KEY_FOR_TOKENS,
      { "7", 1 },
      "dc04d768889a119f3c32834faa860f7fe512418bf6011ff94eaa20f89f59968e" },
    { KEY_FOR_SEALING,
      { "", 0 },
      "564e25d92523d5efb96fef598c8890d7d989cd1d7bbbfd235c70510965e3aab0" },
    { KEY_FOR_BACKUP,
      { "", 0 },
      "2ba71861149ca3129c211599cea43133998a9c38a1caebad9d413a170de5c610" },
    { KEY_FOR_BLOBS,
      { "", 0 },
      "55dc04526003b36e8cf22ee3ee54553aa168e91c6437e1820de8c3f077e2425b" },
    { KEY_FOR_PAGES,
      { "", 0 },
      "cba12c220d38c1fad4ca11f08eb7d8e9ce0b0619073ce080c144611c13874c80" },
};

static void derived_keys_never_change(void **state)
{
    struct store_keys keys = { .count = 0 };
    enum store_key_origin origin;

    (void)state;
    assert_int_equal(load(HEX_A, false, &keys, &origin), OK);
    for (size_t i = 0; i < sizeof derived / sizeof derived[0]; i++) {
        struct secret *key = store_key_derive(&keys, derived[i].purpose, derived[i].context);
        struct secret *wanted = NULL;

        assert_int_equal(secret_from_hex(text_from(derived[i].hex), &wanted), OK);
        if (!secret_equal(key, wanted))
            fail_msg("purpose %d", (int)derived[i].purpose);
        secret_free(key);
        secret_free(wanted);
    }
    store_keys_release(&keys);
}

static void purposes_and_contexts_are_apart(void **state)
{
    enum { KEYS = 10 };
    static const struct text contexts[] = { { 0 }, { "7", 1 } };
    struct store_keys keys = { .count = 0 };
    struct secret *all[KEYS];
    enum store_key_origin origin;

    (void)state;
    assert_int_equal(load(HEX_A, false, &keys, &origin), OK);
    for (size_t i = 0; i < KEYS; i++)
        all[i] =
            store_key_derive(&keys, (enum key_purpose)(KEY_FOR_TOKENS + i / 2), contexts[i % 2]);
    for (size_t i = 0; i < KEYS; i++) {
        assert_int_equal(secret_size(all[i]), 32);
        assert_false(secret_equal(all[i], keys.keys[0]));
        for (size_t j = 0; j < i; j++)
            assert_false(secret_equal(all[i], all[j]));
    }
    for (size_t i = 0; i < KEYS; i++)
        secret_free(all[i]);
    store_keys_release(&keys);
}

static void a_new_master_key_reads_what_the_old_one_sealed(void **state)
{
    struct store_keys old = { .count = 0 }, both = { .count = 0 }, other = { .count = 0 };
    struct key_ring old_ring, both_ring, other_ring;
    struct text sealed = { 0 }, plain = { 0 };
    enum store_key_origin origin;

    (void)state;
    assert_int_equal(load(HEX_A, false, &old, &origin), OK);
    assert_int_equal(load(HEX_B "," HEX_A, false, &both, &origin), OK);
    assert_int_equal(load(HEX_B, false, &other, &origin), OK);
    assert_int_equal(store_key_ring(&old, KEY_FOR_SEALING, T(""), &old_ring), OK);
    assert_int_equal(store_key_ring(&both, KEY_FOR_SEALING, T(""), &both_ring), OK);
    assert_int_equal(store_key_ring(&other, KEY_FOR_SEALING, T(""), &other_ring), OK);
    assert_int_equal(seal(&old_ring, T("token"), T("x"), &arena, &sealed), OK);
    assert_int_equal(seal_open(&both_ring, sealed, T("x"), &arena, &plain), OK);
    assert_text(plain, T("token"));
    assert_true(seal_is_outdated(&both_ring, sealed));
    assert_int_equal(seal_open(&other_ring, sealed, T("x"), &arena, &plain), UNAVAILABLE);
    store_keys_release(&old);
    store_keys_release(&both);
    store_keys_release(&other);
    key_ring_release(&old_ring);
    key_ring_release(&both_ring);
    key_ring_release(&other_ring);
}

static void a_fresh_key_goes_in_front_of_those_in_the_file(void **state)
{
    struct store_keys keys;
    enum store_key_origin origin;
    struct stat file;

    (void)state;
    (void)unlink(path);
    assert_int_equal(store_keys_rotate(path), NOT_FOUND);
    write_file(HEX_A "\n", 0600);
    for (size_t count = 2; count <= STORE_KEYS; count++) {
        assert_int_equal(store_keys_rotate(path), OK);
        assert_int_equal(load(NULL, false, &keys, &origin), OK);
        assert_int_equal(keys.count, count);
        assert_string_equal(key_name_text(key_name_of(keys.keys[count - 1])).at, "599faae3");
        assert_false(key_name_equal(key_name_of(keys.keys[0]), key_name_of(keys.keys[1])));
        store_keys_release(&keys);
    }
    assert_int_equal(store_keys_rotate(path), TOO_MANY);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    assert_int_equal(load(NULL, false, &keys, &origin), OK);
    assert_int_equal(keys.count, STORE_KEYS);
    store_keys_release(&keys);
    (void)unlink(path);
}

static void one_key_named_twice_makes_no_ring(void **state)
{
    struct store_keys keys = { .count = 0 };
    struct key_ring ring = { .count = 0 };
    enum store_key_origin origin;

    (void)state;
    assert_int_equal(load(HEX_A " " BASE_A, false, &keys, &origin), OK);
    assert_int_equal(store_key_ring(&keys, KEY_FOR_SEALING, T(""), &ring), CONFLICT);
    assert_int_equal(ring.count, 0);
    store_keys_release(&keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_variable_holds_hex_or_base64),
        cmocka_unit_test(what_is_no_key_is_refused),
        cmocka_unit_test(a_missing_key_is_made_once_and_only_when_asked_for),
        cmocka_unit_test(processes_that_start_together_share_one_key),
        cmocka_unit_test(a_file_may_have_comments_and_earlier_keys),
        cmocka_unit_test(a_file_that_others_may_read_is_refused),
        cmocka_unit_test(a_folder_that_is_not_there_is_said),
        cmocka_unit_test(derived_keys_never_change),
        cmocka_unit_test(purposes_and_contexts_are_apart),
        cmocka_unit_test(a_new_master_key_reads_what_the_old_one_sealed),
        cmocka_unit_test(a_fresh_key_goes_in_front_of_those_in_the_file),
        cmocka_unit_test(one_key_named_twice_makes_no_ring),
    };

    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
