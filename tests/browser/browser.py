#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses briefing.html as people do, in a headless Chromium: mouse and keys, search and filters, sorting, links that keep
them, chart or table, what is copied and saved, sparklines, a phone, dark colours, paper, no script; asks for accessibility (axe-core, where npm has it) and that nothing is
requested, thrown or executed that the data brought.  Expected counts come from another parser (html.parser).
Usage: browser.py BROWSER FOLDER PAGE...  Ends "N passed, N failed"."""
import base64, glob, html.parser, os, re, shutil, subprocess, sys
from xml.etree import ElementTree as tree
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cdp import Browser

passed = failed = 0


def check(what, good, found=''):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print('FAILED: %s%s' % (what, ' (%s)' % (found,) if found != '' else ''))


class Entries(html.parser.HTMLParser):
    """The rows and figures that search looks at: (section, trends, text), the options of the filters, and of each figure
    its table and its sentence; of the overview its sparklines, by the figure they lead to."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.row, self.figures, self.options = [], None, [], {}
        self.select = self.article = self.cell = self.link = None
        self.tables, self.sentences, self.sparks, self.in_sentence = {}, {}, {}, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == 'tr' and 'data-section' in of:
            self.row = [of['data-section'], of['data-trend'].split(), '', of['data-id']]
            self.link = None
        elif tag == 'tr' and self.article:
            self.tables[self.article].append([])
        if tag in ('td', 'th') and self.article and 'course' not in of.get('class', ''):
            self.cell = ['', 'data-value' in of]
            self.tables[self.article][-1].append(self.cell)
        if tag == 'article':
            self.figures.append((of['data-section'], of['data-trend'].split(), of['data-entry']))
            self.article = of['id']
            self.tables[self.article], self.sentences[self.article] = [], ''
        if tag == 'p' and of.get('class') == 'sentence':
            self.in_sentence = True
        if tag == 'a' and self.row:
            self.link = of['href'][1:]
        if tag == 'path' and self.row and self.link and of['class'] in ('line', 'loose'):
            self.sparks[self.link] = self.sparks.get(self.link, '') + of['d']
        if tag == 'circle' and self.row and self.link:
            self.sparks.setdefault(self.link, '')
        if tag == 'select':
            self.select = self.options.setdefault(of['id'], [])
        if tag == 'option' and of.get('value'):
            self.select.append(of['value'])

    def handle_endtag(self, tag):
        if tag == 'tr' and self.row:
            self.rows.append((self.row[0], self.row[1], self.row[2] + ' ' + self.row[3]))
            self.row = None
        if tag in ('td', 'th'):
            self.cell = None
        if tag == 'p':
            self.in_sentence = False
        if tag == 'article':
            self.article = None

    def handle_data(self, data):
        if self.row:
            self.row[2] += data
        if self.cell:
            self.cell[0] += data
        if self.in_sentence:
            self.sentences[self.article] += data


def luminance(rgb):
    parts = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    """WCAG 2.1, relative luminance."""
    one, two = sorted((luminance(a), luminance(b)))
    return (two + 0.05) / (one + 0.05)


def colour(text):
    return [float(n) for n in re.findall(r'[\d.]+', text)][:3]


VISIBLE = "Array.from(document.querySelectorAll('#overview tr[data-entry]')).filter(e => e.offsetParent).length"
FIGURES = "Array.from(document.querySelectorAll('article.figure')).filter(e => e.offsetParent).length"


