#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading large files: slope and change over all years of every series, written as CSV, beside other programs.

usage: bench_load.py TRENDBOOK [--millions 2,20,40] [--layouts long,wide,shuffled] [--only DuckDB,...] [--rounds N]
                     [--limit SECONDS]"""
import argparse

import compare

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("trendbook")
parser.add_argument("--millions", default="2,20,40", help="millions of values")
parser.add_argument("--layouts", default="long,wide")
parser.add_argument("--only", help="peers to compare with; default: all that are installed")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--limit", type=int, default=900, help="seconds that a run may take")
options = parser.parse_args()
compare.compare_all(options.trendbook, "load",
                    [(layout, int(float(millions) * 1e6)) for layout in options.layouts.split(",")
                     for millions in options.millions.split(",")], options.rounds, options.limit,
                    options.only.split(",") if options.only else None)
