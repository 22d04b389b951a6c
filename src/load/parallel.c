/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Large files, read in pieces by several threads.
 *
 * A piece ends at a line end with an even number of quotes before it.  That is the end of a record as long as every
 * quote is where it belongs; whoever finds one that is not (or a NUL, or bytes that are no UTF-8) gives up, and one
 * thread reads on from the piece that was given up.  Each thread has a panel, names and messages of its own; they are
 * put together piece by piece, in the order of the file, so that nothing shows how many threads there were.
 */
#include "load/loader.h"
#include "load/marks.h"

#include "model/growth.h"
#include "model/log.h"
#include "model/memory.h"
#include "model/names_part.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_THREADS = 64
};

struct piece {
    size_t consumed, line; /* where it begins */
    size_t length;         /* bytes */
    struct arrivals arrivals;
    struct tb_log *log;
    size_t n_names, n_series, n_newcomers; /* of its thread, after it */
    size_t n_rows, n_ignored;
    bool ascii, fault;
    struct hand *hand;
};

/** One thread. */
struct hand {
    struct hall *hall;
    struct load_loader loader;
    struct load_reader reader;
    struct load_rows rows;
    struct load_text text;
    struct load_newcomers newcomers;
    pthread_t thread;
    bool started;
    /* while its pieces are put together: numbers of the panel for its own, and how far they are known */
    uint32_t *name_number, *indicator_map, *series_number;
    struct part_map name_map, series_map;
    size_t names_known, indicators_known, series_known, newcomers_known; /* names and series of its own */
};

/** What the threads share; all of it under the lock. */
struct hall {
    pthread_mutex_t lock;
    struct load_reader *reader; /* the file */
    load_take_record *take;
    const void *plan;
    struct tb_log *quiet;
    unsigned char *rest; /* read, but behind the end of the last piece */
    size_t n_rest, rest_capacity;
    size_t consumed, line; /* where the next piece begins */
    size_t counted;        /* bytes that progress knows of */
    struct piece **piece;
    size_t n, capacity;
    bool ended, stopped;
};

/* ---- where a piece ends ---- */

/* Bytes up to the last line end that stands outside of quotes; *count becomes what they hold.  0 when there is none. */
static size_t whole_records(const unsigned char *text, size_t n, struct load_count *count)
{
    *count = load_marks_count(text, n);
    while (n) {
        const unsigned char *feed = memrchr(text, '\n', n);
        const size_t end = feed ? (size_t)(feed - text) + 1 : 0;
        const struct load_count behind = load_marks_count(text + end, n - end);
        count->quotes -= behind.quotes;
        count->feeds -= behind.feeds;
        if (count->quotes % 2 == 0)
            return end;
        if (!end)
            return 0;
        count->feeds--;
        n = end - 1;
    }
    return 0;
}

/* Reads the next piece into the buffer of a thread.  Its length, or 0 when that cannot be done. */
static size_t read_piece(struct hall *hall, struct hand *hand, struct load_count *count)
{
    struct load_loader *loader = hall->reader->loader;
    struct load_source *source = hall->reader->rows->text->source;
    size_t n = hall->n_rest, end = 0;
    while (!end && n <= LOAD_LONGEST_LINE) {
        size_t got;
        if (!load_text_room(&hand->text, n + loader->piece))
            return 0;
        if (hall->n_rest)
            memcpy(hand->text.buffer, hall->rest, hall->n_rest);
        hall->n_rest = 0;
        if (load_source_read(source, hand->text.buffer + n, loader->piece, &got, hall->quiet))
            return 0;
        n += got;
        hall->ended = got < loader->piece;
        if (hall->ended) {
            *count = load_marks_count(hand->text.buffer, n);
            return n;
        }
        end = whole_records(hand->text.buffer, n, count);
    }
    if (!end || !tb_grow(&hall->rest, &hall->rest_capacity, n - end, 1))
        return 0;
    hall->n_rest = n - end;
    if (hall->n_rest)
        memcpy(hall->rest, hand->text.buffer + end, hall->n_rest);
    return end;
}

static struct piece *new_piece(struct hall *hall, struct hand *hand)
{
    struct piece *piece = calloc(1, sizeof *piece);
    struct tb_log *log = log_new_like(hall->reader->log);
    if (!piece || !log || !tb_grow(&hall->piece, &hall->capacity, hall->n + 1, sizeof(struct piece *))) {
        free(piece);
        tb_log_free(log);
        return NULL;
    }
    *piece = (struct piece){.consumed = hall->consumed, .line = hall->line, .log = log, .hand = hand};
    return hall->piece[hall->n++] = piece;
}

