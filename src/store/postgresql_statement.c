/* Statements of the PostgreSQL engine: one batch is what is queued (BEGIN, identity, savepoints),
   the statement prepared if it is new, and the statement itself, in one round trip. */
#include "store/postgresql.h"

#include "codec/json_read.h"

#include <limits.h>
#include <stdio.h>

enum { CALLER_TIMEOUT_MS = 10000, LIMIT_SETTING = 256 };

/* ---- identity ---- */

/* ",sales,live,": the modules in which the level is reached. */
static const char *modules_of(const struct identity *identity, enum level at_least,
                              char list[LIMIT_SETTING])
{
    size_t used = 1;

    memcpy(list, ",", 2);
    for (enum module module = MODULE_CORE; module < MODULE_COUNT; module++)
        if (identity->level[module] >= at_least)
            used += (size_t)snprintf(list + used, LIMIT_SETTING - used, "%s,", module_name(module));
    return list;
}

/* Where set_config may not be executed. */
static void queue_settings(struct postgresql_connection *connection, const char *const *values)
{
    static const char *const names[IDENTIFY_VALUES] = { "app.workspace", "app.account",
                                                        "app.read",      "app.write",
                                                        "app.manage",    "statement_timeout" };
    char sql[2 * LIMIT_SETTING];

    for (size_t i = 0; i < IDENTIFY_VALUES; i++) {
        snprintf(sql, sizeof sql, "SET LOCAL %s = '%s'", names[i], values[i]);
        postgresql_queue(connection, sql);
    }
    postgresql_queue_kept(connection, KEPT_ROLE_CALLER, NULL);
}

/* Text of numbers, UUIDs and module names only. Workspace 0 is the server's: nobody's. */
static void queue_identity(struct postgresql_connection *connection,
                           const struct identity *identity)
{
    char lists[3][LIMIT_SETTING], workspace[24] = "", timeout[16];
    bool is_account = !id_is_zero(identity->account_id);
    struct id_text account = is_account ? id_to_text(identity->account_id) : (struct id_text){ "" };
    const char *values[IDENTIFY_VALUES] = {
        workspace,
        account.at,
        modules_of(identity, LEVEL_VIEW, lists[0]),
        modules_of(identity, LEVEL_EDIT_OWN, lists[1]),
        modules_of(identity, LEVEL_EDIT_EVERY, lists[2]),
        timeout,
    };

    if (identity->workspace_id > 0)
        snprintf(workspace, sizeof workspace, "%lld", (long long)identity->workspace_id);
    snprintf(timeout, sizeof timeout, "%d", CALLER_TIMEOUT_MS);
    if (!connection->may_identify) {
        queue_settings(connection, values);
        return;
    }
    if (connection->has_left_login)
        postgresql_queue_kept(connection, KEPT_ROLE_LOGIN, NULL);
    postgresql_queue_kept(connection, KEPT_IDENTIFY, values);
}

static void queue_role(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;

    if (tx->identity->is_system)
        postgresql_queue_kept(connection, KEPT_ROLE_SYSTEM, NULL);
    else if (connection->has_settings)
        postgresql_queue_kept(connection, KEPT_ROLE_CALLER, NULL);
    else
        queue_identity(connection, tx->identity);
    connection->has_settings |= !tx->identity->is_system;
    connection->has_role = connection->has_left_login = true;
}

void postgresql_prepare_ground(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;

    if (!connection->is_begun) {
        postgresql_queue_kept(connection, tx->is_write ? KEPT_BEGIN_WRITE : KEPT_BEGIN_READ, NULL);
        connection->is_begun = true;
    }
    if (!connection->has_role)
        queue_role(tx);
}

/* ---- one statement ---- */

struct batch {
    struct prepared *prepared;
    bool is_new, is_described;
};

