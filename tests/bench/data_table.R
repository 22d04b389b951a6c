# SPDX-License-Identifier: GPL-3.0-or-later
# data_table.R WORK LAYOUT FILE OUT: one piece of work of scripts/bench with data.table.
suppressPackageStartupMessages(library(data.table))
argument <- commandArgs(trailingOnly = TRUE)
# Names marked as UTF-8: 1.14.8 converts others while it groups and, when memory is collected then, splits a group in two.
data <- fread(argument[3], header = TRUE, showProgress = FALSE, encoding = "UTF-8")
if (argument[2] == "wide") {
  data <- melt(data, id.vars = "indicator", variable.name = "year", variable.factor = FALSE)
  data[, `:=`(region = "", year = as.integer(year))]
}
data <- data[!is.na(value)]
setkey(data, indicator, region, year)
data[, x := year - 2014]
sums <- data[, .(n = .N, sx = sum(x), sy = sum(value), sxx = sum(x * x), sxy = sum(x * value),
                 first = value[1L], last = value[.N]), by = .(indicator, region)]
sums[, slope := (sxy - sx * sy / n) / (sxx - sx * sx / n)]
if (argument[1] == "load") {
  fwrite(sums[, .(indicator, region, slope, change = 100 * (last - first) / first)], argument[4])
} else {
  pairs <- data[, {
    i <- which(lower.tri(matrix(0, .N, .N)), arr.ind = TRUE)
    d <- value[i[, 1]] - value[i[, 2]]
    .(sen = median(d / (year[i[, 1]] - year[i[, 2]])), s = sum(sign(d)))
  }, by = .(indicator, region)]
  if (argument[1] == "trends") {
    fwrite(pairs, argument[4])
    quit()
  }
  data[, `:=`(base = shift(value), before = shift(year)), by = .(indicator, region)]
  yoy <- data[before == year - 1, .(indicator, region, year, yoy = 100 * (value - base) / base)]
  series <- merge(sums[, .(indicator, region, slope)], pairs, by = c("indicator", "region"))
  fwrite(rbind(series, yoy, fill = TRUE), argument[4])
}
