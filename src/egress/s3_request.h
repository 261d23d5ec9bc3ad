/* One request to an S3 server: signed, sent, tried again. Private to s3*.c. */
#ifndef EGRESS_S3_REQUEST_H
#define EGRESS_S3_REQUEST_H

#include "egress/aws_signature.h"
#include "egress/s3.h"

#include <curl/curl.h>
#include <pthread.h>

enum { S3_IDLE_CONNECTIONS = 8, LIMIT_S3_ANSWER = 256 * 1024 };

struct s3 {
    struct text endpoint; /* without a slash at its end */
    struct text host;     /* and port */
    struct text bucket;
    struct aws_keys keys;
    struct secret *secret_key;
    bool is_plain;
    pthread_mutex_t lock; /* of the idle connections */
    CURL *idle[S3_IDLE_CONNECTIONS];
    size_t idle_count;
};

struct s3_request {
    const char *method;
    struct id id;
    struct text query; /* canonical; may be empty */
    /* The body: bytes in memory, or a part of a file. */
    struct text body;
    int file;
    int64_t from, size; /* of the file; size 0: none */
    /* Range of a GET, and where it goes. */
    int64_t range_from;
    size_t range_size;
    char *range_at;
};

struct s3_answer {
    long status;
    struct text etag;
    struct buffer body; /* of an answer that is not a range; in the arena */
};

/* OK with any answer below 500 but 429. UNAVAILABLE after the last attempt; FAILED when the file
   cannot be read. */
enum status MUST_CHECK s3_send(struct s3 *s3, const struct s3_request *request, struct arena *arena,
                               struct s3_answer *ret_answer);

#endif
