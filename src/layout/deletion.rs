//! The end of what a page is about: asked about, sent, and then away from the page.

use crate::backend::{Request, use_write};
use crate::router::{NavigateOptions, use_navigate};
use crate::text::Message;
use crate::ui::{Button, Card, ConfirmDialog, Glyph, Variant};
use crate::view::prelude::*;

/// The card.
#[component]
pub fn DeleteCard(
    /// What is done, on the button and in the question.
    label: Message,
    /// What that means.
    detail: Message,
    /// Why it cannot be done.
    disabled_reason: Signal<Option<String>>,
    /// What is to be typed before, where it is to be.
    typed: Signal<Option<String>>,
    /// What is sent.
    request: Box<dyn Fn() -> Request + Send + Sync>,
    /// The page that comes then.
    back: &'static str,
) -> View {
    let (navigate, write) = (use_navigate(), use_write());
    let asking = RwSignal::new(false);
    let run = Callback::new(move |()| {
        write.send(
            request(),
            Box::new(move |outcome| {
                if outcome.is_ok() {
                    asking.try_set(false);
                    navigate(back, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
            }),
        );
    });
    let failure = derive(move || write.failure.get().map(|failure| failure.detail()));
    view! {
        <Card title=label detail=detail>
            <Button label icon=Glyph::Trash variant=Variant::Danger disabled_reason on_press=move |()| asking.set(true) />
            <ConfirmDialog open=asking title=label confirm=label on_confirm=run typed busy=write.pending failure>
                <p>{detail}</p>
            </ConfirmDialog>
        </Card>
    }
}
