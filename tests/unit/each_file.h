/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Every file below a folder, as bytes, for tests that compare two ways of reading. */
#ifndef TESTS_EACH_FILE_H
#define TESTS_EACH_FILE_H

#include "run.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/** Shows files of less than `limit` bytes to `look`, hidden ones left out; returns how many. */
static inline size_t each_file(const char *folder, long limit,
                               void (*look)(const char *name, const char *bytes, size_t n))
{
    size_t files = 0;
    DIR *stream = opendir(folder);
    assert_non_null(stream);
    for (const struct dirent *entry; (entry = readdir(stream));) {
        char *path = NULL;
        struct stat about;
        if (entry->d_name[0] == '.')
            continue;
        assert_true(asprintf(&path, "%s/%s", folder, entry->d_name) > 0);
        assert_int_equal(stat(path, &about), 0);
        if (S_ISDIR(about.st_mode)) {
            files += each_file(path, limit, look);
        } else if (about.st_size < limit) {
            char *bytes = malloc((size_t)about.st_size + 1);
            FILE *file = fopen(path, "rb");
            assert_non_null(bytes);
            assert_non_null(file);
            const size_t n = fread(bytes, 1, (size_t)about.st_size, file);
            fclose(file);
            look(entry->d_name, bytes, n);
            free(bytes);
            files++;
        }
        free(path);
    }
    closedir(stream);
    return files;
}

#endif
