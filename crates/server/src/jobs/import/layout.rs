//! A line of a file as a person: which cell is which field, and what is wrong with it before any rule is asked.

use crate::csv::columns::plain;
use crate::people::Judge;
use api::jobs::RowProblem;
use api::users::{NewUser, UserEdit};
use api::users_import::ImportCheck;
use domain::validation::Invalid;
use domain::{Field, RowFault};

/// Which cell is which field.
#[derive(Debug, Clone)]
pub struct Layout {
    header: Vec<String>,
    columns: Vec<(usize, Field)>,
    clear_empty: bool,
}

/// A line as a person: as one who is new, and as a change to one who is here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What somebody new would have.
    pub new: NewUser,
    /// What would change of somebody who is here.
    pub edit: UserEdit,
    /// What is wrong with the line.
    pub problems: Vec<RowProblem>,
}

impl Layout {
    /// Of a file with those columns, as the check was told.
    #[must_use]
    pub fn new(header: Vec<String>, check: &ImportCheck) -> Self {
        let columns = check
            .mapping
            .iter()
            .filter_map(|mapped| Some((usize::try_from(mapped.column).ok()?, mapped.field)));
        Self { header, columns: columns.collect(), clear_empty: check.clear_empty }
    }

    /// The username in a line, without the spaces around it.
    #[must_use]
    pub fn username<'a>(&self, cells: &'a [String]) -> &'a str {
        let column = self.columns.iter().find(|(_, field)| *field == Field::Username);
        column.and_then(|(column, _)| cells.get(*column)).map_or("", |cell| cell.trim())
    }

    /// The line as a person.
    #[must_use]
    pub fn read(&self, cells: &[String], judge: &Judge) -> Person {
        let mut person = Person::default();
        if cells.len() != self.header.len() {
            let (values, columns) = (cells.len() as u64, self.header.len() as u64);
            person.problems.push(RowFault::UnevenLine { values, columns }.into());
            return person;
        }
        for (column, field) in &self.columns {
            let cell = cells.get(*column).map_or("", |cell| cell.trim());
            if cell.contains('\u{FFFD}') {
                let message =
                    "This holds a character that could not be read. Upload the file again with its encoding.";
                self.tell(&mut person, cells, *field, Invalid::HiddenCharacter, message.to_owned());
                continue;
            }
            match field {
                Field::Site => self.site(&mut person, cells, cell, judge),
                Field::License => self.license(&mut person, cells, cell, judge),
                Field::DirectoryVisible => self.directory(&mut person, cells, cell),
                _ => self.text(&mut person, *field, cell),
            }
        }
        person
    }

    fn text(&self, person: &mut Person, field: Field, cell: &str) {
        let filled = || Some(cell.to_owned()).filter(|cell| !cell.is_empty());
        let given = if self.clear_empty { Some(cell.to_owned()) } else { filled() };
        let Person { new, edit, .. } = person;
        match field {
            // It tells who is meant, and so never changes anybody.
            Field::Username => new.username = cell.to_owned(),
            Field::FirstName => (new.first_name, edit.first_name) = (cell.to_owned(), given),
            Field::LastName => (new.last_name, edit.last_name) = (cell.to_owned(), given),
            Field::Email => (new.email, edit.email) = (cell.to_owned(), given),
            Field::JobTitle => (new.job_title, edit.job_title) = (filled(), given),
            Field::Department => (new.department, edit.department) = (filled(), given),
            Field::PersonalContactNumber => {
                (new.personal_contact_number, edit.personal_contact_number) = (filled(), given);
            }
            Field::Extension => (new.extension, edit.extension) = (filled(), given),
            Field::PhoneNumber => (new.phone_number, edit.phone_number) = (filled(), given),
            Field::Locale => (new.locale, edit.locale) = (filled(), given),
            Field::TimeZone => (new.time_zone, edit.time_zone) = (filled(), given),
            Field::Site | Field::License | Field::DirectoryVisible | Field::Status | Field::Role => {}
        }
    }

    /// By its name, or by a former one (R13, R14). An empty cell is never a change: a site stays (R12).
    fn site(&self, person: &mut Person, cells: &[String], cell: &str, judge: &Judge) {
        if cell.is_empty() {
            return;
        }
        match judge.sites.resolve(cell) {
            Some(site) => (person.new.site_id, person.edit.site_id) = (Some(site), Some(site)),
            None => {
                let words =
                    format!("There is no site named “{cell}”. Make a site of that name, or correct it here.");
                self.tell(person, cells, Field::Site, Invalid::NotAChoice, words);
            }
        }
    }

    /// By the name of its plan. An empty cell takes a licence away only where empty cells clear.
    fn license(&self, person: &mut Person, cells: &[String], cell: &str, judge: &Judge) {
        if cell.is_empty() {
            person.edit.plan_id = self.clear_empty.then(String::new);
            return;
        }
        match judge.plan_named(cell) {
            Some(plan) => (person.new.plan_id, person.edit.plan_id) = (Some(plan), Some(plan.to_string())),
            None => {
                let words =
                    format!("There is no plan named “{cell}”. Make a plan of that name, or correct it here.");
                self.tell(person, cells, Field::License, Invalid::NotAChoice, words);
            }
        }
    }

    fn directory(&self, person: &mut Person, cells: &[String], cell: &str) {
        let visible = match plain(cell).as_str() {
            "" => return,
            "visible" | "yes" | "true" | "1" | "shown" | "sichtbar" | "ja" | "sí" | "si" => true,
            "hidden" | "no" | "false" | "0" | "verborgen" | "ausgeblendet" | "nein" | "oculto" => false,
            _ => {
                let words = "Write Visible or Hidden.".to_owned();
                return self.tell(person, cells, Field::DirectoryVisible, Invalid::NotAChoice, words);
            }
        };
        (person.new.directory_visible, person.edit.directory_visible) = (Some(visible), Some(visible));
    }

    fn tell(&self, person: &mut Person, cells: &[String], field: Field, invalid: Invalid, message: String) {
        let problem = RowProblem {
            field: Some(field.name().to_owned()),
            invalid: Some(invalid),
            ..RowProblem::told(message)
        };
        person.problems.push(self.placed(problem, cells));
    }

    /// With the column that the field stands in, and the value there.
    #[must_use]
    pub fn placed(&self, mut problem: RowProblem, cells: &[String]) -> RowProblem {
        let renamed = match problem.field.as_deref() {
            Some("site_id") => Some(Field::Site),
            Some("plan_id") => Some(Field::License),
            _ => None,
        };
        if let Some(field) = renamed {
            problem.field = Some(field.name().to_owned());
        }
        let field = problem.field.as_deref().and_then(Field::from_name);
        let column = self.columns.iter().find(|(_, of)| Some(*of) == field).map(|(column, _)| *column);
        problem.column = column.and_then(|column| self.header.get(column)).cloned();
        problem.value = column.and_then(|column| cells.get(column)).cloned();
        problem
    }
}
