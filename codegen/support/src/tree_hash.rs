//! Tree hashes: those of a body and of its 1 MiB parts, by which a service verifies an upload.

use aws_runtime::auth::SigV4OperationSigningConfig;
use aws_sigv4::http_request::SignableBody;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::LoadedRequestBody;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use sha2::{Digest, Sha256};

/// The size of a part.
const PART: usize = 1024 * 1024;
const OF_BODY: &str = "x-amz-content-sha256";
const OF_TREE: &str = "x-amz-sha256-tree-hash";

/// The hash of some bytes.
type Hash = [u8; 32];

/// Adds both hashes to a request, where the caller gave none, and signs that of the body.
#[derive(Debug)]
pub struct TreeHash;

#[dyn_dispatch_hint]
impl Intercept for TreeHash {
    #[inline]
    fn name(&self) -> &'static str {
        "TreeHash"
    }

    #[inline]
    fn modify_before_serialization(
        &self,
        _context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // Asks the runtime to read the body before it is signed.
        cfg.interceptor_state().store_put(LoadedRequestBody::Requested);
        Ok(())
    }

    #[inline]
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(LoadedRequestBody::Loaded(body)) = cfg.load::<LoadedRequestBody>() else {
            return Err("the body was not read before its hash is needed".into());
        };
        let (whole, tree) = (hex(&hash([body])), hex(&tree_hash(body)));
        let headers = context.request_mut().headers_mut();
        for (name, value) in [(OF_TREE, &tree), (OF_BODY, &whole)] {
            if headers.get(name).is_none() {
                headers.insert(name, value.clone());
            }
        }
        let signing = cfg.load::<SigV4OperationSigningConfig>();
        let mut signing = signing.ok_or("the operation says nothing of signatures")?.clone();
        signing.signing_options.payload_override = Some(SignableBody::Precomputed(whole));
        cfg.interceptor_state().store_put(signing);
        Ok(())
    }
}

/// The hash at the root of the tree. Its leaves are the hashes of the parts, and each node is the hash of the two below
/// it; a node without a neighbour moves up.
#[inline]
fn tree_hash(body: &[u8]) -> Hash {
    let mut level: Vec<Hash> = body.chunks(PART).map(|part| hash([part])).collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [one] => *one,
                pair => hash(pair),
            })
            .collect();
    }
    level.pop().unwrap_or_else(|| hash([[]]))
}

#[inline]
fn hash<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

#[inline]
fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
