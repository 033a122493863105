"use strict";
// Headings of columns become buttons that sort. No less-than sign and no ampersand here: the page is
// XML as well.
document.querySelectorAll("table[data-sortable]").forEach(function (table) {
  const body = table.tBodies[0];
  const headings = Array.from(table.tHead.rows[0].cells);
  const collator = new Intl.Collator("en", { numeric: true });
  headings.forEach(function (heading, column) {
    const isNumber = heading.hasAttribute("data-number");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.textContent = "";
    heading.appendChild(button);
    button.addEventListener("click", function () {
      const now = heading.getAttribute("aria-sort");
      const first = isNumber ? "descending" : "ascending";
      const second = isNumber ? "ascending" : "descending";
      const direction = now === first ? second : first;
      const sign = direction === "ascending" ? 1 : -1;
      const keyed = Array.from(body.rows).map(function (row) {
        const cell = row.cells[column];
        return { row: row, text: cell.textContent, value: cell.dataset.value || "" };
      });
      keyed.sort(function (a, b) {
        if (!isNumber) {
          return sign * collator.compare(a.text, b.text);
        }
        // What has no value comes last, whichever the direction.
        if (a.value === "" || b.value === "") {
          return (a.value === "" ? 1 : 0) - (b.value === "" ? 1 : 0);
        }
        return sign * (Number(a.value) - Number(b.value));
      });
      keyed.forEach(function (one) { body.appendChild(one.row); });
      headings.forEach(function (other) { other.removeAttribute("aria-sort"); });
      heading.setAttribute("aria-sort", direction);
    });
  });
});
// Paper has no way to open what is closed.
window.addEventListener("beforeprint", function () {
  document.querySelectorAll("details").forEach(function (one) {
    one.dataset.wasOpen = String(one.open);
    one.open = true;
  });
});
window.addEventListener("afterprint", function () {
  document.querySelectorAll("details").forEach(function (one) {
    one.open = one.dataset.wasOpen === "true";
  });
});
