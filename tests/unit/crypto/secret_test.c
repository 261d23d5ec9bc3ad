/* crypto/secret.h */
#include "crypto/secret.h"

#include "base/limits.h"
#include "crypto/reveal.h"
#include "text_check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/secret_test.XXXXXX";
static char path[sizeof folder + 16];

static int open_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    return snprintf(path, sizeof path, "%s/secret", folder) < 0;
}

static int close_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static void write_file(struct text content, mode_t mode)
{
    int file;

    (void)unlink(path);
    file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, content.at, content.size), content.size);
    assert_int_equal(fchmod(file, mode), 0);
    assert_int_equal(close(file), 0);
}

static void bytes_are_copied_and_compared(void **state)
{
    char bytes[] = "correct horse";
    struct secret *one = secret_from_bytes(text_from(bytes));
    struct secret *two = secret_from_bytes(T("correct horse"));
    struct secret *three = secret_from_bytes(T("correct hors"));
    struct secret *empty = secret_from_bytes((struct text){ 0 });

    (void)state;
    bytes[0] = 'x';
    assert_true(secret_equal(one, two));
    assert_false(secret_equal(one, three));
    assert_false(secret_equal(one, empty));
    assert_true(secret_equal_text(one, T("correct horse")));
    assert_false(secret_equal_text(one, T("correct horsf")));
    assert_int_equal(secret_size(one), 13);
    assert_int_equal(secret_reveal(one).at[13], '\0');
    secret_free(one);
    secret_free(two);
    secret_free(three);
    secret_free(empty);
    secret_free(NULL);
}

static void an_arena_keeps_a_secret(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    secret_keep(&arena, secret_random(32));
    arena_release(&arena); /* the leak check of ASan fails the program otherwise */
}

static void chance_differs(void **state)
{
    struct secret *one = secret_random(32), *two = secret_random(32);

    (void)state;
    assert_int_equal(secret_size(one), 32);
    assert_false(secret_equal(one, two));
    secret_free(one);
    secret_free(two);
}

static void hex_and_base64(void **state)
{
    static const char *const base64[] = { "+/+/AA==", "+/+/AA", "-_-_AA", "-_-_AA==" };
    static const char *const not_base64[] = { "+/+/AA=", "-/-/AA", "!", "A", "-_-_AB", "-_-_A A" };
    struct secret *secret = NULL;

    (void)state;
    assert_int_equal(secret_from_hex(T("fbffBf00"), &secret), OK);
    assert_true(secret_equal_text(secret, T("\xfb\xff\xbf\0")));
    secret_free(secret);
    assert_int_equal(secret_from_hex(T("fbffb"), &secret), INVALID);
    assert_int_equal(secret_from_hex(T("fbffbg"), &secret), INVALID);
    for (size_t i = 0; i < sizeof base64 / sizeof base64[0]; i++) {
        assert_int_equal(secret_from_base64(text_from(base64[i]), &secret), OK);
        assert_true(secret_equal_text(secret, T("\xfb\xff\xbf\0")));
        secret_free(secret);
    }
    for (size_t i = 0; i < sizeof not_base64 / sizeof not_base64[0]; i++)
        assert_int_equal(secret_from_base64(text_from(not_base64[i]), &secret), INVALID);
}

static void the_environment_gives_a_secret_once(void **state)
{
    static char variable[] = "SECRET_TEST=from the environment";
    struct secret *secret = NULL;

    (void)state;
    assert_int_equal(secret_take_env("SECRET_TEST", &secret), NOT_FOUND);
    assert_int_equal(setenv("SECRET_TEST", "", 1), 0);
    assert_int_equal(secret_take_env("SECRET_TEST", &secret), NOT_FOUND);
    assert_int_equal(putenv(variable), 0);
    assert_int_equal(secret_take_env("SECRET_TEST", &secret), OK);
    assert_true(secret_equal_text(secret, T("from the environment")));
    secret_free(secret);
    assert_null(getenv("SECRET_TEST"));
    assert_string_equal(variable, "SECRET_TEST="); /* where /proc/self/environ would show it */
    assert_int_equal(variable[31], '\0');
    assert_int_equal(secret_take_env("SECRET_TEST", &secret), NOT_FOUND);
}

static void a_file_gives_its_line(void **state)
{
    static const char *const contents[] = { "s3cret", "s3cret\n", "s3cret\r\n" };
    struct secret *secret = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        write_file(text_from(contents[i]), i == 0 ? 0400 : 0600);
        assert_int_equal(secret_from_file(path, &secret), OK);
        assert_true(secret_equal_text(secret, T("s3cret")));
        secret_free(secret);
    }
}

static void a_file_that_others_may_read_is_refused(void **state)
{
    static const mode_t modes[] = { 0604, 0640, 0620, 0602, 0644, 0666, 0610, 0601 };
    struct secret *secret = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        write_file(T("s3cret"), modes[i]);
        assert_int_equal(secret_from_file(path, &secret), FORBIDDEN);
    }
    assert_null(secret);
}

static void what_is_no_secret_file_is_refused(void **state)
{
    static char large[LIMIT_SECRET + 1];
    struct secret *secret = NULL;

    (void)state;
    memset(large, 'x', sizeof large);
    write_file((struct text){ large, sizeof large }, 0600);
    assert_int_equal(secret_from_file(path, &secret), TOO_LARGE);
    write_file((struct text){ large, LIMIT_SECRET }, 0600);
    assert_int_equal(secret_from_file(path, &secret), OK);
    secret_free(secret);
    secret = NULL;
    write_file(T(""), 0600);
    assert_int_equal(secret_from_file(path, &secret), INVALID);
    write_file(T("\n"), 0600);
    assert_int_equal(secret_from_file(path, &secret), INVALID);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(secret_from_file(path, &secret), NOT_FOUND);
    assert_int_equal(secret_from_file(folder, &secret), INVALID);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(secret_from_file(path, &secret), INVALID); /* and does not wait */
    assert_null(secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_copied_and_compared),
        cmocka_unit_test(an_arena_keeps_a_secret),
        cmocka_unit_test(chance_differs),
        cmocka_unit_test(hex_and_base64),
        cmocka_unit_test(the_environment_gives_a_secret_once),
        cmocka_unit_test(a_file_gives_its_line),
        cmocka_unit_test(a_file_that_others_may_read_is_refused),
        cmocka_unit_test(what_is_no_secret_file_is_refused),
    };

    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
