/* Backup and restore from the command line. */
#include "server/backup_commands.h"

#include "auth/auth.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "server/instance.h"

#include <stdio.h>

static int list(const struct instance *instance, struct arena *arena, const char *path)
{
    int64_t *made;
    size_t count;

    (void)instance;
    if (backup_folder_list(path, arena, &made, &count) != OK)
        return argument_refuse("%s cannot be read", path);
    for (size_t i = 0; i < count; i++)
        printf("%s/%.*s\n", path, TEXT_ARG(backup_name(arena, made[i])));
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
    return is_list ? list(&instance, arguments->arena, out) : make(&instance, arguments, out);
}

int restore_command(struct arguments *arguments)
{
    struct instance instance;
    struct text reason = { 0 };
    int64_t rows = 0;
    enum status status;

    if (arguments->word_count != 1)
        return argument_refuse("restore needs the folder of one backup; see steward restore "
                               "--help");
    instance_describe(&instance, arguments->arena, &arguments->settings);
    status = auth_open_keys(&instance, &reason);
    if (status == OK)
        status = backup_restore(&instance, arguments->words[0], arguments->arena, &rows, &reason);
    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    printf("%lld rows are restored. Start the server on them as usual.\n", (long long)rows);
    return 0;
}
