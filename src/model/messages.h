/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The messages in Chinese: one table, keyed by the English sentence that the source has at its place. */
#ifndef MODEL_MESSAGES_H
#define MODEL_MESSAGES_H

#include "trendbook/error.h"

#include <stdarg.h>

/**
 * One sentence.  `chinese` names the arguments of the English format by number, {1}, {2}, in any order.  {1!} is a lone
 * word of ours that is put into Chinese by the phrases ("tabs"); without the mark a lone word is taken as it is, for it
 * may be a name of the user's ("value").
 */
struct tb_message_words {
    const char *english; /* the format, exactly as it is written where the message is made */
    const char *chinese;
};
extern const struct tb_message_words tb_message_words[];
extern const size_t tb_n_message_words;
/** Half sentences that are arguments of others, and whole ones without arguments; `english` is the text itself. */
extern const struct tb_message_words tb_message_phrases[];
extern const size_t tb_n_message_phrases;

/** What the registries say of their rows, and headings of tables; see tb_phrase. */
extern const struct tb_message_words tb_registry_words[];
extern const size_t tb_n_registry_words;

/**
 * The Chinese of a message, allocated, or NULL when the table has none (the English stands then) or memory ran out.
 * An argument of several words that is one of the phrases is put into Chinese too, unless it stands in quotes: that is
 * the user's text.
 */
char *tb_message_chinese(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#endif
