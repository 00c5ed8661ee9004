//! Another password of one's own.

use api::NoParams;
use api::sessions::{ChangePassword, PasswordChange};
use domain::validation;

use crate::backend::{Call, use_write};
use crate::forms::{Form, FormFrame, FormText, PasswordOf};
use crate::layout::use_session;
use crate::text::{me as text, sign_in};
use crate::ui::{Button, Card, InputKind, Variant, use_toasts};
use crate::view::prelude::*;

/// The password that is, and the one that shall be.
#[component]
pub(super) fn Password() -> View {
    let username = use_session().identity.with_untracked(|me| me.username.clone());
    let form = Form::new();
    let current = form.input("current_password", text::current_password(), "", |text| {
        validation::required(text, 1024).map(drop)
    });
    let password = form.input("password", sign_in::new_password(), "", |text| validation::password(text, ""));
    let toasts = use_toasts();
    let write = use_write();
    let name = username.clone();
    let submit = move |()| {
        let (current_password, new) = (current.text(), password.text());
        if form.check_also(&[(password, validation::password(&new, &name))]) {
            let change = PasswordChange { current_password, password: new };
            write.run(Call::<ChangePassword>::new(NoParams {}).body(change), move |outcome| match outcome {
                Ok(_) => {
                    form.discard();
                    toasts.success(sign_in::set_done());
                }
                Err(failure) => form.refuse(&failure),
            });
        }
    };
    view! {
        <Card title=text::change_password()>
            <FormFrame form on_submit=submit>
                <PasswordOf username />
                <FormText input=current kind=InputKind::Password autocomplete="current-password" />
                <FormText
                    input=password
                    hint=sign_in::password_hint()
                    kind=InputKind::Password
                    autocomplete="new-password"
                />
                <div>
                    <Button
                        label=text::change_password()
                        variant=Variant::Primary
                        submit=true
                        busy=write.pending
                    />
                </div>
            </FormFrame>
        </Card>
    }
}
