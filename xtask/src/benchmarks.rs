//! `docs/benchmarks.json` and `docs/BENCHMARKS.md`: the last figures of `cargo xtask bench`, each part with its day.

use std::{fmt::Write as _, fs, path::Path};

use serde_json::{Value, json};

use crate::{
    failure::{Failure, Result},
    process,
    project::Project,
};

/// Characters of the longest bar of a chart.
const BAR: f64 = 24.0;

/// Writes both, with what the load generator has gathered in place of what was there of the same kind and database, and with the size of the
/// console in bytes.
pub fn write(project: &Project, figures: &Path, console: (usize, usize)) -> Result {
    let text = fs::read_to_string(figures).map_err(Failure::io("read", figures))?;
    let fresh: Vec<Value> = serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("{}: {error}", figures.display())))?;
    let date = process::output(std::process::Command::new("date").args(["-u", "+%F"]))?;
    let machine = process::output(std::process::Command::new("nproc").arg("--all"))?;
    let measured = merged(kept(project), fresh, date.trim());
    let all = json!({
        "processors": machine.trim().parse::<u32>().unwrap_or_default(),
        "console_bytes": console.0,
        "console_budget_bytes": console.1,
        "measured": measured,
    });
    let pretty = serde_json::to_string_pretty(&all).map_err(|error| Failure::new(error.to_string()))?;
    for (file, text) in [("docs/benchmarks.json", pretty + "\n"), ("docs/BENCHMARKS.md", page(&all))] {
        let path = project.root().join(file);
        fs::write(&path, text).map_err(Failure::io("write", &path))?;
        println!("Wrote {file}");
    }
    Ok(())
}

/// The sections that are in docs so far.
fn kept(project: &Project) -> Vec<Value> {
    let all = project.read("docs/benchmarks.json").ok();
    let all: Option<Value> = all.and_then(|text| serde_json::from_str(&text).ok());
    all.and_then(|mut all| serde_json::from_value(all["measured"].take()).ok()).unwrap_or_default()
}

/// Each section of `fresh`, of that day, in the place of the one of the same kind and database.
fn merged(mut kept: Vec<Value>, fresh: Vec<Value>, date: &str) -> Vec<Value> {
    for mut section in fresh {
        section["date"] = date.into();
        let same =
            |old: &&mut Value| old["what"] == section["what"] && old["database"] == section["database"];
        match kept.iter_mut().find(same) {
            Some(old) => *old = section,
            None => kept.push(section),
        }
    }
    kept
}

/// The page for people.
fn page(all: &Value) -> String {
    let mut page = format!(
        "# Benchmarks\n\nWritten by `cargo xtask bench`, on {} processors which the load generator shared. \
         What each measurement does is in [TESTING.md](TESTING.md#measuring).\nBudgets are targets: a figure that misses one is here as it was.\n\n\
         The whole console: {} of {} bytes, compressed.\n",
        all["processors"], all["console_bytes"], all["console_budget_bytes"],
    );
    for section in all["measured"].as_array().into_iter().flatten() {
        let what = section["what"].as_str().unwrap_or_default();
        let database = section["database"].as_str().unwrap_or_default();
        // Writing into a String cannot fail.
        let date = section["date"].as_str().unwrap_or_default();
        let _ = write!(page, "\n## {}, {database}\n\nMeasured on {date}.\n\n", heading(what));
        page.push_str(&table(section["figures"].as_array().map_or(&[][..], Vec::as_slice)));
    }
    page
}

fn heading(what: &str) -> &str {
    match what {
        "scim" => "Provisioning (SCIM)",
        "noisy" => "Two organizations on one server",
        "sso" => "Single sign-on",
        "console" => "The console in Chromium",
        "users" => "The list of users, and files",
        other => other,
    }
}

fn table(figures: &[Value]) -> String {
    let (rates, facts): (Vec<_>, Vec<_>) =
        figures.iter().partition(|figure| figure["per_second"].is_number());
    let most = rates.iter().filter_map(|rate| rate["per_second"].as_f64()).fold(1.0, f64::max);
    let mut table = String::new();
    if !rates.is_empty() {
        table.push_str("| | a second | | p50 ms | p99 ms | budget |\n|---|--:|---|--:|--:|---|\n");
    }
    for rate in &rates {
        let per_second = rate["per_second"].as_f64().unwrap_or_default();
        let _ = writeln!(
            table,
            "| {} | {per_second:.0} | `{}` | {:.2} | {:.2} | {} |",
            name(rate),
            bar(per_second / most),
            rate["p50_ms"].as_f64().unwrap_or_default(),
            rate["p99_ms"].as_f64().unwrap_or_default(),
            budget(rate)
        );
    }
    if !facts.is_empty() {
        let gap = if rates.is_empty() { "" } else { "\n" };
        table.push_str(gap);
        table.push_str("| | | budget |\n|---|--:|---|\n");
    }
    for fact in &facts {
        let unit = fact["unit"].as_str().unwrap_or_default();
        let _ = writeln!(table, "| {} | {} {unit} | {} |", name(fact), fact["value"], budget(fact));
    }
    table
}

fn name(figure: &Value) -> &str {
    figure["name"].as_str().unwrap_or_default()
}

fn budget(figure: &Value) -> String {
    let Some(budget) = figure["budget"].as_str() else { return String::new() };
    format!("{budget} {}", if figure["kept"] == true { "kept" } else { "**missed**" })
}

/// A bar of that share of the longest one; one character at least.
fn bar(share: f64) -> String {
    let full = (share * BAR).round().max(1.0);
    (0..24).take_while(|at| f64::from(*at) < full).map(|_| '█').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_anew_takes_the_place_of_what_was_there() {
        let section =
            |what: &str, value: u32| json!({"what": what, "database": "SQLite", "figures": [value]});
        let all =
            merged(vec![section("scim", 1), section("users", 2)], vec![section("scim", 3)], "2026-01-02");
        assert_eq!(all.len(), 2);
        assert_eq!((&all[0]["figures"][0], &all[0]["date"]), (&json!(3), &json!("2026-01-02")));
        assert_eq!(all[1]["figures"][0], 2);
    }

    #[test]
    fn a_figure_stands_beside_its_budget() {
        let figures = [
            json!({"name": "GET by id", "per_second": 6000, "p50_ms": 1.0, "p99_ms": 9.5, "budget": "≥ 5000/s", "kept": true}),
            json!({"name": "POST", "per_second": 500, "p50_ms": 1.0, "p99_ms": 9.5, "budget": "≥ 800/s", "kept": false}),
            json!({"name": "memory", "value": 31.5, "unit": "MB", "budget": null, "kept": null}),
        ];
        let table = table(&figures);
        assert!(
            table.contains("| GET by id | 6000 | `████████████████████████` | 1.00 | 9.50 | ≥ 5000/s kept |"),
            "{table}"
        );
        assert!(table.contains("| POST | 500 | `██` | 1.00 | 9.50 | ≥ 800/s **missed** |"), "{table}");
        assert!(table.contains("| memory | 31.5 MB |  |"), "{table}");
    }
}
