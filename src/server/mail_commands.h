/* `steward mail`: what waits to be sent, for the operator of a server that sends no mail yet. */
#ifndef SERVER_MAIL_COMMANDS_H
#define SERVER_MAIL_COMMANDS_H

#include "server/command.h"

int mail_command(struct arguments *arguments);

#endif
