//! Values whose types are behind one type.
//!
//! What `dyn Any` does, without its question at each reading which type it is: the answers, a number of 16 bytes for each type, are a
//! fiftieth of the bundle (docs/decisions/view.md). They are not needed, since each signal, kept value and context says its type
//! in its own type. Debug builds, and with them all tests, ask nevertheless.
#![expect(
    unsafe_code,
    reason = "the one place where a type is taken for granted: see above, and at each use"
)]

use std::sync::Arc;

/// Anything.
trait Anything: Send + Sync {
    /// Is the value the same as this one? Only memos ask.
    fn same(&self, _: &Value) -> bool {
        false
    }
}

#[repr(transparent)]
struct Plain<T>(T);

impl<T: Send + Sync> Anything for Plain<T> {}

#[repr(transparent)]
struct Comparable<T>(T);

impl<T: PartialEq + Send + Sync + 'static> Anything for Comparable<T> {
    fn same(&self, other: &Value) -> bool {
        self.0 == *other.get::<T>()
    }
}

/// What a signal holds: a value of the one type that [`Value::of`] was called with.
#[derive(Clone)]
pub(super) struct Value {
    held: Arc<dyn Anything>,
    #[cfg(debug_assertions)]
    of: std::any::TypeId,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.held.same(other)
    }
}

impl Value {
    /// A value that is never the same as another.
    pub(super) fn of<T: Send + Sync + 'static>(value: T) -> Self {
        Self::new::<T>(Arc::new(Plain(value)))
    }

    /// A value to be compared.
    pub(super) fn comparable<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self::new::<T>(Arc::new(Comparable(value)))
    }

    fn new<T: 'static>(held: Arc<dyn Anything>) -> Self {
        Self {
            held,
            #[cfg(debug_assertions)]
            of: std::any::TypeId::of::<T>(),
        }
    }

    /// The value. `T` is the type that it was made with: `RwSignal<T>`, `Memo<T>`, `Signal<T>`, `StoredValue<T>` and the context of
    /// `T` are made with values of `T` alone, set to such alone, and ask for `T` alone.
    pub(super) fn get<T: 'static>(&self) -> &T {
        self.check::<T>();
        // SAFETY: the value is a `T` (see above), alone in a transparent struct, and lives as long as the reference to what holds it.
        unsafe { &*Arc::as_ptr(&self.held).cast::<T>() }
    }

    /// The value, to be changed: a copy of it, where somebody looks at it just now.
    pub(super) fn get_mut<T: Clone + Send + Sync + 'static>(&mut self) -> &mut T {
        if Arc::get_mut(&mut self.held).is_none() {
            // Who looks at it goes on seeing the old one.
            self.held = Arc::new(Plain(self.get::<T>().clone()));
        }
        self.check::<T>();
        let held = Arc::get_mut(&mut self.held).expect("it was made anew where it was shared");
        // SAFETY: the value is a `T`, as in `get`, and nobody else has it.
        unsafe { &mut *std::ptr::from_mut(held).cast::<T>() }
    }

    #[cfg(debug_assertions)]
    fn check<T: 'static>(&self) {
        assert_eq!(self.of, std::any::TypeId::of::<T>(), "a signal holds values of its own type");
    }

    #[cfg(not(debug_assertions))]
    const fn check<T: 'static>(&self) {}
}
