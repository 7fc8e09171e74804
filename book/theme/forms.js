// What the pages' forms gain from JavaScript. All of them work without it.
(() => {
  // A prediction: its options are <details>. What was chosen gets a mark.
  customElements.define('predict-box', class extends HTMLElement {
    connectedCallback() {
      this.setAttribute('role', 'group');
      this.setAttribute('aria-label', 'Prediction');
      for (const option of this.querySelectorAll('details')) {
        const [summary, ...answer] = option.children, right = /^\s*Yes\b/.test(answer[0]?.textContent);
        option.addEventListener('toggle', () => summary.classList.add(right ? 'pb-yes' : 'pb-no'), { once: true });
      }
    }
  });
  // Code never breaks inside of an option. In a table, or if it is long, it may break after `::`, and so on.
  for (const code of document.querySelectorAll('main :not(pre) > code:not(trace-player *), main .language-console > .bash')) {
    const whole = code.innerHTML.replace(/(?<=\s)-[^\s<]*/g, '<span class="whole">$&</span>');
    if (whole !== code.innerHTML) code.innerHTML = whole;
    else if (!code.childElementCount && (whole.length > 30 || code.closest('td')))
      code.innerHTML = whole.replace(/(?<=\w)(?:::|\/)(?=\w)|(?<=\w{4})(?:\((?=\w{4})|_(?=\w{4})|(?=\.\w{4}))/g, '$&<wbr>');
  }
  // Nor between a number and its unit.
  for (const cell of document.querySelectorAll('main td')) if (/^[\d.,]+ \S{1,3}$/.test(cell.textContent)) cell.classList.add('whole');
  // In print nothing is folded.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('main details:not([open])')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => opened.forEach((details) => (details.open = false)));
  // What scrolls can be scrolled by the keyboard.
  const reach = () => {
    for (const e of document.querySelectorAll('main pre > code, main .table-wrapper, main figure')) {
      if (e.scrollWidth > e.clientWidth + 1) e.tabIndex = 0;
      else e.removeAttribute('tabindex');
    }
  };
  reach();
  addEventListener('resize', reach);
  addEventListener('toggle', reach, true);
  document.fonts.addEventListener('loadingdone', reach);
})();
