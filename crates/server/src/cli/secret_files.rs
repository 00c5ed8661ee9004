//! Settings that are secret, from files: what is in the environment is seen by whoever may look at the process, and lands in dumps.

use std::path::Path;

use super::Error;

/// The value itself, or the first line of the file; `what` names it in words.
///
/// # Errors
/// Both are named, the file cannot be read, or there is nothing in it.
pub(super) fn value(what: &str, value: Option<String>, file: Option<&Path>) -> Result<Option<String>, Error> {
    let Some(file) = file else { return Ok(value) };
    if value.is_some() {
        return Err(Error::new(format!("Name {what} itself or the file that it is in, not both.")));
    }
    let text = std::fs::read_to_string(file)
        .map_err(|error| Error::new(format!("{} with {what} cannot be read: {error}.", file.display())))?;
    match text.lines().next().map(str::trim).filter(|line| !line.is_empty()) {
        Some(line) => Ok(Some(line.to_owned())),
        None => {
            Err(Error::new(format!("{} is to hold {what}, and its first line is empty.", file.display())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_first_line_of_the_file_counts_and_two_sources_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("url");
        fs::write(&file, "postgres://one\nrest\n").unwrap();
        assert_eq!(value("it", None, Some(&file)).unwrap().as_deref(), Some("postgres://one"));
        assert_eq!(value("it", Some("x".to_owned()), None).unwrap().as_deref(), Some("x"));
        assert_eq!(value("it", None, None).unwrap(), None);
        assert!(value("it", Some("x".to_owned()), Some(&file)).is_err());
        fs::write(&file, "\n").unwrap();
        assert!(value("it", None, Some(&file)).is_err());
        assert!(value("it", None, Some(&dir.path().join("gone"))).is_err());
    }
}
