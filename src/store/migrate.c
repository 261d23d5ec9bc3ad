/* Migrate: what brings an existing database to the declarations of this program. Only what loses
   nothing is planned: new tables, columns, rules, links and indexes. A column remembers the
   definition it was made from (SQLite keeps the text of the table, PostgreSQL gets it as the
   column's comment), so that a changed limit or a new choice reaches the database too. */
#include "store/engine.h"

enum { LIMIT_DEFINITION = 16384, LIMIT_TABLE = 1 << 20 };

struct plan {
    enum engine engine;
    const struct found_column *found;
    size_t count;
    struct buffer *sql, *checks;
    struct arena *arena;
    struct text *ret_reason;
};

static const struct found_column *find(const struct plan *plan, const struct entity *entity,
                                       struct column column)
{
    for (size_t i = 0; i < plan->count; i++)
        if (text_equal(plan->found[i].table, text_from(entity->name)) &&
            column_has_name(column, plan->found[i].name))
            return &plan->found[i];
    return NULL;
}

static bool table_exists(const struct plan *plan, const struct entity *entity)
{
    for (size_t i = 0; i < plan->count; i++)
        if (text_equal(plan->found[i].table, text_from(entity->name)))
            return true;
    return false;
}

static bool has_link(struct column column)
{
    return !column_is_extra(column) && column.field->to;
}

static struct text column_name(const struct plan *plan, struct column column)
{
    struct buffer name = buffer_in(plan->arena, LIMIT_DEFINITION);

    column_print_name(&name, column);
    return buffer_text(&name);
}

static struct text column_definition(const struct plan *plan, const struct entity *entity,
                                     struct column column)
{
    struct buffer text = buffer_in(plan->arena, LIMIT_DEFINITION);

    schema_print_column(&text, entity, column, plan->engine);
    return buffer_text(&text);
}

static struct text link_definition(const struct plan *plan, const struct entity *entity,
                                   struct column column)
{
    struct buffer text = buffer_in(plan->arena, LIMIT_DEFINITION);

    if (has_link(column))
        schema_print_foreign_key(&text, entity, column.field, plan->engine);
    return buffer_text(&text);
}

/* ---- what cannot be planned ---- */

static bool is_retired(const struct entity *entity, struct text name)
{
    for (size_t i = 0; entity->retired && entity->retired[i]; i++)
        if (text_equal(name, text_from(entity->retired[i])))
            return true;
    return false;
}

static bool has_retired(const struct plan *plan, const struct entity *entity)
{
    for (size_t i = 0; i < plan->count; i++)
        if (text_equal(plan->found[i].table, text_from(entity->name)) &&
            is_retired(entity, plan->found[i].name))
            return true;
    return false;
}

static enum status refuse_lost_columns(const struct plan *plan, const struct entity *entity)
{
    for (size_t i = 0; i < plan->count; i++) {
        bool is_known = false;

        if (!text_equal(plan->found[i].table, text_from(entity->name)))
            continue;
        for (size_t c = 0; c < column_count(entity); c++)
            is_known |= column_has_name(column_at(entity, c), plan->found[i].name);
        if (is_known || is_retired(entity, plan->found[i].name))
            continue;
        *plan->ret_reason = arena_print(
            plan->arena,
            "The database holds %s.%.*s, which this version does not know. It is newer than "
            "this program, or a field was renamed or taken away, which loses data.",
            entity->name, TEXT_ARG(plan->found[i].name));
        return CONFLICT;
    }
    return OK;
}

/* Tables of ours only: what SQLite keeps for itself is no record. */
static enum status refuse_lost_tables(const struct plan *plan, const struct schema *schema)
{
    for (size_t i = 0; i < plan->count; i++) {
        struct text table = plan->found[i].table;

        if (schema_find(schema, table) || text_starts_with(table, T("sqlite_")) ||
            text_equal(table, T(MIGRATION_TABLE)))
            continue;
        *plan->ret_reason = arena_print(
            plan->arena,
            "The database holds records of the kind %.*s, which this version does not know: it is "
            "newer than this program.",
            TEXT_ARG(table));
        return CONFLICT;
    }
    return OK;
}

static enum status refuse_required_columns(const struct plan *plan, const struct entity *entity)
{
    for (size_t i = 0; i < column_count(entity); i++) {
        struct column column = column_at(entity, i);

        if (column_is_optional(column) || column.field->fallback || find(plan, entity, column))
            continue;
        *plan->ret_reason = arena_print(
            plan->arena,
            "The new field %s.%s is required and has no fallback: rows that exist would have "
            "no value. Make it optional or give it a fallback.",
            entity->name, column.field->name);
        return CONFLICT;
    }
    return OK;
}