static enum status refuse(struct tx *tx, struct text sql, const struct value *values, size_t count)
{
    if (count > LIMIT_BOUND_VALUES)
        return tx_fail(tx, STORE_TOO_BIG, "", "too many values in one statement");
    if (memchr(sql.at, '\0', sql.size))
        return tx_fail(tx, STORE_STATEMENT, "", "a NUL in the statement");
    for (size_t i = 0; i < count; i++)
        if (values[i].type == VALUE_TEXT && values[i].text.size > INT_MAX / 2)
            return tx_fail(tx, STORE_TOO_BIG, "", "a text is too long");
    return OK;
}

static bool has_null(const struct value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].type == VALUE_NULL)
            return true;
    return false;
}

/* The types that the server gave to the parameters that came as NULL. */
static void take_description(struct prepared *prepared, const PGresult *result)
{
    int known = PQnparams(result);

    for (size_t i = 0; i < prepared->count && (int)i < known; i++)
        prepared->types[i] = PQparamtype(result, (int)i);
}

static bool send_new(struct tx *tx, struct text sql, const struct value *values, size_t count,
                     struct batch *batch)
{
    struct postgresql_connection *connection = tx->connection;
    char name[16];

    batch->prepared =
        postgresql_prepared_add(connection, sql, !tx->identity->is_system, values, count);
    batch->is_new = true;
    batch->is_described = has_null(values, count);
    postgresql_prepared_name(batch->prepared, name);
    if (PQsendPrepare(connection->link, name, batch->prepared->sql, (int)count,
                      batch->prepared->types) != 1)
        return false;
    return !batch->is_described || PQsendDescribePrepared(connection->link, name) == 1;
}

static bool send_values(struct postgresql_connection *connection, const struct prepared *prepared,
                        const struct value *values)
{
    size_t count = prepared->count;
    const char **at = ARENA_NEW_ARRAY(&connection->scratch, const char *, count + 1);
    int *sizes = ARENA_NEW_ARRAY(&connection->scratch, int, count + 1);
    int *formats = ARENA_NEW_ARRAY(&connection->scratch, int, count + 1);
    char name[16];
    bool is_sent;

    for (size_t i = 0; i < count; i++) {
        struct bound bound = value_bind(&values[i], prepared->types[i], &connection->scratch);

        at[i] = bound.at;
        sizes[i] = bound.size;
        formats[i] = bound.format;
    }
    postgresql_prepared_name(prepared, name);
    is_sent = PQsendQueryPrepared(connection->link, name, (int)count, at, sizes, formats,
                                  prepared->is_binary ? 1 : 0) == 1;
    arena_clear(&connection->scratch);
    return is_sent && PQpipelineSync(connection->link) == 1;
}

/* Reads the answers to a statement's preparation. */
static bool read_prepared(struct tx *tx, struct batch *batch)
{
    struct postgresql_connection *connection = tx->connection;
    PGresult *result = postgresql_read(tx);

    PQclear(result);
    if (result && batch->is_described) {
        result = postgresql_read(tx);
        if (result)
            take_description(batch->prepared, result);
        PQclear(result);
    }
    if (!result && !connection->is_lost)
        postgresql_read_to_sync(connection);
    return result != NULL;
}

/* Reads what stands before the statement's own result. Where that fails the server has passed over
   the preparation, too, and the next one who asks the same prepares it. */
static bool read_before(struct tx *tx, struct batch *batch)
{
    bool is_read = postgresql_read_ended(tx) && postgresql_read_queued(tx) &&
                   (!batch->is_new || read_prepared(tx, batch));

    if (!is_read && batch->is_new)
        postgresql_prepared_remove(tx->connection, batch->prepared);
    return is_read;
}

static enum status read_first(struct tx *tx, struct batch *batch, PGresult **ret_first)
{
    struct postgresql_connection *connection = tx->connection;
    PGresult *result;
    ExecStatusType status;

    if (!read_before(tx, batch))
        return connection->failure;
    if (!batch->prepared->is_page)
        PQsetSingleRowMode(connection->link);
    result = PQgetResult(connection->link);
    status = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;
    if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        if (!batch->prepared->is_known)
            batch->prepared->is_binary = value_reads_binary(result);
        batch->prepared->is_known = true;
        *ret_first = result;
        return OK;
    }
    postgresql_fail(tx, result);
    PQclear(result);
    if (!connection->is_lost)
        postgresql_read_to_sync(connection);
    return connection->failure;
}

