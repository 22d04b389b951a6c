/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Lines as records: the first byte chooses the delimiter.  Our own splitting and libcsv's must give the same. */
#include "load/rows.h"
#include "trendbook/names.h"
#include "trendbook/output.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void add_number(struct tb_bytes *to, size_t number)
{
    tb_bytes_add(to, &number, sizeof number);
}

enum manner {
    BY_LIBCSV,
    BY_LINE,
    LINES_AHEAD
};

/* Every record, field and message. */
static void read_rows(const uint8_t *bytes, size_t n, char delimiter, enum manner manner, struct tb_bytes *to)
{
    struct load_source source;
    struct load_text text;
    struct load_rows rows;
    struct load_row row;
    struct tb_log *log = tb_log_new(20);
    struct tb_names *names = tb_names_new();
    must(log != NULL && names != NULL);
    load_source_memory(&source, "table.csv", bytes, n);
    load_text_open(&text, &source, log);
    load_rows_open(&rows, &text, log);
    rows.delimiter = delimiter;
    rows.only_libcsv = manner == BY_LIBCSV;
    rows.names = manner == LINES_AHEAD ? names : NULL;
    rows.n_name_columns = rows.leading = 1;
    while (load_rows_next(&rows, &row)) {
        add_number(to, row.n);
        add_number(to, row.line);
        for (size_t c = 0; c < row.n; c++) {
            must(row.field[c].length <= LOAD_LONGEST_FIELD && row.field[c].line >= row.line);
            add_number(to, row.field[c].line);
            add_number(to, row.field[c].length);
            tb_bytes_add(to, row.field[c].text, row.field[c].length);
        }
    }
    must((!rows.status && !rows.n_errors) || tb_log_count(log, TB_ERROR) > 0);
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        const struct tb_message *message = tb_log_message(log, i);
        add_number(to, message->line);
        add_number(to, message->column);
        tb_bytes_add(to, message->text, strlen(message->text) + 1);
    }
    load_rows_close(&rows);
    load_text_close(&text);
    tb_log_free(log);
    tb_names_free(names);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char delimiters[] = {',', ';', '\t'};
    struct tb_bytes libcsv = {0};
    if (!n)
        return 0;
    const char delimiter = delimiters[bytes[0] % 3];
    read_rows(bytes + 1, n - 1, delimiter, BY_LIBCSV, &libcsv);
    for (int manner = BY_LINE; manner <= LINES_AHEAD; manner++) {
        struct tb_bytes ours = {0};
        read_rows(bytes + 1, n - 1, delimiter, (enum manner)manner, &ours);
        must(ours.n == libcsv.n && (!ours.n || memcmp(ours.data, libcsv.data, ours.n) == 0));
        tb_bytes_free(&ours);
    }
    tb_bytes_free(&libcsv);
    return 0;
}
