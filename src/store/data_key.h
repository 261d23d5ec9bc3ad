/* Data keys: one random key for each person and each workspace, wrapped by the master key. What is
   sealed in a column is sealed with one of them, so destroying the row here is erasure of all that
   it has sealed, in every backup, too. */
#ifndef STORE_DATA_KEY_H
#define STORE_DATA_KEY_H

#include "store/store.h"

extern const struct entity data_key_entity;
extern const struct entity *const data_key_entities[];

/* Nobody opens any more what the account's, or the workspace's, key has sealed. As the server's
   own code. */
enum status MUST_CHECK data_key_destroy_account(struct tx *tx, struct id account);
enum status MUST_CHECK data_key_destroy_workspace(struct tx *tx, int64_t workspace_id);

#endif
