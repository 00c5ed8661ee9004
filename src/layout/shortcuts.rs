//! Shortcuts: single keys never while typing, and all can be switched off (WCAG 2.1.4).

use std::time::Duration;

use web_sys::KeyboardEvent;

use super::header::Acts;
use super::preferences::use_preferences;
use crate::platform::focus;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::{Message, layout as text};
use crate::ui::{Dialog, Switch};
use crate::view::prelude::*;

/// How long `g` waits for the letter after it.
const PAIR: Duration = Duration::from_millis(1200);

/// Keys and what they do.
const LIST: [(&[&str], Message); 8] = [
    (&["Ctrl+K"], text::find_title()),
    (&["/"], text::shortcut_search()),
    (&["g", "h"], text::shortcut_home()),
    (&["g", "u"], text::shortcut_users()),
    (&["g", "s"], text::shortcut_sites()),
    (&["g", "i"], text::shortcut_identity()),
    (&["F6"], text::shortcut_notifications()),
    (&["?"], text::shortcut_help()),
];

fn place(letter: &str) -> Option<&'static str> {
    match letter {
        "h" => Some("/"),
        "u" => Some("/users"),
        "s" => Some("/sites"),
        "i" => Some("/identity"),
        _ => None,
    }
}

/// Listens for shortcuts, and lists them.
#[component]
pub fn Shortcuts(
    /// What is opened.
    acts: Acts,
) -> View {
    let open = acts.shortcuts;
    let preferences = use_preferences();
    let pending = RwSignal::new(false);
    let navigate = use_navigate();
    let heard = move |event: &KeyboardEvent| {
        let key = event.key();
        if key == "F6" {
            event.prevent_default();
            return focus::to_selector("#notifications");
        }
        if !preferences.with_untracked(|own| own.shortcuts) {
            return;
        }
        let dialog = focus::find("dialog[open]").is_some();
        let command = event.ctrl_key() || event.meta_key();
        // In the palette itself it closes it; any other dialog comes to its end first.
        if command && key == "k" && dialog == acts.palette.get_untracked() {
            event.prevent_default();
            return acts.palette.set(!dialog);
        }
        if command || event.alt_key() || focus::is_typing() || dialog {
            return;
        }
        if pending.get_untracked() {
            pending.set(false);
            if let Some(path) = place(&key) {
                navigate(path, NavigateOptions::default());
            }
            return;
        }
        match key.as_str() {
            "/" => {
                event.prevent_default();
                focus::to_selector("[data-shortcut=search]");
            }
            "?" => open.set(true),
            "g" => {
                pending.set(true);
                set_timeout(
                    move || {
                        pending.try_set(false);
                    },
                    PAIR,
                );
            }
            _ => {}
        }
    };
    on_window("keydown", false, heard);
    view! {
        <Dialog open title=text::shortcuts()>
            <dl class="shortcuts">{LIST.into_iter().map(line).collect_view()}</dl>
            {shortcuts_switch()}
        </Dialog>
    }
}

/// What switches them, for this person in every browser.
pub fn shortcuts_switch() -> View {
    let preferences = use_preferences();
    let on = derive(move || preferences.get().shortcuts);
    let toggle = Callback::new(move |wanted: bool| preferences.set(|own| own.shortcuts = wanted));
    view! {
        <div class="shortcuts-switch">
            <Switch label=text::shortcuts_switch() on on_toggle=toggle />
            <p class="field-hint">{text::shortcuts_switch_hint()}</p>
        </div>
    }
}

fn line((keys, what): (&'static [&'static str], Message)) -> View {
    let key = |(index, key): (usize, &&'static str)| {
        view! { {(index > 0).then(|| [" ", &text::then(), " "].concat())} <kbd>{*key}</kbd> }
    };
    view! {
        <div><dt>{what}</dt><dd>{keys.iter().enumerate().map(key).collect_view()}</dd></div>
    }
}
