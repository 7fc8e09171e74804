// What is checked of a page's replays.

// At every step: the same height, no text cut off, the marked line there. Runs in the page.
function steps(player) {
  const found = [], heights = new Set(), room = innerHeight - 50;
  player.touched = true;
  for (const node of player.nodes) {
    player.show(node);
    const boxes = [...player.querySelectorAll(".tp-place")].map((box) => box.offsetHeight);
    heights.add([player.offsetHeight, ...boxes].join());
    if (node.src && !player.line) found.push(`the line ${node.src} is not on the page`);
    const cut = [...player.querySelectorAll(".tp-list:not(.tp-ghost) .tp-token")].filter((token) => token.scrollWidth > token.clientWidth + 1);
    cut.forEach((token) => found.push(`cut off: ${token.textContent}`));
  }
  if (heights.size > 1) found.push("its height changes");
  if (player.offsetHeight > room) found.push(`it is ${player.offsetHeight} pixels high: it does not fit on a screen of ${room}`);
  const places = player.meta.places.length;
  if (places > 6) found.push(`${places} boxes are too many`);
  player.show(player.nodes[0]);
  return found;
}

// All orders of a tree, by its buttons alone. Runs in the page.
function orders(player) {
  for (let i = 0; i < 500; i++) {
    const options = [...player.choices.querySelectorAll(".tp-option")];
    if (/All orders/.test(options[0]?.textContent)) return player.tally.textContent;
    const open = (node) => player.ends.some((end) => !player.seen.has(end) && player.way(end).includes(node));
    const k = player.node.kids.findIndex(open);
    if (options.length) options[Math.max(k, 0)].click();
    else player.by(1);
  }
  return "not all orders can be reached";
}

async function check(page, say, url) {
  const unfold = () => page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
  await unfold();
  for (const player of await page.locator("trace-player").all()) {
    const id = await player.getAttribute("id");
    const says = (what) => say(`the replay ${id}: ${what}`);
    if (!(await player.evaluate((e) => e.nodes))) {
      says("it is not drawn");
      continue;
    }
    (await player.evaluate(steps)).forEach(says);
    const at = () => player.evaluate((e) => e.i);

    await player.locator(".tp-b-forward").click();
    await page.keyboard.press("ArrowRight");
    if ((await at()) !== 2) says("the arrow key does not step");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Home");
    if (page.url().split("#")[0] !== url) return says("an arrow key turns the page");
    if ((await at()) !== 0) says("Home does not lead to the first step");
    await page.keyboard.press("Tab");

    await page.goto(`${url}#${id}=3`);
    if ((await player.evaluate((e) => e.node.n)) !== 2) says("a link to a step does not lead there");
    if (await player.evaluate((e) => e.tree)) {
      const tally = await player.evaluate(orders);
      const [, tried, all] = tally.match(/^(\d+) of (\d+) orders tried/) ?? [];
      if (!all || tried !== all || all > 15) says(tally);
    }
  }
}

module.exports = { check };
