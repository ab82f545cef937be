// A league table of 3,000 units, or of `window.manyRows`, made of the rows that the page has before its own scripts run.
document.addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  const body = document.querySelector("#league tbody");
  if (!body) return;
  const rows = Array.from(body.rows);
  for (let index = rows.length; index < (window.manyRows || 3000); index++) {
    const copy = rows[index % rows.length].cloneNode(true);
    copy.querySelector("th a").textContent = "县" + index;
    for (const cell of copy.querySelectorAll(".sp-num")) cell.dataset.value = String((index * 7919) % 3001);
    body.append(copy);
  }
});
