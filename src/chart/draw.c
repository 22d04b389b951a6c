/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts are drawn by forked workers with limits; bytes and messages come back through a socket.
 *
 *   parent                                  worker
 *   warmed: fonts, Pango, PLplot   fork →   quiet stdin, folder /
 *   number of a chart            socket →   limits of this chart
 *   poll: messages, bytes      ← socket     frames: MESSAGE* NOTES OUTPUT STATUS
 *   no chart left: close         socket →   _exit
 *
 * A worker draws one chart after another, since a fork for each would cost as much as the drawing.  One that dies,
 * hangs or writes half a frame is one error, of the chart it had; nothing of that is used, and the next chart is given
 * to a new worker.
 */
#include "draw.h"

#include "canvas.h"
#include "model/log.h"
#include "type.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum {
    SMALLEST_SIDE = 200,
    LARGEST_SIDE = 8192,
    MANY_CHARTS = 4, /* from here on it pays to load the faces once for all */
    MANY_PIXELS = 4000000
};

struct tb_draw_limits tb_draw_limits = {
    .seconds = SANITIZED ? 120 : 30, .cpu_seconds = SANITIZED ? 60 : 20, .bytes = (size_t)1 << 29, .before = NULL};

struct tb_page tb_page_default(void)
{
    return (struct tb_page){.width = 1600, .height = 900, .inches = 7.5, .theme = TB_LIGHT};
}

/* Threads of this process, plus a constant; 0 when unknown. */
static nlink_t count_threads(void)
{
    struct stat tasks;
    return stat("/proc/self/task", &tasks) == 0 ? tasks.st_nlink : 0;
}

static nlink_t threads_before; /* those of the user, before Pango starts any */

enum tb_status tb_chart_warm(struct tb_log *log)
{
    if (!threads_before)
        threads_before = count_threads();
    return tb_canvas_warm(log);
}

const char *tb_chart_font(void)
{
    return tb_canvas_font();
}

/* ---- frames ---- */

enum frame_sort {
    FRAME_MESSAGE,
    FRAME_NOTES,
    FRAME_OUTPUT,
    FRAME_STATUS
};

struct frame {
    uint32_t sort, detail; /* MESSAGE: severity; STATUS: enum tb_status */
    uint64_t length;
};

/* Kinds travel as text and come back as the static text that the log wants. */
static const char *const kinds[] = {
    "chart-crashed",  "chart-empty",    "chart-library", "chart-output", "chart-too-large",
    "chart-too-long", "chart-too-many", "chart-type",    "chart-units",  "font-missing",
    "missing-glyph",  "no-memory",      "text-collides", "text-cut",
};

static const char *kind_of(const char *text)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], text) == 0)
            return kinds[i];
    }
    return "chart";
}

/* ---- the worker ---- */

static void send_all(int fd, const void *data, size_t n)
{
    const char *at = data;
    while (n > 0) {
        const ssize_t written = write(fd, at, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            _exit(4); /* nobody listens */
        at += written;
        n -= (size_t)written;
    }
}

static void send_frame(int fd, enum frame_sort sort, unsigned detail, const void *data, size_t n)
{
    const struct frame frame = {.sort = sort, .detail = detail, .length = n};
    send_all(fd, &frame, sizeof frame);
    send_all(fd, data, n);
}

static void limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(resource, &now) == 0 && (now.rlim_max == RLIM_INFINITY || now.rlim_max >= most)) {
        now.rlim_cur = now.rlim_max = most;
        setrlimit(resource, &now);
    }
}

