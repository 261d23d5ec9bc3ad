/* Move: export and import of a whole instance. */
#include "server/move_commands.h"

#include "auth/auth.h"
#include "files/instance_export.h"
#include "server/instance.h"
#include "server/transfer.h"

#include <stdio.h>

static int tell(enum status status, struct text reason, struct export_totals totals,
                const char *what)
{
    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    printf("%lld rows and %lld files (%lld bytes) are %s.\n", (long long)totals.rows,
           (long long)totals.files, (long long)totals.file_bytes, what);
    return 0;
}

int move_export_command(struct arguments *arguments)
{
    struct instance instance;
    struct export_totals totals = { 0 };
    struct text reason = { 0 };
    const char *out;
    bool is_plain;
    enum status status;

    if (!argument_flag(arguments, "instance"))
        return export_command(arguments);
    out = argument_option(arguments, "out");
    is_plain = argument_flag(arguments, "plain");
    if (!out || arguments->word_count > 0)
        return argument_refuse("export --instance needs --out FILE, and --plain if nothing is to "
                               "be encrypted; see --help");
    status = instance_open(&instance, arguments->arena, &arguments->settings, &reason);
    if (status == OK) {
        status = instance_export(&instance, out, is_plain, arguments->arena, &totals, &reason);
        instance_close(&instance);
    }
    if (status == OK && is_plain)
        printf("%s is not encrypted: who has it can read everything.\n", out);
    return tell(status, reason, totals, "exported");
}

int move_import_command(struct arguments *arguments)
{
    struct instance instance;
    struct export_totals totals = { 0 };
    struct text reason = { 0 };
    struct importing *importing;
    enum status status;

    if (!argument_flag(arguments, "instance"))
        return import_command(arguments);
    if (arguments->word_count != 1)
        return argument_refuse("import --instance needs the file of one export; see --help");
    instance_describe(&instance, arguments->arena, &arguments->settings);
    status = auth_open_keys(&instance, &reason);
    if (status == OK)
        status = instance_import_check(&instance, arguments->words[0], arguments->arena, &importing,
                                       &reason);
    if (status == OK)
        status = instance_open_empty(&instance, &arguments->settings, &reason);
    if (status == OK) {
        status = instance_import(importing, &totals, &reason);
        instance_close(&instance);
    }
    return tell(status, reason, totals, "imported. Start the server on them as usual");
}
