//! Parts of the page that follow signals.

use std::borrow::Cow;

use leptos::prelude::{RenderEffect, document, on_cleanup};
use web_sys::Node;

use super::nodes::aloud;
use super::run::Run;
use super::views::{View, fragment};

/// Runs `run` at once, and again whenever a signal that it read has changed, until what calls goes away.
pub fn follow(mut run: Box<dyn Run>) {
    let effect = RenderEffect::new(move |_: Option<()>| aloud(|| run.run()));
    on_cleanup(move || drop(effect));
}

/// A place in the page whose content is made anew whenever a signal that `make` read has changed. Two comments mark its
/// ends, so that it is found wherever it was moved to.
pub(super) fn region(mut make: Box<dyn Run<View>>) -> View {
    let (start, end) = (marker(), marker());
    let place = fragment();
    let _ = place.append_child(&start);
    let _ = place.append_child(&end);
    follow(Box::new(move || {
        let view = make.run();
        clear(&start, &end);
        insert_before(&end, &view.0);
    }));
    View(place)
}

/// A text that follows signals.
pub(super) fn live_text(mut read: Box<dyn Run<Cow<'static, str>>>) -> View {
    let node = document().create_text_node("");
    let shown = node.clone();
    follow(Box::new(move || {
        let text = read.run();
        if shown.data() != *text {
            shown.set_data(&text);
        }
    }));
    View(node.into())
}

/// A comment: a place in the page that nobody sees.
pub(super) fn marker() -> Node {
    document().create_comment("").into()
}

/// Takes away what stands between two siblings.
fn clear(start: &Node, end: &Node) {
    while let Some(node) = start.next_sibling().filter(|node| node != end) {
        remove(&node);
    }
}

/// Takes a node out of the page.
pub(super) fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        // Fails for a node that is no child of its parent.
        let _ = parent.remove_child(node);
    }
}

/// Puts a node before another one.
pub(super) fn insert_before(place: &Node, node: &Node) {
    if let Some(parent) = place.parent_node() {
        // Fails for a node that contains its own parent: views are made afresh, so none does.
        let _ = parent.insert_before(node, Some(place));
    }
}
