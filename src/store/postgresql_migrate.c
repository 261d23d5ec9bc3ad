/* Opening a PostgreSQL database: roles, schema, tables, policies, in one transaction under an
   advisory lock, so that any number of server processes may start at once. Policies are made anew
   at every start: what somebody changed by hand does not stay. */
#include "store/postgresql.h"

#include <time.h>

enum {
    MIGRATION_LOCK = 0x57ea4d, /* any number that nobody else takes */
    OLDEST_VERSION = 140000,
    LOCK_TRIES = 15,
};

/* Another database of the cluster may be creating the same roles right now; and somebody with
   fewer rights may find them made. */
static const char sql_roles[] =
    "DO $$ DECLARE name text; BEGIN "
    "FOREACH name IN ARRAY ARRAY['steward_app', 'steward_system'] LOOP "
    "BEGIN "
    "IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN "
    "EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', name); END IF; "
    "EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; "
    "END; "
    "BEGIN "
    "IF NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN "
    "EXECUTE format('GRANT %I TO %I', name, current_user); END IF; "
    "EXCEPTION WHEN OTHERS THEN NULL; "
    "END; END LOOP; END $$";

/* Rows: what is wrong with the roles. */
static const char sql_role_faults[] =
    "SELECT name || ' does not exist, and ' || current_user || ' may not create it' "
    "FROM unnest(ARRAY['steward_app', 'steward_system']) name "
    "WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) "
    "UNION ALL SELECT rolname || ' is a superuser, may log in, bypass row security or create roles' "
    "FROM pg_catalog.pg_roles WHERE rolname IN ('steward_app', 'steward_system') "
    "AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcanlogin) "
    "UNION ALL SELECT r.rolname || ' is a member of other roles' FROM pg_catalog.pg_roles r "
    "WHERE r.rolname IN ('steward_app', 'steward_system') "
    "AND EXISTS (SELECT FROM pg_catalog.pg_auth_members m WHERE m.member = r.oid)";

static const char sql_has_schema[] = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'main'";

static const char sql_grants[] = "REVOKE ALL ON SCHEMA main FROM PUBLIC;"
                                 "REVOKE CREATE ON SCHEMA main FROM steward_app, steward_system;"
                                 "GRANT USAGE ON SCHEMA main TO steward_app, steward_system";

/* What SQLite has as C functions: the wire forms of ids and instants. */
static const char sql_functions[] =
    "CREATE OR REPLACE FUNCTION main.wire_id(id uuid) RETURNS text LANGUAGE sql IMMUTABLE "
    "PARALLEL SAFE AS $$ SELECT id::text $$;"
    "CREATE OR REPLACE FUNCTION main.wire_instant(ms bigint) RETURNS text LANGUAGE sql STABLE "
    "PARALLEL SAFE AS $$ SELECT to_char(to_timestamp(ms / 1000.0) AT TIME ZONE 'UTC', "
    "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') $$";

static const char sql_columns[] =
    "SELECT c.relname, a.attname, coalesce(pg_catalog.col_description(c.oid, a.attnum), '') "
    "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relnamespace = 'main'::regnamespace AND c.relkind IN ('r', 'p') "
    "AND a.attnum > 0 AND NOT a.attisdropped";

/* Not ours to demand: on a managed server the owner may be somebody else. The guard refuses both
   anyway, and verification tells. */
static const char *const hardening[] = {
    "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;"
    "DO $$ BEGIN EXECUTE format('GRANT EXECUTE ON FUNCTION "
    "pg_catalog.set_config(text, text, boolean) TO %I', session_user); END $$",
    "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', "
    "current_database()); END $$",
};

struct migration {
    PGconn *link;
    const struct schema *schema;
    struct arena *arena;
    struct text *ret_reason;
    bool is_blocked; /* somebody held a lock: try again */
    struct fill *fills;
    size_t fill_count;
};

static enum status fail(struct migration *migration, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    migration->is_blocked = sqlstate &&
                            (strcmp(sqlstate, "55P03") == 0 || strcmp(sqlstate, "40P01") == 0 ||
                             strcmp(sqlstate, "XX000") == 0);
    *migration->ret_reason = arena_print(migration->arena,
                                         "The PostgreSQL database cannot be brought to this "
                                         "version: %s",
                                         message ? message : PQerrorMessage(migration->link));
    return FAILED;
}

