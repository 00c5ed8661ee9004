//! What signals, memos, derived signals and kept values are: entries of one table. Whoever has one has its number in the table, a word
//! in place of Leptos's two, and each of them can be read as a signal without being turned into one: both together are a
//! twentieth of the bundle (docs/decisions/view.md). What reacts is Leptos's all the same.
//!
//! An entry goes when its owner (the component, the row) does. Its number is then nobody's: the table counts how often a place was
//! used, and a number holds that count, so an old number never finds what came to its place later.

use std::cell::{Cell, RefCell};
use std::num::NonZeroU32;
use std::sync::Arc;

use leptos::prelude as lp;

use super::run::Read;
use super::value::Value;

/// The number of an entry: its place, and above that how often the place had been used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(NonZeroU32);

/// Bits of a place: a million of entries at a time.
const PLACE: u32 = 20;
/// A place that was used so often is not used again.
const USES: u32 = 1 << (u32::BITS - PLACE);

impl Id {
    /// Uses are counted from one, so no number is zero.
    fn of(place: usize, uses: u32) -> Self {
        let place = u32::try_from(place).ok().filter(|place| place >> PLACE == 0);
        let number = place.and_then(|place| NonZeroU32::new((uses << PLACE) | place));
        Self(number.expect("a page has no million of signals"))
    }

    const fn place(self) -> usize {
        (self.0.get() & ((1 << PLACE) - 1)) as usize
    }

    const fn uses(self) -> u32 {
        self.0.get() >> PLACE
    }
}

/// What an entry is.
#[derive(Clone)]
pub(super) enum Node {
    /// Can be set.
    Signal(lp::ArcRwSignal<Value>),
    /// Is computed when what it was computed from has changed.
    Memo(lp::ArcMemo<Value>),
    /// Is computed each time.
    Derived(Arc<dyn Read<Value>>),
    /// Stays as it is, and nothing follows it.
    Kept(Value),
}

#[derive(Default)]
struct Place {
    uses: u32,
    node: Option<Node>,
}

#[derive(Default)]
struct Table {
    places: Vec<Place>,
    free: Vec<usize>,
}

thread_local! {
    static TABLE: RefCell<Table> = RefCell::default();
}

impl Table {
    fn insert(&mut self, node: Node) -> Id {
        let at = self.free.pop().unwrap_or(self.places.len());
        if at == self.places.len() {
            self.places.push(Place::default());
        }
        let place = &mut self.places[at];
        place.uses += 1;
        place.node = Some(node);
        Id::of(at, place.uses)
    }

    fn node(&mut self, id: Id) -> Option<&mut Option<Node>> {
        self.places.get_mut(id.place()).filter(|place| place.uses == id.uses()).map(|place| &mut place.node)
    }

    fn remove(&mut self, id: Id) -> Option<Node> {
        let node = self.node(id)?.take();
        if id.uses() + 1 < USES {
            self.free.push(id.place());
        }
        node
    }
}

/// Belongs to the owner, which drops it, and so the entry.
struct Owned(Id);

impl Drop for Owned {
    fn drop(&mut self) {
        // What the entry holds is dropped when nobody has the table: it may hold anything.
        drop(TABLE.with(|table| table.borrow_mut().remove(self.0)));
    }
}

/// Makes an entry, which stays for as long as what calls.
#[inline(never)]
pub(super) fn make(node: Node) -> Id {
    let id = TABLE.with(|table| table.borrow_mut().insert(node));
    lp::StoredValue::new(Owned(id));
    id
}

fn find(id: Id) -> Option<Node> {
    TABLE.with(|table| table.borrow_mut().node(id)?.clone())
}

thread_local! {
    /// How many components are being made, one inside of the other: what they read themselves, nothing follows.
    static QUIET: Cell<u32> = const { Cell::new(0) };
}

/// While this is held, nothing follows what is read: a component is made once, whatever it reads.
#[derive(Debug)]
pub struct Quiet(());

/// What a component begins with. Counted, where Leptos's own way to it is in the code of each component.
#[inline(never)]
#[must_use]
pub fn quiet() -> Quiet {
    QUIET.set(QUIET.get() + 1);
    Quiet(())
}

impl Drop for Quiet {
    #[inline(never)]
    fn drop(&mut self) {
        QUIET.set(QUIET.get() - 1);
    }
}

/// Does anything follow what is read?
pub(super) fn is_quiet() -> bool {
    QUIET.get() > 0
}

/// Runs what follows what it reads, even where a component is being made around it.
pub(super) fn aloud<T>(run: impl FnOnce() -> T) -> T {
    let around = QUIET.replace(0);
    let result = run();
    QUIET.set(around);
    result
}

/// The value; what calls runs again when it changes.
#[inline(never)]
pub(super) fn tracked(id: Id) -> Value {
    if is_quiet() {
        return untracked(id).expect("whoever reads a signal is inside of what made it");
    }
    match find(id).expect("whoever reads a signal is inside of what made it") {
        Node::Signal(signal) => lp::Get::get(&signal),
        Node::Memo(memo) => lp::Get::get(&memo),
        Node::Derived(read) => read.read(),
        Node::Kept(value) => value,
    }
}

/// The value, once; `None` when what held it is gone.
#[inline(never)]
pub(super) fn untracked(id: Id) -> Option<Value> {
    match find(id)? {
        Node::Signal(signal) => lp::GetUntracked::try_get_untracked(&signal),
        Node::Memo(memo) => lp::GetUntracked::try_get_untracked(&memo),
        Node::Derived(read) => Some(lp::untrack(|| read.read())),
        Node::Kept(value) => Some(value),
    }
}

/// Sets a value; `false` when what held it is gone.
#[inline(never)]
pub(super) fn set(id: Id, value: Value) -> bool {
    change(id, &mut |held| *held = value.clone())
}

/// Changes a value; `false` when what held it is gone.
#[inline(never)]
pub(super) fn change(id: Id, change: &mut dyn FnMut(&mut Value)) -> bool {
    match find(id) {
        Some(Node::Signal(signal)) => lp::Update::try_update(&signal, |value| change(value)).is_some(),
        Some(Node::Kept(mut value)) => {
            change(&mut value);
            // Held until the table is free again, as in `Owned`.
            let before = TABLE.with(|table| Some(table.borrow_mut().node(id)?.replace(Node::Kept(value))));
            before.is_some()
        }
        _ => false,
    }
}
