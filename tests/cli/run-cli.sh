#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The command line as a user types it: every *.t file here, and every example of --help and README.md.
exec python3 "$SOURCE/tests/cli/cli.py" "$TRENDBOOK" "$SOURCE"
