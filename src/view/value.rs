//! Values whose types are behind one type.

use std::any::Any;
use std::sync::Arc;

/// What a signal holds.
#[derive(Clone)]
pub(super) struct Value {
    any: Arc<dyn Any + Send + Sync>,
    /// Are two of them the same? Only memos ask.
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.any, &*other.any)
    }
}

impl Value {
    pub(super) fn of<T: Send + Sync + 'static>(value: T) -> Self {
        Self { any: Arc::new(value), same: |_, _| false }
    }

    pub(super) fn comparable<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self { any: Arc::new(value), same: |a, b| a.downcast_ref::<T>() == b.downcast_ref::<T>() }
    }

    pub(super) fn get<T: 'static>(&self) -> &T {
        self.any.downcast_ref().expect("a signal holds values of its own type")
    }

    pub(super) fn get_mut<T: Clone + Send + Sync + 'static>(&mut self) -> &mut T {
        if Arc::get_mut(&mut self.any).is_none() {
            // Somebody looks at the value just now, and goes on seeing the old one.
            self.any = Arc::new(self.get::<T>().clone());
        }
        let value = Arc::get_mut(&mut self.any).and_then(|any| any.downcast_mut());
        value.expect("it was made anew where it was shared, and a signal holds values of its own type")
    }
}
