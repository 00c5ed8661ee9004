//! One or the other.

use super::children::{ChildrenFn, ViewFn};
use super::region::region;
use super::run::Read;
use super::signals::{Boxed, Get, memo};
use super::views::View;
use view_macro::component;

/// When something is shown.
pub struct Condition(Box<dyn Read<bool>>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Condition {
    fn from(holds: F) -> Self {
        Self(Box::new(holds))
    }
}

impl From<Boxed<bool>> for Condition {
    fn from(holds: Boxed<bool>) -> Self {
        Self(holds.0)
    }
}

/// Shows its children while the condition holds; they are made anew only when it has changed.
#[component]
pub fn Show(
    /// The condition.
    #[prop(into)]
    when: Condition,
    /// In their place while it does not hold.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What is shown.
    children: ChildrenFn,
) -> View {
    let when = memo(move || when.0.read());
    region(Box::new(move || if when.get() { children.run() } else { fallback.run() }))
}
