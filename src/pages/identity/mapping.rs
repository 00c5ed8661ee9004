//! The attribute mapping, to be compared with the identity provider's screen.

use domain::Field;

use crate::text::{identity as text, users};
use crate::ui::TableFrame;
use crate::view::prelude::*;

/// A row: Entra's name, SCIM's path, the field here.
struct Row {
    entra: &'static str,
    scim: &'static str,
    field: Option<Field>,
    /// What stands for the field where the console has none (R21), or for its state (R6).
    words: &'static str,
}

const fn row(entra: &'static str, scim: &'static str, field: Field) -> Row {
    Row { entra, scim, field: Some(field), words: "" }
}

/// The table of the rules (docs/guides/entra.md shows the same to the admin of Entra).
const ROWS: [Row; 13] = [
    row("userPrincipalName", "userName", Field::Username),
    Row { entra: "objectId", scim: "externalId", field: None, words: text::hidden() },
    row("mail", "emails[type eq \"work\"].value", Field::Email),
    Row {
        entra: "Not([IsSoftDeleted])",
        scim: "active",
        field: Some(Field::Status),
        words: text::activation(),
    },
    row("givenName", "name.givenName", Field::FirstName),
    row("surname", "name.familyName", Field::LastName),
    row("jobTitle", "title", Field::JobTitle),
    row(
        "department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        Field::Department,
    ),
    row("mobile", "phoneNumbers[type eq \"mobile\"].value", Field::PersonalContactNumber),
    Row {
        entra: "telephoneNumber",
        scim: "phoneNumbers[type eq \"work\"].value",
        field: None,
        words: text::directory_only(),
    },
    row("physicalDeliveryOfficeName", "urn:8x8:scim:schemas:extension:8x8user:2.0:User:site", Field::Site),
    row("preferredLanguage", "locale", Field::Locale),
    row("—", "timezone", Field::TimeZone),
];

/// A section that is closed until somebody needs it.
#[component]
pub fn Mapping() -> View {
    view! {
        <details class="more">
            <summary>{text::mapping()}</summary>
            <div class="more-body">
                <p class="secondary">{text::mapping_detail()}</p>
                <TableFrame label=text::mapping()>
                    <thead>
                        <tr>
                            <th scope="col">{text::mapping_source()}</th>
                            <th scope="col">{text::mapping_scim()}</th>
                            <th scope="col">{text::mapping_field()}</th>
                            <th scope="col">{text::mapping_who()}</th>
                        </tr>
                    </thead>
                    <tbody>{ROWS.iter().map(line).collect_view()}</tbody>
                </TableFrame>
            </div>
        </details>
    }
}

fn line(row: &Row) -> View {
    let field = match row.field {
        Some(field) if row.words.is_empty() => users::field(field),
        _ => row.words,
    };
    let who = match row.field {
        Some(Field::Site) => text::who_once(),
        Some(field) if field.locked_once_sent() => text::who_sent(),
        _ => text::who_provider(),
    };
    view! {
        <tr>
            <th scope="row"><code>{row.entra}</code></th>
            <td><code class="mapping-path">{row.scim}</code></td>
            <td>{field}</td>
            <td class="cell-secondary">{who}</td>
        </tr>
    }
}
