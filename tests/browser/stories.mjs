// One function a story; each answers what the test in tests/browser.rs looks at.

const typed = async ({ page, wanted }) => {
  if (wanted.name) await page.fill("#name", wanted.name);
  if (wanted.email) await page.fill("#email", wanted.email);
  if (wanted.capacity) await page.fill("#capacity", wanted.capacity);
  if (wanted.code) await page.fill("#code", wanted.code);
  if (wanted.keyFile) {
    await page.check("input[name=key][value=own]");
    await page.setInputFiles("#key-file", wanted.keyFile);
  }
};

const result = async ({ page, saved, wanted }) => {
  await page.click("#go");
  await page.waitForSelector("#result:not([hidden])");
  const focus = await page.evaluate(() => document.activeElement.id);
  const [text, fingerprint] = [await page.inputValue("#text"), await page.textContent("#fingerprint")];
  return { focus, text, fingerprint, ...(await saved()) };
};

const shown = ({ page }) => page.evaluate(() => document.getElementById("agreement").innerHTML);

export const look = async (tools) => ({ html: await shown(tools) });

export const sign = async (tools) => {
  const { page } = tools;
  await page.check("input[name=act][value=sign]");
  await typed(tools);
  await page.check("#consent");
  return { html: await shown(tools), ...(await result(tools)) };
};

export const respond = async (tools) => {
  const { page, wanted } = tools;
  await page.check("input[name=act][value=respond]");
  await typed(tools);
  await page.click("#add-comment");
  await page.selectOption("#comments .entry select", wanted.clause);
  await page.fill("#comments .entry textarea", wanted.comment);
  await page.click("#add-comment");
  await page.fill("#comments .entry:last-child textarea", "As a whole.");
  await page.click("#add-change");
  await page.selectOption("#changes .entry select", String(wanted.block));
  const was = await page.inputValue("#changes .entry [data-part=now]");
  await page.fill("#changes .entry [data-part=now]", wanted.now);
  await page.fill("#changes .entry [data-part=why]", "Because.");
  await tools.shot("respond");
  const findings = await tools.findings();
  return { was, findings, ...(await result(tools)) };
};

export const decline = async (tools) => {
  const { page, wanted } = tools;
  await page.check("input[name=act][value=decline]");
  await typed(tools);
  await page.fill("#reason", wanted.reason);
  return result(tools);
};

// Everything that is wrong at first, in turn; each must be told in the one alert and nothing made.
export const troubles = async (tools) => {
  const { page, wanted } = tools;
  const told = [];
  const go = async () => {
    await page.click("#go");
    await page.waitForFunction(() => document.getElementById("trouble").textContent);
    told.push([await page.textContent("#trouble"), await page.evaluate(() => document.activeElement.id)]);
  };
  await page.check("input[name=act][value=sign]");
  await page.fill("#name", "");
  await go();
  await page.fill("#name", "Kari\u202e Nordmann");
  await go();
  await page.fill("#name", "Kari Nordmann");
  await page.fill("#email", "kari at acme");
  await go();
  await page.fill("#email", "Kari@Acme.example");
  await page.fill("#code", "K7QM-3XPA");
  await go();
  await page.fill("#code", wanted.code);
  await go();
  await page.check("#consent");
  await page.check("input[name=key][value=own]");
  await go();
  for (const file of wanted.keyFiles) {
    await page.setInputFiles("#key-file", file);
    await go();
  }
  await page.check("input[name=key][value=new]");
  await page.check("input[name=act][value=decline]");
  await go();
  await page.check("input[name=act][value=respond]");
  await go();
  await page.click("#add-comment");
  await go();
  await page.click("#comments [data-part=remove]");
  await page.click("#add-change");
  await go();
  await tools.shot("trouble");
  return { told, findings: await tools.findings(), made: await page.isVisible("#result") };
};

// A word of the agreement changed on the screen, as translation does it.
export const altered = async (tools) => {
  const { page } = tools;
  await page.check("input[name=act][value=sign]");
  await typed(tools);
  await page.check("#consent");
  await page.evaluate(() => {
    document.querySelector("#agreement p").textContent = "Something else.";
  });
  await page.click("#go");
  await page.waitForFunction(() => document.getElementById("trouble").textContent);
  return { told: await page.textContent("#trouble"), made: await page.isVisible("#result") };
};

export const over = async ({ page, shot }) => {
  await shot("over");
  return { told: await page.textContent("#over"), sign: await page.locator("input[value=sign]").count() };
};

// Scripts and pictures that somebody put into the page afterwards.
export const injected = async ({ page }) => {
  await page.evaluate(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src='https://x.example/a.png' onerror='globalThis.ran = true'>");
    document.body.insertAdjacentHTML("beforeend", "<p id='styled' style='position: fixed'>x</p>");
  });
  await page.waitForTimeout(300);
  return page.evaluate(() => ({
    ran: globalThis.ran ?? false,
    styled: getComputedStyle(document.getElementById("styled")).position,
    violations: globalThis.violations,
  }));
};

export const everyone = async (tools) => {
  const { page, sideways, findings, shot, wanted } = tools;
  const widths = {};
  const found = {};
  const note = async (state) => {
    found[state] = await findings();
    widths[state] = await sideways();
    await shot(`${wanted.label}-${state}`);
  };
  await note("start");
  await page.check("input[name=act][value=respond]");
  await page.click("#add-comment");
  await page.click("#add-change");
  await note("respond");
  await page.check("input[name=act][value=sign]");
  await typed(tools);
  await page.check("#consent");
  await note("sign");
  await page.click("#go");
  await page.waitForSelector("#result:not([hidden])");
  await page.click("summary");
  await note("result");
  const targets = await page.evaluate(() =>
    [...document.querySelectorAll("button, .button, select, input:not([type=radio]):not([type=checkbox])")]
      .filter((element) => element.offsetParent && element.getBoundingClientRect().height < 43)
      .map((element) => element.id),
  );
  return { widths, found, targets };
};

// From the top of the page to the saved reply with keys alone.
export const keyboard = async (tools) => {
  const { page } = tools;
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.value);
  const to = async (wanted) => {
    for (let step = 0; step < 40; step += 1) {
      if ((await focus()) === wanted) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never reaches ${wanted}`);
  };
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  await page.keyboard.press("Enter");
  await to("sign");
  await page.keyboard.press("Space");
  await to("name");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Kari Nordmann");
  await to("email");
  await page.keyboard.type(tools.wanted.email);
  await to("consent");
  await page.keyboard.press("Space");
  await to("go");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#result:not([hidden])");
  const after = await focus();
  await to("copy");
  return { first, after };
};

export const withoutScript = async (tools) => {
  const { page, shot, wanted } = tools;
  await shot("no-script");
  return {
    form: await page.locator("#form").isVisible(),
    paper: await page.locator("#paper").isVisible(),
    told: await page.locator("noscript").textContent(),
    text: await page.locator("#agreement").textContent(),
  };
};

export const printed = async (tools) => {
  const { page, wanted } = tools;
  if (wanted.answer) {
    await page.check("input[name=act][value=sign]");
    await typed(tools);
    await page.check("#consent");
    await page.click("#go");
    await page.waitForSelector("#result:not([hidden])");
  }
  await page.pdf({ path: wanted.pdf, preferCSSPageSize: true });
  return { findings: wanted.noForm ? await tools.findings() : [] };
};
