/* steward import and steward export */
#ifndef SERVER_TRANSFER_H
#define SERVER_TRANSFER_H

#include "server/command.h"

int import_command(struct arguments *arguments);
int export_command(struct arguments *arguments);

#endif
