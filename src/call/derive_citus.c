/* Derive: how the tables are spread over several machines by Citus (design 5.1). Every key begins
   with workspace_id, so a workspace's rows lie together, links and joins never leave a machine,
   and the rows of the server itself (workspace 0) are one shard among the others. */
#include "call/derive.h"

void derive_citus(struct buffer *out, const struct instance *instance)
{
    const char *first = NULL;

    buffer_append(out,
                  T("-- made by `steward derive citus` from the entity tables, do not edit\n"
                    "-- Run as the owner on the coordinator, once the server has made its tables "
                    "and\n-- before it holds much; docs/scaling.md has the steps.\n"
                    "CREATE EXTENSION IF NOT EXISTS citus;\n"
                    "-- Identity is said with SET LOCAL and must reach the workers.\n"
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET "
                    "citus.propagate_set_commands = ''local''', current_database()); END $$;\n"));
    for (size_t i = 0; i < instance->schema.count; i++) {
        const char *name = instance->schema.entities[i]->name;

        buffer_print(out,
                     "SELECT create_distributed_table('main.%s', 'workspace_id', "
                     "colocate_with => '%s%s');\n",
                     name, first ? "main." : "none", first ? first : "");
        if (!first)
            first = name;
    }
}
