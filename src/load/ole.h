/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Streams of a compound file, the container of old office documents.  [MS-CFB]. */
#ifndef LOAD_OLE_H
#define LOAD_OLE_H

#include "trendbook/output.h"

/**
 * Copies a stream of the file; `name` is ASCII, its case does not matter.
 * TB_OK with nothing when there is no such stream; TB_BAD_DATA (not reported) when the file is damaged; TB_NO_MEMORY.
 */
enum tb_status load_ole_stream(const struct tb_bytes *file, const char *name, struct tb_bytes *stream, bool *there);

/** Whole numbers as they lie in the file, least byte first. */
static inline unsigned load_le16(const unsigned char *at)
{
    return (unsigned)(at[0] | at[1] << 8);
}
static inline uint32_t load_le32(const unsigned char *at)
{
    return load_le16(at) | (uint32_t)load_le16(at + 2) << 16;
}

#endif
