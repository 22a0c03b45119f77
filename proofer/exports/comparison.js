const boxes = [...document.querySelectorAll(".filters input")];
const only = document.getElementById("only");
function show() {
  const off = new Set(boxes.filter(box => box !== only && !box.checked).map(box => box.name + "=" + box.value));
  const hidden = each => off.has("state=" + each.dataset.state) || off.has("kind=" + each.dataset.kind);
  for (const each of document.querySelectorAll("[data-state]")) {
    if (each.tagName === "LI") each.hidden = hidden(each); else each.classList.toggle("off", hidden(each));
  }
  for (const list of document.querySelectorAll(".row ul")) list.hidden = !list.querySelector("li:not([hidden])");
  for (const row of document.querySelectorAll(".row:not(.columns)"))
    row.hidden = only.checked && !row.querySelector("[data-state]:not([hidden], .off)");
}
for (const box of boxes) box.addEventListener("change", show);
show();
