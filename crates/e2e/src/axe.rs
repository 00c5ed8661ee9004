//! Accessibility: axe-core over the page as it is, with all of its rules but those named here.

use serde_json::{Value, json};

use crate::{Browser, Failure, Outcome};

/// The rules that are left out, each with its reason.
const LEFT_OUT: [(&str, &str); 2] = [
    ("color-contrast-enhanced", "WCAG AAA (7:1); the product promises AA: 4.5:1 by `color-contrast`"),
    ("identical-links-same-purpose", "WCAG AAA; a card and the navigation may both lead to Users"),
];

impl Browser {
    /// Checks the page: `what` names it in the failure.
    ///
    /// # Errors
    /// Every violation, with the elements and what axe says of them.
    pub async fn axe(&self, what: &str) -> Outcome {
        self.page().settled().await?;
        self.bring_axe().await?;
        let left_out: Vec<_> = LEFT_OUT.iter().map(|(rule, _)| *rule).collect();
        let script = "
            const [leftOut, done] = [arguments[0], arguments[1]];
            const rules = {};
            for (const rule of axe.getRules()) {
                const enabled = !leftOut.includes(rule.ruleId) && !rule.tags.includes('deprecated');
                rules[rule.ruleId] = { enabled };
            }
            axe.run(document, { rules, resultTypes: ['violations'] }).then(
                result => done(result.violations.map(({ id, help, nodes }) => ({
                    id, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
                }))),
                error => done({ error: String(error) }),
            );";
        let found = self.driver().execute_async(script, vec![json!(left_out)]).await?.json().clone();
        match found.as_array() {
            Some(violations) if violations.is_empty() => Ok(()),
            Some(violations) => {
                let words: Vec<_> = violations.iter().map(words).collect();
                let place = self.location().await?;
                Failure::because(format!("Accessibility of {what} ({place}):\n{}", words.join("\n")))
            }
            None => Failure::because(format!("axe did not run on {what}: {found}")),
        }
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

fn words(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    let nodes: Vec<_> = nodes
        .iter()
        .take(6)
        .map(|node| {
            format!("    {}\n      {}", text(&node["html"]), text(&node["failureSummary"]).replace('\n', " "))
        })
        .collect();
    format!("  {}: {}\n{}", text(&violation["id"]), text(&violation["help"]), nodes.join("\n"))
}
