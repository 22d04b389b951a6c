#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The corpus seen from outside: class by exit code, errors leave nothing, and the `must` conditions of manifest.csv on
CSV, JSON, SVG, Markdown and file names.  Ends "N passed, N failed", one count a case."""
import concurrent.futures, csv, io, json, os, re, shutil, subprocess, sys, tempfile, time
import xml.etree.ElementTree as tree

program, corpus = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
root = tempfile.mkdtemp()
DRAWN = {'file-name-is-id', 'label-literal', 'html-escaped', 'svg-well-formed', 'chart-ok', 'no-shell', 'md-literal',
         'title-unchanged', 'html-no-js-link', 'no-file-read', 'no-network', 'sql-parameter'}


def run(*arguments, folder):
    return subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=120)


def ids_of(expected):
    return sorted({row[0] for row in expected.get('rows', [])})


def formula(cell):
    return bool(re.match(r'[=+\-@\t\r]', cell)) and not re.fullmatch(r'[+-]?\d+(\.\d+)?([eE][+-]?\d+)?', cell)


def check_csv(text, problems):
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        problems.append('CSV rows differ in length')
    if any(formula(cell) for row in rows for cell in row):
        problems.append('a CSV cell starts like a formula')
    return rows


def check_svg(path, problems):
    try:
        document = tree.parse(path)
    except tree.ParseError as error:
        problems.append('%s is not well-formed: %s' % (os.path.basename(path), error))
        return
    known = {'svg', 'g', 'path', 'rect', 'use', 'defs', 'symbol', 'clipPath', 'title', 'desc', 'text', 'tspan', 'circle',
             'line', 'polyline', 'polygon', 'metadata', 'style', 'linearGradient', 'stop', 'mask', 'image', 'pattern'}
    for element in document.iter():
        if element.tag.split('}')[-1] not in known - {'image', 'style'}:
            problems.append('unexpected element %s' % element.tag)
        for name, value in element.attrib.items():
            if name.lower().startswith('on') or 'javascript:' in value.lower():
                problems.append('attribute made from data: %s' % name)


def check_charts(path, expected, folder, problems):
    result = run('plot', path, '-t', 'column', '-q', '-o', 'charts', folder=folder)
    if all(row[2] is None for row in expected['rows']):
        if result.returncode != 1 or b'no year has a value' not in result.stderr:
            problems.append('a series without a value is not refused in one sentence')
        return
    if result.returncode != 0:
        problems.append('plot exits %d: %s' % (result.returncode, result.stderr.decode('utf-8', 'replace')[:200]))
        return
    drawn = {row[0] for row in expected['rows'] if row[2] is not None}
    for name in drawn:
        chart = os.path.join(folder, 'charts', name + '.svg')
        if not os.path.isfile(chart):
            problems.append('no chart named %s.svg' % name)
        else:
            check_svg(chart, problems)
    if len(os.listdir(os.path.join(folder, 'charts'))) != len(drawn):
        problems.append('charts are %s' % os.listdir(os.path.join(folder, 'charts')))


def check_briefing(path, expected, folder, problems):
    result = run('brief', path, '-q', '-o', 'briefing', folder=folder)
    if result.returncode != 0:
        problems.append('brief exits %d: %s' % (result.returncode, result.stderr.decode('utf-8', 'replace')[:200]))
        return
    with open(os.path.join(folder, 'briefing', 'briefing.md'), encoding='utf-8') as file:
        markdown = file.read()
    for pattern in (r'(?<!\\)<(script|img|a|div)\b', r'^\s*:::', r'^```', r'(?<!\\)\]\(javascript:'):
        if re.search(pattern, markdown, re.M):
            problems.append('the Markdown acts on data text: %s' % pattern)
    with open(os.path.join(folder, 'briefing', 'manifest.json'), encoding='utf-8') as file:
        json.load(file)


def check_case(case):
    """One case; whatever goes wrong in the checks themselves is a finding too."""
    try:
        return case['file'], problems_of(case)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return case['file'], ['%s: %s' % (type(error).__name__, error)]


def problems_of(case):
    path = os.path.join(corpus, case['file'])
    expected = json.loads(case['expected'])
    folder = tempfile.mkdtemp(dir=root)
    problems = []
    started = time.monotonic()
    stats = run('stats', path, '-f', 'csv', folder=folder)
    took = time.monotonic() - started
    out, err = stats.stdout.decode('utf-8'), stats.stderr.decode('utf-8')
    if case['class'] == 'error':
        if stats.returncode not in (1, 3):
            problems.append('exit %d for a bad input' % stats.returncode)
        if out:
            problems.append('output in spite of the error')
        if ': error: ' not in err:
            problems.append('no error message')
        run('brief', path, '-o', 'briefing', folder=folder)
        run('plot', path, '-t', 'column', '-o', 'a.svg', folder=folder)
        if os.listdir(folder):
            problems.append('left behind: %s' % os.listdir(folder))
    else:
        if stats.returncode != 0:
            problems.append('exit %d: %s' % (stats.returncode, err[:300]))
        else:
            check_csv(out, problems)
        if case['class'] == 'warn' and ': warning: ' not in err:
            problems.append('no warning message')
        if re.search(r',(nan|inf|-inf)[,\n]', out, re.I):
            problems.append('nan or inf in the output')
        must = set(expected.get('must', []))
        if must & DRAWN:
            check_charts(path, expected, folder, problems)
            check_briefing(path, expected, folder, problems)
        if must & {'json-valid'}:
            json.loads(run('stats', path, '-f', 'json', '-q', folder=folder).stdout)
            json.loads(run('check', path, '-f', 'json', '-q', folder=folder).stdout)
    if 'time<5s' in expected.get('must', []) and took > 5:
        problems.append('took %.1f s' % took)
    if 'AddressSanitizer' in err or 'runtime error' in err:
        problems.append(err[:500])
    if os.path.exists(os.path.join(folder, 'pwned')) or os.path.exists(os.path.join(corpus, 'cases', 'pwned')):
        problems.append('a shell acted on the data')
    return problems


passed = failed = 0
try:
    with open(os.path.join(corpus, 'manifest.csv'), encoding='utf-8', newline='') as file:
        cases = list(csv.DictReader(file))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, problems in pool.map(check_case, cases):
            passed += not problems
            failed += bool(problems)
            for problem in problems:
                print('FAILED %s: %s' % (name, problem))
finally:
    shutil.rmtree(root)
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed > 0)
