/* That every write does run twice here, and that what is not ready for it ends the server. */
#include "store/test_rows.h"

#include <signal.h>
#include <sys/wait.h>

struct counted {
    int runs;
    bool adds_rows; /* one more with each run */
    bool gives_up;  /* not in the first run */
};

static enum status add(struct tx *tx, void *context)
{
    struct counted *counted = context;
    int rows = ++counted->runs;
    enum status status = OK;

    for (int i = 0; i < (counted->adds_rows ? rows : 1) && status == OK; i++) {
        struct customer customer = { .row = test_row(1, i + 1, 0), .name = T("somebody") };

        status = row_insert(tx, &customer_entity, &customer);
    }
    return status == OK && counted->gives_up && rows > 1 ? CONFLICT : status;
}

static enum status write_counted(struct test_store *test, struct counted *counted)
{
    return store_write(test->store, &system_identity, &test->arena, add, counted, NULL);
}

static void a_write_runs_twice_and_is_there_once(void **state)
{
    struct test_store test;
    struct counted counted = { 0 };

    (void)state;
    test_store_open(&test, ENGINE_SQLITE, 1);
    assert_int_equal(write_counted(&test, &counted), OK); /* the second would find its row there */
    assert_int_equal(counted.runs, 2);
    test_store_close(&test);
}

static void ends_the_server(struct counted counted)
{
    struct test_store test;
    pid_t child;
    int how;

    test_store_place(&test, ENGINE_SQLITE);
    test_schema_init(&test.schema, &test.arena);
    child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        test_store_reopen(&test, 1);
        _exit(write_counted(&test, &counted) == OK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT);
    test_store_reopen(&test, 1);
    test_store_close(&test);
}

static void what_takes_something_along_ends_the_server(void **state)
{
    (void)state;
    ends_the_server((struct counted){ .adds_rows = true });
    ends_the_server((struct counted){ .gives_up = true });
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_runs_twice_and_is_there_once),
        cmocka_unit_test(what_takes_something_along_ends_the_server),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