/* ---- PostgreSQL ---- */

static void print_comment(const struct plan *plan, const struct entity *entity,
                          struct column column)
{
    struct buffer text = buffer_in(plan->arena, LIMIT_DEFINITION);

    buffer_append(&text, column_definition(plan, entity, column));
    if (has_link(column)) {
        buffer_append(&text, T(" ; "));
        buffer_append(&text, link_definition(plan, entity, column));
    }
    buffer_print(plan->sql, "COMMENT ON COLUMN main.%s.%.*s IS ", entity->name,
                 TEXT_ARG(column_name(plan, column)));
    sql_print_quoted(plan->sql, buffer_text(&text));
    buffer_append(plan->sql, T(";\n"));
}

static bool is_current(const struct plan *plan, const struct entity *entity, struct column column,
                       const struct found_column *found)
{
    struct text rest = found->definition;
    struct text own = column_definition(plan, entity, column);
    struct text link = link_definition(plan, entity, column);

    if (!text_starts_with(rest, own))
        return false;
    rest = text_from_offset(rest, own.size);
    if (text_is_empty(link))
        return text_is_empty(rest);
    return text_starts_with(rest, T(" ; ")) && text_equal(text_from_offset(rest, 3), link);
}

static void print_add_link(const struct plan *plan, const struct entity *entity,
                           struct column column)
{
    if (has_link(column))
        buffer_print(plan->sql, "ALTER TABLE main.%s ADD %.*s;\n", entity->name,
                     TEXT_ARG(link_definition(plan, entity, column)));
}

static void print_alter(const struct plan *plan, const struct entity *entity, struct column column)
{
    struct text name = column_name(plan, column);
    struct buffer *sql = plan->sql;

    buffer_print(sql, "ALTER TABLE main.%s ALTER COLUMN %.*s %s NOT NULL, ALTER COLUMN %.*s",
                 entity->name, TEXT_ARG(name), column_is_optional(column) ? "DROP" : "SET",
                 TEXT_ARG(name));
    if (column.field->fallback && !column_is_extra(column)) {
        buffer_append(sql, T(" SET"));
        column_print_default(sql, column);
    } else {
        buffer_append(sql, T(" DROP DEFAULT"));
    }
    for (size_t i = 0; column_rules[i]; i++)
        buffer_print(sql, ", DROP CONSTRAINT IF EXISTS %s_%.*s_%s", entity->name, TEXT_ARG(name),
                     column_rules[i]);
    buffer_append(sql, T(";\n"));
}

static void print_add_check(const struct plan *plan, const struct entity *entity,
                            struct column column)
{
    struct buffer check = buffer_in(plan->arena, LIMIT_DEFINITION);

    column_print_check(&check, entity, column, plan->engine);
    if (check.size > 0)
        buffer_print(plan->sql, "ALTER TABLE main.%s ADD%.*s;\n", entity->name,
                     TEXT_ARG(buffer_text(&check)));
}

/* An index over what is sealed from now on finds nothing, and holds plain values until then. */
static void print_drop_index(const struct plan *plan, const struct entity *entity,
                             struct column column)
{
    static const char *const kinds[] = { "unique", "index" };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (column.field->sealed && !column.is_blind)
            buffer_print(plan->sql, "DROP INDEX IF EXISTS main.%s_%s_%s;\n", entity->name,
                         column.field->name, kinds[i]);
}

static void plan_columns(const struct plan *plan, const struct entity *entity)
{
    for (size_t i = 0; i < column_count(entity); i++) {
        struct column column = column_at(entity, i);
        const struct found_column *found = find(plan, entity, column);

        if (found && is_current(plan, entity, column, found))
            continue;
        if (found) {
            print_drop_index(plan, entity, column);
            print_alter(plan, entity, column);
            print_add_check(plan, entity, column);
        } else {
            buffer_print(plan->sql, "ALTER TABLE main.%s ADD COLUMN %.*s;\n", entity->name,
                         TEXT_ARG(column_definition(plan, entity, column)));
        }
        print_add_link(plan, entity, column);
        print_comment(plan, entity, column);
    }
}

static void drop_retired(const struct plan *plan, const struct entity *entity)
{
    for (size_t i = 0; i < plan->count; i++)
        if (text_equal(plan->found[i].table, text_from(entity->name)) &&
            is_retired(entity, plan->found[i].name))
            buffer_print(plan->sql, "ALTER TABLE main.%s DROP COLUMN %.*s;\n", entity->name,
                         TEXT_ARG(plan->found[i].name));
}

