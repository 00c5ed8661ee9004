//! What the person has set for their own console: read once after signing in, and kept on the server.

use api::NoParams;
use api::preferences::{Get as Read, Preferences, Put};

use crate::backend::{Call, Client, Failure, use_client};
use crate::text::Language;
use crate::ui::{Messages, use_toasts};
use crate::view::prelude::*;

/// The settings, to be read and changed.
#[derive(Clone, Copy)]
pub struct OwnPreferences {
    /// As they are shown.
    shown: RwSignal<Preferences>,
    /// As the server has them; `None` until they were read.
    saved: StoredValue<Option<Preferences>>,
    /// The first answer has come, whichever it is.
    ready: RwSignal<bool>,
    /// A change is on its way.
    sending: StoredValue<bool>,
    client: StoredValue<Client>,
    toasts: Messages,
}

/// Reads the settings, and gives them to everything behind the sign-in.
pub fn provide_preferences() {
    let own = OwnPreferences {
        shown: RwSignal::new(Preferences::default()),
        saved: StoredValue::new(None),
        ready: RwSignal::new(false),
        sending: StoredValue::new(false),
        client: StoredValue::new(use_client()),
        toasts: use_toasts(),
    };
    own.read();
    provide_context(own);
}

/// The settings of the signed-in person.
///
/// # Panics
/// Outside of the part of the console that is behind the sign-in.
#[must_use]
pub fn use_preferences() -> OwnPreferences {
    use_context().expect("pages that ask for preferences are behind the sign-in")
}

impl OwnPreferences {
    /// The settings; what calls runs again when one changes.
    #[must_use]
    pub fn get(self) -> Preferences {
        self.shown.get()
    }

    /// Looks at the settings, once.
    pub fn with_untracked<U>(self, look: impl FnOnce(&Preferences) -> U) -> U {
        self.shown.with_untracked(look)
    }

    /// Changes a setting, at once and on the server. If the server does not take it, it is as before, and a message says why.
    pub fn set(self, change: impl FnOnce(&mut Preferences)) {
        let mut wanted = self.shown.get_untracked();
        change(&mut wanted);
        self.shown.set(wanted);
        self.save();
    }

    /// Has the first answer come? The console is shown then: with the person's own settings, or, if they could not be read, with
    /// the defaults.
    pub(super) fn is_ready(self) -> bool {
        self.ready.get()
    }

    fn read(self) {
        self.client.with_value(|client| {
            client.perform::<Read>(Call::new(NoParams {}), move |outcome| {
                if let Ok(read) = outcome {
                    if let Some(language) = read.language {
                        Language::from(language).adopt();
                    }
                    self.saved.set_value(Some(read.clone()));
                    self.shown.try_set(read);
                }
                self.ready.try_set(true);
            });
        });
    }

    /// Sends the settings as they are shown: one request at a time, so that none overtakes another.
    fn save(self) {
        if self.saved.with_value(Option::is_none) {
            // All settings are sent at once: what was never read would be lost.
            return self.refused(&Failure::Network);
        }
        if self.sending.replace_value(true) == Some(true) {
            return;
        }
        let sent = self.shown.get_untracked();
        self.client.with_value(|client| {
            client.perform::<Put>(Call::new(NoParams {}).body(sent.clone()), move |outcome| {
                self.sending.set_value(false);
                match outcome {
                    Ok(saved) => {
                        self.saved.set_value(Some(saved));
                        let newer = self.shown.try_with_untracked(|shown| *shown != sent);
                        if newer == Some(true) {
                            return self.save();
                        }
                    }
                    Err(failure) => self.refused(&failure),
                }
                Language::follow();
            });
        });
    }

    /// Shows what the server has, and why it is not another.
    fn refused(self, failure: &Failure) {
        self.toasts.failure(failure.detail());
        match self.saved.try_get_value().flatten() {
            Some(saved) => {
                self.shown.try_set(saved);
            }
            None => {
                self.shown.try_set(Preferences::default());
                self.read();
            }
        }
        Language::follow();
    }
}
