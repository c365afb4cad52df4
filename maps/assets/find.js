/* A field that finds places of the page and positions that are typed in. */
(function () {
  "use strict";

  var page = frontmap.page;
  var map = page.map;
  var MOST = 8;
  var LEAST_TYPO = 5;
  var PIN_ZOOM = 10;

  /* ---- what there is to find ---- */

  /* Latin letters for Cyrillic ones, after the BGN/PCGN tables, so that each finds the other. */
  var LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
  };
  var PLAIN = { "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i" };

  /* Without case, accents and signs: "Sudžá’s" and "sudzas" are one. */
  function folded(text) {
    return text.normalize("NFC").toLowerCase().replace(/[а-яёєіїґ]/g, function (letter) {
      return LATIN[letter];
    }).normalize("NFD").replace(/[\u0300-\u036f'’ʼ`"ʹʺ]/g, "").replace(/[łøđßæœı]/g, function (letter) {
      return PLAIN[letter];
    }).replace(/[\s\-–‐.,]+/g, " ").trim();
  }

  function entry(names, about, go) {
    var keys = names.map(folded).filter(Boolean);
    return { name: names[0], written: names.slice(1), about: about, keys: keys, go: go };
  }

  function toCard(card, at) {
    return function () {
      frontmap.pin.clear();
      if (frontmap.timeline && frontmap.timeline.tell(card)) {
        return;
      }
      page.choose(card, { from: "table", opener: field });
      if (!map.hasLayer(map._popup) && at) {
        map.setView(page.latlng(at), Math.max(map.getZoom(), 6), { animate: frontmap.moves });
      }
    };
  }

  function toPoint(at, name) {
    return function () {
      map.closePopup();
      frontmap.pin.put(at, name);
      map.setView(page.latlng(at), Math.max(map.getZoom(), PIN_ZOOM), { animate: frontmap.moves });
      frontmap.say(name + ": marked on the map");
    };
  }

  function joined(parts, by) {
    return parts.filter(Boolean).join(by);
  }

  function fromRecords() {
    var places = frontmap.records().places || {};
    return (places.key || []).map(function (key, i) {
      var status = places.status[i] && joined([places.status[i], places.standing[i]], ", ");
      var about = joined([joined([places.kind[i], places.admin1[i]], ", "), status,
        places.estimated[i] ? "estimated" : "", places.pinned[i] ? "" : "not marked"], " · ");
      return entry([places.name[i]].concat(places.written[i]), about,
        toCard(key, [places.lon[i], places.lat[i]]));
    });
  }

  /* Names that stand on the map besides: towns, settlements that changed hands. */
  function fromLabels(known) {
    var found = [];
    page.each(document.querySelectorAll("#labels > li[data-at]"), function (item) {
      var kind = item.dataset.kind, name = item.textContent;
      if (kind === "tie" || kind === "place" || kind === "estimated" || known.has(folded(name))) {
        return;
      }
      known.add(folded(name));
      var at = item.dataset.at.split(";")[0].split(",").map(Number);
      found.push(item.dataset.card ?
        entry([name], "changed hands", toCard(item.dataset.card, at)) :
        entry([name], "town on the map", toPoint(at, name)));
    });
    return found;
  }

  /* What the tables tell that nothing above names, such as pieces of ground and events. */
  function fromRows(known) {
    var found = [];
    page.each(page.panel.querySelectorAll("tbody[id] > tr:first-child button.go"), function (button) {
      var name = button.textContent, section = button.closest("section");
      var heading = section && section.querySelector("h2");
      if (button.dataset.card && !known.has(folded(name))) {
        found.push(entry([name], heading ? heading.textContent : "", toCard(button.dataset.card)));
      }
    });
    return found;
  }

  var entries = null;

  function all() {
    if (!entries) {
      entries = fromRecords();
      var known = new Set(entries.map(function (one) { return one.keys[0]; }));
      var recorded = entries.length > 0;
      entries = entries.concat(fromLabels(known));
      if (!recorded) {
        entries = entries.concat(fromRows(known));
      }
    }
    return entries;
  }

  /* ---- how well a name fits what is typed ---- */

  /* Whether one letter put in, left out, changed or two swapped makes one of the other. */
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) {
      return false;
    }
    var i = 0;
    while (i < a.length && a[i] === b[i]) {
      i++;
    }
    var x = a.slice(i), y = b.slice(i);
    return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1) ||
      (x.length > 1 && x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  }

  function rank(key, typed) {
    var at = key.indexOf(typed);
    if (at >= 0) {
      return at === 0 ? (key === typed ? 0 : 1) : key[at - 1] === " " ? 2 : 3;
    }
    if (typed.length < LEAST_TYPO) {
      return Infinity;
    }
    var begins = [0];
    for (var i = 1; i < key.length; i++) {
      if (key[i - 1] === " ") {
        begins.push(i);
      }
    }
    return begins.some(function (begin) {
      return [-1, 0, 1].some(function (more) {
        return near(key.slice(begin, begin + typed.length + more), typed);
      });
    }) ? 4 : Infinity;
  }

  function matches(text) {
    var typed = folded(text), found = [];
    if (!typed) {
      return found;
    }
    all().forEach(function (one, order) {
      var best = Infinity, by = 0;
      one.keys.forEach(function (key, i) {
        var here = rank(key, typed);
        if (here < best) {
          best = here;
          by = i;
        }
      });
      if (best < Infinity) {
        found.push({ rank: best, order: order, entry: one, by: by });
      }
    });
    found.sort(function (a, b) { return a.rank - b.rank || a.order - b.order; });
    return found.slice(0, MOST).map(function (one) {
      var as = one.by ? one.entry.written[one.by - 1] : "";
      return { name: one.entry.name, about: joined([one.entry.about, as && "written “" + as + "”"],
        " · "), go: one.entry.go };
    });
  }

  function position(text) {
    var found = frontmap.coordinates.parse(text);
    if (!found) {
      return [];
    }
    var name = frontmap.coordinates.decimal(found.at);
    var size = found.side_m > 1 ? "middle of a square of " +
      (found.side_m < 1000 ? found.side_m + " m" : found.side_m / 1000 + " km") : "position";
    return [{ name: name, about: size, go: toPoint(found.at, name) }];
  }

  /* ---- the field and its list ---- */

  var holder = document.createElement("div");
  var field = document.createElement("input");
  var list = document.createElement("ul");
  var results = [];
  var active = -1;

  holder.className = "find";
  field.type = "text";
  field.id = "find";
  field.autocomplete = "off";
  field.spellcheck = false;
  field.placeholder = "Find a place or position";
  field.title = "A name, degrees, MGRS or UTM; the key / leads here";
  list.id = "find-list";
  list.hidden = true;
  [["role", "combobox"], ["aria-label", "Find a place or a position"], ["aria-expanded", "false"],
    ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-keyshortcuts", "/"],
    ["autocapitalize", "off"], ["enterkeyhint", "search"]].forEach(function (pair) {
    field.setAttribute(pair[0], pair[1]);
  });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  holder.append(field, list);
  frontmap.toolElement(holder);

  function activate(index) {
    active = index;
    page.each(list.querySelectorAll("[role=option]"), function (item, i) {
      item.setAttribute("aria-selected", String(i === index));
      if (i === index) {
        item.scrollIntoView({ block: "nearest" });
      }
    });
    if (index >= 0) {
      field.setAttribute("aria-activedescendant", "find-" + index);
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function option(result, i) {
    var item = document.createElement("li");
    var name = document.createElement("b"), about = document.createElement("small");
    item.id = "find-" + i;
    item.setAttribute("role", "option");
    name.textContent = result.name;
    about.textContent = result.about;
    item.append(name, " ", about);
    item.addEventListener("pointerdown", function (event) { event.preventDefault(); });
    item.addEventListener("click", function () { take(i); });
    return item;
  }

  function show(found) {
    results = found;
    list.textContent = "";
    found.map(option).forEach(function (item) { list.appendChild(item); });
    if (!found.length && field.value.trim()) {
      var none = document.createElement("li");
      none.className = "none";
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = "No place of this page has this name";
      list.appendChild(none);
    }
    list.hidden = !list.firstChild;
    field.setAttribute("aria-expanded", String(!list.hidden));
    activate(found.length ? 0 : -1);
    if (field.value.trim()) {
      frontmap.say(found.length ? found.length + " found; first: " + found[0].name + ", " +
        found[0].about : "Nothing found");
    }
  }

  function hide() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function search() {
    show(position(field.value).concat(matches(field.value)).slice(0, MOST));
  }

  function take(index) {
    var result = results[index];
    if (result) {
      field.value = result.name;
      hide();
      result.go();
    }
  }

  field.addEventListener("input", search);
  field.addEventListener("focus", function () { field.select(); });
  field.addEventListener("blur", hide);
  field.addEventListener("keydown", function (event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) {
        search();
      } else if (results.length) {
        activate((active + step + results.length) % results.length);
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (list.hidden) {
        search();
      }
      take(active);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (!list.hidden) {
        hide();
      } else {
        field.value = "";
        results = [];
        frontmap.pin.clear();
      }
    }
  });

  document.addEventListener("keydown", function (event) {
    var at = document.activeElement;
    var types = at && (/^(TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable ||
      (at.tagName === "INPUT" && !/^(range|checkbox|radio|button)$/.test(at.type)));
    if (event.key === "/" && !types && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
    }
  });

  /* ---- the pin in the address ---- */

  frontmap.state.add("pin", {
    get: function () {
      var at = frontmap.pin.at();
      return at ? frontmap.coordinates.decimal(at).replace(" ", "") : "";
    },
    set: function (text) {
      var found = frontmap.coordinates.parse(text);
      frontmap.pin.clear();
      if (found) {
        frontmap.pin.put(found.at, frontmap.coordinates.decimal(found.at));
      }
    },
  });

  frontmap.find = { matches: matches };
})();
