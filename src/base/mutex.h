/* A mutex that is held for moments: who finds it taken looks again for a while before sleeping,
   which is cheaper than two system calls. */
#ifndef BASE_MUTEX_H
#define BASE_MUTEX_H

#include <pthread.h>

static inline void mutex_init_brief(pthread_mutex_t *mutex)
{
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

#endif