def quiet(browser, name):
    """Nothing was requested but the page itself, nothing was thrown, no message of the console."""
    asked = [e['params']['request']['url'] for e in browser.events if e['method'] == 'Network.requestWillBeSent']
    asked = [url for url in asked if not url.startswith(('data:', 'blob:'))]
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
    check(name + ': the finds are said', [str(rows), str(len(entries.rows)), str(figures)] == re.findall(r'\d+', said), said)
    browser.key('Escape')
    check(name + ': cleared', browser.run(VISIBLE) == len(entries.rows))
    identifier = entries.rows[-1][2].split()[-1]
    browser.write(identifier)
    rows = sum(identifier.lower() in r[2].lower() for r in entries.rows)
    check(name + ': an id is found too', browser.run(VISIBLE) == rows and rows > 0, (identifier, rows))
    browser.run("document.getElementById('search').value = ''")
    browser.write('no such thing')
    check(name + ': no find is said', browser.run("[%s, %s, !!document.getElementById('nothing').offsetParent]" % (
        VISIBLE, FIGURES)) == [0, 0, True])
    browser.click('#reset')
    check(name + ': and all comes back', browser.run("[%s, !!document.getElementById('nothing').offsetParent, "
                                                     "document.getElementById('found').textContent]" % VISIBLE) ==
          [len(entries.rows), False, ''])
    for filters, place in (('section', 0), ('trend', 1)):
        value = entries.options[filters][-1]
        set_to = "(function () { const f = document.getElementById('%s'); f.value = '%s'; " \
                 "f.dispatchEvent(new Event('input')); })()"
        browser.run(set_to % (filters, value))
        rows, figures = (sum(value in e[place] if place else value == e[place] for e in of)
                         for of in (entries.rows, entries.figures))
        check(name + ': filter by ' + filters, [browser.run(VISIBLE), browser.run(FIGURES)] == [rows, figures], rows)
        browser.run(set_to % (filters, ''))


def use_sorting(browser, name):
    column = browser.run("Array.from(document.querySelectorAll('#overview thead th')).findIndex("
                         "h => h.className === 'number') + 1")
    head = '#overview thead th:nth-child(%d) button' % column
    read = "Array.from(document.querySelectorAll('#overview tr[data-entry]')).map(r => r.cells[%d].dataset.value)" % (column - 1)
    first = browser.run(read)
    browser.click(head)
    found = browser.run(read)
    numbers = [float(v) for v in found if v is not None]
    check(name + ': sorts up', numbers == sorted(numbers) and len(numbers) > 2)
    check(name + ': what has no number stands last', None not in found[:len(numbers)])
    check(name + ': and says so', browser.run("document.querySelector('%s').parentNode.getAttribute('aria-sort')" % head) ==
          'ascending')
    check(name + ': rows of all sections stand together', browser.run(
        "Array.from(document.querySelectorAll('#overview tr.part')).filter(e => e.offsetParent).length") == 0)
    browser.click(head)
    numbers = [float(v) for v in browser.run(read) if v is not None]
    check(name + ': sorts down', numbers == sorted(numbers, reverse=True))
    check(name + ': the address knows', browser.run('location.hash') == '#sort=%d-' % (column - 1))
    browser.click(head)
    check(name + ': and back', browser.run(read) == first)


def use_links(browser, name, address, entries):
    """A search, a filter and an order stand in the address; who gets the link sees the same."""
    word, section = re.findall(r'[^\W\d]{2,4}', entries.rows[0][2])[0], entries.rows[0][0]
    browser.run("document.getElementById('section').value = '%s'" % section)
    browser.click('#search')
    browser.write(word)
    browser.click('#overview thead th:first-child button')
    names = "Array.from(document.querySelectorAll('#overview tr[data-entry]')).filter(e => e.offsetParent)" \
            ".map(r => r.cells[0].textContent)"
    seen, link = browser.run(names), browser.run('location.href')
    browser.open(link)
    check(name + ': a link keeps search, filter and order', browser.run(names) == seen and len(seen) > 0, link)
    check(name + ': and the fields say so', browser.run(
        "[document.getElementById('search').value, document.getElementById('section').value]") == [word, section])
    browser.run("document.getElementById('search').value = 'no such thing'; "
                "document.getElementById('search').dispatchEvent(new Event('input'))")
    browser.run("location.hash = '#c1'; new Promise(done => setTimeout(done, 100))")
    check(name + ': a link to a hidden chart shows it', browser.run("!!document.getElementById('c1').offsetParent"))
    browser.open(address + '#find=%zz&section=nothing&sort=99-&trend=x')
    check(name + ': a broken link does no harm', browser.run(
        "document.querySelector('#overview thead [aria-sort]') === null"))
    last = browser.run("Array.from(document.querySelectorAll('nav a')).filter(a => a.hash.startsWith('#part')).pop().hash")
    browser.open(address + last)
    browser.run('new Promise(done => setTimeout(done, 200))')
    check(name + ': the way about says where one is', browser.run(
        "Array.from(document.querySelectorAll('nav [aria-current]')).map(a => a.hash)") == [last], last)
    browser.open(address)


