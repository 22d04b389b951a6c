/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blocks.h"

#include "measure.h"
#include "model/memory.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WIDE_BLANK "\u3000"

enum {
    DEEPEST = 8,       /* emphasis inside emphasis */
    COLUMNS_MOST = 63, /* what office programs take of a table */
    CELLS_MOST = 1 << 20,
    LEVELS = 3 /* of lists */
};

/* ---- spans ---- */

struct look {
    bool bold, italic;
};

static struct span *add_span(struct blocks *blocks, struct spans *spans, enum span_kind kind, struct look look)
{
    if (!tb_grow(&spans->span, &spans->capacity, spans->n + 1, sizeof *spans->span)) {
        blocks->failed = true;
        return NULL;
    }
    struct span *span = &spans->span[spans->n++];
    *span = (struct span){.kind = kind, .bold = look.bold, .italic = look.italic};
    return span;
}

/* Takes the text; nothing is added when it is empty. */
static void add_text(struct blocks *blocks, struct spans *spans, struct tb_bytes *text, struct look look, bool code)
{
    blocks->failed |= text->failed;
    if (text->n && !blocks->failed) {
        tb_bytes_add(text, "", 1);
        struct span *span = add_span(blocks, spans, SPAN_TEXT, look);
        if (span) {
            span->code = code;
            span->text = (char *)text->data;
            *text = (struct tb_bytes){0};
        }
    }
    text->n = 0;
}

/* ---- inside a line ---- */

struct line {
    struct blocks *blocks;
    struct spans *spans;
    struct tb_bytes text; /* of the span that is being read */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || !c;
}

static bool is_wide(uint32_t c)
{
    return c >= 0x2E80 && c < 0xE000; /* and what stands among them: 、 。 「 */
}

static bool is_wide_beside(const char *start, const char *at)
{
    const char *before = at, *after = at + 1;
    while (before > start && (*--before & 0xC0) == 0x80)
        ;
    if (at == start || !*after)
        return false;
    const uint32_t left = brief_utf8_next(&before), right = brief_utf8_next(&after);
    return is_wide(left) || is_wide(right) || (left >= 0xFF00 && left < 0xFFF0) || (right >= 0xFF00 && right < 0xFFF0);
}

/* How many of the same mark stand here. */
static size_t run_of(const char *at, const char *end)
{
    size_t n = 1;
    while (at + n < end && at[n] == *at)
        n++;
    return n;
}

/* Where emphasis of `n` marks at `from` ends: the place of the closing marks, or NULL. */
static const char *closing(const char *from, const char *end, char mark, size_t n)
{
    for (const char *at = from; at < end;) {
        if (*at == '\\' && at + 1 < end) {
            at += 2;
        } else if (*at == mark) {
            const size_t here = run_of(at, end);
            const bool inside_word = mark == '_' && at + here < end && isalnum((unsigned char)at[here]);
            if (here == n && at > from && !is_blank(at[-1]) && !inside_word)
                return at;
            at += here;
        } else
            at++;
    }
    return NULL;
}

/* `[text](target)` at `at`, which is behind the bracket; false when it is none. */
static bool read_link(const char *at, const char *end, const char **text_end, const char **target_end)
{
    int depth = 1;
    const char *c = at;
    for (; c < end && depth; c++) {
        if (*c == '\\' && c + 1 < end)
            c++;
        else if (*c == '[')
            depth++;
        else if (*c == ']')
            depth--;
    }
    if (depth || c >= end || *c != '(')
        return false;
    *text_end = c - 1;
    const char *close = memchr(c, ')', (size_t)(end - c));
    if (!close || memchr(c, '\n', (size_t)(close - c)))
        return false;
    *target_end = close;
    return true;
}

