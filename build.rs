//! Links the Linux binary at a fixed address.
//!
//! A position-independent executable of this size has some 40,000 addresses (tables of functions, mostly tantivy's and
//! clap's) that the loader must rewrite at every start: measured with callgrind, 0.8 of 2.2 million instructions of
//! `clm --version`, and the page faults that go with them. A tool that is started for every act pays that each time.

#![allow(clippy::disallowed_methods, clippy::print_stdout)] // a build script is told everything by environment and stdout

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = std::env::var("TARGET").unwrap_or_default();
    if target.ends_with("-linux-gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
