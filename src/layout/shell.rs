//! Sidebar, header and content.

use super::header::{AccountMenu, Acts, FindButton, LanguageMenu, LiveIndicator, ThemeMenu};
use super::palette::Palette;
use super::session::use_session;
use super::shortcuts::Shortcuts;
use super::sidebar::Sidebar;
use crate::platform::effect;
use crate::platform::focus;
use crate::router::use_location;
use crate::text::{common, layout as text};
use crate::ui::{Glyph, Icon, Logo, Toasts};
use crate::view::prelude::*;

/// The mark and the name; leads to Home.
#[component]
pub fn Wordmark() -> View {
    view! {
        <a class="wordmark" href="/">
            <Logo />
            <span class="nav-label">{common::app_name()}</span>
        </a>
    }
}

/// The frame of every page behind the sign-in.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> View {
    let (drawer, acts) = (RwSignal::new(false), Acts::new());
    let path = use_location().pathname;
    effect(move || {
        path.track();
        drawer.set(false);
    });
    let skip = |event: &web_sys::MouseEvent| {
        event.prevent_default();
        focus::to_id("main");
    };
    on_window("keydown", false, move |event: &web_sys::KeyboardEvent| {
        if event.key() == "Escape" && drawer.get_untracked() {
            drawer.set(false);
            focus::to_selector(".drawer-button");
        }
    });
    view! {
        <a class="skip-link" href="#main" on:click=skip>{text::skip_to_content()}</a>
        <div class="shell" data-drawer=move || if drawer.get() { "open" } else { "closed" }>
            <nav class="sidebar" id="sidebar" aria-label=text::main_navigation()><Wordmark /><Sidebar /></nav>
            <div class="scrim" aria-hidden="true" on:click=move |_| drawer.set(false)></div>
            <TopBar drawer acts />
            <main class="main" id="main" tabindex="-1">{children()}</main>
        </div>
        <Palette acts />
        <Shortcuts acts />
        <Toasts />
    }
}

#[component]
fn TopBar(drawer: RwSignal<bool>, acts: Acts) -> View {
    let session = use_session();
    let organization = move || session.identity.with(|identity| identity.organization.name.clone());
    let label = move || if drawer.get() { text::close_navigation() } else { text::open_navigation() };
    view! {
        <header class="topbar">
            <button
                type="button"
                class="icon-button drawer-button"
                aria-label=label
                aria-expanded=move || if drawer.get() { "true" } else { "false" }
                aria-controls="sidebar"
                on:click=move |_| drawer.update(|open| *open = !*open)
            >
                <Icon glyph=Glyph::Menu />
            </button>
            <span class="organization">{organization}</span>
            <div class="topbar-end">
                <LiveIndicator /><FindButton palette=acts.palette /><ThemeMenu acts /><LanguageMenu /><AccountMenu acts />
            </div>
        </header>
    }
}
