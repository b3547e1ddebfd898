//! What goes wrong with a request, in fixed sentences: clients log them, so they never hold a word of
//! a draft.

use std::borrow::Cow;

use tower_lsp::jsonrpc::{Error, ErrorCode};

/// The protocol's `RequestFailed`: the request was understood and cannot be done.
const REQUEST_FAILED: i64 = -32803;

fn error(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Error {
    Error { code, message: message.into(), data: None }
}

/// A check or a handler has panicked.
pub(crate) fn internal() -> Error {
    error(ErrorCode::InternalError, "Aplomb could not read this text. Your draft is untouched.")
}

/// The parameters are not those of the method.
pub(crate) fn invalid_params() -> Error {
    error(ErrorCode::InvalidParams, "The request's parameters could not be read.")
}

/// What the request was about is not there any more.
pub(crate) fn content_modified() -> Error {
    error(ErrorCode::ContentModified, "The text has changed since. Ask again.")
}

/// The request cannot be done, for a reason that its sender can mend.
pub(crate) fn failed(message: impl Into<Cow<'static, str>>) -> Error {
    error(ErrorCode::ServerError(REQUEST_FAILED), message)
}
