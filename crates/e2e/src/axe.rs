//! Accessibility: axe-core over the page as it is, with all of its rules but those named here.

use std::fmt;

use serde_json::{Value, json};

use crate::{Browser, Failure, Outcome, wait_for};

/// The rules that are left out, each with its reason.
const LEFT_OUT: [(&str, &str); 3] = [
    ("color-contrast-enhanced", "WCAG AAA (7:1); the product promises AA: 4.5:1 by `color-contrast`"),
    ("focus-order-semantics", "experimental; a time takes the focus to show its exact moment (WCAG 1.4.13)"),
    ("identical-links-same-purpose", "WCAG AAA; a card and the navigation may both lead to Users"),
];

/// What axe says against one element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The rule's id and what it asks for.
    pub rule: String,
    /// The element.
    pub html: String,
    /// What to do.
    pub repair: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n    {}\n    {}", self.rule, self.html, self.repair)
    }
}

impl Browser {
    /// Checks the page as it is now.
    ///
    /// # Errors
    /// When axe cannot run.
    pub async fn axe(&self) -> Outcome<Vec<Finding>> {
        wait_for("the page to be quiet while axe looks at it", async || {
            self.page().settled().await?;
            self.bring_axe().await?;
            let found = self.axe_once().await?;
            found.ok_or_else(|| Failure::new("a part of it loaded meanwhile"))
        })
        .await
    }

    /// Nothing, where a part of the page began or ended to load in between: what loads is drawn fainter for that time.
    async fn axe_once(&self) -> Outcome<Option<Vec<Finding>>> {
        let left_out: Vec<_> = LEFT_OUT.iter().map(|(rule, _)| *rule).collect();
        let script = "
            const [leftOut, done] = [arguments[0], arguments[1]];
            const loads = () => document.querySelector('[aria-busy=true]');
            if (loads()) return done(null);
            let stirred = false;
            const watch = new MutationObserver(() => { stirred = true; });
            watch.observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-busy'] });
            const rules = {};
            for (const rule of axe.getRules()) {
                const enabled = !leftOut.includes(rule.ruleId) && !rule.tags.includes('deprecated');
                rules[rule.ruleId] = { enabled };
            }
            axe.run(document, { rules, resultTypes: ['violations'] }).then(
                result => done(stirred || watch.takeRecords().length || loads() ? null : result.violations.flatMap(
                    ({ id, help, nodes }) => nodes.map(node => [
                        `${id}: ${help}`, node.html, node.failureSummary.replace(/\\s+/g, ' '),
                    ]))),
                error => done(String(error)),
            );";
        let found = self.driver().execute_async(script, vec![json!(left_out)]).await?.json().clone();
        if found.is_null() {
            return Ok(None);
        }
        let Some(found) = found.as_array() else {
            return Failure::because(format!("axe did not run: {found}"));
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let read = |one: &Value| Finding { rule: text(&one[0]), html: text(&one[1]), repair: text(&one[2]) };
        Ok(Some(found.iter().map(read).collect()))
    }

    async fn bring_axe(&self) -> Outcome {
        if self.script("return typeof axe", Vec::new()).await? == "object" {
            return Ok(());
        }
        let path = std::env::var("AXE_JS").map_err(|_| {
            Failure::new("AXE_JS does not name axe.min.js: `cargo xtask test` installs axe-core and sets it")
        })?;
        self.script(&std::fs::read_to_string(path)?, Vec::new()).await.map(drop)
    }
}
