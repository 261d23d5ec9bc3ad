/* Derive: OpenAPI 3.1 of the data API. Every entity has its paths and schemas, every function
   and action its operation. */
#include "call/derive.h"

#include "call/route.h"

#define KEY(json, name)        json_write_key((json), T(name))
#define PUT(json, name, value) json_write_text_member((json), T(name), text_from(value))

static void put_besides(struct json_writer *json, unsigned modules)
{
    KEY(json, "x-needs-besides");
    json_begin_array(json);
    for (int module = 0; module < MODULE_COUNT; module++)
        if (modules & ONLY(module))
            json_write_text(json, text_from(module_name((enum module)module)));
    json_end_array(json);
}

static void put_field_schema(struct json_writer *json, const struct field *field)
{
    static const char *const types[FIELD_TYPE_COUNT] = {
        [FIELD_TEXT] = "string",     [FIELD_LINK] = "string",     [FIELD_ID] = "string",
        [FIELD_CHOICE] = "string",   [FIELD_DATE] = "string",     [FIELD_INSTANT] = "string",
        [FIELD_MONEY] = "integer",   [FIELD_CURRENCY] = "string", [FIELD_INTEGER] = "integer",
        [FIELD_BOOLEAN] = "boolean", [FIELD_JSON] = NULL,
    };
    static const char *const formats[FIELD_TYPE_COUNT] = {
        [FIELD_LINK] = "uuid",         [FIELD_ID] = "uuid",     [FIELD_DATE] = "date",
        [FIELD_INSTANT] = "date-time", [FIELD_MONEY] = "int64", [FIELD_INTEGER] = "int64",
    };
    const char *type = types[field->type];

    json_begin_object(json);
    PUT(json, "title", field->label.en);
    if (type) {
        KEY(json, "type");
        if (field->optional) {
            json_begin_array(json);
            json_write_text(json, text_from(type));
            json_write_text(json, T("null"));
            json_end_array(json);
        } else {
            json_write_text(json, text_from(type));
        }
    }
    if (formats[field->type])
        PUT(json, "format", formats[field->type]);
    else if (field->format == DECIMAL)
        PUT(json, "format", "decimal");
    else if (field->format == EMAIL)
        PUT(json, "format", "email");
    if (field->type == FIELD_TEXT && field->max > 0)
        json_write_integer_member(json, T("maxLength"), field->max);
    if (field->type == FIELD_CURRENCY)
        PUT(json, "pattern", "^[A-Z]{3}$");
    if (field->type == FIELD_INTEGER && field->max > 0)
        json_write_integer_member(json, T("maximum"), field->max);
    if (field_is_set_by_server(field))
        json_write_boolean_member(json, T("readOnly"), true);
    if (field->needs != MODULE_UNDECLARED)
        json_write_text_member(json, T("x-needs"), text_from(module_name(field->needs)));
    if (field->needs_besides)
        put_besides(json, field->needs_besides);
    if (field->choice_count > 0) {
        KEY(json, "enum");
        json_begin_array(json);
        for (size_t i = 0; i < field->choice_count; i++)
            json_write_text(json, text_from(field->choices[i].value));
        if (field->optional)
            json_write_null(json);
        json_end_array(json);
    }
    json_end_object(json);
}

static void put_members(struct json_writer *json, const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].hidden)
            continue;
        json_write_key(json, text_from(fields[i].name));
        put_field_schema(json, &fields[i]);
    }
}

/* `has_row`: the six columns of every row come first. */
static void put_object_schema(struct json_writer *json, const struct field *fields, size_t count,
                              bool has_row)
{
    json_begin_object(json);
    PUT(json, "type", "object");
    KEY(json, "properties");
    json_begin_object(json);
    if (has_row)
        put_members(json, row_fields, ROW_COLUMNS);
    put_members(json, fields, count);
    json_end_object(json);
    json_end_object(json);
}

static void put_required(struct json_writer *json, const struct field *fields, size_t count)
{
    KEY(json, "required");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++)
        if (!fields[i].optional && !fields[i].fallback && !field_is_set_by_server(&fields[i]) &&
            fields[i].type != FIELD_CURRENCY)
            json_write_text(json, text_from(fields[i].name));
    json_end_array(json);
}

static void put_reference(struct json_writer *json, const char *name)
{
    json_begin_object(json);
    KEY(json, "$ref");
    json_write_text(json, arena_print(json->buffer->arena, "#/components/schemas/%s", name));
    json_end_object(json);
}

static void put_list_schema(struct json_writer *json, const char *name)
{
    json_begin_object(json);
    PUT(json, "type", "array");
    KEY(json, "items");
    put_reference(json, name);
    json_end_object(json);
}

static void put_json_content(struct json_writer *json, const char *name, bool is_list)
{
    KEY(json, "content");
    json_begin_object(json);
    KEY(json, "application/json");
    json_begin_object(json);
    KEY(json, "schema");
    if (is_list)
        put_list_schema(json, name);
    else
        put_reference(json, name);
    json_end_object(json);
    json_end_object(json);
}

