//! The store against real repositories and the real `git`.

mod crash;
mod lab;
mod reading;
mod speed;
mod writing;
