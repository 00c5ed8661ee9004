//! Closures without their types. A `dyn FnMut` or `dyn Fn` holds, besides the way to call it, a way to call it for the last
//! time, which takes it apart: nobody here takes it, and for hundreds of closures it is code (docs/decisions/view.md).

use web_sys::Event;

/// What can be run again and again.
pub trait Run<T = ()> {
    /// Runs it.
    fn run(&mut self) -> T;
}

impl<T, F: FnMut() -> T> Run<T> for F {
    fn run(&mut self) -> T {
        self()
    }
}

/// What hears of an event. It looks at it only: whoever had it would have to give it back.
pub trait Hear {
    /// Runs it.
    fn hear(&mut self, event: &Event);
}

impl<F: FnMut(&Event)> Hear for F {
    fn hear(&mut self, event: &Event) {
        self(event);
    }
}

/// What can be read by several.
pub trait Read<T>: Send + Sync {
    /// Reads it.
    fn read(&self) -> T;
}

impl<T, F: Fn() -> T + Send + Sync> Read<T> for F {
    fn read(&self) -> T {
        self()
    }
}
