//! Leptos's signals, compiled once: what a signal holds is kept behind one type, [`Value`], so that Leptos's code for signals,
//! memos and derived signals is in the bundle once and not for each type that is held (docs/decisions/view.md). Names and
//! meanings are Leptos's.

use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude as lp;

use super::nodes::{self, Id, Node};
use super::run::Read;
use super::value::Value;
use crate::text::Message;

/// What a memo runs: as in `run.rs`, without a way to run it for the last time.
trait Compute: Send + Sync {
    fn compute(&self, before: Option<&Value>) -> Value;
}

impl<F: Fn(Option<&Value>) -> Value + Send + Sync> Compute for F {
    fn compute(&self, before: Option<&Value>) -> Value {
        self(before)
    }
}

macro_rules! signal {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name<T>(Id, PhantomData<fn() -> T>);

        impl<T> std::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T: 'static> Source for $name<T> {
            type Of = T;

            fn tracked(&self) -> Held {
                Held(nodes::tracked(self.0))
            }

            fn untracked(&self) -> Option<Held> {
                nodes::untracked(self.0).map(Held)
            }
        }
    )*};
}

signal! {
    /// A value that can be read and set; it lives as long as what made it.
    RwSignal;
    /// A value that is computed, and changes only when what is computed is another.
    Memo;
    /// Any of the signals, to be read: what components take.
    Signal;
}

/// A value that can be read and set, and lives as long as anybody has it.
#[derive(Debug, Clone)]
pub struct ArcRwSignal<T>(lp::ArcRwSignal<Value>, PhantomData<fn() -> T>);

impl<T: 'static> Source for ArcRwSignal<T> {
    type Of = T;

    fn tracked(&self) -> Held {
        if nodes::is_quiet() {
            return Held(lp::GetUntracked::get_untracked(&self.0));
        }
        Held(lp::Get::get(&self.0))
    }

    fn untracked(&self) -> Option<Held> {
        lp::GetUntracked::try_get_untracked(&self.0).map(Held)
    }
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A signal that holds `value`.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(of_value(Value::of(value)), PhantomData)
    }

    /// The same signal, to be read.
    #[must_use]
    pub fn read_only(self) -> Signal<T> {
        self.into()
    }
}

#[inline(never)]
fn of_value(value: Value) -> Id {
    nodes::make(Node::Signal(lp::ArcRwSignal::new(value)))
}

impl<T: Send + Sync + 'static> ArcRwSignal<T> {
    /// A signal that holds `value`.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(lp::ArcRwSignal::new(Value::of(value)), PhantomData)
    }
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// Computes from the value before, if there is one.
    #[must_use]
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let compute = move |before: Option<&Value>| Value::comparable(compute(before.map(Value::get)));
        Self(of_compute(Box::new(compute)), PhantomData)
    }
}

#[inline(never)]
fn of_compute(compute: Box<dyn Compute>) -> Id {
    nodes::make(Node::Memo(lp::ArcMemo::new(move |before| nodes::aloud(|| compute.compute(before)))))
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// A signal that never changes.
    #[must_use]
    pub fn stored(value: T) -> Self {
        Self(nodes::make(Node::Kept(Value::of(value))), PhantomData)
    }
}

/// A signal that `read` computes each time.
pub fn derive<T: Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    Signal(nodes::make(Node::Derived(Arc::new(move || Value::of(read())))), PhantomData)
}

/// A signal that changes only when what `compute` gives has changed.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| compute())
}

/// A closure that a component is given, of one type for all that give the same.
pub struct Boxed<T>(pub(super) Box<dyn Read<T>>);

impl<T> Boxed<T> {
    /// Reads what it gives.
    pub(super) fn read(&self) -> T {
        self.0.read()
    }
}

/// What `view!` makes of a closure that a component is given.
pub fn boxed<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Boxed<T> {
    Boxed(Box::new(read))
}

impl<T: Send + Sync + 'static> From<Boxed<T>> for Signal<T> {
    fn from(read: Boxed<T>) -> Self {
        derive(move || read.read())
    }
}

