/* Derive: the entity table, the types of a typed supabase-js client and the labels, as the web
   app takes them (web/src/api/entity.ts says the shape). */
#include "call/derive.h"

#include "base/limits.h"

static const char made_by[] =
    "/* made by `steward derive web` from the entity tables, do not edit */\n";

static const char *ts_kind(const struct field *field)
{
    static const char *const by_type[FIELD_TYPE_COUNT] = {
        [FIELD_TEXT] = "text",       [FIELD_LINK] = "link",         [FIELD_ID] = "id",
        [FIELD_CHOICE] = "choice",   [FIELD_DATE] = "date",         [FIELD_INSTANT] = "instant",
        [FIELD_MONEY] = "money",     [FIELD_CURRENCY] = "currency", [FIELD_INTEGER] = "integer",
        [FIELD_BOOLEAN] = "boolean", [FIELD_JSON] = "json",
    };
    static const char *const by_format[] = {
        [LONG] = "longtext", [EMAIL] = "email", [TIME_ZONE] = "time_zone", [DECIMAL] = "decimal"
    };

    if (field->type == FIELD_TEXT && field->format < sizeof by_format / sizeof *by_format &&
        by_format[field->format])
        return by_format[field->format];
    return by_type[field->type];
}

static void put_text(struct buffer *out, const char *text)
{
    struct json_writer json = json_writer_to(out);

    json_write_text(&json, text_from(text));
}

static void put_label(struct buffer *out, const char *key, struct label label)
{
    if (!label.en)
        return;
    buffer_print(out, "%s: { en: ", key);
    put_text(out, label.en);
    buffer_append(out, T(", zh: "));
    put_text(out, label.zh);
    buffer_append(out, T(" }"));
}

static void put_choices(struct buffer *out, const struct field *field)
{
    if (field->choice_count == 0)
        return;
    buffer_append(out, T(", choices: ["));
    for (size_t i = 0; i < field->choice_count; i++) {
        buffer_append(out, i > 0 ? T(", { value: ") : T("{ value: "));
        put_text(out, field->choices[i].value);
        put_label(out, ", label", field->choices[i].label);
        buffer_append(out, T(" }"));
    }
    buffer_append_byte(out, ']');
}

static void put_flags(struct buffer *out, const struct field *field)
{
    const struct {
        const char *name;
        bool is_set;
    } flags[] = {
        { "required", !field->optional }, { "readonly", field_is_set_by_server(field) },
        { "list", field->list },          { "search", field->search },
        { "sealed", field->sealed },
    };

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].is_set)
            buffer_print(out, ", %s: true", flags[i].name);
}

static void put_besides(struct buffer *out, unsigned modules)
{
    const char *joint = "";

    if (modules == 0)
        return;
    buffer_append(out, T(", besides: ["));
    for (int module = 0; module < MODULE_COUNT; module++)
        if (modules & ONLY(module)) {
            buffer_print(out, "%s\"%s\"", joint, module_name((enum module)module));
            joint = ", ";
        }
    buffer_append_byte(out, ']');
}

static void put_field(struct buffer *out, const struct field *field)
{
    bool has_min = field->min != 0 || field->type == FIELD_MONEY ||
                   (field->type == FIELD_INTEGER && field->max != 0);

    buffer_append(out, T("      { name: "));
    put_text(out, field->name);
    buffer_append(out, T(", type: "));
    put_text(out, ts_kind(field));
    put_label(out, ", label", field->label);
    put_flags(out, field);
    if (field->max != 0)
        buffer_print(out, ", max: %lld", (long long)field->max);
    if (has_min)
        buffer_print(out, ", min: %lld", (long long)field->min);
    if (field->to)
        buffer_print(out, ", to: \"%s\"", field->to->name);
    put_choices(out, field);
    if (field->needs != MODULE_UNDECLARED)
        buffer_print(out, ", needs: \"%s\"", module_name(field->needs));
    put_besides(out, field->needs_besides);
    if (field->fallback) {
        buffer_append(out, T(", fallback: "));
        put_text(out, field->fallback);
    }
    buffer_append(out, T(" },\n"));
}

