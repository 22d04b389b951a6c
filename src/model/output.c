/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/output.h"

#include "model/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- bytes ---- */

char *tb_bytes_room(struct tb_bytes *bytes, size_t n)
{
    if (n <= bytes->capacity - bytes->n && bytes->capacity && !bytes->failed)
        return (char *)bytes->data + bytes->n;
    const size_t need = bytes->n + n, wanted = need && need < 64 ? 64 : need; /* most texts fit without growing */
    if (bytes->failed || n > SIZE_MAX - bytes->n || !tb_grow(&bytes->data, &bytes->capacity, wanted, 1)) {
        bytes->failed = true;
        return NULL;
    }
    return (char *)bytes->data + bytes->n;
}

void tb_bytes_add(struct tb_bytes *bytes, const void *data, size_t n)
{
    char *const room = n ? tb_bytes_room(bytes, n) : NULL;
    if (!room)
        return;
    memcpy(room, data, n);
    bytes->n += n;
}

void tb_bytes_text(struct tb_bytes *bytes, const char *text)
{
    tb_bytes_add(bytes, text, strlen(text));
}

void tb_bytes_format(struct tb_bytes *bytes, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    const int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) {
        bytes->failed = true;
        return;
    }
    tb_bytes_add(bytes, text, (size_t)length);
    free(text);
}

void tb_bytes_free(struct tb_bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct tb_bytes){0};
}

/* ---- one file ---- */

static enum tb_status failed(struct tb_log *log, const char *what, const char *path)
{
    tb_fail(log, TB_OUTPUT_FAILED, "output", NULL, "cannot %s \"%s\": %s", what, path, strerror(errno));
    return TB_OUTPUT_FAILED;
}

/* Writes all of it; false with errno when that cannot be. */
static bool write_all(int file, const void *data, size_t n)
{
    const char *at = data;
    while (n) {
        const ssize_t written = write(file, at, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        at += written;
        n -= (size_t)written;
    }
    return true;
}

/* Writes a new file, all of it, or leaves none. */
static enum tb_status write_new(const char *name, const char *shown, const void *data, size_t n, struct tb_log *log)
{
    const int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file < 0)
        return failed(log, "create", shown);
    bool good = write_all(file, data, n);
    int error = errno;
    if (close(file) < 0 && good) {
        good = false;
        error = errno;
    }
    if (good)
        return TB_OK;
    unlink(name);
    errno = error;
    return failed(log, "write", shown);
}

struct tb_output {
    char *path, *temporary;
    int file;
};

enum tb_status tb_output_open(const char *path, struct tb_output **result, struct tb_log *log)
{
    struct stat there;
    if (lstat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        tb_fail(log, TB_OUTPUT_FAILED, "output", NULL, "\"%s\" is there and is not a plain file; choose another name",
                path);
        return TB_OUTPUT_FAILED;
    }
    struct tb_output *output = calloc(1, sizeof *output);
    if (!output)
        return TB_NO_MEMORY;
    output->file = -1;
    output->path = strdup(path);
    if (!output->path || asprintf(&output->temporary, "%s.%ld.part", path, (long)getpid()) < 0) {
        output->temporary = NULL;
        tb_output_abandon(output);
        return TB_NO_MEMORY;
    }
    unlink(output->temporary);
    output->file = open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (output->file < 0) {
        const enum tb_status status = failed(log, "create", path);
        free(output->temporary); /* it is not ours to remove */
        output->temporary = NULL;
        tb_output_abandon(output);
        return status;
    }
    *result = output;
    return TB_OK;
}

enum tb_status tb_output_write(struct tb_output *output, const void *data, size_t n, struct tb_log *log)
{
    return write_all(output->file, data, n) ? TB_OK : failed(log, "write", output->path);
}

