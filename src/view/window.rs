//! Listening to the window.

use leptos::prelude::{StoredValue, WithValue, on_cleanup, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

use super::run::Hear;

/// Listens to an event of the window until what calls goes away. With `capture` it hears of it before elements do.
pub fn on_window<E: JsCast + 'static>(event: &'static str, capture: bool, mut run: impl FnMut(&E) + 'static) {
    listen(event, capture, Box::new(move |event: &Event| run(event.unchecked_ref())));
}

fn listen(event: &'static str, capture: bool, mut run: Box<dyn Hear>) {
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| run.hear(&event));
    // Adding and removing listeners of the window does not fail.
    let _ =
        window().add_event_listener_with_callback_and_bool(event, listener.as_ref().unchecked_ref(), capture);
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || {
        listener.try_with_value(|listener| {
            window().remove_event_listener_with_callback_and_bool(
                event,
                listener.as_ref().unchecked_ref(),
                capture,
            )
        });
    });
}
