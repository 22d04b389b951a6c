#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses briefing.html as people do, in a headless Chromium: mouse and keys, search and filters, sorting, chart or table,
a phone, dark colours, paper, no script; asks for accessibility (axe-core, where npm has it) and that nothing is
requested, thrown or executed that the data brought.  Expected counts come from another parser (html.parser).
Usage: browser.py BROWSER FOLDER PAGE...  Ends "N passed, N failed"."""
import base64, glob, html.parser, os, re, shutil, subprocess, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cdp import Browser

passed = failed = 0


def check(what, good, found=''):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print('FAILED: %s%s' % (what, ' (%s)' % (found,) if found != '' else ''))


class Entries(html.parser.HTMLParser):
    """The rows and figures that search looks at: (tag, section, trend, text), and the options of the filters."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.row, self.figures, self.options = [], None, [], {}
        self.select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == 'tr' and 'data-section' in of:
            self.row = [of['data-section'], of.get('data-trend', ''), '']
        if tag == 'article':
            self.figures.append((of['data-section'], of['data-trend'], of['data-entry']))
        if tag == 'select':
            self.select = self.options.setdefault(of['id'], [])
        if tag == 'option' and of.get('value'):
            self.select.append(of['value'])

    def handle_endtag(self, tag):
        if tag == 'tr' and self.row:
            self.rows.append(tuple(self.row))
            self.row = None

    def handle_data(self, data):
        if self.row:
            self.row[2] += data


def luminance(rgb):
    parts = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    """WCAG 2.1, relative luminance."""
    one, two = sorted((luminance(a), luminance(b)))
    return (two + 0.05) / (one + 0.05)


def colour(text):
    return [float(n) for n in re.findall(r'[\d.]+', text)][:3]


VISIBLE = "Array.from(document.querySelectorAll('#overview tbody tr')).filter(e => e.offsetParent).length"
FIGURES = "Array.from(document.querySelectorAll('article.figure')).filter(e => e.offsetParent).length"


def quiet(browser, name):
    """Nothing was requested but the page itself, nothing was thrown, no message of the console."""
    asked = [e['params']['request']['url'] for e in browser.events if e['method'] == 'Network.requestWillBeSent']
    asked = [url for url in asked if not url.startswith('data:')]
    check(name + ': no request', len(asked) <= 1 and all(u.startswith('file:') for u in asked), asked)
    noise = [e for e in browser.events if e['method'] in ('Runtime.exceptionThrown', 'Runtime.consoleAPICalled') or
             (e['method'] == 'Log.entryAdded' and e['params']['entry']['level'] in ('error', 'warning'))]
    check(name + ': quiet console', not noise, noise[:2])
    check(name + ': nothing of the data runs', browser.run('window.hacked') is None)


def use_search(browser, name, entries):
    check(name + ': all rows are shown', browser.run(VISIBLE) == len(entries.rows))
    check(name + ': all figures are shown', browser.run(FIGURES) == len(entries.figures))
    word = re.findall(r'\w{2,6}', entries.figures[0][2])[0]
    browser.click('#search')
    browser.write(word + ' 2024')
    both = [word.lower(), '2024']
    rows = sum(all(w in r[2].lower() for w in both) for r in entries.rows)
    figures = sum(all(w in f[2].lower() for w in both) for f in entries.figures)
    check(name + ': search finds rows', browser.run(VISIBLE) == rows, (word, rows, browser.run(VISIBLE)))
    check(name + ': search finds figures', browser.run(FIGURES) == figures, (word, figures))
    said = browser.run("document.getElementById('found').textContent")
    check(name + ': the finds are said', [str(rows), str(figures)] == re.findall(r'\d+', said), said)
    browser.run("const f = document.getElementById('search'); f.value = ''; f.dispatchEvent(new Event('input'))")
    check(name + ': cleared', browser.run(VISIBLE) == len(entries.rows))
    for filters, place in (('section', 0), ('trend', 1)):
        value = entries.options[filters][-1]
        set_to = "(function () { const f = document.getElementById('%s'); f.value = '%s'; " \
                 "f.dispatchEvent(new Event('input')); })()"
        browser.run(set_to % (filters, value))
        check(name + ': filter by ' + filters, browser.run(VISIBLE) == sum(r[place] == value for r in entries.rows))
        browser.run(set_to % (filters, ''))