static enum status run(struct migration *migration, const char *sql)
{
    PGresult *result = PQexec(migration->link, sql);
    ExecStatusType code = PQresultStatus(result);
    enum status status = OK;

    if (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK)
        status = fail(migration, result);
    PQclear(result);
    return status;
}

static enum status run_buffer(struct migration *migration, struct buffer *sql)
{
    enum status status;

    if (sql->size == 0)
        return OK;
    buffer_append_byte(sql, '\0');
    status = buffer_status(sql);
    return status != OK ? status : run(migration, sql->at);
}

/* Adds the first column of every row of the answer to `lines`. */
static enum status run_report(struct migration *migration, const char *sql, struct buffer *lines)
{
    PGresult *result = PQexec(migration->link, sql);
    enum status status = OK;

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        status = fail(migration, result);
    for (int i = 0; status == OK && i < PQntuples(result); i++)
        buffer_print(lines, "%s\n", PQgetvalue(result, i, 0));
    PQclear(result);
    return status;
}

/* ---- steps ---- */

static enum status begin(struct migration *migration)
{
    struct buffer sql = buffer_in(migration->arena, LIMIT_POSTGRESQL_MIGRATION);

    buffer_print(&sql,
                 "BEGIN; SET LOCAL search_path = main, pg_catalog, pg_temp; "
                 "SET LOCAL client_min_messages = error; "
                 "SET LOCAL statement_timeout = 0; "
                 "SELECT pg_catalog.pg_advisory_xact_lock(%d); "
                 "SET LOCAL lock_timeout = '2s'",
                 MIGRATION_LOCK);
    return run_buffer(migration, &sql);
}

static enum status make_roles(struct migration *migration)
{
    struct buffer faults = buffer_in(migration->arena, LIMIT_POSTGRESQL_MIGRATION);
    enum status status = run(migration, sql_roles);

    if (status == OK)
        status = run_report(migration, sql_role_faults, &faults);
    if (status != OK || faults.size == 0)
        return status;
    *migration->ret_reason =
        arena_print(migration->arena,
                    "Row security needs two roles that own nothing: %.*s. As a superuser say: "
                    "CREATE ROLE steward_app NOLOGIN; CREATE ROLE steward_system NOLOGIN; "
                    "GRANT steward_app, steward_system TO \"%s\";",
                    TEXT_ARG(text_trim(buffer_text(&faults))), PQuser(migration->link));
    return FAILED;
}

static enum status make_schema(struct migration *migration)
{
    struct buffer found = buffer_in(migration->arena, LIMIT_POSTGRESQL_MIGRATION);
    enum status status = run_report(migration, sql_has_schema, &found);

    if (status == OK && found.size == 0)
        status = run(migration, "CREATE SCHEMA main");
    if (status == OK)
        status = run(migration, sql_grants);
    return status == OK ? run(migration, sql_functions) : status;
}

static enum status make_tables(struct migration *migration)
{
    struct buffer sql = buffer_in(migration->arena, LIMIT_POSTGRESQL_MIGRATION);
    PGresult *result = PQexec(migration->link, sql_columns);
    struct found_column *found;
    enum status status;
    int count = PQntuples(result);

    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        status = fail(migration, result);
        PQclear(result);
        return status;
    }
    found = ARENA_NEW_ARRAY(migration->arena, struct found_column, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        found[i].table = arena_copy(migration->arena, text_from(PQgetvalue(result, i, 0)));
        found[i].name = arena_copy(migration->arena, text_from(PQgetvalue(result, i, 1)));
        found[i].definition = arena_copy(migration->arena, text_from(PQgetvalue(result, i, 2)));
    }
    PQclear(result);
    migration->fill_count =
        migrate_fills(migration->schema, found, (size_t)count, migration->arena, &migration->fills);
    status = migrate_plan(migration->schema, ENGINE_POSTGRESQL, found, (size_t)count, &sql, NULL,
                          migration->arena, migration->ret_reason);
    migrate_print_indexes(&sql, migration->schema, ENGINE_POSTGRESQL);
    return status == OK ? run_buffer(migration, &sql) : status;
}

static enum status make_policies(struct migration *migration)
{
    struct buffer sql = buffer_in(migration->arena, LIMIT_POSTGRESQL_MIGRATION);

    for (size_t i = 0; i < migration->schema->count; i++)
        schema_print_policies(&sql, migration->schema, migration->schema->entities[i]);
    return run_buffer(migration, &sql);
}

