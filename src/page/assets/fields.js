// What was typed, read with care: each reader answers a value or throws the trouble and where it is.

class Trouble extends Error {
  constructor(words, field) {
    super(words);
    this.field = field;
  }
}

const byId = (id) => document.getElementById(id);

const filled = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// Characters that have no ink or move their neighbours: nobody should sign them unseen.
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0]|[\u{e0000}-\u{e0fff}]/u;

const checked = (text, field, words, most) => {
  const hidden = HIDDEN.exec(text.replace(/[\n\t]/g, ""));
  if (hidden) {
    const point = `U+${hidden[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    throw new Trouble(filled(words.hidden, { point }), field);
  }
  if ([...text].length > most) throw new Trouble(filled(words.too_long, { most }), field);
  return text;
};

// One line: blanks joined, one spelling for each letter.
const line = (field, words, most = 200) =>
  checked(field.value.normalize("NFC").replace(/\s+/g, " ").trim(), field, words, most);

// Several lines. What telephones put behind pictures is left out: the words are the same.
const prose = (field, words, most = 10000) =>
  checked(field.value.normalize("NFC").replace(/\r\n?/g, "\n").replace(/[\ufe0f\u200d]/g, "").trim(), field, words, most);

const wanted = (value, phrase, field) => {
  if (!value) throw new Trouble(phrase, field);
  return value;
};

const ADDRESS = /^[a-z0-9][a-z0-9_+-]*(\.[a-z0-9][a-z0-9_+-]*)*@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

const address = (data) => {
  if (data.email) return data.email;
  const typed = byId("email").value.trim().toLowerCase();
  return wanted(ADDRESS.test(typed) && typed.length <= 254 && typed, data.words.no_email, byId("email"));
};

// Who answers, common to every answer.
const person = (data) => {
  const { words } = data;
  return {
    name: wanted(line(byId("name"), words), words.no_name, byId("name")),
    email: address(data),
    capacity: line(byId("capacity"), words),
    code: data.code ? wanted(codeBytes(byId("code").value), words.no_code, byId("code")) : null,
  };
};

const chosenKey = async (words) => {
  if (document.querySelector("input[name=key]:checked").value === "new") return newKey();
  const field = byId("key-file");
  const file = wanted(field.files[0], words.no_key, field);
  const key = opened(file.size > 65536 ? "" : await file.text());
  if (key.trouble) throw new Trouble(words[key.trouble], field);
  return ownKey(key);
};