def use_sorting(browser, name):
    column = browser.run("Array.from(document.querySelectorAll('#overview thead th')).findIndex("
                         "h => h.classList.contains('number') && h.cellIndex > 2) + 2")
    head = '#overview thead th:nth-child(%d) button' % column
    read = "Array.from(document.querySelectorAll('#overview tbody tr')).map(r => r.cells[%d].dataset.value)" % (column - 1)
    first = browser.run(read)
    browser.click(head)
    numbers = [float(v) for v in browser.run(read) if v is not None]
    check(name + ': sorts up', numbers == sorted(numbers) and len(numbers) > 2)
    check(name + ': and says so', browser.run("document.querySelector('%s').parentNode.getAttribute('aria-sort')" % head) ==
          'ascending')
    browser.click(head)
    numbers = [float(v) for v in browser.run(read) if v is not None]
    check(name + ': sorts down', numbers == sorted(numbers, reverse=True))
    browser.click(head)
    check(name + ': and back', browser.run(read) == first)


def use_switch(browser, name):
    shown = "[document.querySelector('#c1 .chart'), document.querySelector('#c1 .values')].map(e => !!e.offsetParent)"
    check(name + ': a chart first', browser.run(shown) == [True, False])
    browser.click('#c1 .switch button[data-view=table]')
    check(name + ': then its table', browser.run(shown) == [False, True])
    check(name + ': the switch says which', browser.run(
        "document.querySelector('#c1 .switch button[data-view=table]').getAttribute('aria-pressed')") == 'true')
    browser.run("document.querySelector('#c1 .switch button[data-view=chart]').focus()")
    browser.key(' ', 'Space', ' ')
    check(name + ': by the keyboard as well', browser.run(shown) == [True, False])


