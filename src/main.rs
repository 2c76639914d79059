//! The program `preceptor`.

use std::process::ExitCode;

fn main() -> ExitCode {
    preceptor::app::main(std::env::args_os())
}