static void put_response(struct json_writer *json, const char *status, const char *what,
                         const char *schema, bool is_list)
{
    json_write_key(json, text_from(status));
    json_begin_object(json);
    PUT(json, "description", what);
    if (schema)
        put_json_content(json, schema, is_list);
    json_end_object(json);
}

static void put_file_response(struct json_writer *json, const char *type)
{
    KEY(json, "200");
    json_begin_object(json);
    PUT(json, "description", "The file");
    KEY(json, "content");
    json_begin_object(json);
    json_write_key(json, text_from(type));
    json_begin_object(json);
    KEY(json, "schema");
    json_begin_object(json);
    PUT(json, "type", "string");
    PUT(json, "format", "binary");
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
}

struct operation {
    const char *method, *id_prefix, *summary, *status;
    bool takes_row, gives_rows, takes_query;
};

static const struct operation operations[] = {
    { "get", "list", "Read rows", "200", false, true, true },
    { "post", "create", "Create or upsert rows", "201", true, true, false },
    { "patch", "update", "Change the rows that match the filters", "200", true, true, true },
    { "delete", "delete", "Delete the rows that match the filters", "200", false, true, true },
    { "put", "replace", "Make or merge the one row that id=eq. names", "201", true, true, true },
};

static bool is_possible(const struct entity *entity, size_t operation)
{
    switch (operation) {
    case 1:
    case 4:
        return entity_may_create(entity, LEVEL_EDIT_EVERY);
    case 2:
        return entity_may_update(entity, LEVEL_EDIT_EVERY);
    case 3:
        return entity_may_delete(entity, LEVEL_EDIT_EVERY);
    default:
        return true;
    }
}

static void put_parameters(struct json_writer *json)
{
    static const char *const names[] = { "select", "order", "limit", "offset", "or", "and" };

    KEY(json, "parameters");
    json_begin_array(json);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_begin_object(json);
        PUT(json, "name", names[i]);
        PUT(json, "in", "query");
        KEY(json, "schema");
        json_begin_object(json);
        PUT(json, "type", "string");
        json_end_object(json);
        json_end_object(json);
    }
    json_end_array(json);
}

static void put_tag(struct json_writer *json, const char *tag)
{
    KEY(json, "tags");
    json_begin_array(json);
    json_write_text(json, text_from(tag));
    json_end_array(json);
}

/* The module whose grant it takes; none where it takes none. */
static void put_module(struct json_writer *json, enum module module)
{
    if (module != MODULE_UNDECLARED)
        json_write_text_member(json, T("x-module"), text_from(module_name(module)));
}

static void put_operation(struct json_writer *json, const struct entity *entity,
                          const struct operation *operation)
{
    struct arena *arena = json->buffer->arena;

    json_write_key(json, text_from(operation->method));
    json_begin_object(json);
    KEY(json, "operationId");
    json_write_text(json, arena_print(arena, "%s_%s", operation->id_prefix, entity->name));
    KEY(json, "summary");
    json_write_text(json, arena_print(arena, "%s: %s", operation->summary, entity->plural.en));
    put_tag(json, entity->name);
    if (operation->takes_query)
        put_parameters(json);
    if (operation->takes_row) {
        KEY(json, "requestBody");
        json_begin_object(json);
        json_write_boolean_member(json, T("required"), true);
        put_json_content(json, arena_print(arena, "%s_input", entity->name).at, false);
        json_end_object(json);
    }
    KEY(json, "responses");
    json_begin_object(json);
    put_response(json, operation->status, "The rows", entity->name, true);
    put_response(json, "default", "Why not", "error", false);
    json_end_object(json);
    json_end_object(json);
}

static void put_entity_path(struct json_writer *json, const struct entity *entity)
{
    json_write_key(json, arena_print(json->buffer->arena, "/rest/v1/%s", entity->name));
    json_begin_object(json);
    put_module(json, entity->module);
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (is_possible(entity, i))
            put_operation(json, entity, &operations[i]);
    json_end_object(json);
}

/* `output` names the schema of the answer, `file` the type of a file instead. */
struct call_path {
    const char *summary, *input, *output, *file;
    bool is_list;
    enum module module;
};

static void put_call_path(struct json_writer *json, struct text name, const struct call_path *path)
{
    const char *output = path->output;

    json_write_key(json, arena_print(json->buffer->arena, "/rest/v1/rpc/%.*s", TEXT_ARG(name)));
    json_begin_object(json);
    put_module(json, path->module);
    KEY(json, "post");
    json_begin_object(json);
    json_write_text_member(json, T("operationId"), name);
    PUT(json, "summary", path->summary);
    put_tag(json, "functions");
    if (path->input) {
        KEY(json, "requestBody");
        json_begin_object(json);
        put_json_content(json, path->input, false);
        json_end_object(json);
    }
    KEY(json, "responses");
    json_begin_object(json);
    if (path->file)
        put_file_response(json, path->file);
    else
        put_response(json, output ? "200" : "204", output ? "The answer" : "Done", output,
                     path->is_list);
    put_response(json, "default", "Why not", "error", false);
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
}

