// What is signed, and the reply it travels in.

const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");

const signerOf = (answer, data, key) => {
  const signer = { email: answer.email, key: key.fingerprint, name: answer.name, party: data.party };
  if (answer.capacity) signer.capacity = answer.capacity;
  return signer;
};

// An in-toto statement that signs or declines.
const statementOf = (answer, data, key, shown) => {
  const statement = structuredClone(data.statement);
  const predicate = statement.predicate;
  Object.assign(predicate, { act: answer.act, claimed: now(), nonce: hex(random(16)), send: data.send });
  predicate.shown_sha256 = shown.replace("sha256:", "");
  predicate.signer = signerOf(answer, data, key);
  if (answer.act === "decline") Object.assign(predicate, { consent: data.refusal, reason: answer.reason });
  return statement;
};

// Comments and changes asked for.
const responseOf = (answer, data, key, shown) => ({
  _type: "urn:clm:response:v1",
  changes: answer.changes,
  claimed: now(),
  comments: answer.comments,
  contract: data.contract,
  nonce: hex(random(16)),
  revision: data.revision,
  send: data.send,
  shown,
  signer: signerOf(answer, data, key),
});

const ascii = (json) =>
  json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

// The signed reply: the file's text, the same for a mail, and the fingerprint.
const replyTo = async (answer, data, key, shown) => {
  const responds = answer.act === "respond";
  const content = (responds ? responseOf : statementOf)(answer, data, key, shown);
  if (answer.code) (responds ? content : content.predicate).code_hmac = await proof(answer.code, data, key.fingerprint);
  const text = spelled(content);
  const signature = await sign(key, responds ? "clm-response-v1" : "clm-statement-v1", utf8(text));
  const reply = { key: key.line, signature, [responds ? "response" : "statement"]: text, type: "urn:clm:reply:v1" };
  const file = ascii(spelled(reply));
  const name = `reply-${data.contract}-${hex(await digest("SHA-256", utf8(file))).slice(0, 8)}.json`;
  return { file, name, text: armoured("CLM REPLY", base64(utf8(file)), 64), fingerprint: key.fingerprint };
};
