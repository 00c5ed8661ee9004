//! The history of a user: who did what, in words.

use api::history::{Action, ActorKind};

use crate::text::Message;
pub use crate::text::messages::users::history::*;

/// What kind of actor it is.
#[must_use]
pub fn actor(kind: ActorKind) -> Message {
    match kind {
        ActorKind::Person => person(),
        ActorKind::IdentityProvider => identity_provider(),
        ActorKind::Operator => operator(),
        ActorKind::System => system(),
    }
}

/// What happened to the person whose history it is.
#[must_use]
pub fn action(action: Action) -> Message {
    match action {
        Action::UserCreated => user_created(),
        Action::UserEdited => user_edited(),
        Action::UserLinked => user_linked(),
        Action::UserRelinked => user_relinked(),
        Action::UserActivated => user_activated(),
        Action::UserDeactivated => user_deactivated(),
        Action::UserDeprovisioned => user_deprovisioned(),
        Action::UserDeleted => user_deleted(),
        Action::RoleChanged => role_changed(),
        Action::SignedIn => signed_in(),
        Action::SignInFailed => sign_in_failed(),
        Action::SessionsEnded => sessions_ended(),
        Action::PasswordLinkCreated => password_link_created(),
        Action::PasswordLinkMailed => password_link_mailed(),
        Action::PasswordSet => password_set(),
        Action::SiteCreated => site_created(),
        Action::SiteEdited => site_edited(),
        Action::SiteRenamed => site_renamed(),
        Action::SiteFormerNameAdded => site_former_name_added(),
        Action::SiteFormerNameDropped => site_former_name_dropped(),
        Action::SiteDeleted => site_deleted(),
        Action::UnmatchedSiteDismissed => unmatched_site_dismissed(),
        Action::LicenseCreated => license_created(),
        Action::LicenseEdited => license_edited(),
        Action::LicenseDeleted => license_deleted(),
        Action::LicenseRuleCreated => license_rule_created(),
        Action::LicenseRuleEdited => license_rule_edited(),
        Action::LicenseRuleDeleted => license_rule_deleted(),
        Action::ProvisioningEdited => provisioning_edited(),
        Action::TokenCreated => token_created(),
        Action::TokenRevoked => token_revoked(),
        Action::OrganizationCreated => organization_created(),
        Action::ViewCreated => view_created(),
        Action::ViewEdited => view_edited(),
        Action::ViewDeleted => view_deleted(),
        Action::PreferencesEdited => preferences_edited(),
        Action::ApplicationCreated => application_created(),
        Action::ApplicationEdited => application_edited(),
        Action::ApplicationDeleted => application_deleted(),
        Action::ApplicationSecretCreated => application_secret_created(),
        Action::ApplicationSecretRevoked => application_secret_revoked(),
        Action::ApplicationSignedIn => application_signed_in(),
        Action::SigningKeyRotated => signing_key_rotated(),
        Action::SsoSwitched => sso_switched(),
        Action::SsoDraftSaved => sso_draft_saved(),
        Action::SsoDraftDiscarded => sso_draft_discarded(),
        Action::SsoTested => sso_tested(),
        Action::SsoActivated => sso_activated(),
        Action::SsoMetadataChanged => sso_metadata_changed(),
        Action::SsoMetadataDecided => sso_metadata_decided(),
        Action::SsoCertificateEnds => sso_certificate_ends(),
        Action::EmergencyAccessGiven => emergency_access_given(),
        Action::EmergencyAccessTaken => emergency_access_taken(),
        Action::EmergencyAccessProven => emergency_access_proven(),
        Action::EmergencyAccessUsed => emergency_access_used(),
        Action::SessionLimitsEdited => session_limits_edited(),
        Action::DomainAdded => domain_added(),
        Action::DomainVerified => domain_verified(),
        Action::DomainDeleted => domain_deleted(),
        Action::ApiTokenCreated => api_token_created(),
        Action::ApiTokenRevoked => api_token_revoked(),
        Action::WebhookCreated => webhook_created(),
        Action::WebhookEdited => webhook_edited(),
        Action::WebhookDeleted => webhook_deleted(),
    }
}
