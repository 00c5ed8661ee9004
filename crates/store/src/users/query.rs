//! What is asked of the list of users: search, filters, fourteen orders.

use domain::{ManagedBy, PlanId, Role, SiteId, Status, Timestamp};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::entities::users::{Column, Entity, Model};
use crate::page::{Cursor, Key, Keyset};

/// Which users, in which order, from where on.
#[derive(Debug, Clone, PartialEq)]
pub struct UserQuery {
    /// Parts of name, username, email, extension or phone number, all of which must be there.
    pub search: Option<String>,
    /// Only these.
    pub status: Option<Status>,
    /// Only these.
    pub managed_by: Option<ManagedBy>,
    /// Only these.
    pub site: Option<SiteFilter>,
    /// Only these.
    pub license: Option<LicenseFilter>,
    /// Only those who are, or are not, in the company directory.
    pub directory_visible: Option<bool>,
    /// Only those of this role.
    pub role: Option<Role>,
    /// Only those of this department, without regard to case.
    pub department: Option<String>,
    /// Only these.
    pub last_sign_in: Option<SignedIn>,
    /// The order.
    pub sort: UserSort,
    /// The order reversed.
    pub descending: bool,
    /// From a page before; `None` for the first page.
    pub cursor: Option<Cursor>,
    /// Users on a page.
    pub limit: u64,
}

/// Of what somebody has one or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice<T> {
    /// Have that one.
    Is(T),
    /// Have another one, or none.
    IsNot(T),
    /// Have none.
    None,
    /// Have one.
    Any,
}

/// At which site.
pub type SiteFilter = Choice<SiteId>;
/// With which licence.
pub type LicenseFilter = Choice<PlanId>;

/// When somebody signed in last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedIn {
    /// Never did.
    Never,
    /// Before that time, or never.
    Before(Timestamp),
    /// At that time or later.
    After(Timestamp),
}

/// An order of the list. Where people can be alike, they go by name within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UserSort {
    /// First and last name.
    #[default]
    Name,
    /// Username.
    Username,
    /// Email; those without one after all others.
    Email,
    /// Never first, then the longest ago.
    LastSignIn,
    /// The first made first.
    Created,
    /// The longest unchanged first.
    Updated,
    /// Active, then deactivated.
    Status,
    /// Name of the site; those without one after all others.
    Site,
    /// By the identity provider, then local.
    ManagedBy,
    /// Name of the plan; those without one after all others.
    License,
    /// Hidden, then shown.
    Directory,
    /// Department; those without one after all others.
    Department,
    /// Job title; those without one after all others.
    JobTitle,
    /// By the name of the role.
    Role,
}

impl<T> Choice<T> {
    /// Is one thing left that everybody has?
    const fn fixes(&self) -> bool {
        matches!(self, Self::Is(_) | Self::None)
    }

    /// Of a column that is NULL for none.
    pub(super) fn condition(&self, column: Column, id: fn(&T) -> Uuid) -> Condition {
        match self {
            Self::Is(one) => column.eq(id(one)).into(),
            Self::IsNot(one) => Condition::any().add(column.ne(id(one))).add(column.is_null()),
            Self::None => column.is_null().into(),
            Self::Any => column.is_not_null().into(),
        }
    }

    /// Of a column that is the nil UUID for none.
    pub(super) fn counted<C: ColumnTrait>(&self, column: C, id: fn(&T) -> Uuid) -> Condition {
        match self {
            Self::Is(one) => column.eq(id(one)).into(),
            Self::IsNot(one) => column.ne(id(one)).into(),
            Self::None => column.eq(Uuid::nil()).into(),
            Self::Any => column.ne(Uuid::nil()).into(),
        }
    }
}

impl SignedIn {
    /// Of the column of the last sign-in, where 0 is never.
    pub(super) fn condition(self, column: impl ExprTrait) -> sea_orm::sea_query::Expr {
        match self {
            Self::Never => column.eq(0_i64),
            Self::Before(at) => column.lt(at.0),
            Self::After(at) => column.gte(Ord::max(at.0, 1)),
        }
    }
}

impl UserQuery {
    /// The first page of everybody, by name.
    #[must_use]
    pub const fn first(limit: u64) -> Self {
        let sort = UserSort::Name;
        Self {
            search: None,
            status: None,
            managed_by: None,
            site: None,
            license: None,
            directory_visible: None,
            role: None,
            department: None,
            last_sign_in: None,
            sort,
            descending: false,
            cursor: None,
            limit,
        }
    }

    pub(super) const fn has_no_filter(&self) -> bool {
        self.has_none_but_last_sign_in() && self.last_sign_in.is_none()
    }

