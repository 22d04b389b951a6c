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

/* ---- style ---- */

const char brief_page_style[] =
    ":root{color-scheme:light dark;--ground:#fff;--soft:#f2f5f7;--text:#1a1f26;--quiet:#59636b;--line:#dde1e6;"
    "--edge:#8a949c;--house:#005da8}\n"
    "*{box-sizing:border-box}\n"
    "html{scroll-padding-top:4.5rem}\n"
    "body{margin:0;background:var(--ground);color:var(--text);line-height:1.5;overflow-wrap:anywhere;"
    "font-family:\"Helvetica Neue\",Arial,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"Noto Sans SC\","
    "sans-serif}\n"
    "header,main,footer{max-width:84rem;margin:0 auto;padding:0 1.25rem}\n"
    "header{padding-top:1.5rem}\n"
    "h1{font-size:1.9rem;line-height:1.25;margin:0 0 .25rem}\n"
    "h2{font-size:1.4rem;margin:2.5rem 0 .75rem;border-bottom:3px solid var(--house);padding-bottom:.25rem}\n"
    "h3{font-size:1.1rem;line-height:1.35;margin:0}\n"
    "p{margin:.25rem 0}\n"
    "a{color:var(--house)}\n"
    ".quiet,footer,.foot,.notes{color:var(--quiet)}\n"
    ".skip{position:absolute;left:-99rem}\n"
    ".skip:focus{left:1rem;top:1rem;background:var(--ground);padding:.5rem 1rem;z-index:3}\n"
    ":focus-visible{outline:3px solid var(--house);outline-offset:2px}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:.75rem 0 0;padding:0}\n"
    ".tools{display:none;position:sticky;top:0;z-index:2;background:var(--ground);border-bottom:1px solid var(--line);"
    "padding:.6rem 0;gap:.5rem 1rem;flex-wrap:wrap;align-items:center}\n"
    ".js .tools{display:flex}\n"
    ".tools label{display:flex;gap:.5rem;align-items:center}\n"
    ".tools output{color:var(--quiet);min-width:8rem}\n"
    "input,select,button{font:inherit;color:var(--text);background:var(--ground);border:1px solid var(--edge);"
    "border-radius:.3rem;padding:.3rem .6rem}\n"
    "input[type=search]{width:18rem;max-width:60vw}\n"
    "button{cursor:pointer}\n"
    ".scroll{overflow:auto;max-height:80vh;border:1px solid var(--line)}\n"
    ".chart .scroll,.values .scroll{border:0;max-height:none}\n"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}\n"
    "thead th{position:sticky;top:0;background:var(--soft);border-bottom:2px solid var(--house);white-space:nowrap}\n"
    "tbody th{font-weight:inherit;min-width:10rem}\n"
    ".number{text-align:right;white-space:nowrap}\n"
    ".trend{white-space:nowrap}\n"
    ".reason{white-space:normal;color:var(--quiet)}\n"
    "thead button{border:0;background:none;padding:0;font-weight:inherit}\n"
    "thead button::after{content:\"\\2195\";color:var(--edge);margin-left:.3rem}\n"
    "[aria-sort=ascending] button::after{content:\"\\25B2\";color:var(--house)}\n"
    "[aria-sort=descending] button::after{content:\"\\25BC\";color:var(--house)}\n"
    ".points{margin:0;padding-left:2rem;max-width:60rem}.points li{padding:.15rem 0}\n"
    ".figures{display:grid;gap:1.75rem 2.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,34rem),1fr))}\n"
    ".figure{margin:0;min-width:0}\n"
    ".figure .top{display:flex;gap:1rem;justify-content:space-between;align-items:flex-start}\n"
    ".switch{display:none;flex:none}\n"
    ".js .switch{display:flex}\n"
    ".switch button{border-radius:0;font-size:.85rem;padding:.15rem .6rem}\n"
    ".switch button+button{border-left:0}\n"
    ".switch [aria-pressed=true]{background:var(--house);border-color:var(--house);color:var(--ground)}\n"
    ".js .figure[data-view=chart] .values,.js .figure[data-view=table] .chart{display:none}\n"
    ".chart svg{display:block;width:100%;min-width:32rem;height:auto}\n"
    ".values{max-width:34rem}\n"
    ".foot,.notes{font-size:.85rem}\n"
    "summary{cursor:pointer}\n"
    ".shapes{position:absolute;width:0;height:0;overflow:hidden}\n"
    "[hidden]{display:none!important}\n"
    "footer{padding-top:2rem;padding-bottom:2rem;font-size:.85rem}\n"
    "@media (max-width:40rem){h1{font-size:1.45rem}header,main,footer{padding-left:.8rem;padding-right:.8rem}"
    ".figure .top{display:block}.switch{margin-top:.4rem}th,td{padding:.3rem .4rem}tbody th{min-width:8rem}"
    ".minor{display:none}.tools{position:static!important}html{scroll-padding-top:0}"
    ".tools label{width:100%;justify-content:space-between}input[type=search],select{width:12rem}}\n"
    "@media print{body{font-size:9.5pt}.tools,.switch,.skip,nav,thead button::after{display:none!important}"
    ".scroll{overflow:visible;max-height:none;border:0}thead th{position:static}"
    ".figures{display:block}.figure{break-inside:avoid;margin-bottom:1.2rem}.chart svg{min-width:0;max-width:17cm}"
    "h2{break-after:avoid}tr{break-inside:avoid}details:not([open]){display:none}a{color:inherit;text-decoration:none}"
    "@page{size:A4;margin:15mm}}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--ground:#14202b;--soft:#1c2b38;--text:#f2f5f7;"
    "--quiet:#b4bec7;--line:#33424f;--edge:#7c8994;--house:#3a98fe}\n";

