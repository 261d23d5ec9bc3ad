/* Command line: finds the command, takes the settings out of the words, runs it. */
#include "server/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int argument_refuse(const char *format, ...)
{
    va_list list;

    fputs("steward: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    return 2;
}

static void remove_words(struct arguments *arguments, size_t at, size_t count)
{
    for (size_t i = at; i + count < arguments->word_count; i++)
        arguments->words[i] = arguments->words[i + count];
    arguments->word_count -= count;
}

static bool is_option(const char *word, const char *name)
{
    return strncmp(word, "--", 2) == 0 && strcmp(word + 2, name) == 0;
}

const char *argument_option(struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i + 1 < arguments->word_count; i++) {
        const char *value;

        if (!is_option(arguments->words[i], name))
            continue;
        value = arguments->words[i + 1];
        remove_words(arguments, i, 2);
        return value;
    }
    return NULL;
}

bool argument_flag(struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->word_count; i++) {
        if (!is_option(arguments->words[i], name))
            continue;
        remove_words(arguments, i, 1);
        return true;
    }
    return false;
}

/* Everybody on the machine sees a command line. The address of a database is a secret only when
   it holds a password. */
static bool is_secret(const struct setting *setting, struct text value)
{
    struct text authority = text_from_offset(value, text_find(value, T("://")));

    if (!setting->is_secret || strcmp(setting->name, "database") != 0)
        return setting->is_secret;
    authority = text_from_offset(authority, 3);
    authority = text_slice(authority, 0, text_find_byte(authority, '/'));
    return text_find(value, T("password=")) < value.size ||
           (text_find_byte(authority, '@') < authority.size &&
            text_find_byte(authority, ':') < text_find_byte(authority, '@'));
}

struct text argument_word(struct arguments *arguments)
{
    struct text word = { 0 };

    if (arguments->word_count == 0)
        return word;
    word = text_from(arguments->words[0]);
    remove_words(arguments, 0, 1);
    return word;
}

/* "--tls-floor 1.2" is the setting tls_floor. Other options are left to the command. */
static enum status take_settings(struct arguments *arguments, struct text *ret_reason)
{
    for (size_t i = 0; i < arguments->word_count;) {
        const char *word = arguments->words[i];
        const struct setting *setting;
        char name[64];
        enum status status;

        if (strncmp(word, "--", 2) != 0 || strlen(word) >= sizeof name) {
            i++;
            continue;
        }
        snprintf(name, sizeof name, "%s", word + 2);
        for (char *c = name; *c; c++)
            *c = *c == '-' ? '_' : *c;
        setting = setting_find(text_from(name));
        if (!setting) {
            i++;
            continue;
        }
        if (i + 1 >= arguments->word_count) {
            *ret_reason = arena_print(arguments->arena, "%s needs a value.", word);
            return INVALID;
        }
        if (is_secret(setting, text_from(arguments->words[i + 1]))) {
            *ret_reason = arena_print(arguments->arena,
                                      "%s is a secret: set it in the environment (STEWARD_...) or "
                                      "in the file of --config, where other users do not see it.",
                                      word);
            return INVALID;
        }
        status = settings_set(&arguments->settings, arguments->arena, setting,
                              text_from(arguments->words[i + 1]), ret_reason);
        if (status != OK)
            return status;
        remove_words(arguments, i, 2);
    }
    return OK;
}

static int print_help(void)
{
    puts("Steward: shows, sales and content on one server.\n\nUsage: steward COMMAND [OPTIONS]\n");
    for (const struct command *command = commands; command->name; command++)
        printf("  %-12s %.*s\n", command->name, (int)strcspn(command->help, "\n"), command->help);
    puts("\nEvery setting of docs/settings.md is an option too (--listen, --data, ...).\n"
         "`steward COMMAND --help` says more.");
    return 0;
}

static int run(const struct command *command, struct arguments *arguments)
{
    struct text reason = { 0 };
    const char *config;
    enum status status;

    if (argument_flag(arguments, "help")) {
        printf("Usage: steward %s %s\n\n%s\n", command->name, command->usage, command->help);
        return 0;
    }
    if (command->is_bare)
        return command->run(arguments);
    config = argument_option(arguments, "config");
    status = settings_load(&arguments->settings, arguments->arena, config, &reason);
    if (status == OK)
        status = take_settings(arguments, &reason);
    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    return command->run(arguments);
}

int command_main(int count, char **words)
{
    struct arena arena = { 0 };
    struct arguments arguments = { .arena = &arena };
    int code = 2;

    umask(077); /* what is made here is for this user alone */
    if (count < 2 || strcmp(words[1], "--help") == 0 || strcmp(words[1], "help") == 0)
        return print_help();
    arguments.words = ARENA_NEW_ARRAY(&arena, const char *, (size_t)count);
    for (int i = 2; i < count; i++)
        arguments.words[arguments.word_count++] = words[i];
    for (const struct command *command = commands; command->name; command++) {
        if (strcmp(command->name, words[1]) != 0)
            continue;
        code = run(command, &arguments);
        arena_release(&arena);
        return code;
    }
    argument_refuse("there is no command \"%s\"; see steward --help", words[1]);
    arena_release(&arena);
    return code;
}
