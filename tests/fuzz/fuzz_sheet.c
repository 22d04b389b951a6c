/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Workbooks.  The first byte chooses what the rest is: a whole file, the records of an old workbook in a compound file
 * that is right, or the XML of a sheet, its texts and its formats (parted by NUL) in an archive that is right.
 */
#include "load/loader.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void put(struct tb_bytes *to, uint32_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        const unsigned char byte = (unsigned char)(number >> (8 * i));
        tb_bytes_add(to, &byte, 1);
    }
}

static void put_entry(struct tb_bytes *to, const char *name, uint32_t type, uint32_t first, size_t size)
{
    const size_t length = strlen(name);
    for (size_t k = 0; k < 32; k++)
        put(to, k < length ? (unsigned char)name[k] : 0, 2);
    put(to, length ? (uint32_t)(2 * length + 2) : 0, 2);
    put(to, type, 2);
    for (int k = 0; k < 12; k++)
        put(to, k < 3 ? 0xFFFFFFFF : 0, 4);
    put(to, first, 4);
    put(to, (uint32_t)size, 4);
    put(to, 0, 4);
}

/* A compound file of one stream: header, table of sectors, directory, stream. */
static struct tb_bytes compound(const uint8_t *bytes, size_t n)
{
    static const uint32_t header[] = {0, 0, 0, 0,    0x0003003E, 0x0009FFFE, 6,          0, 0,
                                      1, 1, 0, 4096, 0xFFFFFFFE, 0,          0xFFFFFFFE, 0, 0};
    struct tb_bytes file = {0};
    const size_t size = n < 4096 ? 4096 : n;
    const uint32_t sectors = (uint32_t)((size + 511) / 512);
    tb_bytes_add(&file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    for (size_t i = 0; i < sizeof header / sizeof header[0]; i++)
        put(&file, header[i], 4);
    for (int i = 1; i < 109; i++)
        put(&file, 0xFFFFFFFF, 4);
    put(&file, 0xFFFFFFFD, 4);
    put(&file, 0xFFFFFFFE, 4);
    for (uint32_t i = 0; i < 126; i++)
        put(&file, i + 1 < sectors ? i + 3 : i + 1 == sectors ? 0xFFFFFFFE : 0xFFFFFFFF, 4);
    put_entry(&file, "Root Entry", 5, 0xFFFFFFFE, 0);
    put_entry(&file, "Workbook", 2, 2, size);
    put_entry(&file, "", 0, 0, 0);
    put_entry(&file, "", 0, 0, 0);
    tb_bytes_add(&file, bytes, n);
    while (file.n % 512 || file.n < 512 * (3 + (size_t)sectors))
        put(&file, 0, 1);
    return file;
}

static void add_part(zip_t *zip, const char *name, const void *text, size_t n)
{
    const zip_int64_t index = zip_file_add(zip, name, zip_source_buffer(zip, text, n, 0), 0);
    must(index >= 0);
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

static struct tb_bytes archive(const uint8_t *bytes, size_t n)
{
    static const char book[] = "<workbook xmlns:r=\"o\"><sheets><sheet name=\"2023\" r:id=\"r1\"/></sheets></workbook>";
    static const char relations[] =
        "<Relationships><Relationship Id=\"r1\" Type=\"/worksheet\" Target=\"a.xml\"/>"
        "<Relationship Id=\"r2\" Type=\"/styles\" Target=\"s.xml\"/>"
        "<Relationship Id=\"r3\" Type=\"/sharedStrings\" Target=\"t.xml\"/></Relationships>";
    static const char *const names[] = {"xl/a.xml", "xl/t.xml", "xl/s.xml"};
    struct tb_bytes file = {0};
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    must(zip != NULL);
    add_part(zip, "xl/workbook.xml", book, sizeof book - 1);
    add_part(zip, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    for (size_t i = 0; i < 3; i++) {
        const uint8_t *end = n ? memchr(bytes, 0, n) : NULL;
        const size_t length = end && i < 2 ? (size_t)(end - bytes) : n;
        add_part(zip, names[i], bytes, length);
        bytes += length;
        n -= length;
        bytes += n > 0;
        n -= n > 0;
    }
    must(zip_close(zip) == 0);
    zip_source_open(source);
    char block[4096];
    for (zip_int64_t got; (got = zip_source_read(source, block, sizeof block)) > 0;)
        tb_bytes_add(&file, block, (size_t)got);
    zip_source_close(source);
    zip_source_free(source);
    return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(20);
    struct tb_bytes file = {0};
    if (n < 2 || n > 60000) {
        tb_log_free(log);
        return -1;
    }
    if (bytes[0] % 3 == 0)
        tb_bytes_add(&file, bytes + 1, n - 1);
    else
        file = bytes[0] % 3 == 1 ? compound(bytes + 1, n - 1) : archive(bytes + 1, n - 1);
    load_bytes("book.xls", file.data, file.n, NULL, false, &panel, log);
    must(panel ? tb_log_count(log, TB_ERROR) == 0 : tb_log_count(log, TB_ERROR) > 0);
    for (size_t i = 0; panel && i < panel->n; i++)
        must(tb_has_value(panel, i) ? panel->value[i] - panel->value[i] == 0 : panel->value[i] != panel->value[i]);
    tb_panel_free(panel);
    tb_log_free(log);
    tb_bytes_free(&file);
    return 0;
}
