//! What a component is given to show.

use std::sync::Arc;

use super::run::Read;
use super::signals::Boxed;
use super::views::{IntoView, View};

/// The children of a component that shows them once.
pub type Children = Box<dyn FnOnce() -> View>;

/// The children of a component that may show them more than once.
pub type ChildrenFn = ViewFn;

/// What a component only puts somewhere: made before it, so that no closure has to be kept for it. Some 350 such closures were a
/// thirtieth of the bundle. For components that give what is inside of them no context.
pub struct Made(View);

impl Default for Made {
    fn default() -> Self {
        Self(View::empty())
    }
}

impl<V: IntoView, F: FnOnce() -> V> From<F> for Made {
    fn from(make: F) -> Self {
        Self(make().into_view())
    }
}

impl IntoView for Made {
    fn into_view(self) -> View {
        self.0
    }
}

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

impl<F: FnOnce() -> View> ToChildren<F> for Made {
    fn to_children(children: F) -> Self {
        Self(children())
    }
}

impl<F: Fn() -> View + Send + Sync + 'static> ToChildren<F> for ViewFn {
    fn to_children(children: F) -> Self {
        Self(Arc::new(children))
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
        Self(Arc::new(View::empty))
    }
}

impl<V: IntoView + 'static> From<Boxed<V>> for ViewFn {
    fn from(make: Boxed<V>) -> Self {
        Self(Arc::new(move || make.read().into_view()))
    }
}

impl<V: IntoView, F: Fn() -> V + Send + Sync + 'static> From<F> for ViewFn {
    fn from(make: F) -> Self {
        Self(Arc::new(move || make().into_view()))
    }
}
