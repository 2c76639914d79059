//! File text → [`ast::File`], whatever the text.

pub mod ast;
