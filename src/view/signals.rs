//! Leptos's signals, read and written by calls: Leptos's own methods are inlined at each place, at some 300 bytes each. The
//! methods have the same names and mean the same.

use std::ops::Deref;

use leptos::prelude::{Memo, Read, Signal};
use leptos::reactive::traits as leptos_traits;

/// Reads a copy of the value; what calls runs again when it changes.
pub trait Get {
    /// The value.
    type Value;

    /// A copy of the value.
    fn get(&self) -> Self::Value;
}

impl<S: leptos_traits::Get> Get for S {
    type Value = S::Value;

    #[inline(never)]
    fn get(&self) -> S::Value {
        leptos_traits::Get::get(self)
    }
}

/// Reads a copy of the value, once.
pub trait GetUntracked {
    /// The value.
    type Value;

    /// A copy of the value.
    fn get_untracked(&self) -> Self::Value;

    /// The same; `None` when what held the signal is gone.
    fn try_get_untracked(&self) -> Option<Self::Value>;
}

impl<S: leptos_traits::GetUntracked> GetUntracked for S {
    type Value = S::Value;

    #[inline(never)]
    fn get_untracked(&self) -> S::Value {
        leptos_traits::GetUntracked::get_untracked(self)
    }

    #[inline(never)]
    fn try_get_untracked(&self) -> Option<S::Value> {
        leptos_traits::GetUntracked::try_get_untracked(self)
    }
}

/// Looks at the value; what calls runs again when it changes.
pub trait With {
    /// The value.
    type Value;

    /// Looks at the value.
    fn with<U>(&self, look: impl FnOnce(&Self::Value) -> U) -> U;
}

impl<S: Read> With for S
where
    <S::Value as Deref>::Target: Sized,
{
    type Value = <S::Value as Deref>::Target;

    fn with<U>(&self, look: impl FnOnce(&Self::Value) -> U) -> U {
        let guard = read(self);
        let result = look(&guard);
        end(guard);
        result
    }
}

#[inline(never)]
fn read<S: Read>(signal: &S) -> S::Value {
    signal.read()
}

#[inline(never)]
fn end<G>(guard: G) {
    drop(guard);
}

/// A signal that `read` computes each time. Boxed, so that it is compiled once for a type of values.
pub fn derive<T: Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    let read: Box<dyn Fn() -> T + Send + Sync> = Box::new(read);
    Signal::derive(read)
}

/// A signal that changes only when what `compute` gives has changed. Boxed, as with [`derive`].
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    let compute: Box<dyn Fn() -> T + Send + Sync> = Box::new(compute);
    Memo::new(move |_| compute())
}

/// What `view!` makes of a closure that a component is given: of one type for all that give the same.
pub fn boxed<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Box<dyn Fn() -> T + Send + Sync> {
    Box::new(read)
}

/// Sets the value.
pub trait Set {
    /// The value.
    type Value;

    /// Sets the value, and runs again whatever has read it.
    fn set(&self, value: Self::Value);

    /// The same, unless what held the signal is gone: gives the value back then.
    fn try_set(&self, value: Self::Value) -> Option<Self::Value>;
}

impl<S: leptos_traits::Set> Set for S {
    type Value = S::Value;

    #[inline(never)]
    fn set(&self, value: S::Value) {
        leptos_traits::Set::set(self, value);
    }

    #[inline(never)]
    fn try_set(&self, value: S::Value) -> Option<S::Value> {
        leptos_traits::Set::try_set(self, value)
    }
}