/* Address space in use, in bytes; 0 when unknown. */
static size_t space_in_use(void)
{
    char text[64] = "";
    const int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    return n > 0 ? strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static timer_t processor_time; /* a clock that counts exactly; RLIMIT_CPU counts ticks, and from the beginning */
static bool has_timer;

/* From here on; the hard limit stays, so that the next chart has as much. */
static void limit_chart(const struct tb_page *page)
{
    const struct itimerspec most = {.it_value = {.tv_sec = tb_draw_limits.cpu_seconds}};
    if (has_timer)
        timer_settime(processor_time, 0, &most, NULL);
    struct rlimit space;
    const size_t used = SANITIZED ? 0 : space_in_use(); /* a sanitizer reserves the whole address space */
    if (used && getrlimit(RLIMIT_AS, &space) == 0) {
        const rlim_t wanted = used + tb_draw_limits.bytes + (size_t)page->width * (size_t)page->height * 12;
        space.rlim_cur = wanted < space.rlim_max ? wanted : space.rlim_max;
        setrlimit(RLIMIT_AS, &space);
    }
}

static void confine(void)
{
    /* what a terminal sends to all is for the parent, which ends its workers; theirs would be an error of a chart */
    static const int of_parent[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}, own[] = {SIGALRM, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof of_parent / sizeof *of_parent; i++)
        signal(of_parent[i], SIG_IGN);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        signal(own[i], SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);

    const int null = open("/dev/null", O_RDWR);
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        if (!SANITIZED) { /* libraries grumble; a sanitizer's report is wanted */
            dup2(null, STDOUT_FILENO);
            dup2(null, STDERR_FILENO);
        }
        if (null > STDERR_FILENO)
            close(null);
    }
    if (chdir("/") != 0)
        _exit(4);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0); /* a chart writes to its socket alone */
    struct sigevent over = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGXCPU};
    has_timer = timer_create(CLOCK_PROCESS_CPUTIME_ID, &over, &processor_time) == 0;
}

static void draw_chart(const struct tb_chart_job *job, int fd)
{
    limit_chart(job->page);
    struct tb_log *log = tb_log_new(0);
    struct tb_bytes notes = {0}, output = {0};
    if (!log)
        _exit(4);
    if (tb_draw_limits.before)
        tb_draw_limits.before(job);
    enum tb_status status = tb_chart_render(job->chart, job->page, job->format, log, &notes, &output);
    if (!status && (output.failed || notes.failed))
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while drawing");
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        const struct tb_message *message = tb_log_message(log, i);
        const char *const parts[] = {message->kind, message->text, message->text_zh ? message->text_zh : ""};
        struct tb_bytes text = {0};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            tb_bytes_add(&text, parts[k], strlen(parts[k]) + 1);
        if (text.failed)
            _exit(4);
        send_frame(fd, FRAME_MESSAGE, message->severity, text.data, text.n);
        tb_bytes_free(&text);
    }
    if (!status) {
        send_frame(fd, FRAME_NOTES, 0, notes.data, notes.n);
        send_frame(fd, FRAME_OUTPUT, 0, output.data, output.n);
    }
    send_frame(fd, FRAME_STATUS, status, NULL, 0);
    tb_bytes_free(&notes);
    tb_bytes_free(&output);
    tb_log_free(log);
}

/* The charts whose numbers come, until the parent has no more. */
static _Noreturn void run_worker(const struct tb_chart_job *job, int fd)
{
    confine();
    for (;;) {
        uint64_t number;
        const ssize_t n = recv(fd, &number, sizeof number, MSG_WAITALL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n != sizeof number)
            _exit(n == 0 ? 0 : 4);
        draw_chart(&job[number], fd);
    }
}

/* ---- the parent ---- */

struct worker {
    struct tb_chart_job *job; /* NULL: idle */
    pid_t pid;                /* 0: not there */
    int fd;
    double deadline;
    bool timed_out;
    struct tb_bytes received;
    size_t walked; /* whole frames of what was received */
};

static double now_in_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool has_size(const struct tb_page *page)
{
    return page->width >= SMALLEST_SIDE && page->width <= LARGEST_SIDE && page->height >= SMALLEST_SIDE &&
           page->height <= LARGEST_SIDE;
}

/* Between 30 and 2000 u on the shorter side: below that no plot is left, above nothing can be read. */
static bool has_unit(const struct tb_page *page)
{
    const double shorter = page->width < page->height ? page->width : page->height;
    return page->u == 0 || (page->u <= shorter / 30 && page->u >= shorter / 2000);
}

static bool has_inches(const struct tb_page *page)
{
    return page->inches >= 0 && page->inches <= 1000;
}