static void put_action(struct buffer *out, const struct entity *entity, const struct action *action)
{
    const struct field *state = action->state ? entity_field(entity, text_from(action->state))
                                              : NULL;
    const char *joint = "";

    buffer_print(out, "      { name: \"%s\"", action->name);
    put_label(out, ", label", action->label);
    put_label(out, ", confirm", action->confirm);
    buffer_print(out, ", may: %d", (int)action->may);
    if (state) {
        buffer_print(out, ", when: { field: \"%s\", values: [", state->name);
        for (size_t i = 0; i < state->choice_count; i++) {
            if (!(action->from & ONLY(i + 1)))
                continue;
            buffer_print(out, "%s\"%s\"", joint, state->choices[i].value);
            joint = ", ";
        }
        buffer_append(out, T("] }"));
    }
    buffer_append(out, T(" },\n"));
}

/* "brand shoe_type" as "brand", "shoe_type". */
static void put_title(struct buffer *out, const char *title)
{
    struct text rest = text_from(title);

    buffer_append(out, T("    title: ["));
    while (rest.size > 0) {
        struct text name = text_cut(&rest, ' ');

        buffer_append_byte(out, '"');
        buffer_append(out, name);
        buffer_append(out, rest.size > 0 ? T("\", ") : T("\""));
    }
    buffer_append(out, T("],\n"));
}

/* What goes with a row of this entity, and comes back with it. */
static void put_parts(struct buffer *out, const struct schema *schema, const struct entity *entity)
{
    const char *joint = "    parts: [";

    for (size_t i = 0; i < schema->count; i++) {
        const struct entity *part = schema->entities[i];
        const struct field *link =
            part->part_of.link ? entity_field(part, text_from(part->part_of.link)) : NULL;

        if (!link || link->to != entity || part->part_of.by_force)
            continue;
        buffer_print(out, "%s\"%s\"", joint, part->name);
        joint = ", ";
    }
    if (joint[0] == ',')
        buffer_append(out, T("],\n"));
}

static void put_entity(struct buffer *out, const struct schema *schema, const struct entity *entity)
{
    buffer_print(out, "  %s: {\n    name: \"%s\",\n", entity->name, entity->name);
    put_label(out, "    label", entity->label);
    put_label(out, ",\n    plural", entity->plural);
    buffer_print(out,
                 ",\n    module: \"%s\",\n"
                 "    access: { create: %s, update: %s, delete: %s },\n",
                 module_name(entity->module),
                 entity_may_create(entity, LEVEL_EDIT_EVERY) ? "true" : "false",
                 entity_may_update(entity, LEVEL_EDIT_EVERY) ? "true" : "false",
                 entity_may_delete(entity, LEVEL_EDIT_EVERY) ? "true" : "false");
    put_title(out, entity->title);
    if (entity->photos > 0)
        buffer_print(out, "    photos: %d,\n", entity->photos);
    put_parts(out, schema, entity);
    buffer_print(out, "    order: \"%s\",\n    fields: [\n", entity->order);
    for (size_t i = 0; i < entity->fields.count; i++)
        if (!entity->fields.at[i].hidden)
            put_field(out, &entity->fields.at[i]);
    buffer_append(out, T("    ],\n    actions: [\n"));
    for (size_t i = 0; i < entity->actions.count; i++)
        put_action(out, entity, &entity->actions.at[i]);
    buffer_append(out, T("    ],\n  },\n"));
}

void derive_entities_ts(struct buffer *out, const struct instance *instance)
{
    buffer_append(out, text_from(made_by));
    buffer_append(out, T("import type { EntityTable } from \"./entity\";\n\n"
                         "export const entities = {\n"));
    for (size_t i = 0; i < instance->schema.count; i++)
        if (entity_is_on_the_wire(instance->schema.entities[i]))
            put_entity(out, &instance->schema, instance->schema.entities[i]);
    buffer_append(out, T("} as const satisfies EntityTable;\n\n"
                         "export type EntityName = keyof typeof entities;\n"));
}

