/* Keys from the command line: those that sign tokens, the master key, and the database's own. */
#include "server/key_commands.h"

#include "auth/auth.h"
#include "auth/service_key.h"
#include "server/instance.h"
#include "server/operator.h"
#include "store/store_file.h"

#include <stdio.h>

/* --- tokens and service keys are in the store */

static enum status rotate_tokens(struct call *call, struct arguments *arguments,
                                 const void *options)
{
    union {
        const struct instance *constant;
        struct instance *changing;
    } instance = { .constant = call->instance };
    enum status status;

    (void)options;
    if (!operator_is_complete(arguments))
        return INVALID;
    status = auth_rotate_token_keys(instance.changing, call->arena);
    if (status == OK)
        puts("New tokens are signed with a new key; old ones count for key_grace_hours more.");
    return status;
}

struct key_options {
    struct text verb, name;
};

static enum status keep_keys(struct call *call, struct arguments *arguments, const void *options)
{
    const struct key_options *wanted = options;
    struct text shown = { 0 };
    enum status status;

    if (!operator_is_complete(arguments))
        return INVALID;
    if (text_equal(wanted->verb, T("revoke")))
        return service_key_revoke(call, wanted->name);
    status = text_equal(wanted->verb, T("list")) ? service_key_list(call, &shown)
                                                 : service_key_make(call, wanted->name, &shown);
    if (status == OK)
        printf("%.*s%s", TEXT_ARG(shown), text_equal(wanted->verb, T("add")) ? "\n" : "");
    return status;
}

static int keep_service_keys(struct arguments *arguments, struct text verb)
{
    struct key_options options = { .verb = verb };

    if (!text_equal(verb, T("list")))
        options.name = argument_word(arguments);
    return operator_run(arguments, keep_keys, &options);
}

/* --- the rest looks at files only */

struct keyring {
    struct arguments *arguments;
    struct instance instance; /* its store is not open */
    const char *directory;
    bool is_embedded;
    struct store_file file;
    struct text reason;
};

static enum status open_keyring(struct keyring *keyring, struct arguments *arguments)
{
    enum status status;

    *keyring = (struct keyring){ .arguments = arguments,
                                 .directory = arguments->settings.data,
                                 .is_embedded = !arguments->settings.database[0] };
    instance_describe(&keyring->instance, arguments->arena, &arguments->settings);
    status = auth_open_keys(&keyring->instance, &keyring->reason);
    if (status == OK && keyring->is_embedded) {
        status = store_file_describe(keyring->directory, &keyring->file);
        if (status != OK)
            keyring->reason = T("The database file cannot be read, or is damaged.");
    }
    return status;
}

static enum status show(struct keyring *keyring)
{
    const struct store_keys *keys = keyring->instance.keys;
    const struct store_file *file = &keyring->file;

    for (size_t i = 0; i < keys->count; i++)
        printf("master key %s %s\n", key_name_text(key_name_of(keys->keys[i])).at,
               i == 0 ? "current" : "earlier, still opens what it sealed");
    if (!keyring->is_embedded)
        puts("database: PostgreSQL; its files are encrypted, or not, by its own disk");
    else if (!file->is_there)
        puts("database: not there yet");
    else if (!file->is_encrypted)
        puts("database: plain");
    else
        printf("database: encrypted with key %s, which master key %s opens\n",
               key_name_text(file->key).at, key_name_text(file->master_key).at);
    return OK;
}

static enum status rotate_master(struct keyring *keyring)
{
    struct store_key_source source = { .path = auth_key_path(&keyring->instance,
                                                             keyring->instance.arena) };
    struct store_keys keys = { .count = 0 };
    enum store_key_origin origin = keyring->instance.key_origin;
    enum status status = origin == STORE_KEY_OF_VARIABLE ? NOT_FOUND
                                                         : store_keys_rotate(source.path);

    if (status == OK)
        status = store_keys_load(&source, &keys, &origin);
    if (status == TOO_MANY)
        keyring->reason = arena_print(keyring->instance.arena,
                                      "%s holds %d keys already: take away the last one, if "
                                      "nothing needs it any more.",
                                      source.path, STORE_KEYS);
    else if (status != OK)
        keyring->reason =
            arena_print(keyring->instance.arena,
                        "The master key is not in %s, or that cannot be written. A key in "
                        "STEWARD_MASTER_KEY is changed there: the new one, a space, "
                        "the old one.",
                        source.path);
    else if (keyring->file.is_encrypted)
        status =
            store_file_renew(keyring->directory, &keys, keyring->instance.arena, &keyring->reason);
    if (status == OK)
        printf("The master key is %s now. Keep a copy of %s, restart the server, and let people "
               "sign in again.\n",
               key_name_text(key_name_of(keys.keys[0])).at, source.path);
    store_keys_release(&keys);
    return status;
}

static enum status rotate_database(struct keyring *keyring)
{
    enum status status = store_file_rekey(keyring->directory, keyring->instance.keys,
                                          keyring->instance.arena, &keyring->reason);

    if (status == OK)
        puts("The database is written anew under a key that is new.");
    return status;
}

static enum status decrypt(struct keyring *keyring)
{
    enum status status = store_file_decrypt(keyring->directory, keyring->instance.keys,
                                            keyring->instance.arena, &keyring->reason);

    if (status == OK)
        puts("The database is plain now. Set encryption = off, or the next start encrypts it "
             "again.");
    return status;
}

static const struct {
    const char *word;
    enum status (*run)(struct keyring *keyring);
    bool needs_database;
} words[] = {
    { "show", show, false },
    { "rotate-master", rotate_master, false },
    { "rotate-database", rotate_database, true },
    { "decrypt", decrypt, true },
};

static int run_word(struct arguments *arguments, size_t word)
{
    struct keyring keyring;
    enum status status = open_keyring(&keyring, arguments);

    if (status == OK && words[word].needs_database && !keyring.is_embedded) {
        keyring.reason = T("This is for the embedded store; PostgreSQL is used.");
        status = INVALID;
    }
    if (status == OK)
        status = words[word].run(&keyring);
    if (status == OK)
        return 0;
    return argument_refuse("%.*s", TEXT_ARG(keyring.reason));
}

int keys_command(struct arguments *arguments)
{
    static const char *const verbs[] = { "add", "list", "revoke" };
    struct text wanted = argument_word(arguments);

    if (text_equal(wanted, T("rotate")))
        return operator_run(arguments, rotate_tokens, NULL);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (text_equal(wanted, text_from(verbs[i])))
            return keep_service_keys(arguments, wanted);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(wanted, text_from(words[i].word)))
            return operator_is_complete(arguments) ? run_word(arguments, i) : 2;
    return argument_refuse("keys what? rotate, add, list, revoke, show, rotate-master, "
                           "rotate-database or decrypt; see steward keys --help");
}
