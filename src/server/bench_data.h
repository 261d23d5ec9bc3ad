/* The command that makes example and bench data. */
#ifndef SERVER_BENCH_DATA_H
#define SERVER_BENCH_DATA_H

#include "server/command.h"

int bench_data(struct arguments *arguments);

#endif
