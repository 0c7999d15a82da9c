// Sample site. Draws the table that the attributes of the page describe.
const overview = document.querySelector("cv-spread-overview");
if (overview) {
  const table = document.createElement("table");
  table.innerHTML = "<thead><tr><th>Регион</th><th>Случаев</th><th>За сутки</th><th>Выздоровели</th><th>Умерли</th></tr></thead>";
  const rows = table.createTBody();
  for (const region of JSON.parse(overview.getAttribute(":spread-data"))) {
    const row = rows.insertRow();
    for (const cell of [region.title, region.sick, `+${region.sick_incr}`, region.healed, region.died]) {
      row.insertCell().textContent = typeof cell === "number" ? cell.toLocaleString("ru") : cell;
    }
  }
  overview.append(table);
}
