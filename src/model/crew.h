/* SPDX-License-Identifier: GPL-3.0-or-later */
/** One piece of work done by several threads. */
#ifndef MODEL_CREW_H
#define MODEL_CREW_H

#include <stddef.h>

enum {
    CREW_MOST = 16
};

/** How many threads are allowed and useful: at least one. */
size_t crew_size(unsigned allowed, size_t useful);
/**
 * Calls work for each of `n` members (elements of `size` bytes), each in a thread of its own as long as there are any,
 * and waits for all of them.
 */
void crew_work(void *(*work)(void *member), void *members, size_t size, size_t n);

#endif
