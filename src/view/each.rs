//! Lists whose rows stay while others come and go.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::component;
use leptos::prelude::{Owner, untrack};
use web_sys::Node;

use super::region::{follow, insert_before, marker, remove};
use super::run::Run;
use super::views::{IntoView, View, fragment, is_fragment};

/// A row that is due: the hash of its key, and what makes it.
pub type Due = (u64, Box<dyn FnOnce() -> View>);

/// A row by a text that tells it from the others.
#[must_use]
pub fn due(key: &str, make: Box<dyn FnOnce() -> View>) -> Due {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    (hasher.finish(), make)
}

/// A row for each item. A row stays, with its focus and its state, for as long as an item has its key.
#[component]
pub fn For<T, K, V>(
    /// The items.
    mut each: impl FnMut() -> Vec<T> + 'static,
    /// What tells an item from the others.
    key: impl Fn(&T) -> K + 'static,
    /// Makes a row.
    children: impl Fn(T) -> V + Clone + 'static,
) -> View
where
    T: 'static,
    K: Hash + 'static,
    V: IntoView + 'static,
{
    keyed(Box::new(move || {
        let due = |item: T| -> Due {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let children = children.clone();
            (hasher.finish(), Box::new(move || children(item).into_view()))
        };
        each().into_iter().map(due).collect()
    }))
}

/// A row in the page.
struct Row {
    key: u64,
    /// Owns what the row has made.
    owner: Owner,
    first: Node,
    last: Node,
}

impl Row {
    fn make(key: u64, parent: Option<&Owner>, make: Box<dyn FnOnce() -> View>) -> (Self, Node) {
        let owner = parent.map_or_else(Owner::new, Owner::child);
        let view = untrack(|| owner.with(make));
        let (first, last, whole) = bounds(view);
        (Self { key, owner, first, last }, whole)
    }

    /// The row's nodes, from the first to the last.
    fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![self.first.clone()];
        while let Some(next) = nodes.last().filter(|node| **node != self.last).and_then(Node::next_sibling) {
            nodes.push(next);
        }
        nodes
    }

    fn take_away(self) {
        self.owner.cleanup();
        self.nodes().iter().for_each(remove);
    }
}

/// The first and the last node of a view, and what is put into the page: one node stands for itself, others stand between
/// two comments.
fn bounds(view: View) -> (Node, Node, Node) {
    match view.0 {
        Some(node) if !is_fragment(&node) => (node.clone(), node.clone(), node),
        content => {
            let (first, last, whole) = (marker(), marker(), fragment());
            let _ = whole.append_child(&first);
            View(content).append_to(&whole);
            let _ = whole.append_child(&last);
            (first, last, whole)
        }
    }
}

/// [`For`] without its types.
#[must_use]
pub fn keyed(mut each: Box<dyn Run<Vec<Due>>>) -> View {
    let (start, end, place) = (marker(), marker(), fragment());
    let _ = place.append_child(&start);
    let _ = place.append_child(&end);
    // Rows outlive a run of the effect: they belong to what has the list.
    let parent = Owner::current();
    let mut rows: Vec<Row> = Vec::new();
    follow(Box::new(move || {
        let due = each.run();
        let (mut old, gone): (Vec<Row>, Vec<Row>) =
            rows.drain(..).partition(|row| due.iter().any(|(key, _)| *key == row.key));
        gone.into_iter().for_each(Row::take_away);
        // Walks along the page: a row that is where it should be is not touched, so what has the focus keeps it.
        let mut at = start.next_sibling();
        for (key, make) in due {
            let found = old.iter().position(|row| row.key == key).map(|index| old.remove(index));
            let place = at.clone().unwrap_or_else(|| end.clone());
            let row = match found {
                Some(row) if row.first == place => {
                    at = row.last.next_sibling();
                    row
                }
                Some(row) => {
                    row.nodes().iter().for_each(|node| insert_before(&place, Some(node)));
                    row
                }
                None => {
                    let (row, whole) = Row::make(key, parent.as_ref(), make);
                    insert_before(&place, Some(&whole));
                    row
                }
            };
            rows.push(row);
        }
    }));
    View(Some(place))
}