/* The helps stand by themselves: forms show them, a first page has no use for them. */
static void put_helps(struct buffer *out, const struct entity *entity)
{
    bool has_any = false;

    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        if (field->hidden || !field->help.en)
            continue;
        if (!has_any)
            buffer_print(out, "  %s: {\n", entity->name);
        has_any = true;
        buffer_append(out, T("    "));
        put_label(out, field->name, field->help);
        buffer_append(out, T(",\n"));
    }
    if (has_any)
        buffer_append(out, T("  },\n"));
}

void derive_helps_ts(struct buffer *out, const struct instance *instance)
{
    buffer_append(out, text_from(made_by));
    buffer_append(out, T("import type { HelpTable } from \"./entity\";\n\n"
                         "export const helps: HelpTable = {\n"));
    for (size_t i = 0; i < instance->schema.count; i++)
        if (entity_is_on_the_wire(instance->schema.entities[i]))
            put_helps(out, instance->schema.entities[i]);
    buffer_append(out, T("};\n"));
}

/* --- types of the client */

static void put_type(struct buffer *out, const struct field *field)
{
    switch (field->type) {
    case FIELD_MONEY:
    case FIELD_INTEGER:
        buffer_append(out, T("number"));
        return;
    case FIELD_BOOLEAN:
        buffer_append(out, T("boolean"));
        return;
    case FIELD_JSON:
        buffer_append(out, T("Json"));
        return;
    case FIELD_CHOICE:
        for (size_t i = 0; i < field->choice_count; i++)
            buffer_print(out, "%s\"%s\"", i > 0 ? " | " : "", field->choices[i].value);
        return;
    case FIELD_TEXT:
    case FIELD_LINK:
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_INSTANT:
    case FIELD_CURRENCY:
    case FIELD_UNDECLARED:
    case FIELD_TYPE_COUNT:
        buffer_append(out, T("string"));
        return;
    }
}

static void put_member(struct buffer *out, const char *indent, const struct field *field,
                       bool may_miss)
{
    buffer_print(out, "%s%s%s: ", indent, field->name, may_miss ? "?" : "");
    put_type(out, field);
    buffer_append(out, field->optional ? T(" | null;\n") : T(";\n"));
}

/* Who has not what the field needs gets rows without it. */
static bool may_be_withheld(const struct field *field)
{
    return field->needs != MODULE_UNDECLARED;
}

static void put_row_type(struct buffer *out, const struct entity *entity)
{
    static const char indent[] = "          ";

    buffer_append(out, T("        Row: {\n"));
    for (size_t i = 0; i < ROW_COLUMNS; i++)
        put_member(out, indent, &row_fields[i], false);
    for (size_t i = 0; i < entity->fields.count; i++)
        if (!entity->fields.at[i].hidden)
            put_member(out, indent, &entity->fields.at[i], may_be_withheld(&entity->fields.at[i]));
    buffer_append(out, T("        };\n"));
}

static bool may_be_left_out(const struct field *field)
{
    return field->optional || field->fallback || field->type == FIELD_CURRENCY;
}

static void put_write_type(struct buffer *out, const struct entity *entity, bool is_insert,
                           bool is_possible)
{
    static const char indent[] = "          ";

    buffer_print(out, "        %s: ", is_insert ? "Insert" : "Update");
    if (!is_possible) {
        buffer_append(out, T("Record<never, never>;\n"));
        return;
    }
    buffer_append(out, is_insert ? T("{\n          id?: string;\n") : T("{\n"));
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        if (!field->hidden && !field_is_set_by_server(field))
            put_member(out, indent, field, !is_insert || may_be_left_out(field));
    }
    buffer_append(out, T("        };\n"));
}

static void put_relationships(struct buffer *out, const struct entity *entity)
{
    const char *joint = "";

    buffer_append(out, T("        Relationships: ["));
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        if (!field->to || field->hidden)
            continue;
        buffer_print(out,
                     "%s\n          {\n"
                     "            foreignKeyName: \"%s_%s_fkey\";\n"
                     "            columns: [\"%s\"];\n"
                     "            isOneToOne: false;\n"
                     "            referencedRelation: \"%s\";\n"
                     "            referencedColumns: [\"id\"];\n"
                     "          }",
                     joint, entity->name, field->name, field->name, field->to->name);
        joint = ",";
    }
    buffer_append(out, joint[0] ? T(",\n        ];\n") : T("];\n"));
}