static const struct {
    const char *name, *text;
} entities[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", "\u00A0"}};

static void read_line(struct line *line, const char *at, const char *end, struct look look, int depth);

/* Takes emphasis at `at`; NULL when the marks are only marks.  dead: no closing of this kind comes any more. */
static const char *take_emphasis(struct line *line, const char *start, const char *at, const char *end,
                                 struct look look, int depth, bool dead[2][4])
{
    const size_t n = run_of(at, end);
    const char mark = *at;
    const bool inside_word = mark == '_' && at > start && isalnum((unsigned char)at[-1]);
    if (n > 3 || depth == DEEPEST || dead[mark == '_'][n] || inside_word || at + n >= end || is_blank(at[n]))
        return NULL;
    const char *close = closing(at + n, end, mark, n);
    if (!close) {
        dead[mark == '_'][n] = true;
        return NULL;
    }
    add_text(line->blocks, line->spans, &line->text, look, false);
    const struct look inner = {.bold = look.bold || n >= 2, .italic = look.italic || n != 2};
    read_line(line, at + n, close, inner, depth + 1);
    return close + n;
}

static const char *take_link(struct line *line, const char *at, const char *end, struct look look, int depth)
{
    const bool picture = *at == '!';
    const char *text = at + 1 + picture, *text_end, *target_end;
    if (depth == DEEPEST || (picture && text[-1] != '[') || !read_link(text, end, &text_end, &target_end))
        return NULL;
    const char *target = text_end + 2;
    if (picture) {
        struct spans words = {0};
        struct line inner = {.blocks = line->blocks, .spans = &words};
        struct tb_bytes plain = {0};
        read_line(&inner, text, text_end, look, depth + 1);
        brief_plain_spans(&words, &plain);
        tb_bytes_add(&plain, "", 1);
        add_text(line->blocks, line->spans, &line->text, look, false);
        struct span *span = add_span(line->blocks, line->spans, SPAN_PICTURE, look);
        line->blocks->failed |= plain.failed;
        if (span) {
            span->text = (char *)plain.data;
            span->target = strndup(target, (size_t)(target_end - target));
            line->blocks->failed |= !span->target;
        } else
            tb_bytes_free(&plain);
        for (size_t i = 0; i < words.n; i++)
            free(words.span[i].text), free(words.span[i].target);
        free(words.span);
    } else {
        add_text(line->blocks, line->spans, &line->text, look, false);
        read_line(line, text, text_end, look, depth + 1);
        if ((size_t)(target_end - target) != (size_t)(text_end - text) ||
            memcmp(text, target, (size_t)(text_end - text)) != 0) { /* paper has no links */
            tb_bytes_text(&line->text, " (");
            tb_bytes_add(&line->text, target, (size_t)(target_end - target));
            tb_bytes_text(&line->text, ")");
        }
    }
    return target_end + 1;
}

/* A line's end inside a paragraph: two blanks or a stroke before it break, else it is a blank or nothing. */
static const char *take_line_end(struct line *line, const char *start, const char *at, struct look look)
{
    struct tb_bytes *text = &line->text;
    const bool stroke = text->n && text->data[text->n - 1] == '\\';
    const bool blanks = text->n >= 2 && memcmp(text->data + text->n - 2, "  ", 2) == 0;
    text->n -= stroke;
    while (text->n && text->data[text->n - 1] == ' ')
        text->n--;
    if (stroke || blanks) {
        add_text(line->blocks, line->spans, text, look, false);
        add_span(line->blocks, line->spans, SPAN_BREAK, look);
    } else if (!is_wide_beside(start, at))
        tb_bytes_text(text, " ");
    return at + 1;
}

static const char *take_code(struct line *line, const char *at, const char *end, struct look look)
{
    const size_t n = run_of(at, end);
    for (const char *c = at + n; c < end;) {
        const size_t here = *c == '`' ? run_of(c, end) : 0;
        if (here == n) {
            add_text(line->blocks, line->spans, &line->text, look, false);
            tb_bytes_add(&line->text, at + n, (size_t)(c - at) - n);
            add_text(line->blocks, line->spans, &line->text, look, true);
            return c + n;
        }
        c += here ? here : 1;
    }
    tb_bytes_add(&line->text, at, n);
    return at + n;
}

/* Comments go, <br> breaks; every other bracket is text. */
static const char *take_tag(struct line *line, const char *at, const char *end, struct look look)
{
    static const char *const breaks[] = {"<br>", "<br/>", "<br />"};
    if (end - at >= 7 && memcmp(at, "<!--", 4) == 0) {
        const char *close = memmem(at, (size_t)(end - at), "-->", 3);
        if (close)
            return close + 3;
    }
    for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++)
        if ((size_t)(end - at) >= strlen(breaks[i]) && strncasecmp(at, breaks[i], strlen(breaks[i])) == 0) {
            add_text(line->blocks, line->spans, &line->text, look, false);
            add_span(line->blocks, line->spans, SPAN_BREAK, look);
            return at + strlen(breaks[i]);
        }
    return NULL;
}

