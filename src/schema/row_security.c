/* Row security from the declaration: SQLite's views and conditions over the rls_ functions,
   PostgreSQL's policies over settings (design 5.1). Policies read the settings directly and hold
   no sub-select, so that they work on the shards of a distributed database; every expression is
   stable, so that the (workspace_id, ...) indexes are used. */
#include "schema/schema.h"

/* What PostgreSQL's settings say about a module: the caller's workspace when the grant is in the
   list, else NULL, which no row equals. */
#define PG_WORKSPACE_IF(list)                                                                      \
    "CASE WHEN strpos(current_setting('app." list "', true), ',%s,') > 0 "                         \
    "THEN nullif(current_setting('app.workspace', true), '')::bigint END"
#define PG_ROW_IN(list) "strpos(current_setting('app." list "', true), ',' || %s || ',') > 0"
#define PG_ACCOUNT      "nullif(current_setting('app.account', true), '')::uuid"
#define PG_MANAGES      "strpos(current_setting('app.manage', true), ',%s,') > 0"

/* ---- who may, whatever the row ---- */

bool entity_may_create(const struct entity *entity, enum level level)
{
    return entity_is_on_the_wire(entity) && entity->access == ACCESS_FULL &&
           level >= LEVEL_EDIT_OWN;
}

bool entity_may_update(const struct entity *entity, enum level level)
{
    return entity_is_on_the_wire(entity) && entity->access != ACCESS_READ_ONLY &&
           level >= LEVEL_EDIT_OWN;
}

bool entity_may_delete(const struct entity *entity, enum level level)
{
    return entity_may_create(entity, level);
}

/* ---- conditions ---- */

/* Own rows, and those that their owner has opened to the workspace. */
static void print_own(struct buffer *out, const struct entity *entity, const char *account)
{
    if (entity->shared_by)
        buffer_print(out, " AND (created_by = %s OR %s = 1)", account, entity->shared_by);
    else
        buffer_print(out, " AND created_by = %s", account);
}

/* The list of the chosen is JSON text of ids in their canonical form, which hold each other never.
 */
static void print_seen(struct buffer *out, const struct entity *entity, enum engine engine)
{
    bool is_sqlite = engine == ENGINE_SQLITE;
    const char *audience = entity->seen.audience, *members = entity->seen.members;
    const char *module = module_name(entity->module);
    struct text row_module = text_from(entity->module_by ? entity->module_by : "");

    buffer_append(out, T(" AND ("));
    if (is_sqlite && row_module.size > 0)
        buffer_print(out,
                     "created_by = rls_account() OR rls_manage(%s) OR (%s <> 'chosen' AND "
                     "workspace_id = rls_write(%s))",
                     row_module.at, audience, row_module.at);
    else if (is_sqlite)
        buffer_print(out,
                     "created_by = rls_account() OR rls_manage('%s') OR (%s <> 'chosen' AND "
                     "workspace_id = rls_write('%s'))",
                     module, audience, module);
    else if (row_module.size > 0)
        buffer_print(out,
                     "created_by = " PG_ACCOUNT
                     " OR " PG_ROW_IN("manage") " OR (%s <> 'chosen' "
                                                "AND " PG_ROW_IN("write") ")",
                     row_module.at, audience, row_module.at);
    else
        buffer_print(out,
                     "created_by = " PG_ACCOUNT " OR " PG_MANAGES " OR (%s <> 'chosen' AND "
                     "workspace_id = " PG_WORKSPACE_IF("write") ")",
                     module, audience, module);
    buffer_append(out, T(" OR ("));
    if (entity->seen.since)
        buffer_print(out, "%s IS NOT NULL AND ", entity->seen.since);
    buffer_print(out, "(%s = 'everybody' OR (%s = 'chosen' AND ", audience, audience);
    if (is_sqlite)
        buffer_print(out, "instr(%s, wire_id(rls_account())) > 0", members);
    else
        buffer_print(out, "strpos(%s, nullif(current_setting('app.account', true), '')) > 0",
                     members);
    buffer_append(out, T("))))"));
}

