#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the messages of the source with their Chinese table: every row of src/model/messages.c names only arguments
that its English has, and nearly every message that the source makes has a row.  Lists those that have none."""
import glob, re, sys

source = sys.argv[1]
LITERAL = r'"((?:[^"\\]|\\.)*)"'
CALLS = ('brief_wrong', 'brief_missing', 'tb_log_add', 'tb_fail', 'SAY', 'tb_say', 'fail', 'complain')
SKIPPED = {'brief_wrong': 1, 'brief_missing': 1, 'tb_log_add': 2, 'tb_fail': 2, 'SAY': 2, 'tb_say': 1, 'fail': 2, 'complain': 1}


def joined(text):
    """The value of the string literals that stand side by side at the start of a text."""
    return ''.join(re.findall(LITERAL, text)) if re.match(r'\s*"', text) else None


def arguments(text, at):
    """The arguments of the call whose bracket opens before `at`."""
    depth, quoted, found, current = 1, False, [], ''
    while depth and at < len(text):
        c = text[at]
        if quoted and c == '\\':
            current += c
            at += 1
            c = text[at]
        elif c == '"':
            quoted = not quoted
        elif not quoted and c in '([{':
            depth += 1
        elif not quoted and c in ')]}':
            depth -= 1
        elif not quoted and c == ',' and depth == 1:
            found.append(current)
            current = ''
            at += 1
            continue
        if depth:
            current += c
        at += 1
    return found + [current]


def rows(text, name):
    body = text[text.index(name + '[] = {'):]
    body = body[:body.index('\n};')]
    body = re.sub(r'/\*.*?\*/', '', body, flags=re.S)
    pair = r'\{((?:\s*%s)+),((?:\s*%s)+)\s*\}' % (LITERAL.replace('(', '(?:', 1), LITERAL.replace('(', '(?:', 1))
    return [(joined(a), joined(b)) for a, b in re.findall(pair, body)]


table = open(source + '/src/model/messages.c', encoding='utf-8').read()
words, phrases = rows(table, 'tb_message_words'), rows(table, 'tb_message_phrases')
registry = open(source + '/src/model/registry_words.c', encoding='utf-8').read()
phrases += [row for row in rows(registry, 'tb_registry_words') if row[0] not in {english for english, _ in words + phrases}]
known = {english for english, _ in words + phrases}
passed = failed = 0
for english, chinese in words + phrases:
    conversions = len(re.findall(r'%(?!%)[-+ #0-9.*]*[zl]?[a-zA-Z]', english.replace('%%', '')))
    named = {int(n) for n in re.findall(r'\{([1-9])!?\}', chinese)}
    good = bool(chinese) and all(n <= conversions for n in named)
    good = good and re.search(r'[一-鿿]|\{1\}|？', chinese) is not None
    passed, failed = passed + good, failed + (not good)
    if not good:
        print('row does not fit: "%s"' % english)
if len(known) != len(words) + len(phrases):
    failed += 1
    print('a message has two rows')

made = {}
for path in sorted(glob.glob(source + '/src/**/*.c', recursive=True)):
    text = open(path, encoding='utf-8').read()
    for call in re.finditer(r'\b(%s)\s*\(' % '|'.join(CALLS), text):
        given = arguments(text, call.end())
        kept = [joined(a) for a in given[SKIPPED[call.group(1)]:]]
        sentences = [a for a in kept if a and ' ' in a]
        if sentences:
            made[sentences[0]] = path[len(source) + 1:]
lacking = sorted(set(made) - known)
for sentence in lacking:
    print('no Chinese (%s): %s' % (made[sentence], sentence))
enough = len(lacking) <= len(made) // 10
passed, failed = passed + enough, failed + (not enough)
print('%d messages, %d without Chinese' % (len(made), len(lacking)))
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed > 0)
