/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Every reader of one cell on the same text. */
#include "load/cell.h"
#include "trendbook/number.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    /* an exact allocation, so that one byte too far is seen; no NUL reaches the cells of a file */
    char *text = malloc(n ? n : 1);
    if (!text)
        abort();
    size_t length = 0;
    for (size_t i = 0; i < n; i++)
        if (bytes[i])
            text[length++] = (char)bytes[i];

    struct load_value value;
    load_value_read(text, length, &value);
    must(value.state <= TB_CONFIDENTIAL);
    if (value.fault != LOAD_FINE || value.state >= TB_NEGLIGIBLE) {
        must(value.value != value.value);
    } else {
        must(value.value - value.value == 0); /* finite */
        /* what was read is a number that reads back to itself */
        char exact[TB_NUMBER_SIZE];
        struct load_value again;
        tb_number_exact(value.value, exact);
        load_value_read(exact, strlen(exact), &again);
        must(again.fault == LOAD_FINE && again.value == value.value && again.state == TB_EXACT);
    }
    must(*load_number_advice(text, length) != '\0');

    unsigned remarks = 0;
    const char *advice;
    enum tb_state state;
    const int year = load_year_read(text, length, &remarks, &advice);
    must(year == 0 || (year >= 1800 && year <= 2200));
    if (load_qualifier_read(text, length, &state))
        must(state > TB_EXACT && state < TB_NEGLIGIBLE);
    if (length)
        load_id_fault(text, length);
    load_text_fault(text, length, &remarks);
    must(strlen(load_show(text, length).text) <= 83);
    free(text);
    return 0;
}
