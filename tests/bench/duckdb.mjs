// SPDX-License-Identifier: GPL-3.0-or-later
// duckdb.mjs WORK LAYOUT FILE OUT: one piece of work of scripts/bench with DuckDB.
import { createRequire } from "node:module";
const { DuckDBInstance } = createRequire(process.env.TRENDBOOK_PEERS + "/")("@duckdb/node-api");
const [work, layout, file, out] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const long = layout === "wide"
  ? `(select indicator, '' region, cast(year as integer) as year, value
      from (unpivot (from read_csv('${file}', header = true)) on columns(* exclude indicator) into name year value value))`
  : `read_csv('${file}', header = true)`;
if (work === "load") {
  await connection.run(`copy (
    select indicator, region, slope, 100 * (last - first) / first as change from (
      select indicator, region, regr_slope(value, year) slope, max_by(value, year) filter (value is not null) as last,
             min_by(value, year) filter (value is not null) as first
      from ${long} group by indicator, region)) to '${out}' (header)`);
} else {
  await connection.run(`create table data as select indicator, region, year, value from ${long} where value is not null`);
  if (work === "stats")
    await connection.run(`create table one as select indicator, region, regr_slope(value, year) slope from data group by all`);
  await connection.run(`create table two as
    select a.indicator, a.region, median((b.value - a.value) / (b.year - a.year)) sen, sum(sign(b.value - a.value)) s
    from data a join data b on a.indicator = b.indicator and a.region = b.region and a.year < b.year group by all`);
  if (work === "trends")
    await connection.run(`copy two to '${out}' (header)`);
  else
    await connection.run(`copy (
    select indicator, region, null as year, slope, sen, s, null as yoy from one join two using (indicator, region)
    union all
    select indicator, region, year, null, null, null, 100 * (value - base) / base from (
      select indicator, region, year, value, lag(value) over w as base, lag(year) over w as before
      from data window w as (partition by indicator, region order by year)) where before = year - 1
    ) to '${out}' (header)`);
}
