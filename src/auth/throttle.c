/* Throttle: a table of counters found by a keyed hash of who is meant, eight to a set; the one
   unused for longest makes room. */
#include "auth/throttle.h"

#include "base/arena.h"
#include "crypto/hash.h"
#include "crypto/random.h"

#include <pthread.h>
#include <stdlib.h>

enum { SETS = 1024, WAYS = 8, SALT_SIZE = 16 };

struct rule {
    int free;          /* tries before one has to wait */
    int64_t first_s;   /* the first wait; each further one is twice as long */
    int64_t longest_s; /* up to here */
    int64_t fade_s;    /* after so long without a try, one try is forgotten, and so on */
};

static const struct rule rules[THROTTLE_KINDS] = {
    [THROTTLE_SIGN_IN_PAIR] = { 5, 2, 900, 180 },
    [THROTTLE_SIGN_IN_ACCOUNT] = { 20, 2, 300, 60 },
    [THROTTLE_SIGN_IN_ADDRESS] = { 30, 2, 900, 60 },
    [THROTTLE_SIGN_UP] = { 100, 2, 900, 30 },
    [THROTTLE_MAIL] = { 4, 60, 3600, 900 },
    [THROTTLE_MAIL_ADDRESS] = { 40, 2, 900, 60 },
    [THROTTLE_TOKEN] = { 20, 2, 900, 60 },
    [THROTTLE_FLOW] = { 120, 2, 900, 10 },
    [THROTTLE_CODE] = { 30, 2, 900, 60 },
    [THROTTLE_CHALLENGE] = { 40, 2, 900, 60 },
    [THROTTLE_FACTOR] = { 8, 4, 1800, 300 },
    [THROTTLE_WORKSPACE] = { 20, 60, 3600, 600 },
    [THROTTLE_REPORT] = { 10, 60, 3600, 600 },
};

struct counter {
    struct digest who; /* all zero: free */
    int64_t tries;
    int64_t last_ms; /* the last try that was charged */
};

struct throttle {
    pthread_mutex_t lock;
    unsigned char salt[SALT_SIZE];
    struct counter counters[SETS][WAYS];
};

struct throttle *throttle_new(void)
{
    struct throttle *throttle = memory_alloc(sizeof *throttle);

    pthread_mutex_init(&throttle->lock, NULL);
    random_fill(throttle->salt, sizeof throttle->salt);
    return throttle;
}

void throttle_free(struct throttle *throttle)
{
    if (!throttle)
        return;
    pthread_mutex_destroy(&throttle->lock);
    free(throttle);
}

static struct digest name_of(const struct throttle *throttle, enum throttle_kind kind,
                             struct text who)
{
    char byte = (char)('A' + (int)kind);
    struct text pieces[] = {
        { (const char *)throttle->salt, SALT_SIZE },
        { &byte, 1 },
        who,
    };

    return sha256_list(pieces, 3);
}

/* The counter of `who`, or the one of its set to be used for it. */
static struct counter *counter_of(struct throttle *throttle, struct digest who)
{
    size_t set = ((size_t)who.bytes[0] << 8 | who.bytes[1]) % SETS;
    struct counter *oldest = &throttle->counters[set][0];

    for (size_t i = 0; i < WAYS; i++) {
        struct counter *counter = &throttle->counters[set][i];

        if (digest_equal(counter->who, who))
            return counter;
        if (counter->last_ms < oldest->last_ms)
            oldest = counter;
    }
    *oldest = (struct counter){ .who = who };
    return oldest;
}

static void fade(struct counter *counter, const struct rule *rule, int64_t now_ms)
{
    int64_t faded = (now_ms - counter->last_ms) / (rule->fade_s * 1000);

    if (counter->tries == 0 || faded <= 0)
        return;
    counter->tries = faded < counter->tries ? counter->tries - faded : 0;
}

/* How long after the last try the next one may be made. */
static int64_t wait_s(const struct counter *counter, const struct rule *rule)
{
    int64_t wait = rule->first_s;

    if (counter->tries < rule->free)
        return 0;
    for (int64_t i = rule->free; i < counter->tries && wait < rule->longest_s; i++)
        wait *= 2;
    return wait < rule->longest_s ? wait : rule->longest_s;
}

int64_t throttle_charge(struct throttle *throttle, enum throttle_kind kind, struct text who,
                        int64_t now_ms)
{
    const struct rule *rule = &rules[kind];
    struct counter *counter;
    int64_t left_ms;

    pthread_mutex_lock(&throttle->lock);
    counter = counter_of(throttle, name_of(throttle, kind, who));
    left_ms = counter->last_ms + wait_s(counter, rule) * 1000 - now_ms;
    if (left_ms <= 0 || counter->tries < rule->free) {
        fade(counter, rule, now_ms);
        counter->tries++;
        counter->last_ms = now_ms;
        left_ms = 0;
    }
    pthread_mutex_unlock(&throttle->lock);
    return (left_ms + 999) / 1000;
}

void throttle_forgive(struct throttle *throttle, enum throttle_kind kind, struct text who)
{
    pthread_mutex_lock(&throttle->lock);
    counter_of(throttle, name_of(throttle, kind, who))->tries = 0;
    pthread_mutex_unlock(&throttle->lock);
}

void throttle_give_back(struct throttle *throttle, enum throttle_kind kind, struct text who)
{
    struct counter *counter;

    pthread_mutex_lock(&throttle->lock);
    counter = counter_of(throttle, name_of(throttle, kind, who));
    if (counter->tries > 0)
        counter->tries--;
    pthread_mutex_unlock(&throttle->lock);
}