/* ---- columns that follow from others ---- */

/* As text, as it goes to the server; NULL stays NULL. */
static const char *filled(const struct fill *fill, const PGresult *row, int number,
                          struct arena *arena)
{
    const char *at = PQgetisnull(row, number, 2) ? NULL : PQgetvalue(row, number, 2);
    struct value source = at ? VALUE_OF_TEXT(text_from(at)) : VALUE_OF_NULL, value;
    const struct field *from = entity_field(fill->entity, text_from(fill->source));
    int64_t integer;

    if (at && from && strcmp(field_sql_type(from, ENGINE_POSTGRESQL), "text") != 0 &&
        text_to_int64(source.text, &integer))
        source = VALUE_OF_INTEGER(integer);
    value = fill_value(fill, source, text_from(PQgetvalue(row, number, 3)), arena);
    if (value.type == VALUE_INTEGER)
        return arena_print(arena, "%lld", (long long)value.integer).at;
    return value.type == VALUE_TEXT ? arena_c_string(arena, value.text) : NULL;
}

static enum status fill_rows(struct migration *migration, const struct fill *fill,
                             const PGresult *rows, const char *sql)
{
    struct arena scratch = { 0 };
    enum status status = OK;

    for (int i = 0; status == OK && i < PQntuples(rows); i++) {
        const char *values[] = { filled(fill, rows, i, &scratch), PQgetvalue(rows, i, 0),
                                 PQgetvalue(rows, i, 1) };
        PGresult *result = PQexecParams(migration->link, sql, 3, NULL, values, NULL, NULL, 0);

        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            status = fail(migration, result);
        PQclear(result);
        arena_clear(&scratch);
    }
    arena_release(&scratch);
    return status;
}

static enum status fill_column(struct migration *migration, const struct fill *fill)
{
    struct buffer open = buffer_in(migration->arena, LIMIT_POSTGRESQL_MIGRATION);
    struct buffer update = buffer_in(migration->arena, LIMIT_POSTGRESQL_MIGRATION);
    enum status status;
    int count = 1;

    buffer_print(&open, "DECLARE filling NO SCROLL CURSOR FOR SELECT workspace_id, id, %s, ",
                 fill->source);
    fill_print_zone(&open, migration->schema, fill->entity);
    buffer_print(&open, " FROM main.%s", fill->entity->name);
    buffer_print(&update, "UPDATE main.%s SET ", fill->entity->name);
    column_print_name(&update, fill->column);
    buffer_print(&update, " = $1 WHERE workspace_id = $2 AND id = $3");
    buffer_append_byte(&update, '\0');
    status = run_buffer(migration, &open);
    while (status == OK && count > 0) {
        PGresult *rows = PQexec(migration->link, "FETCH 1000 FROM filling");

        if (PQresultStatus(rows) != PGRES_TUPLES_OK)
            status = fail(migration, rows);
        count = PQntuples(rows);
        if (status == OK)
            status = fill_rows(migration, fill, rows, update.at);
        PQclear(rows);
    }
    return status == OK ? run(migration, "CLOSE filling") : status;
}

/* As the role that may: row security counts for the owner of the tables, too. */
static enum status fill_columns(struct migration *migration)
{
    enum status status = OK;

    if (migration->fill_count > 0)
        status = run(migration, "SET LOCAL ROLE steward_system");
    for (size_t i = 0; status == OK && i < migration->fill_count; i++)
        status = fill_column(migration, &migration->fills[i]);
    if (status == OK && migration->fill_count > 0)
        status = run(migration, "RESET ROLE");
    return status;
}

/* Can this login become both roles; it may be a member without the right to. */
static enum status try_roles(struct migration *migration)
{
    enum status status = run(migration, "SET LOCAL ROLE steward_app");

    if (status == OK)
        status = run(migration, "SET LOCAL ROLE steward_system");
    return status == OK ? run(migration, "RESET ROLE") : status;
}

static enum status migrate_once(struct migration *migration)
{
    static enum status (*const steps[])(struct migration *) = {
        begin, make_roles, make_schema, make_tables, make_policies, try_roles, fill_columns,
    };
    enum status status = OK;

    migration->is_blocked = false;
    for (size_t i = 0; status == OK && i < sizeof steps / sizeof *steps; i++)
        status = steps[i](migration);
    if (status == OK)
        return run(migration, "COMMIT");
    PQclear(PQexec(migration->link, "ROLLBACK"));
    return status;
}

