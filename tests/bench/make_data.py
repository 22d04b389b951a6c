#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Yearly figures of many series: make_data.py ROWS long|wide|yearly|shuffled FILE.

Twenty years a series, six indicators, as many regions as it takes.  A third of the names is quoted and holds commas,
half of them are Chinese, one value in fifty is missing.  The same arguments give the same bytes.  FILE of yearly is a
folder: it becomes one file a year.
"""
import contextlib
import os
import random
import sys

FIRST_YEAR, YEARS = 2005, 20
INDICATORS = ["行政审批办件量", '"road, length"', "traffic_accidents", '"货运量, 万吨"', "tolls_collected", "客运量"]


def region(number):
    return '"乡镇%06d, 区"' % number if number % 3 == 0 else "乡镇%06d街道" % number if number % 3 == 1 else "town-%06d" % number


def values(source):
    """Twenty figures as text: a level, a trend, noise, two decimals; some missing."""
    level = source.random() * 90000 + 100
    step = level * (source.random() - 0.4) / 20
    made = []
    for year in range(YEARS):
        draw = source.random()
        figure = level + step * year + level * 0.1 * draw
        made.append("" if draw < 0.02 else "%.2f" % figure)
    return made


def main():
    rows, layout, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    source = random.Random(20240601)
    series = rows // YEARS
    if layout == "yearly":
        os.makedirs(path)
        with contextlib.ExitStack() as stack:
            files = [stack.enter_context(open(os.path.join(path, "%d.csv" % (FIRST_YEAR + year)), "w",
                                              encoding="utf-8", newline="\n")) for year in range(YEARS)]
            for out in files:
                out.write("id,region,value\n")
            for number in range(series):
                key = INDICATORS[number % len(INDICATORS)] + "," + region(number // len(INDICATORS)) + ","
                for out, value in zip(files, values(source)):
                    out.write(key + value + "\n")
        return
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        if layout == "wide":  # one indicator a line, so that the name of the region is part of its id
            out.write("indicator,%s\n" % ",".join(str(FIRST_YEAR + year) for year in range(YEARS)))
            for number in range(series):
                name = '"办件量 %07d"' % number if number % 3 == 0 else "tolls_%07d" % number
                out.write("%s,%s\n" % (name, ",".join(values(source))))
            return
        out.write("indicator,region,year,value\n")
        tails = [",%d," % (FIRST_YEAR + year) for year in range(YEARS)]
        held = []
        for number in range(series):
            key = INDICATORS[number % len(INDICATORS)] + "," + region(number // len(INDICATORS))
            held += [key + tail + value + "\n" for tail, value in zip(tails, values(source))]
            if layout == "shuffled" and len(held) < 2000000 and number + 1 < series:
                continue
            if layout == "shuffled":
                source.shuffle(held)
            out.write("".join(held))
            held.clear()


main()
