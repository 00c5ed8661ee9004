//! Step 4: draft, tested, active; and the way back to what was active before.

use std::sync::Arc;

use api::sso::{Revision, Sso};
use domain::sso::RevisionState;
use domain::{Right, Role};

use super::acts::{Act, Acts};
use super::draft::{differences, known, values};
use crate::layout::{refusal, use_session};
use crate::platform::time;
use crate::text::identity::sso as text;
use crate::text::{common, reasons};
use crate::ui::{Badge, Button, Card, Fact, Facts, Glyph, Tone, Variant};
use crate::view::prelude::*;

/// Which revision it is, who saved it, and when.
fn line(revision: Option<&Revision>) -> View {
    let Some(revision) = revision else { return common::none().into_view() };
    let (tone, icon) = match revision.state {
        RevisionState::Active | RevisionState::Tested => (Tone::Good, Glyph::Check),
        RevisionState::Draft => (Tone::Warning, Glyph::Pencil),
        RevisionState::Former => (Tone::Neutral, Glyph::Clock),
    };
    let words = text::revision(revision.number, &revision.saved_by, &time::exact(revision.saved_at));
    view! { <Badge label=text::states(revision.state as usize) tone icon /> " " {words} }
}

/// What the draft changes of the active settings.
fn changes(sso: &Sso) -> Option<View> {
    let of = |revision: Option<&Revision>| values(revision.map(|revision| &revision.settings));
    differences(&of(sso.active.as_ref()), &of(Some(sso.draft.as_ref()?)), &known(sso, &[]))
}

/// The card.
#[component]
pub fn Activation(
    /// The settings.
    sso: Signal<Arc<Sso>>,
    /// What can be done.
    acts: Acts,
) -> View {
    let (role, session) = (refusal(Right::EditIdentity), use_session());
    let button = move |act: Act, variant: Variant, reason: Signal<Option<String>>| {
        view! { <Button label=act.label() variant busy=acts.write.pending disabled_reason=reason on_press=acts.press(act) /> }
    };
    let untested = derive(move || {
        let owner = session.role() == Role::Owner;
        role.get().or_else(|| (!owner).then(|| reasons::sso_draft_not_tested().to_owned()))
    });
    let state = memo(move || sso.with(|sso| sso.draft.as_ref().map(|draft| draft.state)));
    let previous = memo(move || sso.with(|sso| sso.previous.is_some()));
    let draft = move || {
        let first = match state.get()? {
            RevisionState::Tested => button(Act::Activate, Variant::Primary, role),
            _ => button(Act::Untested, Variant::Secondary, untested),
        };
        Some(view! { {first} {button(Act::Discard, Variant::Secondary, role)} })
    };
    let back = move || previous.get().then(|| button(Act::RollBack, Variant::Secondary, role));
    let revision = move |of: fn(&Sso) -> Option<&Revision>| move || sso.with(|sso| line(of(sso)));
    view! {
        <Card title=text::activate_title() detail=text::activate_detail()>
            <Facts>
                <Fact term=text::states(0)>{revision(|sso| sso.draft.as_ref())}</Fact>
                <Fact term=text::states(2)>{revision(|sso| sso.active.as_ref())}</Fact>
                <Fact term=text::states(3)>{revision(|sso| sso.previous.as_ref())}</Fact>
            </Facts>
            {move || sso.with(|sso| changes(sso))}
            <div class="form-actions">{draft} {back}</div>
        </Card>
    }
}
