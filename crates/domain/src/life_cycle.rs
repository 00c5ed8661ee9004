//! R6-R10, R32: activation, deactivation, deletion, and who gives whom which role.

use serde::{Deserialize, Serialize};

use crate::{Field, IdentityProvider, ManagedBy, Ownership, Reason, Right, Role, UserId};

/// Whether a user may sign in and call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// May sign in.
    Active,
    /// May not sign in anywhere; keeps site, licence, numbers and settings (R7, R8).
    Deactivated,
}

impl Status {
    /// SCIM's `active`.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Active)
    }

    /// From SCIM's `active`.
    #[must_use]
    pub const fn from_active(active: bool) -> Self {
        if active { Self::Active } else { Self::Deactivated }
    }
}

/// What decides whether an act on a user's life cycle is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The user acted on.
    pub id: UserId,
    /// Their role.
    pub role: Role,
    /// Their status.
    pub status: Status,
    /// Who manages them.
    pub ownership: Ownership,
    /// They are the only active owner of their organization.
    pub is_last_active_owner: bool,
}

/// Who acts: a person in the console, by id and role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub id: UserId,
    /// Their role.
    pub role: Role,
}

/// R32: only an owner acts on an owner, and nobody on somebody who may do more than they: who changes a username, or takes an account away,
/// decides who signs in with it.
fn outranks(actor: &Actor, subject: &Subject) -> Result<(), Reason> {
    can_undo_deactivation(actor, subject.role)
}

/// May `actor` undo the deactivation of somebody of that role, when the identity provider has deactivated unusually many?
/// This one act is not locked by R2 ([`guard`](crate::guard)).
///
/// # Errors
/// R32: an owner, or a role above one's own.
pub fn can_undo_deactivation(actor: &Actor, role: Role) -> Result<(), Reason> {
    match (role, actor.role) {
        (Role::Owner, Role::Owner) => Ok(()),
        (Role::Owner, _) => Err(Reason::OnlyOwnersChangeOwners),
        _ if role.exceeds(actor.role) => Err(Reason::RoleAboveOwn { role }),
        _ => Ok(()),
    }
}

fn not_oneself_nor_last_owner(actor: &Actor, subject: &Subject) -> Result<(), Reason> {
    if actor.id == subject.id {
        return Err(Reason::OwnAccount);
    }
    if subject.is_last_active_owner {
        return Err(Reason::LastActiveOwner);
    }
    Ok(())
}

/// May `actor` deactivate `subject` in the console?
///
/// # Errors
/// R2: managed by the identity provider; R10: oneself, or the last active owner; R32: an owner, or a role above one's own.
pub fn can_deactivate(actor: &Actor, subject: &Subject, provider: IdentityProvider) -> Result<(), Reason> {
    subject.ownership.may_edit(Field::Status, provider)?;
    outranks(actor, subject)?;
    not_oneself_nor_last_owner(actor, subject)
}

/// May `actor` activate `subject` in the console?
///
/// # Errors
/// R2: managed by the identity provider; R32: an owner, or a role above one's own.
pub fn can_activate(actor: &Actor, subject: &Subject, provider: IdentityProvider) -> Result<(), Reason> {
    subject.ownership.may_edit(Field::Status, provider)?;
    outranks(actor, subject)
}

/// May `actor` delete `subject`? Also those managed by the identity provider: only an admin deletes (R9).
///
/// # Errors
/// R10: oneself, or the last active owner; R32: an owner, a role above one's own, or no right to delete.
pub fn can_delete(actor: &Actor, subject: &Subject) -> Result<(), Reason> {
    actor.role.require(Right::DeleteUsers)?;
    outranks(actor, subject)?;
    not_oneself_nor_last_owner(actor, subject)
}

/// May `actor` change the fields of `subject` at all? (Each field's lock is [`Ownership::lock`].)
///
/// # Errors
/// R32: no right to change users, an owner, or a role above one's own.
pub fn can_edit(actor: &Actor, subject: &Subject) -> Result<(), Reason> {
    match actor.role.require(Right::EditUsers) {
        Ok(()) => outranks(actor, subject),
        refused => refused,
    }
}

