/* `steward keys`: what there is, and changing each of them. */
#ifndef SERVER_KEY_COMMANDS_H
#define SERVER_KEY_COMMANDS_H

#include "server/command.h"

int keys_command(struct arguments *arguments);

#endif
