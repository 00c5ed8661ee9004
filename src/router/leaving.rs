//! Asking before somebody leaves a page.

use crate::view::prelude::*;

use super::location::{Navigator, use_navigator};

/// Where a person wants to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// To a page of the console.
    Link(String),
    /// So many steps in the browser's history.
    History(i32),
}

/// Who is asked before anybody leaves.
#[derive(Clone, Copy)]
pub(super) struct Watch {
    lost: Signal<bool>,
    ask: Callback<Leaving>,
}

impl Watch {
    /// Asks, if something would be lost.
    pub(super) fn asks(&self, leaving: impl FnOnce() -> Leaving) -> bool {
        let asks = self.lost.try_get_untracked() == Some(true);
        if asks {
            self.ask.run(leaving());
        }
        asks
    }
}

/// While `lost`, calls `ask` in place of leaving by a link, by Back or by Forward. [`Navigator::leave`] then goes there.
pub fn on_leave(lost: Signal<bool>, ask: Callback<Leaving>) -> Navigator {
    let navigator = use_navigator();
    navigator.watch.set_value(Some(Watch { lost, ask }));
    on_cleanup(move || navigator.watch.set_value(None));
    navigator
}
