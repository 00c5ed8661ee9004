//! People, sites and an organization for tests.

use api::home::Home;
use api::provisioning::Provisioning;
use api::sites::Site;
use api::users::{SiteRef, User};
use domain::{
    Field, FieldSet, IdentityProvider, ManagedBy, RetrievalScope, Role, SiteId, Status, Timestamp, UserId,
};

/// An active local member without a site; the email is `first@contoso.com`, and so is the username.
pub fn user(id: u128, first_name: &str, last_name: &str) -> User {
    let username = format!("{}@contoso.com", first_name.to_lowercase());
    User {
        id: UserId(id),
        email: username.clone(),
        username,
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        job_title: None,
        department: None,
        personal_contact_number: None,
        extension: None,
        phone_number: None,
        locale: None,
        time_zone: None,
        site: None,
        plan: None,
        status: Status::Active,
        deactivated_at: None,
        managed_by: ManagedBy::Local,
        sent_by_identity_provider: FieldSet::EMPTY,
        identity_provider: IdentityProvider::Entra,
        role: Role::Member,
        directory_visible: true,
        is_last_active_owner: false,
        has_password: true,
        last_sign_in_at: None,
        created_at: Timestamp(1_700_000_000_000),
        updated_at: Timestamp(1_700_000_000_000),
        version: 1,
        sessions_ended: None,
    }
}

/// The same person, managed by the identity provider, which has sent the department and the site London.
pub fn managed(user: User) -> User {
    User {
        managed_by: ManagedBy::IdentityProvider,
        sent_by_identity_provider: FieldSet::from(vec![Field::Department]),
        department: Some("Research".to_owned()),
        site: Some(SiteRef { id: SiteId(1), name: "London".to_owned(), time_zone: None, locale: None }),
        has_password: false,
        ..user
    }
}

/// A site without users.
pub fn site(id: u128, name: &str) -> Site {
    Site {
        id: SiteId(id),
        name: name.to_owned(),
        address: None,
        time_zone: None,
        locale: None,
        former_names: Vec::new(),
        users: 0,
        managed_users: 0,
        created_at: Timestamp(1_700_000_000_000),
        version: 1,
    }
}

/// All of a list on one page.
pub fn page<T>(items: Vec<T>) -> api::Page<T> {
    api::Page::whole(items)
}

/// An organization in which all is well.
pub fn overview() -> Home {
    Home {
        users: 1_240,
        active_users: 1_198,
        deactivated_users: 42,
        managed_users: 1_204,
        users_without_site: 0,
        users_without_license: None,
        full_plans: Vec::new(),
        deactivated_license_holders: 0,
        sites: 6,
        unmatched_sites: 0,
        provisioning: Provisioning {
            enabled: true,
            identity_provider: IdentityProvider::Entra,
            retrieval_scope: RetrievalScope::AllUsers,
            strict: false,
            guard_percent: 20,
            url: "https://rollcall.contoso.com/scim/contoso/v2".to_owned(),
            managed_users: 1_204,
            local_users: 36,
            last_call_at: Some(Timestamp(1_700_000_000_000)),
            version: 1,
        },
        refused_today: 0,
        mass_change: None,
        expiring_tokens: Vec::new(),
        sso_enabled: false,
        sso_certificate_ends: None,
        sso_metadata_changed: false,
        failed_sign_ins_today: 0,
    }
}