/* The next piece, its text in the buffer of the thread; NULL when there is none. */
static struct piece *next_piece(struct hall *hall, struct hand *hand)
{
    struct piece *piece = NULL;
    pthread_mutex_lock(&hall->lock);
    if (!hall->stopped && !hall->ended) {
        struct load_count count = {0};
        piece = new_piece(hall, hand);
        const size_t n = piece ? read_piece(hall, hand, &count) : 0;
        const bool none = hall->ended && !n;
        if (piece && (none || !n || hand->text.buffer[n - 1] == 0x1A)) { /* an old end-of-file mark is for one thread */
            piece->fault = !none;
            hall->stopped = true;
            piece = NULL;
        } else if (piece) {
            piece->length = n;
            hall->consumed += n;
            const unsigned char last = hand->text.buffer[n - 1];
            hall->line += memchr(hand->text.buffer, '\r', n) ? load_count_line_ends(hand->text.buffer, n) : count.feeds;
            hall->line += last != '\n' && last != '\r'; /* only the very last line may lack its end */
            const struct load_text *text = hall->reader->rows->text;
            if (text->progress && hall->consumed > hall->counted)
                text->progress(text->context, hall->consumed - hall->counted);
            hall->counted = hall->consumed > hall->counted ? hall->consumed : hall->counted;
        } else {
            hall->stopped = true;
        }
    }
    pthread_mutex_unlock(&hall->lock);
    return piece;
}

/* ---- a thread ---- */

static void read_one(struct hand *hand, struct piece *piece)
{
    struct load_rows *rows = &hand->rows;
    struct load_row row;
    hand->loader.log = hand->reader.log = rows->log = hand->text.log = piece->log;
    hand->newcomers.first_line = piece->line;
    load_text_piece(&hand->text, piece->length, piece->line);
    load_rows_restart(rows);
    while (load_next(&hand->reader, &row))
        hand->hall->take(&hand->reader, &row, hand->hall->plan);
    if (!growth_cut(hand->loader.panel, &piece->arrivals))
        load_out_of_memory(&hand->loader);
    piece->ascii = hand->text.undecided;
    piece->fault = rows->status || rows->n_quote_faults || hand->loader.status;
    piece->n_rows = rows->n_rows;
    piece->n_ignored = rows->n_ignored;
    piece->n_names = tb_names_count(hand->loader.panel->names) - names_base(hand->loader.panel->names);
    piece->n_series = hand->loader.panel->n_series;
    piece->n_newcomers = hand->newcomers.n;
}

static void *read_pieces(void *context)
{
    struct hand *hand = context;
    struct hall *hall = hand->hall;
    for (struct piece *piece; (piece = next_piece(hall, hand));) {
        read_one(hand, piece);
        if (piece->fault) {
            pthread_mutex_lock(&hall->lock);
            hall->stopped = true;
            pthread_mutex_unlock(&hall->lock);
        }
    }
    growth_settle(hand->loader.panel);
    return NULL;
}

/* What is known of the indicators and regions that the thread's panel begins with. */
static bool copy_knowledge(struct load_loader *to, const struct load_loader *from)
{
    if (!tb_grow(&to->trait, &to->traits_capacity, from->n_traits, sizeof *to->trait) ||
        !tb_grow(&to->region_fine, &to->regions_capacity, from->n_regions, sizeof *to->region_fine))
        return false;
    if (from->n_traits)
        memcpy(to->trait, from->trait, from->n_traits * sizeof *to->trait);
    if (from->n_regions)
        memcpy(to->region_fine, from->region_fine, from->n_regions * sizeof *to->region_fine);
    to->n_traits = from->n_traits;
    to->n_regions = from->n_regions;
    return true;
}

static bool open_hand(struct hand *hand, struct hall *hall)
{
    const struct load_reader *reader = hall->reader;
    *hand = (struct hand){.hall = hall};
    if (!load_loader_open(&hand->loader, reader->loader->options, hall->quiet))
        return false;
    if (!growth_build_on(hand->loader.panel, reader->panel))
        return false;
    hand->loader.newcomers = &hand->newcomers;
    load_text_open(&hand->text, reader->rows->text->source, hall->quiet);
    hand->text.encoding = "UTF-8";
    load_rows_open(&hand->rows, &hand->text, hall->quiet);
    hand->rows.header = &reader->header;
    hand->rows.delimiter = reader->rows->delimiter;
    hand->rows.columns_before = reader->rows->columns_before;
    hand->rows.leading = reader->rows->leading;
    hand->rows.names = hand->loader.panel->names;
    hand->rows.n_name_columns = reader->rows->n_name_columns;
    memcpy(hand->rows.name_column, reader->rows->name_column, sizeof hand->rows.name_column);
    hand->rows.begun = true;
    hand->reader = *reader;
    hand->reader.loader = &hand->loader;
    hand->reader.panel = hand->loader.panel;
    hand->reader.rows = &hand->rows;
    hand->reader.input = 0;
    hand->reader.last_id_length = hand->reader.last_region_length = 0;
    hand->reader.last_indicator = TB_NOWHERE;
    hand->reader.last_region_name = 0;
    return copy_knowledge(&hand->loader, reader->loader);
}

