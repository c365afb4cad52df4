/* Tables of very many rows: a hundred at a time, to be leafed through, filtered and sorted. */
(function () {
  "use strict";

  var many = frontmap.many;
  var tag = many.tag;
  var ROWS = 100, PRINTED = 200;
  var tables = {};
  var compare = new Intl.Collator("en", { numeric: true }).compare;
  var firm = ["denied", "claimed", "assessed", "geolocated"];

  function statusWords(i) {
    return many.statusesOf(i).map(function (one) {
      return many.words.statuses[one[1]] + " " + many.sideName(one[0]);
    }).join(" ");
  }

  /* What the columns sort by, and what a filter looks through. */
  var KEYS = {
    places: [
      function (i) { return many.places.name[i]; },
      function (i) { return (many.places.admin1[i] || "") + ", " + (many.places.country[i] || ""); },
      statusWords,
    ],
    events: [
      function (i) { return many.sideName(many.events.actor[i]); },
      function (i) { return many.events.what[i]; },
      function (i) { return many.events.date[i] || ""; },
      function (i) { return firm.indexOf(many.events.standing[i]); },
    ],
    claims: [
      function (i) { return many.claims.what[i]; },
      function (i) { return many.claims.stated[i]; },
      function (i) { return many.claims.measured[i]; },
      function (i) { return many.words.verdicts[many.claims.verdict[i]]; },
    ],
  };
  var MORE = {
    places: function (i) { return many.places.written[i].join(" ") + " " + many.places.kind[i]; },
    events: function (i) { return many.events.standing[i]; },
    claims: function (i) { return many.claims.standing[i]; },
  };

  function Table(element) {
    var kind = element.dataset.many;
    this.kind = kind;
    this.element = element;
    this.rows = many[kind].key.map(function (_, i) { return i; });
    this.missing = kind === "places" ? (many.marks.missing.name || []).length : 0;
    if (kind === "places") {
      var group = many.marks.places.group;
      this.rows.sort(function (a, b) { return group[a] - group[b] || a - b; });
    }
    this.order = this.rows;
    this.first = 0;
    this.size = ROWS;
    this.sorted = null;
    this.words = "";
    this.texts = null;
    this.shown = false;
    this.controls();
    this.headings();
    this.look();
  }

  /* Written once its tab is open. */
  Table.prototype.look = function () {
    var tabs = frontmap.tabs;
    if (!this.shown && (!tabs || tabs.onShow(this.element))) {
      this.show();
    }
  };

  Table.prototype.button = function (text, label, act) {
    var made = tag("button", "", text);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  Table.prototype.controls = function () {
    var self = this, key = this.kind, timer = null;
    var field = tag("input", "");
    field.type = "search";
    field.id = "filter-" + key;
    field.autocomplete = "off";
    var label = tag("label", "", "Filter");
    label.htmlFor = field.id;
    this.field = field;
    this.count = tag("output", "");
    this.count.setAttribute("for", field.id);
    this.back = this.button("‹", "Earlier rows of " + key, function () { self.leaf(-1); });
    this.forth = this.button("›", "Further rows of " + key, function () { self.leaf(1); });
    field.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { self.filter(field.value); }, 120);
    });
    this.note = tag("p", "note paper-only");
    this.element.before(tag("div", "pager", label, field, this.back, this.count, this.forth), this.note);
  };

  Table.prototype.headings = function () {
    var self = this;
    this.heads = Array.from(this.element.querySelectorAll("thead th"));
    this.heads.forEach(function (head, column) {
      var made = tag("button", "sort", head.textContent);
      made.type = "button";
      made.addEventListener("click", function () { self.sort(column); });
      head.textContent = "";
      head.append(made);
      head.setAttribute("aria-sort", "none");
    });
  };

  Table.prototype.leaf = function (by) {
    this.first = Math.max(0, Math.min(this.first + by * ROWS, this.total() - 1));
    this.first -= this.first % ROWS;
    this.show();
    frontmap.say(this.count.textContent);
  };

  /* Names that no place fits stand behind the places. */
  Table.prototype.total = function () {
    return this.order.length + (this.order === this.rows ? this.missing : 0);
  };

  Table.prototype.filter = function (words) {
    var kind = this.kind;
    this.words = words.trim().toLowerCase();
    this.texts = this.texts || many[kind].key.map(function (_, i) {
      return KEYS[kind].map(function (key) { return key(i); }).concat(MORE[kind](i))
        .join(" ").toLowerCase();
    });
    this.first = 0;
    this.arrange();
    frontmap.say(this.count.textContent);
  };

  /* First up, then down, then as it was. */
  Table.prototype.sort = function (column) {
    var now = this.sorted && this.sorted.column === column ? this.sorted.down : null;
    this.sorted = now === true ? null : { column: column, down: now === false };
    this.first = 0;
    this.arrange();
    var sorted = this.sorted;
    this.heads.forEach(function (head, n) {
      head.setAttribute("aria-sort", !sorted || n !== sorted.column ? "none"
        : sorted.down ? "descending" : "ascending");
    });
  };

  Table.prototype.arrange = function () {
    var texts = this.texts, words = this.words, rows = this.rows, sorted = this.sorted;
    if (words) {
      rows = rows.filter(function (i) { return texts[i].indexOf(words) >= 0; });
    }
    if (sorted) {
      var key = KEYS[this.kind][sorted.column], turn = sorted.down ? -1 : 1;
      var values = new Map(rows.map(function (i) { return [i, key(i)]; }));
      rows = rows.slice().sort(function (a, b) {
        var one = values.get(a), other = values.get(b);
        return turn * (typeof one === "number" ? one - other : compare(one, other)) || a - b;
      });
    }
    this.order = rows;
    this.show();
  };

  Table.prototype.group = function (title) {
    var head = tag("th", "", title);
    head.colSpan = this.heads.length;
    head.scope = "rowgroup";
    return tag("tbody", "group", tag("tr", "", head));
  };

  Table.prototype.missingRow = function (n) {
    var missing = many.marks.missing, head = tag("th", "", missing.name[n]);
    var said = tag("td", "", missing.said[n]);
    head.scope = "row";
    said.colSpan = this.heads.length - 1;
    return tag("tbody", "missing", tag("tr", "", head, said));
  };

  Table.prototype.titled = function (position) {
    if (this.kind !== "places" || this.sorted || this.words) {
      return null;
    }
    return position >= this.order.length ? "Not resolved: no place fits"
      : many.words.groups[many.marks.places.group[this.order[position]]];
  };

  Table.prototype.show = function () {
    this.shown = true;
    var total = this.total(), last = Math.min(total, this.first + this.size);
    var made = document.createDocumentFragment(), title = null;
    for (var at = this.first; at < last; at++) {
      var now = this.titled(at);
      if (now !== title) {
        made.append(this.group(now));
        title = now;
      }
      made.append(at < this.order.length ? many.row(this.kind, this.order[at])
        : this.missingRow(at - this.order.length));
    }
    this.element.querySelectorAll("tbody").forEach(function (body) { body.remove(); });
    this.element.append(made);
    var number = function (value) { return value.toLocaleString("en"); };
    this.count.textContent = total ? number(this.first + 1) + "–" + number(last) + " of " + number(total)
      : "nothing fits";
    this.back.disabled = this.first === 0;
    this.forth.disabled = last >= total;
    var chosen = frontmap.chosen && document.getElementById(frontmap.chosen);
    if (chosen) {
      chosen.classList.add("chosen");
    }
    this.note.textContent = total > last - this.first
      ? "Here stand rows " + this.count.textContent + "; the page itself holds all of them." : "";
  };

  /* Bring a row onto the page, whatever is filtered. */
  Table.prototype.want = function (i, key) {
    if (!document.getElementById(key)) {
      this.shown = true;
      var at = this.order.indexOf(i);
      if (at < 0) {
        this.field.value = "";
        this.words = "";
        this.arrange();
        at = this.order.indexOf(i);
      }
      this.first = at - at % ROWS;
      this.show();
    }
    document.getElementById(key).fill();
  };

  frontmap.on("wanted", function (card) {
    var found = many.find(card), table = found && tables[found.kind + "s"];
    if (table) {
      table.want(found.i, card);
    }
  });

  document.querySelectorAll("table[data-many]").forEach(function (element) {
    tables[element.dataset.many] = new Table(element);
  });

  frontmap.on("tab", function () {
    Object.values(tables).forEach(function (table) { table.look(); });
  });

  function paper(size) {
    return function () {
      Object.values(tables).forEach(function (table) {
        table.size = size;
        table.show();
      });
    };
  }

  window.addEventListener("beforeprint", paper(PRINTED));
  window.addEventListener("afterprint", paper(ROWS));
  document.documentElement.dataset.ready = "1";
})();
