#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""yoy_pct, ols_slope, sen_slope and mann_kendall of many series of 20 years, written as CSV, beside other programs;
with --trends sen_slope and mann_kendall alone.

usage: bench_stats.py TRENDBOOK [--thousands 100,1000] [--trends] [--only DuckDB,...] [--rounds N]
                      [--limit SECONDS]"""
import compare

parser = compare.arguments(__doc__)
parser.add_argument("--thousands", default="100,1000", help="thousands of series")
parser.add_argument("--trends", action="store_true", help="sen_slope and mann_kendall alone")
options = parser.parse_args()
compare.compare_all(options.trendbook, "trends" if options.trends else "stats",
                    [("long", int(float(thousands) * 20000)) for thousands in options.thousands.split(",")],
                    options.rounds, options.limit, options.only)
