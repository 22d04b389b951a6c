/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

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

/* A terminal that can do no more than print letters. */
static bool is_dumb(void)
{
    const char *terminal = getenv("TERM");
    return terminal && strcmp(terminal, "dumb") == 0;
}

bool screen_styled(FILE *stream)
{
    const char *no_colour = getenv("NO_COLOR");
    return isatty(fileno(stream)) && !is_dumb() && !(no_colour && *no_colour);
}

int screen_columns(const char *text)
{
    int width = 0;
    mbstate_t state = {0};
    wchar_t c;
    for (size_t n; *text && (n = mbrtowc(&c, text, strlen(text), &state)) != (size_t)-1 && n != (size_t)-2; text += n)
        width += wcwidth(c) > 0 ? wcwidth(c) : 0;
    return width + (int)strlen(text); /* what is no text in this locale */
}

void put_right(const char *text, int width)
{
    printf("%*s%s", width > screen_columns(text) ? width - screen_columns(text) : 0, "", text);
}

void put_safe(const char *text)
{
    char *safe = tb_safe_text(text);
    fputs(safe ? safe : "", stdout);
    free(safe);
}

bool screen_has_dots(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *terminal = getenv("TERM");
    if (terminal && (strcmp(terminal, "dumb") == 0 || strcmp(terminal, "linux") == 0))
        return false;
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *locale = getenv(variables[i]);
        if (locale && *locale) /* the first that is set decides */
            return strcasestr(locale, "utf-8") || strcasestr(locale, "utf8");
    }
    return false;
}

size_t screen_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
        return size.ws_col;
    return 100;
}

enum tb_language message_language(const struct options *options)
{
    if (options && options->language)
        return strcmp(options->language, "zh") == 0 ? TB_CHINESE : TB_ENGLISH;
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *locale = getenv(variables[i]);
        if (locale && *locale) /* the first that is set decides */
            return strncmp(locale, "zh", 2) == 0 ? TB_CHINESE : TB_ENGLISH;
    }
    return TB_ENGLISH;
}

int complain(const char *command, enum tb_language language, char *sentence)
{
    fprintf(stderr, "trendbook%s%s: %s%s\n", command ? " " : "", command ? command : "",
            language == TB_CHINESE ? "错误：" : "error: ", sentence ? sentence : "");
    free(sentence);
    return TB_BAD_OPTION;
}

bool screen_reader_left(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

int printed(bool good, enum tb_language language)
{
    if (!good && !screen_reader_left())
        complain(NULL, language, tb_say(language, "cannot write to standard output"));
    return good ? TB_OK : TB_OUTPUT_FAILED;
}

char *shell_word(const char *text)
{
    char *safe = tb_safe_text(text), *word = NULL;
    const char *quote = safe && safe[strcspn(safe, " \t'\"\\$&;|<>()*?#")] ? "'" : "";
    if (!safe || asprintf(&word, "%s%s%s", quote, safe, quote) < 0)
        word = NULL;
    free(safe);
    return word;
}

void hint(const struct options *options, char *sentence)
{
    if (sentence && !options->quiet && isatty(STDOUT_FILENO) && isatty(STDERR_FILENO))
        fprintf(stderr, "%s\n", sentence);
    free(sentence);
}

/* How many messages of a file were counted but not kept. */
static void print_dropped(const struct tb_log *log, const char *file, enum tb_severity severity,
                          enum tb_language language)
{
    const size_t more = tb_log_dropped(log, file, severity);
    if (!more)
        return;
    const char *name = file ? file : "trendbook", *plural = more == 1 ? "" : "s";
    char *text = severity == TB_ERROR ? tb_say(language, "%s: %zu more error%s", name, more, plural)
                                      : tb_say(language, "%s: %zu more warning%s", name, more, plural);
    fprintf(stderr, "%s\n", text ? text : "");
    free(text);
}

void print_messages(struct tb_log *log, bool quiet, enum tb_language language)
{
    const bool styled = screen_styled(stderr);
    const char *last_file = NULL;
    for (size_t i = 0; i <= tb_log_kept(log); i++) {
        const struct tb_message *message = tb_log_message(log, i);
        if (i && (!message || message->file != last_file)) {
            print_dropped(log, last_file, TB_ERROR, language);
            if (!quiet)
                print_dropped(log, last_file, TB_WARNING, language);
        }
        if (!message)
            break;
        last_file = message->file;
        if (quiet && message->severity == TB_WARNING)
            continue;
        if (!message->file && strcmp(message->kind, "output") == 0 && screen_reader_left())
            continue;
        char *text = tb_message_text(message, language);
        /* red and magenta can be read on dark and on light terminals */
        const char *colour = message->severity == TB_ERROR ? "\033[31m" : "\033[35m";
        if (text) /* every message has a place, if only the program's */
            fprintf(stderr, "%s%s%s%s\n", styled ? colour : "", message->file ? "" : "trendbook: ", text,
                    styled ? "\033[0m" : "");
        free(text);
    }
}

struct progress progress_begin(const char *what, const struct options *options)
{
    return (struct progress){.what = tb_phrase(message_language(options), what),
                             .wanted = !options->quiet && isatty(STDERR_FILENO) && !is_dumb()};
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
    const bool lines = screen_has_dots();
    for (size_t i = 0; i < BAR; i++)
        fputs(i < full ? lines ? "\u2501" : "#" : lines ? "\u2500" : ".", stderr);
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
