//! The form below the agreement. It is hidden until the script has found that it can sign.

use super::Ask;
use crate::page::escape::{attribute, escaped};
use crate::page::words::{Form, fill};

/// The section with everything that can be answered, and the result.
pub(super) fn form(ask: &Ask<'_>, words: &Form) -> String {
    let said = |phrase: &str| escaped(&fill(phrase, &[("organisation", ask.organisation)]));
    let not_now = if ask.may_sign { String::new() } else { format!("<p class=\"notice\">{}</p>", said(words.not_now)) };
    format!(
        "<section id=\"answer\" aria-labelledby=\"answer-title\">\n<h2 id=\"answer-title\">{}</h2>\n{not_now}\
         <p id=\"over\" class=\"notice\" hidden></p>\n\
         <form id=\"form\" novalidate hidden>\n<p>{}</p>\n{}{}{}{}{}{}\
         <p id=\"trouble\" role=\"alert\"></p>\n<p><button type=\"submit\" id=\"go\">{}</button></p>\n</form>\n{}{}{}</section>\n",
        words.answer,
        said(words.nothing_leaves),
        choice(ask, words),
        who(ask, words),
        responses(words),
        decline(words),
        key(words),
        consent(ask, words, &said(words.simple)),
        words.sign,
        result(ask, words),
        template("comment-entry", &comment(words)),
        template("change-entry", &change(words)),
    )
}

fn template(id: &str, content: &str) -> String {
    format!("<template id=\"{id}\">{content}</template>\n")
}

fn choice(ask: &Ask<'_>, words: &Form) -> String {
    let option = |value: &str, label: &str, hint: &str| {
        format!(
            "<label class=\"option\"><input type=\"radio\" name=\"act\" value=\"{value}\"><span><strong>{label}</strong> <span class=\"hint\">{hint}</span></span></label>\n"
        )
    };
    let sign = if ask.may_sign { option("sign", words.sign, words.sign_hint) } else { String::new() };
    format!(
        "<fieldset class=\"choice\"><legend>{}</legend>\n{sign}{}{}</fieldset>\n",
        words.choose,
        option("respond", words.respond, words.respond_hint),
        option("decline", words.decline, words.decline_hint)
    )
}

fn field(id: &str, label: &str, attributes: &str, value: Option<&str>) -> String {
    let value = value.map(attribute).unwrap_or_default();
    format!(
        "<p class=\"field\"><label for=\"{id}\">{label}</label><input id=\"{id}\" {attributes} value=\"{value}\" maxlength=\"254\"></p>\n"
    )
}

fn who(ask: &Ask<'_>, words: &Form) -> String {
    let fixed = if ask.email.is_some() { " readonly" } else { "" };
    let email = format!("type=\"email\" autocomplete=\"email\" autocapitalize=\"none\" spellcheck=\"false\"{fixed}");
    let code = if ask.code {
        format!(
            "<p class=\"field\"><label for=\"code\">{}</label><input id=\"code\" type=\"text\" class=\"code\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" aria-describedby=\"code-hint\" maxlength=\"40\"><span class=\"hint\" id=\"code-hint\">{}</span></p>\n",
            words.code, words.code_hint
        )
    } else {
        String::new()
    };
    format!(
        "<fieldset data-when=\"sign respond decline\" hidden><legend>{}</legend>\n<p class=\"fixed\"><span>{}</span> <strong>{}</strong></p>\n{}{}{}{code}</fieldset>\n",
        words.who,
        words.party,
        escaped(ask.party),
        field("name", words.name, "type=\"text\" autocomplete=\"name\"", ask.name),
        field("email", words.email, &email, ask.email),
        field("capacity", words.capacity, "type=\"text\" autocomplete=\"organization-title\"", ask.capacity)
    )
}

fn responses(words: &Form) -> String {
    format!(
        "<fieldset data-when=\"respond\" hidden><legend>{}</legend>\n<div id=\"comments\"></div>\n<p><button type=\"button\" class=\"plain\" id=\"add-comment\">{}</button></p></fieldset>\n\
         <fieldset data-when=\"respond\" hidden><legend>{}</legend>\n<div id=\"changes\"></div>\n<p><button type=\"button\" class=\"plain\" id=\"add-change\">{}</button></p></fieldset>\n",
        words.comments, words.add_comment, words.changes, words.add_change
    )
}