static const struct text explain = T_INIT("EXPLAIN (FORMAT JSON) ");

/* Only the server asks for plans: what it asks the plan of passes the guard like any other. */
static const char *guard_refusal(const struct tx *tx, struct text sql, bool is_known)
{
    bool is_plan = text_starts_with(sql, explain);

    if (tx->identity->is_system || (is_known && !is_plan))
        return NULL;
    return postgresql_guard(is_plan && tx->is_planning ? text_from_offset(sql, explain.size) : sql);
}

static enum status start(struct tx *tx, struct text sql, const struct value *values, size_t count,
                         PGresult **ret_first)
{
    struct postgresql_connection *connection = tx->connection;
    bool is_caller = !tx->identity->is_system;
    struct batch batch = { 0 };
    enum status status = refuse(tx, sql, values, count);
    const char *refusal;
    bool is_sent = true;

    if (status != OK)
        return status;
    if (connection->failure != OK) {
        tx->error = connection->error;
        return connection->failure;
    }
    status = postgresql_settle(tx, true);
    if (status != OK)
        return status;
    batch.prepared = postgresql_prepared_find(connection, sql, is_caller, values, count);
    refusal = guard_refusal(tx, sql, batch.prepared != NULL);
    if (refusal)
        return tx_fail(tx, STORE_STATEMENT, "", refusal);
    postgresql_prepare_ground(tx);
    if (!batch.prepared)
        is_sent = send_new(tx, sql, values, count, &batch);
    if (connection->is_lost || !is_sent || !send_values(connection, batch.prepared, values))
        return postgresql_fail(tx, NULL);
    return read_first(tx, &batch, ret_first);
}

enum status postgresql_query(struct tx *tx, struct text sql, const struct value *values,
                             size_t count, struct cursor **ret_cursor)
{
    PGresult *first;
    enum status status = start(tx, sql, values, count, &first);

    return status != OK ? status : postgresql_cursor_open(tx, first, ret_cursor);
}

/* [{"Plan": {"Plan Rows": 42}}] */
static enum status read_plan(struct tx *tx, struct cursor *cursor, int64_t *ret_rows)
{
    const struct json *plan = NULL;
    bool found;
    enum status status = postgresql_next(cursor, &found);

    if (status != OK || !found)
        return status != OK ? status : FAILED;
    if (json_parse(tx->arena, postgresql_value(cursor, 0).text, NULL, &plan, NULL) != OK)
        return FAILED;
    *ret_rows = json_integer_member(json_member(json_at(plan, 0), T("Plan")), T("Plan Rows"));
    return OK;
}

enum status postgresql_estimate(struct tx *tx, struct text sql, const struct value *values,
                                size_t count, int64_t *ret_rows)
{
    struct text asked = arena_print(tx->arena, "%.*s%.*s", TEXT_ARG(explain), TEXT_ARG(sql));
    struct cursor *cursor;
    enum status status;

    tx->is_planning = true;
    status = postgresql_query(tx, asked, values, count, &cursor);
    tx->is_planning = false;
    if (status != OK)
        return status;
    status = read_plan(tx, cursor, ret_rows);
    postgresql_close_cursor(cursor);
    return status;
}

enum status postgresql_execute(struct tx *tx, struct text sql, const struct value *values,
                               size_t count, int64_t *ret_changed)
{
    struct cursor *cursor;
    int64_t changed = 0;
    PGresult *first;
    enum status status = start(tx, sql, values, count, &first);

    if (status != OK)
        return status;
    text_to_int64(text_from(PQcmdTuples(first)), &changed);
    status = postgresql_cursor_open(tx, first, &cursor);
    while (status == OK) {
        bool found;

        status = postgresql_next(cursor, &found);
        if (status != OK || !found)
            break;
        changed++; /* a row of RETURNING */
    }
    postgresql_close_cursor(cursor);
    if (status == OK && ret_changed)
        *ret_changed = changed;
    return status;
}
