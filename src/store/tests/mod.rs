//! The store against real repositories and the real `git`.

mod crash;
mod lab;
mod speed;
mod writing;
