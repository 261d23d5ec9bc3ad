/* The threads that run imports, one file after the other, in batches. */
#ifndef REST_IMPORT_WORKER_H
#define REST_IMPORT_WORKER_H

#include "rest/import_run.h"

/* The run is in status running, with its mapping and options. Takes over where a call leaves:
   who asks, workspace, zone and language are copied. Runs it at once where no worker is. */
enum status MUST_CHECK import_worker_add(const struct call *call, const struct import_run *run);

#endif
