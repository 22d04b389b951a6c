/* SPDX-License-Identifier: GPL-3.0-or-later */
/** An old report as a Word document becomes a template for the next one. */
#ifndef TRENDBOOK_WORD_H
#define TRENDBOOK_WORD_H

#include "extract.h"
#include "output.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The document `path`, which is report number `report` of the extract, with its marks replaced: everything else, and
 * the look of each word, stays.
 *   docx      receives the template (tb_brief_options.template_word); the caller frees it with tb_bytes_free
 *   unplaced  receives the number of marks that were not found in their paragraph
 *
 * Refuses what a template may not be: macros, damaged and hostile files.
 */
enum tb_status tb_word_template(const char *path, const struct tb_extract *extract, uint32_t report,
                                struct tb_bytes *docx, size_t *unplaced, struct tb_log *log);

#ifdef __cplusplus
}
#endif

#endif