/* ---- script: chart or table, sorting, search ---- */

const char brief_page_script[] =
    "'use strict';\n"
    "(function () {\n"
    "  function all(selector, from) { return Array.from((from || document).querySelectorAll(selector)); }\n"
    "  const root = document.documentElement;\n"
    "  root.classList.add('js');\n"
    "\n"
    "  all('.switch button').forEach(function (button) {\n"
    "    button.addEventListener('click', function () {\n"
    "      const figure = button.closest('.figure');\n"
    "      figure.dataset.view = button.dataset.view;\n"
    "      all('.switch button', figure).forEach(function (other) {\n"
    "        other.setAttribute('aria-pressed', String(other === button));\n"
    "      });\n"
    "    });\n"
    "  });\n"
    "\n"
    "  /* ascending, descending, back to the order of the catalogue; rows without a number stay last */\n"
    "  all('table.sortable').forEach(function (table) {\n"
    "    const body = table.tBodies[0], order = Array.from(body.rows);\n"
    "    all('thead th', table).forEach(function (head, column) {\n"
    "      head.querySelector('button').addEventListener('click', function () {\n"
    "        const next = {null: 'ascending', ascending: 'descending', descending: null}"
    "[head.getAttribute('aria-sort')];\n"
    "        const numeric = head.classList.contains('number'), sign = next === 'descending' ? -1 : 1;\n"
    "        all('thead th', table).forEach(function (other) { other.removeAttribute('aria-sort'); });\n"
    "        const rows = order.slice();\n"
    "        if (next) {\n"
    "          head.setAttribute('aria-sort', next);\n"
    "          rows.sort(function (a, b) {\n"
    "            const x = a.cells[column], y = b.cells[column];\n"
    "            if (!numeric) return sign * x.textContent.localeCompare(y.textContent, root.lang);\n"
    "            const p = x.dataset.value, q = y.dataset.value;\n"
    "            if (p === undefined || q === undefined) return (p === undefined) - (q === undefined);\n"
    "            return sign * (p - q);\n"
    "          });\n"
    "        }\n"
    "        body.append(...rows);\n"
    "      });\n"
    "    });\n"
    "  });\n"
    "\n"
    "  /* every word must be there, in any order */\n"
    "  const search = document.getElementById('search'), section = document.getElementById('section');\n"
    "  const trend = document.getElementById('trend'), found = document.getElementById('found');\n"
    "  const entries = all('[data-entry]');\n"
    "  const words = new Map(entries.map(function (entry) {\n"
    "    return [entry, (entry.dataset.entry || entry.textContent).toLowerCase()];\n"
    "  }));\n"
    "  function apply() {\n"
    "    const wanted = search.value.toLowerCase().split(/\\s+/).filter(Boolean);\n"
    "    let rows = 0, figures = 0;\n"
    "    entries.forEach(function (entry) {\n"
    "      const shown = (!section.value || entry.dataset.section === section.value)\n"
    "        ? (!trend.value || entry.dataset.trend === trend.value)\n"
    "          ? wanted.every(function (word) { return words.get(entry).includes(word); }) : false : false;\n"
    "      entry.hidden = !shown;\n"
    "      if (shown) { if (entry.tagName === 'TR') rows++; else figures++; }\n"
    "    });\n"
    "    all('main section.group').forEach(function (group) {\n"
    "      group.hidden = !group.querySelector('[data-entry]:not([hidden])');\n"
    "    });\n"
    "    found.textContent = wanted.length || section.value || trend.value\n"
    "      ? found.dataset.text.replace('{rows}', rows).replace('{figures}', figures) : '';\n"
    "  }\n"
    "  [search, section, trend].forEach(function (field) { field.addEventListener('input', apply); });\n"
    "  apply();\n"
    "})();\n";
