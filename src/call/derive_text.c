/* Derive: the data map and the SQL, to be read by people. */
#include "call/derive.h"

#include "call/file_kind.h"

static const char *const data_words[] = {
    [DATA_UNDECLARED] = "?", [NOT_PERSONAL] = "not personal", [IDENTITY] = "identity",
    [CONTACT] = "contact",   [FINANCIAL] = "financial",       [FREE_TEXT] = "free text",
    [DEVICE] = "device",     [CREDENTIAL] = "credential",
};
static const char *const basis_words[] = {
    [BASIS_UNDECLARED] = "?",
    [CONTRACT] = "contract",
    [LEGITIMATE_INTEREST] = "legitimate interest",
    [LEGAL_OBLIGATION] = "legal obligation",
    [CONSENT] = "consent",
};

static void put_keep(struct buffer *out, const struct entity *entity)
{
    static const char *const words[] = {
        [KEEP_UNDECLARED] = "?",
        [UNTIL_DELETED] = "until it is deleted",
        [WITH_ACCOUNT] = "as long as the account",
        [FOR_DAYS] = "days",
        [UNTIL_EXPIRED] = "until it expires",
    };

    if (entity->keep == FOR_DAYS)
        buffer_print(out, "%d ", entity->keep_days);
    buffer_append(out, text_from(words[entity->keep]));
}

static void put_file_kinds(struct buffer *out, const struct file_kind *kind)
{
    buffer_append(out, T("\n## Files\n\nWhat stands in the data directory, beside nothing else.\n\n"
                         "| kind | where | owner | purpose | basis | kept | way out | way it goes "
                         "|\n|---|---|---|---|---|---|---|---|\n"));
    for (; kind && kind->name; kind++)
        buffer_print(out, "| %s | `%s` | %s | %s | %s | %s | %s | %s |\n", kind->name, kind->where,
                     kind->owner, kind->purpose, basis_words[kind->basis], kind->kept,
                     kind->exported, kind->erased);
}

static const char *sealed_words(const struct field *field)
{
    return field->blind ? ", sealed, found by a keyed hash" : field->sealed ? ", sealed" : "";
}

void derive_data_map(struct buffer *out, const struct instance *instance)
{
    buffer_append(out, T("# Data map\n\nMade by `steward derive data-map` from the entity tables; "
                         "do not edit.\nEvery column that is stored, what it says about a person, "
                         "why it is held, on which basis, and how long.\nEvery table has besides: "
                         "workspace_id, id, created_at, updated_at, created_by, version.\n"
                         "What is sealed is encrypted in its column with the key of the person, or "
                         "of the workspace, that it belongs to.\n"));
    put_file_kinds(out, instance->file_kinds);
    for (size_t i = 0; i < instance->schema.count; i++) {
        const struct entity *entity = instance->schema.entities[i];

        buffer_print(out, "\n## %s\n\n%s, held %s. Basis: %s. Kept ", entity->name,
                     entity->plural.en, entity->purpose.en, basis_words[entity->basis]);
        put_keep(out, entity);
        buffer_print(out, ". Module: %s%s.\n\n| column | data | holds |\n|---|---|---|\n",
                     module_name(entity->module),
                     entity_is_on_the_wire(entity) ? "" : ", never on the wire");
        for (size_t f = 0; f < entity->fields.count; f++)
            buffer_print(out, "| `%s` | %s%s | %s |\n", entity->fields.at[f].name,
                         data_words[entity->fields.at[f].data], sealed_words(&entity->fields.at[f]),
                         entity->fields.at[f].label.en);
    }
}

void derive_sql(struct buffer *out, const struct instance *instance, enum engine engine)
{
    buffer_append(out, T("-- made by `steward derive sql` from the entity tables, do not edit\n"));
    for (size_t i = 0; i < instance->schema.count; i++) {
        const struct entity *entity = instance->schema.entities[i];

        buffer_append_byte(out, '\n');
        schema_print_table(out, entity, engine);
        schema_print_indexes(out, entity, engine);
        if (engine == ENGINE_SQLITE)
            schema_print_view(out, &instance->schema, entity);
        else
            schema_print_policies(out, &instance->schema, entity);
    }
}
