//! The dashboard and the guide name what there is.

use std::collections::BTreeSet;

use serde_json::Value;

use super::scrape;
use crate::scim::client::Idp;
use crate::support::Server;
use crate::users::world::World;

const DASHBOARD: &str = include_str!("../../../../docs/grafana/rollcall.json");
const GUIDE: &str = include_str!("../../../../docs/guides/operating.md");

/// Every family that a server shows after something of each kind has happened.
async fn families() -> BTreeSet<String> {
    let server = Server::on_sqlite().await;
    let world = World::new(&server).await;
    Idp::connect(&world).await.get("/Users").await;
    let text = scrape(&server).await;
    drop(world);
    server.stop().await;
    let kinds = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    kinds.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// The names of metrics in a text, as families.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let names = words.filter(|word| word.starts_with("rollcall_") || word.starts_with("process_"));
    let family = |name: &str| {
        let end = ["_bucket", "_count", "_sum"].iter().find_map(|end| name.strip_suffix(end));
        end.filter(|family| family.ends_with("_seconds") || family.ends_with("_size"))
            .unwrap_or(name)
            .to_owned()
    };
    names.map(family).collect()
}

fn expressions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("expr").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| expressions(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| expressions(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_metric_of_the_dashboard_is_there_and_every_metric_is_in_the_guide() {
    let families = families().await;
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let mut queries = Vec::new();
    expressions(&dashboard, &mut queries);
    assert!(queries.len() > 20, "{}", queries.len());
    for query in &queries {
        let names = named(query);
        assert!(!names.is_empty(), "{query}");
        assert!(names.is_subset(&families), "{query}");
    }
    let (_, section) = GUIDE.split_once("## Watching it").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows: String = section.lines().filter(|line| line.starts_with("| `")).collect();
    let documented = named(&rows);
    assert_eq!(documented, families);
}

#[test]
fn the_dashboard_takes_the_source_of_its_data_from_a_variable() {
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    assert!(variables.iter().any(|one| one["type"] == "datasource" && one["query"] == "prometheus"));
    for panel in dashboard["panels"].as_array().unwrap().iter().filter(|panel| panel["type"] != "row") {
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{}", panel["title"]);
        assert!(!panel["targets"].as_array().unwrap().is_empty());
    }
}
