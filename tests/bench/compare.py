# SPDX-License-Identifier: GPL-3.0-or-later
"""What bench_load and bench_stats share: makes data, runs every program on it in turns, compares what they found.

Every program reads the same file, computes the same numbers and writes them, with the names of their series, to a CSV
file; none waits for the disk.  trendbook has a row a number where the others have a column, and is asked for the value
alone (--columns): standard errors, p and limits are what the others do not compute.

Peers are what is installed of Miller, DuckDB, polars, data.table and pandas with scipy; DuckDB and polars are looked for
below the folder TRENDBOOK_PEERS (npm install @duckdb/node-api nodejs-polars nodejs-polars-linux-x64-gnu: an older npm
leaves the last one out, without which polars does not start).  Elapsed time depends on what else the machine does,
processor time less.
"""
import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = "trendbook"
PEERS_FOLDER = os.environ.get("TRENDBOOK_PEERS", "")


def in_peers(package):
    """Whether it is there and starts."""
    return bool(PEERS_FOLDER) and bool(shutil.which("node")) and subprocess.run(
        ["node", "-e", "require('module').createRequire(process.argv[1])(process.argv[2])", PEERS_FOLDER + "/", package],
        capture_output=True).returncode == 0


def python_with_pandas():
    for python in dict.fromkeys([sys.executable, "/usr/bin/python3"]):
        if subprocess.run([python, "-c", "import pandas, scipy"], capture_output=True).returncode == 0:
            return python
    return None


def r_with_data_table():
    return shutil.which("Rscript") and subprocess.run(
        ["Rscript", "-e", "stopifnot(requireNamespace('data.table', quietly = TRUE))"],
        capture_output=True).returncode == 0