static const char *take_entity(struct line *line, const char *at, const char *end)
{
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
        if ((size_t)(end - at) >= strlen(entities[i].name) &&
            memcmp(at, entities[i].name, strlen(entities[i].name)) == 0) {
            tb_bytes_text(&line->text, entities[i].text);
            return at + strlen(entities[i].name);
        }
    return NULL;
}

static void read_line(struct line *line, const char *at, const char *end, struct look look, int depth)
{
    const char *start = at;
    bool dead[2][4] = {{false}}, no_code = false, no_link = false;
    while (at < end) {
        const char *next = NULL;
        if (*at == '\\' && at + 1 < end && ispunct((unsigned char)at[1])) {
            tb_bytes_add(&line->text, at + 1, 1);
            next = at + 2;
        } else if (*at == '\n') {
            next = take_line_end(line, start, at, look);
        } else if (*at == '*' || *at == '_') {
            next = take_emphasis(line, start, at, end, look, depth, dead);
            if (!next) {
                const size_t n = run_of(at, end);
                tb_bytes_add(&line->text, at, n);
                next = at + n;
            }
        } else if (*at == '`' && !no_code) {
            next = take_code(line, at, end, look);
            no_code = line->text.n > 0; /* these marks had no partner: nor have later ones, as texts go */
        } else if ((*at == '[' || (*at == '!' && at + 1 < end && at[1] == '[')) && !no_link) {
            next = take_link(line, at, end, look, depth);
            no_link = !next && !memchr(at, ']', (size_t)(end - at));
        } else if (*at == '<') {
            next = take_tag(line, at, end, look);
        } else if (*at == '&') {
            next = take_entity(line, at, end);
        }
        if (!next) {
            tb_bytes_add(&line->text, at, 1);
            next = at + 1;
        }
        at = next;
    }
    add_text(line->blocks, line->spans, &line->text, look, false);
}

/* ---- lines ---- */

struct reader {
    struct blocks *blocks;
    const char *at;
    struct tb_bytes open; /* the text of the paragraph, heading or item that is being read */
    bool is_open;
    bool after_blank;
};

static struct block *add_block(struct reader *reader, enum block_kind kind, bool quoted, size_t texts)
{
    struct blocks *blocks = reader->blocks;
    if (!tb_grow(&blocks->block, &blocks->capacity, blocks->n + 1, sizeof *blocks->block)) {
        blocks->failed = true;
        return NULL;
    }
    struct block *block = &blocks->block[blocks->n];
    *block = (struct block){.kind = kind, .quoted = quoted, .rows = 1, .columns = 1};
    block->text = calloc(texts, sizeof *block->text);
    if (!block->text) {
        blocks->failed = true;
        return NULL;
    }
    blocks->n++;
    return block;
}

static void read_into(struct reader *reader, struct spans *spans, const char *text, size_t n)
{
    struct line line = {.blocks = reader->blocks, .spans = spans};
    read_line(&line, text, text + n, (struct look){false, false}, 0);
    reader->blocks->failed |= line.text.failed;
    tb_bytes_free(&line.text);
}

static void close_block(struct reader *reader)
{
    struct tb_bytes *open = &reader->open;
    reader->blocks->failed |= open->failed;
    while (open->n && is_blank((char)open->data[open->n - 1]))
        open->n--;
    if (reader->is_open && !reader->blocks->failed) {
        struct block *block = &reader->blocks->block[reader->blocks->n - 1];
        if (open->n)
            read_into(reader, block->text, (const char *)open->data, open->n);
    }
    reader->is_open = false;
    open->n = 0;
}

