// Opens the built book in a browser and fails on what a reader would stumble over: errors, text that overflows or cannot be reached,
// figures that are not drawn, contrast in any theme, what axe finds, a map that marks another stage, what is folded in print or lost
// without JavaScript, and replays that jump, do not fit on a screen, or mark a line that is not there. What axe finds in the parts that are
// mdBook's is listed and does not fail. SHOTS=folder keeps a picture of each page. ONLY=text limits the pages.
const { chromium } = require("playwright-core");
const fs = require("fs");
const http = require("http");
const path = require("path");
const zlib = require("zlib");
const players = require("./players.js");

const site = path.resolve("book/book");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];
const MDBOOKS = "#mdbook-menu-bar, #mdbook-sidebar-toggle-anchor, #mdbook-search-wrapper, #mdbook-help-container, .nav-wrapper, .nav-wide-wrapper";
const THEMES = ["light", "rust", "coal", "navy", "ayu"];
const pages = fs.readdirSync(site, { recursive: true })
  .filter((file) => file.endsWith(".html") && !/(^|\/)(404|print|toc|index)\.html$/.test(file))
  .filter((file) => file.includes(process.env.ONLY ?? ""));
const holding = (what) => pages.filter((file) => fs.readFileSync(path.join(site, file), "utf8").includes(what));
const problems = [], theirs = new Set();

// What is to be seen of a page in any browser: runs in it.
function look() {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const found = [];
  if (wide > 1) found.push(`${wide} pixels too wide`);
  if (!document.querySelector("main h1")) found.push("no heading");
  const map = document.querySelector(".stage-map"), stage = map?.dataset.page.match(/^stage0(\d)/)?.[1];
  const marked = [...map.children].filter((link) => getComputedStyle(link).getPropertyValue("--position") === "static").map((link) => link.innerText[0]);
  if (map.checkVisibility() !== !!stage || marked.join() !== (stage ?? "")) found.push(`the map of the stages marks ${marked}`);
  for (const code of document.querySelectorAll("main pre code")) if (!code.textContent.trim()) found.push("an empty code block");
  for (const svg of document.querySelectorAll("main figure svg")) if (svg.getBoundingClientRect().height < 50) found.push("a figure is not drawn");
  for (const e of document.querySelectorAll("main pre > code, main .table-wrapper, main figure")) {
    const hidden = e.scrollWidth - e.clientWidth;
    if (hidden > 1 && (getComputedStyle(e).overflowX !== "auto" || e.tabIndex < 0)) found.push(`${hidden} pixels of ${e.className} cannot be reached`);
  }
  return found;
}

// The same in print, or without JavaScript: what is folded is there.
function folded(print) {
  const seen = (e) => e.getBoundingClientRect().height > 0 && e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const found = [];
  if (!print) document.querySelectorAll("main details").forEach((details) => (details.open = true));
  for (const li of document.querySelectorAll("trace-player ol li")) if (!seen(li)) found.push(`a replay does not say: ${li.textContent}`);
  for (const details of document.querySelectorAll("main details")) {
    for (const e of details.children) if (!seen(e)) found.push(`folded: ${e.textContent.trim().slice(0, 40)}`);
  }
  return found.slice(0, 3);
}

// Every page in the light theme and one more; a page with forms in all.
async function contrast(page, say, url, nth) {
  await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
  await page.addStyleTag({ content: "main pre > code { background: var(--code) !important }" }); // axe cannot see through a gradient
  await page.evaluate(axe);
  const forms = await page.locator("trace-player, predict-box").count();
  for (const theme of forms ? THEMES : [THEMES[0], THEMES[1 + (nth % 4)]]) {
    const rules = theme === "light" ? { type: "tag", values: ["wcag2a", "wcag2aa", "best-practice"] } : { type: "rule", values: ["color-contrast"] };
    const [ours, mdbooks] = await page.evaluate(async ([theme, runOnly, mdbook]) => {
      document.getElementById(`mdbook-theme-${theme}`).click();
      document.getAnimations().forEach((animation) => animation.finish());
      const { violations } = await axe.run({ exclude: [["#mdbook-sidebar"]] }, { runOnly, resultTypes: ["violations"], preload: false });
      const found = violations.flatMap((v) => v.nodes.map((n) => ({ is: `${v.id}: ${n.target} ${n.any[0]?.message ?? ""}`, at: n.target[0] })));
      const isTheirs = ({ at }) => document.querySelector(at)?.closest(mdbook);
      return [found.filter((f) => !isTheirs(f)), found.filter(isTheirs)].map((list) => list.map((f) => f.is));
    }, [theme, rules, MDBOOKS]);
    ours.slice(0, 3).forEach((what) => say(`in ${theme}: ${what}`));
    mdbooks.forEach((what) => theirs.add(what));
  }
}

