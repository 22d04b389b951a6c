// SPDX-License-Identifier: GPL-3.0-or-later
// duckdb.mjs WORK FILE: one piece of work of scripts/bench with DuckDB; prints what can be checked.
import { createRequire } from "node:module";
const { DuckDBInstance } = createRequire(process.env.TRENDBOOK_PEERS + "/")("@duckdb/node-api");
const [work, file] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const from = `read_csv('${file}', header = true)`;
const queries = {
  sum: `select count(value), sum(value) from ${from}`,
  slope: `select count(slope), sum(slope), sum(change) from (
            select regr_slope(value, year) slope,
                   max_by(value, year) filter (year >= 2023) - min_by(value, year) filter (year >= 2023) change
            from ${from} group by indicator, region)`,
};
const rows = (await connection.runAndReadAll(queries[work])).getRows();
console.log(rows.map(row => row.join(" ")).join("\n"));
