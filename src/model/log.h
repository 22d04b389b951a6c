/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Logs of pieces of one input, put together as if one thread had read it all. */
#ifndef MODEL_LOG_H
#define MODEL_LOG_H

#include "trendbook/error.h"

/** An empty log that keeps as many messages; NULL when out of memory. */
struct tb_log *log_new_like(const struct tb_log *log);
/** How many messages a log holds that nobody has looked at yet: the number of the next to be kept. */
size_t log_arrived(const struct tb_log *log);
/** Adds a message that is a text already, not a format; `chinese` may be NULL. */
void log_add_told(struct tb_log *log, enum tb_severity severity, const char *kind, const struct tb_place *place,
                  const char *text, const char *chinese);
/** Adds the kept messages number `first` to `end` - 1 of `from`. */
void log_merge_arrived(struct tb_log *log, const struct tb_log *from, size_t first, size_t end);
/** Adds the number of those that `from` did not keep: after all the others. */
void log_merge_dropped(struct tb_log *log, const struct tb_log *from);

#endif
