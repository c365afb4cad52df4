/* Claims and events sorted and filtered; what is filtered out is faint on the map as well. */
(function () {
  "use strict";

  var page = frontmap.page;
  var out = {};
  var tables = {};

  var KINDS = frontmap.tableKinds;
  var compare = frontmap.compare;

  function make(name, className, text) {
    var made = document.createElement(name);
    made.className = className || "";
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  function Table(key, kind) {
    this.key = key;
    this.kind = kind;
    this.table = document.querySelector("table." + key);
    this.rows = Array.prototype.slice.call(this.table.querySelectorAll("tbody[id]"));
    this.state = {};
    this.heads = {};
    this.fields = {};
    this.build();
    this.apply();
  }

  Table.prototype.values = function (facet) {
    var counts = new Map();
    this.rows.forEach(function (row) {
      var value = row.dataset[facet.key] || "";
      var one = counts.get(value) || { value: value, count: 0, row: row };
      one.count += 1;
      counts.set(value, one);
    });
    return Array.from(counts.values());
  };

  Table.prototype.build = function () {
    var bar = make("div", "filters");
    var self = this;
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Filter and sort the " + this.kind.noun);
    this.kind.chips.forEach(function (facet) {
      var values = self.values(facet);
      if (values.length > 1) {
        bar.appendChild(self.chips(facet, values));
      }
    });
    var lists = make("div", "lists");
    this.kind.lists.forEach(function (facet) {
      var values = self.values(facet);
      if (values.length > 1) {
        lists.appendChild(self.list(facet, values));
      }
    });
    lists.append(this.search(), this.order());
    this.shown = make("p", "shown");
    this.shown.setAttribute("role", "status");
    this.reset = make("button", "reset", "Show all");
    this.reset.type = "button";
    this.reset.addEventListener("click", function () {
      self.set({ sort: self.state.sort, down: self.state.down });
      self.fields.text.focus();
    });
    var foot = make("div", "result");
    foot.append(this.shown, this.reset);
    bar.append(lists, foot);
    this.table.before(bar, make("p", "note on-paper",
      "All " + this.rows.length + " " + this.kind.noun + " are printed: paper leaves nothing out."));
    this.sortable();
  };

  Table.prototype.chips = function (facet, values) {
    var self = this;
    var set = make("div", "chips");
    set.setAttribute("role", "group");
    set.setAttribute("aria-label", facet.name);
    this.fields[facet.key] = {};
    var known = facet.key === "verdict"
      ? ["supported", "contradicted", "uncertain", "unchecked"]
      : facet.key === "standing" ? ["geolocated", "assessed", "claimed", "denied"] : [];
    values.sort(function (a, b) { return known.indexOf(a.value) - known.indexOf(b.value); });
    values.forEach(function (one) {
      var label = make("label");
      var box = make("input");
      box.type = "checkbox";
      var word = one.row.rows[0].querySelector(facet.word);
      label.append(box, word ? word.cloneNode(true) : one.value, make("b", "", String(one.count)));
      box.addEventListener("change", function () {
        var wanted = values.filter(function (other) {
          return self.fields[facet.key][other.value].checked;
        }).map(function (other) { return other.value; });
        self.change(facet.key, wanted.length ? wanted : undefined);
      });
      self.fields[facet.key][one.value] = box;
      set.appendChild(label);
    });
    return set;
  };

  Table.prototype.list = function (facet, values) {
    var self = this;
    var field = make("select");
    field.setAttribute("aria-label", facet.name);
    field.appendChild(make("option", "", facet.any)).value = "";
    values.map(function (one) {
      var text = facet.cell === undefined
        ? one.value : one.row.rows[0].cells[facet.cell].textContent.trim();
      return { value: one.value || "-", text: one.value ? text : "undated", count: one.count };
    }).sort(function (a, b) { return a.value.localeCompare(b.value); }).forEach(function (one) {
      field.appendChild(make("option", "", one.text + " (" + one.count + ")")).value = one.value;
    });
    field.addEventListener("change", function () {
      self.change(facet.key, field.value || undefined);
    });
    this.fields[facet.key] = field;
    return field;
  };

  Table.prototype.search = function () {
    var self = this;
    var field = make("input");
    field.type = "search";
    field.placeholder = "find words";
    field.setAttribute("aria-label", "Words in the " + this.kind.noun);
    field.addEventListener("input", function () {
      self.change("text", field.value.trim() || undefined);
    });
    this.fields.text = field;
    return field;
  };

  Table.prototype.order = function () {
    var self = this;
    var field = make("select");
    field.setAttribute("aria-label", "Sort the " + this.kind.noun);
    field.appendChild(make("option", "", "in the order of the text")).value = "";
    this.kind.sorts.forEach(function (sort) {
      [["", sort.down ? "least" : "ascending"], ["-", sort.down ? "most" : "descending"]]
        .slice(sort.down ? 1 : 0).forEach(function (way) {
          var text = "by " + sort.name.toLowerCase() + (way[0] ? ", " + way[1] + " first" : "");
          text = sort.down ? "by " + sort.name.toLowerCase() : text.replace("ing first", "ing");
          field.appendChild(make("option", "", text)).value = way[0] + sort.key;
        });
    });
    field.addEventListener("change", function () {
      var down = field.value[0] === "-";
      self.sort(field.value.slice(down ? 1 : 0), down);
    });
    this.fields.sort = field;
    return field;
  };

  /* Columns sort by a button in their head: up, down, and back to the order of the text. */
  Table.prototype.sortable = function () {
    var self = this;
    var heads = this.table.tHead.rows[0].cells;
    this.kind.sorts.forEach(function (sort) {
      if (sort.column === undefined) {
        return;
      }
      var head = heads[sort.column];
      var button = make("button", "sort", head.textContent);
      button.type = "button";
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var same = self.state.sort === sort.key;
        self.sort(same && self.state.down ? "" : sort.key, same && !self.state.down);
      });
      self.heads[sort.key] = head;
    });
  };

  Table.prototype.sort = function (key, down) {
    this.state.sort = key || undefined;
    this.state.down = (key && down) || undefined;
    this.apply();
    frontmap.tell("filters", frontmap.filters.get());
  };

  Table.prototype.change = function (key, value) {
    this.state[key] = value;
    this.apply();
    frontmap.tell("filters", frontmap.filters.get());
  };

  Table.prototype.fits = function (row) {
    var state = this.state;
    var self = this;
    var lists = this.kind.lists.every(function (facet) {
      return state[facet.key] === undefined || (row.dataset[facet.key] || "-") === state[facet.key];
    });
    var chips = this.kind.chips.every(function (facet) {
      return state[facet.key] === undefined || state[facet.key].indexOf(row.dataset[facet.key]) >= 0;
    });
    if (!lists || !chips || state.text === undefined) {
      return lists && chips;
    }
    self.words = self.words || new Map();
    if (!self.words.has(row)) {
      self.words.set(row, row.textContent.toLowerCase());
    }
    return state.text.toLowerCase().split(/\s+/).every(function (word) {
      return self.words.get(row).indexOf(word) >= 0;
    });
  };

  Table.prototype.apply = function () {
    var self = this;
    var count = 0;
    this.rows.forEach(function (row) {
      var fits = self.fits(row);
      row.classList.toggle("out", !fits);
      count += fits;
      dim(row.id, !fits);
    });
    this.arrange();
    var all = this.rows.length;
    this.shown.textContent = count === all
      ? "All " + all + " " + this.kind.noun : count + " of " + all + " shown";
    this.reset.disabled = count === all && !this.filtered();
    dimNames();
  };

  Table.prototype.filtered = function () {
    var state = this.state;
    return Object.keys(state).some(function (key) {
      return key !== "sort" && key !== "down" && state[key] !== undefined;
    });
  };

  Table.prototype.arrange = function () {
    var state = this.state;
    var sort = this.kind.sorts.filter(function (one) { return one.key === state.sort; })[0];
    var rows = this.rows.slice();
    if (sort) {
      rows.sort(function (a, b) {
        var x = sort.of(a), y = sort.of(b);
        /* What has no figure comes last either way. */
        if (x === null || y === null) {
          return (x === null) - (y === null);
        }
        return compare(x, y) * (state.down ? -1 : 1);
      });
    }
    rows.forEach(function (row) { this.table.appendChild(row); }, this);
    Object.keys(this.heads).forEach(function (key) {
      if (key === state.sort) {
        this.heads[key].setAttribute("aria-sort", state.down ? "descending" : "ascending");
      } else {
        this.heads[key].removeAttribute("aria-sort");
      }
    }, this);
    this.fields.sort.value = (state.down ? "-" : "") + (state.sort || "");
  };

  /* The whole state anew; what is not a choice of this table is left out. */
  Table.prototype.set = function (state) {
    var self = this;
    var wanted = Object(state);
    this.state = {};
    this.kind.chips.forEach(function (facet) {
      var boxes = self.fields[facet.key] || {};
      var values = [].concat(wanted[facet.key] || []).filter(function (value) {
        return Object.hasOwn(boxes, value);
      });
      Object.keys(boxes).forEach(function (value) {
        boxes[value].checked = values.indexOf(value) >= 0;
      });
      self.state[facet.key] = values.length ? values : undefined;
    });
    this.kind.lists.forEach(function (facet) {
      var field = self.fields[facet.key];
      if (field) {
        field.value = wanted[facet.key] || "";
        self.state[facet.key] = field.value || undefined;
      }
    });
    this.state.text = typeof wanted.text === "string" && wanted.text ? wanted.text : undefined;
    this.fields.text.value = this.state.text || "";
    var sorts = this.kind.sorts.map(function (one) { return one.key; });
    if (sorts.indexOf(wanted.sort) >= 0) {
      this.state.sort = wanted.sort;
      this.state.down = Boolean(wanted.down) || undefined;
    }
    this.apply();
    frontmap.tell("filters", frontmap.filters.get());
  };

  /* ---- the map ---- */

  var plain = frontmap.style;

  frontmap.style = function (feature) {
    var look = plain(feature);
    var faint = out[feature.properties.card] && feature.properties.card !== frontmap.chosen;
    look.opacity = (look.opacity === undefined ? 1 : look.opacity) * (faint ? 0.12 : 1);
    if (look.fillOpacity !== undefined) {
      look.fillOpacity *= faint ? 0.12 : 1;
    }
    return look;
  };

  function dim(card, faint) {
    if (Boolean(out[card]) === faint) {
      return;
    }
    out[card] = faint;
    (page.byCard[card] || []).forEach(function (found) {
      if (found.part.setStyle) {
        found.part.setStyle(frontmap.style(found.part.feature));
      }
    });
  }

  function dimNames() {
    page.each(page.holder.querySelectorAll(".name.tie[data-card]"), function (name) {
      name.classList.toggle("faint", Boolean(out[name.dataset.card]));
    });
  }

  /* ---- begin ---- */

  frontmap.filters = {
    get: function () {
      var state = {};
      Object.keys(tables).forEach(function (key) {
        var kept = {};
        Object.keys(tables[key].state).forEach(function (name) {
          if (tables[key].state[name] !== undefined) {
            kept[name] = tables[key].state[name];
          }
        });
        if (Object.keys(kept).length) {
          state[key] = kept;
        }
      });
      return state;
    },
    set: function (state) {
      Object.keys(tables).forEach(function (key) { tables[key].set(Object(Object(state)[key])); });
    },
  };

  if (document.getElementById("report") && !document.getElementById("frontmap-many")) {
    Object.keys(KINDS).forEach(function (key) {
      if (document.querySelectorAll("table." + key + " tbody[id]").length > 1) {
        tables[key] = new Table(key, KINDS[key]);
      }
    });
    page.map.on("moveend overlayadd overlayremove", dimNames);
  }
})();
