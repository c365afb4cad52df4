/* What the tables, the sources and the colours have of the state in the address. */
(function () {
  "use strict";

  function add(key, message, part) {
    frontmap.state.add(key, part);
    frontmap.on(message, frontmap.state.changed);
  }

  if (frontmap.sources) {
    add("without", "sources", {
      get: function () { return frontmap.sources.get().sort().join(","); },
      set: function (text) {
        frontmap.sources.set(text.split(",").filter(function (word) {
          return /^\d{1,4}$/.test(word) && Number(word) < frontmap.sources.count;
        }).map(Number));
      },
    });
  }

  /* `claims.verdict:contradicted|uncertain;events.text:bridge` */
  function filtersText(state) {
    var found = [];
    Object.keys(state).forEach(function (table) {
      Object.keys(state[table]).forEach(function (name) {
        var values = [].concat(state[table][name]).map(function (value) {
          return encodeURIComponent(String(value));
        });
        found.push(table + "." + name + ":" + values.join("|"));
      });
    });
    return found.join(";");
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      if (!(error instanceof URIError)) {
        throw error;
      }
      return "";
    }
  }

  function filtersOf(text) {
    var state = Object.create(null);
    text.split(";").forEach(function (word) {
      var found = /^(claims|events)\.([a-z]{2,12}):(.*)$/.exec(word);
      if (found) {
        var values = found[3].split("|").map(decoded);
        state[found[1]] = state[found[1]] || Object.create(null);
        state[found[1]][found[2]] = values.length > 1 ? values : values[0];
      }
    });
    return state;
  }

  if (frontmap.filters) {
    add("filters", "filters", {
      get: function () { return filtersText(frontmap.filters.get()); },
      set: function (text) { frontmap.filters.set(filtersOf(text)); },
    });
  }

  if (frontmap.tabs) {
    add("tab", "tab", { get: frontmap.tabs.get, set: frontmap.tabs.set });
  }

  /* Only what the reader chose: else each reader's own system says. */
  add("theme", "theme", {
    get: function () { return document.documentElement.dataset.theme || ""; },
    set: function (text) {
      if ((text === "light" || text === "dark") && text !== frontmap.theme()) {
        document.getElementById("tool-theme").click();
      }
    },
  });
})();
