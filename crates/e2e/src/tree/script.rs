//! The accessibility tree as `tree.js` works it out. What a test is going to use is shown to the browser as well, which must
//! have the same role and name for it.

use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{ElementId, RequestData, SessionId};

use crate::node::{Name, Node};
use crate::page::{Scope, Step};
use crate::{Browser, Failure, Outcome};

const TREE: &str = include_str!("tree.js");

pub(crate) async fn all(scope: &Scope<'_>, role: &str, name: &Name) -> Outcome<Vec<Node>> {
    let call = json!({ "path": path(scope), "get": "all", "role": role, "name": matcher(name) });
    let answer = run(scope.browser, &call).await?.json().clone();
    let nodes = found(&answer)?.as_array().cloned().unwrap_or_default();
    Ok(nodes.iter().filter_map(Node::read).collect())
}

pub(crate) async fn element(scope: &Scope<'_>, role: &str, name: &Name) -> Outcome<WebElement> {
    let call = json!({ "path": path(scope), "get": "element", "role": role, "name": matcher(name) });
    let answer = run(scope.browser, &call).await?;
    if answer.json()["missing"].is_string() || answer.json().is_null() {
        return Failure::because(format!("there is no {role} {name} any more"));
    }
    let element = answer.element()?;
    agrees(scope.browser, &element, role, name).await?;
    Ok(element)
}

pub(crate) async fn text(scope: &Scope<'_>) -> Outcome<String> {
    let answer = run(scope.browser, &json!({ "path": path(scope), "get": "text" })).await?.json().clone();
    Ok(found(&answer)?.as_str().unwrap_or_default().to_owned())
}

pub(crate) async fn focus(browser: &Browser) -> Outcome<Option<Node>> {
    let answer = run(browser, &json!({ "path": [], "get": "focus" })).await?.json().clone();
    Ok(Node::read(found(&answer)?))
}

/// The browser's own tree has that role and name for it.
async fn agrees(browser: &Browser, element: &WebElement, role: &str, name: &Name) -> Outcome {
    let ask = async |what: &'static str| -> Outcome<String> {
        let answer = browser.driver().handle().cmd(Computed(what, element.element_id())).await?;
        let said: String = answer.value()?;
        Ok(said.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (own_role, own_name) = (ask("computedrole").await?, ask("computedlabel").await?);
    // HTML-AAM has no role for the field of a password, nor for what opens details: that name of a role is Chromium's.
    let has_none = (own_role.is_empty() && role == "textbox") || role == "DisclosureTriangle";
    let same_role = own_role == role || has_none;
    if same_role && name.accepts(&own_name) {
        return Ok(());
    }
    Failure::because(format!(
        "{} has the {own_role} “{own_name}” where the script has the {role} {name}",
        browser.engine()
    ))
}

async fn run(browser: &Browser, call: &Value) -> Outcome<ScriptRet> {
    Ok(browser.driver().execute(TREE, vec![call.clone()]).await?)
}

fn found(answer: &Value) -> Outcome<&Value> {
    match answer["missing"].as_str() {
        Some(missing) => Failure::because(missing),
        None => Ok(&answer["found"]),
    }
}

fn path(scope: &Scope<'_>) -> Value {
    let step = |step: &Step| match step {
        Step::Into(role, name) => json!({ "role": role, "name": matcher(name) }),
        Step::Row(text) => json!({ "row": text }),
    };
    scope.path.iter().map(step).collect()
}

fn matcher(name: &Name) -> Value {
    match name {
        Name::Exactly(name) => json!({ "exactly": name }),
        Name::Containing(part) => json!({ "containing": part }),
        Name::Label(label) => json!({ "label": label }),
        Name::Any => json!({}),
    }
}

/// What the browser itself says of an element: `computedrole` or `computedlabel`.
#[derive(Debug)]
struct Computed(&'static str, ElementId);

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let uri = format!("/session/{session}/element/{}/{}", self.1, self.0);
        RequestData::new(reqwest::Method::GET, uri)
    }
}
