//! Which column of the file is which field.

use api::users_import::{Check, FIELDS, Import, ImportCheck, ImportParams, MappedColumn};
use domain::Field;

use super::href;
use crate::backend::{Call, use_mutation};
use crate::router::{NavigateOptions, use_navigate};
use crate::text::users as users_text;
use crate::text::users::import as text;
use crate::ui::{Button, Card, Checkbox, TableFrame, Variant, use_toasts};
use crate::view::prelude::*;

/// Characters of a column's values that are shown.
const SHOWN: usize = 120;

/// The columns with what stands in them, the field of each, and the button that checks the file.
pub fn columns(import: &Import) -> View {
    let (toasts, navigate, id) = (use_toasts(), use_navigate(), import.id);
    let field = |column: u32| import.mapping.iter().find(|mapped| mapped.column == column);
    let chosen: Vec<Option<Field>> =
        (0..).zip(&import.header).map(|(column, _)| field(column).map(|mapped| mapped.field)).collect();
    let (chosen, clear) = (RwSignal::new(chosen), RwSignal::new(false));
    let check = use_mutation::<Check>(move |outcome| match outcome {
        // Filter and page of the rows were those of the check before.
        Ok(_) if clear.try_get_untracked().is_some() => {
            navigate(&href(id), NavigateOptions { replace: true, scroll: false });
        }
        Ok(_) => {}
        Err(failure) => toasts.failure(failure.detail()),
    });
    let press = Callback::new(move |()| {
        let mapped = |(column, field): (u32, &Option<Field>)| Some(MappedColumn { column, field: (*field)? });
        let mapping = chosen.with_untracked(|chosen| (0..).zip(chosen).filter_map(mapped).collect());
        let body = ImportCheck { mapping, clear_empty: clear.get_untracked() };
        check.run(Call::new(ImportParams { id }).body(body));
    });
    let rows = (0..import.header.len()).map(|at| row(import, at, chosen)).collect_view();
    view! {
        <Card title=text::columns() detail=text::lines(import.lines)>
            <TableFrame label=text::table()>
                <thead>
                    <tr>
                        <th scope="col">{text::column()}</th>
                        <th scope="col">{text::sample()}</th>
                        <th scope="col">{text::field()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
            <Checkbox label=text::clear() checked=clear hint=text::clear_hint() />
            <div class="card-foot">
                <Button
                    label=text::check()
                    variant=Variant::Primary
                    busy=check.pending
                    disabled_reason=derive(move || chosen.with(|chosen| wrong(chosen)))
                    on_press=press
                />
            </div>
        </Card>
    }
}

/// What the server would refuse.
fn wrong(chosen: &[Option<Field>]) -> Option<String> {
    let columns = |field: &Field| chosen.iter().flatten().filter(|one| *one == field).count();
    if let Some(field) = FIELDS.iter().find(|field| columns(field) > 1) {
        return Some(text::twice(&users_text::field(*field)));
    }
    (columns(&Field::Username) == 0).then(|| text::no_username().to_owned())
}

fn row(import: &Import, at: usize, chosen: RwSignal<Vec<Option<Field>>>) -> View {
    let name = match import.header[at].trim() {
        "" => text::nameless(at as u64 + 1),
        name => name.to_owned(),
    };
    let values = import.sample.iter().filter_map(|line| line.get(at)).filter(|value| !value.is_empty());
    let values: String = values.cloned().collect::<Vec<_>>().join(", ").chars().take(SHOWN).collect();
    let present = chosen.with_untracked(|chosen| chosen[at]);
    let option = |field: Field| {
        view! { <option value=field.name() selected=present == Some(field)>{users_text::field(field)}</option> }
    };
    let choose = move |event: &web_sys::Event| {
        let field = Field::from_name(&event_target_value(event));
        chosen.update(|chosen| chosen[at] = field);
    };
    let label = text::field_of(&name);
    view! {
        <tr>
            <th scope="row" class="log-what">{name}</th>
            <td class="log-subject cell-secondary">{values}</td>
            <td>
                <div class="field-box" data-select="true">
                    <select aria-label=label on:change=choose>
                        <option value="">{text::not_used()}</option>
                        {FIELDS.map(option).into_iter().collect_view()}
                    </select>
                </div>
            </td>
        </tr>
    }
}