static void close_hand(struct hand *hand)
{
    if (!hand->loader.panel)
        return;
    load_rows_close(&hand->rows);
    load_text_close(&hand->text);
    load_loader_close(&hand->loader);
    free(hand->newcomers.list);
    free(hand->indicator_map);
}

/* ---- putting the pieces together ---- */

static bool new_maps(struct hand *hand, struct load_loader *loader)
{
    const struct tb_panel *part = hand->loader.panel;
    const size_t known = loader->panel->n_indicators; /* under the same numbers; the others are newcomers */
    const size_t sizes[] = {tb_names_count(part->names) - names_base(part->names), part->n_series};
    uint32_t **numbers[] = {&hand->name_number, &hand->series_number};
    hand->indicator_map = malloc((known + hand->newcomers.n + 1) * sizeof *hand->indicator_map);
    for (int i = 0; i < 2; i++) {
        *numbers[i] = calloc(sizes[i] + 1, sizeof **numbers[i]);
        if (!*numbers[i])
            return false;
        if (!growth_keep_map(loader->panel, *numbers[i], i == 1 ? sizes[i] : 0)) {
            free(*numbers[i]);
            return false;
        }
    }
    hand->name_map = (struct part_map){hand->name_number, names_base(part->names)};
    hand->series_map = (struct part_map){hand->series_number, (uint32_t)loader->panel->n_series};
    for (uint32_t i = 0; hand->indicator_map && i < known; i++)
        hand->indicator_map[i] = i;
    hand->indicators_known = known;
    return hand->indicator_map != NULL;
}

/* What the piece came across first, and what it said, in the order in which one thread would have. */
static void meet_newcomers(struct load_reader *reader, const struct piece *piece)
{
    struct hand *hand = piece->hand;
    const size_t before = hand->newcomers_known;
    size_t said = 0;
    for (; hand->newcomers_known < piece->n_newcomers; hand->newcomers_known++) {
        const struct load_newcomer *newcomer = &hand->newcomers.list[hand->newcomers_known];
        const uint32_t name = part_number(&hand->name_map, newcomer->name);
        const size_t line = piece->line + newcomer->line;
        if (newcomer->said != said)
            log_merge_arrived(reader->log, piece->log, said, newcomer->said);
        said = newcomer->said;
        if (newcomer->kind == LOAD_NEW_REGION) {
            load_adopt_region(reader, name, line, newcomer->column);
        } else if (newcomer->kind == LOAD_NEW_INDICATOR) {
            load_adopt_indicator(reader, name, line, newcomer->column, &hand->indicator_map[hand->indicators_known++]);
        } else {
            struct tb_indicator *row = &reader->panel->indicators[growth_find_indicator(reader->panel, name)];
            row->unit = row->unit ? row->unit : part_number(&hand->name_map, newcomer->unit);
        }
    }
    if (before < hand->newcomers_known)
        memory_give_back(hand->newcomers.list, before * sizeof *hand->newcomers.list,
                         hand->newcomers_known * sizeof *hand->newcomers.list);
    log_merge_arrived(reader->log, piece->log, said, log_arrived(piece->log));
    log_merge_dropped(reader->log, piece->log);
}

/* Adds the names and indicators of a piece to the panel, and says what it said. */
static void take_names(struct load_reader *reader, const struct piece *piece)
{
    struct hand *hand = piece->hand;
    const struct tb_panel *part = hand->loader.panel;
    const size_t named = hand->names_known;
    if (named < piece->n_names) { /* the piece at the end of the file may be empty */
        if (names_take(reader->panel->names, part->names, (uint32_t)named, (uint32_t)(piece->n_names - named),
                       hand->name_number))
            hand->names_known = piece->n_names;
        else
            load_out_of_memory(reader->loader);
    }
    if (!reader->loader->status)
        meet_newcomers(reader, piece);
    reader->rows->n_rows += piece->n_rows;
    reader->rows->n_ignored += piece->n_ignored;
}

