/* Media: pictures are decoded by worker processes of the same binary that have no network, no
   files, no keys and no store (design 3, STYLE 25). A picture may kill a worker, never the
   server: its caller is told MEDIA_HOSTILE, and the next picture gets a fresh worker. */
#ifndef MEDIA_MEDIA_H
#define MEDIA_MEDIA_H

#include "base/arena.h"
#include "base/status.h"
#include "media/sniff.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LIMIT_IMAGE_BYTES = 64 << 20,
    LIMIT_IMAGE_SIDE = 20000,       /* pixels */
    LIMIT_IMAGE_PIXELS = 100000000, /* width x height */
    LIMIT_PICTURE_BYTES = 64 << 20, /* what comes out */
    LIMIT_MEDIA_WORKERS = 16,
    MEDIA_DEADLINE_MS = 20000, /* for one picture */
    MEDIA_JOBS_EACH = 500,     /* then a worker makes room for a fresh one */
};

enum media_fit {
    FIT_COVER,   /* fills the wished size, the rest is cut off evenly */
    FIT_CONTAIN, /* lies within it */
    FIT_FILL,    /* is stretched to it */
};

/* What to make of an image. Turned upright, in sRGB, without any metadata (N-014). */
struct media_wish {
    int32_t width, height; /* 0: as it follows from the other; both 0: as it is */
    enum media_fit fit;
    enum media_kind kind; /* JPEG, PNG or WebP; MEDIA_UNKNOWN: the image's own, or the next best */
    int32_t quality;      /* 1..100; 0: 80 */
};

struct media_facts {
    enum media_kind kind;  /* of the image */
    int32_t width, height; /* of the image as it is stored, before it is turned upright */
    enum media_kind picture_kind;
    int32_t picture_width, picture_height;
};

enum media_fault {
    MEDIA_FINE,
    MEDIA_NO_IMAGE,   /* not of a kind that is read */
    MEDIA_TOO_LARGE,  /* past one of the limits, before it was decoded */
    MEDIA_BROKEN,     /* damaged; of a JPEG that is only cut off, what is there is shown */
    MEDIA_UNREADABLE, /* HEIC that the library has no decoder for, or damaged: it cannot tell */
    MEDIA_HOSTILE,    /* it took the worker down, its memory or its time */
    MEDIA_MISSING,    /* the image library is not installed */
    MEDIA_FAILED,     /* no worker could be started, or the machine is out of something */
};

/* What its workers are for. Those that see strangers' pictures never see anybody's figures. */
enum media_trade { MEDIA_FOR_PICTURES, MEDIA_FOR_PAPER };

struct media_settings {
    const char *program; /* this binary; NULL: /proc/self/exe */
    enum media_trade trade;
    int workers;
    int deadline_ms; /* 0: MEDIA_DEADLINE_MS */
};

struct media;

/* Nothing is started before the first picture. */
struct media *media_start(const struct media_settings *settings);
/* No call may be running. NULL is fine. */
void media_stop(struct media *media);

/* From any thread; blocks until a worker is free and the picture made. *ret_picture lives in
   `arena`. Anything but MEDIA_FINE leaves both results alone. */
enum media_fault MUST_CHECK media_make(struct media *media, struct text image,
                                       const struct media_wish *wish, struct arena *arena,
                                       struct text *ret_picture, struct media_facts *ret_facts);
/* Marks (paper/paper.h) become a PDF; by workers for paper. */
enum media_fault MUST_CHECK media_print(struct media *media, struct text marks, struct arena *arena,
                                        struct text *ret_pdf);

enum { LIMIT_CODES = 32, LIMIT_CODE_TEXT = 256 };

enum media_code_kind { CODE_NONE, CODE_EAN_13, CODE_EAN_8, CODE_UPC_A, CODE_128, CODE_QR };

/* A barcode in an image: what it says, and the box that it fills, in pixels of the image upright.
 */
struct media_code {
    enum media_code_kind kind;
    int32_t x, y, width, height;
    uint32_t size;
    char text[LIMIT_CODE_TEXT];
};

struct media_codes {
    struct media_code *at;
    size_t count;
    int32_t width, height; /* of the image, upright */
};

/* The barcodes of an image, each once; those past LIMIT_CODES and those of more than
   LIMIT_CODE_TEXT bytes are left out. None is no fault. */
enum media_fault MUST_CHECK media_find_codes(struct media *media, struct text image,
                                             struct arena *arena, struct media_codes *ret_codes);

/* The sentence for a fault, for people. */
const char *media_fault_sentence(enum media_fault fault, bool in_chinese);

/* Is a worker as confined as it should be: what could not be taken from it, as a sentence for the
   operator; empty when nothing. MEDIA_MISSING: *ret_reason is the Debian package to install.
   MEDIA_FAILED as above. */
enum media_fault MUST_CHECK media_inspect_worker(struct media *media, struct arena *arena,
                                                 struct text *ret_reason);

#endif
