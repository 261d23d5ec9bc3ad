/* A page of the matrix never has more cells than its answer can hold. */
#include "team/training.h"
#include "text_check.h"

static void a_page_has_so_many_members_that_their_cells_fit(void **state)
{
    static const struct {
        size_t wanted, articles, room;
    } cases[] = {
        { 0, 0, LIMIT_TRAINED },
        { 0, 1, LIMIT_TRAINED },
        { 2, 1, 2 },
        { LIMIT_TRAINED, 1, LIMIT_TRAINED },
        { LIMIT_TRAINED + 1, 1, LIMIT_TRAINED },
        { 0, LIMIT_TRAINING_CELLS / LIMIT_TRAINED, LIMIT_TRAINED },
        { 0, LIMIT_TRAINING_CELLS / LIMIT_TRAINED + 1, LIMIT_TRAINED - 1 },
        { 3, LIMIT_TRAINING_CELLS / LIMIT_TRAINED + 1, 3 },
        { 0, LIMIT_TRAINING_CELLS, 1 },
        { 5, LIMIT_TRAINING_CELLS + 1, 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(training_page_room(cases[i].wanted, cases[i].articles), cases[i].room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_has_so_many_members_that_their_cells_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