static enum tb_status check_job(const struct tb_chart_job *job, struct tb_log *log)
{
    const struct tb_place place = {.file = job->name};
    const struct tb_page *page = job->page;
    if (!has_size(page))
        return tb_fail(log, TB_BAD_OPTION, "chart-size", &place,
                       "a page of %d x %d cannot be drawn: each side is %d to %d", page->width, page->height,
                       SMALLEST_SIDE, LARGEST_SIDE);
    if (!has_unit(page))
        return tb_fail(log, TB_BAD_OPTION, "chart-size", &place,
                       "%g pixels to the unit of length do not suit a page of %d x %d", page->u, page->width,
                       page->height);
    if (!has_inches(page))
        return tb_fail(log, TB_BAD_OPTION, "chart-size", &place, "a page cannot be %g inches high", page->inches);
    return TB_OK;
}

/* Where many charts follow, the first one's faces are loaded once for all. */
static void warm_for(const struct tb_chart_job *job, size_t n, struct tb_log *log)
{
    if (n < MANY_CHARTS)
        return;
    const struct tb_page *page = job->page;
    if (has_size(page) && has_unit(page) && has_inches(page) && page->width * page->height <= MANY_PIXELS)
        tb_canvas_warm_faces(page, job->format, job->chart->language, log);
}

/*
 * Pango matches fonts in threads of its own.  One that still ends while this process forks may hold a lock that nobody
 * would ever release in the child, so the fork waits for them.
 */
static void wait_for_threads(void)
{
    const struct timespec moment = {.tv_nsec = 100000};
    const double end = now_in_seconds() + 1;
    while (count_threads() > threads_before && now_in_seconds() < end)
        nanosleep(&moment, NULL);
}

static enum tb_status start(struct worker *all, unsigned n_all, struct worker *worker, const struct tb_chart_job *jobs,
                            const struct tb_place *place, struct tb_log *log)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return tb_fail(log, TB_OUTPUT_FAILED, "chart-process", place, "no pipe for the chart process: %s",
                       strerror(errno));
    fflush(NULL); /* nothing buffered may be written twice */
    wait_for_threads();
    const pid_t pid = fork();
    if (pid < 0) {
        const int reason = errno;
        close(ends[0]);
        close(ends[1]);
        return tb_fail(log, TB_OUTPUT_FAILED, "chart-process", place, "no chart process: %s", strerror(reason));
    }
    if (pid == 0) {
        close(ends[0]);
        for (unsigned i = 0; i < n_all; i++) {
            if (all[i].pid)
                close(all[i].fd);
        }
        run_worker(jobs, ends[1]);
    }
    close(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    worker->pid = pid;
    worker->fd = ends[0];
    return TB_OK;
}

/* Ends a worker and returns how it ended.  An idle one goes by itself; one that is busy must go `now`. */
static int stop(struct worker *worker, bool now)
{
    int how = 0;
    if (now)
        kill(worker->pid, SIGKILL);
    close(worker->fd);
    while (waitpid(worker->pid, &how, 0) < 0 && errno == EINTR)
        ;
    worker->pid = 0;
    return how;
}

/* Gives a chart to an idle worker; one that died while it was idle is replaced. */
static enum tb_status hand_out(struct worker *all, unsigned n_all, struct worker *worker, struct tb_chart_job *jobs,
                               size_t number, struct tb_log *log)
{
    struct tb_chart_job *job = &jobs[number];
    const struct tb_place place = {.file = job->name};
    const uint64_t wanted = number;
    enum tb_status status = check_job(job, log);
    for (bool sent = false; !sent && !status;) {
        const bool fresh = !worker->pid;
        if (fresh)
            status = start(all, n_all, worker, jobs, &place, log);
        if (status)
            break;
        sent = send(worker->fd, &wanted, sizeof wanted, MSG_NOSIGNAL) == sizeof wanted;
        const int reason = errno;
        if (!sent)
            stop(worker, true);
        if (!sent && fresh)
            status = tb_fail(log, TB_OUTPUT_FAILED, "chart-process", &place, "no chart process: %s", strerror(reason));
    }
    if (status)
        return status;
    worker->job = job;
    worker->deadline = now_in_seconds() + tb_draw_limits.seconds;
    worker->timed_out = false;
    worker->received.n = worker->walked = 0;
    return TB_OK;
}

/* The text behind a text, of several in a row that each end in a NUL; NULL behind the last, or without a NUL. */
static const char *next_text(const char *text, const char *end)
{
    const char *nul = memchr(text, '\0', (size_t)(end - text));
    return nul && nul + 1 < end ? nul + 1 : NULL;
}

