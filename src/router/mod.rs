//! Which page the URL names, and going to another one. Small, because Leptos's own costs the bundle more than all pages of
//! Identity and Security together (docs/decisions/view.md).
//!
//! The URL is the state: [`use_location`] follows it, [`use_navigate`] changes it, a plain click on a link of the console does
//! too, and [`Routes`] shows the page.

mod leaving;
mod location;
mod matching;
mod params;
mod routes;

pub use leaving::{Leaving, on_leave};
pub use location::{Location, NavigateOptions, Navigator, provide_router, use_location, use_navigate};
pub use params::{ParamsMap, encode};
pub use routes::{Route, Routes, use_params_map, use_query_map};
