/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include "xml.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>

void brief_page_text(struct tb_bytes *page, const char *text)
{
    char *safe = brief_safe_text(text);
    page->failed |= !safe;
    for (const char *at = safe; at && *at;) {
        const size_t plain = strcspn(at, "&<>\"'");
        tb_bytes_add(page, at, plain);
        at += plain;
        if (*at)
            tb_bytes_format(page, "&#%d;", *at++);
    }
    free(safe);
}

void brief_page_hash(struct tb_bytes *page, const char *text, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t digest[SHA256_DIGEST_LENGTH + 1] = {0}; /* 32 bytes, and one to fill the last group */
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)text, n);
    SHA256Final(digest, &context);
    tb_bytes_text(page, "'sha256-");
    for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i += 3) {
        const unsigned group = (unsigned)digest[i] << 16 | (unsigned)digest[i + 1] << 8 |
                               (i + 2 < SHA256_DIGEST_LENGTH ? digest[i + 2] : 0u);
        const char four[4] = {digits[group >> 18], digits[group >> 12 & 63], digits[group >> 6 & 63],
                              i + 2 < SHA256_DIGEST_LENGTH ? digits[group & 63] : '='};
        tb_bytes_add(page, four, sizeof four);
    }
    tb_bytes_text(page, "'");
}

/* ---- colours of the charts: on white, and on the dark ground ---- */

static const struct {
    const char *light, *dark;
} colours[] = {
    {"#ffffff", "#14202b"},                                                                         /* ground */
    {"#1a1f26", "#f2f5f7"},                                                                         /* text */
    {"#59636b", "#b4bec7"},                                                                         /* secondary */
    {"#8a949c", "#7c8994"},                                                                         /* context */
    {"#dde1e6", "#33424f"},                                                                         /* grid */
    {"#005da8", "#3a98fe"}, {"#cc4f03", "#f68f1c"}, {"#00a692", "#69f5cd"}, {"#601745", "#b174a5"}, /* series */
    {"#b84700", "#f68f1c"}, {"#007a6b", "#69f5cd"},                                                 /* their words */
    {"#99bedc", "#23507f"}, {"#ebb99a", "#6e4c25"}, {"#99dbd3", "#36756c"}, {"#bfa2b5", "#53425c"}, /* pale */
    {"#bfd6e9", "#1e3e60"}, {"#f2d3c0", "#4d3c27"}, {"#bfe9e4", "#295554"}, {"#d7c5d0", "#3b354a"}, /* ribbons */
    {"#b3121d", "#ff7a70"},                                                                         /* red for rise */
};

void brief_page_dark(struct tb_bytes *style)
{
    static const char *const properties[] = {"fill", "stroke"};
    for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++)
        for (size_t p = 0; p < sizeof properties / sizeof properties[0]; p++)
            tb_bytes_format(style, "svg [%1$s=\"%2$s\"]{%1$s:%3$s}\n", properties[p], colours[i].light,
                            colours[i].dark);
}
