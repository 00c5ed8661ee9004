//! Finding things as assistive technology does: by role and accessible name. What is hidden, or inert behind a dialog, is
//! not found.

use thirtyfour::prelude::*;

use crate::node::{Name, Node, any};
use crate::tree::{devtools, script};
use crate::{Browser, Engine, Failure, Outcome, wait_for};

/// A part of the page: the whole, or what lies within a thing found by role and name.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// The browser that shows it.
    pub browser: &'a Browser,
    pub(crate) path: Vec<Step>,
}

/// From a part of the page to a smaller one.
#[derive(Debug, Clone)]
pub(crate) enum Step {
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
        match self.browser.engine() {
            Engine::Chromium => devtools::all(self, role, &name.into()).await,
            Engine::Firefox | Engine::WebKit => script::all(self, role, &name.into()).await,
        }
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
        match self.browser.engine() {
            Engine::Chromium => devtools::element(self.browser, &node).await,
            Engine::Firefox | Engine::WebKit => script::element(self, role, name).await,
        }
    }

    /// The text that a person sees in this part now.
    ///
    /// # Errors
    /// When the part is not there.
    pub async fn text(&self) -> Outcome<String> {
        match self.browser.engine() {
            Engine::Chromium => devtools::text(self).await,
            Engine::Firefox | Engine::WebKit => script::text(self).await,
        }
    }

    async fn now(&self, role: &str, name: &Name) -> Outcome<Node> {
        let mut found = self.all(role, name.clone()).await?;
        if found.is_empty() {
            let there: Vec<_> = self.all(role, any()).await?.into_iter().map(|node| node.name).collect();
            return Failure::because(format!("there is no {role} {name}; there are {there:?}"));
        }
        Ok(found.swap_remove(0))
    }
}
