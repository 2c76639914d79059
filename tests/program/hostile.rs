//! Input that was made to hurt gets an error or an answer, in bounded time.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{bundled, code, err, file, folder, out, program, run};

/// Far more than any of this takes, far less than what it would take if something were exponential.
const PATIENCE: Duration = Duration::from_secs(60);

fn timed(work: impl FnOnce()) {
    let begun = Instant::now();
    work();
    assert!(begun.elapsed() < PATIENCE, "took {:?}", begun.elapsed());
}

fn pack_with(policy: &str, manifest_more: &str) -> (tempfile::TempDir, String) {
    let home = folder();
    file(&home, "p/pack.yaml", format!("pack: p\nschema:\n  text: {{type: text}}\n{manifest_more}").as_bytes());
    file(&home, "p/a.precept", policy.as_bytes());
    let pack = home.path().join("p").display().to_string();
    (home, pack)
}

const FRAME: &str =
    "language 1\nverdicts allow < remove\npolicy X \"X\" { labels l subject text on unknown abstain }\n";

#[test]
fn lines_of_any_length_bytes_of_any_kind_and_json_of_any_depth_are_told_apart_and_counted() {
    let home = folder();
    let mut lines: Vec<u8> = Vec::new();
    let _ = writeln!(lines, "{{\"id\":\"big\",\"text\":\"{}\"}}", "word ".repeat(2_000_000));
    lines.extend_from_slice(b"{\"id\":\"bytes\",\"text\":\"\xFF\xFE\"}\n");
    let _ = writeln!(lines, "{{\"id\":\"deep\",\"text\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let _ = writeln!(
        lines,
        "{{\"id\":\"deep2\",\"more\":{}{}}}",
        "{\"a\":".repeat(50_000),
        "1".to_owned() + &"}".repeat(50_000)
    );
    let _ = writeln!(lines, "{{\"id\":\"long\",\"text\":\"{}\"}}", "x".repeat(20 << 20));
    lines.extend_from_slice(b"{\"id\":\"last\",\"text\":\"fine\"}");
    let corpus = file(&home, "c.jsonl", &lines);
    timed(|| {
        let output = run(&["run", &bundled("policies/starter"), &corpus]);
        assert_eq!(code(&output), 3, "{}", err(&output));
        let decided = out(&output);
        assert!(decided.contains("\"id\":\"big\"") && decided.contains("\"id\":\"last\""), "{}", err(&output));
        assert!(!decided.contains("\"id\":\"bytes\"") && !decided.contains("\"id\":\"long\""));
        assert!(err(&output).contains("longer than"), "{}", err(&output));
    });
}

#[test]
fn standard_input_is_read_and_a_closed_pipe_is_no_error() {
    let mut child = program(&["run", &bundled("policies/starter"), "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"{\"id\":\"a\",\"text\":\"you numpty\"}\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(code(&output) == 0 && out(&output).contains("\"verdict\":\"remove\""), "{}", err(&output));

    let mut child = program(&["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!err(&output).contains("panicked"), "{}", err(&output));
}

#[test]
fn a_billion_laughs_are_refused() {
    let mut yaml = String::from("pack: p\na: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (this, last) in
        ["b", "c", "d", "e", "f", "g", "h", "i", "j"].iter().zip(["a", "b", "c", "d", "e", "f", "g", "h", "i"])
    {
        let _ = writeln!(yaml, "{this}: &{this} [{}]", vec![format!("*{last}"); 10].join(", "));
    }
    let home = folder();
    file(&home, "p/pack.yaml", yaml.as_bytes());
    file(&home, "p/a.precept", FRAME.as_bytes());
    timed(|| {
        let output = run(&["check", &home.path().join("p").display().to_string()]);
        assert_eq!(code(&output), 1, "{}{}", out(&output), err(&output));
    });
}

#[test]
fn parentheses_two_hundred_deep_get_an_error_that_says_so() {
    let policy = format!("{FRAME}define deep = {}text has \"a\"{}\n", "(".repeat(200), ")".repeat(200));
    let (_home, pack) = pack_with(&policy, "");
    timed(|| {
        let output = run(&["check", &pack]);
        assert!(code(&output) == 1 && out(&output).contains("E004"), "{}", out(&output));
    });
    let unclosed = format!("{FRAME}define deep = {}\n", "(".repeat(1_000_000));
    let (_home, pack) = pack_with(&unclosed, "");
    timed(|| assert_eq!(code(&run(&["check", &pack])), 1));
}

#[test]
fn a_list_of_a_hundred_thousand_entries_compiles_and_finds() {
    let mut policy = String::from(FRAME);
    policy.push_str("list many { ");
    for at in 0..100_000 {
        let _ = write!(policy, "\"word{at} tail{}\", ", at % 97);
    }
    policy.push_str("}\nclause X.1 \"X\" { severity low status live \"\"\"x\"\"\" when text has many verdict remove as l violates \"word77777 tail80\" allows \"word\" }\n");
    let (_home, pack) = pack_with(&policy, "");
    timed(|| {
        let output = run(&["test", &pack]);
        assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
    });
}

#[test]
fn a_pattern_that_would_backtrack_elsewhere_takes_linear_time() {
    let policy = format!(
        "{FRAME}clause X.1 \"X\" {{ severity low status live \"\"\"x\"\"\" when text has /(a+)+b/ verdict remove as l }}\n"
    );
    let (home, pack) = pack_with(&policy, "");
    let corpus = file(&home, "c.jsonl", format!("{{\"id\":\"a\",\"text\":\"{}c\"}}\n", "a".repeat(200_000)).as_bytes());
    timed(|| {
        let output = run(&["run", &pack, &corpus]);
        assert!(code(&output) == 0 && out(&output).contains("\"verdict\":\"allow\""), "{}", err(&output));
    });
}
