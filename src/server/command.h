/* Commands of the command line: one table, each with --help. */
#ifndef SERVER_COMMAND_H
#define SERVER_COMMAND_H

#include "call/settings.h"

/* What stands on the command line behind the command: settings are taken out already. */
struct arguments {
    struct arena *arena;
    struct settings settings;
    const char **words; /* what is left, in order */
    size_t word_count;
};

struct command {
    const char *name;
    const char *usage;                       /* "[FILE]" */
    const char *help;                        /* one sentence, then details */
    int (*run)(struct arguments *arguments); /* the exit code */
    bool is_bare;                            /* reads no settings, so it holds no secret */
};

extern const struct command commands[]; /* ended by a NULL name */

/* Value of "--name VALUE" among the words, taken out of them; NULL when it is not there. */
const char *argument_option(struct arguments *arguments, const char *name);
bool argument_flag(struct arguments *arguments, const char *name);
/* The first word that is left, taken out; empty when there is none. */
struct text argument_word(struct arguments *arguments);
/* Says what is wrong on standard error and gives exit code 2. */
int argument_refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

int command_main(int count, char **words);

#endif
