/* Backup and restore from the command line. */
#include "server/backup_commands.h"

#include "auth/auth.h"
#include "base/time.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "jobs/backup_log.h"
#include "server/instance.h"

#include <stdio.h>

/* What is there, and what the log says of those that are gone or never were. */
static int list(struct arena *arena, const char *path)
{
    struct backup_record *records = NULL;
    struct text reason;
    size_t count = 0, logged = 0;
    int64_t *made;

    if (backup_folder_list(path, arena, &made, &count) != OK)
        return argument_refuse("%s cannot be read", path);
    if (backup_log_read(path, arena, &records, &logged, &reason) != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    for (size_t i = 0; i < logged; i++) {
        const struct backup_record *record = &records[i];

        if (record->state == BACKUP_DESTROYED)
            printf("%.*s destroyed %s, its SHA-256 was %.*s, record %.*s\n", TEXT_ARG(record->name),
                   instant_to_text(record->destroyed_ms).at, TEXT_ARG(record->hash),
                   TEXT_ARG(record->destruction_hash));
        else if (record->state == BACKUP_FAILED)
            printf("%.*s failed: %.*s\n", TEXT_ARG(record->name), TEXT_ARG(record->reason));
    }
    for (size_t i = 0; i < count; i++) {
        struct text name = backup_name(arena, made[i]);
        const struct backup_record *record = backup_log_find(records, logged, name);

        printf("%s/%.*s", path, TEXT_ARG(name));
        if (record && record->state == BACKUP_KEPT)
            printf(" %lld rows, %lld bytes, verified %s", (long long)record->rows,
                   (long long)record->size_bytes, instant_to_text(record->verified_ms).at);
        putchar('\n');
    }
    if (count == 0)
        printf("there is no backup in %s\n", path);
    return 0;
}

static int make(struct instance *instance, struct arguments *arguments, const char *path)
{
    struct backup backup;
    struct text reason = { 0 };
    enum status status = instance_open(instance, arguments->arena, &arguments->settings, &reason);

    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    status = backup_make(instance, path, arguments->arena, &backup, &reason);
    instance_close(instance);
    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    printf("%.*s: %lld rows, %lld bytes; restored into a scratch folder and found sound\n",
           TEXT_ARG(backup.path), (long long)backup.rows, (long long)backup.size_bytes);
    return 0;
}

int backup_command(struct arguments *arguments)
{
    bool is_list = argument_flag(arguments, "list");
    const char *out = argument_option(arguments, "out");
    struct instance instance;

    if (arguments->word_count > 0)
        return argument_refuse("\"%s\" is not understood; see steward backup --help",
                               arguments->words[0]);
    instance_describe(&instance, arguments->arena, &arguments->settings);
    if (!out)
        out = backup_path(&instance, arguments->arena);
    return is_list ? list(arguments->arena, out) : make(&instance, arguments, out);
}

int restore_command(struct arguments *arguments)
{
    struct instance instance;
    struct text reason = { 0 };
    int64_t rows = 0;
    bool without_erasures = argument_flag(arguments, "without-erasures");
    enum status status;

    if (arguments->word_count != 1)
        return argument_refuse("restore needs the folder of one backup; see steward restore "
                               "--help");
    instance_describe(&instance, arguments->arena, &arguments->settings);
    status = auth_open_keys(&instance, &reason);
    if (status == OK)
        status = backup_restore(&instance, arguments->words[0], without_erasures, arguments->arena,
                                &rows, &reason);
    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    printf("%lld rows are restored. Start the server on them as usual.\n", (long long)rows);
    return 0;
}