static void put_table_type(struct buffer *out, const struct entity *entity)
{
    buffer_print(out, "      %s: {\n", entity->name);
    put_row_type(out, entity);
    put_write_type(out, entity, true, entity_may_create(entity, LEVEL_EDIT_EVERY));
    put_write_type(out, entity, false, entity_may_update(entity, LEVEL_EDIT_EVERY));
    put_relationships(out, entity);
    buffer_append(out, T("      };\n"));
}

static void put_returns(struct buffer *out, const struct function *function)
{
    if (function->returns == RETURNS_NOTHING) {
        buffer_append(out, T("undefined"));
        return;
    }
    if (function->returns == RETURNS_FILE) {
        buffer_append(out, T("Blob"));
        return;
    }
    if (function->returns_entity) {
        buffer_print(out, "Database[\"public\"][\"Tables\"][\"%s\"][\"Row\"]",
                     function->returns_entity->name);
    } else {
        buffer_append(out, T("{\n"));
        for (size_t i = 0; i < function->outputs.count; i++)
            put_member(out, "          ", &function->outputs.at[i],
                       may_be_withheld(&function->outputs.at[i]));
        buffer_append(out, T("        }"));
    }
    if (function->returns == RETURNS_LIST)
        buffer_append(out, T("[]"));
}

static void put_function_type(struct buffer *out, const struct function *function)
{
    buffer_print(out, "      %s: {\n        Args: ", function->name);
    if (function->inputs.count == 0)
        buffer_append(out, T("Record<never, never>;\n"));
    else {
        buffer_append(out, T("{\n"));
        for (size_t i = 0; i < function->inputs.count; i++)
            put_member(out, "          ", &function->inputs.at[i],
                       function->inputs.at[i].optional || function->inputs.at[i].fallback);
        buffer_append(out, T("        };\n"));
    }
    buffer_append(out, T("        Returns: "));
    put_returns(out, function);
    buffer_append(out, T(";\n      };\n"));
}

static void put_action_types(struct buffer *out, const struct entity *entity)
{
    for (size_t i = 0; i < entity->actions.count; i++)
        buffer_print(out,
                     "      %s_%s: {\n        Args: { id: string };\n"
                     "        Returns: Database[\"public\"][\"Tables\"][\"%s\"][\"Row\"];\n"
                     "      };\n",
                     entity->name, entity->actions.at[i].name, entity->name);
}

void derive_database_ts(struct buffer *out, const struct instance *instance)
{
    buffer_append(out, text_from(made_by));
    buffer_append(out, T("export type Json = string | number | boolean | null | Json[] | { [key: "
                         "string]: Json | undefined };\n\n"
                         "export type Database = {\n  public: {\n    Tables: {\n"));
    for (size_t i = 0; i < instance->schema.count; i++)
        if (entity_is_on_the_wire(instance->schema.entities[i]))
            put_table_type(out, instance->schema.entities[i]);
    buffer_append(out, T("    };\n    Views: Record<never, never>;\n    Functions: {\n"));
    for (const struct function *const *list = instance->functions; *list; list++)
        for (const struct function *function = *list; function->name; function++)
            put_function_type(out, function);
    for (size_t i = 0; i < instance->schema.count; i++)
        put_action_types(out, instance->schema.entities[i]);
    buffer_append(out, T("    };\n    Enums: Record<never, never>;\n"
                         "    CompositeTypes: Record<never, never>;\n  };\n};\n"));
}

void derive_labels_json(struct buffer *out, const struct instance *instance)
{
    (void)instance;
    buffer_append(out, T("{\n  \"modules\": {\n"));
    for (enum module module = MODULE_CORE; module < MODULE_COUNT; module++) {
        struct label label = module_label(module);

        buffer_print(out, "    \"%s\": { \"en\": ", module_name(module));
        put_text(out, label.en);
        buffer_append(out, T(", \"zh\": "));
        put_text(out, label.zh);
        buffer_append(out, module + 1 < MODULE_COUNT ? T(" },\n") : T(" }\n"));
    }
    buffer_append(out, T("  }\n}\n"));
}
