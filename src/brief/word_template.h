/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A Word document with {{placeholders}} in it: the user's own report, filled in. */
#ifndef BRIEF_WORD_TEMPLATE_H
#define BRIEF_WORD_TEMPLATE_H

#include "plan.h"

struct word_template;

/**
 * Fills in the document plan->options->template_name.  Its charts become plan->extra, or are marked, and have to be
 * drawn before it is written.  TB_BAD_DATA with every mistake in the log, at its paragraph; what --theme-from refuses
 * of an office file is refused here too, and macros.
 */
enum tb_status word_template_fill(struct brief_plan *plan, struct word_template **filled, struct tb_log *log);
/** Writes it, with the pictures of the plan. */
enum tb_status word_template_write(struct word_template *filled, const struct brief_plan *plan, struct tb_bytes *docx,
                                   struct tb_log *log);
void word_template_free(struct word_template *filled);

#endif