static void open_block(struct reader *reader, enum block_kind kind, bool quoted)
{
    close_block(reader);
    reader->is_open = add_block(reader, kind, quoted, 1) != NULL;
}

static struct block *last_block(struct reader *reader)
{
    return reader->blocks->n ? &reader->blocks->block[reader->blocks->n - 1] : NULL;
}

/* Three or more of the same mark, and blanks. */
static bool is_rule(const char *line, size_t n, const char *marks)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_blank(line[i]))
            continue;
        if (!strchr(marks, line[i]) || (count && line[i] != *(line + strspn(line, " \t"))))
            return false;
        count++;
    }
    return count >= 3;
}

/* ---- tables ---- */

/* The next cell of a row: *at is behind its bar afterwards. */
static bool next_cell(const char **at, const char *end, const char **cell, size_t *n)
{
    if (*at >= end)
        return false;
    const char *start = *at, *stop = start;
    while (stop < end && *stop != '|')
        stop += *stop == '\\' && stop + 1 < end ? 2 : 1;
    *at = stop < end ? stop + 1 : end;
    while (start < stop && is_blank(*start))
        start++;
    while (stop > start && is_blank(stop[-1]))
        stop--;
    *cell = start;
    *n = (size_t)(stop - start);
    return true;
}

/* A row without the bars at its ends. */
static void trim_row(const char **line, const char **end)
{
    while (*line < *end && is_blank(**line))
        ++*line;
    while (*end > *line && is_blank((*end)[-1]))
        --*end;
    if (*line < *end && **line == '|')
        ++*line;
    if (*end > *line && (*end)[-1] == '|' && (*end - *line < 2 || (*end)[-2] != '\\'))
        --*end;
}

/* `| --- | ---: |`: how many columns, and which of them stand to the right; 0 when it is no such line. */
static size_t read_rule(const char *line, size_t n, bool right[COLUMNS_MOST])
{
    const char *end = line + n, *cell;
    size_t length, columns = 0;
    if (!memchr(line, '-', n) || !memchr(line, '|', n))
        return 0;
    trim_row(&line, &end);
    while (next_cell(&line, end, &cell, &length)) {
        const bool left = length && cell[0] == ':', to_right = length && cell[length - 1] == ':';
        for (size_t i = left; i < length - (to_right && length > 1); i++)
            if (cell[i] != '-')
                return 0;
        if (!length || columns == COLUMNS_MOST)
            return 0;
        right[columns++] = to_right && !left;
    }
    return columns;
}

static size_t line_length(const char *line)
{
    return strcspn(line, "\n");
}

static const char *behind(const char *line)
{
    const size_t n = line_length(line);
    return line + n + (line[n] == '\n');
}

/* A table whose header is the line at `line`; the place behind it, or NULL. */
static const char *take_table(struct reader *reader, const char *line, bool quoted)
{
    bool right[COLUMNS_MOST];
    const char *rule = behind(line), *next = behind(rule);
    const size_t columns =
        memchr(line, '|', line_length(line)) && *rule ? read_rule(rule, line_length(rule), right) : 0;
    if (!columns)
        return NULL;
    size_t rows = 1;
    const char *end = next;
    for (; *end && memchr(end, '|', line_length(end)); end = behind(end))
        rows++;
    if (rows > CELLS_MOST / columns)
        return NULL;
    close_block(reader);
    struct block *table = add_block(reader, BLOCK_TABLE, quoted, rows * columns);
    if (!table)
        return end;
    table->rows = rows;
    table->columns = columns;
    table->right = calloc(columns, sizeof *table->right);
    if (!table->right) {
        reader->blocks->failed = true;
        return end;
    }
    memcpy(table->right, right, columns * sizeof *right);
    for (size_t row = 0; row < rows; row++, line = row == 1 ? next : behind(line)) {
        const char *at = line, *stop = line + line_length(line), *cell;
        size_t n;
        trim_row(&at, &stop);
        for (size_t column = 0; column < columns && next_cell(&at, stop, &cell, &n); column++)
            read_into(reader, &table->text[row * columns + column], cell, n);
    }
    return end;
}