/// May `actor` let `subject` set a new password? Whoever holds the link can sign in as that person, so nobody makes
/// one for a role that may do more than their own.
///
/// # Errors
/// R32: an owner, or a role above one's own; R1: managed by the identity provider; R7: deactivated.
pub fn can_set_password(actor: &Actor, subject: &Subject, provider: IdentityProvider) -> Result<(), Reason> {
    can_edit(actor, subject)?;
    if subject.ownership.managed_by == ManagedBy::IdentityProvider {
        return Err(Reason::SignsInWithProvider { provider });
    }
    if subject.status.is_active() { Ok(()) } else { Err(Reason::UserDeactivated) }
}

/// May `actor` make `subject` somebody of role `to`? Also those managed by the identity provider, which knows no roles,
/// and those who are deactivated.
///
/// # Errors
/// R32: no right to change roles, making or unmaking an owner without being one, or a role above one's own; R10: oneself,
/// or the last active owner.
pub fn can_change_role(actor: &Actor, subject: &Subject, to: Role) -> Result<(), Reason> {
    actor.role.require(Right::EditRoles)?;
    if actor.id == subject.id {
        return Err(Reason::OwnRole);
    }
    if actor.role != Role::Owner && (subject.role == Role::Owner || to == Role::Owner) {
        return Err(Reason::OnlyOwnersChangeOwners);
    }
    if let Some(role) = [subject.role, to].into_iter().find(|role| role.exceeds(actor.role)) {
        return Err(Reason::RoleAboveOwn { role });
    }
    if subject.is_last_active_owner && to != Role::Owner { Err(Reason::LastActiveOwner) } else { Ok(()) }
}

