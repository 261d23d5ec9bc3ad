/* Derive: prints what follows from the declarations, or keeps the files of it up to date. */
#include "server/derive.h"

#include "call/derive.h"
#include "codec/json_indent.h"
#include "server/instance.h"

#include <stdio.h>

static void sqlite_sql(struct buffer *out, const struct instance *instance)
{
    derive_sql(out, instance, ENGINE_SQLITE);
}

static void postgresql_sql(struct buffer *out, const struct instance *instance)
{
    derive_sql(out, instance, ENGINE_POSTGRESQL);
}

static void settings_docs(struct buffer *out, const struct instance *instance)
{
    (void)instance;
    settings_print_docs(out);
}

/* The file is for people to see what a change of a table brings. */
static void openapi_file(struct buffer *out, const struct instance *instance)
{
    struct buffer json = buffer_in(instance->arena, LIMIT_DERIVED);

    derive_openapi(&json, instance);
    json_indent(out, buffer_text(&json));
}

static const struct {
    const char *name;
    const char *path; /* where `derive all` writes it, from the top of the tree */
    void (*print)(struct buffer *out, const struct instance *instance);
} products[] = {
    { "openapi", "gen/openapi.json", openapi_file },
    { "sqlite", "gen/sqlite.sql", sqlite_sql },
    { "postgresql", "gen/postgresql.sql", postgresql_sql },
    { "citus", "gen/citus.sql", derive_citus },
    { "entities", "web/src/api/entities.gen.ts", derive_entities_ts },
    { "helps", "web/src/api/helps.gen.ts", derive_helps_ts },
    { "database", "web/src/api/database.gen.ts", derive_database_ts },
    { "labels", "web/src/i18n/labels.gen.json", derive_labels_json },
    { "settings", "docs/settings.md", settings_docs },
    { "data-map", "docs/data-map.md", derive_data_map },
};
enum { PRODUCTS = sizeof products / sizeof *products };

static bool write_file(const char *path, struct text content)
{
    FILE *file = fopen(path, "we");
    bool is_written;

    if (!file)
        return false;
    is_written = fwrite(content.at, 1, content.size, file) == content.size;
    return fclose(file) == 0 && is_written;
}

static int derive_all(const struct instance *instance)
{
    for (size_t i = 0; i < PRODUCTS; i++) {
        struct buffer out = buffer_in(instance->arena, LIMIT_DERIVED);

        products[i].print(&out, instance);
        if (buffer_status(&out) != OK || !write_file(products[i].path, buffer_text(&out)))
            return argument_refuse("%s cannot be written", products[i].path);
    }
    return 0;
}

int derive(struct arguments *arguments)
{
    const char *name = arguments->word_count > 0 ? arguments->words[0] : "";
    struct instance instance;

    instance_describe(&instance, arguments->arena, &arguments->settings);
    if (text_equal(text_from(name), T("all")))
        return derive_all(&instance);
    for (size_t i = 0; i < PRODUCTS; i++) {
        struct buffer out = buffer_in(arguments->arena, LIMIT_DERIVED);

        if (!text_equal(text_from(name), text_from(products[i].name)))
            continue;
        products[i].print(&out, &instance);
        fwrite(out.at, 1, out.size, stdout);
        return buffer_status(&out) == OK ? 0 : 1;
    }
    return argument_refuse(
        "derive what? one of: all openapi sqlite postgresql citus entities helps database "
        "labels settings data-map");
}

static enum status answer_openapi(struct call *call)
{
    struct buffer out = buffer_in(call->arena, LIMIT_DERIVED);

    derive_openapi(&out, call->instance);
    buffer_append(&call->body, buffer_text(&out));
    call->content_type = T("application/openapi+json; charset=utf-8");
    return buffer_status(&out);
}

const struct route derive_routes[] = {
    { .method = HTTP_GET, .path = "/api/openapi.json", .who = WHO_ANYONE, .run = answer_openapi },
    { .method = HTTP_GET, .path = "/rest/v1/", .who = WHO_ANYONE, .run = answer_openapi },
    { 0 },
};
