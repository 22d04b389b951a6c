#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""yoy_pct, ols_slope, sen_slope and mann_kendall of many series of 20 years, written as CSV, beside other programs.

usage: bench_stats.py TRENDBOOK [--thousands 100,1000] [--rounds N] [--limit SECONDS]"""
import argparse

import compare

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("trendbook")
parser.add_argument("--thousands", default="100,1000", help="thousands of series")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--limit", type=int, default=900, help="seconds that a run may take")
options = parser.parse_args()
compare.compare_all(options.trendbook, "stats",
                    [("long", int(float(thousands) * 20000)) for thousands in options.thousands.split(",")],
                    options.rounds, options.limit)
