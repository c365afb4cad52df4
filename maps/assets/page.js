/* The page around the map: names that do not overlap, cards, tables in step with the map. */
(function () {
  "use strict";

  var data = frontmap.data();
  var holder = document.querySelector(".folium-map");
  var map = window[holder.id];
  var frame = holder.parentElement;
  var panel = document.getElementById("tables");
  var layers = {};
  var byCard = {};
  var towns = {};
  var casing = null;
  var tiled = false;
  var sharp = L.Browser.retina;

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  function latlng(lonlat) {
    return L.GeoJSON.coordsToLatLng(lonlat);
  }

  function box(sides) {
    return L.latLngBounds(latlng([sides[0], sides[1]]), latlng([sides[2], sides[3]]));
  }

  data.layers.forEach(function (pair) {
    var key = pair[0];
    var layer = window[pair[1]];
    layers[key] = layer;
    layer.eachLayer(function (part) {
      var p = part.feature.properties;
      if (p.card) {
        (byCard[p.card] = byCard[p.card] || []).push({ key: key, part: part });
        if (part.options.interactive) {
          part.on("click", function (event) {
            L.DomEvent.stop(event);
            choose(p.card, { from: "map", at: event.latlng });
          });
        }
      }
      if (p.label) {
        towns[p.label] = part;
      }
    });
  });

  var layNames = frontmap.names({
    map: map, holder: holder, frame: frame, layers: layers, byCard: byCard, towns: towns,
    choose: choose, latlng: latlng,
  });

  /* ---- choosing ---- */

  function restyle(card) {
    (byCard[card] || []).forEach(function (found) {
      if (found.part.setStyle) {
        found.part.setStyle(frontmap.style(found.part.feature));
      }
    });
  }

  function mark(card) {
    var before = frontmap.chosen;
    if (card) {
      frontmap.tell("wanted", card);
    }
    frontmap.chosen = card;
    [before, card].forEach(function (changed) {
      if (changed) {
        restyle(changed);
      }
    });
    each(document.querySelectorAll("tbody.chosen"), function (row) {
      row.classList.remove("chosen");
    });
    showStated(card);
    var row = card && document.getElementById(card);
    if (row) {
      row.classList.add("chosen");
    }
    frontmap.tell("chosen", card);
    return row;
  }

  /* What the words of the chosen claim admit, also where its layer is off. */
  var statedNow = L.layerGroup().addTo(map);

  function showStated(card) {
    statedNow.clearLayers();
    (byCard[card] || []).forEach(function (found) {
      if ((found.key === "stated" || found.key === "rest") && !map.hasLayer(layers[found.key])) {
        statedNow.addLayer(L.geoJSON(found.part.feature, {
          style: frontmap.style, interactive: false,
        }));
      }
    });
    statedNow.eachLayer(function (layer) { layer.bringToBack(); });
    sinkLand();
  }

  function boundsOf(found) {
    var bounds = L.latLngBounds([]);
    found.forEach(function (item) {
      if (item.key !== "stated" && item.key !== "rest" && item.key !== "precision") {
        bounds.extend(item.part.getBounds ? item.part.getBounds() : item.part.getLatLng());
      }
    });
    return bounds;
  }

  /* Bring a row into sight within its own column, without moving the page under the map. */
  function reveal(row) {
    if (panel.scrollHeight > panel.clientHeight + 1) {
      var gap = row.getBoundingClientRect().top - panel.getBoundingClientRect().top;
      if (gap < 0 || gap + row.offsetHeight > panel.clientHeight) {
        panel.scrollTop += gap - 48;
      }
    }
  }

  function choose(card, how) {
    /* Closing the last card unmarks what it told about. */
    map.closePopup();
    var row = mark(card);
    var found = byCard[card] || [];
    if (!boundsOf(found).isValid() && row && row.dataset.place) {
      found = byCard[row.dataset.place] || [];
    }
    var bounds = boundsOf(found);
    if (!row || !bounds.isValid()) {
      return;
    }
    if (how.from === "table") {
      frame.scrollIntoView({ block: "nearest" });
      if (!map.getBounds().pad(-0.05).contains(bounds)) {
        var point = bounds.getNorthEast().equals(bounds.getSouthWest());
        if (point) {
          map.setView(bounds.getCenter(), Math.max(map.getZoom(), 9), { animate: frontmap.moves });
        } else {
          map.fitBounds(bounds, { padding: [60, 60], maxZoom: 12, animate: frontmap.moves });
        }
      }
    } else {
      (frontmap.tabs ? frontmap.tabs.reveal : reveal)(row);
    }
    var content = row.querySelector(".card").cloneNode(true);
    content.tabIndex = -1;
    var popup = L.popup({
      maxWidth: Math.min(360, holder.clientWidth - 80),
      maxHeight: Math.max(160, Math.round(holder.clientHeight * 0.7)),
      autoPanPaddingTopLeft: [holder.clientWidth > 620 ? 104 : 12, 14],
      autoPanPaddingBottomRight: [holder.clientWidth > 620 ? 96 : 14, 14],
      className: "told",
    });
    popup.setLatLng(how.at || bounds.getCenter()).setContent(content).openOn(map);
    if (how.from === "table") {
      popup.opener = how.opener;
      content.focus({ preventScroll: true });
    }
    document.getElementById("told").textContent =
      (row.querySelector("th") || row).textContent + ": shown on the map";
  }

  map.on("popupopen", function () {
    frame.classList.add("telling");
  });

  map.on("popupclose", function (event) {
    frame.classList.remove("telling");
    mark(null);
    var at = document.activeElement;
    /* Where nothing glides the card is gone by now, and the focus with it. */
    if (event.popup.opener && (holder.contains(at) || at === document.body)) {
      event.popup.opener.focus({ preventScroll: true });
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      map.closePopup();
    }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button.go") : null;
    if (button) {
      choose(button.dataset.card, { from: "table", opener: button });
      if (window.matchMedia("(max-width: 70rem)").matches) {
        holder.scrollIntoView({ block: "start", behavior: frontmap.moves ? "smooth" : "auto" });
      }
    }
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    if (link) {
      frontmap.tell("wanted", link.getAttribute("href").slice(1));
    }
    var aim = link && document.getElementById(link.getAttribute("href").slice(1));
    if (aim && aim.tagName === "TBODY") {
      event.preventDefault();
      each(aim.querySelectorAll("details"), function (more) { more.open = true; });
      aim.scrollIntoView({ block: "nearest" });
      var target = aim.querySelector("button, summary");
      if (target) {
        target.focus({ preventScroll: true });
      }
    }
  });

  /* ---- the two views ---- */

  /* The view to be shown once the map has a size: in a frame or a tab that is not shown yet. */
  var awaited = null;

  function look(sides, animate) {
    var wide = holder.clientWidth;
    var high = holder.clientHeight;
    awaited = wide && high ? null : sides;
    if (awaited) {
      return;
    }
    map.fitBounds(box(sides), {
      paddingTopLeft: [Math.min(wide > 620 ? 96 : 40, wide / 4), Math.min(34, high / 4)],
      paddingBottomRight: [Math.min(36, wide / 4), Math.min(34, high / 4)],
      animate: animate,
    });
  }

  if (window.ResizeObserver) {
    new window.ResizeObserver(function () {
      if (awaited && holder.clientWidth && holder.clientHeight) {
        resized(awaited);
      }
    }).observe(holder);
  }

  function home(animate) {
    look(data.view, animate);
  }

  var Views = L.Control.extend({
    options: { position: "topleft" },
    onAdd: function () {
      var bar = L.DomUtil.create("div", "leaflet-bar views");
      var views = [[data.views[0], data.view]];
      if (!box(data.all).equals(box(data.view))) {
        views.push([data.views[1], data.all]);
      }
      views.forEach(function (view) {
        var button = L.DomUtil.create("button", "", bar);
        button.type = "button";
        button.textContent = view[0];
        L.DomEvent.on(button, "click", function (event) {
          L.DomEvent.stop(event);
          look(view[1], frontmap.moves);
        });
      });
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    },
  });
  new Views().addTo(map);

  /* ---- what depends on the scale, the layers and the paper ---- */

  var levels = [
    { keys: ["near-land", "near-edges"], from: map.getBoundsZoom(box(data.view)) - 1.5 },
    { keys: ["middle-land", "middle-edges"], from: 4.5, window: data.window && box(data.window) },
    { keys: ["world-land", "middle-edges"], from: -1 },
  ];

  var level = null;

  function pickLand() {
    level = levels.filter(function (one) {
      return map.getZoom() >= one.from && (!one.window || one.window.contains(map.getBounds()));
    })[0];
    levels.forEach(function (other) {
      other.keys.forEach(function (key) {
        var wanted = level.keys.indexOf(key) >= 0 && !(tiled && key.endsWith("-land"));
        if (wanted && !map.hasLayer(layers[key])) {
          map.addLayer(layers[key]);
        } else if (!wanted && map.hasLayer(layers[key])) {
          map.removeLayer(layers[key]);
        }
      });
    });
    sinkLand();
  }

  function sinkLand() {
    level.keys.slice().reverse().forEach(function (key) {
      if (map.hasLayer(layers[key])) {
        layers[key].bringToBack();
      }
    });
  }

  /* Leaflet puts a layer that is switched on above the others. */
  function restack() {
    data.layers.forEach(function (pair) {
      var layer = layers[pair[0]];
      if (pair[0] === "borders" && map.hasLayer(layer)) {
        casing.bringToFront();
      }
      if (map.hasLayer(layer)) {
        layer.bringToFront();
      }
    });
  }

  map.on("overlayadd", restack);
  map.on("layeradd layerremove", function (event) {
    if (event.layer instanceof L.TileLayer) {
      tiled = event.type === "layeradd";
      pickLand();
    }
  });
  map.on("moveend", pickLand);

  /* Leaflet draws on the next frame; paper does not wait for it. Nor does paper know erasing: a
     cleared canvas would print white over the one beneath, so each is drawn once on a fresh sheet. */
  function drawNow() {
    [map._renderer].concat(Object.values(map._paneRenderers)).forEach(function (renderer) {
      if (renderer && renderer._redraw) {
        var clear = renderer._clear;
        renderer._clear = function () {};
        renderer._update();
        renderer._clear = clear;
        if (renderer._redrawRequest) {
          L.Util.cancelAnimFrame(renderer._redrawRequest);
          renderer._redrawRequest = null;
        }
      }
    });
  }

  /* Do something while the canvases are drawn for paper or a picture. */
  function sharply(act) {
    L.Browser.retina = true;
    drawNow();
    act();
    L.Browser.retina = sharp;
    drawNow();
  }

  function resized(sides) {
    map.invalidateSize({ animate: false });
    look(sides || data.view, false);
    frontmap.settleLocator(map, frame, layers);
    layNames();
    drawNow();
  }

  function paper() {
    document.body.classList.add("printing");
    each(document.querySelectorAll("details"), function (more) {
      var row = more.closest("tbody");
      more.dataset.open = more.open ? "1" : "";
      more.open = more.open || !row || /contradicted|uncertain/.test(row.dataset.verdict || "");
    });
    L.Browser.retina = true;
    map.closePopup();
    frontmap.tell("printing", true);
    resized();
  }

  function screen() {
    document.body.classList.remove("printing");
    each(document.querySelectorAll("details"), function (more) {
      more.open = more.dataset.open === "1";
    });
    L.Browser.retina = sharp;
    frontmap.tell("printing", false);
    resized();
  }

  window.addEventListener("beforeprint", paper);
  window.addEventListener("afterprint", screen);

  /* What the other scripts of the page build on; `marks.js` has `frontmap.on` and `frontmap.tell`. */
  frontmap.page = {
    map: map, holder: holder, frame: frame, panel: panel, layers: layers, byCard: byCard,
    each: each, latlng: latlng, box: box, boundsOf: boundsOf, choose: choose, mark: mark, look: look,
    layNames: layNames, restack: restack, sharply: sharply,
  };

  /* ---- begin ---- */

  map.attributionControl.setPrefix(false);
  if (!frontmap.moves) {
    map.panBy = function (offset) {
      return L.Map.prototype.panBy.call(map, offset, { animate: false });
    };
  }
  if (layers.borders) {
    casing = L.geoJSON(layers.borders.toGeoJSON(), {
      style: function () { return data.looks["border-casing"]; }, interactive: false,
    }).addTo(map);
    layers.borders.on("add", function () { map.addLayer(casing); });
    layers.borders.on("remove", function () { map.removeLayer(casing); });
  }
  frontmap.on("theme", function () {
    if (casing) {
      casing.setStyle(data.looks["border-casing"]);
    }
    showStated(frontmap.chosen);
  });
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", "Map; arrow keys move it, plus and minus change its scale");
  each(document.querySelectorAll("canvas.swatch"), frontmap.swatch);
  if (window.matchMedia("(max-width: 34rem)").matches) {
    each(document.querySelectorAll("details.legend"), function (key) { key.open = false; });
  }
  /* The bar of tools takes its room before the map is fitted to what is left. */
  document.getElementById("tools").hidden = false;
  /* Pages of very many marks are ready, and named, once their scripts have drawn them. */
  var many = document.getElementById("frontmap-many") !== null;

  /* The size that the first view was fitted to; other scripts may have told the map a new one. */
  var fitted = null;

  function settle(event) {
    map.invalidateSize({ animate: false });
    if (event && map.getSize().equals(fitted)) {
      return;
    }
    fitted = map.getSize().clone();
    home(false);
    frontmap.settleLocator(map, frame, layers);
    pickLand();
    restack();
    if (!many) {
      layNames();
    }
  }

  settle();
  map.on("overlayadd overlayremove moveend resize", layNames);
  /* Tools that later scripts add may take a second row: what is left for the map is known then. */
  document.addEventListener("DOMContentLoaded", settle);
  if (!many) {
    document.documentElement.dataset.ready = "1";
  }
})();
