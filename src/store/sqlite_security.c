/* Row security inside SQLite (design 5.1): rls_read and rls_write say the caller's workspace or
   nothing; the authorizer refuses what the views do not cover; the hook checks every row that
   is written. All three look at the identity of the connection's running work. */
#include "store/sqlite.h"

#include <stdlib.h>
#include <strings.h>

/* The module a declaration names; every module counts here, also core and admin. */
static enum module module_of(sqlite3_value *value)
{
    const char *name = (const char *)sqlite3_value_text(value);

    for (enum module module = MODULE_CORE; name && module < MODULE_COUNT; module++)
        if (strcmp(name, module_name(module)) == 0)
            return module;
    return MODULE_UNDECLARED;
}

static enum level level_in(const struct sqlite_connection *connection, enum module module)
{
    const struct identity *identity = connection->identity;

    if (!identity || identity->workspace_id == 0 || module == MODULE_UNDECLARED)
        return LEVEL_NONE;
    return identity->level[module];
}

static void workspace_if(sqlite3_context *context, sqlite3_value *module, enum level at_least)
{
    const struct sqlite_connection *connection = sqlite3_user_data(context);

    if (level_in(connection, module_of(module)) >= at_least)
        sqlite3_result_int64(context, connection->identity->workspace_id);
}

static void rls_read(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    workspace_if(context, values[0], LEVEL_VIEW);
}

static void rls_write(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    workspace_if(context, values[0], LEVEL_EDIT_OWN);
}

static void rls_manage(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct sqlite_connection *connection = sqlite3_user_data(context);

    (void)count;
    sqlite3_result_int(context, level_in(connection, module_of(values[0])) >= LEVEL_EDIT_EVERY);
}

static void rls_account(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct sqlite_connection *connection = sqlite3_user_data(context);

    (void)count;
    (void)values;
    if (connection->identity && !id_is_zero(connection->identity->account_id))
        sqlite3_result_blob(context, connection->identity->account_id.bytes,
                            sizeof connection->identity->account_id.bytes, SQLITE_TRANSIENT);
}

static const struct entity *table(const struct sqlite_connection *connection, const char *name)
{
    return name ? schema_find(connection->schema, text_from(name)) : NULL;
}

/* Does a hold a link to b: then the engine itself reads key columns of both. */
static bool links_to(const struct entity *a, const struct entity *b)
{
    for (size_t i = 0; i < a->fields.count; i++)
        if (a->fields.at[i].to == b)
            return true;
    return false;
}

static bool is_function_allowed(const char *name)
{
    static const char *const allowed[] = {
        "abs",
        "avg",
        "cast",
        "ceil",
        "coalesce",
        "count",
        "floor",
        "fold",
        "group_concat",
        "ifnull",
        "iif",
        "instr",
        "json",
        "json_array",
        "json_at",
        "json_contains",
        "json_group_array",
        "json_group_object",
        "json_kind",
        "json_object",
        "json_quote",
        "json_same",
        "json_text_at",
        "length",
        "like",
        "lower",
        "ltrim",
        "max",
        "min",
        "nullif",
        "pattern_match",
        "printf",
        "replace",
        "rls_account",
        "rls_manage",
        "rls_read",
        "rls_write",
        "round",
        "row_number",
        "rank",
        "dense_rank",
        "first_value",
        "last_value",
        "lag",
        "lead",
        "rtrim",
        "sign",
        "substr",
        "sum",
        "total",
        "trim",
        "upper",
        "wire_id",
        "wire_instant",
        "wire_real",
        "->",
        "->>",
        "json_extract",
        "strftime",
        "ntile",
        "percent_rank",
        "cume_dist",
        "nth_value",
        "substring",
        "format",
        "unicode",
    };

    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strcasecmp(name, allowed[i]) == 0)
            return true;
    return false;
}

