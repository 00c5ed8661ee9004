//! Effects that are compiled once: `Effect::new` costs the bundle 1.3 KB for each closure that it is given.

use leptos::prelude::Effect;

use crate::view::Run;

/// Runs `run` now and whenever a signal that it read has changed, for as long as the calling component lives.
pub fn effect(run: impl FnMut() + 'static) {
    boxed(Box::new(run));
}

fn boxed(mut run: Box<dyn Run>) {
    Effect::new(move |_: Option<()>| run.run());
}

/// The same, given what the run before has returned.
pub fn effect_after<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    effect(move || before = Some(run(before.take())));
}