/* Takes the frames of a finished chart; false when they do not end with a status. */
static bool take_frames(const struct worker *worker, struct tb_log *log, enum tb_status *status)
{
    if (worker->received.n == 0)
        return false;
    const struct tb_place place = {.file = worker->job->name};
    const unsigned char *at = worker->received.data, *end = at + worker->received.n;
    while ((size_t)(end - at) >= sizeof(struct frame)) {
        struct frame frame;
        memcpy(&frame, at, sizeof frame);
        at += sizeof frame;
        if (frame.length > (uint64_t)(end - at))
            return false;
        const char *text = (const char *)at;
        const size_t n = (size_t)frame.length;
        switch (frame.sort) {
        case FRAME_MESSAGE: {
            const char *english = next_text(text, text + n), *chinese = english ? next_text(english, text + n) : NULL;
            if (!chinese || next_text(chinese, text + n) || text[n - 1] != '\0')
                return false;
            log_add_told(log, frame.detail == TB_ERROR ? TB_ERROR : TB_WARNING, kind_of(text), &place, english,
                         *chinese ? chinese : NULL);
            break;
        }
        case FRAME_NOTES:
            tb_bytes_add(&worker->job->notes, text, n);
            break;
        case FRAME_OUTPUT:
            tb_bytes_add(&worker->job->output, text, n);
            break;
        case FRAME_STATUS:
            *status = (enum tb_status)frame.detail;
            return at == end;
        default:
            return false;
        }
        at += n;
    }
    return false;
}

/* One sentence about a worker that did not come to the end of its chart. */
static enum tb_status report_death(const struct worker *worker, int how, struct tb_log *log)
{
    const struct tb_place place = {.file = worker->job->name};
    if (worker->timed_out)
        return tb_fail(log, TB_OUTPUT_FAILED, "chart-hangs", &place,
                       "the chart was not ready after %g seconds and was stopped", tb_draw_limits.seconds);
    if (WIFSIGNALED(how) && WTERMSIG(how) == SIGXCPU)
        return tb_fail(log, TB_OUTPUT_FAILED, "chart-hangs", &place,
                       "the chart used more than %d seconds of processor time", tb_draw_limits.cpu_seconds);
    if (WIFSIGNALED(how) && (WTERMSIG(how) == SIGABRT || WTERMSIG(how) == SIGTRAP)) /* ours; GLib's */
        return tb_fail(log, TB_OUTPUT_FAILED, "chart-crashed", &place,
                       "the chart process gave up with signal %d (%s), as it does when it is out of memory",
                       WTERMSIG(how), strsignal(WTERMSIG(how)));
    if (WIFSIGNALED(how))
        return tb_fail(log, TB_OUTPUT_FAILED, "chart-crashed", &place, "the chart process was ended by signal %d (%s)",
                       WTERMSIG(how), strsignal(WTERMSIG(how)));
    return tb_fail(log, TB_OUTPUT_FAILED, "chart-crashed", &place, "the chart process ended early with code %d",
                   WIFEXITED(how) ? WEXITSTATUS(how) : -1);
}

/* Takes what the worker has made; `dead` when its socket has ended. */
static void finish(struct worker *worker, bool dead, struct tb_log *log)
{
    struct tb_chart_job *job = worker->job;
    enum tb_status status = TB_OK;
    const bool whole = !dead && take_frames(worker, log, &status);
    const int how = whole ? 0 : stop(worker, !dead);
    if (worker->received.failed)
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while receiving a chart");
    else if (!whole)
        status = report_death(worker, how, log);
    if (!status && (job->output.failed || job->notes.failed))
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while receiving a chart");
    if (status) {
        tb_bytes_free(&job->output);
        tb_bytes_free(&job->notes);
        job->output = job->notes = (struct tb_bytes){0};
    }
    job->status = status;
    if (worker->received.failed)
        tb_bytes_free(&worker->received);
    worker->job = NULL;
}

/* Whether the last frame of a chart, its status, has come. */
static bool is_whole(struct worker *worker)
{
    struct frame frame;
    while (worker->received.n - worker->walked >= sizeof frame) {
        memcpy(&frame, worker->received.data + worker->walked, sizeof frame);
        if (frame.length > worker->received.n - worker->walked - sizeof frame)
            return false;
        worker->walked += sizeof frame + (size_t)frame.length;
        if (frame.sort == FRAME_STATUS)
            return true;
    }
    return false;
}

