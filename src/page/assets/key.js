// Keys: one made for this answer, or the reader's own file. Neither can be taken out again, neither is stored.

const ALGORITHM = { name: "Ed25519" };
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const MAGIC = "openssh-key-v1\0";

// A length in four bytes, then the bytes.
const string = (bytes) => {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return join(length, bytes);
};

// What every SSH program knows a public key by.
const named = async (secret, raw) => {
  const blob = join(string(utf8("ssh-ed25519")), string(raw));
  const print = base64(await digest("SHA-256", blob)).replace(/=+$/, "");
  return { secret, blob, line: `ssh-ed25519 ${base64(blob)}`, fingerprint: `SHA256:${print}` };
};

const newKey = async () => {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  return named(pair.privateKey, new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
};

const canMakeKeys = async () => {
  try {
    await newKey();
    return true;
  } catch {
    return false;
  }
};

// A reader of the strings of an OpenSSH file; any length beyond the end throws.
const reader = (bytes) => {
  let at = 0;
  const take = (length) => {
    if (at + length > bytes.length) throw new Error("short");
    at += length;
    return bytes.slice(at - length, at);
  };
  const number = () => {
    const four = take(4);
    return new DataView(four.buffer).getUint32(0);
  };
  return { take, number, string: () => take(number()), word: () => new TextDecoder().decode(take(number())) };
};

// The seed and the public half in an OpenSSH private key file, or the word that says what is wrong.
const opened = (text) => {
  try {
    const armour = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----/.exec(text);
    const file = reader(fromBase64(armour[1].replace(/\s+/g, "")));
    if (new TextDecoder().decode(file.take(MAGIC.length)) !== MAGIC) return { trouble: "other_key" };
    if (file.word() !== "none") return { trouble: "locked_key" };
    file.string();
    file.string();
    if (file.number() !== 1) return { trouble: "other_key" };
    file.string();
    const inner = reader(file.string());
    if (inner.number() !== inner.number() || inner.word() !== "ssh-ed25519") return { trouble: "other_key" };
    const raw = inner.string();
    const seed = inner.string().slice(0, 32);
    return raw.length === 32 && seed.length === 32 ? { raw, seed } : { trouble: "other_key" };
  } catch {
    return { trouble: "other_key" };
  }
};

const ownKey = async ({ raw, seed }) =>
  named(await crypto.subtle.importKey("pkcs8", join(PKCS8, seed), ALGORITHM, false, ["sign"]), raw);
