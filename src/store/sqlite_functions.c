/* Functions in SQL that give SQLite what PostgreSQL brings: text forms of ids and instants as
   they stand on the wire, and folding for search. */
#include "store/sqlite.h"

static void wire_id(sqlite3_context *context, int count, sqlite3_value **values)
{
    const void *bytes = sqlite3_value_blob(values[0]);
    struct id id;

    (void)count;
    if (!bytes || sqlite3_value_bytes(values[0]) != (int)sizeof id.bytes)
        return;
    memcpy(id.bytes, bytes, sizeof id.bytes);
    sqlite3_result_text(context, id_to_text(id).at, ID_TEXT_SIZE, SQLITE_TRANSIENT);
}

static void wire_instant(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_INTEGER)
        sqlite3_result_text(context, instant_to_text(sqlite3_value_int64(values[0])).at,
                            INSTANT_TEXT_SIZE, SQLITE_TRANSIENT);
}

void sqlite_functions_install(struct sqlite_connection *connection)
{
    static const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;

    sqlite3_create_function(connection->db, "wire_id", 1, flags, NULL, wire_id, NULL, NULL);
    sqlite3_create_function(connection->db, "wire_instant", 1, flags, NULL, wire_instant, NULL,
                            NULL);
    sqlite_json_install(connection);
}
