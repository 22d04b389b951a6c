/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Decks for tests, and copies of them that differ in one place. */
#ifndef TESTS_DECK_FIXTURE_H
#define TESTS_DECK_FIXTURE_H

#include "../tools/chart_check.h"
#include "brief/plan.h"
#include "brief_fixture.h"
#include "run.h"

/*
 * A briefing of `indicators` indicators with two years each, the first `charts` of a kind that is drawn.  Every second
 * chart has a bound, which only a picture can show.
 */
static inline void fill(struct fixture *f, size_t indicators, size_t charts, const char *name, const char *note)
{
    fixture_open(f, "data/2024.csv");
    for (size_t i = 0; i < indicators; i++) {
        char id[64];
        snprintf(id, sizeof id, "indicator_%zu", i);
        struct tb_indicator *indicator = fixture_indicator(f, id, name, name, "件", TB_COUNT);
        indicator->section = fixture_name(f, i % 2 ? "section_two" : name);
        define(f->panel, indicator)->note = fixture_name(f, note);
    }
    for (size_t i = 0; i < indicators; i++) {
        char id[64], data[64];
        snprintf(id, sizeof id, "indicator_%zu", i);
        snprintf(data, sizeof data,
                 i >= charts ? "2024:%zu"
                 : i % 2     ? "2023:<=%zu 2024:%zu"
                             : "2023:%zu 2024:%zu",
                 200 + i, 400 + 3 * i);
        fixture_data(f, id, NULL, note, data);
    }
    fixture_finish(f);
    if (charts > 1) /* 400 of 200 */
        fixture_rows(f, 0, "yoy_pct 2023 2024 100");
}

static inline void make_deck_with(struct fixture *f, const struct tb_brief_options *options, struct tb_bytes *bytes,
                                  size_t *slides)
{
    struct brief_plan *plan = NULL;
    assert_int_equal(brief_plan_make(f->panel, &f->results, options, &plan, f->log), TB_OK);
    assert_int_equal(brief_plan_draw(plan, false, f->log), TB_OK);
    assert_int_equal(brief_write_pptx(plan, bytes, slides, f->log), TB_OK);
    brief_plan_free(plan);
}

static inline struct tb_brief_options deck_options(enum tb_language language)
{
    return (struct tb_brief_options){
        .language = language, .version = "0", .page = tb_page_default(), .jobs = 2, .command = "brief"};
}

static inline void make_deck(struct fixture *f, enum tb_language language, struct tb_bytes *bytes, size_t *slides)
{
    const struct tb_brief_options options = deck_options(language);
    make_deck_with(f, &options, bytes, slides);
}

/* Packs parts again; the first `drop` entries whose name equals `without` are left out. */
static inline void pack(const struct package *package, const char *without, const char *extra, const char *extra_text,
                        struct tb_bytes *zip)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *archive = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
    assert_non_null(archive);
    zip_source_keep(memory);
    for (size_t i = 0; i < package->n; i++)
        if (!without || strcmp(package->part[i].name, without) != 0) {
            zip_source_t *source = zip_source_buffer(archive, package->part[i].data, package->part[i].n, 0);
            assert_true(zip_file_add(archive, package->part[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
        }
    if (extra && extra[strlen(extra) - 1] == '/')
        assert_true(zip_dir_add(archive, extra, ZIP_FL_ENC_UTF_8) >= 0);
    else if (extra)
        assert_true(zip_file_add(archive, extra, zip_source_buffer(archive, extra_text, strlen(extra_text), 0),
                                 ZIP_FL_ENC_UTF_8) >= 0);
    assert_int_equal(zip_close(archive), 0);
    zip_stat_t about;
    zip_source_stat(memory, &about);
    zip_source_open(memory);
    unsigned char *data = malloc((size_t)about.size);
    zip_source_read(memory, data, about.size);
    tb_bytes_add(zip, data, (size_t)about.size);
    free(data);
    zip_source_close(memory);
    zip_source_free(memory);
    zip_error_fini(&error);
}

/* Replaces the first `from` in a part. */
static inline void replace(struct part *part, const char *from, const char *to)
{
    char *at = strstr((char *)part->data, from);
    if (!at)
        print_error("%s has no \"%s\"\n", part->name, from);
    assert_non_null(at);
    const size_t before = (size_t)(at - (char *)part->data);
    char *text = NULL;
    assert_true(asprintf(&text, "%.*s%s%s", (int)before, (char *)part->data, to, at + strlen(from)) >= 0);
    free(part->data);
    part->data = (unsigned char *)text;
    part->n = strlen(text);
}

#endif
