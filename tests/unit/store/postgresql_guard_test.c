/* The guard by itself: what it lets pass and what it refuses, without a database. That nothing
   gets through to rows of others is row_security_test's business. */
#include "store/postgresql.h"
#include "text_check.h"

static const char *const passes[] = {
    "SELECT 1",
    "  select 1 ",
    "SELECT 1;",
    "SELECT 1 ; -- the end",
    "VALUES (1), (2)",
    "SELECT * FROM sale WHERE amount IN (1, 2) AND (note = 'a' OR NOT (note = 'b'))",
    "SELECT count(*), SUM (amount), coalesce(max(note), '') FROM sale GROUP BY (day)",
    "SELECT \"count\"(*) FROM sale",
    "SELECT cast(amount AS numeric(10, 2)), substring(note from 1 for 2) FROM sale",
    "SELECT a.b FROM (SELECT 1 AS b) AS a (b)",
    "SELECT x FROM (VALUES (1)) AS set_config (x)",
    "WITH x AS (SELECT 1), y AS NOT MATERIALIZED (SELECT 2) SELECT * FROM x, y",
    "WITH RECURSIVE walk(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM walk) SELECT n FROM walk",
    "SELECT row_number() OVER (PARTITION BY day ORDER BY id), count(*) FILTER (WHERE id > 1) FROM s",
    "SELECT * FROM a JOIN b USING (id) JOIN c ON (c.id = b.id) WHERE EXISTS (SELECT 1)",
    "SELECT 'it''s set_config(1); RESET ROLE', 1.5e-3, .5, $1, $12 FROM t",
    "SELECT 'pg_class', 'information_schema'",
    "SELECT data->>'a', a.\"Odd name; really\" FROM a",
    "SELECT 1 /* a /* nested */ comment ; */ + 1",
    "SELECT 1 - -1, 2*-3 FROM t -- pg_sleep(1)\n WHERE a = 1",
    "INSERT INTO sale (a, b) VALUES ($1, $2) RETURNING id",
    "INSERT INTO main.sale (a, b) SELECT a, b FROM sale ON CONFLICT (a) DO UPDATE SET b = "
    "excluded.b",
    "INSERT INTO main.sale AS s (a) VALUES (1)",
    "UPDATE sale SET (a, b) = (1, 2) WHERE id = $1",
    "UPDATE main.sale SET a = b FROM c WHERE c.id = sale.id RETURNING sale.a",
    "DELETE FROM sale WHERE id = any ($1)",
    "SELECT case when (a) then (b) else (c) end FROM t LIMIT (1) OFFSET (2)",
    "SELECT note FROM sale FOR UPDATE",
    "SELECT prepared, settings, pgx FROM t",
};

static const char *const refused[] = {
    "",
    " ",
    ";",
    "-- SELECT 1",
    "(SELECT 1)",
    "'SELECT' 1",
    "\"SELECT\" 1",
    "SET ROLE x",
    "sEt LOCAL app.workspace = 1",
    "RESET ROLE",
    "/* SELECT */ RESET ROLE",
    "-- SELECT\rRESET ROLE",
    "TABLE sale",
    "EXPLAIN SELECT 1",
    "SHOW role",
    "COPY sale TO STDOUT",
    "DO 'x'",
    "MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE",
    "SELECTED 1",
    "SELECT 1; SELECT 2",
    "SELECT 1;;",
    "SELECT 1; /* x */ RESET ROLE",
    "SELECT (1",
    "SELECT 1)",
    "SELECT 'x",
    "SELECT \"x",
    "SELECT 1 /* x",
    "SELECT 1 /* /* x */",
    "SELECT E'\\''",
    "SELECT e'x'",
    "SELECT U&'x'",
    "SELECT U&\"x\"",
    "SELECT x'00'",
    "SELECT $$x$$",
    "SELECT $a$x$a$",
    "SELECT $",
    "SELECT $1a",
    "SELECT 1a",
    "SELECT 1e",
    "SELECT 0x1f",
    "SELECT 1set_config(1)",
    "SELECT '\\' \\ 'x'",
    "SELECT set_config('a', 'b', true)",
    "SELECT SET_CONFIG ('a', 'b', true)",
    "SELECT set_config\n(1)",
    "SELECT set_config/**/(1)",
    "SELECT set_config--\n(1)",
    "SELECT \"set_config\"(1)",
    "SELECT \"set_config\" /* */ (1)",
    "SELECT main.set_config(1)",
    "SELECT count(set_config(1))",
    "SELECT 1 AS count, set_config(1)",
    "SELECT DISTINCT ON (1) set_config(1)",
    "SELECT * FROM set_config(1)",
    "SELECT * FROM sale, LATERAL set_config(1)",
    "WITH x AS (SELECT 1), set_config(a) AS (SELECT 1) SELECT 1",
    "INSERT INTO sale (a) VALUES (set_config(1))",
    "INSERT INTO x.sale (a) VALUES (1)",
    "UPDATE sale SET a = set_config(1)",
    "SELECT current_setting('a')",
    "SELECT pg_sleep(1)",
    "SELECT lo_import('x')",
    "SELECT dblink('x', 'y')",
    "SELECT query_to_xml('x', true, true, '')",
    "SELECT nextval('x')",
    "SELECT random()",
    "SELECT now()",
    "SELECT generate_series(1, 2)",
    "SELECT repeat('x', 1000)",
    "SELECT * FROM pg_class",
    "SELECT * FROM PG_CLASS",
    "SELECT * FROM \"pg_class\"",
    "SELECT * FROM pg_catalog.x",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM \"Information_Schema\".tables",
    "SELECT '1'::pg_lsn",
    "SELECT 1 INTO x",
    "SELECT * INTO TEMP x FROM sale",
    "WITH x AS (DELETE FROM sale RETURNING 1) SELECT * FROM x",
    "WITH x AS ( -- \n UPDATE sale SET a = 1) SELECT 1",
    "WITH x AS (INSERT INTO sale VALUES (1)) SELECT 1",
    "SELECT 1\\;",
};

static void what_callers_need_passes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        const char *refusal = postgresql_guard(text_from(passes[i]));

        if (refusal)
            fail_msg("%s: %s", passes[i], refusal);
    }
}

static void the_rest_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (!postgresql_guard(text_from(refused[i])))
            fail_msg("%s", refused[i]);
    assert_non_null(postgresql_guard(T("SELECT 1 \0; RESET ROLE")));
}

/* Whatever stands where a quote or comment begins or ends, a call stays a call. */
static void no_cut_hides_a_call(void **state)
{
    static const char sql[] = "SELECT 'a''b', \"c\", $1, 1.5 /* d */ -- e\n, set_config('x', 'y')";
    char cut[sizeof sql];

    (void)state;
    for (size_t i = 0; i + 22 < sizeof sql; i++) {
        if (sql[i] == '\n') /* without it the call is part of the comment */
            continue;
        memcpy(cut, sql, sizeof sql);
        for (const char *c = "'\"/*-$\n\\;("; *c; c++) {
            cut[i] = *c;
            if (!postgresql_guard(text_from(cut)))
                fail_msg("%s", cut);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_callers_need_passes),
        cmocka_unit_test(the_rest_is_refused),
        cmocka_unit_test(no_cut_hides_a_call),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