def use_take_along(browser, name, folder, entries):
    browser.call('Browser.grantPermissions', permissions=['clipboardReadWrite', 'clipboardSanitizedWrite'])
    browser.call('Page.bringToFront')
    button = '#c1 [data-take=%s]'
    sheet = '\n'.join('\t'.join(' '.join(c[0].split()) for c in row) for row in entries.tables['c1']) + '\n'
    for what, wanted in (('sentence', entries.sentences['c1']), ('table', sheet)):
        browser.click(button % what)
        browser.run('new Promise(done => setTimeout(done, 100))')
        found = browser.run('navigator.clipboard.readText()')
        check(name + ': copies the ' + what, found == wanted and len(wanted) > 10, (found[:60], wanted[:60]))
    said = browser.run("document.getElementById('told').textContent")
    check(name + ': and says so', said and said == browser.run("document.querySelector('%s').textContent" % button % 'table'))
    browser.run("Object.defineProperty(navigator, 'clipboard', {value: undefined}); window.taken = ''; "
                "document.addEventListener('copy', () => { const f = document.activeElement; window.taken = "
                "f.value.slice(f.selectionStart, f.selectionEnd); })")
    browser.click(button % 'sentence')
    check(name + ': copies without the clipboard of newer browsers', browser.run('window.taken') == entries.sentences['c1'])
    browser.call('Browser.setDownloadBehavior', behavior='allow', downloadPath=folder)
    for ending in ('svg', 'png'):
        path = os.path.join(folder, browser.run("document.getElementById('c1').dataset.file") + '.' + ending)
        browser.click(button % ending)
        for _ in range(50):
            browser.run('new Promise(done => setTimeout(done, 100))')
            if os.path.exists(path):
                break
        data = open(path, 'rb').read() if os.path.exists(path) else b''
        if ending == 'png':
            check(name + ': saves the chart as PNG', data.startswith(b'\x89PNG') and
                  int.from_bytes(data[16:20], 'big') > 1200 and len(data) > 10000, len(data))
            continue
        root = tree.fromstring(data) if data else None
        ids = {e.get('id') for e in root.iter()} if data else set()
        uses = [e.get('href') for e in root.iter() if e.tag.endswith('}use')] if data else []
        title = browser.run("document.querySelector('#c1 h3').textContent")
        text = ''.join(e.text or '' for e in root.iter() if e.tag.endswith('}text')) if data else ''
        check(name + ': saves the chart as SVG, whole', uses and all(u[1:] in ids for u in uses), (path, len(uses)))
        check(name + ': with its title', re.sub(r'\s', '', title) in re.sub(r'\s', '', text), text[:80])


