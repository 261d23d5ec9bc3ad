/* File kind: what the server keeps in files beside the rows of its database, for the data map:
   whose it is, why and how long it is held, how it gets out and how it goes (G-01). */
#ifndef CALL_FILE_KIND_H
#define CALL_FILE_KIND_H

#include "schema/entity.h"

struct file_kind {
    const char *name;
    const char *where; /* below the data directory; * stands for one name */
    const char *owner, *purpose;
    enum basis basis;
    const char *kept, *exported, *erased;
};

#endif
