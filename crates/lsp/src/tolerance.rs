//! What clients send and tower-lsp would refuse, and what it answers that no client should log.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{ErrorCode, Request, Response};
use tower_lsp::lsp_types::{DidChangeTextDocumentParams, DidOpenTextDocumentParams};

use crate::errors;

/// The same request, in a form that tower-lsp takes.
pub(crate) fn admit(request: Request) -> Request {
    match request.method() {
        // lsp-types 0.94 misses members of the capabilities and refuses the whole message for one odd
        // value. They travel in the member that takes anything, and `ClientFacts` reads them there.
        "initialize" => rebuild(request, |params| {
            Some(json!({ "capabilities": {}, "initializationOptions": params }))
        }),
        "initialized" => rebuild(request, |_| Some(json!({}))),
        // Some clients send `"params": null` or `{}`, where tower-lsp wants nothing.
        "shutdown" => rebuild(request, |_| None),
        "textDocument/didOpen" => told::<DidOpenTextDocumentParams>(with_version(request)),
        "textDocument/didChange" => told::<DidChangeTextDocumentParams>(with_version(request)),
        _ => request,
    }
}

/// With a version that lsp-types takes. Older clients send `null`, as the protocol once allowed, and an edit that is
/// refused would leave us with another text than theirs.
fn with_version(request: Request) -> Request {
    const VERSION: &str = "/textDocument/version";
    let version = request.params().and_then(|params| params.pointer(VERSION));
    if version.is_some_and(|version| i32::deserialize(version).is_ok()) {
        return request;
    }
    rebuild(request, |params| {
        let mut params = params?;
        let document = params.pointer_mut("/textDocument")?.as_object_mut()?;
        let version = document.get("version").and_then(Value::as_i64).unwrap_or_default();
        let version = version.clamp(i32::MIN.into(), i32::MAX.into());
        document.insert("version".to_owned(), version.into());
        Some(params)
    })
}

/// The same notification, and a line in the log if tower-lsp cannot read it: that lets it fall and says nothing, and
/// from then on our text is not the client's any more.
fn told<P: DeserializeOwned>(request: Request) -> Request {
    if request.params().is_none_or(|params| P::deserialize(params).is_err()) {
        let method = request.method();
        tracing::error!("{method} could not be read; close the document and open it again");
    }
    request
}

fn rebuild(request: Request, params: impl FnOnce(Option<Value>) -> Option<Value>) -> Request {
    let (method, id, old) = request.into_parts();
    let mut builder = Request::build(method);
    if let Some(id) = id {
        builder = builder.id(id);
    }
    if let Some(new) = params(old) {
        builder = builder.params(new);
    }
    builder.finish()
}

/// The same answer without serde's words, which quote the parameters and so the draft.
pub(crate) fn scrub(response: Response) -> Response {
    match response.error() {
        Some(error) if error.code == ErrorCode::InvalidParams => {
            Response::from_error(response.id().clone(), errors::invalid_params())
        }
        _ => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::jsonrpc::{Error, Id};

    #[test]
    fn shutdown_is_understood_with_and_without_params() {
        for params in [Value::Null, json!({})] {
            let request = Request::build("shutdown").id(3).params(params).finish();
            assert_eq!(admit(request), Request::build("shutdown").id(3).finish());
        }
    }

    #[test]
    fn an_edit_is_read_whatever_its_version() {
        for (version, read) in [
            (json!(7), 7),
            (json!(-1), -1),
            (Value::Null, 0),
            (json!("3"), 0),
            (json!(1u64 << 31), i32::MAX),
            (json!(i64::MIN), i32::MIN),
        ] {
            let document = json!({ "uri": "untitled:a", "version": version });
            let params = json!({ "textDocument": document, "contentChanges": [{ "text": "a" }] });
            let request = Request::build("textDocument/didChange").params(params).finish();
            let params = admit(request).params().unwrap().clone();
            let params: DidChangeTextDocumentParams = serde_json::from_value(params).unwrap();
            assert_eq!(params.text_document.version, read);
            assert_eq!(params.content_changes[0].text, "a");
        }
        for odd in [json!(null), json!([]), json!({ "textDocument": 1 })] {
            let request = Request::build("textDocument/didChange").params(odd).finish();
            admit(request);
        }
    }

    #[test]
    fn odd_capabilities_do_not_keep_a_client_out() {
        let odd = json!({ "rootUri": "", "processId": -1, "capabilities": { "general": 7 } });
        let admitted = admit(Request::build("initialize").id(0).params(odd.clone()).finish());
        let params: tower_lsp::lsp_types::InitializeParams =
            serde_json::from_value(admitted.params().unwrap().clone()).unwrap();
        assert_eq!(params.initialization_options, Some(odd));
    }

    #[test]
    fn serdes_words_are_not_passed_on() {
        let leak = Error::invalid_params("invalid type: string \"Dear Maria\", expected u32");
        let scrubbed = scrub(Response::from_error(Id::Number(1), leak));
        assert_eq!(scrubbed, Response::from_error(Id::Number(1), errors::invalid_params()));
    }
}
