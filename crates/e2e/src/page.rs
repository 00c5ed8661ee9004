//! Finding things as assistive technology does: by role and accessible name, in Chromium's own accessibility tree.
//! What is hidden, or inert behind a dialog, is not in that tree, and so is not found.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::node::{Name, Node, any};
use crate::{Browser, Failure, Outcome, wait_for};

/// A part of the page: the whole, or what lies within a thing found by role and name.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// The browser that shows it.
    pub browser: &'a Browser,
    path: Vec<Step>,
}

/// From a part of the page to a smaller one.
#[derive(Debug, Clone)]
enum Step {
    /// What lies within the first of that role and name.
    Into(String, Name),
    /// The row of a table that has this text in a cell.
    Row(String),
}

impl Browser {
    /// The whole page.
    #[must_use]
    pub const fn page(&self) -> Scope<'_> {
        Scope { browser: self, path: Vec::new() }
    }
}

impl Scope<'_> {
    /// The part of this part that lies within the thing of that role and name.
    #[must_use]
    pub fn within(&self, role: &str, name: impl Into<Name>) -> Self {
        let mut path = self.path.clone();
        path.push(Step::Into(role.to_owned(), name.into()));
        Self { browser: self.browser, path }
    }

    /// The row of a table that has `text` in its header or in a cell.
    #[must_use]
    pub fn row(&self, text: &str) -> Self {
        let mut path = self.path.clone();
        path.push(Step::Row(text.to_owned()));
        Self { browser: self.browser, path }
    }

    /// All that are there now, in the order of the page.
    ///
    /// # Errors
    /// When the part is not there.
    pub async fn all(&self, role: &str, name: impl Into<Name>) -> Outcome<Vec<Node>> {
        let root = self.root().await?;
        let name = name.into();
        Ok(self.query(&root, role).await?.into_iter().filter(|node| name.accepts(&node.name)).collect())
    }

    /// The first of that role and name; waits for it.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find(&self, role: &str, name: impl Into<Name>) -> Outcome<Node> {
        let name = name.into();
        wait_for(&format!("a {role} {name}"), async || self.now(role, &name).await).await
    }

    /// Waits for one that `accepts`; `what` says it in words.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find_where(
        &self,
        what: &str,
        role: &str,
        name: impl Into<Name>,
        accepts: impl Fn(&Node) -> bool,
    ) -> Outcome<Node> {
        let name = name.into();
        wait_for(&format!("a {role} {name}: {what}"), async || {
            let all = self.all(role, name.clone()).await?;
            match all.iter().find(|node| accepts(node)) {
                Some(node) => Ok(node.clone()),
                None => Failure::because(format!("{all:#?}")),
            }
        })
        .await
    }

    /// Waits until there is none of that role and name.
    ///
    /// # Errors
    /// When it stays.
    pub async fn gone(&self, role: &str, name: impl Into<Name>) -> Outcome {
        let name = name.into();
        wait_for(&format!("no {role} {name}"), async || {
            let left = self.all(role, name.clone()).await?;
            if left.is_empty() { Ok(()) } else { Failure::because(format!("{} are there", left.len())) }
        })
        .await
    }

    /// The first that is there now, as an element of the page.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn element(&self, role: &str, name: &Name) -> Outcome<WebElement> {
        let node = self.now(role, name).await?;
        let object = self.resolve(&node).await?;
        let put = "function () { window.__found = this; }";
        let call = json!({ "objectId": object, "functionDeclaration": put });
        self.browser.cdp("Runtime.callFunctionOn", call).await?;
        let take = "const found = window.__found; delete window.__found; return found;";
        Ok(self.browser.driver().execute(take, Vec::new()).await?.element()?)
    }

    /// The text that a person sees in this part now.
    ///
    /// # Errors
    /// When the part is not there.
    pub async fn text(&self) -> Outcome<String> {
        let root = self.root().await?;
        let read = "function () { return (this.body || this).innerText; }";
        let call = json!({ "objectId": root, "functionDeclaration": read, "returnByValue": true });
        let answer = self.browser.cdp("Runtime.callFunctionOn", call).await?;
        Ok(answer["result"]["value"].as_str().unwrap_or_default().to_owned())
    }

    async fn root(&self) -> Outcome<String> {
        let mut root = self.object("document").await?;
        for step in &self.path {
            root = match step {
                Step::Into(role, name) => self.resolve(&self.first(&root, role, name).await?).await?,
                Step::Row(text) => self.row_of(&root, text).await?,
            };
        }
        Ok(root)
    }

    async fn row_of(&self, root: &str, text: &str) -> Outcome<String> {
        let mut cells = Vec::new();
        for role in ["rowheader", "cell", "gridcell"] {
            cells.extend(self.query(root, role).await?);
        }
        let Some(cell) = cells.iter().find(|cell| cell.name.contains(text)) else {
            let names: Vec<_> = cells.iter().map(|cell| &cell.name).collect();
            return Failure::because(format!("no cell says “{text}”; the cells are {names:?}"));
        };
        let up = "function () { return this.closest('tr, [role=row]'); }";
        let call = json!({ "objectId": self.resolve(cell).await?, "functionDeclaration": up });
        object_id(&self.browser.cdp("Runtime.callFunctionOn", call).await?["result"])
    }

    async fn now(&self, role: &str, name: &Name) -> Outcome<Node> {
        let mut found = self.all(role, name.clone()).await?;
        if found.is_empty() {
            let there: Vec<_> = self.all(role, any()).await?.into_iter().map(|node| node.name).collect();
            return Failure::because(format!("there is no {role} {name}; there are {there:?}"));
        }
        Ok(found.swap_remove(0))
    }

    async fn first(&self, root: &str, role: &str, name: &Name) -> Outcome<Node> {
        let found = self.query(root, role).await?;
        let names: Vec<_> = found.iter().map(|node| node.name.clone()).collect();
        found
            .into_iter()
            .find(|node| name.accepts(&node.name))
            .ok_or_else(|| Failure::new(format!("there is no {role} {name}; there are {names:?}")))
    }

    async fn query(&self, root: &str, role: &str) -> Outcome<Vec<Node>> {
        let query = json!({ "objectId": root, "role": role });
        let answer = self.browser.cdp("Accessibility.queryAXTree", query).await?;
        let nodes = answer["nodes"].as_array().cloned().unwrap_or_default();
        Ok(nodes.iter().filter_map(Node::read).collect())
    }

    async fn object(&self, expression: &str) -> Outcome<String> {
        let answer = self.browser.cdp("Runtime.evaluate", json!({ "expression": expression })).await?;
        object_id(&answer["result"])
    }

    async fn resolve(&self, node: &Node) -> Outcome<String> {
        let answer = self.browser.cdp("DOM.resolveNode", json!({ "backendNodeId": node.backend_id })).await?;
        object_id(&answer["object"])
    }
}

fn object_id(object: &Value) -> Outcome<String> {
    let id = object["objectId"].as_str().map(str::to_owned);
    id.ok_or_else(|| Failure::new(format!("no object of the page: {object}")))
}
