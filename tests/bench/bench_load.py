#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading large files: slope and change over all years of every series, written as CSV, beside other programs.

usage: bench_load.py TRENDBOOK [--millions 2,20,40] [--layouts long,wide,yearly,shuffled] [--only DuckDB,...] [--rounds N]
                     [--limit SECONDS]"""
import compare

parser = compare.arguments(__doc__)
parser.add_argument("--millions", default="2,20,40", help="millions of values")
parser.add_argument("--layouts", default="long,wide")
options = parser.parse_args()
compare.compare_all(options.trendbook, "load",
                    [(layout, int(float(millions) * 1e6)) for layout in options.layouts.split(",")
                     for millions in options.millions.split(",")], options.rounds, options.limit, options.only)
