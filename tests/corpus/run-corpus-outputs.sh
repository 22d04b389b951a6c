#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every case of the corpus through the program: exit codes, nothing left behind on error, and what outputs must hold.
exec python3 "$SOURCE/tests/corpus/outputs.py" "$TRENDBOOK" "$SOURCE/tests/corpus"
