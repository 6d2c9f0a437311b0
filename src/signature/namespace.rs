//! SSHSIG namespaces: a signature made for one purpose never serves another.

/// Commits, as git asks for them.
pub const COMMIT: &str = "git";

/// Statements on contracts.
pub const STATEMENT: &str = "clm-statement-v1";

/// Comments and changes asked for, written in a page.
pub const RESPONSE: &str = "clm-response-v1";

/// Policy files.
pub const POLICY: &str = "clm-policy-v1";

/// Manifests of bundles.
pub const MANIFEST: &str = "clm-manifest-v1";

/// Checkpoints of a history.
pub const CHECKPOINT: &str = "clm-checkpoint-v1";
