// Does in a real Chromium what a person does with a page, and prints what came of it as JSON.
//
//   node drive.mjs STORY PAGE [JSON with what the story needs]
//
// The browser is Debian's; playwright-core only drives it, and axe-core looks for what keeps people out.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createHash } from "node:crypto";
import { chromium } from "playwright-core";
import * as stories from "./stories.mjs";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const [story, file, given = "{}"] = process.argv.slice(2);
const wanted = JSON.parse(given);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const context = await browser.newContext({
  viewport: wanted.viewport ?? { width: 1200, height: 900 },
  colorScheme: wanted.dark ? "dark" : "light",
  javaScriptEnabled: story !== "withoutScript",
  acceptDownloads: true,
});
const page = await context.newPage();
page.setDefaultTimeout(90000);
// The reader's clock, where the test has one of its own.
if (wanted.clock) await page.clock.setFixedTime(new Date(wanted.clock));
const seen = { requests: [], blocked: [], errors: [] };
page.on("request", (request) => seen.requests.push(request.url()));
page.on("requestfailed", (request) => seen.blocked.push([request.url(), request.failure().errorText]));
page.on("pageerror", (error) => seen.errors.push(String(error)));
page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));

const tools = {
  wanted,
  page,
  async findings() {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  },
  sideways: () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  async saved() {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
    return { name: download.suggestedFilename(), file: readFileSync(await download.path(), "utf8") };
  },
  async shot(name) {
    if (wanted.shots) await page.screenshot({ path: `${wanted.shots}/${name}.png`, fullPage: true });
  },
  sha256: (text) => createHash("sha256").update(text, "utf8").digest("hex"),
};

try {
  await page.goto(pathToFileURL(file).href);
  if (story !== "withoutScript" && !wanted.noForm) await page.waitForSelector("#form:not([hidden])");
  const told = await stories[story](tools);
  process.stdout.write(JSON.stringify({ ...told, ...seen }));
} finally {
  await browser.close();
}
