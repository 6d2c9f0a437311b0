// Comments, and changes of wording asked for: lists that grow and shrink.

let entryCount = 0;

const part = (entry, name) => entry.querySelector(`[data-part=${name}]`);

const option = (value, label) => {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = label;
  return element;
};

const shortened = (text) => {
  const line = text.replace(/\s+/g, " ").trim();
  return [...line].length > 70 ? `${[...line].slice(0, 69).join("")}…` : line;
};

// Puts a new entry at the end of a list and the cursor into it.
const addEntry = (list, template, prepare, back) => {
  const entry = byId(template).content.firstElementChild.cloneNode(true);
  entryCount += 1;
  for (const label of entry.querySelectorAll("label[data-label]")) {
    const control = part(entry, label.dataset.label);
    control.id = `entry-${entryCount}-${label.dataset.label}`;
    label.htmlFor = control.id;
  }
  prepare(entry);
  part(entry, "remove").addEventListener("click", () => {
    entry.remove();
    back.focus();
  });
  byId(list).append(entry);
  entry.querySelector("select").focus();
};

const addComment = (data) => {
  const prepare = (entry) => {
    for (const { name, title } of data.clauses) {
      const numbered = /^\d/.test(name);
      part(entry, "about").append(option(name, numbered ? `§ ${name} ${shortened(title)}` : shortened(title)));
    }
  };
  addEntry("comments", "comment-entry", prepare, byId("add-comment"));
};

const addChange = (data) => {
  const prepare = (entry) => {
    const passage = part(entry, "passage");
    data.blocks.forEach(({ text, clause }, place) => {
      const before = clause && /^\d/.test(clause) ? `§ ${clause} · ` : "";
      passage.append(option(place, before + shortened(text)));
    });
    const show = () => {
      part(entry, "now").value = data.blocks[Number(passage.value)]?.text ?? "";
    };
    passage.addEventListener("change", show);
    show();
  };
  addEntry("changes", "change-entry", prepare, byId("add-change"));
};

const entriesOf = (list) => [...byId(list).querySelectorAll(".entry")];

const comments = (words) =>
  entriesOf("comments").map((entry) => {
    const clause = part(entry, "about").value.slice(0, 200);
    const text = wanted(prose(part(entry, "text"), words), words.no_comment, part(entry, "text"));
    return clause ? { clause, text } : { text };
  });

const changes = (data) => {
  const { words } = data;
  const seen = new Set();
  const asked = entriesOf("changes").map((entry) => {
    const field = part(entry, "now");
    const place = Number(part(entry, "passage").value);
    const block = data.blocks[place];
    const now = checked(field.value.normalize("NFC").replace(/\r\n?/g, "\n").replace(/\s+$/, ""), field, words, 100000);
    const same = (text) => text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/\s+$/, "");
    if (now === same(block.text)) throw new Trouble(words.no_change, field);
    if (seen.has(place)) throw new Trouble(words.twice, part(entry, "passage"));
    seen.add(place);
    const why = prose(part(entry, "why"), words);
    const change = { lines: block.lines, now, was_sha256: block.sha256 };
    return [place, why ? { ...change, why } : change];
  });
  return asked.sort(([a], [b]) => a - b).map(([, change]) => change);
};
