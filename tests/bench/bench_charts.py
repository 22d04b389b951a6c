#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same line chart with its fitted line, drawn by trendbook, gnuplot, matplotlib and ggplot2: one chart, and 200 in
one process, as SVG and as PNG of 1600 x 900.  Prints the medians of elapsed and of processor time, charts a second, and
the ratio of processor times to trendbook, which a busy machine leaves alone.  trendbook's time includes reading, checking and all statistics of the series; the others draw bare numbers.

usage: bench_charts.py TRENDBOOK [--runs N] [--charts N]"""
import argparse, os, random, resource, shutil, statistics, subprocess, sys, tempfile, time

YEARS = range(2005, 2025)

GNUPLOT = '''set terminal {terminal}
set xrange [2004:2025]
set grid ytics
do for [i=1:{charts}] {{
  set output sprintf("{out}/g%d.{format}", i)
  f(x) = a * (x - 2005) + b
  a = 1; b = 100
  fit f(x) sprintf("{data}/%d.dat", i) using 1:2 via a, b
  set title sprintf("Series %d", i)
  plot sprintf("{data}/%d.dat", i) using 1:2 with linespoints lw 3 pt 7 title "value", f(x) lw 2 title "fit"
}}
'''

MATPLOTLIB = '''import matplotlib, numpy as np
matplotlib.use('{backend}')
import matplotlib.pyplot as plt
for i in range(1, {charts} + 1):
    x, y = np.loadtxt('{data}/%d.dat' % i, unpack=True)
    a, b = np.polyfit(x - 2005, y, 1)
    figure, axes = plt.subplots(figsize=(16, 9), dpi=100)
    axes.plot(x, y, 'o-', lw=3)
    axes.plot(x, a * (x - 2005) + b, lw=2)
    axes.grid(axis='y')
    axes.set_title('Series %d' % i)
    figure.savefig('{out}/m%d.{format}' % i)
    plt.close(figure)
'''

GGPLOT = '''suppressMessages(library(ggplot2))
for (i in 1:{charts}) {{
  d <- read.table(sprintf('{data}/%d.dat', i), col.names = c('year', 'value'))
  p <- ggplot(d, aes(year, value)) + geom_line(linewidth = 1) + geom_point(size = 3) +
    geom_smooth(method = 'lm', formula = y ~ x) + ggtitle(sprintf('Series %d', i))
  {device}
  print(p)
  invisible(dev.off())
}}
'''


def make_data(folder, charts):
    """One file a series for the others, one long table for trendbook."""
    generator = random.Random(1)
    with open(os.path.join(folder, 'table.csv'), 'w') as table, open(os.path.join(folder, 'one.csv'), 'w') as one:
        for file in (table, one):
            file.write('indicator,year,value\n')
        for i in range(1, charts + 1):
            with open(os.path.join(folder, '%d.dat' % i), 'w') as own:
                for year in YEARS:
                    value = round(100 + 5 * (year - 2005) + generator.gauss(0, 8), 2)
                    own.write('%d %.2f\n' % (year, value))
                    table.write('s%d,%d,%.2f\n' % (i, year, value))
                    if i == 1:
                        one.write('s1,%d,%.2f\n' % (year, value))


def run_script(command, suffix, text, folder):
    path = os.path.join(folder, 'script' + suffix)
    with open(path, 'w') as script:
        script.write(text)
    return command + [path]


def commands(program, folder, out, charts, format):
    """name -> command, of what is installed."""
    data = folder
    found = {}
    table = 'one.csv' if charts == 1 else 'table.csv'
    found['trendbook'] = [program, 'plot', os.path.join(folder, table), '-t', 'trend', '--lang', 'en', '-q',
                          '-f', format, '--force', '-o', out]
    if shutil.which('gnuplot'):
        terminal = 'svg size 1600,900' if format == 'svg' else 'pngcairo size 1600,900'
        found['gnuplot'] = run_script(['gnuplot'], '.gp', GNUPLOT.format(
            terminal=terminal, charts=charts, out=out, data=data, format=format), folder)
    python = next((python for python in (sys.executable, '/usr/bin/python3') if subprocess.run(
        [python, '-c', 'import matplotlib'], capture_output=True).returncode == 0), None)
    if python:
        found['matplotlib'] = run_script([python], '.py', MATPLOTLIB.format(
            backend='svg' if format == 'svg' else 'agg', charts=charts, out=out, data=data, format=format), folder)
    if shutil.which('Rscript') and subprocess.run(['Rscript', '-e', 'library(ggplot2)'],
                                                  capture_output=True).returncode == 0:
        device = ("svg(sprintf('%s/r%%d.svg', i), 16, 9)" % out if format == 'svg' else
                  "png(sprintf('%s/r%%d.png', i), 1600, 900, type = 'cairo', res = 100)" % out)
        found['ggplot2'] = run_script(['Rscript'], '.R', GGPLOT.format(charts=charts, data=data, device=device), folder)
    return found


def measure(command, runs, folder, out, charts, format):
    times, processor = [], []
    for _ in range(runs):
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(out)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        result = subprocess.run(command, cwd=folder, capture_output=True)
        times.append(time.perf_counter() - begin)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        made = sum(name.endswith('.' + format) for name in os.listdir(out))
        if result.returncode or made != charts:
            sys.exit('%s: exit %d, %d charts\n%s' % (command[0], result.returncode, made,
                                                    result.stderr.decode('utf-8', 'replace')[-2000:]))
    return statistics.median(times), statistics.median(processor)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--charts', type=int, default=200)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as folder:
        make_data(folder, options.charts)
        out = os.path.join(folder, 'out')
        print('%-6s %6s  %-10s %9s %9s %10s %7s' %
              ('format', 'charts', 'program', 'elapsed', 'cpu', 'charts/s', 'ratio'))
        for format in ('svg', 'png'):
            for charts in (1, options.charts):
                own = None
                for name, command in commands(program, folder, out, charts, format).items():
                    seconds, processor = measure(command, options.runs, folder, out, charts, format)
                    own = own or processor
                    print('%-6s %6d  %-10s %9.3f %9.3f %10.1f %7.1f' %
                          (format, charts, name, seconds, processor, charts / seconds, processor / own), flush=True)


main()