def use_keys(browser, name):
    browser.run('document.activeElement.blur(); window.scrollTo(0, 0)')
    browser.call('Page.bringToFront')
    browser.run("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    browser.key('Tab')
    check(name + ': the first stop skips to the figures', browser.run('document.activeElement.className') == 'skip')
    box = browser.run("(function () { const r = document.activeElement.getBoundingClientRect(); return [r.x, r.y]; })()")
    check(name + ': and is seen', box[0] >= 0 and box[1] >= 0, box)
    reached, lost = set(), []
    for _ in range(40):
        browser.key('Tab')
        reached.add(browser.run("document.activeElement.id || document.activeElement.tagName"))
        style = browser.run("(function () { const s = getComputedStyle(document.activeElement); "
                            "return [s.outlineStyle, s.outlineWidth]; })()")
        if style[0] == 'none' or style[1] == '0px':
            lost.append(browser.run('document.activeElement.outerHTML.slice(0, 80)'))
    check(name + ': keys reach search and filters', {'search', 'section', 'trend', 'A'} <= reached, reached)
    check(name + ': the focus is always seen', not lost, lost[:2])


def look(browser, name, scheme):
    browser.call('Emulation.setEmulatedMedia', media='screen', features=[{'name': 'prefers-color-scheme', 'value': scheme}])
    pairs = browser.run('''(function () {
        const at = s => document.querySelector(s), of = (s, p) => at(s) && getComputedStyle(at(s))[p];
        return [of('body', 'backgroundColor'), [of('body', 'color'), of('.quiet', 'color'), of('nav a', 'color'),
                of('.foot', 'color')].filter(Boolean)];
    })()''')
    ground = colour(pairs[0])
    check('%s: %s ground' % (name, scheme), (luminance(ground) > 0.5) == (scheme == 'light'), pairs[0])
    for words in pairs[1]:
        check('%s: %s text can be read' % (name, scheme), contrast(ground, colour(words)) >= 4.5, words)
    marks = browser.run('''Array.from(new Set(Array.from(document.querySelectorAll('article svg [fill]')).map(
        e => getComputedStyle(e).fill).filter(f => f.startsWith('rgb'))))''')
    check('%s: %s charts are on the same ground' % (name, scheme), pairs[0] in marks or not any(
        contrast(ground, colour(m)) > 15 for m in marks if luminance(colour(m)) > 0.9) or scheme == 'light', marks[:6])


def phone(browser, name, address):
    browser.open(address, 390, 844)
    wide = browser.run('[document.documentElement.scrollWidth, innerWidth]')
    check(name + ': a phone needs no scrolling aside', wide[0] <= wide[1], wide)
    small = browser.run("Array.from(document.querySelectorAll('p, li, td, button')).filter(e => e.offsetParent && "
                        "parseFloat(getComputedStyle(e).fontSize) < 11).length")
    check(name + ': letters on a phone', small == 0, small)


def paper(browser, name, folder, title):
    browser.call('Emulation.setEmulatedMedia', media='', features=[])
    pdf = base64.b64decode(browser.call('Page.printToPDF', preferCSSPageSize=True, printBackground=False)['data'])
    path = os.path.join(folder, 'page.pdf')
    with open(path, 'wb') as file:
        file.write(pdf)
    check(name + ': prints', pdf.startswith(b'%PDF') and len(pdf) > 10000, len(pdf))
    if shutil.which('pdftotext'):
        text = re.sub(r'\s', '', subprocess.run(['pdftotext', path, '-'], capture_output=True).stdout.decode())
        check(name + ': the title is on paper', re.sub(r'\s', '', title) in text)
        check(name + ': the tools are not', browser.run("document.querySelector('.switch').textContent").replace(
            ' ', '') not in text)


def without_script(browser, name, address, entries):
    browser.open('about:blank')
    browser.call('Emulation.setScriptExecutionDisabled', value=True)
    browser.go(address)
    browser.call('Emulation.setScriptExecutionDisabled', value=False)
    shown = browser.run("[document.querySelector('.tools').offsetParent === null, "
                        "document.querySelectorAll('#c1 .chart svg').length, !!document.querySelector('#c1 .values').offsetParent]")
    check(name + ': without script charts and tables stand, tools do not', shown == [True, 1, True], shown)


def axe(browser, name, script):
    found = browser.run(script + ''';
        axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(
            v => v.id + ': ' + v.help + ' (' + v.nodes.length + ', ' + v.nodes[0].target + ')'))''')
    check(name + ': axe-core finds nothing', not found, found)


def find_axe():
    given = os.environ.get('AXE')
    places = [given] if given else glob.glob('/usr/share/nodejs/axe-core/axe.min.js') + \
        glob.glob(os.path.join(os.environ.get('SOURCE', '.'), '.tools/node_modules/axe-core/axe.min.js'))
    if not places:
        print('axe-core is not installed (npm i --prefix .tools axe-core): not asked')
        return None
    with open(places[0], encoding='utf-8') as file:
        return file.read()


def main():
    program, folder, pages = sys.argv[1], sys.argv[2], sys.argv[3:]
    script = find_axe()
    browser = Browser(program, folder)
    try:
        for path in pages:
            name, address = os.path.basename(os.path.dirname(path)), 'file://' + path
            with open(path, encoding='utf-8') as file:
                entries = Entries(file.read())
            browser.open(address)
            title = browser.run('document.title')
            use_search(browser, name, entries)
            use_sorting(browser, name)
            use_switch(browser, name)
            use_keys(browser, name)
            for scheme in ('light', 'dark'):
                look(browser, name, scheme)
                if script and path == pages[0 if scheme == 'light' else -1]:
                    axe(browser, name + ' ' + scheme, script)
            quiet(browser, name)
            browser.run("const s = document.createElement('script'); s.textContent = 'window.hacked = 2'; "
                        "document.body.append(s)")
            check(name + ': the policy stops other scripts', browser.run('window.hacked') is None)
            browser.open(address)
            paper(browser, name, folder, title)
            phone(browser, name, address)
            without_script(browser, name, address, entries)
    finally:
        browser.close()
    print('%d passed, %d failed' % (passed, failed))
    sys.exit(failed > 0)


main()