def arguments(doc):
    """What every bench of this kind takes; the caller adds its sizes."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trendbook")
    parser.add_argument("--only", type=lambda names: names.split(","), help="peers to compare with; default: all that are installed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=900, help="seconds that a run may take")
    return parser


# What each piece of work is for us; the peers know it by its name.
STATISTICS = {"load": ["ols_slope", "total_change_pct"],
              "stats": ["yoy_pct", "ols_slope", "sen_slope", "mann_kendall"],
              "trends": ["sen_slope", "mann_kendall"]}

MILLER_LOAD = r'''
is_present($value) { k = $indicator . "," . $region; n[k] += 1; x[k] += $year; y[k] += $value;
  xx[k] += $year * $year; xy[k] += $year * $value;
  if (is_absent(f[k])) { f[k] = $value } l[k] = $value }
end { for (k, c in n) { emit1 {"key": k, "slope": (xy[k] - x[k] * y[k] / c) / (xx[k] - x[k] * x[k] / c),
  "change": 100 * (l[k] - f[k]) / f[k]} } }'''


def programs(trendbook, work, layout):
    """Name and command of what can do the work; {in} and {out} are files."""
    found = {OURS: [trendbook, "stats", "-q", "--columns", "indicator,region,to,statistic,value",
                    "-s", ",".join(STATISTICS[work]), "{in}"]}
    missing = []
    if in_peers("@duckdb/node-api"):
        found["DuckDB"] = ["node", os.path.join(HERE, "duckdb.mjs"), work, layout, "{in}", "{out}"]
    else:
        missing.append("DuckDB (TRENDBOOK_PEERS)")
    if in_peers("nodejs-polars"):
        if layout != "wide" and work != "trends":
            found["polars"] = ["node", os.path.join(HERE, "polars.mjs"), work, layout, "{in}", "{out}"]
    else:
        missing.append("polars (TRENDBOOK_PEERS)")
    if r_with_data_table():
        found["data.table"] = ["Rscript", os.path.join(HERE, "data_table.R"), work, layout, "{in}", "{out}"]
    else:
        missing.append("data.table")
    python = python_with_pandas()
    if python:
        found["pandas"] = [python, os.path.join(HERE, "pandas_scipy.py"), work, layout, "{in}", "{out}"]
    else:
        missing.append("pandas with scipy")
    if work == "load" and layout == "long":
        if shutil.which("mlr"):
            found["Miller"] = ["mlr", "--icsv", "--ocsv", "--from", "{in}", "put", "-q", MILLER_LOAD]
        else:
            missing.append("Miller")
    return found, missing


def peak_of(pid, before):
    """Peak MiB of a running program as far as it can be seen.  What wait4 says holds the peak of this script as well,
    from which the program was forked."""
    try:
        with open("/proc/%d/status" % pid) as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return max(before, int(line.split()[1]) / 1024)
    except (OSError, ValueError):
        pass
    return before


def run(command, source, out, limit):
    """Seconds and peak MiB of one run, or None with the reason."""
    command = [part.replace("{in}", source).replace("{out}", out) if part in ("{in}", "{out}") else part
               for part in command]
    begin = time.monotonic()
    to_stdout = open(out, "wb") if out not in command else subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=to_stdout, stderr=subprocess.PIPE)
    deadline, peak = begin + limit, 0
    while True:
        peak = peak_of(process.pid, peak)
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() > deadline:
            process.kill()
            os.wait4(process.pid, 0)
            return None, "over %d s" % limit
        time.sleep(0.002)
    seconds = time.monotonic() - begin
    process.returncode = status
    if status:
        return None, process.stderr.read().decode(errors="replace").strip().split("\n")[-1][:60]
    return (seconds, peak, usage.ru_utime + usage.ru_stime), ""


def read_results(name, work, out, layout):
    """{statistic: {key: value}} of an output; ours has a row a number, the others a column."""
    found = {"slope": {}, "change": {}, "yoy": {}, "sen": {}, "s": {}}
    ids = {"ols_slope": "slope", "total_change_pct": "change", "yoy_pct": "yoy", "sen_slope": "sen",
           "mann_kendall": "s"}
    with open(out, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if name == OURS:
                key, value = row["indicator"] + "," + row["region"], row["value"]
                if row["statistic"] == "yoy_pct":
                    key += "," + row["to"]
                if value:
                    found[ids[row["statistic"]]][key] = float(value)
                continue
            key = row["key"] if "key" in row else row["indicator"] + "," + (row.get("region") or "")
            for column in found:
                if row.get(column) not in (None, "", "NA", "null", "NaN"):
                    found[column][key + ("," + row["year"] if column == "yoy" else "")] = float(row[column])
    return found


def differences(ours, theirs):
    """Sentences about what is not the same."""
    said = []
    for statistic in ours:
        mine, other = ours[statistic], theirs[statistic]
        if not other:
            continue
        shared = mine.keys() & other.keys()
        wrong = sum(abs(mine[k] - other[k]) > 1e-6 * max(1, abs(mine[k])) for k in shared)
        if wrong or len(shared) < len(other):
            said.append("%s: %d differ, %d are not ours" % (statistic, wrong, len(other) - len(shared)))
    return said


def compare(trendbook, work, layout, rows, rounds, limit, only, folder):
    source = os.path.join(folder, "%s-%d.csv" % (layout, rows))
    subprocess.run([sys.executable, os.path.join(HERE, "make_data.py"), str(rows), layout, source], check=True)
    found, missing = programs(trendbook, work, layout)
    found = {name: command for name, command in found.items() if name == OURS or not only or name in only}
    print("\n%s, %s, %.2f million values (%d MB)%s" % (work, layout, rows / 1e6, os.path.getsize(source) // 1000000,
                                                     "; not found: " + ", ".join(missing) if missing else ""))
    taken, problem = {name: [] for name in found}, {}
    ours = None
    for turn in range(rounds):
        for name, command in found.items():
            if name in problem:
                continue
            out = os.path.join(folder, "out.csv")
            measured, why = run(command, source, out, limit)
            if not measured:
                problem[name] = why
                continue
            taken[name].append(measured)
            if turn == 0 and rows <= 2000000:  # every number is looked at, where that takes no longer than the rest
                results = read_results(name, work, out, layout)
                ours = results if name == OURS else ours
                said = differences(ours, results) if ours and name != OURS else []
                if said:
                    problem[name] = "; ".join(said)
            os.remove(out)
    os.remove(source)
    median = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in taken.items() if runs}
    if OURS not in median:
        print("  %s: %s" % (OURS, problem.get(OURS)))
        return
    print("  %-11s %9s %9s %9s %11s %10s %12s" % ("", "elapsed s", "CPU s", "peak MiB", "elapsed", "CPU", "memory"))
    for name, (wall, peak, cpu) in median.items():
        print("  %-11s %9.2f %9.2f %9.0f %11.2f %10.2f %12.2f%s" %
              (name, wall, cpu, peak, median[OURS][0] / wall, median[OURS][2] / cpu, median[OURS][1] / peak,
               "  " + problem[name] if name in problem else ""))
    for name in problem.keys() - median.keys():
        print("  %-11s %s" % (name, problem[name]))
    sys.stdout.flush()


def compare_all(trendbook, work, cases, rounds, limit, only=None):
    """cases: pairs of layout and number of values."""
    print("ratios: trendbook's figure over the other's; below 1 is less time, less memory")
    with tempfile.TemporaryDirectory(prefix="trendbook-bench-") as folder:
        for layout, rows in cases:
            compare(os.path.abspath(trendbook), work, layout, rows, rounds, limit, only, folder)
