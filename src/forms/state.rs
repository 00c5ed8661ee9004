//! What is on the screen, and what is wrong with it.

use domain::validation::Invalid;

use crate::backend::Failure;
use crate::platform::ids;
use crate::text::Message;
use crate::text::reasons;
use crate::view::prelude::*;

/// How a text is checked before it is sent.
pub type Check = fn(&str) -> Result<(), Invalid>;

/// One field of a form.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    /// Its name in the request body.
    pub name: &'static str,
    /// What a person reads.
    pub label: Message,
    /// What is on the screen.
    pub value: RwSignal<String>,
    /// Why it is not accepted.
    pub error: RwSignal<Option<String>>,
    saved: RwSignal<String>,
    /// What the server has refused: as long as that is on the screen, its reason stays.
    refused: StoredValue<Option<String>>,
    id: StoredValue<String>,
    check: Check,
}

impl Input {
    /// The text as it is on the screen.
    #[must_use]
    pub fn text(&self) -> String {
        self.value.get_untracked()
    }

    /// The text without spaces around it; `None` when nothing is left.
    #[must_use]
    pub fn filled(&self) -> Option<String> {
        let text = self.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// The text, if it is another than the one that is saved: for edits that name only what changes.
    #[must_use]
    pub fn changed(&self) -> Option<String> {
        untrack(|| self.is_dirty()).then(|| self.text())
    }

    /// Is it another than the one that is saved?
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.value.with(|value| self.saved.with(|saved| value != saved))
    }

    /// The id of the control.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.get_value()
    }

    /// Sets what is saved, and the screen with it unless the person has changed it (a live update must not take
    /// away what is being typed).
    pub fn reload(&self, saved: &str) {
        if !untrack(|| self.is_dirty()) {
            self.value.set(saved.to_owned());
        }
        self.saved.set(saved.to_owned());
    }

    /// Checks the text; says whether it is accepted.
    pub fn validate(&self) -> bool {
        let wrong = self.value.with_untracked(|value| (self.check)(value)).err().map(reasons::invalid);
        let accepted = wrong.is_none();
        self.error.set(wrong);
        accepted
    }

    /// On leaving the field: nothing is said about a field that nobody has filled in yet.
    pub fn left(&self) {
        // A field that is taken away with the focus in it is left after its form is gone.
        let Some(text) = self.value.try_get_untracked() else { return };
        let untouched = text.is_empty() && self.error.with_untracked(Option::is_none);
        let refused = self.refused.with_value(|refused| refused.as_ref() == Some(&text));
        if !untouched && !refused {
            self.validate();
        }
    }

    /// What is on the screen is not accepted, for a reason that the field's own check does not know.
    fn refuse(&self, message: String) {
        if self.error.try_set(Some(message)) {
            self.refused.set_value(self.value.try_get_untracked());
        }
    }
}

/// A form.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    inputs: StoredValue<Vec<Input>>,
    /// The fields in need of repair, for the summary: set on submit, kept until the next.
    pub(super) summary: RwSignal<Vec<(String, String)>>,
    /// A refusal that belongs to no field.
    pub(super) refusal: RwSignal<Option<Failure>>,
    /// The id of the summary, which takes the focus.
    pub(super) summary_id: StoredValue<String>,
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Form {
    /// A form without fields.
    #[must_use]
    pub fn new() -> Self {
        Self {
            inputs: StoredValue::new(Vec::new()),
            summary: RwSignal::new(Vec::new()),
            refusal: RwSignal::new(None),
            summary_id: StoredValue::new(ids::unique("summary")),
        }
    }

    /// Adds a field: its name in the request, its label, what is saved, and how it is checked.
    pub fn input(&self, name: &'static str, label: Message, saved: &str, check: Check) -> Input {
        let input = Input {
            name,
            label,
            value: RwSignal::new(saved.to_owned()),
            error: RwSignal::new(None),
            saved: RwSignal::new(saved.to_owned()),
            refused: StoredValue::new(None),
            id: StoredValue::new(ids::unique(name)),
            check,
        };
        self.inputs.update_value(|inputs| inputs.push(input));
        input
    }

    /// Checks every field. If one is not accepted, the summary names all of them and takes the focus.
    pub fn check(&self) -> bool {
        self.check_also(&[])
    }

    /// The same, with checks that need more than one field.
    pub fn check_also(&self, also: &[(Input, Result<(), Invalid>)]) -> bool {
        self.refusal.set(None);
        // Each is checked: a person wants to know of all at once.
        let mut wrong =
            self.inputs.with_value(|inputs| inputs.iter().filter(|input| !input.validate()).count());
        for (input, outcome) in also {
            if let Err(invalid) = outcome {
                input.refuse(reasons::invalid(*invalid));
                wrong += 1;
            }
        }
        self.summarize();
        wrong == 0
    }

    /// Checks some of the fields; says whether they are accepted.
    pub fn check_only(&self, inputs: &[Input]) -> bool {
        let accepted = inputs.iter().filter(|input| !input.validate()).count() == 0;
        if !accepted {
            self.refusal.set(None);
            self.summarize();
        }
        accepted
    }

    /// Shows what the server did not accept: at the fields where it names them, above the form where not.
    pub fn refuse(&self, failure: &Failure) {
        let mut elsewhere = failure.field_errors().is_empty();
        for error in failure.field_errors() {
            let message = reasons::either(error.reason.as_ref(), error.invalid, &error.message);
            let input =
                self.inputs.try_with_value(|inputs| inputs.iter().find(|i| i.name == error.field).copied());
            match input.flatten() {
                Some(input) => input.refuse(message),
                None => elsewhere = true,
            }
        }
        self.refusal.try_set(elsewhere.then(|| failure.clone()));
        self.summarize();
    }

    /// Does the screen hold something that is not saved?
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.inputs.with_value(|inputs| inputs.iter().any(Input::is_dirty))
    }

    /// What is on the screen is saved now.
    pub fn saved(&self) {
        self.each(|input| input.saved.set(input.value.get_untracked()));
    }

    /// Puts back what is saved.
    pub fn discard(&self) {
        self.each(|input| input.value.set(input.saved.get_untracked()));
    }

    /// Puts these values on the screen, in the order of the fields; they are not saved by that.
    pub fn fill(&self, values: &[String]) {
        let mut values = values.iter();
        self.each(|input| values.next().into_iter().for_each(|value| input.value.set(value.clone())));
    }

    /// Something is done with each field, and what was wrong before is no more.
    fn each(&self, mut run: impl FnMut(&Input)) {
        let _ = self.inputs.try_with_value(|inputs| {
            for input in inputs {
                run(input);
                input.error.set(None);
            }
        });
        self.summary.try_set(Vec::new());
        self.refusal.try_set(None);
    }

    fn summarize(&self) {
        let wrong = self.inputs.try_with_value(|inputs| {
            inputs
                .iter()
                .filter_map(|input| {
                    let error = input.error.get_untracked()?;
                    Some((input.id(), [&input.label, ": ", &error].concat()))
                })
                .collect::<Vec<_>>()
        });
        let Some(wrong) = wrong else { return };
        let due = !wrong.is_empty() || self.refusal.with_untracked(Option::is_some);
        self.summary.set(wrong);
        if due {
            let id = self.summary_id.get_value();
            request_animation_frame(move || crate::platform::focus::to_id(&id));
        }
    }
}
