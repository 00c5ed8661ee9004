//! A person who has only a keyboard.

use thirtyfour::prelude::*;

use crate::tree::{devtools, script};
use crate::{Browser, Engine, Failure, Name, Outcome, wait_for};

/// More stops than any page has between two things that belong together.
const MOST_STOPS: usize = 80;

/// What has the focus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Focus {
    /// Its role.
    pub role: String,
    /// Its accessible name.
    pub name: String,
    /// It is there to be read, but cannot be used.
    pub disabled: bool,
}

impl Browser {
    /// Presses a key, or types a text, wherever the focus is.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Outcome {
        Ok(self.driver().action_chain().send_keys(keys).perform().await?)
    }

    /// Presses a key while another is held.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn press_with(&self, held: Key, key: impl Into<TypingData>) -> Outcome {
        let chain = self.driver().action_chain();
        Ok(chain.key_down(held.clone()).send_keys(key).key_up(held).perform().await?)
    }

    /// What has the focus now.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn focus(&self) -> Outcome<Focus> {
        let node = match self.engine() {
            Engine::Chromium => devtools::focus(self).await?,
            Engine::Firefox | Engine::WebKit => script::focus(self).await?,
        };
        let Some(node) = node else { return Ok(Focus::default()) };
        let disabled = node.is("disabled");
        Ok(Focus { role: node.role, name: node.name, disabled })
    }

    /// Waits until that has the focus.
    ///
    /// # Errors
    /// When something else keeps it.
    pub async fn focused(&self, role: &str, name: impl Into<Name>) -> Outcome {
        let name = name.into();
        wait_for(&format!("the focus on the {role} {name}"), async || {
            let focus = self.focus().await?;
            if focus.role == role && name.accepts(&focus.name) {
                Ok(())
            } else {
                Failure::because(format!("it is on the {} “{}”", focus.role, focus.name))
            }
        })
        .await
    }

    /// Presses Tab until that has the focus, and can be used. Only onwards: after the last thing of a page comes the toolbar
    /// of Firefox, from which the keys that its driver presses lead back to a page that no longer takes Enter.
    ///
    /// # Errors
    /// When Tab does not lead there, with all that it led to.
    pub async fn tab_to(&self, role: &str, name: impl Into<Name>) -> Outcome {
        self.walk(role, &name.into(), false).await
    }

    /// The same with Shift, backwards.
    ///
    /// # Errors
    /// When it does not lead there, with all that it led to.
    pub async fn tab_back_to(&self, role: &str, name: impl Into<Name>) -> Outcome {
        self.walk(role, &name.into(), true).await
    }

    /// Waits until the page has put the focus where typing goes on: it does so in the frame after it shows something new, and
    /// a Tab before that would pass by what it leads to. A hidden page has no frames.
    async fn focus_placed(&self) -> Outcome {
        let script = "
            const frame = () => new Promise(done => document.hidden ? done() : requestAnimationFrame(done));
            return frame().then(frame);";
        self.script(script, Vec::new()).await.map(drop)
    }

    async fn walk(&self, role: &str, name: &Name, back: bool) -> Outcome {
        self.focus_placed().await?;
        let mut passed = Vec::new();
        for _ in 0..MOST_STOPS {
            let focus = self.focus().await?;
            if focus.role == role && name.accepts(&focus.name) && !focus.disabled {
                return Ok(());
            }
            passed.push(format!("{} “{}”", focus.role, focus.name));
            match back {
                false => self.press(Key::Tab).await?,
                true => self.press_with(Key::Shift, Key::Tab).await?,
            }
        }
        Failure::because(format!("Tab does not lead to the {role} {name}, but to: {}", passed.join(", ")))
    }

    /// Presses Tab to the text field of that label, and types in place of what it holds.
    ///
    /// # Errors
    /// When Tab does not lead there.
    pub async fn tab_and_type(&self, label: &str, text: &str) -> Outcome {
        self.tab_to("textbox", Name::Label(label.to_owned())).await?;
        let chain = self.driver().action_chain();
        chain.key_down(Key::Control).send_keys("a").key_up(Key::Control).perform().await?;
        self.press(text).await
    }

    /// Presses Tab to that, then Enter.
    ///
    /// # Errors
    /// When Tab does not lead there.
    pub async fn tab_and_enter(&self, role: &str, name: impl Into<Name>) -> Outcome {
        self.tab_to(role, name).await?;
        self.press(Key::Enter).await
    }
}
