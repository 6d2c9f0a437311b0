// The page: what is shown when, one answer at a time.

const data = JSON.parse(byId("data").textContent);
const words = data.words;
const chosen = () => document.querySelector("input[name=act]:checked")?.value;
const today = () => {
  const day = new Date();
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
};
const isOver = () => today() > data.until;

// What stands on the screen now; a browser that translated it no longer shows what was sent.
const shownDigest = async () => `sha256:${hex(await digest("SHA-256", utf8(byId("agreement").innerHTML)))}`;

const tell = (trouble) => {
  document.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  byId("trouble").textContent = trouble?.message ?? "";
  if (trouble?.field) {
    trouble.field.setAttribute("aria-invalid", "true");
    trouble.field.setAttribute("aria-errormessage", "trouble");
    trouble.field.focus();
  }
};

const show = () => {
  const act = chosen();
  for (const element of document.querySelectorAll("[data-when]")) {
    element.hidden = !element.dataset.when.split(" ").includes(act);
  }
  byId("go").textContent = { respond: words.to_respond, decline: words.to_decline }[act] ?? words.to_sign;
  byId("go").hidden = !act;
  byId("own").hidden = document.querySelector("input[name=key]:checked").value !== "own";
  tell(null);
};

const answerOf = (act) => {
  const answer = { act, ...person(data) };
  if (act === "decline") answer.reason = wanted(line(byId("reason"), words, 4000), words.no_reason, byId("reason"));
  if (act === "sign" && !byId("consent").checked) throw new Trouble(words.no_consent, byId("consent"));
  if (act === "respond") {
    Object.assign(answer, { comments: comments(words), changes: changes(data) });
    if (answer.comments.length + answer.changes.length === 0) throw new Trouble(words.no_words, byId("add-comment"));
  }
  return answer;
};

const make = async () => {
  const act = chosen();
  if (!act) throw new Trouble(words.no_choice, document.querySelector("input[name=act]"));
  if (act === "sign" && isOver()) throw new Trouble(overWords());
  const answer = answerOf(act);
  const shown = await shownDigest();
  if (shown !== data.shown) throw new Trouble(filled(words.altered, data));
  return { act, answer, reply: await replyTo(answer, data, await chosenKey(words), shown) };
};

const present = ({ act, answer, reply }) => {
  byId("done").textContent = { sign: words.signed, decline: words.declined }[act] ?? words.responded;
  byId("said").textContent = [answer.name, answer.capacity, data.party].filter(Boolean).join(", ");
  byId("fingerprint").textContent = reply.fingerprint;
  byId("text").value = reply.text;
  URL.revokeObjectURL(byId("save").href);
  byId("save").href = URL.createObjectURL(new Blob([reply.file], { type: "application/json" }));
  byId("save").download = reply.name;
  byId("copied").textContent = "";
  byId("form").hidden = true;
  byId("result").hidden = false;
  document.body.classList.toggle("answered", act === "sign");
  byId("done").focus();
};

const submit = async (event) => {
  event.preventDefault();
  if (byId("go").disabled) return;
  tell(null);
  byId("go").disabled = true;
  byId("go").textContent = words.busy;
  let trouble = null;
  try {
    present(await make());
  } catch (error) {
    trouble = error instanceof Trouble ? error : new Trouble(filled(words.failed, { why: error.message }));
  }
  byId("go").disabled = false;
  show();
  if (trouble) tell(trouble);
};

const copy = async () => {
  const text = byId("text");
  try {
    await navigator.clipboard.writeText(text.value);
    byId("copied").textContent = words.copied;
  } catch {
    text.closest("details").open = true;
    text.focus();
    text.select();
    byId("copied").textContent = words.copy_by_hand;
  }
};

const again = () => {
  byId("result").hidden = true;
  byId("form").hidden = false;
  document.body.classList.remove("answered");
  document.querySelector("input[name=act]:checked").focus();
};

const overWords = () => filled(words.over, { day: data.until_day, organisation: data.organisation });

const notice = (text) => {
  byId("over").textContent = text;
  byId("over").hidden = false;
};

const withoutSigning = () => {
  document.querySelector("input[name=act][value=sign]")?.closest("label").remove();
  notice(overWords());
};

const start = async () => {
  document.documentElement.classList.add("script");
  if (!globalThis.crypto?.subtle || !(await canMakeKeys())) {
    document.documentElement.classList.add("pen");
    notice(filled(words.old_browser, data));
    return;
  }
  if ((await shownDigest()) !== data.shown) notice(filled(words.altered, data));
  else if (isOver()) withoutSigning();
  byId("form").hidden = false;
  byId("form").addEventListener("submit", submit);
  byId("form").addEventListener("change", (event) => event.target.type === "radio" && show());
  byId("add-comment").addEventListener("click", () => addComment(data));
  byId("add-change").addEventListener("click", () => addChange(data));
  byId("copy").addEventListener("click", copy);
  byId("again").addEventListener("click", again);
  show();
};

start();
