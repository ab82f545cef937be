// Tables that can be sorted and filtered; what was chosen stands in the address, so that a view can be shared.
// A table is complete and in its own order without this script.
(function () {
  "use strict";
  const collator = new Intl.Collator(document.documentElement.lang || "zh", { numeric: true });
  const params = new URLSearchParams(location.search);

  function remember(name, value) {
    if (value) params.set(name, value);
    else params.delete(name);
    const query = params.toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  // Of several tables on a page those after the first have their id in front of their parameters.
  function prefix(table, index) {
    return index === 0 ? "" : (table.id || "t" + index) + "-";
  }

  function valueOf(cell, numeric) {
    if (!numeric) return cell.textContent.trim();
    const number = parseFloat(cell.dataset.value ?? cell.textContent.trim().replace("−", "-"));
    return Number.isNaN(number) ? null : number; // a dash, or words
  }

  function sorter(table, name, label) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells).filter((head) => head.dataset.key);
    const original = Array.from(body.rows);

    function apply(head, direction) {
      const numeric = head.dataset.type === "number";
      const sign = direction === "desc" ? -1 : 1;
      const keyed = original.map((row, index) => ({ row, index, value: valueOf(row.cells[head.cellIndex], numeric) }));
      keyed.sort((one, other) => {
        // What has no value stands at the end in either direction.
        if (one.value === null || other.value === null) return (one.value === null) - (other.value === null) || one.index - other.index;
        const order = numeric ? one.value - other.value : collator.compare(one.value, other.value);
        return sign * order || one.index - other.index;
      });
      body.append(...keyed.map((each) => each.row));
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction === "desc" ? "descending" : "ascending");
    }

    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sp-sort";
      button.append(...head.childNodes);
      button.title = label.replace("[COLUMN]", button.textContent);
      head.append(button);
      button.addEventListener("click", () => {
        const first = head.dataset.type === "number" && head.dataset.key !== "place" ? "desc" : "asc";
        const now = head.getAttribute("aria-sort");
        const direction = !now ? first : now === "ascending" ? "desc" : "asc";
        apply(head, direction);
        remember(name + "sort", head.dataset.key);
        remember(name + "dir", direction);
      });
    }
    const wanted = heads.find((head) => head.dataset.key === params.get(name + "sort"));
    if (wanted) apply(wanted, params.get(name + "dir") === "desc" ? "desc" : "asc");
    return () => {
      body.append(...original);
      for (const each of heads) each.removeAttribute("aria-sort");
      remember(name + "sort", "");
      remember(name + "dir", "");
    };
  }

  function filter(form, table, name, unsort) {
    const rows = Array.from(table.tBodies[0].rows);
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const status = form.querySelector("output");
    const fields = Array.from(form.elements).filter((field) => field.name);

    function apply() {
      let shown = 0;
      rows.forEach((row, index) => {
        const fits = fields.every((field) => {
          const wanted = field.value.trim();
          if (!wanted) return true;
          if (field.name === "text") return wanted.toLowerCase().split(/\s+/).every((word) => texts[index].includes(word));
          return (row.dataset[field.name] || "").split(" ").includes(wanted) || row.dataset[field.name] === wanted;
        });
        row.hidden = !fits;
        shown += fits;
      });
      status.textContent = form.dataset.count.replace("[COUNT]", shown).replace("[ALL]", rows.length);
      for (const field of fields) remember(name + field.name, field.value.trim());
    }

    for (const field of fields) {
      const given = params.get(name + field.name);
      if (given !== null) field.value = given;
    }
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      unsort();
      setTimeout(apply);
    });
    apply();
  }

  const forms = Array.from(document.querySelectorAll("form.sp-tools"));
  const label = document.querySelector("[data-sort]")?.dataset.sort ?? "[COLUMN]";
  Array.from(document.querySelectorAll("table.sp-sortable")).forEach((table, index) => {
    const name = prefix(table, index);
    const unsort = sorter(table, name, label);
    const form = forms.find((each) => each.dataset.for === table.id);
    if (form) filter(form, table, name, unsort);
  });
})();
