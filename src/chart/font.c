/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "font.h"

#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <strings.h>

/* In order of preference: the first two are one design. */
static const char *const families[] = {
    "Noto Sans CJK SC",    "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC",
    "WenQuanYi Micro Hei", "Microsoft YaHei",    "PingFang SC",        "SimHei",
};

static char family[128] = "sans";
static char description[512];

static bool matches(const char *wanted)
{
    FcPattern *pattern =
        FcPatternBuild(NULL, FC_FAMILY, FcTypeString, wanted, FC_LANG, FcTypeString, "zh-cn", (char *)NULL);
    if (!pattern)
        return false;
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    FcPattern *match = FcFontMatch(NULL, pattern, &result);
    bool found = false;
    FcChar8 *name = NULL, *file = NULL;
    if (match) {
        for (int i = 0; FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; i++)
            found = found || strcasecmp((const char *)name, wanted) == 0;
        if (FcPatternGetString(match, FC_FAMILY, 0, &name) != FcResultMatch)
            name = NULL;
        if (FcPatternGetString(match, FC_FILE, 0, &file) != FcResultMatch)
            file = NULL;
        if (found || !description[0])
            snprintf(description, sizeof description, "%s (%s)",
                     found  ? wanted
                     : name ? (const char *)name
                            : "?",
                     file ? (const char *)file : "no file");
        FcPatternDestroy(match);
    }
    FcPatternDestroy(pattern);
    return found;
}

void tb_font_find(struct tb_log *log)
{
    if (description[0])
        return;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (matches(families[i])) {
            snprintf(family, sizeof family, "%s", families[i]);
            return;
        }
    }
    if (!description[0])
        snprintf(description, sizeof description, "none");
    tb_log_add(log, TB_WARNING, "font-missing", NULL,
               "no Chinese font was found, charts use %s; install Noto Sans CJK (package fonts-noto-cjk)", description);
}

const char *tb_font_family(void)
{
    return family;
}

const char *tb_font_fallbacks(void)
{
    static char list[512];
    size_t n = (size_t)snprintf(list, sizeof list, "'%s'", family);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (strcasecmp(families[i], family) != 0)
            n += (size_t)snprintf(list + n, sizeof list - n, ", '%s'", families[i]);
    }
    snprintf(list + n, sizeof list - n, ", sans-serif");
    return list;
}

const char *tb_font_description(void)
{
    return description;
}
