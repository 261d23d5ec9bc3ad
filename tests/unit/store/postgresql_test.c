#include "store/test_store.h"

static void opens(void **state)
{
    struct test_store test;
    struct text answer;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 2);
    test_must(&test, &system_identity,
              T("INSERT INTO main.secret (workspace_id, id, created_at, updated_at, version, hash) "
                "VALUES (1, '00000000-0000-7000-8000-000000000001', 1, 1, 1, 'x')"));
    assert_int_equal(test_query(&test, &system_identity,
                                T("SELECT hash, workspace_id, id FROM main.secret"), &answer),
                     OK);
    print_message("%.*s\n", TEXT_ARG(answer));
    test_store_close(&test);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(opens) };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
