//! What can stand in the page: nothing, a node, or several beside each other.

use std::borrow::Cow;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Node};

use super::region::{live_text, region};
use super::signals::{Get, Memo, Signal};
use crate::text::Message;

/// Something made to be put into the page: a node, or a fragment of several or none. A single word, as `Option<Node>` is not: what
/// makes a view, and that is most of the console, gives it back without a place in memory for it.
#[derive(Debug)]
pub struct View(pub(super) Node);

impl View {
    /// Nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self(fragment())
    }

    /// Views beside each other.
    #[must_use]
    pub fn of(views: impl IntoIterator<Item = Self>) -> Self {
        let fragment = fragment();
        for view in views {
            view.append_to(&fragment);
        }
        Self(fragment)
    }

    /// This view and another one after it.
    #[must_use]
    pub fn beside(self, other: Self) -> Self {
        Self::of([self, other])
    }

    /// Puts the view at the end of a node.
    pub(super) fn append_to(self, parent: &Node) {
        // Fails for a node that contains its own parent: views are made afresh, so none does.
        let _ = parent.append_child(&self.0);
    }
}

/// A text that does not change.
pub(super) fn text(text: &str) -> View {
    View(document().create_text_node(text).into())
}

/// The text of a message: by its number, where it would take two to hand over the words.
#[inline(never)]
fn text_of(message: Message) -> View {
    text(message.words())
}

/// What holds nodes until they are in the page.
pub(super) fn fragment() -> Node {
    document().create_document_fragment().into()
}

/// Is the node a fragment, whose children go where it is put?
pub(super) fn is_fragment(node: &Node) -> bool {
    node.is_instance_of::<DocumentFragment>()
}

/// What can become a view.
pub trait IntoView: Sized {
    /// Makes it.
    fn into_view(self) -> View;

    /// A view that is made anew whenever a signal that `make` reads has changed.
    fn live(mut make: impl FnMut() -> Self + 'static) -> View {
        region(Box::new(move || make().into_view()))
    }
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }

    fn live(make: impl FnMut() -> Self + 'static) -> View {
        region(Box::new(make))
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::empty()
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        text(self)
    }

    fn live(mut make: impl FnMut() -> Self + 'static) -> View {
        live_text(Box::new(move || Cow::Borrowed(make())))
    }
}

impl IntoView for Message {
    fn into_view(self) -> View {
        text_of(self)
    }

    fn live(mut make: impl FnMut() -> Self + 'static) -> View {
        live_text(Box::new(move || Cow::Borrowed(make().words())))
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        text(&self)
    }

    fn live(mut make: impl FnMut() -> Self + 'static) -> View {
        live_text(Box::new(move || Cow::Owned(make())))
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or_else(View::empty, IntoView::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        View::of(self.into_iter().map(IntoView::into_view))
    }
}

impl<T: IntoView, F: FnMut() -> T + 'static> IntoView for F {
    fn into_view(self) -> View {
        T::live(self)
    }
}

impl<T: IntoView + Clone + Send + Sync + 'static> IntoView for Signal<T> {
    fn into_view(self) -> View {
        T::live(move || self.get())
    }
}

impl<T: IntoView + Clone + Send + Sync + 'static> IntoView for Memo<T> {
    fn into_view(self) -> View {
        T::live(move || self.get())
    }
}

/// A view that is made anew whenever a signal that `make` reads has changed: what a closure in the markup is.
pub fn live<V: IntoView>(make: impl FnMut() -> V + 'static) -> View {
    V::live(make)
}

/// Makes one view of many.
pub trait CollectView {
    /// All of them beside each other, in their order.
    fn collect_view(self) -> View;
}

impl<T: IntoView, I: Iterator<Item = T>> CollectView for I {
    fn collect_view(self) -> View {
        View::of(self.map(IntoView::into_view))
    }
}
