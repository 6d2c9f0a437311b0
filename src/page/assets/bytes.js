"use strict";
// Bytes and their spellings.

const utf8 = (text) => new TextEncoder().encode(text);

const join = (...parts) => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const base64 = (bytes) => {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
};

const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const lines = (text, width) => text.match(new RegExp(`.{1,${width}}`, "g")).join("\n");

const digest = async (name, bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes));

const random = (length) => crypto.getRandomValues(new Uint8Array(length));

// JSON in the one spelling that is signed: sorted keys, two blanks, a final newline.
const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};

const spelled = (value) => JSON.stringify(sorted(value), null, 2) + "\n";
