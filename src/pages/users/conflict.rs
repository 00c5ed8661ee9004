//! Somebody else has changed the person while the reader was editing: what is different now, and whose values are to stay.

use super::draft::Difference;
use super::profile_state::ProfileForm;
use crate::platform::effect_after;
use crate::platform::focus;
use crate::text::users as users_text;
use crate::text::users::profile as text;
use crate::ui::{Button, Glyph, Icon, Variant};
use crate::view::prelude::*;

/// The id of the panel, which takes the focus when a save was refused.
const PANEL: &str = "changed-elsewhere";

/// The panel; nothing while there is no conflict.
#[component]
pub fn Conflict(
    /// The form.
    profile: ProfileForm,
) -> View {
    let open = memo(move || profile.newer.with(Option::is_some));
    // A refused save leads here; a live change must not take the focus away from what is being typed.
    effect_after(move |saving: Option<bool>| {
        let now = profile.busy().get();
        if saving == Some(true) && !now && profile.newer.with_untracked(Option::is_some) {
            request_animation_frame(|| focus::to_id(PANEL));
        }
        now
    });
    view! { <Show when=move || open.get()><Panel profile /></Show> }
}

#[component]
fn Panel(profile: ProfileForm) -> View {
    let differences = memo(move || profile.differences());
    let locked = move || differences.with(|all| all.iter().any(|one| one.locked && one.yours.is_some()));
    view! {
        <section class="notice conflict" data-tone="warning" role="alert" id=PANEL tabindex="-1">
            <Icon glyph=Glyph::Alert />
            <div class="notice-text">
                <p class="notice-title">{text::changed_title()}</p>
                <p>{text::changed_detail()}</p>
                {move || locked().then(|| view! { <p>{text::changed_gone_detail()}</p> })}
                <div class="conflict-table" role="region" tabindex="0" aria-label=text::changed_title()>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{text::changed_field()}</th>
                                <th scope="col">{text::changed_now()}</th>
                                <th scope="col">{text::changed_yours()}</th>
                            </tr>
                        </thead>
                        <tbody>{move || differences.get().into_iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
                <div class="conflict-actions">
                    <Button
                        label=text::keep_mine()
                        variant=Variant::Primary
                        busy=profile.busy()
                        on_press=Callback::new(move |()| profile.keep_mine())
                    />
                    <Button label=text::take_theirs() on_press=Callback::new(move |()| profile.discard()) />
                </div>
            </div>
        </section>
    }
}

fn line(one: Difference) -> View {
    let yours = match one.yours {
        Some(yours) => view! { <span>{yours}</span> },
        None => view! { <span class="secondary">{text::changed_unchanged()}</span> },
    };
    let locked = one
        .locked
        .then(|| view! { <span class="lock-mark"><Icon glyph=Glyph::Lock />{text::changed_locked()}</span> });
    view! {
        <tr>
            <th scope="row">{users_text::field(one.field)} {locked}</th>
            <td>{one.now}</td>
            <td>{yours}</td>
        </tr>
    }
}
