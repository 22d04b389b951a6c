#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the manual page with `trendbook --help` and `trendbook COMMAND --help`: every command has its paragraph,
every option stands under OPTIONS with its letter, its argument and the commands that take it, and nothing else does."""
import re, subprocess, sys


def help_of(*command):
    return subprocess.run(['trendbook', *command, '--help', '--lang', 'en'], capture_output=True, text=True).stdout


def plain(roff):
    return re.sub(r'\\f.', '', roff.replace('\\-', '-'))


page = open(sys.argv[1], encoding='utf-8').read()
commands = re.findall(r'^  (\w+)  ', help_of().split('Commands\n')[1].split('\n\n')[0], re.M)
taken = {}
for command in commands:
    for line in help_of(command).split('Options\n')[1].splitlines():
        option = re.match(r'  ((?:-\w, )? *--\S+(?: \S+)?)(?:  |$)', line)
        if option:
            taken.setdefault(option.group(1).strip(), []).append(command)
section = page.split('.SH OPTIONS')[1].split('.SH ')[0]
told = dict(re.findall(r'^\.TP\n(.*)\n(?:.*\n)*?\((.*)\)$', plain(section), re.M))
good = True
for option, names in taken.items():
    expected = 'all' if len(names) == len(commands) else ', '.join(names)
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
