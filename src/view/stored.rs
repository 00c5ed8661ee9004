//! What is kept for as long as the component that made it, and what is given to all components below: compiled once, whatever
//! is kept, as signals are. Names and meanings are Leptos's.

use std::any::TypeId;
use std::marker::PhantomData;

use leptos::prelude as lp;

use super::nodes::{self, Id, Node};
use super::value::Value;

/// A value that is kept, and that nothing follows.
pub struct StoredValue<T>(Id, PhantomData<fn() -> T>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T> std::fmt::Debug for StoredValue<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredValue")
    }
}

impl<T: Send + Sync + 'static> StoredValue<T> {
    /// Keeps `value`.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(nodes::make(Node::Kept(Value::of(value))), PhantomData)
    }

    /// Looks at the value.
    pub fn with_value<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(nodes::untracked(self.0).expect("whoever looks at a value is inside of what keeps it").get())
    }

    /// The same; `None` when what kept the value is gone.
    pub fn try_with_value<U>(&self, look: impl FnOnce(&T) -> U) -> Option<U> {
        Some(look(nodes::untracked(self.0)?.get()))
    }

    /// A copy of the value.
    #[must_use]
    pub fn get_value(&self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// The same; `None` when what kept the value is gone.
    #[must_use]
    pub fn try_get_value(&self) -> Option<T>
    where
        T: Clone,
    {
        self.try_with_value(T::clone)
    }

    /// Keeps another value; nothing happens when what kept the value is gone.
    pub fn set_value(&self, value: T) {
        nodes::set(self.0, Value::of(value));
    }

    /// Changes a copy of the value, and keeps that.
    pub fn update_value(&self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut value = self.get_value();
        change(&mut value);
        self.set_value(value);
    }

    /// Keeps another value, and gives the one before; `None` when what kept the value is gone.
    pub fn replace_value(&self, value: T) -> Option<T>
    where
        T: Clone,
    {
        let before = self.try_get_value();
        self.set_value(value);
        before
    }
}

/// What a callback runs.
trait Answer<In>: Send + Sync {
    fn answer(&self, input: In);
}

impl<In, F: Fn(In) + Send + Sync> Answer<In> for F {
    fn answer(&self, input: In) {
        self(input);
    }
}

/// What a component calls when something has happened.
pub struct Callback<In>(StoredValue<Box<dyn Answer<In>>>);

impl<In> Clone for Callback<In> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In> Copy for Callback<In> {}

impl<In> std::fmt::Debug for Callback<In> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Callback")
    }
}

impl<In: 'static> Callback<In> {
    /// Runs `run` when it is called.
    #[must_use]
    pub fn new(run: impl Fn(In) + Send + Sync + 'static) -> Self {
        Self(StoredValue::new(Box::new(run)))
    }

    /// Calls it; nothing happens when what made it is gone.
    pub fn run(&self, input: In) {
        self.0.try_with_value(|run| run.answer(input));
    }
}

impl<In: 'static, F: Fn(In) + Send + Sync + 'static> From<F> for Callback<In> {
    fn from(run: F) -> Self {
        Self::new(run)
    }
}

/// What is given to all components below, by its type.
#[derive(Clone, Default)]
struct Context(Vec<(TypeId, Value)>);

/// Gives a value to all components below the calling one.
pub fn provide_context<T: Send + Sync + 'static>(value: T) {
    #[inline(never)]
    fn provide(of: TypeId, value: Value) {
        let Context(mut all) = lp::use_context().unwrap_or_default();
        all.retain(|(known, _)| *known != of);
        all.push((of, value));
        lp::provide_context(Context(all));
    }
    provide(TypeId::of::<T>(), Value::of(value));
}

/// The value of that type that was given to the calling component, or to one above it.
#[must_use]
pub fn use_context<T: Clone + 'static>() -> Option<T> {
    #[inline(never)]
    fn find(of: TypeId) -> Option<Value> {
        let Context(all) = lp::use_context()?;
        all.into_iter().find(|(known, _)| *known == of).map(|(_, value)| value)
    }
    find(TypeId::of::<T>()).map(|value| value.get::<T>().clone())
}
