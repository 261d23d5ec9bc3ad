/* Operator: what the commands share. */
#include "server/operator.h"

#include "auth/admin.h"
#include "server/instance.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

enum { PASSWORD_LINE = 1100 };

int operator_run(struct arguments *arguments, operator_work work, const void *options)
{
    struct instance instance;
    struct text reason = { 0 }, sentence;
    struct call call;
    enum status status = instance_open(&instance, arguments->arena, &arguments->settings, &reason);

    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    call = operator_call(&instance, arguments->arena);
    status = work(&call, arguments, options);
    if (status != OK) {
        sentence = call.is_refused ? call_refusal_sentence(&call) : T("It could not be done.");
        argument_refuse("%.*s", TEXT_ARG(sentence));
    }
    instance_close(&instance);
    return status == OK ? 0 : 1;
}

bool operator_is_complete(const struct arguments *arguments)
{
    if (arguments->word_count == 0)
        return true;
    argument_refuse("\"%s\" is not understood; see --help", arguments->words[0]);
    return false;
}

struct text operator_option(struct arguments *arguments, const char *name)
{
    return text_from(argument_option(arguments, name));
}

static struct text read_line(struct arguments *arguments, FILE *file)
{
    char line[PASSWORD_LINE];
    struct text text = { 0 };

    if (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        text = arena_copy(arguments->arena, text_from(line));
    }
    explicit_bzero(line, sizeof line);
    return text;
}

static struct text ask(struct arguments *arguments)
{
    struct termios before, silent;
    struct text text;

    fputs("Password: ", stderr);
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return read_line(arguments, stdin);
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    text = read_line(arguments, stdin);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return text;
}

struct text operator_password(struct arguments *arguments)
{
    const char *path = argument_option(arguments, "password-file");
    struct text text = { 0 };
    FILE *file;

    if (!path)
        return ask(arguments);
    if (text_equal(text_from(path), T("-")))
        return read_line(arguments, stdin);
    file = fopen(path, "re");
    if (!file)
        return text;
    text = read_line(arguments, file);
    fclose(file);
    return text;
}
