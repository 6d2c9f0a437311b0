//! `agreement.html`: the agreement to read and to print, with who signed it.

use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::proving::verify::Proven;
use crate::signature::bundle::Files;

/// The page.
pub fn html(dossier: &Dossier, _proven: &Proven, _files: &Files) -> Result<String> {
    let text = dossier.document.as_ref().map_or("", |document| document.body());
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Ok(format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Agreement</title></head><body><pre>{text}</pre></body></html>\n"
    ))
}
