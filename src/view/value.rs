//! Values whose types are behind one type, of a single word.
//!
//! What `Arc<dyn Any>` does, without its question at each reading which type it is (the answers, a number of 16 bytes for each type,
//! are a fiftieth of the bundle), without its second word, and without its sum of where the value begins: that is a twentieth
//! (docs/decisions/view.md). They are not needed, since each signal, kept value and context says its type in its own type. Debug
//! builds, and with them all tests, ask nevertheless.
#![expect(
    unsafe_code,
    reason = "the one place where a type is taken for granted: see above, and at each use"
)]

use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering, fence};

/// What can be done with a value of a type.
struct Type {
    /// Gives the value's memory back.
    drop: unsafe fn(NonNull<Head>),
    /// Are two values the same? Only memos ask.
    same: fn(&Value, &Value) -> bool,
}

/// What stands before a value.
struct Head {
    /// How many there are that hold it.
    holders: AtomicUsize,
    of: &'static Type,
    #[cfg(debug_assertions)]
    id: std::any::TypeId,
}

/// A value in its place.
#[repr(C)]
struct Held<T> {
    head: Head,
    value: T,
}

/// The types that values are of.
struct Of<T>(PhantomData<T>);

impl<T: 'static> Of<T> {
    const PLAIN: &Type = &Type { drop: dispose::<T>, same: |_, _| false };
}

impl<T: PartialEq + 'static> Of<T> {
    const COMPARABLE: &Type =
        &Type { drop: dispose::<T>, same: |one, other| one.get::<T>() == other.get::<T>() };
}

/// Gives the memory of a value back.
///
/// # Safety
/// The value is a `T` that [`Value::new`] has made, and nobody holds it any more.
unsafe fn dispose<T>(head: NonNull<Head>) {
    // SAFETY: `Value::new` took it from a box of this type.
    drop(unsafe { Box::from_raw(head.cast::<Held<T>>().as_ptr()) });
}

/// What a signal holds: a value of the one type that [`Value::of`] was called with.
pub(super) struct Value(NonNull<Head>);

// SAFETY: what is held is `Send` and `Sync`, see the makers, and its holders are counted as `Arc` counts them.
unsafe impl Send for Value {}
// SAFETY: as above.
unsafe impl Sync for Value {}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        (self.head().of.same)(self, other)
    }
}

impl Clone for Value {
    fn clone(&self) -> Self {
        self.head().holders.fetch_add(1, Ordering::Relaxed);
        Self(self.0)
    }
}

impl Drop for Value {
    #[inline]
    fn drop(&mut self) {
        release(self.0);
    }
}

/// One holder less. By value: what is dropped need not be in memory.
#[inline(never)]
fn release(head: NonNull<Head>) {
    // SAFETY: it lives for as long as it has a holder, and this one still is.
    let Head { holders, of, .. } = unsafe { head.as_ref() };
    if holders.fetch_sub(1, Ordering::Release) == 1 {
        fence(Ordering::Acquire);
        // SAFETY: `of` is of the type that the value was made with, and this was the last holder.
        unsafe { (of.drop)(head) };
    }
}

impl Value {
    /// A value that is never the same as another.
    pub(super) fn of<T: Send + Sync + 'static>(value: T) -> Self {
        Self::new(value, Of::<T>::PLAIN)
    }

    /// A value to be compared.
    pub(super) fn comparable<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self::new(value, Of::<T>::COMPARABLE)
    }

    fn new<T: Send + Sync + 'static>(value: T, of: &'static Type) -> Self {
        let head = Head {
            holders: AtomicUsize::new(1),
            of,
            #[cfg(debug_assertions)]
            id: std::any::TypeId::of::<T>(),
        };
        Self(NonNull::from(Box::leak(Box::new(Held { head, value }))).cast())
    }

    fn head(&self) -> &Head {
        // SAFETY: it lives for as long as it has a holder, which is this.
        unsafe { self.0.as_ref() }
    }

    /// The value. `T` is the type that it was made with: `RwSignal<T>`, `Memo<T>`, `Signal<T>`, `StoredValue<T>` and the context of
    /// `T` are made with values of `T` alone, set to such alone, and ask for `T` alone.
    pub(super) fn get<T: 'static>(&self) -> &T {
        self.check::<T>();
        // SAFETY: the value is a `T` (see above), and lives as long as the reference to what holds it.
        unsafe { &self.0.cast::<Held<T>>().as_ref().value }
    }

    /// The value, to be changed: a copy of it, where somebody looks at it just now.
    pub(super) fn get_mut<T: Clone + Send + Sync + 'static>(&mut self) -> &mut T {
        if self.head().holders.load(Ordering::Acquire) != 1 {
            // Who looks at it goes on seeing the old one.
            *self = Self::of(self.get::<T>().clone());
        }
        self.check::<T>();
        // SAFETY: the value is a `T`, as in `get`, and nobody else has it.
        unsafe { &mut self.0.cast::<Held<T>>().as_mut().value }
    }

    #[cfg(debug_assertions)]
    fn check<T: 'static>(&self) {
        assert_eq!(self.head().id, std::any::TypeId::of::<T>(), "a signal holds values of its own type");
    }

    #[cfg(not(debug_assertions))]
    const fn check<T: 'static>(&self) {}
}
