#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the *.t files: a line `$ command` (shell, in a fresh folder that holds data/), the lines it must print to
standard output, then `! text` for a text that must stand in standard error, and `? code` for the exit code (0 when
absent).  An expected line `...` stands for any lines; `~ regex` for a line that matches.  Ends "N passed, N failed"."""
import os, re, shutil, subprocess, sys, tempfile

program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
here = os.path.join(source, 'tests', 'cli')
passed = failed = 0
COMMANDS = ('check', 'stats', 'plot', 'brief', 'show', 'extract', 'form', 'list', 'completion')


def matches(expected, got):
    """Whether the printed lines are the expected ones."""
    if not expected:
        return not got
    head, rest = expected[0], expected[1:]
    if head == '...':
        return any(matches(rest, got[i:]) for i in range(len(got) + 1))
    if not got:
        return False
    good = re.fullmatch(head[2:], got[0]) if head.startswith('~ ') else head == got[0]
    return bool(good) and matches(rest, got[1:])


def run(command, folder):
    environment = dict(os.environ, PATH=os.path.join(folder, 'bin') + ':' + os.environ['PATH'], LC_ALL='C',
                       TERM='xterm')
    return subprocess.run(['bash', '-c', command], cwd=folder, env=environment, capture_output=True, timeout=300)


def report(name, command, problems, result):
    global passed, failed
    if not problems:
        passed += 1
        return
    failed += 1
    print('FAILED %s: $ %s' % (name, command))
    for problem in problems:
        print('    ' + problem)
    print('    exit %d' % result.returncode)
    for line in result.stdout.decode('utf-8', 'replace').splitlines()[:15]:
        print('    out| ' + line)
    for line in result.stderr.decode('utf-8', 'replace').splitlines()[:15]:
        print('    err| ' + line)


def check(name, command, out, errors, code, any_output, folder):
    result = run(command, folder)
    problems = []
    if result.returncode != code:
        problems.append('exit code %d expected' % code)
    if not any_output and not matches(out, result.stdout.decode('utf-8').splitlines()):
        problems.append('standard output differs; expected:')
        problems += ['   ' + line for line in out]
    for text in errors:
        if text not in result.stderr.decode('utf-8'):
            problems.append('standard error lacks: ' + text)
    report(name, command, problems, result)


def fresh_folder(root):
    folder = tempfile.mkdtemp(dir=root)
    os.mkdir(os.path.join(folder, 'bin'))
    os.symlink(program, os.path.join(folder, 'bin', 'trendbook'))
    os.symlink(os.path.join(source, 'data'), os.path.join(folder, 'data'))
    return folder


def run_file(path, root):
    name = os.path.basename(path)
    folder = fresh_folder(root)
    command, out, errors, code = None, [], [], 0
    with open(path, encoding='utf-8') as lines:
        for line in list(lines) + ['$ \n']:
            line = line.rstrip('\n')
            if line.startswith('$ '):
                if command:
                    check(name, command, out, errors, code, False, folder)
                command, out, errors, code = line[2:].strip(), [], [], 0
            elif line.startswith('! '):
                errors.append(line[2:])
            elif line.startswith('? '):
                code = int(line[2:])
            elif command and not line.startswith('#'):
                out.append(line)


def run_examples(root):
    """Every example that help and README.md show works as it stands there."""
    examples = []
    help_texts = [subprocess.run([program] + arguments, capture_output=True).stdout.decode('utf-8')
                  for arguments in [['--help']] + [[c, '--help'] for c in COMMANDS]]
    for text in help_texts:
        examples += re.findall(r'^  (trendbook .*?)(?:  .*)?$', text, re.M)
    with open(os.path.join(source, 'README.md'), encoding='utf-8') as readme:
        for block in re.findall(r'```sh\n(.*?)```', readme.read(), re.S):
            examples += [line for line in block.splitlines() if line.startswith('trendbook ')]
    for example in dict.fromkeys(examples):
        if ' report.' in example or '2024.csv' in example:
            continue
        check('example', example, [], [], 0, True, fresh_folder(root))


def has_terminals():
    """Whether a pseudo-terminal can be opened: some bare machines have none."""
    try:
        for end in os.openpty():
            os.close(end)
        return True
    except OSError:
        return False


root = tempfile.mkdtemp()
try:
    for file in sorted(os.listdir(here)):
        if file == 'screen.t' and not has_terminals():
            print('what stands on a terminal (there is no pseudo-terminal): not asked')
        elif file.endswith('.t'):
            run_file(os.path.join(here, file), root)
    run_examples(root)
finally:
    shutil.rmtree(root)
print('%d passed, %d failed' % (passed, failed))
sys.exit(failed > 0)