/* ---- blocks ---- */

/* "- ", "3. ": how long the mark is, blanks behind it included; 0 for none. */
static size_t item_mark(const char *line, size_t n, bool *ordered, unsigned *number)
{
    size_t mark = 0;
    *number = 0;
    while (mark < n && mark < 9 && isdigit((unsigned char)line[mark]))
        *number = 10 * *number + (unsigned)(line[mark++] - '0');
    *ordered = mark > 0;
    if (mark >= n || !strchr(*ordered ? ".)" : "-+*", line[mark]))
        return 0;
    mark++;
    if (mark < n && !is_blank(line[mark]))
        return 0;
    const size_t marked = mark;
    while (mark < n && is_blank(line[mark]))
        mark++;
    return mark - marked > 4 ? marked + 1 : mark;
}

static const char *take_fence(struct reader *reader, const char *line, bool quoted)
{
    const size_t blanks = strspn(line, " "), n = run_of(line + blanks, line + line_length(line));
    const char mark = line[blanks];
    close_block(reader);
    for (line = behind(line); *line; line = behind(line)) {
        const size_t length = line_length(line), inner = strspn(line, " ");
        if (line[inner] == mark && run_of(line + inner, line + length) >= n)
            return behind(line);
        struct block *block = add_block(reader, BLOCK_CODE, quoted, 1);
        struct tb_bytes text = {0};
        tb_bytes_add(&text, line, length);
        if (block)
            add_text(reader->blocks, block->text, &text, (struct look){false, false}, true);
        tb_bytes_free(&text);
    }
    return line;
}

static void add_to_open(struct reader *reader, const char *line, size_t n)
{
    if (reader->open.n)
        tb_bytes_text(&reader->open, "\n");
    tb_bytes_add(&reader->open, line, n);
}

static void take_heading(struct reader *reader, const char *line, size_t n, size_t level, bool quoted)
{
    open_block(reader, BLOCK_HEADING, quoted);
    if (reader->is_open)
        last_block(reader)->level = (unsigned)level;
    line += level;
    n -= level;
    while (n && is_blank(line[n - 1]))
        n--;
    size_t bare = n;
    while (bare && line[bare - 1] == '#')
        bare--;
    if (!bare || is_blank(line[bare - 1])) /* ## heading ## */
        n = bare;
    while (n && is_blank(*line))
        line++, n--;
    add_to_open(reader, line, n);
    close_block(reader);
}

static void take_item(struct reader *reader, const char *line, size_t n, size_t mark, size_t indent, bool ordered,
                      unsigned number, bool quoted)
{
    const size_t level = indent / 2 < LEVELS ? indent / 2 : LEVELS - 1;
    bool first = ordered;
    for (size_t i = reader->blocks->n; first && i-- > 0;) {
        const struct block *before = &reader->blocks->block[i];
        if (before->kind != BLOCK_ITEM || before->level < level)
            break;
        first = before->level != level || !before->ordered;
    }
    open_block(reader, BLOCK_ITEM, quoted);
    if (!reader->is_open)
        return;
    struct block *item = last_block(reader);
    item->level = (unsigned)level;
    item->ordered = ordered;
    item->number = first ? number : 0;
    if (first && !number)
        item->number = 1;
    add_to_open(reader, line + mark, n - mark);
}

/* A line of a paragraph, or of the block that is open. */
static void take_text(struct reader *reader, const char *line, size_t n, size_t indent, bool quoted)
{
    const struct block *last = last_block(reader);
    const size_t wide = strlen(WIDE_BLANK WIDE_BLANK);
    const bool begins = n >= wide && memcmp(line, WIDE_BLANK WIDE_BLANK, wide) == 0;
    while (n >= wide / 2 && memcmp(line, WIDE_BLANK, wide / 2) == 0)
        line += wide / 2, n -= wide / 2;
    if (reader->is_open && !begins && (last->quoted == quoted || !quoted)) {
        add_to_open(reader, line, n);
        return;
    }
    const bool of_item = last && last->kind == BLOCK_ITEM && indent >= 2 && reader->after_blank;
    const unsigned level = of_item ? last->level : 0;
    open_block(reader, of_item ? BLOCK_ITEM : BLOCK_PARAGRAPH, quoted);
    if (of_item && reader->is_open) {
        last_block(reader)->level = level;
        last_block(reader)->goes_on = true;
    }
    add_to_open(reader, line, n);
}

