//! What a component is given to show.

use std::sync::Arc;

use super::run::Read;
use super::views::{IntoView, View};

/// The children of a component that shows them once.
pub type Children = Box<dyn FnOnce() -> View>;

/// The children of a component that may show them more than once.
pub type ChildrenFn = Arc<dyn Fn() -> View + Send + Sync>;

/// How `view!` hands children over.
pub trait ToChildren<F> {
    /// Boxes them.
    fn to_children(children: F) -> Self;
}

impl<F: FnOnce() -> View + 'static> ToChildren<F> for Children {
    fn to_children(children: F) -> Self {
        Box::new(children)
    }
}

impl<F: Fn() -> View + Send + Sync + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(children: F) -> Self {
        Arc::new(children)
    }
}

/// A view as a property of a component: made when it is needed, or nothing.
#[derive(Clone)]
pub struct ViewFn(Arc<dyn Read<View>>);

impl ViewFn {
    /// Makes it.
    #[must_use]
    pub fn run(&self) -> View {
        self.0.read()
    }
}

impl Default for ViewFn {
    fn default() -> Self {
        Self(Arc::new(|| View::EMPTY))
    }
}

impl<V: IntoView, F: Fn() -> V + Send + Sync + 'static> From<F> for ViewFn {
    fn from(make: F) -> Self {
        Self(Arc::new(move || make().into_view()))
    }
}
