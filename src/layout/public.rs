//! The frame of the pages before signing in: one card in the middle.

use super::page::arrive;
use crate::text::common as text;
use crate::ui::{Logo, Toasts};
use crate::view::prelude::*;

/// A page before signing in.
#[component]
pub fn PublicPage(
    /// The `h1`, and the window's title.
    #[prop(into)]
    title: Signal<String>,
    /// Under the title.
    #[prop(optional, into)]
    lead: Signal<Option<String>>,
    /// Under the card.
    #[prop(optional, into)]
    foot: Made,
    /// For longer forms.
    #[prop(optional)]
    large: bool,
    /// What the card holds.
    children: Children,
) -> View {
    let heading = NodeRef::new();
    arrive(title, heading);
    view! {
        <main class="public" id="main" data-size=large.then_some("large")>
            <p class="public-brand"><Logo size=24 />{text::app_name()}</p>
            <div class="public-card">
                <header class="public-head">
                    <h1 node_ref=heading tabindex="-1">{title}</h1>
                    {move || lead.get().map(|lead| view! { <p>{lead}</p> })}
                </header>
                {children()}
            </div>
            <div class="public-foot">{foot}</div>
        </main>
        <Toasts />
    }
}

/// What `index.html` shows before the program runs, kept until it is known who is signed in: nothing jumps.
#[component]
pub fn FirstPaint() -> View {
    view! {
        <div class="first-paint">
            <Logo size=32 />
            <p class="first-paint-name">{text::app_name()}</p>
            <p class="first-paint-bar" role="status"><span class="visually-hidden">{text::loading()}</span></p>
        </div>
    }
}
