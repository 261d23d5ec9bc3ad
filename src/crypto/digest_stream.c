/* Digest stream: a context of the library's behind a type of our own. */
#include "crypto/digest_stream.h"

#include "crypto/openssl.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct digest_stream {
    EVP_MD_CTX *context;
};

struct digest_stream *digest_stream_new(void)
{
    struct digest_stream *stream = memory_alloc(sizeof *stream);

    stream->context = EVP_MD_CTX_new();
    crypto_must(stream->context && EVP_DigestInit_ex(stream->context, crypto_sha256(), NULL));
    return stream;
}

void digest_stream_append(struct digest_stream *stream, struct text bytes)
{
    if (bytes.size > 0)
        crypto_must(EVP_DigestUpdate(stream->context, bytes.at, bytes.size));
}

struct digest digest_stream_read(const struct digest_stream *stream)
{
    EVP_MD_CTX *copy = EVP_MD_CTX_new();
    struct digest digest;

    crypto_must(copy && EVP_MD_CTX_copy_ex(copy, stream->context));
    crypto_must(EVP_DigestFinal_ex(copy, digest.bytes, NULL));
    EVP_MD_CTX_free(copy);
    return digest;
}

void digest_stream_free(struct digest_stream *stream)
{
    if (!stream)
        return;
    EVP_MD_CTX_free(stream->context);
    free(stream);
}
