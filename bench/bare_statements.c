/* Statements written by hand, straight to SQLite: what a dashboard shows, without the rest. */
#include "bare.h"

#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINE_MAX_BYTES = 1 << 16, TIMES_MAX = 1000 };

/* Every column is looked at, as whoever shows it would. */
static bool run_once(sqlite3_stmt *statement, int64_t *rows)
{
    int64_t seen = 0;
    int code;

    *rows = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        ++*rows;
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            seen += sqlite3_column_type(statement, i) == SQLITE_INTEGER
                        ? sqlite3_column_int64(statement, i) != 0
                        : sqlite3_column_bytes(statement, i);
    }
    sqlite3_reset(statement);
    return code == SQLITE_DONE && seen >= 0;
}

/* The first run fills the cache and is not told. */
static bool run_statement(const struct bare *bare, struct text sql, int64_t times)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t rows = 0, from_us;
    bool is_done = bare_sqlite_open(bare, "", sql, &db, &statement) && run_once(statement, &rows);

    printf("%lld", (long long)rows);
    for (int64_t i = 0; i < times && is_done; i++) {
        from_us = clock_monotonic_us();
        is_done = run_once(statement, &rows);
        printf(" %lld", (long long)(clock_monotonic_us() - from_us));
    }
    putchar('\n');
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return is_done;
}

enum status bare_run_statements(const struct bare *bare, const char *path, int64_t times)
{
    FILE *file = fopen(path, "r");
    char *line = malloc(LINE_MAX_BYTES);
    bool is_done = file && line && times > 0 && times <= TIMES_MAX;

    while (is_done && fgets(line, LINE_MAX_BYTES, file))
        is_done = run_statement(bare, text_trim(text_from(line)), times);
    if (file)
        fclose(file);
    free(line);
    return is_done && fflush(stdout) == 0 ? OK : FAILED;
}
