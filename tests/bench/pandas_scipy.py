# SPDX-License-Identifier: GPL-3.0-or-later
"""pandas_scipy.py WORK LAYOUT FILE OUT: one piece of work of scripts/bench with pandas and scipy."""
import sys

import numpy as np
import pandas as pd

work, layout, source, out = sys.argv[1:]
data = pd.read_csv(source)
if layout == "wide":
    data = data.melt(id_vars="indicator", var_name="year")
    data["region"] = ""
    data["year"] = data["year"].astype(int)
data = data.dropna(subset=["value"])
if layout != "long":
    data = data.sort_values(["indicator", "region", "year"])
x = data["year"] - 2014
data = data.assign(x=x, xx=x * x, xy=x * data["value"])
groups = data.groupby(["indicator", "region"], sort=False)
sums = groups.agg(n=("x", "size"), sx=("x", "sum"), sy=("value", "sum"), sxx=("xx", "sum"), sxy=("xy", "sum"),
                  first=("value", "first"), last=("value", "last"))
sums["slope"] = (sums.sxy - sums.sx * sums.sy / sums.n) / (sums.sxx - sums.sx * sums.sx / sums.n)
if work == "load":
    sums["change"] = 100 * (sums["last"] - sums["first"]) / sums["first"]
    sums[["slope", "change"]].to_csv(out)
    sys.exit()
from scipy import stats

sen, s = [], []
for _, group in groups:
    years, values = group["year"].to_numpy(), group["value"].to_numpy()
    sen.append(stats.theilslopes(values, years)[0])
    s.append(np.sign(values[:, None] - values[None, :])[np.tril_indices(len(values), -1)].sum())
sums["sen"], sums["s"] = sen, s
if work == "trends":
    sums[["sen", "s"]].to_csv(out)
    sys.exit()
data["base"], data["before"] = groups["value"].shift(), groups["year"].shift()
yoy = data[data["before"] == data["year"] - 1]
yoy = yoy.assign(yoy=100 * (yoy["value"] - yoy["base"]) / yoy["base"])
pd.concat([sums.reset_index()[["indicator", "region", "slope", "sen", "s"]],
           yoy[["indicator", "region", "year", "yoy"]].astype({"year": "Int64"})]).to_csv(out, index=False)
