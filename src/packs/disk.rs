//! What the operating system says of a file, in plain words.

use std::io::{Error, ErrorKind};

/// Says why a file or a folder could not be read or written, without numbers and names of the operating system.
pub fn why(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "you are not allowed to",
        ErrorKind::AlreadyExists => "there is one of that name already",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::FileTooLarge => "it would be too large for this disk",
        ErrorKind::InvalidFilename => "its name cannot be a file's name here",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "another program is using it",
        ErrorKind::TimedOut | ErrorKind::StaleNetworkFileHandle => "the disk did not answer",
        ErrorKind::OutOfMemory => "there is not enough memory",
        ErrorKind::UnexpectedEof => "it ends too early",
        _ => {
            let said = error.to_string();
            if said.contains("valid UTF-8") {
                return "it is not UTF-8 text; save it as UTF-8".to_owned();
            }
            // `Too many open files (os error 24)`: the number helps nobody.
            let words = said.split(" (os error").next().unwrap_or(&said).trim();
            let mut letters = words.chars();
            return letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::why;

    #[test]
    fn no_number_of_the_operating_system_is_told() {
        for number in [1, 2, 13, 17, 20, 21, 24, 26, 28, 30, 36, 40, 122] {
            let said = why(&Error::from_raw_os_error(number));
            assert!(!said.contains("os error") && !said.contains(char::is_numeric), "{number}: {said}");
            assert!(said.chars().next().is_some_and(char::is_lowercase), "{said}");
        }
        assert_eq!(why(&Error::from(ErrorKind::StorageFull)), "the disk is full");
    }
}
