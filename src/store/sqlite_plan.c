/* Plan: what SQLite's planner is told about the tables. Every index begins with workspace_id,
   and without figures SQLite takes that for a choosy column and scans whole workspaces. So each
   database gets the same figures, of a large one: plans then depend on the declarations alone
   and never change because somebody's data did. */
#include "store/sqlite.h"

/* A million rows in twenty workspaces; a second column leaves a hundred, a whole unique key one.
   The key of a table without rowid goes by the table's name (sqlite.org/fileformat2.html). */
static const char figures[] =
    "PRAGMA analysis_limit = 1; ANALYZE; DELETE FROM main.sqlite_stat1;"
    "INSERT INTO main.sqlite_stat1 (tbl, idx, stat) "
    "SELECT m.name, CASE l.origin WHEN 'pk' THEN m.name ELSE l.name END, "
    "'1000000 50000' || coalesce((SELECT group_concat(figure, '') FROM ("
    "SELECT CASE WHEN i.name = 'id' OR (l.\"unique\" AND i.seqno = "
    "(SELECT max(seqno) FROM pragma_index_info(l.name))) THEN ' 1' ELSE ' 100' END AS figure "
    "FROM pragma_index_info(l.name) i WHERE i.seqno > 0 ORDER BY i.seqno)), '') "
    "FROM main.sqlite_master m, pragma_index_list(m.name) l "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!';"
    "ANALYZE sqlite_master";

enum status sqlite_plan(struct sqlite_connection *connection)
{
    return sqlite_connection_run(connection, figures) == SQLITE_OK ? OK : FAILED;
}
