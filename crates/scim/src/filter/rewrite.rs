//! What identity providers write, in the grammar of RFC 7644 (figure 1):
//!
//! | written | rewritten |
//! |---|---|
//! | `emails[type eq "work"].value eq "x"` | `emails[(type eq "work") and value eq "x"]` |
//! | `emails[type eq "work"] eq "x"` | the same |
//! | `not(…)`, `( a  eq  "x" )` | spaces where the grammar wants them, and nowhere else |
//! | `True`, `False`, `NULL` | in lower case |
//! | `externalId eq jyoung`, numbers | quoted: no attribute here is a number |
//! | `$ref` | a name that the grammar can read |

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::ScimError;
use crate::error::Quoted;

/// Stands for `$ref`, which the grammar crate does not read though RFC 7643 §2.4 names it.
const DOLLAR_REF: &str = "dollar-ref";

#[derive(Debug, PartialEq)]
enum Token<'a> {
    /// A run without spaces, quotes and brackets.
    Word(&'a str),
    /// A JSON string, with its quotes.
    Text(&'a str),
    /// One of `( ) [ ]`.
    Bracket(char),
}

/// Rewrites a filter.
pub(super) fn rewrite(text: &str) -> Result<String, ScimError> {
    let mut rewriter = Rewriter { tokens: tokens(text)?.into_iter().peekable(), out: String::new(), open: 0 };
    rewriter.expression()?;
    match rewriter.tokens.next() {
        None => Ok(rewriter.out),
        Some(token) => Err(unexpected(Some(&token), "and, or, or the end")),
    }
}

/// The name as the client wrote it.
pub(super) fn original(name: &str) -> String {
    name.replace(DOLLAR_REF, "$ref")
}

fn tokens(text: &str) -> Result<Vec<Token<'_>>, ScimError> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' | '[' | ']' => {
                found.push(Token::Bracket(first));
                1
            }
            '"' => {
                let length = quoted_length(rest)?;
                found.push(Token::Text(&rest[..length]));
                length
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"');
                let length = rest.find(ends).unwrap_or(rest.len());
                found.push(Token::Word(&rest[..length]));
                length
            }
        };
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

fn quoted_length(text: &str) -> Result<usize, ScimError> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(at + 1),
            _ => {}
        }
    }
    Err(ScimError::filter("The filter has a quotation mark that is not closed."))
}

fn unexpected(found: Option<&Token<'_>>, wanted: &str) -> ScimError {
    let found = match found {
        None => "it ends".to_owned(),
        Some(Token::Word(text) | Token::Text(text)) => format!("there is {}", Quoted(text)),
        Some(Token::Bracket(c)) => format!("there is {c}"),
    };
    ScimError::filter(format!("The filter cannot be read: {found} where {wanted} should be."))
}

fn is_comparison(word: &str) -> bool {
    ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"].iter().any(|op| op.eq_ignore_ascii_case(word))
}

struct Rewriter<'a> {
    tokens: Peekable<IntoIter<Token<'a>>>,
    out: String,
    /// Brackets open now: bounds the recursion of this reader.
    open: usize,
}

impl<'a> Rewriter<'a> {
    /// Terms joined by `and` and `or`, as they come: precedence is for the grammar.
    fn expression(&mut self) -> Result<(), ScimError> {
        self.open += 1;
        if self.open > super::MAX_DEPTH {
            return Err(ScimError::filter(format!(
                "The filter is nested more than {} deep.",
                super::MAX_DEPTH
            )));
        }
        self.term()?;
        while let Some(Token::Word(word)) = self.tokens.peek() {
            let joint = if word.eq_ignore_ascii_case("and") {
                " and "
            } else if word.eq_ignore_ascii_case("or") {
                " or "
            } else {
                break;
            };
            self.out.push_str(joint);
            self.tokens.next();
            self.term()?;
        }
        self.open -= 1;
        Ok(())
    }

    fn term(&mut self) -> Result<(), ScimError> {
        match self.tokens.next() {
            Some(Token::Bracket('(')) => self.group(),
            Some(Token::Word(word)) if self.tokens.peek() == Some(&Token::Bracket('(')) => {
                if !word.eq_ignore_ascii_case("not") {
                    return Err(unexpected(Some(&Token::Bracket('(')), "a comparison"));
                }
                self.out.push_str("not ");
                self.tokens.next();
                self.group()
            }
            Some(Token::Word(name)) => {
                self.name(name);
                if self.tokens.peek() == Some(&Token::Bracket('[')) {
                    self.value_path()
                } else {
                    self.comparison()
                }
            }
            other => Err(unexpected(other.as_ref(), "an attribute")),
        }
    }

    fn group(&mut self) -> Result<(), ScimError> {
        self.out.push('(');
        self.expression()?;
        self.close(')')?;
        self.out.push(')');
        Ok(())
    }

    fn close(&mut self, bracket: char) -> Result<(), ScimError> {
        match self.tokens.next() {
            Some(Token::Bracket(found)) if found == bracket => Ok(()),
            other => Err(unexpected(other.as_ref(), &format!("and, or, or {bracket}"))),
        }
    }

    fn name(&mut self, name: &str) {
        self.out.push_str(&name.replace("$ref", DOLLAR_REF));
    }

    /// From the opening bracket on; a comparison after the closing one goes within.
    fn value_path(&mut self) -> Result<(), ScimError> {
        self.tokens.next();
        self.out.push_str("[(");
        self.expression()?;
        self.close(']')?;
        self.out.push(')');
        let part = match self.tokens.peek() {
            Some(Token::Word(word)) if word.starts_with('.') => Some(&word[1..]),
            Some(Token::Word(word)) if is_comparison(word) || word.eq_ignore_ascii_case("pr") => None,
            _ => {
                self.out.push(']');
                return Ok(());
            }
        };
        if part.is_some() {
            self.tokens.next();
        }
        self.out.push_str(" and ");
        self.name(part.unwrap_or("value"));
        self.comparison()?;
        self.out.push(']');
        Ok(())
    }

    /// An operator, and its value.
    fn comparison(&mut self) -> Result<(), ScimError> {
        match self.tokens.next() {
            Some(Token::Word(op)) if op.eq_ignore_ascii_case("pr") => {
                self.out.push_str(" pr");
                Ok(())
            }
            Some(Token::Word(op)) if is_comparison(op) => {
                self.out.push(' ');
                self.out.push_str(&op.to_ascii_lowercase());
                self.out.push(' ');
                self.value()
            }
            other => Err(unexpected(other.as_ref(), "an operator such as eq")),
        }
    }

    fn value(&mut self) -> Result<(), ScimError> {
        match self.tokens.next() {
            Some(Token::Text(text)) => self.out.push_str(text),
            Some(Token::Word(word)) => {
                let lower = word.to_ascii_lowercase();
                if matches!(lower.as_str(), "true" | "false" | "null") {
                    self.out.push_str(&lower);
                } else {
                    self.out.push_str(&serde_json::Value::from(word).to_string());
                }
            }
            other => return Err(unexpected(other.as_ref(), "a value")),
        }
        Ok(())
    }
}
