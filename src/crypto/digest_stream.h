/* Digest stream: SHA-256 over bytes that come piece by piece. */
#ifndef CRYPTO_DIGEST_STREAM_H
#define CRYPTO_DIGEST_STREAM_H

#include "base/text.h"
#include "crypto/hash.h"

struct digest_stream;

struct digest_stream *digest_stream_new(void);
void digest_stream_append(struct digest_stream *stream, struct text bytes);
/* The digest of all that came so far; more may follow. */
struct digest digest_stream_read(const struct digest_stream *stream);
/* NULL is fine. */
void digest_stream_free(struct digest_stream *stream);

#endif
