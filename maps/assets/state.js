/* What a reader sees, in the address: `#v=51.29,35.43,9.5&sel=place-3&layers=+graticule,-towns`.
   Each part stands there only where it differs from the page as it opens, so that a link is short.
   An address is written by anyone: what it holds is checked by each part, and what is unknown is
   passed over. Online tiles are never switched on by a link, since they tell where one looks. */
(function () {
  "use strict";

  var page = frontmap.page;
  var map = page.map;
  var LATE_MS = 300;
  var LONGEST = 8000;
  var FIRST = ["layers", "date"], LAST = ["v", "sel", "tab"];
  var parts = [];
  var begun = false;
  var opening = new Map();
  var written = "";
  var timer = 0;

  function place(key) {
    return FIRST.indexOf(key) >= 0 ? FIRST.indexOf(key) :
      LAST.indexOf(key) >= 0 ? 1000 + LAST.indexOf(key) : 100;
  }

  /* What an address holds, by key; null where it is a link to a place in the page, or none. */
  function read(hash) {
    if (!/^#[^=&]+=/.test(hash) || hash.length > LONGEST) {
      return hash.length > 1 ? null : new Map();
    }
    var found = new Map();
    hash.slice(1).split("&").forEach(function (pair) {
      var cut = pair.indexOf("=");
      try {
        found.set(decodeURIComponent(pair.slice(0, cut)), decodeURIComponent(pair.slice(cut + 1)));
      } catch (error) {
        if (!(error instanceof URIError)) {
          throw error;
        }
      }
    });
    return found;
  }

  function encoded(value) {
    return encodeURIComponent(value).replace(/%(2C|2B|3B|3A|40|2F|7C)/g, decodeURIComponent);
  }

  function current() {
    var found = parts.filter(function (part) {
      return part.get() !== opening.get(part.key);
    }).map(function (part) { return part.key + "=" + encoded(part.get()); });
    return found.length ? "#" + found.join("&") : "";
  }

  function write() {
    window.clearTimeout(timer);
    var hash = current();
    if (!begun || hash === written || document.body.classList.contains("printing")) {
      return;
    }
    written = hash;
    try {
      window.history.replaceState(window.history.state, "", location.href.split("#")[0] + hash);
    } catch (error) {
      /* A page within another one, as in a notebook, has no address of its own. */
      if (!(error instanceof DOMException)) {
        throw error;
      }
    }
  }

  function later() {
    if (begun) {
      window.clearTimeout(timer);
      timer = window.setTimeout(write, LATE_MS);
    }
  }

  function restore(values) {
    parts.forEach(function (part) {
      var value = values.has(part.key) ? values.get(part.key) : opening.get(part.key);
      if (value !== part.get()) {
        part.set(value);
      }
    });
    written = location.hash;
  }

  /* Take part: `get` gives the state as text, `set` restores what `get` gave; a `set` passes over
     what it cannot use. Who adds later than the page opens is restored at once. */
  function add(key, part) {
    parts.push({ key: key, get: part.get, set: part.set });
    parts.sort(function (a, b) { return place(a.key) - place(b.key); });
    if (begun) {
      opening.set(key, part.get());
      var values = read(location.hash);
      if (values && values.has(key)) {
        part.set(values.get(key));
      }
    }
  }

  frontmap.state = {
    add: add,
    changed: later,
    /* The address of what is seen now; null where the page has none. */
    link: function () {
      return /^(https?|file):$/.test(location.protocol) ?
        location.href.split("#")[0] + current() : null;
    },
    ready: false,
  };

  /* ---- the view ---- */

  /* Leaflet's middle of the map wavers by less than a pixel: the text of it does not. */
  var steady = null;

  function seen() {
    var middle = map.getCenter(), zoom = map.getZoom();
    if (!steady || steady.zoom !== zoom ||
        map.project(middle, zoom).distanceTo(map.project(steady.middle, zoom)) > 1) {
      steady = { middle: middle, zoom: zoom, text: viewText(middle, zoom) };
    }
    return steady.text;
  }

  function viewText(middle, zoom) {
    var digits = Math.max(1, Math.ceil(Math.log10(256 * Math.pow(2, zoom) / 360)));
    return [middle.lat.toFixed(digits), middle.lng.toFixed(digits),
      String(Math.round(zoom * 100) / 100)].join(",");
  }

  add("v", { get: seen, set: function (text) {
    var numbers = /^-?[\d.]+,-?[\d.]+,[\d.]+$/.test(text) ? text.split(",").map(Number) : [];
    if (numbers.length === 3 && numbers.every(isFinite) && Math.abs(numbers[0]) <= 85.06 &&
        Math.abs(numbers[1]) <= 540) {
      var zoom = Math.max(map.getMinZoom(), Math.min(map.getMaxZoom(), numbers[2]));
      /* What was restored before may have taken a strip of the map. */
      map.invalidateSize({ animate: false, pan: false });
      map.setView([numbers[0], numbers[1]], zoom, { animate: false });
    }
  } });

  /* ---- the layers ---- */

  /* Layers that a reader may switch: key, layer, and whether the page opens with it. */
  function switches() {
    var taken = new Set();
    /* folium names its control by let: a global that is no property of the window. */
    return layer_control_layers._layers.filter(function (row) {
      return row.overlay && !(row.layer instanceof L.TileLayer);
    }).map(function (row) {
      var key = Object.keys(page.layers).filter(function (name) {
        return page.layers[name] === row.layer;
      })[0] || row.name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "layer";
      while (taken.has(key)) {
        key += "-more";
      }
      taken.add(key);
      return { key: key, layer: row.layer };
    });
  }

  var shownFirst = new Map();

  function isShown(one) {
    var key = one.key;
    if (!shownFirst.has(key)) {
      shownFirst.set(key, map.hasLayer(one.layer));
    }
    return shownFirst.get(key);
  }

  add("layers", {
    get: function () {
      return switches().filter(function (one) {
        return isShown(one) !== map.hasLayer(one.layer);
      }).map(function (one) { return (isShown(one) ? "-" : "+") + one.key; }).join(",");
    },
    set: function (text) {
      /* Some programs make a blank of the plus in an address. */
      var wanted = new Set(text.split(",").map(function (word) { return word.replace(/^ /, "+"); }));
      switches().forEach(function (one) {
        var first = isShown(one);
        var on = wanted.has((first ? "-" : "+") + one.key) ? !first : first;
        if (on !== map.hasLayer(one.layer)) {
          map[on ? "addLayer" : "removeLayer"](one.layer);
        }
      });
      page.restack();
      page.layNames();
    },
  });

  /* ---- what is chosen ---- */

  var chosen = "";

  frontmap.on("chosen", function (card) {
    chosen = card || "";
    later();
  });

  add("sel", {
    get: function () { return chosen; },
    set: function (card) {
      /* Long tables hold only a part of their rows. */
      frontmap.tell("wanted", card);
      var row = card && document.getElementById(card);
      if (!row || row.tagName !== "TBODY" || !page.panel.contains(row)) {
        map.closePopup();
      } else if (!frontmap.timeline || !frontmap.timeline.tell(card)) {
        page.choose(card, { from: "link" });
      }
    },
  });

  /* ---- begin: once every script has taken part ---- */

  function begin() {
    parts.forEach(function (part) { opening.set(part.key, part.get()); });
    begun = true;
    restore(read(location.hash) || new Map());
    frontmap.state.ready = true;
    document.documentElement.dataset.restored = "1";
  }

  frontmap.on("changed", later);
  map.on("moveend overlayadd overlayremove", later);
  window.addEventListener("hashchange", function () {
    var values = read(location.hash);
    if (values && location.hash !== written) {
      restore(values);
    }
  });

  /* Paper shows the first view; the reader finds the own one again behind it. */
  var kept = null;
  window.addEventListener("beforeprint", function () { kept = frontmap.state.before; });
  map.on("moveend", function () {
    if (!document.body.classList.contains("printing")) {
      frontmap.state.before = { at: map.getCenter(), zoom: map.getZoom() };
    }
  });
  window.addEventListener("afterprint", function () {
    if (kept) {
      map.setView(kept.at, kept.zoom, { animate: false });
    }
  });

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