/* Reads what is there; true at the end of the chart, or of the worker, which is `dead` then. */
static bool receive(struct worker *worker, bool *dead)
{
    static unsigned char block[1 << 16];
    *dead = false;
    for (;;) {
        const ssize_t n = read(worker->fd, block, sizeof block);
        if (n > 0) {
            tb_bytes_add(&worker->received, block, (size_t)n);
            if (worker->received.failed)
                kill(worker->pid, SIGKILL);
            else if (is_whole(worker))
                return true;
        } else if (n == 0) {
            *dead = true;
            return true;
        } else if (errno == EAGAIN) {
            return false;
        } else if (errno != EINTR) {
            kill(worker->pid, SIGKILL);
            *dead = true;
            return true;
        }
    }
}

/* Waits until something happens to one of the workers; returns how many charts ended. */
static size_t tend(struct worker *worker, unsigned n, struct tb_log *log)
{
    struct pollfd *wait = calloc(n, sizeof *wait);
    unsigned *who = calloc(n, sizeof *who);
    nfds_t n_wait = 0;
    size_t ended = 0;
    double until = INFINITY;
    if (!wait || !who)
        abort(); /* a handful of bytes: nothing could be done */
    for (unsigned i = 0; i < n; i++) {
        if (!worker[i].job)
            continue;
        who[n_wait] = i;
        wait[n_wait++] = (struct pollfd){.fd = worker[i].fd, .events = POLLIN};
        until = fmin(until, worker[i].deadline);
    }
    const double left = fmax(0, until - now_in_seconds());
    const int milliseconds = left > 0.2 ? 200 : (int)(left * 1000) + 1; /* so that `cancel` is seen soon */
    const int ready = poll(wait, n_wait, milliseconds);
    for (nfds_t i = 0; i < n_wait; i++) {
        struct worker *one = &worker[who[i]];
        bool dead = false;
        if (ready > 0 && wait[i].revents && receive(one, &dead)) {
            finish(one, dead, log);
            ended++;
        } else if (!one->timed_out && now_in_seconds() > one->deadline) {
            one->timed_out = true;
            kill(one->pid, SIGKILL); /* its socket closes: the next turn reaps it */
        }
    }
    free(wait);
    free(who);
    return ended;
}

enum tb_status tb_chart_draw(struct tb_chart_job *job, size_t n, unsigned jobs,
                             void (*progress)(void *context, size_t done, size_t total), void *context,
                             const volatile int *cancel, struct tb_log *log)
{
    for (size_t i = 0; i < n; i++) {
        job[i].output = job[i].notes = (struct tb_bytes){0};
        job[i].status = TB_INTERRUPTED;
    }
    const enum tb_status warm = tb_chart_warm(log);
    if (warm) {
        for (size_t i = 0; i < n; i++)
            job[i].status = warm;
        return warm;
    }
    warm_for(job, n, log);
    const unsigned n_workers = jobs < 1 ? 1 : jobs > 64 ? 64 : jobs;
    struct worker *worker = calloc(n_workers, sizeof *worker);
    if (!worker)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while drawing charts");

    size_t next = 0, running = 0, done = 0;
    bool cancelled = cancel && *cancel;
    while ((next < n || running > 0) && !cancelled) {
        for (unsigned i = 0; i < n_workers && next < n; i++) {
            if (worker[i].job)
                continue;
            struct tb_chart_job *starting = &job[next];
            starting->status = hand_out(worker, n_workers, &worker[i], job, next++, log);
            if (!starting->status) {
                running++;
                continue;
            }
            done++;
            if (progress)
                progress(context, done, n);
        }
        const size_t ended = running ? tend(worker, n_workers, log) : 0;
        running -= ended;
        for (size_t i = 0; i < ended; i++) {
            done++;
            if (progress)
                progress(context, done, n);
        }
        cancelled = cancel && *cancel;
    }
    for (unsigned i = 0; i < n_workers; i++) {
        if (worker[i].job)
            worker[i].job->status = TB_INTERRUPTED;
        if (worker[i].pid)
            stop(&worker[i], worker[i].job);
        tb_bytes_free(&worker[i].received);
    }
    free(worker);
    for (size_t i = 0; i < n; i++) {
        if (job[i].status)
            return job[i].status;
    }
    return TB_OK;
}
