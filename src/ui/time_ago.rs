//! A time as people say it, with the exact one on hover and focus.

use std::time::Duration;

use domain::Timestamp;

use crate::platform::time;
use crate::view::prelude::*;

/// How often "3 minutes ago" is written anew.
const TICK: Duration = Duration::from_secs(30);

/// The clock that all relative times of the console share.
#[derive(Clone, Copy)]
struct Clock(Signal<Timestamp>);

/// Starts the clock of relative times, for as long as the calling component lives.
pub fn provide_clock() {
    let now = RwSignal::new(time::now());
    provide_context(Clock(now.read_only()));
    if let Ok(interval) = set_interval_with_handle(
        move || {
            now.try_set(time::now());
        },
        TICK,
    ) {
        on_cleanup(move || interval.clear());
    }
}

/// A relative time.
#[component]
pub fn TimeAgo(
    /// The time.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> View {
    let clock = use_context::<Clock>();
    let now = move || clock.map_or_else(time::now, |clock| clock.0.get());
    view! {
        <span class="time-box" tabindex="0">
            <time datetime=move || at.get().to_string()>{move || time::relative(at.get(), now())}</time>
            <span class="tooltip" role="tooltip">{move || time::exact(at.get())}</span>
        </span>
    }
}
