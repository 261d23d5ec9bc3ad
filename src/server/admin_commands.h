/* What an operator does from the command line: set-up, accounts, workspaces. */
#ifndef SERVER_ADMIN_COMMANDS_H
#define SERVER_ADMIN_COMMANDS_H

#include "server/command.h"

int setup_command(struct arguments *arguments);
int user_command(struct arguments *arguments);
int workspace_command(struct arguments *arguments);

#endif
