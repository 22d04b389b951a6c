/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Which of several sources holds: --prefer. */
#include "load/loader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool same_place(const char *a, const char *b)
{
    struct stat of_a, of_b;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_ino == of_b.st_ino && of_a.st_dev == of_b.st_dev;
}

/* Whether a file is the preferred one, or lies in the preferred folder.  A sheet (#name) belongs to its workbook. */
static bool stands_for(const char *preference, const char *file)
{
    if (same_place(preference, file))
        return true;
    const char *sheet = strrchr(file, '#'), *slash = strrchr(file, '/');
    char *part = sheet ? strndup(file, (size_t)(sheet - file)) : NULL;
    bool same = part && same_place(preference, part);
    free(part);
    part = slash ? strndup(file, (size_t)(slash - file + (slash == file))) : strdup(".");
    same = same || (part && same_place(preference, part));
    free(part);
    return same;
}

uint32_t load_rank(const struct load_loader *loader, const char *file)
{
    uint32_t rank = 0;
    const char *const *prefer = loader->options->prefer;
    while (prefer && prefer[rank] && !stands_for(prefer[rank], file))
        rank++;
    return rank;
}

enum tb_status load_check_preferences(const struct load_loader *loader)
{
    enum tb_status status = TB_OK;
    const struct tb_panel *panel = loader->panel;
    for (const char *const *prefer = loader->options->prefer; prefer && *prefer; prefer++) {
        bool found = false;
        for (size_t i = 0; i < panel->n_inputs && !found; i++)
            found = stands_for(*prefer, tb_text(panel, panel->inputs[i].path));
        if (!found)
            status = tb_fail(loader->log, TB_BAD_OPTION, "prefer", NULL,
                             "\"%s\" is preferred but is not among the data; name a file or folder of DATA", *prefer);
    }
    return status;
}
