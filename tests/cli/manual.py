#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""manual.py PAGE [--write]

Compares the manual page with `trendbook --help` and `trendbook COMMAND --help`: every command has its paragraph,
every option stands under OPTIONS with its letter, its argument and the commands that take it, and nothing else does.  --write makes the section OPTIONS
anew from the help."""
import re, subprocess, sys


def help_of(*command):
    return subprocess.run(['trendbook', *command, '--help', '--lang', 'en'], capture_output=True, text=True).stdout


def plain(roff):
    return re.sub(r'\\f.', '', roff.replace('\\-', '-'))


page = open(sys.argv[1], encoding='utf-8').read()
commands = re.findall(r'^  (\w+)  ', help_of().split('Commands\n')[1].split('\n\n')[0], re.M)
taken, says = {}, {}
for command in commands:
    option = None
    for line in help_of(command).split('Options\n')[1].splitlines():
        begins = re.match(r'  ((?:-\w, )? *--\S+(?: \S+)?)(?:  |$)', line)
        if begins:
            option = begins.group(1).strip()
            taken.setdefault(option, []).append(command)
            says[option] = line[begins.end():].strip()
        elif option and line.startswith('      '):
            says[option] += ' ' + line.strip()


def takers(option):
    return 'all' if len(taken[option]) == len(commands) else ', '.join(taken[option])


def roff(option):
    """\\fB\\-i\\fR, \\fB\\-\\-indicator\\fR \\fIID\\fR, then what it does and who takes it."""
    names, _, argument = option.partition(' ') if not re.match(r'-\w, ', option) else \
        (lambda short, rest: (short + ' ' + rest.partition(' ')[0], '', rest.partition(' ')[2]))(*option.split(' ', 1))
    bold = ', '.join('\\fB%s\\fR' % name.replace('-', '\\-') for name in names.split(', '))
    text = says[option].replace('see: list', 'see trendbook list')
    return '.TP\n%s%s\n%s.\n(%s)\n' % (bold, ' \\fI%s\\fR' % argument if argument else '',
                                        (text[0].upper() + text[1:]).replace('-', '\\-'), takers(option))


if sys.argv[2:] == ['--write']:
    before, section = page.split('.SH OPTIONS\n')
    after = section[section.index('.SH '):]
    page = before + '.SH OPTIONS\nBehind each option stand the commands that take it.\n' + ''.join(
        roff(option) for option in taken) + after
    open(sys.argv[1], 'w', encoding='utf-8').write(page)
section = page.split('.SH OPTIONS')[1].split('.SH ')[0]
told = dict(re.findall(r'^\.TP\n(.*)\n(?:.*\n)*?\((.*)\)$', plain(section), re.M))
good = True
for option, names in taken.items():
    expected = takers(option)
    if told.get(option) != expected:
        print('the manual lacks: %s (%s); it has (%s)' % (option, expected, told.get(option)))
        good = False
for option in set(told) - set(taken):
    print('no command takes: %s' % option)
    good = False
for command in commands:
    if '\n.TP\n.B %s\n' % command not in page or '.B trendbook %s\n' % command not in page:
        print('the manual lacks the command %s' % command)
        good = False
print('the manual agrees with the help' if good else 'the manual does not agree')
