//! The frame around every page.

use super::common::sentences;

sentences! {
    skip_to_content = "Skip to the content";
    main_navigation = "Main";
    open_navigation = "Open the navigation";
    close_navigation = "Close the navigation";
    home = "Home";
    users = "Users";
    sites = "Sites";
    identity = "Identity and Security";
    audit_log = "Audit log";
    admins = "Admins";
    provisioning_log = "Provisioning log";
    live = "Live";
    connecting = "Connecting";
    reconnecting = "Reconnecting";
    live_detail = "Changes appear here as they happen.";
    connecting_detail = "Waiting for the connection that brings changes as they happen.";
    reconnecting_detail = "The connection that brings changes was lost. It is tried again by itself.";
    theme = "Theme";
    theme_system = "As the system";
    theme_light = "Light";
    theme_dark = "Dark";
    account = "Your account";
    my_profile = "My profile";
    sign_out = "Sign out";
    shortcuts = "Keyboard shortcuts";
    shortcuts_switch = "Single-key shortcuts";
    shortcuts_switch_hint = "Switch them off if they get in the way of speech input or of other tools.";
    shortcut_search = "Go to the search";
    shortcut_home = "Go to Home";
    shortcut_users = "Go to Users";
    shortcut_sites = "Go to Sites";
    shortcut_identity = "Go to Identity and Security";
    shortcut_help = "Show this list";
    shortcut_notifications = "Go to the notifications";
    then = "then";
}
