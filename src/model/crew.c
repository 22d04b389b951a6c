/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/crew.h"

#include <pthread.h>
#include <stdbool.h>

size_t crew_size(unsigned allowed, size_t useful)
{
    size_t n = allowed < CREW_MOST ? allowed : CREW_MOST;
    n = n < useful ? n : useful;
    return n ? n : 1;
}

void crew_work(void *(*work)(void *member), void *members, size_t size, size_t n)
{
    pthread_t thread[CREW_MOST];
    bool started[CREW_MOST] = {false};
    for (size_t k = 1; k < n && k < CREW_MOST; k++)
        started[k] = pthread_create(&thread[k], NULL, work, (char *)members + k * size) == 0;
    for (size_t k = 0; k < n; k++)
        if (k >= CREW_MOST || !started[k])
            work((char *)members + k * size);
    for (size_t k = 1; k < n && k < CREW_MOST; k++)
        if (started[k])
            pthread_join(thread[k], NULL);
}
