//! Lists whose rows stay while others come and go.

use std::hash::{DefaultHasher, Hash, Hasher};

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

/// A row for each item: `<For each=items key=tell let:item>`. A row stays, with its focus and its state, for as long as an item has its
/// key. Declared by hand, since it has type parameters: each property says the types of those after it.
#[expect(non_upper_case_globals, reason = "components are written as types are")]
pub const For: ForItems = ForItems;

/// [`For`], before it has anything.
#[derive(Debug, Clone, Copy)]
pub struct ForItems;

/// [`For`] with items.
#[expect(missing_debug_implementations, reason = "it holds closures")]
pub struct ForEach<E>(E);

/// [`For`] with what tells an item from the others.
#[expect(missing_debug_implementations, reason = "it holds closures")]
pub struct ForKeyed<E, K>(E, K);

/// [`For`] with all that it needs.
#[expect(missing_debug_implementations, reason = "it holds closures")]
pub struct ForRows(Box<dyn Run<Vec<Due>>>);

impl ForItems {
    /// What follows sets its properties.
    #[must_use]
    pub const fn props(self) -> Self {
        self
    }

    /// The items.
    pub fn each<T, E: FnMut() -> Vec<T> + 'static>(self, each: E) -> ForEach<E> {
        ForEach(each)
    }
}

impl<T, E: FnMut() -> Vec<T> + 'static> ForEach<E> {
    /// What tells an item from the others.
    pub fn key<H: Hash, K: Fn(&T) -> H + 'static>(self, key: K) -> ForKeyed<E, K> {
        ForKeyed(self.0, key)
    }
}

impl<T, H, E, K> ForKeyed<E, K>
where
    T: 'static,
    H: Hash,
    E: FnMut() -> Vec<T> + 'static,
    K: Fn(&T) -> H + 'static,
{
    /// Makes a row.
    pub fn children<V: IntoView + 'static>(self, row: impl Fn(T) -> V + Clone + 'static) -> ForRows {
        let Self(mut each, key) = self;
        ForRows(Box::new(move || {
            let due = |item: T| -> Due {
                let mut hasher = DefaultHasher::new();
                key(&item).hash(&mut hasher);
                let row = row.clone();
                (hasher.finish(), Box::new(move || row(item).into_view()))
            };
            each().into_iter().map(due).collect()
        }))
    }
}

impl ForRows {
    /// The rows.
    #[must_use]
    pub fn make(self) -> View {
        keyed(self.0)
    }
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
    let node = view.0;
    if !is_fragment(&node) {
        return (node.clone(), node.clone(), node);
    }
    let (first, last) = (marker(), marker());
    let _ = node.insert_before(&first, node.first_child().as_ref());
    let _ = node.append_child(&last);
    (first, last, node)
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
                    row.nodes().iter().for_each(|node| insert_before(&place, node));
                    row
                }
                None => {
                    let (row, whole) = Row::make(key, parent.as_ref(), make);
                    insert_before(&place, &whole);
                    row
                }
            };
            rows.push(row);
        }
    }));
    View(place)
}
