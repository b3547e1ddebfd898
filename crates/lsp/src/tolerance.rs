//! What clients send and tower-lsp would refuse, and what it answers that no client should log.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{ErrorCode, Request, Response};

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
        _ => request,
    }
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
