// SSH signatures, and the proof of a spoken code.

const armoured = (kind, text, width) => `-----BEGIN ${kind}-----\n${lines(text, width)}\n-----END ${kind}-----\n`;

// What `ssh-keygen -Y sign -n namespace` writes.
const sign = async (key, namespace, message) => {
  const bound = [string(utf8(namespace)), string(new Uint8Array()), string(utf8("sha512"))];
  const signed = join(utf8("SSHSIG"), ...bound, string(await digest("SHA-512", message)));
  const raw = new Uint8Array(await crypto.subtle.sign(ALGORITHM, key.secret, signed));
  const inner = join(string(utf8("ssh-ed25519")), string(raw));
  const blob = join(utf8("SSHSIG"), Uint8Array.of(0, 0, 0, 1), string(key.blob), ...bound, string(inner));
  return armoured("SSH SIGNATURE", base64(blob), 70);
};

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// The ten bytes of a code as people type it, or nothing.
const codeBytes = (typed) => {
  const plain = typed.replace(/[\s.\-\u2010-\u2014]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  if (plain.length !== 16 || [...plain].some((character) => !ALPHABET.includes(character))) return null;
  let bits = 0n;
  for (const character of plain) bits = bits * 32n + BigInt(ALPHABET.indexOf(character));
  return Uint8Array.from({ length: 10 }, (_, place) => Number((bits >> BigInt(8 * (9 - place))) & 255n));
};

const proof = async (code, data, fingerprint) => {
  const bound = `clm-code-v1\n${data.send}\n${data.revision}\n${fingerprint}\n${data.who}\n`;
  const key = await crypto.subtle.importKey("raw", code, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(bound))));
};
