/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum tb_status unreadable(const struct load_source *source, struct tb_log *log, const char *why)
{
    const struct tb_place place = {.file = source->name};
    return tb_fail(log, TB_UNREADABLE, "unreadable", &place, "cannot be read: %s", why);
}

enum tb_status load_source_file(struct load_source *source, const char *name, struct tb_log *log)
{
    *source = (struct load_source){.name = name, .regular = true};
    /* without O_NONBLOCK the open of a named pipe waits for a writer */
    source->file = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (source->file < 0)
        return unreadable(source, log, strerror(errno));
    const char *why = NULL;
    if (fstat(source->file, &source->opened) < 0)
        why = strerror(errno);
    else if (S_ISDIR(source->opened.st_mode))
        why = "it is a folder";
    else if (S_ISFIFO(source->opened.st_mode))
        why = "it is a pipe; give \"-\" to read standard input";
    else if (!S_ISREG(source->opened.st_mode))
        why = "it is not a regular file";
    if (why) {
        load_source_close(source);
        return unreadable(source, log, why);
    }
    source->size = (size_t)source->opened.st_size;
    return TB_OK;
}

enum tb_status load_source_standard_input(struct load_source *source, const char *name, struct tb_log *log)
{
    *source = (struct load_source){.name = name, .file = STDIN_FILENO, .borrowed = true};
    if (fstat(STDIN_FILENO, &source->opened) < 0)
        return unreadable(source, log, strerror(errno));
    if (S_ISDIR(source->opened.st_mode))
        return unreadable(source, log, "it is a folder");
    source->regular = S_ISREG(source->opened.st_mode);
    const off_t at = source->regular ? lseek(STDIN_FILENO, 0, SEEK_CUR) : 0;
    source->start = at > 0 ? at : 0;
    source->size =
        source->regular && at >= 0 && at < source->opened.st_size ? (size_t)(source->opened.st_size - at) : 0;
    return TB_OK;
}

void load_source_memory(struct load_source *source, const char *name, const void *bytes, size_t n)
{
    *source = (struct load_source){.name = name, .file = -1, .memory = bytes, .size = n};
}

enum tb_status load_source_read(struct load_source *source, void *buffer, size_t n, size_t *got, struct tb_log *log)
{
    *got = 0;
    if (source->file < 0) {
        *got = source->size - source->done < n ? source->size - source->done : n;
        if (*got)
            memcpy(buffer, source->memory + source->done, *got);
    }
    while (source->file >= 0 && *got < n) {
        const ssize_t step = read(source->file, (char *)buffer + *got, n - *got);
        if (step < 0 && errno == EINTR)
            continue;
        if (step < 0)
            return unreadable(source, log, strerror(errno));
        if (step == 0)
            break;
        *got += (size_t)step;
    }
    source->done += *got;
    return TB_OK;
}

bool load_source_seek(struct load_source *source, size_t done)
{
    if (source->file >= 0 && lseek(source->file, source->start + (off_t)done, SEEK_SET) < 0)
        return false;
    source->done = done;
    return true;
}

enum tb_status load_source_unchanged(const struct load_source *source, struct tb_log *log)
{
    struct stat now;
    if (source->file < 0 || !source->regular)
        return TB_OK;
    if (fstat(source->file, &now) < 0)
        return unreadable(source, log, strerror(errno));
    if (source->done == source->size && now.st_size == source->opened.st_size &&
        now.st_mtim.tv_sec == source->opened.st_mtim.tv_sec && now.st_mtim.tv_nsec == source->opened.st_mtim.tv_nsec)
        return TB_OK;
    return unreadable(source, log, "it was changed by another program while it was being read; run again");
}

void load_source_close(struct load_source *source)
{
    if (source->file >= 0 && !source->borrowed)
        close(source->file);
    source->file = -1;
}
