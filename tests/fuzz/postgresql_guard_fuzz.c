/* Guard of PostgreSQL: what passes stands outside of every quote and comment at its end, so that a
   forbidden call behind it is always seen; and it holds one statement. */
#include "fuzz.h"
#include "store/postgresql.h"

enum { ROOM = 1 << 20 };

static void check_refused_behind(struct text sql, struct text more)
{
    struct arena arena = { 0 };
    struct buffer longer = buffer_in(&arena, ROOM);

    buffer_append(&longer, sql);
    buffer_append(&longer, more);
    CHECK(buffer_status(&longer) == OK);
    CHECK(postgresql_guard(buffer_text(&longer)));
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text sql = fuzz_text(at, size);

    if (size > ROOM / 2 || postgresql_guard(sql))
        return 0;
    check_refused_behind(sql, T("\n pg_sleep (1)"));
    check_refused_behind(sql, T("\n || set_config('a', 'b', true)"));
    check_refused_behind(sql, T("\n ; RESET ROLE"));
    return 0;
}
