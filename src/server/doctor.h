/* steward doctor */
#ifndef SERVER_DOCTOR_H
#define SERVER_DOCTOR_H

#include "server/command.h"

/* Exit code 0: all is well; 1: something needs doing, and the lines say what. */
int doctor(struct arguments *arguments);

#endif
