//! Why something is refused: one enum for the server, which refuses with it, and for the console, which words
//! the same refusal beforehand. Each says what happened, why, and what to do.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Field, IdentityProvider, PlanId, Right, Role};

/// A refusal by a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", try_from = "Parts")]
pub enum Reason {
    /// R2, R3.
    ManagedByIdentityProvider {
        /// The locked field.
        field: Field,
        /// Who manages it.
        provider: IdentityProvider,
    },
    /// R12.
    SiteAlreadySet,
    /// R11: the name is that of another site, or one of its former names.
    SiteNameTaken,
    /// R15.
    SiteHasUsers {
        /// How many.
        users: u64,
    },
    /// R16: the name is that of another plan.
    PlanNameTaken,
    /// R17: somebody without a site gets no licence.
    LicenseNeedsSite,
    /// R17, R18: every seat of the plan is taken.
    NoFreeSeat {
        /// The plan.
        plan: PlanId,
        /// How many seats it has.
        seats: u64,
    },
    /// R18: fewer seats than are used.
    SeatsInUse {
        /// How many are used.
        used: u64,
    },
    /// R16: people hold the plan.
    PlanHasHolders {
        /// How many, deactivated ones included.
        holders: u64,
    },
    /// The username is that of another user of the organization.
    UsernameTaken,
    /// R10.
    OwnAccount,
    /// R10: one's own role.
    OwnRole,
    /// R10.
    LastActiveOwner,
    /// R32.
    OnlyOwnersChangeOwners,
    /// R32.
    RightMissing {
        /// The right that is needed.
        right: Right,
    },
    /// R32: a role, held or to be given, that may do more than one's own.
    RoleAboveOwn {
        /// The role.
        role: Role,
    },
    /// R1: the person is managed by the identity provider, and gets no password here.
    SignsInWithProvider {
        /// Who manages them.
        provider: IdentityProvider,
    },
    /// R7: the person is deactivated, and cannot sign in.
    UserDeactivated,
    /// R29: provisioning is switched off.
    ProvisioningOff,
    /// R23: there is no active revision of the settings.
    SsoNotSetUp,
    /// R24: the draft has no test sign-in that came through.
    SsoDraftNotTested,
    /// R24: every certificate of the revision has expired.
    SsoCertificateExpired,
    /// R27: no owner has proven a way in without the identity provider.
    EmergencyAccessMissing,
    /// R27: the last way in without the identity provider.
    EmergencyAccessLast,
    /// R27: emergency access is for active owners with a password.
    EmergencyAccessForOwners,
    /// R27: people sign in with the identity provider.
    PasswordsOff,
    /// The domain was proven by another organization.
    DomainTaken,
    /// The TXT record is not there.
    DomainNotProven,
    /// Another view of one's own has this name.
    ViewNameTaken,
    /// R34: an application has as many secrets as it needs to exchange one.
    TooManySecrets {
        /// How many.
        most: u64,
    },
    /// R34: the next signing key was published too short a time ago for all applications to know it.
    SigningKeyTooNew,
    /// One person keeps a limited number of views.
    TooManyViews {
        /// How many.
        most: u64,
    },
}

crate::tagged::tagged!(Reason {
    field: Field,
    provider: IdentityProvider,
    users: u64,
    plan: PlanId,
    seats: u64,
    used: u64,
    holders: u64,
    right: Right,
    role: Role,
    most: u64,
} {
    ManagedByIdentityProvider { field, provider },
    SiteAlreadySet {},
    SiteNameTaken {},
    SiteHasUsers { users },
    PlanNameTaken {},
    LicenseNeedsSite {},
    NoFreeSeat { plan, seats },
    SeatsInUse { used },
    PlanHasHolders { holders },
    UsernameTaken {},
    OwnAccount {},
    OwnRole {},
    LastActiveOwner {},
    OnlyOwnersChangeOwners {},
    RightMissing { right },
    RoleAboveOwn { role },
    SignsInWithProvider { provider },
    UserDeactivated {},
    ProvisioningOff {},
    SsoNotSetUp {},
    SsoDraftNotTested {},
    SsoCertificateExpired {},
    EmergencyAccessMissing {},
    EmergencyAccessLast {},
    EmergencyAccessForOwners {},
    PasswordsOff {},
    DomainTaken {},
    DomainNotProven {},
    ViewNameTaken {},
    TooManyViews { most },
    TooManySecrets { most },
    SigningKeyTooNew {},
});

