// SPDX-License-Identifier: GPL-3.0-or-later
// polars.mjs WORK LAYOUT FILE OUT: one piece of work of scripts/bench with polars (no Sen and Mann-Kendall there).
import { createRequire } from "node:module";
const require = createRequire(process.env.TRENDBOOK_PEERS + "/");
const loaded = require("nodejs-polars");
const pl = loaded.default ?? loaded;
const [work, , file, out] = process.argv.slice(2);
const { col } = pl;
const keys = ["indicator", "region"];
let data = pl.readCSV(file, { inferSchemaLength: 1000 }).filter(col("value").isNotNull());
data = data.withColumns(col("year").cast(pl.Float64).minus(2014).alias("x"));
data = data.withColumns(col("x").mul(col("value")).alias("xy"), col("x").mul(col("x")).alias("xx"));
const sums = data.sort([...keys, "year"]).groupBy(keys).agg(
  col("value").count().cast(pl.Float64).alias("n"), col("x").sum().alias("sx"), col("value").sum().alias("sy"),
  col("xx").sum().alias("sxx"), col("xy").sum().alias("sxy"),
  col("value").first().alias("first"), col("value").last().alias("last"));
const slope = col("sxy").minus(col("sx").mul(col("sy")).div(col("n")))
  .div(col("sxx").minus(col("sx").mul(col("sx")).div(col("n")))).alias("slope");
const change = col("last").minus(col("first")).mul(100).div(col("first")).alias("change");
if (work === "load") {
  sums.select(col("indicator"), col("region"), slope, change).writeCSV(out);
} else {
  const before = data.select(col("indicator"), col("region"), col("year").plus(1).cast(pl.Int64).alias("year"), col("value").alias("base"));
  const yoy = data.join(before, { on: [...keys, "year"], how: "inner" }).select(
    col("indicator"), col("region"), col("year").cast(pl.Int64), pl.lit(null).cast(pl.Float64).alias("slope"),
    col("value").minus(col("base")).mul(100).div(col("base")).alias("yoy"));
  const series = sums.select(col("indicator"), col("region"), pl.lit(null).cast(pl.Int64).alias("year"), slope,
    pl.lit(null).cast(pl.Float64).alias("yoy"));
  pl.concat([series, yoy]).writeCSV(out);
}
