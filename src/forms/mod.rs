//! Forms: the state mirrors the screen, values are checked on leaving a field by the very rules of the server
//! (`domain::validation`), and what the server refuses appears at its field. A form is never cleared by a failure.
//!
//! ```ignore
//! let form = Form::new();
//! let name = form.input("name", "Name", "", |text| validation::label(text).map(drop));
//! let save = use_mutation::<sites::Create>(move |outcome| match outcome {
//!     Ok(site) => leave(&site),
//!     Err(failure) => form.refuse(&failure),
//! });
//! let submit = move |()| if form.check() { save.run(Call::new(NoParams {}).body(NewSite { name: name.text() })) };
//! view! {
//!     <FormFrame form on_submit=submit>
//!         <FormText input=name hint="As your identity provider writes it." />
//!         <Button label="Create" submit=true busy=save.pending />
//!     </FormFrame>
//! }
//! ```

mod guard;
mod state;
mod view;

pub use guard::UnsavedGuard;
pub use state::{Check, Form, Input};
pub use view::{FormFrame, FormSelect, FormText, PasswordOf};
