/* Bench data straight into the store, for measuring with many rows: without the API, in large
   transactions. */
#ifndef OPS_BENCH_LOAD_H
#define OPS_BENCH_LOAD_H

#include "ops/bench_data.h"
#include "store/store.h"

struct bench_target {
    struct store *store;
    int64_t workspace_id;
    struct id account_id; /* created_by; zero: the server */
};

/* OK, or the store's status. */
enum status MUST_CHECK bench_load(const struct bench_target *target,
                                  const struct bench_settings *settings);

#endif