static void put_function_path(struct json_writer *json, const struct function *function)
{
    struct arena *arena = json->buffer->arena;
    struct call_path path = { .summary = function->label.en,
                              .is_list = function->returns == RETURNS_LIST,
                              .module = function->module };

    if (function->returns == RETURNS_FILE)
        path.file = function->file_type;
    else if (function->returns_entity)
        path.output = function->returns_entity->name;
    else if (function->returns != RETURNS_NOTHING)
        path.output = arena_print(arena, "%s_output", function->name).at;
    if (!function->takes_body && function->inputs.count > 0)
        path.input = arena_print(arena, "%s_arguments", function->name).at;
    put_call_path(json, text_from(function->name), &path);
}

static void put_paths(struct json_writer *json, const struct instance *instance)
{
    struct arena *arena = json->buffer->arena;

    KEY(json, "paths");
    json_begin_object(json);
    for (size_t i = 0; i < instance->schema.count; i++) {
        const struct entity *entity = instance->schema.entities[i];

        if (!entity_is_on_the_wire(entity))
            continue;
        put_entity_path(json, entity);
        for (size_t a = 0; a < entity->actions.count; a++)
            put_call_path(json,
                          arena_print(arena, "%s_%s", entity->name, entity->actions.at[a].name),
                          &(struct call_path){ .summary = entity->actions.at[a].label.en,
                                               .input = "action_arguments",
                                               .output = entity->name,
                                               .module = entity->module });
    }
    for (const struct function *const *list = instance->functions; *list; list++)
        for (const struct function *function = *list; function->name; function++)
            put_function_path(json, function);
    json_end_object(json);
}

static void put_entity_schemas(struct json_writer *json, const struct entity *entity)
{
    struct arena *arena = json->buffer->arena;

    json_write_key(json, text_from(entity->name));
    put_object_schema(json, entity->fields.at, entity->fields.count, true);
    json_write_key(json, arena_print(arena, "%s_input", entity->name));
    json_begin_object(json);
    PUT(json, "type", "object");
    put_required(json, entity->fields.at, entity->fields.count);
    KEY(json, "properties");
    json_begin_object(json);
    KEY(json, "id");
    put_field_schema(json, &row_fields[COLUMN_ID]);
    put_members(json, entity->fields.at, entity->fields.count);
    json_end_object(json);
    json_end_object(json);
}

static void put_function_schemas(struct json_writer *json, const struct function *function)
{
    struct arena *arena = json->buffer->arena;

    if (function->inputs.count > 0 && !function->takes_body) {
        json_write_key(json, arena_print(arena, "%s_arguments", function->name));
        put_object_schema(json, function->inputs.at, function->inputs.count, false);
    }
    if (function->returns != RETURNS_NOTHING && function->returns != RETURNS_FILE &&
        !function->returns_entity) {
        json_write_key(json, arena_print(arena, "%s_output", function->name));
        put_object_schema(json, function->outputs.at, function->outputs.count, false);
    }
}

static void put_components(struct json_writer *json, const struct instance *instance)
{
    static const char error[] =
        "{\"type\":\"object\",\"required\":[\"code\",\"message\"],\"properties\":{"
        "\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"},"
        "\"details\":{\"type\":[\"string\",\"null\"]},\"hint\":{\"type\":[\"string\",\"null\"]}}}";
    static const char action[] =
        "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"string\","
        "\"format\":\"uuid\"}}}";

    KEY(json, "components");
    json_begin_object(json);
    KEY(json, "securitySchemes");
    json_write_raw(json, T("{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\","
                           "\"bearerFormat\":\"JWT\"}}"));
    KEY(json, "schemas");
    json_begin_object(json);
    KEY(json, "error");
    json_write_raw(json, text_from(error));
    KEY(json, "action_arguments");
    json_write_raw(json, text_from(action));
    for (size_t i = 0; i < instance->schema.count; i++)
        if (entity_is_on_the_wire(instance->schema.entities[i]))
            put_entity_schemas(json, instance->schema.entities[i]);
    for (const struct function *const *list = instance->functions; *list; list++)
        for (const struct function *function = *list; function->name; function++)
            put_function_schemas(json, function);
    json_end_object(json);
    json_end_object(json);
}

void derive_openapi(struct buffer *out, const struct instance *instance)
{
    struct json_writer json = json_writer_to(out);

    json_begin_object(&json);
    PUT(&json, "openapi", "3.1.0");
    KEY(&json, "info");
    json_begin_object(&json);
    PUT(&json, "title", "Steward");
    PUT(&json, "version", steward_version());
    PUT(&json, "description",
        "The data API speaks the dialect of PostgREST; any Supabase client is a client.");
    json_end_object(&json);
    KEY(&json, "servers");
    json_write_raw(&json, T("[{\"url\":\"/\"}]"));
    KEY(&json, "security");
    json_write_raw(&json, T("[{\"bearer\":[]}]"));
    put_paths(&json, instance);
    put_components(&json, instance);
    json_end_object(&json);
    buffer_append_byte(out, '\n');
}