impl Reason {
    /// The rule that refuses, as in `R12`.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::ManagedByIdentityProvider { field, .. } if field.always_locked() => "R2",
            Self::ManagedByIdentityProvider { .. } => "R3",
            Self::SiteAlreadySet => "R12",
            Self::SiteNameTaken => "R11",
            Self::SiteHasUsers { .. } => "R15",
            Self::PlanNameTaken | Self::PlanHasHolders { .. } => "R16",
            Self::LicenseNeedsSite => "R17",
            Self::NoFreeSeat { .. } | Self::SeatsInUse { .. } => "R18",
            Self::UsernameTaken | Self::DomainTaken | Self::DomainNotProven => "R26",
            Self::OwnAccount | Self::OwnRole | Self::LastActiveOwner => "R10",
            Self::OnlyOwnersChangeOwners | Self::RightMissing { .. } | Self::RoleAboveOwn { .. } => "R32",
            Self::SignsInWithProvider { .. } => "R1",
            Self::UserDeactivated => "R7",
            Self::SsoNotSetUp => "R23",
            Self::SsoDraftNotTested | Self::SsoCertificateExpired => "R24",
            Self::EmergencyAccessMissing
            | Self::EmergencyAccessLast
            | Self::EmergencyAccessForOwners
            | Self::PasswordsOff => "R27",
            Self::ProvisioningOff => "R29",
            Self::TooManySecrets { .. } | Self::SigningKeyTooNew => "R34",
            Self::ViewNameTaken | Self::TooManyViews { .. } => "R32",
        }
    }
}

