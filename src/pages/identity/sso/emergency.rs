//! Step 5: owners who may sign in with a password while passwords are off (R27).

use std::sync::Arc;

use api::admins::List;
use api::sso::{EmergencyOwner, Proof, ProveEmergency, Sso};
use api::{NoParams, NoQuery};
use domain::validation;
use domain::{Right, Role, Timestamp, UserId};

use super::acts::{Act, Acts};
use crate::backend::{Call, use_query};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::refusal;
use crate::text::identity::sso as text;
use crate::text::{common, reasons};
use crate::ui::{Button, Card, Choice, Dialog, InputKind, SelectInput, TimeAgo, Variant, words_table};
use crate::view::prelude::*;

fn when(at: Option<Timestamp>) -> View {
    at.map_or_else(|| common::never().into_view(), |at| view! { <TimeAgo at /> })
}

/// The card.
#[component]
pub fn Emergency(
    /// The settings.
    sso: Signal<Arc<Sso>>,
    /// What can be done.
    acts: Acts,
) -> View {
    let role = refusal(Right::EditIdentity);
    let proving = RwSignal::new(false);
    let cannot = move || {
        let can = sso.with(|sso| sso.can_prove);
        role.get().or_else(|| (!can).then(|| reasons::emergency_access_for_owners().to_owned()))
    };
    let prove = move || {
        view! { <Button label=text::prove() disabled_reason=derive(cannot) on_press=move |()| proving.set(true) /> }
    };
    let row = move |owner: &EmergencyOwner| {
        let id = owner.user_id;
        let name = text::remove_owner(&owner.name);
        let press = move |()| acts.start(Act::Remove, id);
        vec![
            view! { {owner.name.clone()} <span class="cell-sub">{owner.username.clone()}</span> },
            when(owner.proven_at),
            when(owner.used_at),
            view! { <Button label=text::remove() aria_label=name disabled_reason=role on_press=press /> },
        ]
    };
    let head = [text::owner(), text::proven(), text::used(), common::actions()];
    // Made anew when they have changed, and not whenever they are read: a button keeps its focus.
    let owners = memo(move || sso.with(|sso| sso.emergency.clone()));
    let table = move || {
        let rows: Vec<_> = owners.with(|owners| owners.iter().map(row).collect());
        if rows.is_empty() {
            view! { <p class="secondary">{text::no_owner()}</p> }
        } else {
            words_table(Some(text::owners()), &head, rows)
        }
    };
    let may_edit = memo(move || role.get().is_none());
    view! {
        <Card title=text::emergency_title() detail=text::emergency_detail() actions=prove>
            {table}
            <Show when=move || may_edit.get()><AddOwner sso acts /></Show>
            <p class="secondary">{text::spare_door()} " " <code>"rollcall owner reset-link"</code></p>
        </Card>
        <Dialog open=proving title=text::prove()><Password open=proving acts /></Dialog>
    }
}

/// Names an owner who has none yet.
#[component]
fn AddOwner(sso: Signal<Arc<Sso>>, acts: Acts) -> View {
    let admins = use_query::<List>(|| (NoParams {}, NoQuery {}));
    let chosen = RwSignal::new(String::new());
    let choices = derive(move || {
        let mut choices = vec![Choice::new("", text::choose_owner())];
        for admin in admins.data.get().iter().flat_map(|admins| &admins.items) {
            let named = sso.with(|sso| sso.emergency.iter().any(|owner| owner.user_id == admin.id));
            if admin.role == Role::Owner && admin.status.is_active() && !named {
                choices.push(Choice::new(admin.id.to_string(), admin.username.clone()));
            }
        }
        choices
    });
    let add = move |()| {
        if let Ok(id) = chosen.get_untracked().parse::<UserId>() {
            chosen.set(String::new());
            acts.start(Act::Add, id);
        }
    };
    let none = move || chosen.with(String::is_empty).then(|| text::choose_owner().to_owned());
    view! {
        <SelectInput label=text::add_owner() value=chosen choices />
        <div><Button label=Act::Add.label() disabled_reason=derive(none) on_press=add /></div>
    }
}

/// One's own password, typed anew.
#[component]
fn Password(open: RwSignal<bool>, acts: Acts) -> View {
    let form = Form::new();
    let password = form.input("password", crate::text::sign_in::password(), "", |text| {
        validation::required(text, 1024).map(drop)
    });
    let submit = Callback::new(move |()| {
        if form.check() {
            let call = Call::<ProveEmergency>::new(NoParams {}).body(Proof { password: password.text() });
            acts.write.run(call, move |outcome| match outcome {
                Ok(_) => {
                    open.try_set(false);
                    acts.said(outcome, text::proved());
                }
                Err(failure) => form.refuse(&failure),
            });
        }
    });
    view! {
        <FormFrame form on_submit=submit>
            <p>{text::prove_detail()}</p>
            <FormText input=password kind=InputKind::Password autocomplete="current-password" />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=text::prove() variant=Variant::Primary submit=true busy=acts.write.pending />
            </div>
        </FormFrame>
    }
}
