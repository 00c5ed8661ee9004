//! Running other programs: with their output passed through, caught, or kept in a log.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, IsTerminal, Write},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use crate::{
    failure::{Failure, Result},
    stopwatch::{Stopwatch, words},
};

/// Between two looks at a program that runs into a log.
const TICK: Duration = Duration::from_millis(200);
/// Where nobody watches a terminal, a line is printed this often while a program runs into a log.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// Lines of a log that are shown when its program failed.
const TAIL: usize = 30;

/// Runs a program with its output passed through.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    check(command, status)
}

/// Runs a program and returns what it wrote to its standard output. Its errors are passed through.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(command, &error))?;
    check(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be run and says that all is well. Says nothing itself.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Runs a program and hands each line of its standard output to `see`, which also decides what is printed.
///
/// Returns whether it succeeded.
pub fn each_line(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let stdout = child.stdout.take().expect("stdout was just asked to be piped");
    let mut reader = BufReader::new(stdout);
    let mut line = Vec::new();
    // By bytes: a test may print what is not UTF-8.
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        see(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']));
        line.clear();
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok(status.success())
}

/// Runs a program with all its output in a log file, showing that time passes. A failure carries the log's end.
pub fn logged(command: &mut Command, label: &str, log: &Path) -> Result {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(Failure::io("create", folder))?;
    }
    let file = File::create(log).map_err(Failure::io("write", log))?;
    let also = file.try_clone().map_err(Failure::io("write", log))?;
    let child = command.stdin(Stdio::null()).stdout(file).stderr(also).spawn();
    let child = child.map_err(|error| not_started(command, &error))?;
    let watch = Stopwatch::start();
    let status = wait_showing_time(child, label, &watch).map_err(|error| not_started(command, &error))?;
    let time = words(watch.elapsed());
    if status.success() {
        println!("  {label}: done in {time}");
        return Ok(());
    }
    let text = fs::read_to_string(log).unwrap_or_default();
    let end = tail(&text, TAIL);
    Err(Failure::new(format!(
        "{} failed after {time}. The end of {}:\n{end}",
        words_of(command),
        log.display()
    )))
}

fn wait_showing_time(mut child: Child, label: &str, watch: &Stopwatch) -> io::Result<ExitStatus> {
    let mut out = io::stdout();
    let terminal = out.is_terminal();
    let mut next_line = HEARTBEAT;
    println!("  {label} …");
    loop {
        if let Some(status) = child.try_wait()? {
            if terminal {
                write!(out, "\r\x1b[K\x1b[A\x1b[K")?;
            }
            return Ok(status);
        }
        let elapsed = watch.elapsed();
        if terminal {
            write!(out, "\r    {}\x1b[K", words(elapsed))?;
            out.flush()?;
        } else if elapsed >= next_line {
            println!("  {label}: still at it after {}", words(elapsed));
            next_line += HEARTBEAT;
        }
        thread::sleep(TICK);
    }
}

/// The last lines of a text, indented.
fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].iter().map(|line| format!("    {line}\n")).collect()
}

fn check(command: &Command, status: ExitStatus) -> Result {
    if status.success() {
        return Ok(());
    }
    let end = status
        .code()
        .map_or_else(|| "was ended by a signal".into(), |code| format!("failed with exit code {code}"));
    Err(Failure::new(format!("{} {end}.", words_of(command))))
}

fn not_started(command: &Command, error: &io::Error) -> Failure {
    Failure::new(format!("Could not run {}: {error}.", words_of(command)))
}

/// The program's name and its first arguments, as a person would type them.
fn words_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let shown = command.get_args().take(6).map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(name).chain(shown).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_program_as_typed_and_its_exit_code() {
        let failure = run(Command::new("/bin/sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(failure.to_string(), "sh -c exit 3 failed with exit code 3.");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failure = run(&mut Command::new("/no/such/program")).unwrap_err();
        assert!(failure.to_string().starts_with("Could not run program:"), "{failure}");
    }

    #[test]
    fn lines_are_seen_without_their_ends_even_when_not_utf_8() {
        let mut seen = Vec::new();
        let done = each_line(Command::new("/bin/sh").args(["-c", r"printf 'a\r\n\377b\nlast'"]), |line| {
            seen.push(line.to_owned());
        });
        assert!(done.unwrap());
        assert_eq!(seen, ["a", "\u{fffd}b", "last"]);
    }

    #[test]
    fn the_tail_of_a_log_is_its_last_lines() {
        assert_eq!(tail("1\n2\n3\n", 2), "    2\n    3\n");
        assert_eq!(tail("1\n", 2), "    1\n");
    }
}
