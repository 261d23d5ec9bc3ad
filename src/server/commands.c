/* The table of commands. */
#include "server/bench_data.h"
#include "server/command.h"
#include "server/derive.h"
#include "server/doctor.h"
#include "server/instance.h"
#include "server/serve.h"

#include <stdio.h>

static int version(struct arguments *arguments)
{
    (void)arguments;
    printf("steward %s\n", steward_version());
    return 0;
}

const struct command commands[] = {
    { "serve", "[--config FILE] [--listen ADDRESS] [--data DIRECTORY] [--database URL]",
      "Start the server.\nOn first start it prints a one-time link to set it up.", serve },
    { "derive", "WHAT",
      "Print what follows from the declarations.\nWHAT is one of openapi, sqlite, postgresql, "
      "entities, database, labels, settings, data-map;\n`all` writes every one of them into "
      "the tree of the source.",
      derive },
    { "doctor", "[--data DIRECTORY] [--database URL]",
      "Check keys, permissions, disk, clock, TLS and the store, and say what to do.", doctor },
    { "bench-data",
      "[--language en|zh] [--rows SALES] [--shows SHOWS] [--seed N] [--first-day DATE] "
      "[--out DIRECTORY | --into WORKSPACE]",
      "Make a year of a seller's shows and sales.\nThe same seed gives the same files; without "
      "options they are those of examples/.\n--into writes rows straight into a workspace of the "
      "store, for measuring.",
      bench_data },
    { "version", "", "Print the version.", version },
    { 0 },
};
