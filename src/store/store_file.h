/* Store file: the file of the embedded store from outside: which keys it wants, and giving it
   others. For the operator's commands; a server that runs is not disturbed, it is refused. */
#ifndef STORE_STORE_FILE_H
#define STORE_STORE_FILE_H

#include "crypto/store_key.h"
#include "store/store.h"

struct store_file {
    bool is_there, is_encrypted;
    struct key_name key;        /* its own */
    struct key_name master_key; /* that opens it */
};

/* FAILED when it cannot be read, or is neither a plain nor an encrypted database. */
enum status MUST_CHECK store_file_describe(const char *directory, struct store_file *ret_file);

/* Seals the file's key with the current master key. At once, also beside a running server, and
   whole at every moment. */
enum status MUST_CHECK store_file_renew(const char *directory, const struct store_keys *keys,
                                        struct arena *arena, struct text *ret_reason);

/* Writes the whole database anew: under a fresh key, or plain. A crash leaves the old file or the
   new one. CONFLICT when a process has it open; *ret_reason is a sentence for the operator. */
enum status MUST_CHECK store_file_rekey(const char *directory, const struct store_keys *keys,
                                        struct arena *arena, struct text *ret_reason);
enum status MUST_CHECK store_file_decrypt(const char *directory, const struct store_keys *keys,
                                          struct arena *arena, struct text *ret_reason);

#endif
