//! Widgets that know nothing of users or routes. Native elements first; every state is a `data-*` or ARIA attribute that
//! `style/components.css` styles.
//!
//! | Need | Take |
//! |---|---|
//! | act | [`Button`], [`IconButton`], [`ButtonLink`], [`Menu`] |
//! | enter | [`TextInput`], [`SelectInput`], [`Checkbox`], [`Switch`], [`RadioGroup`], [`SearchBox`], [`FilterSelect`], [`FileZone`] |
//! | show a value | [`LockedField`], [`CopyField`], [`Badge`], [`TimeAgo`], [`Avatar`], [`Meter`], [`Facts`] |
//! | group | [`Card`], [`Tabs`], [`Breadcrumb`], [`Dialog`], [`ConfirmDialog`] |
//! | lists | [`TableFrame`], [`words_table`], [`SortHeader`], [`SkeletonRows`], [`Pager`] |
//! | states | [`Empty`], [`ErrorPanel`], [`Skeleton`], [`Notice`], [`Toasts`] |
//!
//! ```ignore
//! view! {
//!     <Button label="Save changes" variant=Variant::Primary busy=save.pending on_press=move |()| submit()
//!         disabled_reason=move || refusal().map(|reason| reasons::reason(&reason)) />
//!     <TextInput label="Name" value=name error=name_error on_blur=move |()| check() />
//!     <TableFrame label="Users" busy=people.loading>
//!         <thead><tr><SortHeader label="Name" sorted=name_sorted on_sort=by_name /></tr></thead>
//!         <tbody>…</tbody>
//!     </TableFrame>
//! }
//! ```

mod avatar;
mod badge;
mod button;
mod card;
mod choice;
mod confirm;
mod copy;
mod dialog;
mod field;
mod file;
mod icon;
mod logo;
mod menu;
mod navigation;
mod search;
mod states;
mod table;
mod time_ago;
mod toast;

pub use avatar::Avatar;
pub use badge::{Badge, Meter, Tone};
pub use button::{Button, ButtonLink, DownloadLink, IconButton, Variant};
pub use card::{Card, Fact, Facts, fact_list};
pub use choice::{Checkbox, Choice, RadioGroup, SelectInput, Switch};
pub use confirm::ConfirmDialog;
pub use copy::{CopyButton, CopyField};
pub use dialog::{Dialog, DialogKind};
pub use field::{InputKind, LockedField, TextInput};
pub use file::FileZone;
pub use icon::{Glyph, Icon};
pub use logo::Logo;
pub use menu::{Menu, MenuAction, MenuItem};
pub use navigation::{Breadcrumb, Crumb, Tab, Tabs};
pub use search::{FilterSelect, SearchBox};
pub use states::{Empty, ErrorPanel, Notice, Skeleton};
pub use table::{Pager, SkeletonRows, SortHeader, Sorted, TableFrame, words_table};
pub use time_ago::{TimeAgo, provide_clock};
pub use toast::{Messages, ToastAction, Toasts, provide_toasts, use_toasts};
