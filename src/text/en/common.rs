//! What several pages say.

/// Declares sentences without parts that vary.
macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $(
            $(#[$doc])*
            #[doc = concat!("“", $text, "”")]
            #[must_use]
            pub const fn $name() -> &'static str {
                $text
            }
        )*
    };
}
pub(crate) use sentences;

sentences! {
    clear_filters = "Clear search and filters";
    no_match_title = "Nothing matches";
    no_match_detail = "Nothing fits this search together with these filters. Try fewer letters, or clear the filters.";
    page_gone_title = "This page of the list is gone";
    page_gone_detail = "The link to it is old, or the filters have changed since. The list itself is as it was.";
    app_name = "Rollcall";
    save = "Save changes";
    cancel = "Cancel";
    close = "Close";
    discard = "Discard changes";
    keep_editing = "Keep editing";
    unsaved_title = "Discard your changes?";
    unsaved_detail = "You have changed something here that is not saved. If you leave now, it is lost.";
    retry = "Try again";
    copy = "Copy";
    copied = "Copied";
    copy_failed = "Copying was not allowed by the browser. Select the text and copy it by hand.";
    show = "Show";
    hide = "Hide";
    loading = "Loading";
    saved = "Saved";
    dismiss = "Dismiss";
    notifications = "Notifications";
    actions = "Actions";
    search = "Search";
    clear_search = "Clear the search";
    any = "any";
    yes = "Yes";
    no = "No";
    none = "None";
    never = "Never";
    not_set = "Not set";
    optional = "optional";
    locked = "Locked";
    previous_page = "Previous page";
    next_page = "Next page";
    pages = "Pages of the list";
    breadcrumb = "Where you are";
    no_connection_title = "Rollcall cannot be reached";
    no_connection_detail = "No answer came from the server. Check your network connection, then try again. Nothing was lost.";
    odd_answer_title = "The answer cannot be read";
    summary_title = "Some values need to be put right";
    forbidden_title = "Your role does not show this";
    not_found = "Not found";
    not_found_title = "There is nothing at this address";
    not_found_detail = "The link may be old, or what it led to may have been deleted. Your data is safe.";
    to_home = "Go to Home";
    type_to_confirm_hint = "Capital and small letters count.";
    sorted_ascending = "sorted ascending";
    sorted_descending = "sorted descending";
}

/// An answer that is not of the API.
#[must_use]
pub fn odd_answer_detail(status: u16) -> String {
    [
        "The server answered with status ",
        &status.to_string(),
        " in a form that this console does not know. Reload the page; if it happens again, tell whoever runs Rollcall.",
    ]
    .concat()
}

/// Refers to a request in the server's log.
#[must_use]
pub fn reference(request_id: &str) -> String {
    ["Reference for support: ", request_id].concat()
}

/// The label of a button that copies a value.
#[must_use]
pub fn copy_what(what: &str) -> String {
    ["Copy ", what].concat()
}

/// Announced after copying.
#[must_use]
pub fn copied_what(what: &str) -> String {
    [what, " copied"].concat()
}

/// Asks for a name to be typed before something is deleted.
#[must_use]
pub fn type_to_confirm(name: &str) -> String {
    ["Type “", name, "” to confirm"].concat()
}

/// Which part of a list is shown; `more`: there are more than `total`.
#[must_use]
pub fn range(first: u64, last: u64, total: u64, more: bool) -> String {
    let n = super::number;
    if total == 0 {
        return "0 of 0".to_owned();
    }
    let of = if more { " of more than " } else { " of " };
    [n(first).as_str(), "–", &n(last), of, &n(total)].concat()
}

/// Why a page is not shown, and who can help.
#[must_use]
pub fn forbidden_detail(right: &str) -> String {
    ["Your role does not let you ", right, ". An owner or an admin of your organization can show it to you."]
        .concat()
}
