/* Message: what server and worker say to each other over their socket, one packet each way for a
   job. Files travel as descriptors beside it. Private to src/media. */
#ifndef MEDIA_MESSAGE_H
#define MEDIA_MESSAGE_H

#include "media/media.h"

enum { MESSAGE_VERSION = 2 };

enum media_job { JOB_PICTURE = 1, JOB_CODES, JOB_PAPER };

/* Server to worker; with one descriptor: the image or the marks, a
   sealed file in memory. */
struct media_request {
    uint32_t version;
    uint32_t size_bytes; /* of that */
    enum media_job job;
    struct media_wish wish;
};

/* Worker to server; with one descriptor when `fault` is MEDIA_FINE: the picture,
   the PDF, or the codes (struct media_code, one after the other). */
struct media_answer {
    uint32_t version;
    uint32_t size_bytes; /* of that */
    enum media_fault fault;
    struct media_facts facts;
};

/* The worker's first word. */
struct media_hello {
    uint32_t version;
    bool is_loaded;   /* the libraries and fonts of its trade */
    bool is_filtered; /* system calls */
    bool is_confined; /* no file system */
    char missing[40]; /* the Debian package, when it is not loaded */
};

#endif
