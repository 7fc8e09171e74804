// Opens the page of a recording in a browser, at two widths, light and dark, and fails on errors, on what axe finds, on text that is too
// wide, on a replay that ends otherwise than the table says, and on a table that needs JavaScript. `node .ci/recorder.js FILE.html [LARGE.html]`.
// The second page is that of `large.js`: of many events, only a window is shown.
const { chromium } = require("playwright-core");
const fs = require("fs");
const path = require("path");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [url, large] = process.argv.slice(2).map((file) => "file://" + path.resolve(file));
const problems = [];

// Where each task of the table is at the end of the replay. Runs in the page.
function ended() {
  const player = document.querySelector("trace-player");
  player.go(Infinity);
  const { state } = player.node, wrong = [];
  for (const row of document.querySelectorAll("tbody tr")) {
    const at = state["t" + row.dataset.task]?.to, says = row.cells[1].innerText;
    const places = says.startsWith("is queued") ? ["queue"] : says.startsWith("is in a step") ? ["running"] : ["waiting", "asleep"];
    if (at && !places.includes(at)) wrong.push(`${row.cells[0].innerText}: the replay ends with it in ${at}, and the table says ${says}`);
  }
  return wrong;
}

async function visit(browser, options, say) {
  const page = await browser.newPage({ reducedMotion: "reduce", ...options });
  page.on("pageerror", (error) => say(error.stack));
  page.on("console", (message) => message.type() === "error" && say(message.text()));
  await page.goto(url);
  await page.locator("trace-player .tp-bar").waitFor();
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) say("too wide");
  const row = page.locator("tbody tr").first(), says = () => page.locator("trace-player .tp-now").textContent();
  const name = (await row.locator("th").innerText()).split("\n")[0];
  await page.locator("#from").focus();
  await page.keyboard.press("End");
  await page.locator("#strip").evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  (await page.evaluate(ended)).forEach(say);
  await row.locator("button.since").click();
  await page.waitForFunction((name) => document.querySelector("trace-player .tp-now").textContent.startsWith(name + " waits for "), name, { timeout: 5000 })
    .catch(async () => say(`the moment of ${name} begins with: ${await says()}`));
  const strip = page.locator("#strip"), { width, height } = await strip.boundingBox();
  const shows = async (at) => {
    await strip.click({ position: { x: at * (width - 1), y: height / 2 } });
    await strip.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return page.locator(".tp-count").textContent();
  };
  for (const axis of ["events", "time"]) {
    await page.locator(`#axis input[value=${axis}]`).check();
    if (!(await shows(0)).startsWith("1 /")) say(`a click at the left of the strip shows step ${await shows(0)}`);
    const [step, of] = (await shows(1)).split(" / ");
    if (step !== of) say(`a click at the right of the strip shows step ${step} of ${of}`);
  }
  await page.locator("#filters summary").click();
  const steps = () => page.locator(".tp-log > li").count();
  const all = await steps();
  await page.locator("#tasks input").first().check();
  await page.waitForFunction((all) => document.querySelectorAll(".tp-log > li").length < all, all);
  await page.locator("#none").click();
  await page.waitForFunction((all) => document.querySelectorAll(".tp-log > li").length === all, all);
  await page.locator("trace-player").focus();
  await page.keyboard.press("Home");
  if (!(await page.locator(".tp-count").textContent()).startsWith("1 /")) say("the keyboard does not step");
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run());
  for (const { id, nodes } of found.violations) say(`${id}: ${nodes.map((node) => node.target).join(" ")}`);
  await page.close();
}

async function plain(browser, say) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  if (!(await page.locator("tbody tr").first().isVisible())) say("the table needs JavaScript");
  if (await page.locator("#run").isVisible()) say("the replay is shown and does nothing");
}

async function windowed(browser, say) {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  page.on("pageerror", (error) => say(error.stack));
  await page.goto(large);
  const log = page.locator(".tp-log > li"), strip = page.locator("#strip"), { width, height } = await strip.boundingBox();
  const first = () => log.first().textContent();
  const seen = new Set();
  for (const at of [0.1, 0.5, 0.9]) {
    await strip.click({ position: { x: at * width, y: height / 2 } });
    await strip.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    seen.add(await first());
    if ((await log.count()) > 150) say(`${await log.count()} steps are shown at once`);
  }
  if (seen.size !== 3) say(`three moments of the strip show ${seen.size} windows`);
  await page.locator("#filters summary").click();
  await page.locator("#find").fill("worker 2999");
  await page.locator("#tasks input").first().check();
  await page.waitForFunction(() => [...document.querySelectorAll(".tp-log > li")].every((li) => li.textContent.includes("worker 2999")), null, { timeout: 20000 })
    .catch(async () => say(`worker 2999 is chosen, and another one is shown: ${await first()}`));
  if ((await log.count()) !== 34) say(`worker 2999 has 34 events, and ${await log.count()} are shown`);
}

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  for (const width of [1280, 390]) {
    for (const colorScheme of ["light", "dark"]) {
      await visit(browser, { viewport: { width, height: 800 }, colorScheme }, (what) => problems.push(`${width} pixels, ${colorScheme}: ${what}`));
    }
  }
  await plain(browser, (what) => problems.push(`without JavaScript: ${what}`));
  if (large) await windowed(browser, (what) => problems.push(`a large recording: ${what}`));
  await browser.close();
  problems.forEach((problem) => console.error(problem));
  process.exit(problems.length ? 1 : 0);
})();
