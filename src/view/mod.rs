//! Leptos's markup on Leptos's signals, made without type parameters: the console's own `view!`.
//!
//! Leptos compiles each element and each reactive part of a view as a type of its own; of the console's first pages that alone
//! was the half of 376 KB. Here an element is made at once, what reacts is one boxed closure, and both are compiled once
//! (docs/decisions/view.md). Signals, effects and contexts are Leptos's; `#[component]` is ours, with its meaning.
//!
//! | Need | Take |
//! |---|---|
//! | markup | [`view!`](view), which gives a [`View`] |
//! | a part that follows signals | a closure in the markup: `{move || name.get()}` |
//! | one or the other | [`Show`] |
//! | a list whose rows stay | [`For`] |
//! | children of a component | [`Made`], [`Children`], [`ChildrenFn`], [`ViewFn`] |
//! | an element itself | [`NodeRef`] |

mod attribute;
mod children;
mod each;
mod element;
mod mount;
mod node_ref;
mod nodes;
mod region;
mod run;
mod show;
mod signals;
mod stored;
mod value;
mod views;
mod window;

pub use attribute::{Attribute, AttributeText, Property};
pub use children::{Children, ChildrenFn, Made, ToChildren, ViewFn};
pub use each::{Due, For, due, keyed};
pub use element::Element;
pub use mount::mount_to;
pub use node_ref::NodeRef;
pub use nodes::quiet;
pub use region::follow;
pub use run::{Read, Run};
pub use show::{Condition, Show};
pub use signals::{Boxed, boxed};
pub use view_macro::{component, view};
pub use views::{CollectView, IntoView, View, live};
pub use window::on_window;

/// What a module with markup needs: this view, and of Leptos what reacts.
pub mod prelude {
    pub use leptos::prelude::{
        Owner, TimeoutHandle, document, event_target, event_target_value, on_cleanup,
        request_animation_frame, set_interval_with_handle, set_timeout, set_timeout_with_handle, untrack,
        window,
    };

    pub use super::signals::{ArcRwSignal, Get, Memo, RwSignal, Signal, derive, memo};
    pub use super::stored::{Callback, StoredValue, provide_context, use_context};
    pub use super::{
        Children, ChildrenFn, CollectView, For, IntoView, Made, NodeRef, Show, View, ViewFn, component, live,
        on_window, view,
    };
}
