/* Secret: bytes that are wiped when they go, compared in constant time and never printed.
   There is no way from here to a struct text: what must leave the process (a provider's key in
   a header) goes through crypto/reveal.h, and `make check` lists who may include that. */
#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct secret;

/* A copy; the caller's bytes stay the caller's to wipe. */
struct secret *secret_from_bytes(struct text bytes);
/* `prefix` and then the secret: for schemes that put a word before a key. */
struct secret *secret_prefixed(const char *prefix, const struct secret *secret);
/* Fresh bytes from the system. */
struct secret *secret_random(size_t size_bytes);
/* INVALID when the text is not hex, or not base64 (either alphabet, padding or none). */
enum status MUST_CHECK secret_from_hex(struct text text, struct secret **ret_secret);
enum status MUST_CHECK secret_from_base64(struct text text, struct secret **ret_secret);
/* Takes the variable out of the environment: its value is wiped and it is unset, so children
   and /proc/self/environ do not have it. A second call gives NOT_FOUND. At start only, before
   there are threads. NOT_FOUND when unset or empty, TOO_LARGE past LIMIT_SECRET. */
enum status MUST_CHECK secret_take_env(const char *name, struct secret **ret_secret);
/* The file's bytes without the line end. NOT_FOUND; FORBIDDEN when anybody but its owner may
   read or write it, or when the owner is neither this user nor root; TOO_LARGE; INVALID when it
   is empty or no plain file; FAILED. */
enum status MUST_CHECK secret_from_file(const char *path, struct secret **ret_secret);

size_t secret_size(const struct secret *secret);
bool secret_equal(const struct secret *a, const struct secret *b);
bool secret_equal_text(const struct secret *secret, struct text text);
/* Wipes it; NULL is fine. */
void secret_free(struct secret *secret);
/* Frees it with the arena. */
void secret_keep(struct arena *arena, struct secret *secret);

#endif
