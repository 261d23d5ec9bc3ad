/* `steward backup` and `steward restore`. */
#ifndef SERVER_BACKUP_COMMANDS_H
#define SERVER_BACKUP_COMMANDS_H

#include "server/command.h"

int backup_command(struct arguments *arguments);
int restore_command(struct arguments *arguments);

#endif
