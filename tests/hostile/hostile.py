#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every command over the names of names.py and reads the outputs with independent parsers (html.parser, xml, csv,
json, zipfile).  Usage: hostile.py PROGRAM FOLDER.  Ends "N passed, N failed"."""
import csv, html.parser, io, json, os, re, subprocess, sys, zipfile
from xml.etree import ElementTree as tree
from xml.sax.saxutils import escape
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from names import NAMES, write

program, work = os.path.abspath(sys.argv[1]), sys.argv[2]
data = os.path.join(work, 'data')
passed = failed = 0
# what the outputs may not hold at all, and what stands in its place (brief_safe_text)
UNSAFE = re.compile('[\u200e\u200f\u202a-\u202e\u2066-\u2069\0-\x08\x0b-\x1f\x7f]')


def check(what, good, found=''):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print('FAILED: %s%s' % (what, ' (%s)' % (str(found)[:300],) if found != '' else ''))


def run(*arguments):
    return subprocess.run([program, *arguments], cwd=work, capture_output=True, timeout=300)


def formula(cell):
    return bool(re.match(r'[=+\-@＝＋－＠\t\r]', cell)) and not re.fullmatch(r'[+-]?\d+(\.\d+)?([eE][+-]?\d+)?', cell)


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = {}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes += [(tag, k, v or '') for k, v in attributes]

    def handle_data(self, data):
        self.text.append(data)


def check_page(folder, base):
    with open(os.path.join(folder, 'briefing.html'), encoding='utf-8') as file:
        source = file.read()
    page = Page(source)
    check('page: only the elements of our own', set(page.tags) <= base, set(page.tags) - base)
    check('page: one script, one style', page.tags['script'] == 1 and page.tags['style'] == 1)
    check('page: no handler', not [a for a in page.attributes if a[1].startswith('on') or a[1] == 'style'])
    links = [v for _, k, v in page.attributes if k in ('href', 'src', 'xlink:href', 'action')]
    check('page: links stay inside', all(v.startswith('#') or v == 'data:,' for v in links), [l for l in links if l[:1] != '#'])
    check('page: is XML too', tree.fromstring(re.sub('<!DOCTYPE[^>]*>', '', source)) is not None)
    check('page: no unsafe character', not UNSAFE.search(source))
    text = ''.join(page.text)
    for name in NAMES:
        if not UNSAFE.search(name) and len(name) < 60 and '\t' not in name:
            check('page: %s stands as text' % name, name in text)


def check_archive(path):
    with zipfile.ZipFile(path) as archive:
        check(path + ': whole', archive.testzip() is None)
        text = ''
        for part in archive.namelist():
            if part.endswith(('.xml', '.rels')):
                try:
                    root = tree.fromstring(archive.read(part))
                except tree.ParseError as error:
                    check(part, False, error)
                    continue
                check('%s: no unsafe character' % part, not UNSAFE.search(archive.read(part).decode('utf-8')))
                text += ''.join(root.itertext()) + '\n'
                for element in root.iter():
                    if element.get('TargetMode') == 'External':
                        check('%s: no way out' % part, False, element.attrib)
                    if element.tag.endswith('}f') and element.text:
                        check('%s: formulas are ours' % part, re.fullmatch(r"[A-Za-z0-9'$!:()*/+,. \-\u3400-\u9fff\"<>=]*", element.text)
                              and not re.search('HYPERLINK|hacked|cmd', element.text), element.text)
            check('%s: plain name' % part, re.fullmatch(r'[A-Za-z0-9_./\[\]]+', part) and '..' not in part)
        if path.endswith('.docx'):
            fields = re.findall(r'<w:(?:instrText|fldSimple)[^>]*>', archive.read('word/document.xml').decode('utf-8'))
            check('document: no field', not fields, fields[:2])
            for name in ('=1+1', '<b>bold</b><span size="99999">', '{{penalty_cases}} {#if}') if 'briefing' in path else ():
                check('document: %s is a text' % name, name in text)
        if path.endswith('.xlsx'):
            for name in ('=1+1', '=HYPERLINK("http://example.invalid";"x")', '<b>bold</b><span size="99999">'):
                check('workbook: %s is a text' % name, name in text)


def check_text(folder):
    with open(os.path.join(folder, 'briefing.md'), encoding='utf-8') as file:
        text = file.read()
    for pattern in (r'(?<!\\)<[a-zA-Z/!]', r'(?<!\\)\]\((?!charts/[^)\s]*\.svg\))', r'(?<!\\)`', r'(?<!\\)\*\*', r'^=+$', r'(?<!\\)\{\{',
                    r'(?<!\\)\$'):
        found = re.search(pattern, text, re.M)
        check('text: nothing acts: ' + pattern, not found, text[max(0, found.start() - 30):found.end() + 30] if found else '')
    check('text: no unsafe character', not UNSAFE.search(text.replace('\n', '')))
    widths = {}
    for line in text.split('\n'):
        if line.startswith('|'):
            cells = len(re.split(r'(?<!\\)\|', line))
            widths.setdefault('row', cells)
            check('text: rows of a table are even', widths['row'] == cells, line)
        else:
            widths = {}


def check_tables(folder):
    with open(os.path.join(folder, 'statistics.csv'), encoding='utf-8', newline='') as file:
        rows = list(csv.reader(file))
    check('statistics.csv: even rows', len({len(r) for r in rows}) == 1)
    cells = [c for row in rows for c in row if formula(c)]
    check('statistics.csv: no formula', not cells, cells[:3])
    with open(os.path.join(folder, 'manifest.json'), encoding='utf-8') as file:
        listed = {f['file'] for f in json.load(file)['outputs']}
    there = {os.path.relpath(os.path.join(where, name), folder) for where, _, names in os.walk(folder) for name in names}
    check('manifest: lists what is there', listed | {'manifest.json'} == there, listed ^ there)


def check_charts(folder):
    allowed = {'svg', 'g', 'path', 'rect', 'use', 'defs', 'symbol', 'clipPath', 'title', 'desc', 'text', 'tspan', 'circle',
               'line', 'polyline', 'polygon', 'metadata', 'linearGradient', 'stop', 'mask', 'pattern', 'image'}
    for name in os.listdir(os.path.join(folder, 'charts')):
        check('charts: %s is a plain name' % name, not re.search(r'[/\\:*?"<>|\x00-\x1f]', name) and name not in ('.', '..'))
        if name.endswith('.svg'):
            for element in tree.parse(os.path.join(folder, 'charts', name)).iter():
                tag = element.tag.split('}')[-1]
                if tag not in allowed or [k for k in element.attrib if k.lower().startswith('on')]:
                    check('%s: our own elements' % name, False, tag)
                elif element.get('{http://www.w3.org/1999/xlink}href', '#')[:1] not in '#d':
                    check('%s: no way out' % name, False, element.attrib)


def write_word(path, paragraphs):
    """A Word document of these paragraphs, as small as can be."""
    package, office = 'http://schemas.openxmlformats.org/package/2006/', 'http://schemas.openxmlformats.org/officeDocument/2006/'
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('[Content_Types].xml', '<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.'
                         'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/'
                         'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' % package)
        archive.writestr('_rels/.rels', '<Relationships xmlns="%srelationships"><Relationship Id="a" Type="%srelationships/'
                         'officeDocument" Target="word/document.xml"/></Relationships>' % (package, office))
        archive.writestr('word/document.xml', '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                         '<w:body>%s</w:body></w:document>' % ''.join(
                             '<w:p><w:r><w:t>%s</w:t></w:r></w:p>' % escape(p) for p in paragraphs))


def check_word_template(language, ids):
    write_word(os.path.join(work, 't.docx'), ['{{name %s}}：{{%s}} {{sentence %s}}' % (i, i, i) for i in ids] + ['{{table part 1}}'])
    result = run('brief', data, '--template', 't.docx', '-o', 'w-%s.docx' % language, '--lang', language, '-q')
    check('Word template: filled in', result.returncode == 0, result.stderr.decode('utf-8', 'replace'))
    if result.returncode == 0:
        check_archive(os.path.join(work, 'w-%s.docx' % language))


def check_template(language):
    ids = [row['id'] for row in csv.DictReader(open(os.path.join(data, 'indicators.csv'), encoding='utf-8', newline=''))]
    with open(os.path.join(work, 't.md'), 'w', encoding='utf-8') as file:
        for i in range(0, len(ids), 2):
            if not re.search(r'[{}]|@\d|\[', ids[i]):
                file.write('{{name %s}}：{{%s}} {{sentence %s}}\n\n' % (ids[i], ids[i], ids[i]))
    check_word_template(language, [i for i in ids[::2] if not re.search(r'[{}]|@\d|\[', i)])
    result = run('brief', data, '--template', 't.md', '-o', 'r-%s.md' % language, '--lang', language, '-q')
    check('template: filled in', result.returncode == 0, result.stderr.decode('utf-8', 'replace'))
    with open(os.path.join(work, 'r-%s.md' % language), encoding='utf-8') as file:
        text = file.read()
    found = re.search(r'(?<!\\)(<[a-zA-Z/!]|\{\{|`|\*\*|\]\()', text)
    check('template: nothing acts', not found, text[max(0, found.start() - 30):found.end() + 30] if found else '')


os.mkdir(data)
write(data)
with open(os.path.join(work, 'plain.csv'), 'w', encoding='utf-8') as plain_file:
    plain_file.write('indicator,region,year,value\n' + ''.join('a,%s,%d,%d\n' % (r, y, y % 7 + 3) for r in 'xy' for y in range(2018, 2025)) +
                     ''.join('b,x,%d,%d\n' % (y, y % 5 + 2) for y in range(2018, 2025)))
for language in ('zh', 'en'):
    folder, base = os.path.join(work, 'out-' + language), os.path.join(work, 'base-' + language)
    for source, target in ((data, folder), ('plain.csv', base)):
        made = run('brief', source, '-o', target, '--lang', language, '-q')
        check('brief: done', made.returncode == 0, made.stderr.decode('utf-8', 'replace'))
    with open(os.path.join(base, 'briefing.html'), encoding='utf-8') as base_file:
        known = set(Page(base_file.read()).tags) | {'details', 'summary', 'option', 'ol', 'li', 'section', 'h2', 'p'}
    check_page(folder, known)
    check_archive(os.path.join(folder, 'briefing.pptx'))
    check_archive(os.path.join(folder, 'briefing.xlsx'))
    check_archive(os.path.join(folder, 'briefing.docx'))
    check_text(folder)
    check_tables(folder)
    check_charts(folder)
    check_template(language)
for command, form in (('stats', 'csv'), ('check', 'csv')):
    rows = list(csv.reader(io.StringIO(run(command, data, '-f', form, '-q').stdout.decode('utf-8'))))
    check('%s: no formula' % command, not [c for r in rows for c in r if formula(c)], [c for r in rows for c in r if formula(c)][:3])
for command in ('stats', 'check'):
    check('%s: JSON' % command, json.loads(run(command, data, '-f', 'json', '-q').stdout) is not None)
for command in (('show', data), ('check', data), ('stats', data, '-f', 'table', '-s', 'value')):
    shown = run(*command).stdout.decode('utf-8')
    check('%s: a terminal is told nothing' % command[0], not re.search('[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]', shown))
check('no shell acted', not [n for w, _, names in os.walk(work) for n in names if n in ('hacked', 'pwned')])
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed > 0)
