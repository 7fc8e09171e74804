// Opens every page of the built book in a browser, at two widths and in two themes, and fails on errors, text that overflows, and
// figures that are not drawn. SHOTS=folder keeps a picture of each page.
const { chromium } = require("playwright-core");
const fs = require("fs");
const path = require("path");

const site = path.resolve("book/book");
const pages = fs.readdirSync(site, { recursive: true })
  .filter((file) => file.endsWith(".html") && !/(^|\/)(404|print|toc|index)\.html$/.test(file));
const problems = [];

(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  for (const theme of ["light", "navy"]) {
    for (const width of [1280, 400]) {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      await context.addInitScript((theme) => localStorage.setItem("mdbook-theme", theme), theme);
      for (const file of pages) {
        const page = await context.newPage();
        const say = (what) => problems.push(`${file} (${theme}, ${width}): ${what}`);
        page.on("pageerror", (error) => say(error.message));
        page.on("console", (message) => message.type() === "error" && say(message.text()));
        await page.goto("file://" + path.join(site, file));
        const found = await page.evaluate(() => ({
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          theme: document.documentElement.className,
          heading: document.querySelector("main h1")?.textContent,
          empty: [...document.querySelectorAll("main pre code")].filter((code) => !code.textContent.trim()).length,
          figures: [...document.querySelectorAll("main figure svg")].filter((svg) => svg.getBoundingClientRect().height < 50).length,
        }));
        if (found.overflow > 1) say(`${found.overflow} pixels too wide`);
        if (!found.theme.includes(theme)) say(`shown in the theme ${found.theme}`);
        if (!found.heading) say("no heading");
        if (found.empty) say(`${found.empty} empty code blocks`);
        if (found.figures) say(`${found.figures} figures are not drawn`);
        if (process.env.SHOTS) {
          const name = `${file.replace(/\W+/g, "-")}-${theme}-${width}.png`;
          await page.screenshot({ path: path.join(process.env.SHOTS, name), fullPage: true });
        }
        await page.close();
      }
      await context.close();
    }
  }
  await browser.close();
  console.log(`${pages.length} pages, 2 widths, 2 themes: ${problems.length} problems`);
  problems.forEach((problem) => console.log(problem));
  process.exit(problems.length || !pages.length ? 1 : 0);
})();