/* Adds the series and observations of a piece whose names were taken.  False when out of memory. */
static bool take_series(const struct load_reader *reader, struct piece *piece)
{
    struct hand *hand = piece->hand;
    const struct tb_panel *part = hand->loader.panel;
    const size_t known = hand->series_known;
    if (known < piece->n_series) {
        hand->series_known = piece->n_series;
        if (!growth_series(reader->panel, part->series + known, piece->n_series - known, hand->indicator_map,
                           &hand->name_map, hand->series_number + known))
            return false;
        memory_give_back(part->series, known * sizeof *part->series, piece->n_series * sizeof *part->series);
    }
    return growth_take(reader->panel, &piece->arrivals, reader->input, &hand->series_map, &hand->name_map);
}

/** Takes the series of one piece after another, each when its names were taken. */
struct follower {
    const struct hall *hall;
    size_t n; /* pieces */
    pthread_t thread;
    pthread_mutex_t lock; /* of the next two */
    pthread_cond_t more;
    size_t ready; /* so many pieces have their names */
    bool ended;   /* no more come */
    bool failed;
};

static void *follow(void *context)
{
    struct follower *follower = context;
    for (size_t p = 0; p < follower->n && !follower->failed; p++) {
        pthread_mutex_lock(&follower->lock);
        while (p == follower->ready && !follower->ended)
            pthread_cond_wait(&follower->more, &follower->lock);
        const bool ready = p < follower->ready;
        pthread_mutex_unlock(&follower->lock);
        if (!ready)
            break;
        follower->failed = !take_series(follower->hall->reader, follower->hall->piece[p]);
    }
    return NULL;
}

static void tell(struct follower *follower, size_t ready, bool ended)
{
    pthread_mutex_lock(&follower->lock);
    follower->ready = ready;
    follower->ended = ended;
    pthread_cond_signal(&follower->more);
    pthread_mutex_unlock(&follower->lock);
}

/* Adds the first `n` pieces to the panel: their names here, their series in a second thread when there are many. */
static void take_pieces(struct hall *hall, size_t n)
{
    enum {
        FEW = 8
    };
    struct load_loader *loader = hall->reader->loader;
    struct follower follower = {
        .hall = hall, .n = n, .lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};
    const bool started = n > FEW && pthread_create(&follower.thread, NULL, follow, &follower) == 0;
    size_t p = 0;
    for (; p < n && !loader->status; p++) {
        take_names(hall->reader, hall->piece[p]);
        if (!loader->status)
            tell(&follower, p + 1, false);
    }
    tell(&follower, follower.ready, true);
    if (started)
        pthread_join(follower.thread, NULL);
    else
        follow(&follower);
    if (follower.failed)
        load_out_of_memory(loader);
    pthread_cond_destroy(&follower.more);
    pthread_mutex_destroy(&follower.lock);
}

/* Whether two threads have given one indicator different units: only one thread can say where that is wrong. */
static bool units_differ(const struct hall *hall, size_t n_pieces)
{
    struct tb_names *ids = tb_names_new();
    const char **unit = NULL;
    size_t capacity = 0;
    bool differ = !ids;
    for (size_t p = 0; p < hall->n; p++)
        differ = differ || hall->piece[p]->hand->newcomers.units_differ;
    for (size_t p = 0; p < n_pieces && !differ; p++) {
        struct hand *hand = hall->piece[p]->hand;
        const struct tb_panel *part = hand->loader.panel;
        for (; hand->newcomers_known < hall->piece[p]->n_newcomers && !differ; hand->newcomers_known++) {
            const struct load_newcomer *newcomer = &hand->newcomers.list[hand->newcomers_known];
            if (newcomer->kind != LOAD_NEW_UNIT)
                continue;
            const uint32_t id = newcomer->name;
            const size_t known = tb_names_count(ids);
            const uint32_t name = tb_names_add(ids, tb_text(part, id), tb_name_length(part->names, id));
            differ = name == TB_NO_NAME || !tb_grow(&unit, &capacity, name + 1, sizeof *unit);
            if (!differ && name == known)
                unit[name] = tb_text(part, newcomer->unit);
            else if (!differ)
                differ = strcmp(unit[name], tb_text(part, newcomer->unit)) != 0;
        }
    }
    for (size_t p = 0; p < n_pieces; p++)
        hall->piece[p]->hand->newcomers_known = 0;
    tb_names_free(ids);
    free(unit);
    return differ;
}

/*
 * How many pieces can be used: those before the first fault.  None when one thread might have taken the encoding for
 * another one behind it.
 */
