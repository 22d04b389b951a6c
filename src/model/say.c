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

/* One conversion of a format. */
struct conversion {
    const char *start;
    size_t length;
    char modifier; /* 'z', 'l', or 0 */
    char letter;
    bool starred;
};

/* The first conversion at or behind `at`; false when there is none.  "%%" is text. */
static bool next_conversion(const char *at, struct conversion *found)
{
    while ((at = strchr(at, '%')) && at[1] == '%')
        at += 2;
    if (!at)
        return false;
    const char *end = at + 1 + strspn(at + 1, "-+ #0123456789.*");
    *found = (struct conversion){.start = at, .starred = memchr(at, '*', (size_t)(end - at)) != NULL};
    if (*end == 'z' || *end == 'l')
        found->modifier = *end++;
    found->letter = *end;
    found->length = (size_t)(end + 1 - at);
    return *end != '\0';
}

/* One argument as text; NULL for a kind of conversion that messages do not use. */
static char *argument_text(const struct conversion *c, va_list *arguments)
{
    char format[32], *text = NULL;
    if (c->length >= sizeof format)
        return NULL;
    memcpy(format, c->start, c->length);
    format[c->length] = '\0';
    int n = -1;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (c->letter == 's' && c->starred) {
        const int width = va_arg(*arguments, int);
        n = asprintf(&text, format, width, va_arg(*arguments, const char *));
    } else if (c->letter == 's')
        n = asprintf(&text, format, va_arg(*arguments, const char *));
    else if (strchr("duxXc", c->letter) && c->modifier == 'z')
        n = asprintf(&text, format, va_arg(*arguments, size_t));
    else if (strchr("duxXc", c->letter) && c->modifier == 'l')
        n = asprintf(&text, format, va_arg(*arguments, long));
    else if (strchr("duxXc", c->letter))
        n = asprintf(&text, format, va_arg(*arguments, int));
    else if (strchr("gfe", c->letter))
        n = asprintf(&text, format, va_arg(*arguments, double));
#pragma GCC diagnostic pop
    return n < 0 ? NULL : text;
}

/* The length of {number} at `at`, whose number goes to *index, or 0. */
static size_t placeholder(const char *at, size_t *index)
{
    if (*at != '{' || at[1] < '1' || at[1] > '9')
        return 0;
    char *end;
    *index = (size_t)strtoul(at + 1, &end, 10) - 1;
    return *end == '}' ? (size_t)(end + 1 - at) : 0;
}

/* Puts the arguments into the sentence. */
static char *fill(const char *sentence, char *const *argument, size_t n)
{
    size_t size = strlen(sentence) + 1;
    for (size_t i = 0; i < n; i++)
        size += 2 * strlen(argument[i]); /* a sentence may name an argument twice */
    char *text = malloc(size), *to = text;
    while (text && *sentence) {
        size_t index;
        const size_t step = placeholder(sentence, &index);
        if (step && index < n && (size_t)(to - text) + strlen(argument[index]) + strlen(sentence + step) < size)
            to = stpcpy(to, argument[index]);
        else if (!step)
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
    char *argument[MOST_ARGUMENTS] = {NULL}, *text = NULL;
    struct conversion c;
    size_t n = 0;
    bool fine = true;
    va_list copy;
    va_copy(copy, arguments);
    for (const char *at = format; fine && next_conversion(at, &c); at = c.start + c.length) {
        char *one = n < MOST_ARGUMENTS ? argument_text(&c, &copy) : NULL;
        bool quoted = false; /* "%s" opens a quote that the next one closes */
        for (const char *before = format; before < c.start; before++)
            quoted ^= *before == '"';
        const char *phrase =
            one && c.letter == 's' && !quoted ? look_up(tb_message_phrases, tb_n_message_phrases, one) : NULL;
        if (phrase) {
            free(one);
            one = strdup(phrase);
        }
        fine = one != NULL;
        if (one)
            argument[n++] = one;
    }
    va_end(copy);
    if (fine)
        text = fill(sentence, argument, n);
    for (size_t i = 0; i < n; i++)
        free(argument[i]);
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
