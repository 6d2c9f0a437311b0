//! Founding a repository and its rules: who works here, with which keys and settings, in which workspaces.

pub mod config;
pub mod doctor;
pub mod init;
pub mod key;
pub mod member;
pub mod workspace;
