//! Tests of the derived states and dates: tables over acts, and a slow model to compare with.

mod acts;
mod amendments;
mod approval;
mod business_days;
mod commitment;
mod due;
mod fixture;
mod life;
mod model;
mod notices;
mod reference;
mod rules;
mod signing;
mod slow_days;
mod taken_back;
mod vectors;
mod waits;
mod witnessing;
