/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a PDF, by pdftotext (poppler) where it is installed: the bytes go in, the text comes out, no file name
 * and no shell between. */
#include "load/prose.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    LONGEST_WAIT = 60, /* seconds */
    LARGEST_TEXT = 64 << 20,
};

static bool write_all(int file, const unsigned char *data, size_t n)
{
    while (n) {
        const ssize_t step = write(file, data, n);
        if (step < 0 && errno != EINTR)
            return false;
        if (step > 0) {
            data += step;
            n -= (size_t)step;
        }
    }
    return lseek(file, 0, SEEK_SET) == 0;
}

static pid_t start(int from, int to)
{
    static const char program[] = "pdftotext";
    char *const arguments[] = {
        (char[]){"pdftotext"}, (char[]){"-q"}, (char[]){"-enc"}, (char[]){"UTF-8"}, (char[]){"-"}, (char[]){"-"}, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = -1;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -1;
    if (posix_spawn_file_actions_adddup2(&actions, from, STDIN_FILENO) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, to, STDOUT_FILENO) != 0 ||
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) != 0 ||
        posix_spawnp(&child, program, &actions, NULL, arguments, environ) != 0)
        child = -1;
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

/* Reads until the end; false when it takes too long or is too much. */
static bool read_all(int file, struct tb_bytes *text)
{
    struct timespec begun, now;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    for (;;) {
        char block[1 << 14];
        struct pollfd waits = {.fd = file, .events = POLLIN};
        const int ready = poll(&waits, 1, 1000);
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - begun.tv_sec > LONGEST_WAIT || text->n > LARGEST_TEXT || text->failed)
            return false;
        if (ready <= 0)
            continue;
        const ssize_t got = read(file, block, sizeof block);
        if (got < 0 && errno != EINTR)
            return false;
        if (got == 0)
            return true;
        if (got > 0)
            tb_bytes_add(text, block, (size_t)got);
    }
}

enum prose_pdf prose_pdf_text(const struct tb_bytes *pdf, struct tb_bytes *text)
{
    enum prose_pdf outcome = PROSE_PDF_DAMAGED;
    int ends[2] = {-1, -1}, status = 0;
    const int source = memfd_create("report.pdf", MFD_CLOEXEC);
    if (source < 0 || pipe2(ends, O_CLOEXEC) < 0 || !write_all(source, pdf->data, pdf->n))
        goto done;
    const pid_t child = start(source, ends[1]);
    close(ends[1]);
    ends[1] = -1;
    if (child < 0) {
        outcome = PROSE_PDF_NO_PROGRAM;
        goto done;
    }
    const bool whole = read_all(ends[0], text);
    if (!whole)
        kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        outcome = PROSE_PDF_NO_PROGRAM;
    else if (whole && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        outcome = PROSE_PDF_READ;
done:
    if (source >= 0)
        close(source);
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
    return outcome;
}
