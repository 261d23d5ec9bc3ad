/* Operator: a command that opens the instance, does one thing as a call of the operator, and
   says what came of it. */
#ifndef SERVER_OPERATOR_H
#define SERVER_OPERATOR_H

#include "call/call.h"
#include "server/command.h"

typedef enum status (*operator_work)(struct call *call, struct arguments *arguments,
                                     const void *options);

/* Opens, runs `work`, closes. Refusals go to standard error; gives the exit code. */
int operator_run(struct arguments *arguments, operator_work work, const void *options);
/* Refuses words that no option took. */
bool operator_is_complete(const struct arguments *arguments);
/* The option's value, or empty text. */
struct text operator_option(struct arguments *arguments, const char *name);
/* The password: the option's file ("-" for standard input), or asked for on the terminal. */
struct text operator_password(struct arguments *arguments);

#endif
