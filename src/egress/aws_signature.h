/* AWS signature, version 4: what an S3 server asks for in the Authorization header. Pure. */
#ifndef EGRESS_AWS_SIGNATURE_H
#define EGRESS_AWS_SIGNATURE_H

#include "base/arena.h"
#include "crypto/secret.h"
#include "http/http.h"

#include <stdint.h>

/* Hash of nothing: for requests without a body. */
#define AWS_EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

enum { AWS_TIME_SIZE = 16 };

struct aws_time {
    char at[AWS_TIME_SIZE + 1]; /* 20150830T123600Z */
};

struct aws_keys {
    struct text access_key;
    const struct secret *secret_key;
    struct text region, service;
};

struct aws_request {
    struct text method;
    struct text path;  /* percent-encoded */
    struct text query; /* percent-encoded, names in order, every name with a `=` */
    /* Those that are signed: lower-case names in order; `host` and `x-amz-date` among them. */
    const struct http_header *headers;
    size_t header_count;
    struct text body_hash; /* SHA-256 as hex */
    int64_t now_ms;
};

struct aws_time aws_time_text(int64_t now_ms);
/* The value of the Authorization header. */
struct text aws_authorization(struct arena *arena, const struct aws_keys *keys,
                              const struct aws_request *request);

#endif
