//! Tests of the derived states and dates: tables over acts, and a slow model to compare with.

mod due;
mod fixture;
mod life;
mod model;
mod reference;
mod signing;
