//! Tabs and breadcrumbs: links, because each is a route.

use super::icon::{Glyph, Icon};
use crate::text::common as text;
use crate::view::prelude::*;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Its route.
    pub href: String,
    /// It is the one that is shown.
    pub current: bool,
}

/// The parts of a page, each with a route of its own.
#[component]
pub fn Tabs(
    /// What the parts are of.
    #[prop(into)]
    label: Signal<String>,
    /// The parts.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
) -> View {
    let one = |tab: Tab| {
        view! {
            <li><a class="tab" href=tab.href aria-current=tab.current.then_some("page")>{tab.label}</a></li>
        }
    };
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{move || tabs.get().into_iter().map(one).collect_view()}</ul>
        </nav>
    }
}

/// A page above this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Its route.
    pub href: String,
}

impl Crumb {
    /// A page above this one.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The pages above this one.
#[component]
pub fn Breadcrumb(
    /// From the top downwards; the page itself is the heading below.
    crumbs: Vec<Crumb>,
) -> View {
    let one = |crumb: Crumb| {
        view! {
            <li><a href=crumb.href>{crumb.label}</a><Icon glyph=Glyph::ChevronRight /></li>
        }
    };
    view! {
        <nav class="breadcrumb" aria-label=text::breadcrumb()>
            <ol>{crumbs.into_iter().map(one).collect_view()}</ol>
        </nav>
    }
}
