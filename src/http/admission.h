/* Admission: how many connections there are, in all and per party, and whether one more may. */
#ifndef HTTP_ADMISSION_H
#define HTTP_ADMISSION_H

#include "http/address.h"

#include <pthread.h>

struct admission_entry;

struct admission {
    pthread_mutex_t lock; /* of everything below */
    size_t open, ceiling, party_ceiling;
    uint64_t seed; /* so that nobody can choose addresses that collide */
    struct admission_entry **buckets;
};

void admission_open(struct admission *admission, size_t ceiling, size_t party_ceiling);
void admission_close(struct admission *admission);
/* True when the connection may come; then admission_leave is due. A proxy that is trusted
   speaks for many and has no ceiling of its own. */
bool admission_enter(struct admission *admission, struct address address, bool is_trusted);
/* One that is in turns out to be somebody else's; false, and nothing is changed, when that one
   has too many. */
bool admission_become(struct admission *admission, struct address from, bool from_is_trusted,
                      struct address to, bool to_is_trusted);
void admission_leave(struct admission *admission, struct address address, bool is_trusted);

#endif