/* The line behind a comment that has its lines to itself, or NULL. */
static const char *behind_comment(const char *line)
{
    const char *end = strncmp(line, "<!--", 4) == 0 ? strstr(line, "-->") : NULL;
    if (!end)
        return NULL;
    end += 3;
    end += strspn(end, " \t");
    return *end && *end != '\n' ? NULL : behind(end);
}

static const char *take_line(struct reader *reader, const char *line)
{
    const char *next = behind(line);
    size_t n = line_length(line), indent = 0;
    bool quoted = false, ordered;
    unsigned number;
    for (;;) {
        indent = 0;
        while (n && (*line == ' ' || *line == '\t')) {
            indent += *line == '\t' ? 4 : 1;
            line++, n--;
        }
        if (!n || *line != '>')
            break;
        quoted = true;
        line++, n--;
    }
    struct block *last = last_block(reader);
    if (!n) {
        close_block(reader);
        reader->after_blank = true;
        return next;
    }
    const size_t level = strspn(line, "#");
    const size_t mark = item_mark(line, n, &ordered, &number);
    const bool under = reader->is_open && last->kind == BLOCK_PARAGRAPH && last->quoted == quoted;
    const char *end = behind_comment(line);
    if (end) {
        close_block(reader);
        next = end;
    } else if (n >= 3 && (memcmp(line, "```", 3) == 0 || memcmp(line, "~~~", 3) == 0) && !quoted) {
        next = take_fence(reader, line, quoted);
    } else if (level && level <= 6 && (level == n || is_blank(line[level]))) {
        take_heading(reader, line, n, level, quoted);
    } else if (under && (is_rule(line, n, "=") || is_rule(line, n, "-")) && !memchr(line, ' ', n)) {
        last->kind = BLOCK_HEADING; /* the line under it makes it one */
        last->level = *line == '=' ? 1 : 2;
        close_block(reader);
    } else if (is_rule(line, n, "-*_")) {
        close_block(reader);
        add_block(reader, BLOCK_RULE, quoted, 1);
    } else if (mark && (!under || number < 2)) { /* a number inside a paragraph does not begin a list, 1. does */
        take_item(reader, line, n, mark, indent, ordered, number, quoted);
    } else if (!quoted && (end = take_table(reader, line, quoted)) != NULL) {
        next = end;
    } else {
        take_text(reader, line, n, indent, quoted);
    }
    reader->after_blank = false;
    return next;
}

void brief_read_blocks(const char *markdown, struct blocks *blocks)
{
    struct reader reader = {.blocks = blocks};
    *blocks = (struct blocks){0};
    for (const char *at = markdown; *at && !blocks->failed;)
        at = take_line(&reader, at);
    close_block(&reader);
    tb_bytes_free(&reader.open);
}

void brief_free_blocks(struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        struct block *block = &blocks->block[i];
        for (size_t k = 0; k < block->rows * block->columns; k++) {
            for (size_t s = 0; s < block->text[k].n; s++) {
                free(block->text[k].span[s].text);
                free(block->text[k].span[s].target);
            }
            free(block->text[k].span);
        }
        free(block->text);
        free(block->right);
    }
    free(blocks->block);
    *blocks = (struct blocks){0};
}

void brief_plain_spans(const struct spans *spans, struct tb_bytes *text)
{
    for (size_t i = 0; i < spans->n; i++)
        tb_bytes_text(text, spans->span[i].kind == SPAN_BREAK ? " " : spans->span[i].text ? spans->span[i].text : "");
}
