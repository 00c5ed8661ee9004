//! What a person does with the pointer, and what they read.

use thirtyfour::components::SelectElement;
use thirtyfour::prelude::*;

use crate::page::Scope;
use crate::{Failure, Name, Node, Outcome, wait_for};

/// The roles of fields that take text.
const TEXT_ROLES: [&str; 3] = ["textbox", "searchbox", "spinbutton"];

impl Scope<'_> {
    /// Clicks the first of that role and name, once it can be clicked.
    ///
    /// # Errors
    /// When it does not come, or something covers it.
    pub async fn click(&self, role: &str, name: impl Into<Name>) -> Outcome {
        let name = name.into();
        wait_for(&format!("a click on the {role} {name}"), async || {
            let element = self.element(role, &name).await?;
            element.scroll_into_view().await?;
            made(element.click().await)
        })
        .await
    }

    /// Opens the menu of that button, and clicks an item of it.
    ///
    /// # Errors
    /// When there is no such menu or item.
    pub async fn choose_in_menu(&self, button: impl Into<Name>, item: &str) -> Outcome {
        let (button, item) = (button.into(), Name::from(item));
        let roles = ["menuitem", "menuitemradio"];
        wait_for(&format!("the item {item} in the menu of the button {button}"), async || {
            for role in roles {
                if !self.browser.page().all(role, item.clone()).await?.is_empty() {
                    return Ok(self.browser.page().element(role, &item).await?.click().await?);
                }
            }
            self.element("button", &button).await?.click().await?;
            Failure::because("the menu was closed")
        })
        .await
    }

    /// The text field of that label.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn field(&self, label: &str) -> Outcome<Node> {
        let name = Name::Label(label.to_owned());
        wait_for(&format!("a field “{label}”"), async || {
            self.field_now(&name).await.map(|(_, node)| node)
        })
        .await
    }

    /// Replaces what is in the text field of that label.
    ///
    /// # Errors
    /// When the field does not come or does not take the text.
    pub async fn fill(&self, label: &str, text: &str) -> Outcome {
        let name = Name::Label(label.to_owned());
        wait_for(&format!("the field “{label}” to take “{text}”"), async || {
            let (role, _) = self.field_now(&name).await?;
            let element = self.element(role, &name).await?;
            element.scroll_into_view().await?;
            element.click().await?;
            element.send_keys(Key::Control + "a").await?;
            element.send_keys(Key::Delete + "").await?;
            element.send_keys(text).await?;
            let value = element.prop("value").await?.unwrap_or_default();
            if value == text { Ok(()) } else { Failure::because(format!("it holds “{value}”")) }
        })
        .await
    }

    /// Chooses an option of the native select of that label.
    ///
    /// # Errors
    /// When there is no such select or option.
    pub async fn choose(&self, label: &str, option: &str) -> Outcome {
        let name = Name::Label(label.to_owned());
        wait_for(&format!("the choice “{option}” of “{label}”"), async || {
            let element = self.element("combobox", &name).await?;
            Ok(SelectElement::new(&element).await?.select_by_exact_text(option).await?)
        })
        .await
    }

    /// Waits for a text that a person can see in this part.
    ///
    /// # Errors
    /// When it does not come, with the text that is there.
    pub async fn sees(&self, text: &str) -> Outcome {
        self.says(&format!("the text “{text}”"), |page| page.contains(text)).await.map(drop)
    }

    /// Waits until a text is not to be seen in this part.
    ///
    /// # Errors
    /// When it stays.
    pub async fn sees_no(&self, text: &str) -> Outcome {
        self.says(&format!("no text “{text}”"), |page| !page.contains(text)).await.map(drop)
    }

    /// Waits until this part says what is accepted; `what` says it in words. Gives its text.
    ///
    /// # Errors
    /// When it does not come, with the text that is there.
    pub async fn says(&self, what: &str, accepts: impl Fn(&str) -> bool) -> Outcome<String> {
        wait_for(what, async || {
            let text = self.text().await?;
            if accepts(&text) { Ok(text) } else { Failure::because(format!("it says:\n{text}")) }
        })
        .await
    }

    /// Waits for the page of that heading, and for all that it loads.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn arrived(&self, heading: impl Into<Name>) -> Outcome<Node> {
        let node = self
            .find_where("as the page's heading", "heading", heading, |node| {
                node.property("level").as_deref() == Some("1")
            })
            .await?;
        self.settled().await?;
        Ok(node)
    }

    /// Waits until nothing is loading or moving any more.
    ///
    /// # Errors
    /// When something goes on.
    pub async fn settled(&self) -> Outcome {
        let script = "
            if (document.readyState !== 'complete') return 'the document';
            const busy = document.querySelector('[aria-busy=true]');
            if (busy) return busy.outerHTML.slice(0, 200);
            const moving = document.getAnimations().find(animation => animation.playState === 'running');
            return moving ? 'an animation of ' + moving.effect.target.outerHTML.slice(0, 200) : '';";
        wait_for("the page to settle", async || {
            match self.browser.script(script, Vec::new()).await?.as_str() {
                Some("") => Ok(()),
                Some(busy) => Failure::because(format!("still busy: {busy}")),
                None => Failure::because("the page is loading"),
            }
        })
        .await
    }

    async fn field_now(&self, name: &Name) -> Outcome<(&'static str, Node)> {
        for role in TEXT_ROLES {
            let mut found = self.all(role, name.clone()).await?;
            if !found.is_empty() {
                return Ok((role, found.swap_remove(0)));
            }
        }
        let labels: Vec<_> =
            self.all("textbox", Name::Any).await?.into_iter().map(|node| node.name).collect();
        Failure::because(format!("there is no field {name}; there are {labels:?}"))
    }
}

/// A click that leads to an address where nobody answers was made all the same: Firefox's driver calls that an error.
fn made(click: WebDriverResult<()>) -> Outcome {
    match click {
        Err(error) if error.to_string().contains("about:neterror") => Ok(()),
        click => Ok(click?),
    }
}
