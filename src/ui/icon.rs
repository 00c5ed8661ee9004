//! The icons: outlines on a 16 × 16 grid, drawn for Rollcall. Always beside a text or inside a named control.

use crate::view::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what is drawn")]
pub enum Glyph {
    Home,
    Users,
    Sites,
    Shield,
    Search,
    Plus,
    Check,
    Cross,
    Lock,
    Copy,
    More,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    SortUp,
    SortDown,
    SortNone,
    Sun,
    Moon,
    System,
    Keyboard,
    SignOut,
    User,
    Alert,
    Info,
    Blocked,
    Key,
    Menu,
    Clock,
    Eye,
    EyeOff,
    External,
    Trash,
    Pencil,
    Devices,
    Link,
    Download,
    Log,
    Licence,
    Book,
    Languages,
}

impl Glyph {
    /// The path of the outline.
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M2.5 7 8 2.5 13.5 7v6.5h-4V10h-3v3.5h-4z",
            Self::Users => {
                "M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.2 2-3.7 4.5-3.7s4.5 1.5 4.5 3.7M10.5 3.2a2.4 2.4 0 0 1 0 4.6M12 10.2c1.5.5 2.5 1.7 2.5 3.3"
            }
            Self::Sites => {
                "M3 13.5v-10l5.5-1.5v11.5M8.5 6H13v7.5M1.5 13.5h13M5.5 5.5h.01M5.5 8h.01M5.5 10.5h.01M10.8 8.5h.01M10.8 11h.01"
            }
            Self::Shield => {
                "M8 1.8 13 3.6v4c0 3.2-2.1 5.5-5 6.6-2.9-1.1-5-3.4-5-6.6v-4zM5.8 8l1.6 1.6 2.9-3.2"
            }
            Self::Search => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Check => "m3 8.5 3.3 3.3L13 4.8",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Lock => "M3.5 7.2h9v6.3h-9zM5.3 7V4.9a2.7 2.7 0 0 1 5.4 0V7M8 9.7v1.5",
            Self::Copy => "M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3",
            Self::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::ChevronDown => "m4 6 4 4 4-4",
            Self::ChevronLeft => "m10 4-4 4 4 4",
            Self::ChevronRight => "m6 4 4 4-4 4",
            Self::SortUp => "M8 13V3.5M4.5 7 8 3.5 11.5 7",
            Self::SortDown => "M8 3v9.5M4.5 9 8 12.5 11.5 9",
            Self::SortNone => "m5 6.2 3-3 3 3M5 9.8l3 3 3-3",
            Self::Sun => {
                "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7"
            }
            Self::Moon => "M13.5 9.7A5.8 5.8 0 0 1 6.3 2.5a5.8 5.8 0 1 0 7.2 7.2z",
            Self::System => "M2 3h12v8H2zM6 13.5h4M8 11v2.5",
            Self::Keyboard => "M1.8 4h12.4v8H1.8zM4.3 6.7h.01M6.8 6.7h.01M9.2 6.7h.01M11.7 6.7h.01M5 9.5h6",
            Self::SignOut => "M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3",
            Self::User => {
                "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM3 13.5c0-2.4 2.2-3.9 5-3.9s5 1.5 5 3.9"
            }
            Self::Alert => "M8 2.2 14.3 13.3H1.7zM8 6.5v3M8 11.3h.01",
            Self::Info => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5V11M8 5.2h.01",
            Self::Blocked => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.8l8.4 8.4",
            Self::Key => "M5.2 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.4 8.3 13 2.7M10.5 5.2l2 2",
            Self::Menu => "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
            Self::Clock => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.5",
            Self::Eye => {
                "M1.5 8S3.8 3.7 8 3.7 14.5 8 14.5 8 12.2 12.3 8 12.3 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z"
            }
            Self::EyeOff => {
                "M3 5.8C2 6.9 1.5 8 1.5 8S3.8 12.3 8 12.3c1 0 1.9-.2 2.7-.6M6.3 3.9c.5-.1 1.1-.2 1.7-.2 4.2 0 6.5 4.3 6.5 4.3s-.6 1.1-1.7 2.2M2.5 2.5l11 11"
            }
            Self::External => "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
            Self::Trash => "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.8 6.8v4M9.2 6.8v4",
            Self::Pencil => "m3 13 .600-3 7-7 2.4 2.4-7 7zM9.2 4.4l2.4 2.4",
            Self::Devices => "M1.5 3h9v6.5h-9zM4 12.5h4M6 9.5v3M11 6.5h3.5v7H11z",
            Self::Download => "M8 2.5v7.5M4.8 6.9 8 10l3.2-3.1M2.5 13.5h11",
            Self::Log => "M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
            Self::Licence => {
                "M2 4h12v8H2zM4.5 9.5h3M4.5 7h1.5M10.8 8.6a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6z"
            }
            Self::Book => {
                "M3 3.5c2-1 3.5-.7 5 .4 1.5-1.1 3-1.4 5-.4v9.3c-2-1-3.5-.7-5 .4-1.5-1.1-3-1.4-5-.4zM8 4v9"
            }
            Self::Languages => {
                "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2 8h12M8 2c1.8 1.6 2.6 3.7 2.6 6S9.8 12.4 8 14C6.2 12.4 5.4 10.3 5.4 8S6.2 3.6 8 2z"
            }
            Self::Link => {
                "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l1-1"
            }
        }
    }
}

/// An icon; hidden from assistive technology, because the text beside it says the same.
#[component]
pub fn Icon(
    /// What is drawn.
    glyph: Glyph,
) -> View {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=glyph.path() />
        </svg>
    }
}
