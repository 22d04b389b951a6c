/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

void screen_begin(void)
{
    /* A closed stream must not become the first file that is opened; lost output must be noticed. */
    static const char *const stand_in[] = {"/dev/null", "/dev/full", "/dev/null"};
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open(stand_in[fd], fd ? O_WRONLY : O_RDONLY) < 0)
            _exit(TB_OUTPUT_FAILED);
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths of characters in tables; numbers stay as they are */
    signal(SIGPIPE, SIG_IGN);
}

bool screen_styled(FILE *stream)
{
    const char *no_colour = getenv("NO_COLOR");
    return isatty(fileno(stream)) && !(no_colour && *no_colour);
}

size_t screen_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
        return size.ws_col;
    return 100;
}

void print_messages(struct tb_log *log, bool quiet)
{
    const bool styled = screen_styled(stderr);
    const char *last_file = NULL;
    for (size_t i = 0; i <= tb_log_kept(log); i++) {
        const struct tb_message *message = tb_log_message(log, i);
        const bool next_file = i && (!message || (message->file != last_file));
        for (int severity = TB_ERROR; next_file && severity >= TB_WARNING; severity--) {
            const size_t more = tb_log_dropped(log, last_file, (enum tb_severity)severity);
            if (more && !(quiet && severity == TB_WARNING))
                fprintf(stderr, "%s: %zu more %s%s\n", last_file ? last_file : "trendbook", more,
                        severity == TB_ERROR ? "error" : "warning", more == 1 ? "" : "s");
        }
        if (!message)
            break;
        last_file = message->file;
        if (quiet && message->severity == TB_WARNING)
            continue;
        char *text = tb_message_text(message);
        if (text && styled)
            fprintf(stderr, "%s%s\033[0m\n", message->severity == TB_ERROR ? "\033[31m" : "\033[33m", text);
        else if (text)
            fprintf(stderr, "%s\n", text);
        free(text);
    }
}

struct progress progress_begin(const char *what, const struct options *options)
{
    return (struct progress){.what = what, .wanted = !options->quiet && isatty(STDERR_FILENO)};
}

void progress_step(void *context, size_t done, size_t total)
{
    struct progress *progress = context;
    if (!progress->wanted || !total)
        return;
    enum {
        BAR = 28
    };
    const size_t full = done >= total ? BAR : done * BAR / total;
    fprintf(stderr, "\r%s ", progress->what);
    for (size_t i = 0; i < BAR; i++)
        fputs(i < full ? "\u2501" : "\u2500", stderr);
    fprintf(stderr, " %zu/%zu\033[K", done, total);
    fflush(stderr);
    progress->shown = true;
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

volatile int cancelled;

static void on_signal(int number)
{
    cancelled = number;
}

void signals_catch(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
