/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/messages.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ARGUMENTS = 12
};

/* The Chinese of a text, or NULL. */
static const char *look_up(const struct tb_message_words *rows, size_t n, const char *english)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].english, english) == 0)
            return rows[i].chinese;
    return NULL;
}

const char *tb_phrase(enum tb_language language, const char *english)
{
    const char *found = NULL;
    if (language == TB_CHINESE)
        found = look_up(tb_registry_words, tb_n_registry_words, english);
    if (language == TB_CHINESE && !found)
        found = look_up(tb_message_phrases, tb_n_message_phrases, english);
    return found ? found : english;
}

/* One conversion of a format. */
struct conversion {
    const char *start;
    size_t length;
    char letter;
};

/* The first conversion at or behind `at`; false when there is none.  "%%" is text. */
static bool next_conversion(const char *at, struct conversion *found)
{
    while ((at = strchr(at, '%')) && at[1] == '%')
        at += 2;
    if (!at)
        return false;
    const char *end = at + 1 + strspn(at + 1, "-+ #0123456789.*zl");
    *found = (struct conversion){.start = at, .length = (size_t)(end + 1 - at), .letter = *end};
    return *end != '\0';
}

/* Stands between the arguments; a text that holds it stays in English. */
static const char between[] = "\x1E\x1F\x1E";

/* The arguments as text, one behind the other; NULL when there is no memory. */
__attribute__((format(printf, 1, 0))) static char *print_arguments(const char *format, va_list arguments)
{
    char *only = malloc(2 * strlen(format) + 1), *to = only, *printed = NULL;
    struct conversion c;
    if (!only)
        return NULL;
    *to = '\0';
    for (const char *at = format; next_conversion(at, &c); at = c.start + c.length) {
        if (to != only)
            to = stpcpy(to, between);
        memcpy(to, c.start, c.length);
        to += c.length;
        *to = '\0';
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (vasprintf(&printed, only, arguments) < 0)
        printed = NULL;
#pragma GCC diagnostic pop
    free(only);
    return printed;
}

/* The length of {number} or {number!} at `at`, whose number goes to *index, or 0.  *own: with the mark. */
static size_t placeholder(const char *at, size_t *index, bool *own)
{
    if (*at != '{' || at[1] < '1' || at[1] > '9')
        return 0;
    char *end;
    *index = (size_t)strtoul(at + 1, &end, 10) - 1;
    *own = *end == '!';
    end += *own;
    return *end == '}' ? (size_t)(end + 1 - at) : 0;
}

/* Puts the arguments into the sentence. */
static char *fill(const char *sentence, const char *const *argument, size_t n)
{
    enum {
        LONGEST_WORD = 64
    };
    size_t size = strlen(sentence) + 1;
    for (size_t i = 0; i < n; i++)
        size += 2 * strlen(argument[i]) + LONGEST_WORD; /* a sentence may name an argument twice */
    char *text = malloc(size), *to = text;
    while (text && *sentence) {
        size_t index;
        bool own = false;
        const size_t step = placeholder(sentence, &index, &own);
        if (step && index < n) {
            const char *word = own ? look_up(tb_message_phrases, tb_n_message_phrases, argument[index]) : NULL;
            const char *put = word ? word : argument[index];
            if ((size_t)(to - text) + strlen(put) + strlen(sentence + step) < size)
                to = stpcpy(to, put);
        } else if (!step)
            *to++ = *sentence;
        sentence += step ? step : 1;
    }
    if (text)
        *to = '\0';
    return text;
}

char *tb_message_chinese(const char *format, va_list arguments)
{
    const char *sentence = look_up(tb_message_words, tb_n_message_words, format);
    if (!sentence)
        sentence = look_up(tb_message_phrases, tb_n_message_phrases, format);
    if (!sentence)
        return NULL;
    const char *argument[MOST_ARGUMENTS];
    struct conversion c;
    size_t n = 0;
    va_list copy;
    va_copy(copy, arguments);
    char *printed = print_arguments(format, copy), *text = NULL;
    va_end(copy);
    char *next = printed;
    for (const char *at = format; next && n < MOST_ARGUMENTS && next_conversion(at, &c); at = c.start + c.length) {
        char *end = strstr(next, between);
        if (end)
            *end = '\0';
        bool quoted = false; /* "%s" opens a quote that the next one closes */
        for (const char *before = format; before < c.start; before++)
            quoted ^= *before == '"';
        const bool ours = c.letter == 's' && !quoted && strchr(next, ' '); /* a lone word may be a name of the user's */
        const char *phrase = ours ? look_up(tb_message_phrases, tb_n_message_phrases, next) : NULL;
        argument[n++] = phrase ? phrase : next;
        next = end ? end + strlen(between) : NULL;
    }
    if (printed && (n == 0 || !next)) /* as many pieces as conversions */
        text = fill(sentence, argument, n);
    free(printed);
    return text;
}

char *tb_say(enum tb_language language, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (language == TB_CHINESE)
        text = tb_message_chinese(format, arguments);
    if (!text && vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    return text;
}
