/* Browser storage: everything the web app keeps in a browser (CHECKLIST I-019, X-065..X-067). The
   page /privacy prints this table, and a test compares it with what a browser really holds. */
#ifndef PRIVACY_BROWSER_STORAGE_H
#define PRIVACY_BROWSER_STORAGE_H

#include "schema/entity.h"

enum storage_kind {
    STORAGE_UNDECLARED,
    STORAGE_COOKIE,
    STORAGE_LOCAL,
    STORAGE_CACHE,
    STORAGE_DATABASE
};

struct browser_storage {
    const char *name; /* of the cookie or key; a trailing * stands for more characters */
    enum storage_kind kind;
    bool is_essential; /* nothing works without it */
    struct label purpose;
    struct label lifetime;
};

extern const struct browser_storage browser_storage[]; /* ended by a NULL name */

#endif
