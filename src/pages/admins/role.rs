//! The dialog that gives a person a role.

use api::admins::{Admin, AdminParams, Edit, RoleEdit};
use api::users::{self, ListQuery, User};
use api::{Code, NoParams};
use domain::life_cycle::{Actor, Subject, can_change_role};
use domain::{FieldSet, Ownership, Role, Status, UserId};

use crate::backend::{Call, use_mutation, use_query};
use crate::layout::use_session;
use crate::platform::effect;
use crate::text::{admins as text, common, users as users_text};
use crate::ui::{
    Button, Choice, Dialog, Notice, RadioGroup, SearchBox, SelectInput, Tone, Variant, use_toasts,
};
use crate::view::prelude::*;

/// People that the search offers.
const OFFERED: u32 = 8;

/// Whose role is to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Somebody who is chosen in the dialog.
    Anybody,
    /// This person.
    One {
        /// Their name.
        name: String,
        /// What the rules decide by.
        subject: Subject,
        /// Their version.
        version: u64,
    },
}

impl Target {
    /// Somebody of the list.
    #[must_use]
    pub fn of_admin(admin: &Admin) -> Self {
        let name = if admin.name.is_empty() { &admin.username } else { &admin.name };
        // No rule about roles asks for what the identity provider has sent, or for a site.
        let ownership =
            Ownership { managed_by: admin.managed_by, sent: FieldSet::default(), has_site: false };
        let (id, role, status) = (admin.id, admin.role, admin.status);
        let subject =
            Subject { id, role, status, ownership, is_last_active_owner: admin.is_last_active_owner };
        Self::One { name: name.clone(), subject, version: admin.version }
    }

    /// A person.
    #[must_use]
    pub fn of_user(user: &User) -> Self {
        let name = Some(user.name()).filter(|name| !name.is_empty()).unwrap_or_else(|| user.username.clone());
        Self::One { name, subject: user.subject(), version: user.version }
    }

    /// Why nothing can be changed here at all, by whoever is signed in.
    #[must_use]
    pub fn refusal(&self) -> Signal<Option<String>> {
        let (this, session) = (self.clone(), use_session());
        derive(move || this.refused(&session.actor()))
    }

    /// The same, by that person.
    #[must_use]
    pub fn refused(&self, actor: &Actor) -> Option<String> {
        let Self::One { subject, .. } = self else { return None };
        let other = |role: &Role| *role != subject.role;
        let mut reasons =
            Role::ALL.iter().filter(|role| other(role)).map(|to| can_change_role(actor, subject, *to));
        let first = reasons.next()?.err();
        first
            .filter(|_| reasons.all(|outcome| outcome.is_err()))
            .map(|reason| crate::text::reasons::reason(&reason))
    }
}

/// Whose role the dialog is about; given to the rows as well.
#[must_use]
pub fn use_role_dialog() -> RwSignal<Option<Target>> {
    let target = RwSignal::new(None);
    provide_context(target);
    target
}

/// The dialog; shown while there is a target.
#[component]
pub fn RoleDialog(
    /// Whose role is to change.
    target: RwSignal<Option<Target>>,
) -> View {
    let open = RwSignal::new(false);
    effect(move || open.set(target.with(Option::is_some)));
    effect(move || {
        if !open.get() && target.with_untracked(Option::is_some) {
            target.set(None);
        }
    });
    let title = move || match target.get() {
        Some(Target::One { name, .. }) => text::change_of(&name),
        _ => text::add().to_owned(),
    };
    view! { <Dialog open title=derive(title)><RoleForm target /></Dialog> }
}

#[component]
fn RoleForm(target: RwSignal<Option<Target>>) -> View {
    let (session, toasts) = (use_session(), use_toasts());
    let chosen = RwSignal::new(target.get_untracked().filter(|target| *target != Target::Anybody));
    let present = chosen.with_untracked(|chosen| match chosen {
        Some(Target::One { subject, .. }) => subject.role,
        _ => Role::Member,
    });
    let picks = chosen.with_untracked(Option::is_none);
    let role = RwSignal::new(if picks { Role::UserAdmin } else { present }.name().to_owned());
    let failure = RwSignal::new(None::<String>);
    let edit = use_mutation::<Edit>(move |outcome| match outcome {
        Ok(admin) => {
            target.try_set(None);
            toasts.success(text::changed(&admin.name, &users_text::role(admin.role)));
        }
        Err(problem) if problem.code() == Some(Code::ChangedElsewhere) => {
            failure.try_set(Some(text::changed_elsewhere().to_owned()));
        }
        Err(problem) => drop(failure.try_set(Some(problem.detail()))),
    });
    let refused = move || match (chosen.get(), Role::from_name(&role.get())) {
        (Some(Target::One { subject, .. }), Some(to)) => {
            let same = (subject.role == to).then(|| text::unchanged().to_owned());
            same.or_else(|| {
                can_change_role(&session.actor(), &subject, to)
                    .err()
                    .map(|reason| crate::text::reasons::reason(&reason))
            })
        }
        _ => Some(text::choose_person().to_owned()),
    };
    let save = move |()| {
        let (Some(Target::One { subject, version, .. }), Some(role)) =
            (chosen.get_untracked(), Role::from_name(&role.get_untracked()))
        else {
            return;
        };
        edit.run(Call::new(AdminParams { id: subject.id }).body(RoleEdit { role }).if_match(version));
    };
    let roles = Role::ALL.into_iter().map(|one| Choice::new(one.name(), users_text::role(one))).collect();
    view! {
        {picks.then(|| view! { <Picker chosen /> })}
        <SelectInput label=text::new_role() value=role choices=Signal::stored(roles) hint=derive(move || Role::from_name(&role.get()).map(|role| text::may(role).to_owned())) />
        {move || failure.get().map(|failure| view! { <Notice tone=Tone::Bad text=failure /> })}
        <div class="dialog-actions">
            <Button label=common::cancel() on_press=move |()| target.set(None) />
            <Button label=text::save() variant=Variant::Primary busy=edit.pending disabled_reason=derive(refused) on_press=save />
        </div>
    }
}

/// Finds a person.
#[component]
fn Picker(chosen: RwSignal<Option<Target>>) -> View {
    let typed = RwSignal::new(String::new());
    let found = use_query::<users::List>(move || {
        let search = Some(typed.get()).filter(|text| !text.trim().is_empty());
        let status = Some(Status::Active);
        (NoParams {}, ListQuery { search, status, limit: Some(OFFERED), ..ListQuery::default() })
    });
    let value = RwSignal::new(String::new());
    let choose = Callback::new(move |id: String| {
        let id = id.parse::<UserId>().ok();
        chosen.set(found.data.with_untracked(|page| {
            page.as_ref()?.items.iter().find(|user| Some(user.id) == id).map(Target::of_user)
        }));
    });
    let choices = move || {
        let all = found.data.get();
        let one = |user: &User| Choice::new(user.id.to_string(), user.name()).detail(user.username.clone());
        all.map_or_else(Vec::new, |page| page.items.iter().map(one).collect::<Vec<_>>())
    };
    let none = move || found.data.with(|page| page.as_ref().is_some_and(|page| page.items.is_empty()));
    view! {
        <SearchBox label=text::find() value=typed on_search=move |text| typed.set(text) />
        <Show when=move || !none() fallback=|| view! { <p class="secondary" role="status">{text::nobody()}</p> }>
            {move || view! { <RadioGroup legend=text::person() value choices=choices() on_choose=choose /> }}
        </Show>
    }
}
