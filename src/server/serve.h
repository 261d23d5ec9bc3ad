/* steward serve */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include "server/command.h"

int serve(struct arguments *arguments);

#endif
