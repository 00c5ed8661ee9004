//! Chromium's own accessibility tree, by the Chrome DevTools Protocol.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::node::{Name, Node};
use crate::page::{Scope, Step};
use crate::{Browser, Failure, Outcome};

pub(crate) async fn all(scope: &Scope<'_>, role: &str, name: &Name) -> Outcome<Vec<Node>> {
    let root = root(scope).await?;
    Ok(query(scope.browser, &root, role).await?.into_iter().filter(|node| name.accepts(&node.name)).collect())
}

pub(crate) async fn element(browser: &Browser, node: &Node) -> Outcome<WebElement> {
    let object = resolve(browser, node).await?;
    let put = "function () { window.__found = this; }";
    let call = json!({ "objectId": object, "functionDeclaration": put });
    browser.cdp("Runtime.callFunctionOn", call).await?;
    let take = "const found = window.__found; delete window.__found; return found;";
    Ok(browser.driver().execute(take, Vec::new()).await?.element()?)
}

pub(crate) async fn text(scope: &Scope<'_>) -> Outcome<String> {
    let root = root(scope).await?;
    let read = "function () { return (this.body || this).innerText; }";
    let call = json!({ "objectId": root, "functionDeclaration": read, "returnByValue": true });
    let answer = scope.browser.cdp("Runtime.callFunctionOn", call).await?;
    Ok(answer["result"]["value"].as_str().unwrap_or_default().to_owned())
}

pub(crate) async fn focus(browser: &Browser) -> Outcome<Option<Node>> {
    let active = object(browser, "document.activeElement").await?;
    let tree = json!({ "objectId": active, "fetchRelatives": false });
    let answer = browser.cdp("Accessibility.getPartialAXTree", tree).await?;
    Ok(Node::read(&answer["nodes"][0]))
}

async fn root(scope: &Scope<'_>) -> Outcome<String> {
    let browser = scope.browser;
    let mut root = object(browser, "document").await?;
    for step in &scope.path {
        root = match step {
            Step::Into(role, name) => resolve(browser, &first(browser, &root, role, name).await?).await?,
            Step::Row(text) => row_of(browser, &root, text).await?,
        };
    }
    Ok(root)
}

async fn row_of(browser: &Browser, root: &str, text: &str) -> Outcome<String> {
    let mut cells = Vec::new();
    for role in ["rowheader", "cell", "gridcell"] {
        cells.extend(query(browser, root, role).await?);
    }
    let Some(cell) = cells.iter().find(|cell| cell.name.contains(text)) else {
        let names: Vec<_> = cells.iter().map(|cell| &cell.name).collect();
        return Failure::because(format!("no cell says “{text}”; the cells are {names:?}"));
    };
    let up = "function () { return this.closest('tr, [role=row]'); }";
    let call = json!({ "objectId": resolve(browser, cell).await?, "functionDeclaration": up });
    object_id(&browser.cdp("Runtime.callFunctionOn", call).await?["result"])
}

async fn first(browser: &Browser, root: &str, role: &str, name: &Name) -> Outcome<Node> {
    let found = query(browser, root, role).await?;
    let names: Vec<_> = found.iter().map(|node| node.name.clone()).collect();
    found
        .into_iter()
        .find(|node| name.accepts(&node.name))
        .ok_or_else(|| Failure::new(format!("there is no {role} {name}; there are {names:?}")))
}

async fn query(browser: &Browser, root: &str, role: &str) -> Outcome<Vec<Node>> {
    let query = json!({ "objectId": root, "role": role });
    let answer = browser.cdp("Accessibility.queryAXTree", query).await?;
    let nodes = answer["nodes"].as_array().cloned().unwrap_or_default();
    Ok(nodes.iter().filter_map(Node::read).collect())
}

async fn object(browser: &Browser, expression: &str) -> Outcome<String> {
    let answer = browser.cdp("Runtime.evaluate", json!({ "expression": expression })).await?;
    object_id(&answer["result"])
}

async fn resolve(browser: &Browser, node: &Node) -> Outcome<String> {
    let answer = browser.cdp("DOM.resolveNode", json!({ "backendNodeId": node.backend_id })).await?;
    object_id(&answer["object"])
}

fn object_id(object: &Value) -> Outcome<String> {
    let id = object["objectId"].as_str().map(str::to_owned);
    id.ok_or_else(|| Failure::new(format!("no object of the page: {object}")))
}
