/* base/file.h: through a pipe that takes little at a time, and into what takes nothing. */
#include "base/file.h"

#include "base/arena.h"
#include "text_check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { MUCH = 1 << 20 };

static void *read_slowly(void *context)
{
    static char seen[MUCH];
    const int *file = context;
    size_t size = 0;
    ssize_t done;

    while (size < MUCH && (done = read(*file, seen + size, 1000)) > 0)
        size += (size_t)done;
    for (size_t i = 0; i < size; i++)
        if (seen[i] != (char)(i % 251))
            return NULL;
    return size == MUCH ? seen : NULL;
}

static void all_of_it_arrives(void **state)
{
    char *bytes = memory_alloc(MUCH);
    pthread_t reader;
    void *is_whole;
    int ends[2];

    (void)state;
    for (size_t i = 0; i < MUCH; i++)
        bytes[i] = (char)(i % 251);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(pthread_create(&reader, NULL, read_slowly, &ends[0]), 0);
    assert_true(file_write_all(ends[1], (struct text){ bytes, MUCH }));
    assert_true(file_write_all(ends[1], T("")));
    assert_int_equal(pthread_join(reader, &is_whole), 0);
    assert_non_null(is_whole);
    close(ends[0]);
    close(ends[1]);
    free(bytes);
}

static void what_cannot_be_written_is_told(void **state)
{
    int file = open("/dev/full", O_WRONLY | O_CLOEXEC), ends[2];

    (void)state;
    assert_false(file_write_all(file, T("a")));
    assert_int_equal(errno, ENOSPC);
    close(file);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    assert_false(file_write_all(ends[1], T("a")));
    assert_int_equal(errno, EPIPE);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_arrives),
        cmocka_unit_test(what_cannot_be_written_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