static enum status check_server(struct migration *migration)
{
    if (PQstatus(migration->link) != CONNECTION_OK) {
        *migration->ret_reason =
            arena_print(migration->arena, "PostgreSQL cannot be reached: %.*s",
                        TEXT_ARG(text_trim(text_from(PQerrorMessage(migration->link)))));
        return UNAVAILABLE;
    }
    if (PQserverVersion(migration->link) < OLDEST_VERSION) {
        *migration->ret_reason =
            arena_print(migration->arena, "PostgreSQL %d is too old; 14 is the oldest that works.",
                        PQserverVersion(migration->link) / 10000);
        return FAILED;
    }
    return OK;
}

enum status postgresql_migrate(const char *url, const struct schema *schema, struct arena *arena,
                               struct text *ret_reason)
{
    static const struct timespec pause = { .tv_nsec = 200000000 };
    struct migration migration = {
        .link = postgresql_connect(url),
        .schema = schema,
        .arena = arena,
        .ret_reason = ret_reason,
    };
    enum status status = check_server(&migration);

    if (status == OK)
        status = migrate_once(&migration);
    for (int i = 0; i < LOCK_TRIES && status != OK && migration.is_blocked; i++) {
        nanosleep(&pause, NULL);
        status = migrate_once(&migration);
    }
    for (size_t i = 0; status == OK && i < sizeof hardening / sizeof *hardening; i++)
        PQclear(PQexec(migration.link, hardening[i]));
    PQfinish(migration.link);
    return status;
}

/* ---- verification ---- */

static const char *const checks[] = {
    sql_role_faults,
    "SELECT relname || ': row security is not forced' FROM pg_catalog.pg_class "
    "WHERE relnamespace = 'main'::regnamespace AND relkind IN ('r', 'p') "
    "AND NOT (relrowsecurity AND relforcerowsecurity)",
    "SELECT tablename || ': policy ' || policyname || ' is not ours' FROM pg_catalog.pg_policies "
    "WHERE schemaname = 'main' AND NOT (roles <@ ARRAY['steward_app', 'steward_system']::name[])",
    "SELECT c.relname || ': granted to ' || coalesce(r.rolname, 'everybody') "
    "FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) g "
    "LEFT JOIN pg_catalog.pg_roles r ON r.oid = g.grantee "
    "WHERE c.relnamespace = 'main'::regnamespace AND g.grantee <> c.relowner "
    "AND (r.rolname IS NULL OR r.rolname NOT IN ('steward_app', 'steward_system') "
    "OR g.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))",
    "SELECT c.relname || ': the index is not valid; REINDEX it' FROM pg_catalog.pg_index i "
    "JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
    "WHERE c.relnamespace = 'main'::regnamespace AND NOT i.indisvalid",
    "SELECT conname || ': the constraint was never checked' FROM pg_catalog.pg_constraint "
    "WHERE connamespace = 'main'::regnamespace AND NOT convalidated",
    "SELECT 'set_config may be executed by everybody: as a superuser say REVOKE EXECUTE ON "
    "FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC; GRANT EXECUTE ON "
    "FUNCTION pg_catalog.set_config(text, text, boolean) TO ' || quote_ident(session_user) "
    "WHERE has_function_privilege('steward_app', "
    "'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')",
    "SELECT 'everybody may create temporary tables: as the owner say REVOKE TEMPORARY ON DATABASE '"
    " || quote_ident(current_database()) || ' FROM PUBLIC' "
    "WHERE has_database_privilege('steward_app', current_database(), 'TEMPORARY')",
};

enum status postgresql_verify(struct store *store, struct arena *arena, struct text *ret_report)
{
    struct postgresql *pool = store->state;
    struct buffer report = buffer_in(arena, LIMIT_POSTGRESQL_MIGRATION);
    struct migration migration = {
        .link = postgresql_connect(pool->url),
        .schema = store->schema,
        .arena = arena,
        .ret_reason = ret_report,
    };
    enum status status = check_server(&migration);

    for (size_t i = 0; status == OK && i < sizeof checks / sizeof *checks; i++)
        status = run_report(&migration, checks[i], &report);
    PQfinish(migration.link);
    if (status != OK)
        return status;
    *ret_report = buffer_text(&report);
    return report.size > 0 ? FAILED : OK;
}