/// `What happened, and why. What to do.` in English.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ManagedByIdentityProvider { field: Field::Status, provider } => write!(
                f,
                "Activation is managed by {}. Activate or deactivate this person {}.",
                provider.words(),
                provider.place_of_profile()
            ),
            Self::ManagedByIdentityProvider { field, provider } => write!(
                f,
                "The {} is managed by {}. Change it {}.",
                field.words(),
                provider.words(),
                provider.place_of_profile()
            ),
            Self::SiteAlreadySet => f.write_str("A site is set once and cannot be changed."),
            Self::SiteNameTaken => f.write_str(
                "Another site has this name, or had it before it was renamed. Choose another name, or drop the former name first.",
            ),
            Self::SiteHasUsers { users: 1 } => {
                f.write_str("One user belongs to this site, so it cannot be deleted. Delete the user first.")
            }
            Self::SiteHasUsers { users } => {
                write!(f, "{users} users belong to this site, so it cannot be deleted. Delete the users first.")
            }
            Self::PlanNameTaken => f.write_str("Another plan has this name. Choose another one."),
            Self::LicenseNeedsSite => {
                f.write_str("A licence needs a site, and this person has none. Set the site first, or together with the licence.")
            }
            Self::NoFreeSeat { seats: 0, .. } => {
                f.write_str("This plan has no seats. Give it seats under Licences, or choose another plan.")
            }
            Self::NoFreeSeat { seats: 1, .. } => f.write_str(
                "The only seat of this plan is taken. Take the licence away from whoever holds it, or add seats under Licences.",
            ),
            Self::NoFreeSeat { seats, .. } => write!(
                f,
                "All {seats} seats of this plan are taken. Take the licence away from somebody, or add seats under Licences."
            ),
            Self::SeatsInUse { used: 1 } => {
                f.write_str("One seat is used, so there cannot be fewer. Take the licence away from its holder first.")
            }
            Self::SeatsInUse { used } => write!(
                f,
                "{used} seats are used, so there cannot be fewer. Take the licence away from some of their holders first."
            ),
            Self::PlanHasHolders { holders: 1 } => f.write_str(
                "One person holds this licence, so the plan cannot be deleted. Take the licence away from them, or give them another one first.",
            ),
            Self::PlanHasHolders { holders } => write!(
                f,
                "{holders} people hold this licence, so the plan cannot be deleted. Take the licence away from them, or give them another one first."
            ),
            Self::UsernameTaken => f.write_str("Another user has this username. Choose another one."),
            Self::OwnAccount => {
                f.write_str("This is your own account. Ask another admin to deactivate or delete it.")
            }
            Self::OwnRole => f.write_str(
                "This is your own role, and nobody changes that themselves. Ask another owner or admin of your organization.",
            ),
            Self::LastActiveOwner => f.write_str(
                "This is the last active owner. Make somebody else an owner first, so that the organization is not locked out.",
            ),
            Self::OnlyOwnersChangeOwners => {
                f.write_str("Only an owner can make, change or unmake an owner. Ask an owner of your organization.")
            }
            Self::RightMissing { right } => {
                write!(f, "Your role does not let you {}. Ask an owner of your organization.", right.words())
            }
            Self::RoleAboveOwn { role } => write!(
                f,
                "The role {} may do more than yours. Ask an owner of your organization.",
                role.words()
            ),
            Self::SignsInWithProvider { provider } => write!(
                f,
                "This person is managed by {}, so no password is set here. Change how they sign in {}.",
                provider.words(),
                provider.place_of_profile()
            ),
            Self::UserDeactivated => {
                f.write_str("This person is deactivated, and so cannot sign in. Activate them first.")
            }
            Self::SsoNotSetUp => f.write_str(
                "Single sign-on has no active settings yet. Save a draft, test it, and activate it first.",
            ),
            Self::SsoDraftNotTested => f.write_str(
                "This draft has not been tested. Run Test sign-in first; only an owner may activate it untested.",
            ),
            Self::SsoCertificateExpired => f.write_str(
                "Every certificate of these settings has expired. Attach the current one of your identity provider first.",
            ),
            Self::EmergencyAccessMissing => f.write_str(
                "No owner has emergency access with a password tried within the last hour. Name an owner under Emergency access and let them confirm their password first, so that nobody is locked out.",
            ),
            Self::EmergencyAccessLast => f.write_str(
                "This is the last owner with emergency access while single sign-on is on. Name another one first, so that nobody is locked out.",
            ),
            Self::EmergencyAccessForOwners => f.write_str(
                "Emergency access is for active owners who have a password. Make this person an owner, or let them set a password first.",
            ),
            Self::PasswordsOff => f.write_str(
                "Single sign-on is on, so passwords are off, except for owners with emergency access. This person signs in with your identity provider.",
            ),
            Self::DomainTaken => f.write_str(
                "This domain belongs to another organization. Remove its TXT record there first, or write to the operator.",
            ),
            Self::DomainNotProven => f.write_str(
                "The TXT record was not found at this domain. It can take an hour until a new record is seen everywhere; check its name and value, and try again.",
            ),
            Self::ViewNameTaken => f.write_str("Another view of yours has this name. Choose another one."),
            Self::TooManyViews { most } => {
                write!(f, "You have {most} saved views, which is as many as can be kept. Delete one first.")
            }
            Self::TooManySecrets { most } => {
                write!(f, "This application has {most} secrets, which is enough to exchange one. Revoke the one that it no longer uses first.")
            }
            Self::SigningKeyTooNew => f.write_str(
                "The next signing key was published less than an hour ago, and some applications do not know it yet. Try again in an hour.",
            ),
            Self::ProvisioningOff => {
                f.write_str("User provisioning is switched off. Switch it on under Identity and Security first.")
            }
        }
    }
}

impl std::error::Error for Reason {}