enum tb_status tb_output_commit(struct tb_output *output, struct tb_log *log)
{
    enum tb_status status = fsync(output->file) == 0 ? TB_OK : failed(log, "write", output->path);
    const int closed = close(output->file);
    output->file = -1;
    if (!status && (closed < 0 || rename(output->temporary, output->path) < 0))
        status = failed(log, "write", output->path);
    if (!status) {
        free(output->temporary);
        output->temporary = NULL;
    }
    tb_output_abandon(output);
    return status;
}

void tb_output_abandon(struct tb_output *output)
{
    if (!output)
        return;
    if (output->file >= 0)
        close(output->file);
    if (output->temporary)
        unlink(output->temporary);
    free(output->temporary);
    free(output->path);
    free(output);
}

enum tb_status tb_write_file(const char *path, const void *data, size_t n, struct tb_log *log)
{
    struct tb_output *output = NULL;
    enum tb_status status = tb_output_open(path, &output, log);
    if (!status)
        status = tb_output_write(output, data, n, log);
    if (!status)
        return tb_output_commit(output, log);
    tb_output_abandon(output);
    return status;
}

/* ---- a folder of files ---- */

struct staged {
    char *name; /* "charts/a.svg" */
};

struct tb_folder {
    char *path, *stage, *mark;
    bool existed;
    struct staged *files;
    size_t n_files, capacity;
    char **sub_folders;
    size_t n_sub_folders, sub_capacity;
    size_t made_parents; /* folders above `path` that this run made */
};

