/* Steward: the commands are in src/server/commands.c. */
#include "server/command.h"

int main(int count, char **words)
{
    return command_main(count, words);
}
