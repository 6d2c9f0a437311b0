//! `clm.toml`: the organisation whose contracts a repository keeps.

/// What `clm.toml` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// Format version of the repository; this build reads 1.
    pub format: u32,
    /// The organisation's legal name, as it stands in contracts.
    pub name: String,
    /// Who usually signs for it.
    pub signatory: Option<super::party::Signatory>,
    /// IANA zone that turns moments into days, such as `Europe/Oslo`; `UTC` when absent.
    pub time_zone: chrono_tz::Tz,
    /// The workspace `new` and `import` use without `-w`.
    pub default_workspace: String,
}
