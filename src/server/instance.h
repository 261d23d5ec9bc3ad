/* Opening an instance: what `serve` and every command that touches the data do first. */
#ifndef SERVER_INSTANCE_H
#define SERVER_INSTANCE_H

#include "call/instance.h"

/* Everything of this program, without a store: for `derive` and checks. */
void instance_describe(struct instance *instance, struct arena *arena,
                       const struct settings *settings);
/* Checks the declarations, opens the store (and migrates it) and the keys. On failure a sentence
   for the operator stands in *ret_reason. */
enum status MUST_CHECK instance_open(struct instance *instance, struct arena *arena,
                                     const struct settings *settings, struct text *ret_reason);
/* The same for an instance that is described. */
enum status MUST_CHECK instance_open_described(struct instance *instance, struct text *ret_reason);
/* The same for an instance that is described and has its keys, without writing the first rows: what
   an export is imported into. */
enum status MUST_CHECK instance_open_empty(struct instance *instance,
                                           const struct settings *settings,
                                           struct text *ret_reason);
void instance_close(struct instance *instance);

#endif
