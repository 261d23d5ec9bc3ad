/* A whole instance out of one server and into another, from the command line. */
#ifndef SERVER_MOVE_COMMANDS_H
#define SERVER_MOVE_COMMANDS_H

#include "server/command.h"

/* `steward export --instance`, `steward import --instance`; without that option the records of one
   workspace (server/transfer.h). */
int move_export_command(struct arguments *arguments);
int move_import_command(struct arguments *arguments);

#endif