static char *join(const char *folder, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

/* Whether a folder may receive our files: empty, or an earlier run's. */
static bool is_ours(const char *path, const char *mark)
{
    char *marked = join(path, mark);
    const bool has_mark = marked && access(marked, F_OK) == 0;
    free(marked);
    if (has_mark)
        return true;
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    bool empty = true;
    for (const struct dirent *entry; empty && (entry = readdir(folder));)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(folder);
    return empty;
}

/* Makes the missing folders above folder->path, counting them. */
static enum tb_status make_parents(struct tb_folder *folder, struct tb_log *log)
{
    char *parent = strdup(folder->path);
    if (!parent)
        return TB_NO_MEMORY;
    enum tb_status status = TB_OK;
    for (char *stroke = strchr(parent + 1, '/'); stroke && !status; stroke = strchr(stroke + 1, '/')) {
        *stroke = '\0';
        if (mkdir(parent, 0777) == 0)
            folder->made_parents++;
        else if (errno != EEXIST)
            status = failed(log, "create", parent);
        *stroke = '/';
    }
    free(parent);
    return status;
}

/* Takes back the parents that were made, deepest first; those that got other content stay. */
static void remove_parents(struct tb_folder *folder)
{
    for (char *stroke; folder->made_parents && (stroke = strrchr(folder->path, '/')); folder->made_parents--) {
        *stroke = '\0';
        if (rmdir(folder->path) < 0)
            break;
    }
}

/* Removes a folder of files and of folders of files: what a stage can hold. */
static void remove_tree(const char *path, int depth)
{
    DIR *folder = depth ? opendir(path) : NULL;
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *inside = join(path, entry->d_name);
        if (inside && unlink(inside) < 0)
            remove_tree(inside, depth - 1);
        free(inside);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

/* Stages are named <start><process>-XXXXXX: those of processes that are gone were killed, and are cleared away. */
static void clear_killed(const char *inside, const char *start)
{
    DIR *folder = opendir(inside);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        const size_t length = strlen(start);
        if (strncmp(entry->d_name, start, length) != 0)
            continue;
        char *end;
        const long process = strtol(entry->d_name + length, &end, 10);
        if (process <= 0 || *end != '-' || strlen(end) != strlen("-XXXXXX") || kill((pid_t)process, 0) == 0 ||
            errno != ESRCH)
            continue;
        char *stale = join(inside, entry->d_name);
        if (stale)
            remove_tree(stale, 2);
        free(stale);
    }
    if (folder)
        closedir(folder);
}

/* Names and makes the stage, on the same disk as the final place: beside a new folder, inside an existing one. */
static enum tb_status make_stage(struct tb_folder *folder, struct tb_log *log)
{
    const char *stroke = strrchr(folder->path, '/');
    const char *name = stroke ? stroke + 1 : folder->path;
    char *inside = folder->existed            ? strdup(folder->path)
                   : !stroke                  ? strdup(".")
                   : name == folder->path + 1 ? strdup("/")
                                              : strndup(folder->path, (size_t)(stroke - folder->path));
    char *start = NULL;
    enum tb_status status = TB_NO_MEMORY;
    if (!inside ||
        asprintf(&start, "%s%s", folder->existed ? "" : name, folder->existed ? ".trendbook-" : ".part-") < 0) {
        start = NULL;
        goto done;
    }
    clear_killed(inside, start);
    if (asprintf(&folder->stage, "%s/%s%ld-XXXXXX", inside, start, (long)getpid()) < 0) {
        folder->stage = NULL;
        goto done;
    }
    status = TB_OK;
    if (!mkdtemp(folder->stage)) {
        status = failed(log, "create", folder->path);
        free(folder->stage);
        folder->stage = NULL;
        goto done;
    }
    const mode_t mask = umask(0); /* mkdtemp makes 0700; the finished folder has the usual rights */
    umask(mask);
    if (chmod(folder->stage, 0777 & ~mask) < 0)
        status = failed(log, "set the rights of", folder->stage);
done:
    free(inside);
    free(start);
    return status;
}

enum tb_status tb_folder_open(const char *path, const char *mark, bool force, struct tb_folder **result,
                              struct tb_log *log)
{
    struct tb_folder *folder = calloc(1, sizeof *folder);
    if (!folder)
        return TB_NO_MEMORY;
    enum tb_status status = TB_OK;
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    folder->path = strndup(path, length);
    folder->mark = strdup(mark);
    if (!folder->path || !folder->mark) {
        status = TB_NO_MEMORY;
        goto done;
    }
    struct stat there;
    folder->existed = stat(folder->path, &there) == 0;
    if (folder->existed && !S_ISDIR(there.st_mode)) {
        status = tb_fail(log, TB_OUTPUT_FAILED, "output", NULL, "\"%s\" is a file; choose a folder for -o", path);
        goto done;
    }
    if (folder->existed && !force && !is_ours(folder->path, mark)) {
        status = tb_fail(log, TB_OUTPUT_FAILED, "output", NULL,
                         "\"%s\" holds other files; choose an empty folder, or --force to add to it", path);
        goto done;
    }
    if (!folder->existed)
        status = make_parents(folder, log);
    if (status)
        goto done;
    status = make_stage(folder, log);
    if (status)
        goto done;
    *result = folder;
    folder = NULL;
done:
    tb_folder_abandon(folder);
    return status;
}

/* Makes the sub-folder of a staged name once. */
static enum tb_status make_sub_folder(struct tb_folder *folder, const char *name, struct tb_log *log)
{
    const char *stroke = strchr(name, '/');
    if (!stroke)
        return TB_OK;
    const size_t length = (size_t)(stroke - name);
    for (size_t i = 0; i < folder->n_sub_folders; i++)
        if (strncmp(folder->sub_folders[i], name, length) == 0 && !folder->sub_folders[i][length])
            return TB_OK;
    char *sub = strndup(name, length);
    char *path = sub ? join(folder->stage, sub) : NULL;
    enum tb_status status = TB_OK;
    if (!path || !tb_grow(&folder->sub_folders, &folder->sub_capacity, folder->n_sub_folders + 1, sizeof sub)) {
        status = TB_NO_MEMORY;
        goto done;
    }
    if (mkdir(path, 0777) < 0) {
        status = failed(log, "create", path);
        goto done;
    }
    folder->sub_folders[folder->n_sub_folders++] = sub;
    sub = NULL;
done:
    free(sub);
    free(path);
    return status;
}

enum tb_status tb_folder_add(struct tb_folder *folder, const char *name, const void *data, size_t n, struct tb_log *log)
{
    char *path = join(folder->stage, name), *copy = strdup(name), *shown = join(folder->path, name);
    enum tb_status status = TB_NO_MEMORY;
    if (!path || !copy || !shown ||
        !tb_grow(&folder->files, &folder->capacity, folder->n_files + 1, sizeof *folder->files))
        goto done;
    status = make_sub_folder(folder, name, log);
    if (!status)
        status = write_new(path, shown, data, n, log);
    if (!status) {
        folder->files[folder->n_files++].name = copy;
        copy = NULL;
    }
done:
    free(path);
    free(copy);
    free(shown);
    return status;
}

/* Moves one staged file to its final name. */
static enum tb_status move_file(const struct tb_folder *folder, const char *name, struct tb_log *log)
{
    char *from = join(folder->stage, name), *to = join(folder->path, name);
    enum tb_status status = TB_NO_MEMORY;
    if (from && to)
        status = rename(from, to) == 0 ? TB_OK : failed(log, "write", to);
    free(from);
    free(to);
    return status;
}

static enum tb_status move_all(struct tb_folder *folder, struct tb_log *log)
{
    enum tb_status status = TB_OK;
    for (size_t i = 0; i < folder->n_sub_folders && !status; i++) {
        char *path = join(folder->path, folder->sub_folders[i]);
        if (!path)
            return TB_NO_MEMORY;
        if (mkdir(path, 0777) < 0 && errno != EEXIST)
            status = failed(log, "create", path);
        free(path);
    }
    const char *last = NULL;
    for (size_t i = 0; i < folder->n_files && !status; i++) {
        if (strcmp(folder->files[i].name, folder->mark) == 0)
            last = folder->files[i].name;
        else
            status = move_file(folder, folder->files[i].name, log);
    }
    return !status && last ? move_file(folder, last, log) : status;
}

/* Waits until the disk has all staged files: one flush instead of one a file. */
static enum tb_status flush_stage(const struct tb_folder *folder, struct tb_log *log)
{
    const int stage = open(folder->stage, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (stage < 0)
        return failed(log, "write", folder->path);
    const enum tb_status status = syncfs(stage) == 0 ? TB_OK : failed(log, "write", folder->path);
    close(stage);
    return status;
}

enum tb_status tb_folder_commit(struct tb_folder *folder, struct tb_log *log)
{
    enum tb_status status = flush_stage(folder, log);
    if (status) {
        tb_folder_abandon(folder);
        return status;
    }
    if (!folder->existed && rename(folder->stage, folder->path) == 0) {
        free(folder->stage);
        folder->stage = NULL; /* nothing left to remove */
        folder->made_parents = 0;
    } else if (!folder->existed && errno != EEXIST && errno != ENOTEMPTY)
        status = failed(log, "create", folder->path);
    else
        status = move_all(folder, log);
    tb_folder_abandon(folder);
    return status;
}

void tb_folder_abandon(struct tb_folder *folder)
{
    if (!folder)
        return;
    for (size_t i = 0; i < folder->n_files; i++) {
        char *path = folder->stage ? join(folder->stage, folder->files[i].name) : NULL;
        if (path)
            unlink(path);
        free(path);
        free(folder->files[i].name);
    }
    for (size_t i = 0; i < folder->n_sub_folders; i++) {
        char *path = folder->stage ? join(folder->stage, folder->sub_folders[i]) : NULL;
        if (path)
            rmdir(path);
        free(path);
        free(folder->sub_folders[i]);
    }
    if (folder->stage)
        rmdir(folder->stage);
    remove_parents(folder);
    free(folder->files);
    free(folder->sub_folders);
    free(folder->stage);
    free(folder->path);
    free(folder->mark);
    free(folder);
}
