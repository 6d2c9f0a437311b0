//! To come.
#![allow(unused, missing_docs)]
use super::actor::Actor;
use super::recorder::Manner;
use super::resolve::Place;
use super::session::Session;
use crate::error::Result;
use crate::report::act::ActReport;

pub fn save(session: &Session, actor: &Actor, places: Option<&[Place]>, manner: &Manner<'_>) -> Result<ActReport> {
    todo!()
}