impl<T: Send + Sync + 'static, F: Fn() -> T + Send + Sync + 'static> From<F> for Signal<T> {
    fn from(read: F) -> Self {
        derive(read)
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self(signal.0, PhantomData)
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self(memo.0, PhantomData)
    }
}

macro_rules! stored {
    ($($from:ty => $of:ty: |$value:ident| $into:expr;)*) => {$(
        impl From<$from> for Signal<$of> {
            #[inline(never)]
            fn from($value: $from) -> Self {
                Self::stored($into)
            }
        }
    )*};
}

stored! {
    String => String: |value| value;
    &'static str => String: |value| value.to_owned();
    Option<String> => Option<String>: |value| value;
    Message => String: |value| value.words().to_owned();
    Message => Option<String>: |value| Some(value.words().to_owned());
    String => Option<String>: |value| Some(value);
    &'static str => Option<String>: |value| Some(value.to_owned());
    bool => bool: |value| value;
    u64 => u64: |value| value;
    domain::Timestamp => domain::Timestamp: |value| value;
}

/// A value that was read.
pub struct Held(Value);

/// What can be read.
pub trait Source {
    /// The value.
    type Of: 'static;

    /// The value; what calls runs again when it changes.
    fn tracked(&self) -> Held;

    /// The value, once; `None` when what held the signal is gone.
    fn untracked(&self) -> Option<Held>;
}

/// Reading a copy.
pub trait Get: Source {
    /// A copy of the value; what calls runs again when it changes.
    fn get(&self) -> Self::Of
    where
        Self::Of: Clone,
    {
        self.tracked().0.get::<Self::Of>().clone()
    }

    /// A copy of the value, once.
    fn get_untracked(&self) -> Self::Of
    where
        Self::Of: Clone,
    {
        self.try_get_untracked().expect("whoever reads a signal is inside of what made it")
    }

    /// The same; `None` when what held the signal is gone.
    fn try_get_untracked(&self) -> Option<Self::Of>
    where
        Self::Of: Clone,
    {
        Some(self.untracked()?.0.get::<Self::Of>().clone())
    }

    /// Looks at the value; what calls runs again when it changes.
    fn with<U>(&self, look: impl FnOnce(&Self::Of) -> U) -> U {
        look(self.tracked().0.get())
    }

    /// Looks at the value, once.
    fn with_untracked<U>(&self, look: impl FnOnce(&Self::Of) -> U) -> U {
        self.try_with_untracked(look).expect("whoever reads a signal is inside of what made it")
    }

    /// The same; `None` when what held the signal is gone.
    fn try_with_untracked<U>(&self, look: impl FnOnce(&Self::Of) -> U) -> Option<U> {
        Some(look(self.untracked()?.0.get()))
    }

    /// What calls runs again when the value changes.
    fn track(&self) {
        drop(self.tracked());
    }
}

impl<S: Source> Get for S {}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// Sets the value, and runs again whatever has read it. Where what held the signal is gone, nothing happens.
    pub fn set(&self, value: T) {
        nodes::set(self.0, Value::of(value));
    }

    /// The same; `false` when what held the signal is gone.
    pub fn try_set(&self, value: T) -> bool {
        nodes::set(self.0, Value::of(value))
    }

    /// Changes the value, and runs again whatever has read it.
    pub fn update(&self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        self.try_update(change);
    }

    /// The same, with what `change` gives; `None` when what held the signal is gone.
    pub fn try_update<U>(&self, with: impl FnOnce(&mut T) -> U) -> Option<U>
    where
        T: Clone,
    {
        let (mut with, mut result) = (Some(with), None);
        nodes::change(self.0, &mut |value| {
            if let Some(with) = with.take() {
                result = Some(with(value.get_mut()));
            }
        });
        result
    }
}

impl<T: Send + Sync + 'static> ArcRwSignal<T> {
    /// Sets the value, and runs again whatever has read it.
    pub fn set(&self, value: T) {
        lp::Set::set(&self.0, Value::of(value));
    }
}
