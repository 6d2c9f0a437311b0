//! Founding a repository and its rules: who works here, with which keys and settings, in which workspaces.

pub mod config;
pub mod doctor;
mod enforced;
pub mod explain;
pub mod grant;
pub mod init;
pub mod key;
pub mod member;
pub mod member_key;
pub mod people;
pub mod proposal;
pub mod team;
pub mod whoami;
pub mod workspace;