// Runs `visit` on each page, four at a time.
async function each(browser, options, files, visit, base = "file://" + site + "/") {
  const queue = [...files];
  const work = async () => {
    for (let file; (file = queue.shift()); ) {
      const context = await browser.newContext({ reducedMotion: "reduce", ...options }); // with a theme of its own
      const page = await context.newPage();
      const say = (what) => problems.push(`${file} (${options.viewport?.width ?? "any"} px): ${what}`);
      page.on("pageerror", (error) => say(error.message));
      page.on("console", (message) => message.type() === "error" && say(message.text()));
      await page.goto(base + file);
      await visit(page, say, base + file, files.indexOf(file)).catch((error) => say(error.message.split("\n")[0]));
      await context.close();
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const server = http.createServer((request, response) => {
    let file = path.join(site, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (file.endsWith(path.sep)) file += "index.html";
    const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
    if (!fs.existsSync(file)) return response.writeHead(404, { "content-type": "text/html" }).end(fs.readFileSync(path.join(site, "404.html")));
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" }).end(fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  for (const viewport of SIZES) await each(browser, { viewport }, pages, async (page, say) => {
    await page.evaluate(() => document.fonts.ready);
    (await page.evaluate(look)).forEach(say);
    if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${page.url().replace(/\W+/g, "-").slice(-60)}-${viewport.width}.png`), fullPage: true });
  });
  const chapters = pages.filter((file) => !file.startsWith("code/"));
  await each(browser, { viewport: SIZES[0] }, chapters, contrast);
  const forms = [...new Set([...holding("<details"), ...holding("<trace-player")])];
  await each(browser, {}, forms, async (page, say) => {
    await page.emulateMedia({ media: "print" });
    (await page.evaluate(folded, true)).forEach((what) => say(`in print, ${what}`));
  });
  if (!process.env.ONLY) await each(browser, {}, ["print.html"], async (page, say) => {
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(() => [...document.querySelectorAll("main h1")].filter((h) => h.checkVisibility()).map((h) => h.innerText));
    if (!shown.includes("Glossary") || shown.some((title) => title.startsWith("The code:"))) say(`the whole book in print has ${shown}`);
  });
  await each(browser, { javaScriptEnabled: false }, forms, async (page, say) => {
    (await page.evaluate(folded, false)).forEach((what) => say(`without JavaScript, ${what}`));
  });
  const served = `http://127.0.0.1:${server.address().port}/`;
  await each(browser, {}, ["no/such/page.html"], async (page, say) => {
    problems.splice(0, problems.length, ...problems.filter((problem) => !/page.html.*status of 404/.test(problem))); // that is what it is about
    await page.locator("main p a").first().click();
    if (page.url() !== `${served}introduction.html`) say("the page for wrong addresses does not lead home");
  }, served);
  const replays = holding("<trace-player");
  for (const viewport of SIZES) await each(browser, { viewport }, replays, players.check, served);

  const theme = ["trace-player.js", "trace-player.css"].map((file) => fs.readFileSync(path.join("book/theme", file)));
  const size = zlib.gzipSync(Buffer.concat(theme), { level: 9 }).length;
  if (size > 12000) problems.push(`the player has ${size} bytes, and may have 12000`);

  server.close();
  await browser.close();
  console.log(`${pages.length} pages, ${forms.length} with something folded, ${replays.length} with replays; the player: ${size} bytes; ${problems.length} problems`);
  if (theirs.size) console.log(`mdBook's own, by axe: ${[...theirs].join("; ")}`);
  problems.forEach((problem) => console.log(problem));
  process.exit(problems.length || !pages.length ? 1 : 0);
})();