/// May the identity provider deactivate `subject`? R10 protects the last active owner from it, too: an
/// organization that nobody can administer helps no one, and the emergency owner is a local user.
///
/// # Errors
/// R10: the last active owner.
pub const fn provider_can_deactivate(subject: &Subject) -> Result<(), Reason> {
    if subject.is_last_active_owner { Err(Reason::LastActiveOwner) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldSet;

    const ENTRA: IdentityProvider = IdentityProvider::Entra;
    const ADMIN: Actor = Actor { id: UserId(1), role: Role::Admin };
    const OWNER: Actor = Actor { id: UserId(1), role: Role::Owner };

    fn subject(id: u128, role: Role, managed_by: ManagedBy) -> Subject {
        let ownership = Ownership { managed_by, sent: FieldSet::EMPTY, has_site: false };
        Subject { id: UserId(id), role, status: Status::Active, ownership, is_last_active_owner: false }
    }

    #[test]
    fn r2_a_user_managed_by_the_identity_provider_is_not_activated_or_deactivated_in_the_console() {
        let user = subject(2, Role::Member, ManagedBy::IdentityProvider);
        let refused = Err(Reason::ManagedByIdentityProvider { field: Field::Status, provider: ENTRA });
        assert_eq!(can_deactivate(&OWNER, &user, ENTRA), refused);
        assert_eq!(can_activate(&OWNER, &user, ENTRA), refused);
    }

    #[test]
    fn r9_an_admin_deletes_also_a_user_managed_by_the_identity_provider() {
        assert_eq!(can_delete(&ADMIN, &subject(2, Role::Member, ManagedBy::IdentityProvider)), Ok(()));
    }

    #[test]
    fn r10_nobody_deactivates_or_deletes_themselves() {
        let own = subject(1, Role::Admin, ManagedBy::Local);
        assert_eq!(can_deactivate(&ADMIN, &own, ENTRA), Err(Reason::OwnAccount));
        assert_eq!(can_delete(&ADMIN, &own), Err(Reason::OwnAccount));
    }

    #[test]
    fn r10_the_last_active_owner_is_neither_deactivated_nor_deleted_by_anyone() {
        let last = Subject { is_last_active_owner: true, ..subject(2, Role::Owner, ManagedBy::Local) };
        assert_eq!(can_deactivate(&OWNER, &last, ENTRA), Err(Reason::LastActiveOwner));
        assert_eq!(can_delete(&OWNER, &last), Err(Reason::LastActiveOwner));
        assert_eq!(provider_can_deactivate(&last), Err(Reason::LastActiveOwner));
    }

    #[test]
    fn r32_nobody_changes_deactivates_or_deletes_somebody_who_may_do_more_than_they() {
        let user_admin = Actor { id: UserId(1), role: Role::UserAdmin };
        for role in Role::ALL {
            let subject = subject(2, role, ManagedBy::Local);
            let outcomes = [
                can_edit(&user_admin, &subject),
                can_deactivate(&user_admin, &subject, ENTRA),
                can_activate(&user_admin, &subject, ENTRA),
                can_delete(&user_admin, &subject),
            ];
            for outcome in outcomes {
                assert_eq!(outcome.is_err(), role.exceeds(Role::UserAdmin), "{role:?}");
            }
        }
        assert_eq!(can_edit(&ADMIN, &subject(2, Role::Admin, ManagedBy::Local)), Ok(()));
    }

    #[test]
    fn r32_nobody_gets_a_password_link_for_a_role_above_their_own() {
        let user_admin = Actor { id: UserId(1), role: Role::UserAdmin };
        let admin = subject(2, Role::Admin, ManagedBy::Local);
        assert_eq!(
            can_set_password(&user_admin, &admin, ENTRA),
            Err(Reason::RoleAboveOwn { role: Role::Admin })
        );
        assert_eq!(can_set_password(&ADMIN, &admin, ENTRA), Ok(()));
    }

    #[test]
    fn r7_only_active_local_users_set_a_password() {
        let managed = subject(2, Role::Member, ManagedBy::IdentityProvider);
        assert_eq!(
            can_set_password(&ADMIN, &managed, ENTRA),
            Err(Reason::SignsInWithProvider { provider: ENTRA })
        );
        let deactivated =
            Subject { status: Status::Deactivated, ..subject(2, Role::Member, ManagedBy::Local) };
        assert_eq!(can_set_password(&ADMIN, &deactivated, ENTRA), Err(Reason::UserDeactivated));
    }

    #[test]
    fn r10_nobody_changes_their_own_role_and_the_last_active_owner_keeps_theirs() {
        let own = subject(1, Role::Owner, ManagedBy::Local);
        assert_eq!(can_change_role(&OWNER, &own, Role::Member), Err(Reason::OwnRole));
        let last = Subject { is_last_active_owner: true, ..subject(2, Role::Owner, ManagedBy::Local) };
        assert_eq!(can_change_role(&OWNER, &last, Role::Admin), Err(Reason::LastActiveOwner));
        assert_eq!(can_change_role(&OWNER, &last, Role::Owner), Ok(()));
    }

    #[test]
    fn r32_only_owners_make_and_unmake_owners() {
        let (member, owner) =
            (subject(2, Role::Member, ManagedBy::Local), subject(2, Role::Owner, ManagedBy::Local));
        for (who, to) in [(&member, Role::Owner), (&owner, Role::Member), (&owner, Role::Owner)] {
            assert_eq!(can_change_role(&ADMIN, who, to), Err(Reason::OnlyOwnersChangeOwners), "{to:?}");
            assert_eq!(can_change_role(&OWNER, who, to), Ok(()), "{to:?}");
        }
    }

    #[test]
    fn r32_an_admin_gives_every_role_up_to_their_own_also_to_those_whom_the_identity_provider_manages() {
        for to in [Role::Admin, Role::UserAdmin, Role::Auditor, Role::Member] {
            let managed = subject(2, Role::Member, ManagedBy::IdentityProvider);
            assert_eq!(can_change_role(&ADMIN, &managed, to), Ok(()), "{to:?}");
        }
        for role in [Role::UserAdmin, Role::Auditor, Role::Member] {
            let actor = Actor { id: UserId(1), role };
            let refused = can_change_role(&actor, &subject(2, Role::Member, ManagedBy::Local), Role::Auditor);
            assert_eq!(refused, Err(Reason::RightMissing { right: Right::EditRoles }), "{role:?}");
        }
    }

    #[test]
    fn r32_an_admin_does_not_touch_an_owner() {
        let owner = subject(2, Role::Owner, ManagedBy::Local);
        assert_eq!(can_edit(&ADMIN, &owner), Err(Reason::OnlyOwnersChangeOwners));
        assert_eq!(can_deactivate(&ADMIN, &owner, ENTRA), Err(Reason::OnlyOwnersChangeOwners));
        assert_eq!(can_delete(&ADMIN, &owner), Err(Reason::OnlyOwnersChangeOwners));
        assert_eq!(can_edit(&OWNER, &owner), Ok(()));
    }
}
