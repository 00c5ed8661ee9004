//! The history of a user: who did what, in words.

use api::history::{Action, ActorKind};

use crate::text::common::sentences;

sentences! {
    title = "History";
    lead = "Who changed what: people, the identity provider, and the operator. The newest comes first.";
    when = "When";
    who = "Who";
    what = "What";
    field = "Field";
    from = "From";
    to = "To";
    value = "Value";
    empty = "Empty";
    more = "Show older entries";
    none_title = "No history yet";
    none_detail = "Changes to this person will be listed here.";
    end = "That is all.";
    identity_provider = "Identity provider";
    operator = "Operator";
    system = "Rollcall";
    person = "Person";
}

/// What kind of actor it is.
#[must_use]
pub const fn actor(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => person(),
        ActorKind::IdentityProvider => identity_provider(),
        ActorKind::Operator => operator(),
        ActorKind::System => system(),
    }
}

/// What happened to the person whose history it is.
#[must_use]
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::UserCreated => "Created the user",
        Action::UserEdited => "Changed the profile",
        Action::UserLinked => "Linked the user to the identity provider",
        Action::UserRelinked => "Linked the user to the identity provider again",
        Action::UserActivated => "Activated the user",
        Action::UserDeactivated => "Deactivated the user",
        Action::UserDeprovisioned => "Removed the user there: deactivated here",
        Action::UserDeleted => "Deleted the user",
        Action::RoleChanged => "Changed the role",
        Action::SignedIn => "Signed in",
        Action::SignInFailed => "Tried to sign in, and was refused",
        Action::SessionsEnded => "Ended sessions",
        Action::PasswordLinkCreated => "Created a password link",
        Action::PasswordSet => "Set a password",
        Action::SiteCreated => "Created a site",
        Action::SiteEdited => "Changed a site",
        Action::SiteRenamed => "Renamed a site",
        Action::SiteFormerNameAdded => "Added a name of a site",
        Action::SiteFormerNameDropped => "Dropped a site's former name",
        Action::SiteDeleted => "Deleted a site",
        Action::UnmatchedSiteDismissed => "Dismissed an unknown site's name",
        Action::ProvisioningEdited => "Changed the provisioning settings",
        Action::TokenCreated => "Created a provisioning token",
        Action::TokenRevoked => "Revoked a provisioning token",
        Action::OrganizationCreated => "Created the organization",
        Action::ViewCreated => "Saved a view",
        Action::ViewEdited => "Changed a view",
        Action::ViewDeleted => "Deleted a view",
        Action::PreferencesEdited => "Changed their own settings",
    }
}
