/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/ole.h"

#include <stdlib.h>
#include <string.h>

enum {
    HEADER = 512,
    NUMBERS_IN_HEADER = 109,
    ENTRY = 128,
    MINI_SECTOR = 64,
    STREAM = 2,
    ROOT = 5,
};
static const uint32_t LAST_SECTOR = 0xFFFFFFFA; /* larger numbers are marks */

struct ole {
    const struct tb_bytes *file;
    size_t sector;   /* bytes */
    uint32_t *table; /* by sector: the one that follows */
    size_t n;        /* sectors of the file */
    struct tb_bytes directory, mini_table, mini;
    uint32_t mini_cutoff;
};

static const unsigned char *sector_at(const struct ole *ole, uint32_t number)
{
    return number < ole->n ? ole->file->data + (number + 1) * ole->sector : NULL;
}

/* Copies one sector of the table of sectors. */
static bool take_table(struct ole *ole, uint32_t number, size_t *known)
{
    const unsigned char *at = sector_at(ole, number);
    if (!at)
        return false;
    for (size_t i = 0; i < ole->sector / 4 && *known < ole->n; i++)
        ole->table[(*known)++] = load_le32(at + 4 * i);
    return true;
}

/* The table of sectors: its own sectors are listed in the header, and behind that in a chain. */
static bool read_table(struct ole *ole)
{
    const unsigned char *header = ole->file->data;
    size_t known = 0;
    uint32_t next = load_le32(header + 68);
    for (size_t i = 0; i < NUMBERS_IN_HEADER && known < ole->n; i++) {
        const uint32_t number = load_le32(header + 76 + 4 * i);
        if (number > LAST_SECTOR)
            break;
        if (!take_table(ole, number, &known))
            return false;
    }
    for (size_t steps = 0; next <= LAST_SECTOR && known < ole->n && steps < ole->n; steps++) {
        const unsigned char *at = sector_at(ole, next);
        if (!at)
            return false;
        for (size_t i = 0; i + 1 < ole->sector / 4 && known < ole->n; i++) {
            const uint32_t number = load_le32(at + 4 * i);
            if (number <= LAST_SECTOR && !take_table(ole, number, &known))
                return false;
        }
        next = load_le32(at + ole->sector - 4);
    }
    for (; known < ole->n; known++)
        ole->table[known] = UINT32_MAX;
    return true;
}

/* Appends the sectors of a chain; it cannot be longer than the file has sectors. */
static bool read_chain(const struct ole *ole, uint32_t number, size_t size, struct tb_bytes *to)
{
    for (size_t steps = 0; number <= LAST_SECTOR && to->n < size; steps++) {
        const unsigned char *at = sector_at(ole, number);
        if (!at || steps > ole->n)
            return false;
        tb_bytes_add(to, at, size - to->n < ole->sector ? size - to->n : ole->sector);
        number = ole->table[number];
    }
    return true;
}

/* The same of a small stream, which lies in the stream of the root. */
static bool read_mini_chain(const struct ole *ole, uint32_t number, size_t size, struct tb_bytes *to)
{
    const size_t sectors = ole->mini.n / MINI_SECTOR;
    for (size_t steps = 0; number <= LAST_SECTOR && to->n < size; steps++) {
        if (number >= sectors || steps > sectors || 4 * (size_t)number + 4 > ole->mini_table.n)
            return false;
        tb_bytes_add(to, ole->mini.data + (size_t)number * MINI_SECTOR,
                     size - to->n < MINI_SECTOR ? size - to->n : MINI_SECTOR);
        number = load_le32(ole->mini_table.data + 4 * (size_t)number);
    }
    return true;
}

/* Names are UTF-16, with a NUL at the end. */
static bool is_named(const unsigned char *entry, const char *name)
{
    const size_t length = strlen(name);
    if (load_le16(entry + 64) != 2 * (length + 1))
        return false;
    for (size_t i = 0; i < length; i++) {
        const unsigned c = load_le16(entry + 2 * i), wanted = (unsigned char)name[i];
        if (c != wanted && !(c < 128 && (c | 32) == (wanted | 32) && (c | 32) >= 'a' && (c | 32) <= 'z'))
            return false;
    }
    return true;
}

static const unsigned char *entry_of(const struct ole *ole, unsigned char type, const char *name)
{
    for (size_t at = 0; at + ENTRY <= ole->directory.n; at += ENTRY) {
        const unsigned char *entry = ole->directory.data + at;
        if (entry[66] == type && (!name || is_named(entry, name)))
            return entry;
    }
    return NULL;
}

static bool open_file(struct ole *ole)
{
    const unsigned char *header = ole->file->data;
    if (ole->file->n < HEADER)
        return false;
    const unsigned shift = load_le16(header + 30);
    if (shift != 9 && shift != 12)
        return false;
    ole->sector = (size_t)1 << shift;
    ole->n = ole->file->n / ole->sector; /* the header takes the place of one, the last one may be short */
    ole->n = ole->n ? ole->n - 1 : 0;
    ole->mini_cutoff = load_le32(header + 56);
    ole->table = calloc(ole->n + 1, sizeof *ole->table);
    if (!ole->table || !read_table(ole) || !read_chain(ole, load_le32(header + 48), SIZE_MAX, &ole->directory))
        return false;
    const unsigned char *root = entry_of(ole, ROOT, NULL);
    return root && read_chain(ole, load_le32(root + 116), load_le32(root + 120), &ole->mini) &&
           read_chain(ole, load_le32(header + 60), SIZE_MAX, &ole->mini_table);
}

enum tb_status load_ole_stream(const struct tb_bytes *file, const char *name, struct tb_bytes *stream, bool *there)
{
    struct ole ole = {.file = file};
    const unsigned char *entry = NULL;
    *there = false;
    bool fine = open_file(&ole);
    if (fine)
        entry = entry_of(&ole, STREAM, name);
    if (entry) {
        const size_t size = load_le32(entry + 120);
        const uint32_t first = load_le32(entry + 116);
        *there = true;
        fine =
            size < ole.mini_cutoff ? read_mini_chain(&ole, first, size, stream) : read_chain(&ole, first, size, stream);
        fine = fine && stream->n == size;
    }
    const bool memory =
        stream->failed || ole.directory.failed || ole.mini.failed || ole.mini_table.failed || (ole.n && !ole.table);
    free(ole.table);
    tb_bytes_free(&ole.directory);
    tb_bytes_free(&ole.mini_table);
    tb_bytes_free(&ole.mini);
    return memory ? TB_NO_MEMORY : fine ? TB_OK : TB_BAD_DATA;
}
