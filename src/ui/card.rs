//! A titled part of a page, and a list of facts.

use super::icon::{Glyph, Icon};
use crate::platform::ids;
use crate::text::Message;
use crate::view::prelude::*;

/// A titled part of a page. Its actions stand at the end of its head.
#[component]
pub fn Card(
    /// Its title; a level two heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it is for.
    #[prop(optional, into)]
    detail: Signal<Option<String>>,
    /// Before the title.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// At the end of the head: buttons, a switch.
    #[prop(optional, into)]
    actions: Made,
    /// The content touches the edges: for tables.
    #[prop(optional)]
    flush: bool,
    /// What it holds.
    children: Made,
) -> View {
    let id = ids::unique("card");
    view! {
        <section class="card" aria-labelledby=id.clone() data-flush=flush.then_some("true")>
            <header class="card-head">
                {icon.map(|glyph| view! { <span class="card-icon"><Icon glyph /></span> })}
                <div class="card-title">
                    <h2 id=id.clone()>{title}</h2>
                    {move || detail.get().map(|detail| view! { <p>{detail}</p> })}
                </div>
                <div class="card-actions">{actions}</div>
            </header>
            <div class="card-body">{children}</div>
        </section>
    }
}

/// A list of facts: terms and what they are.
#[component]
pub fn Facts(
    /// [`Fact`]s.
    children: Made,
) -> View {
    view! { <dl class="facts">{children}</dl> }
}

/// One fact.
#[component]
pub fn Fact(
    /// The term.
    #[prop(into)]
    term: Signal<String>,
    /// What it is.
    children: Made,
) -> View {
    view! { <div class="fact"><dt>{term}</dt><dd>{children}</dd></div> }
}

/// A list of facts that do not change.
pub fn fact_list(facts: impl IntoIterator<Item = (Message, View)>) -> View {
    let fact =
        |(term, fact): (Message, View)| view! { <div class="fact"><dt>{term}</dt><dd>{fact}</dd></div> };
    view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> }
}
