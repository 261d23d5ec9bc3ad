/* Backup functions: what the people who run this server may ask for in the app. */
#ifndef SERVER_BACKUP_FUNCTIONS_H
#define SERVER_BACKUP_FUNCTIONS_H

#include "call/function.h"

extern const struct function backup_functions[]; /* ended by a NULL name */

#endif
