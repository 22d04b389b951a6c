/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/loader.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name without its ending: .csv would make every name near every other. */
static void stem_of(const char *name, char *stem, size_t size)
{
    const char *point = strrchr(name, '.');
    snprintf(stem, size, "%.*s", (int)(point && point > name ? point - name : (long)strlen(name)), name);
}

bool load_neighbour(const char *path, char *found, size_t size)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const size_t before = (size_t)(name - path);
    char *folder = before ? strndup(path, before) : strdup(".");
    DIR *open = folder ? opendir(folder) : NULL;
    char best[256] = "", wanted[256], stem[256];
    stem_of(name, wanted, sizeof wanted);
    struct tb_nearest nearest = tb_nearest_to(wanted);
    for (const struct dirent *entry; open && *name && (entry = readdir(open));) {
        const struct tb_nearest had = nearest;
        stem_of(entry->d_name, stem, sizeof stem);
        if (*entry->d_name != '.')
            tb_nearest_offer(&nearest, stem);
        if (nearest.distance == had.distance && nearest.apart == had.apart)
            continue;
        snprintf(best, sizeof best, "%s", entry->d_name); /* the entry does not last */
        nearest.text = best;
    }
    if (open)
        closedir(open);
    free(folder);
    snprintf(found, size, "%.*s%s", (int)before, path, best);
    return *best;
}
