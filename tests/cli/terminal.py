#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""terminal.py COLUMNS COMMAND: runs a shell command on a pseudo-terminal of so many columns and prints what it shows."""
import fcntl, os, pty, struct, sys, termios

child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 40, int(sys.argv[1]), 0, 0))
    os.environ.pop('LC_ALL', None)
    os.environ.setdefault('LANG', 'C.UTF-8')
    os.execvp('bash', ['bash', '-c', sys.argv[2]])
shown = b''
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    shown += piece
sys.stdout.write(shown.decode('utf-8', 'replace').replace('\r\n', '\n'))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
