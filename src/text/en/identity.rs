//! The sentences of the pages under `pages/identity`.

use super::common::sentences;

sentences! {
    title = "Identity and Security";
    scim_title = "User Provisioning Integration (SCIM)";
}
