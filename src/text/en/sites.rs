//! The sentences of the pages under `pages/sites`.

use super::common::sentences;

sentences! {
    title = "Sites";
}
