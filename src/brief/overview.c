/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a page that shows all indicators of a section. */
#include "overview.h"

#include "measure.h"

static const char *section_of(const struct tb_panel *panel, const uint32_t *series, size_t n, enum tb_language language)
{
    const struct tb_indicator *first = &panel->indicators[panel->series[series[0]].indicator];
    for (size_t k = 1; k < n; k++) {
        if (panel->indicators[panel->series[series[k]].indicator].section != first->section)
            return "";
    }
    return tb_text(panel, language == TB_CHINESE && first->definition->section_zh ? first->definition->section_zh
                                                                                  : first->section);
}

void brief_overview_title(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                          const uint32_t *series, size_t n, enum tb_language language)
{
    const bool chinese = language == TB_CHINESE;
    const char *section = section_of(panel, series, n, language);
    size_t rising = 0, falling = 0;
    for (size_t k = 0; k < n; k++) {
        const struct tb_result *verdict = brief_verdict_of(results, series[k]);
        rising += verdict && verdict->note.code == TB_NOTE_RISING;
        falling += verdict && verdict->note.code == TB_NOTE_FALLING;
    }
    if (*section) {
        const size_t start = text->n;
        brief_add_safe(text, section);
        if (text->n > start && text->data[start] >= 'a' && text->data[start] <= 'z')
            text->data[start] = (unsigned char)(text->data[start] - 'a' + 'A'); /* a title begins so */
        tb_bytes_text(text, chinese ? "：" : ": ");
    }
    if (chinese)
        tb_bytes_format(text, "%zu项指标", n);
    else
        tb_bytes_format(text, "%zu indicator%s", n, n == 1 ? "" : "s");
    if (rising)
        tb_bytes_format(text, "%s%zu%s", chinese ? "中" : ", ", rising, chinese ? "项呈上升趋势" : " rising");
    if (falling) {
        tb_bytes_text(text, rising ? chinese ? "、" : " and " : chinese ? "中" : ", ");
        tb_bytes_format(text, "%zu%s", falling, chinese ? "项呈下降趋势" : " falling");
    }
}

void brief_overview_subtitle(struct tb_bytes *text, enum tb_language language)
{
    tb_bytes_text(text, language == TB_CHINESE
                            ? "最近一年数值、比上年变化、近十年走势（各行纵轴自定）"
                            : "Last value, change on the year before and ten years, each row on a scale of its own");
}

void brief_overview_alt(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                        const uint32_t *series, size_t n, enum tb_language language)
{
    const bool chinese = language == TB_CHINESE;
    tb_bytes_text(text, chinese ? "概览表：" : "Overview. ");
    brief_overview_title(text, panel, results, series, n, language);
    tb_bytes_text(text, chinese ? "。" : ". ");
    for (size_t k = 0; k < n; k++) {
        tb_bytes_text(text, k ? chinese ? "、" : ", " : "");
        brief_add_safe(text, tb_indicator_name(panel, panel->series[series[k]].indicator, language));
    }
    tb_bytes_text(text, chinese ? "。" : ".");
}