/// A labelled control inside an entry; the script gives it an id.
fn part(name: &str, label: &str, control: &str) -> String {
    format!("<p class=\"field\"><label data-label=\"{name}\">{label}</label>{control}</p>")
}

fn comment(words: &Form) -> String {
    let about = format!("<select data-part=\"about\"><option value=\"\">{}</option></select>", words.whole);
    format!(
        "<div class=\"entry\">{}{}<p><button type=\"button\" class=\"plain\" data-part=\"remove\">{}</button></p></div>",
        part("about", words.about, &about),
        part("text", words.comment, "<textarea data-part=\"text\" rows=\"4\"></textarea>"),
        words.remove
    )
}

fn change(words: &Form) -> String {
    format!(
        "<div class=\"entry\">{}{}{}<p><button type=\"button\" class=\"plain\" data-part=\"remove\">{}</button></p></div>",
        part("passage", words.passage, "<select data-part=\"passage\"></select>"),
        part("now", words.wording, "<textarea data-part=\"now\" rows=\"6\"></textarea>"),
        part("why", words.why, "<textarea data-part=\"why\" rows=\"2\"></textarea>"),
        words.remove
    )
}

fn decline(words: &Form) -> String {
    format!(
        "<fieldset data-when=\"decline\" hidden><legend>{}</legend>\n<p class=\"field\"><label for=\"reason\">{}</label><textarea id=\"reason\" rows=\"4\"></textarea></p></fieldset>\n",
        words.decline, words.reason
    )
}

fn key(words: &Form) -> String {
    format!(
        "<fieldset data-when=\"sign respond decline\" hidden><legend>{}</legend>\n\
         <label class=\"option\"><input type=\"radio\" name=\"key\" value=\"new\" checked><span>{}</span></label>\n\
         <label class=\"option\"><input type=\"radio\" name=\"key\" value=\"own\"><span>{}</span></label>\n\
         <p class=\"field\" id=\"own\" hidden><label for=\"key-file\">{}</label><input id=\"key-file\" type=\"file\"></p></fieldset>\n",
        words.key, words.key_new, words.key_own, words.key_file
    )
}

fn consent(ask: &Ask<'_>, words: &Form, simple: &str) -> String {
    let sentence = ask.statement.pointer("/predicate/consent").and_then(serde_json::Value::as_str).unwrap_or_default();
    format!(
        "<fieldset data-when=\"sign\" hidden><legend>{}</legend>\n<label class=\"option agree\"><input id=\"consent\" type=\"checkbox\" aria-describedby=\"simple\"><span>{}</span></label>\n<p class=\"hint\" id=\"simple\">{simple}</p></fieldset>\n",
        words.consent,
        escaped(sentence)
    )
}

fn result(ask: &Ask<'_>, words: &Form) -> String {
    let address = ask.reply_to.map(|address| format!(" ({address})")).unwrap_or_default();
    let values = [("organisation", ask.organisation), ("address", address.as_str())];
    let said = |phrase: &str| escaped(&fill(phrase, &values));
    format!(
        "<div id=\"result\" hidden>\n<h3 id=\"done\" tabindex=\"-1\"></h3>\n<p id=\"said\"></p>\n<p>{}</p>\n\
         <p class=\"actions\"><a id=\"save\" class=\"button\" href=\"#result\">{}</a> <button type=\"button\" class=\"plain\" id=\"copy\">{}</button> <span id=\"copied\" role=\"status\"></span></p>\n\
         <dl class=\"print\"><dt>{}</dt><dd><code id=\"fingerprint\"></code></dd></dl>\n<p class=\"hint\">{}</p>\n\
         <details><summary>{}</summary><textarea id=\"text\" readonly rows=\"8\" aria-label=\"{}\"></textarea></details>\n\
         <p><button type=\"button\" class=\"plain\" id=\"again\">{}</button></p>\n</div>\n",
        said(words.send_it),
        words.save,
        words.copy,
        words.fingerprint,
        said(words.read_out),
        words.as_text,
        words.as_text,
        words.another
    )
}
