/* By what the tables of claims and events are filtered and sorted. */
(function () {
  "use strict";

  function words(row, column) {
    return row.rows[0].cells[column].textContent.trim().toLowerCase();
  }

  /* Figures of one unit together: kilometres and degrees cannot be compared. */
  function figure(key) {
    return function (row) {
      var value = row.dataset[key];
      return value === undefined ? null : [row.dataset.unit || "", Number(value)];
    };
  }

  function compare(a, b) {
    if (Array.isArray(a)) {
      return compare(a[0], b[0]) || compare(a[1], b[1]);
    }
    return typeof a === "string" ? a.localeCompare(b) : a - b;
  }

  frontmap.tableKinds = {
    claims: {
      noun: "statements",
      chips: [{ key: "verdict", name: "Verdict", word: ".verdict" }],
      lists: [
        { key: "source", name: "Source", any: "any source" },
        { key: "side", name: "Side", any: "any side" },
        { key: "report", name: "Report", any: "any report" },
      ],
      sorts: [
        { key: "what", name: "What is stated", column: 0, of: function (row) { return words(row, 0); } },
        { key: "stated", name: "Stated", column: 1, of: figure("stated") },
        { key: "measured", name: "Measured", column: 2, of: figure("measured") },
        { key: "verdict", name: "Verdict", column: 3, of: function (row) {
          return ["contradicted", "uncertain", "supported", "unchecked"].indexOf(row.dataset.verdict);
        } },
        { key: "outside", name: "How far outside", down: true, of: function (row) {
          return row.dataset.outside === undefined ? null : Number(row.dataset.outside);
        } },
      ],
    },
    events: {
      noun: "events",
      chips: [
        { key: "side", name: "Side", word: ".side" },
        { key: "standing", name: "Standing", word: ".standing" },
      ],
      lists: [
        { key: "source", name: "Source", any: "any source" },
        { key: "date", name: "Day", any: "any day", cell: 2 },
        { key: "report", name: "Report", any: "any report" },
      ],
      sorts: [
        { key: "who", name: "Who", column: 0, of: function (row) { return words(row, 0); } },
        { key: "what", name: "What and where", column: 1, of: function (row) { return words(row, 1); } },
        { key: "when", name: "When", column: 2, of: function (row) { return row.dataset.date || null; } },
        { key: "standing", name: "Standing", column: 3, of: function (row) {
          return ["geolocated", "assessed", "claimed", "denied"].indexOf(row.dataset.standing);
        } },
      ],
    },
  };

  frontmap.compare = compare;
})();
