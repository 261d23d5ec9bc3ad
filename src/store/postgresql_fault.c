/* Faults of PostgreSQL: what an SQLSTATE means for whoever asked. */
#include "store/postgresql.h"

static const struct {
    const char *prefix; /* a whole SQLSTATE, or the beginning of several; first match counts */
    enum store_fault fault;
} faults[] = {
    { "23505", STORE_UNIQUE },
    { "23503", STORE_LINK },
    { "23001", STORE_LINK },
    { "23502", STORE_NOT_NULL },
    { "23514", STORE_CHECK },
    { "42501", STORE_ROW_SECURITY },
    { "44000", STORE_ROW_SECURITY },
    { "22003", STORE_TOO_BIG },
    { "22001", STORE_TOO_BIG },
    { "54", STORE_TOO_BIG },
    { "57014", STORE_TIMEOUT },
    { "55P03", STORE_TIMEOUT },
    { "40", STORE_TIMEOUT },
    { "53100", STORE_FULL },
    { "22021", STORE_CHECK }, /* not UTF-8, or a NUL */
    { "22", STORE_STATEMENT },
    { "23", STORE_CHECK },
    { "25006", STORE_STATEMENT },
    { "26", STORE_STATEMENT },
    { "0A", STORE_STATEMENT },
    { "42", STORE_STATEMENT },
    { "", STORE_BROKEN },
};

enum store_fault sqlstate_fault(const char *sqlstate)
{
    size_t i = 0;

    while (!text_starts_with(text_from(sqlstate), text_from(faults[i].prefix)))
        i++;
    return faults[i].fault;
}

/* Another attempt of the whole transaction may go through. */
static bool is_retryable(const char *sqlstate)
{
    return strcmp(sqlstate, "40001") == 0 /* serialization failure */ ||
           strcmp(sqlstate, "40P01") == 0 /* deadlock */;
}

/* What the connection has prepared is of no use any more: another server process has migrated,
   or somebody said DISCARD ALL. A new connection helps. */
static bool is_out_of_date(const char *sqlstate, const char *function)
{
    return strcmp(sqlstate, "26000") == 0 ||
           (strcmp(sqlstate, "0A000") == 0 && strcmp(function, "RevalidateCachedQuery") == 0);
}

/* The operator's log gets no values of rows: the messages of these classes quote them. */
static bool message_may_quote_rows(const char *sqlstate)
{
    return strncmp(sqlstate, "22", 2) == 0 || strncmp(sqlstate, "23", 2) == 0;
}

static const char *field_of(const PGresult *result, int field)
{
    const char *at = PQresultErrorField(result, field);

    return at ? at : "";
}

static struct text constraint_of(struct tx *tx, const PGresult *result)
{
    const char *name = field_of(result, PG_DIAG_CONSTRAINT_NAME);
    const char *column = field_of(result, PG_DIAG_COLUMN_NAME);

    if (name[0] == '\0' && column[0] != '\0')
        return arena_print(tx->arena, "%s.%s", field_of(result, PG_DIAG_TABLE_NAME), column);
    return text_from(name);
}

static enum status fail_with(struct tx *tx, const PGresult *result)
{
    struct postgresql_connection *connection = tx->connection;
    const char *sqlstate = field_of(result, PG_DIAG_SQLSTATE);
    bool is_useless = is_out_of_date(sqlstate, field_of(result, PG_DIAG_SOURCE_FUNCTION));
    struct text message = arena_print(tx->arena, "SQLSTATE %s", sqlstate);

    if (!message_may_quote_rows(sqlstate))
        message = arena_print(tx->arena, "SQLSTATE %s: %s", sqlstate,
                              field_of(result, PG_DIAG_MESSAGE_PRIMARY));
    connection->is_lost |= is_useless;
    connection->is_retryable = is_useless || is_retryable(sqlstate);
    connection->failure =
        tx_fail(tx, sqlstate_fault(sqlstate), constraint_of(tx, result).at, message.at);
    connection->error = tx->error;
    return connection->failure;
}

/* The server says why before it ends the connection. */
static bool is_fatal(const PGresult *result)
{
    return field_of(result, PG_DIAG_SEVERITY_NONLOCALIZED)[0] != 'E';
}

enum status postgresql_fail(struct tx *tx, const PGresult *result)
{
    struct postgresql_connection *connection = tx->connection;

    if (result && PQstatus(connection->link) == CONNECTION_OK && !is_fatal(result))
        return fail_with(tx, result);
    connection->is_lost = true;
    connection->is_retryable = !connection->is_committing;
    connection->failure =
        connection->is_committing
            ? tx_fail(tx, STORE_UNKNOWN, "",
                      "the connection to PostgreSQL ended during COMMIT; the outcome is unknown")
            : tx_fail(tx, STORE_AWAY, "", "the connection to PostgreSQL ended");
    connection->error = tx->error;
    return connection->failure;
}
