/* Key block: the first 4096 bytes of an encrypted database file. They hold the file's own random
   key, sealed by a key that follows from the master key, and the names of both. So a file can be
   told from a plain one, says which key it wants, and is opened by the master key alone; a new
   master key means writing this block anew, and nothing else. Private to src/store. */
#ifndef STORE_SQLITE_KEY_BLOCK_H
#define STORE_SQLITE_KEY_BLOCK_H

#include "crypto/store_key.h"

enum file_form {
    FILE_MISSING, /* or empty */
    FILE_PLAIN,   /* SQLite's own format */
    FILE_ENCRYPTED,
    FILE_FOREIGN, /* neither */
};

struct key_block {
    enum key_purpose purpose;   /* KEY_FOR_PAGES, KEY_FOR_BACKUP */
    struct key_name key;        /* of the file */
    struct key_name master_key; /* that sealed it */
};

/* FAILED when the file cannot be read. */
enum status MUST_CHECK file_form_find(const char *path, enum file_form *ret_form);

/* Makes the file, which holds nothing but the block and is on the disk then. CONFLICT when there
   is one already. The caller frees the key. */
enum status MUST_CHECK key_block_create(const char *path, const struct store_keys *keys,
                                        enum key_purpose purpose, struct secret **ret_key);
/* Opens the file's key with any of `keys`. UNAVAILABLE: none of them sealed it; FAILED: the block
   is damaged, or the file cannot be read; INVALID: it is for another purpose. *ret_reason is a
   sentence for the operator. */
enum status MUST_CHECK key_block_open(const char *path, const struct store_keys *keys,
                                      enum key_purpose purpose, struct arena *arena,
                                      struct secret **ret_key, struct text *ret_reason);
/* What a block says of itself, without opening it. NOT_FOUND when it is damaged or not there. */
enum status MUST_CHECK key_block_read(const char *path, struct key_block *ret_block);
/* Seals the file's key with the current master key when an earlier one has; a crash in the middle
   leaves one of both. UNAVAILABLE and FAILED as above. */
enum status MUST_CHECK key_block_renew(const char *path, const struct store_keys *keys,
                                       enum key_purpose purpose);

/* The block leaves the file, for the new file `key_path`, and comes back into a copy of it: without
   its block a file is closed for ever. FAILED: no whole block there, or the disk. */
enum status MUST_CHECK key_block_take(const char *path, const char *key_path);
enum status MUST_CHECK key_block_give(const char *path, const char *key_path);
/* Zeros over the block, on the disk, where a file still has it. OK also when there is no file. */
enum status MUST_CHECK key_block_wipe(const char *path);

/* The same file for another purpose: a backup becomes a database, and the other way round. */
enum status MUST_CHECK key_block_reseal(const char *path, const struct store_keys *keys,
                                        enum key_purpose from, enum key_purpose to);

#endif