static bool has_grantable(const struct schema *schema)
{
    for (size_t i = 0; i < schema->count; i++)
        if (module_is_grantable(schema->entities[i]->module))
            return true;
    return false;
}

/* Whether the caller may look into the module of the kind of record that the row names; what is
   no kind of a module that is granted is everybody's. */
static void print_module_of(struct buffer *out, const struct schema *schema,
                            const struct entity *entity, enum engine engine)
{
    bool is_sqlite = engine == ENGINE_SQLITE;

    if (!entity->module_of || !has_grantable(schema))
        return;
    if (is_sqlite)
        buffer_print(out, " AND %s.workspace_id = rls_read(CASE %s.%s", entity->name, entity->name,
                     entity->module_of);
    else
        buffer_print(out, " AND strpos(current_setting('app.read', true), ',' || CASE %s",
                     entity->module_of);
    for (size_t i = 0; i < schema->count; i++)
        if (module_is_grantable(schema->entities[i]->module))
            buffer_print(out, " WHEN '%s' THEN '%s'", schema->entities[i]->name,
                         module_name(schema->entities[i]->module));
    buffer_print(out, " ELSE '%s' END%s", module_name(entity->module),
                 is_sqlite ? ")" : " || ',') > 0");
}

static void print_read_condition(struct buffer *out, const struct schema *schema,
                                 const struct entity *entity, enum engine engine)
{
    const char *module = module_name(entity->module);
    bool is_own = entity->rows == ROWS_OF_OWNER;

    if (entity->rows != ROWS_OF_WORKSPACE && !is_own) {
        buffer_append(out, T("1 = 0"));
    } else if (engine == ENGINE_SQLITE) {
        buffer_print(out, "workspace_id = rls_read('%s')", module);
        if (is_own)
            print_own(out, entity, "rls_account()");
        if (entity->module_by)
            buffer_print(out, " AND workspace_id = rls_read(%s)", entity->module_by);
    } else {
        buffer_print(out, "workspace_id = " PG_WORKSPACE_IF("read"), module);
        if (is_own)
            print_own(out, entity, PG_ACCOUNT);
        if (entity->module_by)
            buffer_print(out, " AND " PG_ROW_IN("read"), entity->module_by);
    }
    if (entity->rows == ROWS_OF_WORKSPACE && entity->seen.audience)
        print_seen(out, entity, engine);
    if (entity->rows == ROWS_OF_WORKSPACE || is_own)
        print_module_of(out, schema, entity, engine);
}

void schema_print_write_condition(struct buffer *out, const struct schema *schema,
                                  const struct entity *entity, enum engine engine)
{
    const char *module = module_name(entity->module), *name = entity->name;
    bool is_own = entity->rows == ROWS_OF_OWNER;

    if (!entity_may_update(entity, LEVEL_EDIT_EVERY)) {
        buffer_append(out, T("1 = 0"));
    } else if (engine == ENGINE_SQLITE) {
        buffer_print(out, "%s.workspace_id = rls_write('%s') AND ", name, module);
        if (is_own)
            buffer_print(out, "%s.created_by = rls_account()", name);
        else
            buffer_print(out, "(rls_manage('%s') OR %s.created_by = rls_account())", module, name);
    } else {
        buffer_print(out, "workspace_id = " PG_WORKSPACE_IF("write") " AND ", module);
        if (is_own)
            buffer_append(out, T("created_by = " PG_ACCOUNT));
        else
            buffer_print(out, "(" PG_MANAGES " OR created_by = " PG_ACCOUNT ")", module);
    }
    if (entity_may_update(entity, LEVEL_EDIT_EVERY))
        print_module_of(out, schema, entity, engine);
}

/* ---- SQLite ---- */