    pub(super) const fn has_none_but_last_sign_in(&self) -> bool {
        self.status.is_none()
            && self.managed_by.is_none()
            && self.site.is_none()
            && self.license.is_none()
            && self.directory_visible.is_none()
            && self.role.is_none()
            && self.department.is_none()
    }

    /// Are the numbers of what its filters let through among those that are kept?
    pub(super) const fn counts_are_kept(&self) -> bool {
        self.department.is_none() && self.last_sign_in.is_none()
    }

    /// A sort by what a filter has fixed is a sort by name, and is found as such in an index.
    pub(super) fn order(&self) -> UserSort {
        let fixed = match self.sort {
            UserSort::Status => self.status.is_some(),
            UserSort::ManagedBy => self.managed_by.is_some(),
            UserSort::Site => self.site.is_some_and(|site| site.fixes()),
            UserSort::License => self.license.is_some_and(|license| license.fixes()),
            UserSort::Directory => self.directory_visible.is_some(),
            UserSort::Department => self.department.is_some(),
            UserSort::Role => self.role.is_some(),
            _ => false,
        };
        if fixed { UserSort::Name } else { self.sort }
    }
}

impl UserSort {
    /// Every order.
    pub const ALL: [Self; 14] = [
        Self::Name,
        Self::Username,
        Self::Email,
        Self::LastSignIn,
        Self::Created,
        Self::Updated,
        Self::Status,
        Self::Site,
        Self::ManagedBy,
        Self::License,
        Self::Directory,
        Self::Department,
        Self::JobTitle,
        Self::Role,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Username => "username",
            Self::Email => "email",
            Self::LastSignIn => "last_sign_in",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Status => "status",
            Self::Site => "site",
            Self::ManagedBy => "managed_by",
            Self::License => "license",
            Self::Directory => "directory",
            Self::Department => "department",
            Self::JobTitle => "job_title",
            Self::Role => "role",
        }
    }

    /// The columns of an index, after `org_id`.
    fn columns(self) -> Vec<Column> {
        match self {
            Self::Name => vec![Column::NameKey, Column::Id],
            Self::Username => vec![Column::UsernameKey, Column::Id],
            Self::Email => vec![Column::EmailKey, Column::Id],
            Self::LastSignIn => vec![Column::LastSignInAt, Column::Id],
            Self::Created => vec![Column::CreatedAt, Column::Id],
            Self::Updated => vec![Column::UpdatedAt, Column::Id],
            Self::Status => vec![Column::Deactivated, Column::NameKey, Column::Id],
            Self::Site => vec![Column::SiteKey, Column::NameKey, Column::Id],
            Self::ManagedBy => vec![Column::ManagedBy, Column::NameKey, Column::Id],
            Self::License => vec![Column::PlanKey, Column::NameKey, Column::Id],
            Self::Directory => vec![Column::DirectoryVisible, Column::NameKey, Column::Id],
            Self::Department => vec![Column::DepartmentSort, Column::NameKey, Column::Id],
            Self::JobTitle => vec![Column::JobTitleSort, Column::NameKey, Column::Id],
            Self::Role => vec![Column::Role, Column::NameKey, Column::Id],
        }
    }

    pub(super) fn keyset(self, descending: bool) -> Keyset<Entity> {
        let name = format!("{}{}", if descending { "-" } else { "" }, self.name());
        Keyset { name, columns: self.columns(), descending, walk: true, keys }
    }
}

fn keys(row: &Model, order: &str) -> Vec<Key> {
    let order = order.trim_start_matches('-');
    let name = || Key::Text(row.name_key.clone());
    let (first, within) = match order {
        "username" => (Key::Text(row.username_key.clone()), None),
        "email" => (Key::Text(row.email_key.clone()), None),
        "last_sign_in" => (Key::Number(row.last_sign_in_at), None),
        "created" => (Key::Number(row.created_at), None),
        "updated" => (Key::Number(row.updated_at), None),
        "status" => (Key::Bool(row.deactivated), Some(name())),
        "site" => (Key::Text(row.site_key.clone()), Some(name())),
        "managed_by" => (Key::Text(row.managed_by.clone()), Some(name())),
        "license" => (Key::Text(row.plan_key.clone()), Some(name())),
        "directory" => (Key::Bool(row.directory_visible), Some(name())),
        "department" => (Key::Text(row.department_sort.clone()), Some(name())),
        "job_title" => (Key::Text(row.job_title_sort.clone()), Some(name())),
        "role" => (Key::Text(row.role.clone()), Some(name())),
        _ => (name(), None),
    };
    std::iter::once(first).chain(within).chain([Key::Id(row.id.as_u128())]).collect()
}