/* A definition begins with name and type, "brand text ...". */
static enum status refuse_changed_types(const struct plan *plan, const struct entity *entity)
{
    for (size_t i = 0; i < column_count(entity); i++) {
        struct column column = column_at(entity, i);
        const struct found_column *found = find(plan, entity, column);
        struct text was = found ? found->definition : (struct text){ 0 };
        struct text is = column_definition(plan, entity, column);

        text_cut(&was, ' ');
        text_cut(&is, ' ');
        if (!was.at || text_equal(text_cut(&was, ' '), text_cut(&is, ' ')))
            continue;
        *plan->ret_reason = arena_print(plan->arena,
                                        "The field %s.%s changed its type, which loses data.",
                                        entity->name, column.field->name);
        return CONFLICT;
    }
    return OK;
}

/* ---- SQLite ---- */

/* Is `part` one whole definition in the text of the table: after a space, before a comma or the
   end of its line. */
static bool has_definition(struct text table, struct text part)
{
    for (;;) {
        size_t at = text_find(table, part);
        char after = '\n';

        if (at == table.size)
            return false;
        if (at + part.size < table.size)
            after = table.at[at + part.size];
        if (at > 0 && table.at[at - 1] == ' ' && (after == ',' || after == '\n' || after == ')'))
            return true;
        table = text_from_offset(table, at + 1);
    }
}

/* The rule of a choice was once written as PostgreSQL has it: other words for the same. */
static struct text former_definition(const struct plan *plan, const struct entity *entity,
                                     struct column column)
{
    struct buffer text = buffer_in(plan->arena, LIMIT_DEFINITION);
    struct buffer rule = buffer_in(plan->arena, LIMIT_DEFINITION);
    struct text is = column_definition(plan, entity, column);

    column_print_check(&rule, entity, column, plan->engine);
    buffer_append(&text, text_slice(is, 0, is.size - rule.size));
    column_print_check(&text, entity, column,
                       column.field->type == FIELD_CHOICE ? ENGINE_POSTGRESQL : plan->engine);
    return buffer_text(&text);
}

/* Did the rows keep the rule already. */
static bool had_rule(const struct plan *plan, const struct entity *entity, struct column column,
                     const struct found_column *found)
{
    return has_definition(found->definition, column_definition(plan, entity, column)) ||
           has_definition(found->definition, former_definition(plan, entity, column));
}

static bool is_changed(const struct plan *plan, const struct entity *entity, struct column column,
                       const struct found_column *found)
{
    struct text link = link_definition(plan, entity, column);

    if (text_is_empty(found->definition))
        return false;
    return !has_definition(found->definition, column_definition(plan, entity, column)) ||
           (link.size > 0 && !has_definition(found->definition, link));
}

/* Rows that were there before a column came do not hold it: they read as its type and fallback
   say. So these two cannot change under them. */
static bool reads_otherwise(const struct plan *plan, struct column column,
                            const struct found_column *found)
{
    struct buffer fallback = buffer_in(plan->arena, LIMIT_DEFINITION);
    struct text own;

    column_print_default(&fallback, column);
    own = text_from_offset(buffer_text(&fallback), fallback.size > 0 ? sizeof " DEFAULT " - 1 : 0);
    return !text_equal(own, found->fallback) ||
           !text_equal(text_from(field_sql_type(column.field, ENGINE_SQLITE)), found->type);
}

enum extent { CHANGE_NONE, CHANGE_OF_TEXT, CHANGE_OF_ROWS };

static enum extent change_of(const struct plan *plan, const struct entity *entity)
{
    enum extent change = has_retired(plan, entity) ? CHANGE_OF_ROWS : CHANGE_NONE;

    for (size_t i = 0; i < column_count(entity) && change != CHANGE_OF_ROWS; i++) {
        struct column column = column_at(entity, i);
        const struct found_column *found = find(plan, entity, column);

        if (!found)
            change = CHANGE_OF_TEXT;
        else if (is_changed(plan, entity, column, found))
            change = reads_otherwise(plan, column, found) ? CHANGE_OF_ROWS : CHANGE_OF_TEXT;
    }
    return change;
}

/* Those that are there, in their order, and behind them those that come. */
static size_t columns_of(const struct plan *plan, const struct entity *entity,
                         struct column *ret_columns)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->count; i++)
        for (size_t c = 0; c < column_count(entity); c++)
            if (text_equal(plan->found[i].table, text_from(entity->name)) &&
                column_has_name(column_at(entity, c), plan->found[i].name))
                ret_columns[count++] = column_at(entity, c);
    for (size_t c = 0; c < column_count(entity); c++)
        if (!find(plan, entity, column_at(entity, c)))
            ret_columns[count++] = column_at(entity, c);
    return count;
}

