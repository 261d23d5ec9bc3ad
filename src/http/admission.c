/* Admission: a hash table of parties with open connections. */
#include "http/admission.h"

#include "base/arena.h"

#include <stdlib.h>
#include <sys/random.h>

enum { ADMISSION_BUCKETS = 4096 };

struct admission_entry {
    struct admission_entry *next;
    struct address party;
    size_t count;
};

void admission_open(struct admission *admission, size_t ceiling, size_t party_ceiling)
{
    *admission = (struct admission){ .ceiling = ceiling, .party_ceiling = party_ceiling };
    pthread_mutex_init(&admission->lock, NULL);
    if (getrandom(&admission->seed, sizeof admission->seed, 0) != sizeof admission->seed)
        abort();
    admission->buckets = memory_alloc(ADMISSION_BUCKETS * sizeof *admission->buckets);
}

void admission_close(struct admission *admission)
{
    if (!admission->buckets)
        return;
    for (size_t i = 0; i < ADMISSION_BUCKETS; i++) {
        while (admission->buckets[i]) {
            struct admission_entry *entry = admission->buckets[i];

            admission->buckets[i] = entry->next;
            free(entry);
        }
    }
    free(admission->buckets);
    pthread_mutex_destroy(&admission->lock);
}

/* Two rounds of a 64-bit mixer over both halves of the address. */
static size_t bucket_of(const struct admission *admission, struct address party)
{
    uint64_t halves[2], hash = admission->seed;

    memcpy(halves, party.bytes, sizeof halves);
    for (size_t i = 0; i < 2; i++) {
        hash ^= halves[i];
        hash *= UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
        hash *= UINT64_C(0xbf58476d1ce4e5b9) ^ admission->seed << 1;
        hash ^= hash >> 32;
    }
    return hash % ADMISSION_BUCKETS;
}

/* Where the party's entry is linked, or would be. The lock is held. */
static struct admission_entry **find(struct admission *admission, struct address party)
{
    struct admission_entry **at = &admission->buckets[bucket_of(admission, party)];

    while (*at && memcmp((*at)->party.bytes, party.bytes, sizeof party.bytes) != 0)
        at = &(*at)->next;
    return at;
}

static bool enter_party(struct admission *admission, struct address party)
{
    struct admission_entry **at = find(admission, party);

    if (!*at) {
        *at = memory_alloc(sizeof **at);
        (*at)->party = party;
    }
    if ((*at)->count == admission->party_ceiling)
        return false;
    (*at)->count++;
    return true;
}

bool admission_enter(struct admission *admission, struct address address, bool is_trusted)
{
    bool may_enter;

    pthread_mutex_lock(&admission->lock);
    may_enter = admission->open < admission->ceiling &&
                (is_trusted || enter_party(admission, address_party(address)));
    admission->open += may_enter;
    pthread_mutex_unlock(&admission->lock);
    return may_enter;
}

static void leave_party(struct admission *admission, struct address party)
{
    struct admission_entry **at = find(admission, party), *entry = *at;

    if (--entry->count > 0)
        return;
    *at = entry->next;
    free(entry);
}

void admission_leave(struct admission *admission, struct address address, bool is_trusted)
{
    pthread_mutex_lock(&admission->lock);
    admission->open--;
    if (!is_trusted)
        leave_party(admission, address_party(address));
    pthread_mutex_unlock(&admission->lock);
}

bool admission_become(struct admission *admission, struct address from, bool from_is_trusted,
                      struct address to, bool to_is_trusted)
{
    bool may_enter;

    pthread_mutex_lock(&admission->lock);
    may_enter = to_is_trusted || enter_party(admission, address_party(to));
    if (may_enter && !from_is_trusted)
        leave_party(admission, address_party(from));
    pthread_mutex_unlock(&admission->lock);
    return may_enter;
}