static size_t count_good(const struct hall *hall, bool ascii)
{
    size_t n = 0;
    bool foreign = false;
    for (size_t p = 0; p < hall->n; p++)
        foreign = foreign || hall->piece[p]->hand->text.status;
    for (; n < hall->n && !hall->piece[n]->fault; n++)
        ascii = ascii && hall->piece[n]->ascii;
    const bool all = n == hall->n && hall->ended;
    return (foreign || (!all && ascii)) ? 0 : n;
}

/* Puts the pieces together and leaves the reader behind the last good one. */
static void put_together(struct hall *hall, struct hand *hands, size_t n_hands, size_t resume)
{
    struct load_reader *reader = hall->reader;
    struct load_text *text = reader->rows->text;
    size_t n = count_good(hall, text->undecided);
    if (units_differ(hall, n))
        n = 0;
    for (size_t h = 0; h < n_hands && n; h++)
        if (!new_maps(&hands[h], reader->loader))
            load_out_of_memory(reader->loader);
    for (size_t p = n; p < hall->n && n; p++)
        growth_drop(hall->piece[p]->hand->loader.panel, &hall->piece[p]->arrivals);
    for (size_t h = 0; h < n_hands && n; h++)
        growth_count(reader->panel, hands[h].loader.panel);
    take_pieces(hall, n);
    for (size_t h = 0; h < n_hands && n; h++) /* also when memory has run out: nothing may point into a hand */
        names_inherit(reader->panel->names, hands[h].loader.panel->names, hands[h].name_number,
                      (uint32_t)hands[h].names_known);
    if (!n) {
        load_source_seek(text->source, resume);
        return;
    }
    const bool all = n == hall->n;
    const size_t line = all ? hall->line : hall->piece[n]->line;
    if (!load_text_seek(text, all ? hall->consumed : hall->piece[n]->consumed, line))
        load_out_of_memory(reader->loader);
    text->finished = all && hall->ended;
    reader->rows->lines = line - 1;
}

static void read_in_pieces(struct load_reader *reader, load_take_record *take, const void *plan, size_t n_hands)
{
    struct load_text *text = reader->rows->text;
    const size_t resume = text->source->done;
    struct hall hall = {.lock = PTHREAD_MUTEX_INITIALIZER,
                        .reader = reader,
                        .take = take,
                        .plan = plan,
                        .quiet = tb_log_new(1),
                        .consumed = text->consumed,
                        .line = text->line,
                        .counted = resume};
    struct hand *hand = calloc(n_hands, sizeof *hand);
    bool ready = hall.quiet && hand && load_source_seek(text->source, text->consumed);
    for (size_t h = 0; h < n_hands && ready; h++)
        ready = open_hand(&hand[h], &hall);
    for (size_t h = 1; h < n_hands && ready; h++)
        hand[h].started = pthread_create(&hand[h].thread, NULL, read_pieces, &hand[h]) == 0;
    if (ready)
        read_pieces(&hand[0]);
    for (size_t h = 1; h < n_hands && ready; h++)
        if (hand[h].started)
            pthread_join(hand[h].thread, NULL);
    if (ready)
        put_together(&hall, hand, n_hands, resume);
    else
        load_source_seek(text->source, resume);
    for (size_t p = 0; p < hall.n; p++) {
        arrivals_free(&hall.piece[p]->arrivals);
        tb_log_free(hall.piece[p]->log);
        free(hall.piece[p]);
    }
    for (size_t h = 0; hand && h < n_hands; h++)
        close_hand(&hand[h]);
    free(hand);
    free(hall.piece);
    free(hall.rest);
    tb_log_free(hall.quiet);
    pthread_mutex_destroy(&hall.lock);
}

/* How many threads are worth their start for what is left of the file. */
static size_t count_hands(const struct load_reader *reader)
{
    const struct load_text *text = reader->rows->text;
    const struct load_source *source = text->source;
    const bool can_seek = source->file < 0 || source->regular;
    size_t n = reader->loader->options->threads;
    if (n < 2 || !can_seek || text->converts || text->status || reader->loader->only_libcsv ||
        source->size <= text->consumed)
        return 1;
    const size_t pieces = (source->size - text->consumed) / reader->loader->piece;
    n = n < pieces ? n : pieces;
    return n < MOST_THREADS ? n : MOST_THREADS;
}

void load_each_record(struct load_reader *reader, load_take_record *take, const void *plan)
{
    struct load_row row;
    const size_t n_hands = count_hands(reader);
    load_know_traits(reader->loader);
    if (n_hands > 1)
        read_in_pieces(reader, take, plan, n_hands);
    while (load_next(reader, &row))
        take(reader, &row, plan);
}
