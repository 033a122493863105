// Returns each text whose contrast against its ground is below 4.5 (WCAG 2.1, 1.4.3).
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const context = canvas.getContext("2d", { willReadFrequently: true });
function rgba(css) {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const d = context.getImageData(0, 0, 1, 1).data;
  return [d[0], d[1], d[2], d[3] / 255];
}
function over(top, below) {
  return [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
}
function ground(element) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) {
    layers.push(rgba(getComputedStyle(e).backgroundColor));
  }
  return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
}
function luminance(c) {
  const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}
// Cells of heat maps that a text of a drawing stands on.
function shade(text, below) {
  const b = text.getBoundingClientRect();
  const x = (b.left + b.right) / 2;
  const y = (b.top + b.bottom) / 2;
  return Array.from(text.ownerSVGElement.querySelectorAll("rect")).reduce((now, rect) => {
    const r = rect.getBoundingClientRect();
    const style = getComputedStyle(rect);
    if (style.fill === "none" || r.left > x || r.right < x || r.top > y || r.bottom < y) {
      return now;
    }
    const fill = rgba(style.fill);
    fill[3] *= parseFloat(style.fillOpacity);
    return over(fill, now);
  }, below);
}
const poor = [];
document.querySelectorAll("details").forEach(d => { d.open = true; });
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || ["SCRIPT", "STYLE"].includes(element.tagName)) {
    continue;
  }
  const inDrawing = element.namespaceURI.endsWith("svg");
  const style = getComputedStyle(element);
  const plain = ground(inDrawing ? element.ownerSVGElement : element);
  const below = inDrawing ? shade(element, plain) : plain;
  const ratio = contrast(over(rgba(inDrawing ? style.fill : style.color), below), below);
  if (!(ratio >= 4.5)) {
    poor.push(ratio.toFixed(2) + " " + element.tagName + " " + element.textContent.slice(0, 60));
  }
}
return poor.slice(0, 20);