/* What ALTER TABLE ADD COLUMN does, for all columns at once, and rules and links with it. */
static void print_text(const struct plan *plan, const struct entity *entity)
{
    struct buffer text = buffer_in(plan->arena, LIMIT_TABLE);
    struct column columns[LIMIT_COLUMNS];
    size_t count = columns_of(plan, entity, columns);

    buffer_print(&text, "CREATE TABLE %s ", entity->name);
    schema_print_columns(&text, entity, columns, count, ENGINE_SQLITE);
    buffer_append(plan->sql, T("UPDATE main.sqlite_master SET sql = "));
    sql_print_quoted(plan->sql, buffer_text(&text));
    buffer_print(plan->sql, " WHERE type = 'table' AND name = '%s';\n", entity->name);
}

static void print_new(const struct plan *plan, const struct entity *entity)
{
    buffer_print(plan->sql, "CREATE TABLE main.%s_new ", entity->name);
    schema_print_table_body(plan->sql, entity, ENGINE_SQLITE);
    buffer_append(plan->sql, T(";\n"));
}

static void print_link_check(const struct plan *plan, const struct entity *entity,
                             const struct field *link)
{
    buffer_print(plan->checks,
                 "SELECT 'FOREIGN KEY constraint failed: %s.%s' FROM main.%s t WHERE t.%s IS NOT "
                 "NULL AND NOT EXISTS (SELECT 1 FROM main.%s o WHERE o.workspace_id = "
                 "t.workspace_id AND o.id = t.%s) LIMIT 1;\n",
                 entity->name, link->name, entity->name, link->name, link->to->name, link->name);
}

/* Rows that are there must keep what the text says now. */
static void print_checks(const struct plan *plan, const struct entity *entity)
{
    bool has_rules = false;

    for (size_t i = 0; i < column_count(entity); i++) {
        struct column column = column_at(entity, i);
        const struct found_column *found = find(plan, entity, column);
        struct text link = link_definition(plan, entity, column);

        if (!found || !is_changed(plan, entity, column, found))
            continue;
        print_drop_index(plan, entity, column);
        has_rules |= !had_rule(plan, entity, column, found);
        if (link.size > 0 && !has_definition(found->definition, link))
            print_link_check(plan, entity, column.field);
    }
    if (has_rules)
        buffer_print(plan->checks, "PRAGMA main.quick_check(%s);\n", entity->name);
}

static void plan_change(const struct plan *plan, const struct entity *entity)
{
    enum extent change = change_of(plan, entity);

    if (change == CHANGE_OF_TEXT)
        print_text(plan, entity);
    else if (change == CHANGE_OF_ROWS)
        print_new(plan, entity);
    if (change != CHANGE_NONE)
        print_checks(plan, entity);
}

/* ---- both ---- */

static void plan_new_table(const struct plan *plan, const struct entity *entity)
{
    schema_print_table(plan->sql, entity, plan->engine);
    if (plan->engine != ENGINE_POSTGRESQL)
        return;
    for (size_t i = 0; i < column_count(entity); i++)
        print_comment(plan, entity, column_at(entity, i));
}

static enum status plan_found_table(const struct plan *plan, const struct entity *entity)
{
    enum status status = refuse_lost_columns(plan, entity);

    if (status == OK)
        status = refuse_required_columns(plan, entity);
    if (status == OK && plan->engine == ENGINE_POSTGRESQL)
        status = refuse_changed_types(plan, entity);
    if (status != OK)
        return status;
    if (plan->engine == ENGINE_POSTGRESQL) {
        drop_retired(plan, entity);
        plan_columns(plan, entity);
    } else {
        plan_change(plan, entity);
    }
    return OK;
}

enum status migrate_plan(const struct schema *schema, enum engine engine,
                         const struct found_column *found, size_t count, struct buffer *ret_sql,
                         struct buffer *ret_checks, struct arena *arena, struct text *ret_reason)
{
    struct plan plan = { .engine = engine,
                         .found = found,
                         .count = count,
                         .sql = ret_sql,
                         .checks = ret_checks,
                         .arena = arena,
                         .ret_reason = ret_reason };
    enum status status = refuse_lost_tables(&plan, schema);

    for (size_t i = 0; status == OK && i < schema->count; i++) {
        const struct entity *entity = schema->entities[i];

        if (table_exists(&plan, entity)) {
            status = plan_found_table(&plan, entity);
        } else {
            plan_new_table(&plan, entity);
            schema_print_indexes(ret_sql, entity, engine);
        }
    }
    return status == OK ? buffer_status(ret_sql) : status;
}

void migrate_print_indexes(struct buffer *out, const struct schema *schema, enum engine engine)
{
    for (size_t i = 0; i < schema->count; i++) {
        schema_print_replaced_indexes(out, schema->entities[i]);
        schema_print_indexes(out, schema->entities[i], engine);
    }
}
