//! A page: its title, its one `h1`, and what happens on arriving there.

use crate::platform::effect;
use crate::platform::focus;
use crate::router::use_location;
use crate::text::common as text;
use crate::ui::{Breadcrumb, Crumb};
use crate::view::prelude::*;

/// Tells assistive technology which page has come.
#[derive(Clone, Copy)]
struct Announcements {
    said: RwSignal<String>,
    /// The first page is announced by the browser itself.
    arrived: StoredValue<bool>,
}

/// Gives the whole console its announcer.
pub fn provide_announcer() {
    provide_context(Announcements { said: RwSignal::new(String::new()), arrived: StoredValue::new(false) });
}

/// The polite live region of the announcer; in the page from the start.
#[component]
pub fn Announcer() -> View {
    let announcements = use_context::<Announcements>();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">
            {move || announcements.map(|announcements| announcements.said.get())}
        </div>
    }
}

/// A page. On arriving by a link inside the console the heading takes the focus, and the title is announced.
#[component]
pub fn Page(
    /// The title: the `h1`, and the window's.
    #[prop(into)]
    title: Signal<String>,
    /// The pages above.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Beside the title: a badge, an avatar before it is in the page's hands.
    #[prop(optional, into)]
    beside: Made,
    /// Under the title.
    #[prop(optional, into)]
    lead: Made,
    /// At the end of the head: what can be done here.
    #[prop(optional, into)]
    actions: Made,
    /// Forms are narrower than tables.
    #[prop(optional)]
    narrow: bool,
    /// What it shows.
    children: Children,
) -> View {
    let heading = NodeRef::new();
    arrive(title, heading);
    view! {
        <div class="page" data-width=narrow.then_some("narrow")>
            {(!crumbs.is_empty()).then(|| view! { <Breadcrumb crumbs /> })}
            <header class="page-head">
                <div class="page-title">
                    <div class="page-title-line">
                        <h1 node_ref=heading tabindex="-1">{title}</h1>
                        {beside}
                    </div>
                    <div class="page-lead">{lead}</div>
                </div>
                <div class="page-actions">{actions}</div>
            </header>
            {children()}
        </div>
    }
}

/// The window's title, the focus and the announcement.
pub(super) fn arrive(title: Signal<String>, heading: NodeRef) {
    let announcements = use_context::<Announcements>();
    effect(move || document().set_title(&[title.get().as_str(), " · ", &text::app_name()].concat()));
    let path = use_location().pathname;
    effect(move || {
        path.track();
        let Some(announcements) = announcements else { return };
        let arrived = announcements.arrived.replace_value(true);
        if arrived == Some(true) {
            request_animation_frame(move || {
                if let Some(heading) = heading.get_untracked() {
                    focus::to(&heading);
                }
                if let Some(title) = title.try_get_untracked() {
                    announcements.said.set(title);
                }
            });
        }
    });
}