void schema_print_view(struct buffer *out, const struct schema *schema, const struct entity *entity)
{
    buffer_print(out, "CREATE TEMP VIEW %s AS SELECT * FROM main.%s WHERE ", entity->name,
                 entity->name);
    if (entity_is_on_the_wire(entity))
        print_read_condition(out, schema, entity, ENGINE_SQLITE);
    else
        buffer_append(out, T("0"));
    buffer_append(out, T(";\n"));
}

/* ---- PostgreSQL ---- */

enum command { COMMAND_SELECT, COMMAND_INSERT, COMMAND_UPDATE, COMMAND_DELETE, COMMAND_COUNT };

static const struct {
    const char *name, *verb;
    bool has_using, has_check;
} commands[COMMAND_COUNT] = {
    [COMMAND_SELECT] = { "read", "SELECT", .has_using = true },
    [COMMAND_INSERT] = { "create", "INSERT", .has_check = true },
    [COMMAND_UPDATE] = { "update", "UPDATE", .has_using = true, .has_check = true },
    [COMMAND_DELETE] = { "delete", "DELETE", .has_using = true },
};

static bool allows(const struct entity *entity, enum command command)
{
    switch (command) {
    case COMMAND_SELECT:
        return entity_is_on_the_wire(entity);
    case COMMAND_INSERT:
        return entity_may_create(entity, LEVEL_EDIT_EVERY);
    case COMMAND_UPDATE:
        return entity_may_update(entity, LEVEL_EDIT_EVERY);
    case COMMAND_DELETE:
        return entity_may_delete(entity, LEVEL_EDIT_EVERY);
    case COMMAND_COUNT:
        break;
    }
    return false;
}

static void print_condition(struct buffer *out, const struct schema *schema,
                            const struct entity *entity, enum command command)
{
    if (command == COMMAND_SELECT)
        print_read_condition(out, schema, entity, ENGINE_POSTGRESQL);
    else
        schema_print_write_condition(out, schema, entity, ENGINE_POSTGRESQL);
}

static void print_policy(struct buffer *out, const struct schema *schema,
                         const struct entity *entity, enum command command)
{
    buffer_print(out, "CREATE POLICY %s_%s ON main.%s FOR %s TO steward_app", entity->name,
                 commands[command].name, entity->name, commands[command].verb);
    if (commands[command].has_using) {
        buffer_append(out, T(" USING ("));
        print_condition(out, schema, entity, command);
        buffer_append(out, T(")"));
    }
    if (commands[command].has_check) {
        buffer_append(out, T(" WITH CHECK ("));
        print_condition(out, schema, entity, command);
        buffer_append(out, T(")"));
    }
    buffer_append(out, T(";\n"));
    buffer_print(out, "GRANT %s ON main.%s TO steward_app;\n", commands[command].verb,
                 entity->name);
}

void schema_print_policies(struct buffer *out, const struct schema *schema,
                           const struct entity *entity)
{
    const char *name = entity->name;

    buffer_print(out,
                 "ALTER TABLE main.%s ENABLE ROW LEVEL SECURITY;\n"
                 "ALTER TABLE main.%s FORCE ROW LEVEL SECURITY;\n"
                 "REVOKE ALL ON main.%s FROM PUBLIC, steward_app, steward_system;\n",
                 name, name, name);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        buffer_print(out, "DROP POLICY IF EXISTS %s_%s ON main.%s;\n", name, commands[i].name,
                     name);
    for (enum command i = 0; i < COMMAND_COUNT; i++) {
        if (allows(entity, i))
            print_policy(out, schema, entity, i);
    }
    buffer_print(out,
                 "DROP POLICY IF EXISTS %s_system ON main.%s;\n"
                 "CREATE POLICY %s_system ON main.%s TO steward_system "
                 "USING (true) WITH CHECK (true);\n"
                 "GRANT SELECT, INSERT, UPDATE, DELETE ON main.%s TO steward_system;\n",
                 name, name, name, name, name);
}
