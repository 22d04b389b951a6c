/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool resize(void *array, size_t n, size_t size)
{
    void *old;
    memcpy(&old, array, sizeof old); /* any pointer type may be passed */
    void *grown = reallocarray(old, n, size);
    if (grown)
        memcpy(array, &grown, sizeof grown);
    return grown;
}

bool tb_grow(void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t wanted = *capacity ? *capacity : 4;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2)
            return false;
        wanted *= 2;
    }
    if (!resize(array, wanted, size))
        return false;
    *capacity = wanted;
    return true;
}

void memory_give_back(void *array, size_t from, size_t to)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t before = (uintptr_t)array % page; /* on its first page, and not ours */
    const size_t first = (before + from) / page ? (before + from) / page : before != 0;
    const size_t end = (before + to) / page; /* the last one goes when all of it can */
    if (end > first)
        (void)madvise((char *)array - before + first * page, (end - first) * page, MADV_DONTNEED);
}

bool tb_grow_by_one(void *array, size_t n, size_t size)
{
    return resize(array, n + 1, size);
}
