//! The bar at the top: organization, live indicator, palette, theme, language, account.

use api::NoParams;
use api::sessions::SignOut;

use super::preferences::{OwnPreferences, use_preferences};
use super::session::use_session;
use crate::backend::{Call, Live, use_client, use_live, use_mutation};
use crate::platform::theme::Theme;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::Message;
use crate::text::{Language, layout as text};
use crate::ui::{Glyph, Icon, Menu, MenuAction, MenuItem, use_toasts};
use crate::view::prelude::*;

/// Whether changes come in as they happen.
#[component]
pub fn LiveIndicator() -> View {
    let live = use_live();
    let (word, detail, state) = (
        move || match live.get() {
            Live::Connecting => text::connecting(),
            Live::Live => text::live(),
            Live::Reconnecting => text::reconnecting(),
        },
        move || match live.get() {
            Live::Connecting => text::connecting_detail(),
            Live::Live => text::live_detail(),
            Live::Reconnecting => text::reconnecting_detail(),
        },
        move || match live.get() {
            Live::Connecting => "connecting",
            Live::Live => "live",
            Live::Reconnecting => "reconnecting",
        },
    );
    view! {
        <span class="live" data-state=state tabindex="0" role="status">
            <span class="live-dot" aria-hidden="true"></span>
            <span class="live-word">{move || word()}</span>
            <span class="tooltip" role="tooltip">{move || detail()}</span>
        </span>
    }
}

/// What the header and the palette both do.
#[derive(Clone, Copy)]
pub struct Acts {
    /// The palette is open.
    pub palette: RwSignal<bool>,
    /// The list of shortcuts is open.
    pub shortcuts: RwSignal<bool>,
    /// How the page is shown.
    pub theme: RwSignal<Theme>,
    /// Ends the session.
    pub sign_out: Callback<()>,
}

impl Acts {
    /// Those of the signed-in person.
    pub(super) fn new() -> Self {
        Self {
            palette: RwSignal::new(false),
            shortcuts: RwSignal::new(false),
            theme: RwSignal::new(Theme::remembered()),
            sign_out: sign_out(),
        }
    }

    /// Shows the page in that theme.
    pub(super) fn show_in(self, theme: Theme) {
        theme.apply();
        self.theme.set(theme);
    }
}

fn sign_out() -> Callback<()> {
    let (toasts, client, navigate) = (use_toasts(), use_client(), use_navigate());
    let sign_out = use_mutation::<SignOut>(move |outcome| match outcome {
        Ok(left) => {
            navigate("/sign-in?signed-out=1", NavigateOptions::default());
            // On to the identity provider, where that is signed out of, too.
            left.url.iter().for_each(|url| client.transport().visit(url));
        }
        // Somebody else ended the session already: signed out all the same.
        Err(_) if client.signed_out().get_untracked() => {}
        Err(failure) => toasts.failure(failure.detail()),
    });
    Callback::new(move |()| sign_out.run(Call::new(NoParams {})))
}

/// What stands for a theme.
pub(super) const fn theme_glyph(theme: Theme) -> Glyph {
    match theme {
        Theme::System => Glyph::System,
        Theme::Light => Glyph::Sun,
        Theme::Dark => Glyph::Moon,
    }
}

/// What a theme is called.
pub(super) fn theme_word(theme: Theme) -> Message {
    match theme {
        Theme::System => text::theme_system(),
        Theme::Light => text::theme_light(),
        Theme::Dark => text::theme_dark(),
    }
}

/// Light, dark, or as the system.
#[component]
pub fn ThemeMenu(
    /// Where the theme is kept.
    acts: Acts,
) -> View {
    let item = move |theme: Theme| {
        let choose = Callback::new(move |()| acts.show_in(theme));
        let chosen = acts.theme.get() == theme;
        MenuItem::new(theme_word(theme), theme_glyph(theme), MenuAction::Choose { chosen, choose })
    };
    let items = move || Theme::ALL.map(item).to_vec();
    view! { <Menu label=text::theme() icon=derive(move || theme_glyph(acts.theme.get())) items=derive(items) /> }
}

/// Opens the palette.
#[component]
pub fn FindButton(
    /// Whether it is open.
    palette: RwSignal<bool>,
) -> View {
    view! {
        <button
            type="button"
            class="button"
            data-variant="quiet"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            on:click=move |_| palette.set(true)
        >
            <Icon glyph=Glyph::Search />
            <span>{text::find()}</span>
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}

/// The language, each in itself; a choice opens the page anew.
#[component]
pub fn LanguageMenu() -> View {
    let preferences = use_preferences();
    let one = move |language: Language| {
        let choose = Callback::new(move |()| choose_language(preferences, language));
        let chosen = language == crate::text::language();
        MenuItem::new(language.name(), Glyph::Languages, MenuAction::Choose { chosen, choose })
            .lang(language.tag())
    };
    let items = move || Language::ALL.map(one).to_vec();
    view! { <Menu label=text::language() icon=Signal::stored(Glyph::Languages) items=derive(items) /> }
}

/// Remembers the language here and on the server, which opens the page anew in it.
pub(super) fn choose_language(preferences: OwnPreferences, language: Language) {
    language.choose();
    preferences.set(|own| own.language = Some(language.into()));
}

/// The signed-in person: their profile, the shortcuts, and the way out.
#[component]
pub fn AccountMenu(
    /// What it offers.
    acts: Acts,
) -> View {
    let session = use_session();
    let show = Callback::new(move |()| acts.shortcuts.set(true));
    let items = move || {
        vec![
            MenuItem::new(text::my_profile(), Glyph::User, MenuAction::Link("/me".to_owned())),
            MenuItem::new(text::shortcuts(), Glyph::Keyboard, MenuAction::Press(show)),
            MenuItem::new(text::sign_out(), Glyph::SignOut, MenuAction::Press(acts.sign_out)),
        ]
    };
    let name = derive(move || session.identity.with(|identity| identity.name.clone()));
    let label = derive(move || [&text::account(), ", ", &name.get()].concat());
    view! { <Menu label icon=Signal::stored(Glyph::User) caption=name items=derive(items) /> }
}