static bool is_read_allowed(const struct sqlite_connection *connection, const char *name,
                            const char *database, const char *view)
{
    const struct entity *entity = table(connection, name);
    const struct entity *target = connection->target;

    if (!database) /* a column of a sub-select or common table expression */
        return true;
    if (!entity)
        return false;
    if (strcmp(database, "temp") == 0) /* the view itself */
        return true;
    if (strcmp(database, "main") != 0)
        return false;
    if (view && strcmp(view, name) == 0)
        return true;
    if (!target || !entity_is_on_the_wire(entity))
        return false;
    return entity == target || links_to(entity, target) || links_to(target, entity);
}

static bool is_write_allowed(const struct sqlite_connection *connection, const char *name,
                             const char *database)
{
    const struct entity *entity = table(connection, name);

    return entity && entity_is_on_the_wire(entity) && strcmp(database, "main") == 0 &&
           entity == connection->target;
}

static int authorize(void *context, int operation, const char *first, const char *second,
                     const char *database, const char *view)
{
    const struct sqlite_connection *connection = context;

    if (!connection->is_caller)
        return SQLITE_OK;
    switch (operation) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return is_function_allowed(second) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_READ:
        return is_read_allowed(connection, first, database, view) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return is_write_allowed(connection, first, database) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

struct image {
    int (*read)(sqlite3 *db, int column, sqlite3_value **ret_value);
    bool is_there;
};

static bool is_own(const struct sqlite_connection *connection, struct image image)
{
    sqlite3_value *value;
    const void *bytes;

    if (image.read(connection->db, COLUMN_CREATED_BY, &value) != SQLITE_OK)
        return false;
    bytes = sqlite3_value_blob(value);
    return bytes && sqlite3_value_bytes(value) == 16 &&
           memcmp(bytes, connection->identity->account_id.bytes, 16) == 0;
}

static bool is_in_workspace(const struct sqlite_connection *connection, struct image image)
{
    sqlite3_value *value;

    return image.read(connection->db, COLUMN_WORKSPACE_ID, &value) == SQLITE_OK &&
           sqlite3_value_int64(value) == connection->identity->workspace_id;
}

static bool may_write(const struct sqlite_connection *connection, const struct entity *entity,
                      int operation)
{
    enum level level = level_in(connection, entity->module);

    if (operation == SQLITE_INSERT)
        return entity_may_create(entity, level);
    if (operation == SQLITE_UPDATE)
        return entity_may_update(entity, level);
    return entity_may_delete(entity, level);
}

static void before_write(void *context, sqlite3 *db, int operation, const char *database,
                         const char *name, sqlite3_int64 old_rowid, sqlite3_int64 new_rowid)
{
    struct sqlite_connection *connection = context;
    const struct entity *entity = table(connection, name);
    const struct image images[] = {
        { sqlite3_preupdate_old, operation != SQLITE_INSERT },
        { sqlite3_preupdate_new, operation != SQLITE_DELETE },
    };

    (void)db;
    (void)old_rowid;
    (void)new_rowid;
    if (!connection->is_caller || strcmp(database, "main") != 0)
        return;
    if (!entity || !entity_is_on_the_wire(entity) || !may_write(connection, entity, operation)) {
        connection->is_poisoned = true;
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        bool needs_own = entity->rows == ROWS_OF_OWNER ||
                         level_in(connection, entity->module) < LEVEL_EDIT_EVERY;

        if (!images[i].is_there)
            continue;
        if (!is_in_workspace(connection, images[i]) ||
            (needs_own && !is_own(connection, images[i])))
            connection->is_poisoned = true;
    }
}

void sqlite_security_install(struct sqlite_connection *connection)
{
    static const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
    static const struct {
        const char *name;
        int count;
        void (*run)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        { "rls_read", 1, rls_read },
        { "rls_write", 1, rls_write },
        { "rls_manage", 1, rls_manage },
        { "rls_account", 0, rls_account },
    };

    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        sqlite3_create_function(connection->db, functions[i].name, functions[i].count, flags,
                                connection, functions[i].run, NULL, NULL);
    sqlite3_set_authorizer(connection->db, authorize, connection);
    sqlite3_preupdate_hook(connection->db, before_write, connection);
}