def sparklines(name, entries):
    """As many links as the table of the chart has neighbouring years with values; fewer only where a basis is new."""
    seen = 0
    for figure, drawn in entries.sparks.items():
        table = entries.tables[figure]
        years = [int(row[0][0][:4]) for row in table[1:] if re.match(r'\d{4}', row[0][0]) and row[1][1]]
        if len(set(years)) < 3 or len(set(years)) < len(years) or any('H' in r[0][0] or '半' in r[0][0] for r in table):
            continue
        last = max(max(int(r[0][0][:4]) for r in t[1:]) for t in entries.tables.values()
                   if re.match(r'\d{4}', t[1][0][0]))
        pairs = sum(y + 1 in years for y in years if y > last - 20)
        new = any(word in cell[0] for row in table for cell in row for word in ('口径', 'basis'))
        check('%s: sparkline of %s' % (name, figure), drawn.count('L') <= pairs if new else drawn.count('L') == pairs,
              (drawn, years))
        seen += 1
    check(name + ': sparklines stand in the overview', seen > 20 or not name.startswith('zh'), seen)


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
    for _ in range(60):
        browser.key('Tab')
        reached.add(browser.run("document.activeElement.id || document.activeElement.tagName"))
        style = browser.run("(function () { const s = getComputedStyle(document.activeElement); "
                            "return [s.outlineStyle, s.outlineWidth]; })()")
        if style[0] == 'none' or style[1] == '0px':
            lost.append(browser.run('document.activeElement.outerHTML.slice(0, 80)'))
    browser.key('/', 'Slash', '/')
    check(name + ': a stroke leads to the search', browser.run('document.activeElement.id') == 'search' and
          browser.run("document.getElementById('search').value") == '')
    check(name + ': keys reach search and filters', {'search', 'section', 'trend', 'A'} <= reached, reached)
    check(name + ': the focus is always seen', not lost, lost[:2])


def look(browser, name, scheme):
    browser.call('Emulation.setEmulatedMedia', media='screen', features=[{'name': 'prefers-color-scheme', 'value': scheme}])
    pairs = browser.run('''(function () {
        const at = s => document.querySelector(s), of = (s, p) => at(s) && getComputedStyle(at(s))[p];
        return [of('article', 'backgroundColor'), [of('body', 'color'), of('.quiet', 'color'), of('nav a', 'color'),
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
    for width in (390, 360):
        browser.open(address, width, 844)
        wide = browser.run('[document.documentElement.scrollWidth, innerWidth]')
        check('%s: %d pixels need no scrolling aside' % (name, width), wide[0] <= wide[1], wide)
        small = browser.run("Array.from(document.querySelectorAll('p, li, td, button')).filter(e => e.offsetParent && "
                            "parseFloat(getComputedStyle(e).fontSize) < 11).length")
        check('%s: letters at %d pixels' % (name, width), small == 0, small)
        row = browser.run("(function () { const t = document.querySelector('#overview table'); "
                          "return [t.offsetWidth, t.parentNode.clientWidth]; })()")
        check('%s: the overview fits %d pixels' % (name, width), name == 'bad' or row[0] <= row[1] + 1, row)


def paper(browser, name, folder, title):
    browser.call('Emulation.setEmulatedMedia', media='', features=[])
    pdf = base64.b64decode(browser.call('Page.printToPDF', preferCSSPageSize=True, printBackground=False)['data'])
    path = os.path.join(folder, 'page.pdf')
    with open(path, 'wb') as file:
        file.write(pdf)
    check(name + ': prints', pdf.startswith(b'%PDF') and len(pdf) > 10000, len(pdf))
    if shutil.which('pdftotext'):
        text = re.sub(r'\s', '', subprocess.run(['pdftotext', '-raw', path, '-'], capture_output=True).stdout.decode())
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
    shown = browser.run("[%s, %s, document.querySelector('.take').offsetParent === null, "
                        "!!document.getElementById('methods').offsetParent]" % (VISIBLE, FIGURES))
    check(name + ': nothing is hidden', shown == [len(entries.rows), len(entries.figures), True, True], shown)


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
            use_links(browser, name, address, entries)
            sparklines(name, entries)
            use_switch(browser, name)
            use_keys(browser, name)
            for scheme in ('light', 'dark'):
                look(browser, name, scheme)
                if script and path != pages[0]: # the largest takes a minute a time
                    axe(browser, name + ' ' + scheme, script)
            use_take_along(browser, name, folder, entries)
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
