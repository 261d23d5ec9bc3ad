/* Opening an instance: schema, store, keys. */
#include "server/instance.h"
#include "ops/import_preset.h"

#include "auth/auth.h"
#include "base/log.h"
#include "files/files.h"
#include "server/products.h"

#ifndef STEWARD_VERSION
#define STEWARD_VERSION "0.2.0"
#endif

enum { LIMIT_FAULTS = 65536 };

const char *steward_version(void)
{
    return STEWARD_VERSION;
}

void instance_describe(struct instance *instance, struct arena *arena,
                       const struct settings *settings)
{
    *instance = (struct instance){ .settings = settings,
                                   .arena = arena,
                                   .routes = product_routes,
                                   .functions = product_functions,
                                   .import_presets = product_import_presets,
                                   .import_layouts = import_preset_layouts,
                                   .file_kinds = product_file_kinds,
                                   .started_ms = clock_now_ms() };
    schema_init(&instance->schema, arena, product_entities, product_entity_lists);
}

struct telling {
    struct readiness *readiness;
    int told;
};

/* Nobody is served meanwhile: the log says how far it is, five steps at a time, and /readyz. */
static void tell_migration(void *context, int percent)
{
    struct telling *telling = context;

    if (telling->readiness)
        atomic_store(&telling->readiness->migrated_percent, percent);
    if (percent < telling->told + 5)
        return;
    telling->told = percent;
    LOG(LOG_SERVER, "migrating", LOG_NUMBER("percent", percent));
}

static enum status open_store(struct instance *instance, const struct settings *settings,
                              struct text *ret_reason)
{
    struct buffer faults = buffer_in(instance->arena, LIMIT_FAULTS);
    struct telling telling = { .readiness = instance->readiness };
    struct store_settings store_settings = {
        .directory = settings->data,
        .database_url = settings->database[0] ? settings->database : NULL,
        .readers = (int)settings->database_connections,
        .is_durable = settings->is_durable,
        .progress = { tell_migration, &telling },
    };
    enum status status = settings_check(settings, instance->arena, ret_reason);

    if (status != OK)
        return status;
    if (schema_check(&instance->schema, &faults) > 0) {
        *ret_reason = buffer_text(&faults);
        return INVALID;
    }
    /* The embedded store needs the keys; for PostgreSQL none is made before it answers. */
    status = store_settings.database_url ? OK : auth_open_keys(instance, ret_reason);
    if (status != OK)
        return status;
    store_settings.is_plain = text_equal(text_from(settings->encryption), T("off"));
    store_settings.keys = store_settings.is_plain ? NULL : instance->keys;
    return store_open(&store_settings, &instance->schema, instance->arena, &instance->store,
                      ret_reason);
}

enum status instance_open_empty(struct instance *instance, const struct settings *settings,
                                struct text *ret_reason)
{
    enum status status = open_store(instance, settings, ret_reason);

    if (status != OK)
        return status;
    status = auth_open_keys(instance, ret_reason);
    if (status == OK)
        status = files_open(instance, ret_reason);
    if (status != OK)
        instance_close(instance);
    return status;
}

enum status instance_open(struct instance *instance, struct arena *arena,
                          const struct settings *settings, struct text *ret_reason)
{
    clock_shift(settings->clock_shift_ms);
    instance_describe(instance, arena, settings);
    return instance_open_described(instance, ret_reason);
}

enum status instance_open_described(struct instance *instance, struct text *ret_reason)
{
    enum status status = open_store(instance, instance->settings, ret_reason);

    if (status != OK)
        return status;
    status = auth_open(instance, ret_reason);
    if (status == OK)
        status = files_open(instance, ret_reason);
    if (status != OK)
        instance_close(instance);
    return status;
}

void instance_close(struct instance *instance)
{
    files_close(instance);
    auth_close(instance);
    store_close(instance->store);
    instance->store = NULL;
}
