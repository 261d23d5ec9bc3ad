/* Processor: the register of whoever this server may send anything to: which hosts, for what, which
   classes of data, and under which terms. A host that is not in it is not called. */
#ifndef EGRESS_PROCESSOR_H
#define EGRESS_PROCESSOR_H

#include "call/settings.h"
#include "schema/entity.h"

struct processor {
    const char *name; /* "google" */
    struct label title;
    struct label purpose;
    struct label terms;          /* what it is to us: sub-processor, or on its own account */
    const enum data_class *data; /* what it may be told, ended by DATA_UNDECLARED */
    const char *hosts;           /* separated by a space */
    const char *(*url)(const struct settings *settings); /* its host counts too; NULL: none */
    bool (*is_used)(const struct settings *settings);    /* with these settings */
};

extern const struct processor processors[]; /* ended by a NULL name */

const struct processor *processor_find(struct text name);
/* Is this one of its hosts: exactly, without regard to case, never a part of a name. */
bool processor_has_host(const struct processor *processor, const struct settings *settings,
                        struct text host);
/* The host of an absolute URL, without port; empty when it is none, or has a user name in it. */
struct text url_host(struct text url);
/* Does the host mean this machine itself. */
bool host_is_loopback(struct text host);

#endif
