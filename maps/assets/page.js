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
  var names = [];
  var namePane = map.createPane("names");
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

  /* ---- names ---- */

  namePane.style.zIndex = 640;
  namePane.classList.add("names", "leaflet-zoom-hide");
  namePane.setAttribute("aria-hidden", "true");
  each(document.querySelectorAll("#labels > li"), function (item) {
    names.push({
      kind: item.dataset.kind,
      text: item.textContent,
      card: item.dataset.card,
      town: towns[item.dataset.label],
      area: item.dataset.area === undefined ? null : data.areas[Number(item.dataset.area)],
      at: (item.dataset.at || "").split(";").filter(Boolean).map(function (pair) {
        return latlng(pair.split(",").map(Number));
      }),
      element: null,
    });
  });
  names.forEach(function (name) {
    if (name.area) {
      var rings = name.area.type === "Polygon" ? [name.area.coordinates] : name.area.coordinates;
      name.parts = rings.map(function (part) { return part[0]; });
    }
  });

  function element(name) {
    if (!name.element) {
      var made = document.createElement("span");
      made.className = "name " + name.kind;
      made.textContent = name.text;
      if (name.card) {
        made.classList.add("choosable");
        made.addEventListener("click", function (event) {
          L.DomEvent.stop(event);
          choose(name.card, { from: "map" });
        });
      }
      namePane.appendChild(made);
      name.element = made;
      name.wide = made.offsetWidth;
      name.high = made.offsetHeight;
      made.hidden = true;
    }
    return name.element;
  }

  function overlaps(a, others) {
    return others.some(function (b) {
      return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    });
  }

  function inside(a, size) {
    return a.x >= 3 && a.y >= 3 && a.x + a.w <= size.x - 3 && a.y + a.h <= size.y - 3;
  }

  /* Places around a mark where its name may stand, the best first; the last eight need a leader. */
  function positions(point, w, h, r) {
    var found = [];
    [r + 3, r + 16].forEach(function (gap, round) {
      var slant = gap * 0.72;
      [
        [gap, -h / 2], [-gap - w, -h / 2],
        [slant, -h - slant * 0.55], [slant, slant * 0.55],
        [-slant - w, -h - slant * 0.55], [-slant - w, slant * 0.55],
        [-w / 2, -h - gap], [-w / 2, gap],
      ].forEach(function (shift) {
        found.push({ x: point.x + shift[0], y: point.y + shift[1], w: w, h: h, led: round === 1 });
      });
    });
    return found;
  }

  function show(name, place, point) {
    var shown = element(name);
    shown.hidden = false;
    L.DomUtil.setPosition(shown, map.containerPointToLayerPoint([place.x, place.y]).round());
    if (name.leader) {
      name.leader.hidden = true;
    }
    if (place.led) {
      lead(name, place, point);
    }
  }

  function lead(name, place, point) {
    if (!name.leader) {
      name.leader = document.createElement("i");
      name.leader.className = "leader";
      namePane.appendChild(name.leader);
    }
    var to = {
      x: Math.max(place.x, Math.min(point.x, place.x + place.w)),
      y: Math.max(place.y + 3, Math.min(point.y, place.y + place.h - 3)),
    };
    var dx = to.x - point.x, dy = to.y - point.y;
    var at = map.containerPointToLayerPoint([point.x, point.y]);
    name.leader.hidden = false;
    name.leader.style.width = Math.hypot(dx, dy) + "px";
    name.leader.style.transform =
      "translate(" + at.x + "px," + at.y + "px) rotate(" + Math.atan2(dy, dx) + "rad)";
  }

  function hide(name) {
    if (name.element) {
      name.element.hidden = true;
    }
    if (name.leader) {
      name.leader.hidden = true;
    }
  }

  /* What already covers a part of the map: buttons, the small map, the scale. */
  function covered() {
    var origin = holder.getBoundingClientRect();
    var found = [];
    var printing = document.body.classList.contains("printing");
    each(frame.querySelectorAll(
      printing ? ".leaflet-control-scale, .locator" : ".leaflet-control, .locator"
    ), function (control) {
      var r = control.getBoundingClientRect();
      if (r.width && r.height) {
        found.push({ x: r.left - origin.left - 4, y: r.top - origin.top - 4,
          w: r.width + 8, h: r.height + 8 });
      }
    });
    return found;
  }

  function within(parts, spot) {
    return parts.some(function (ring) {
      var hit = false;
      for (var i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        var a = ring[i], b = ring[j];
        if (a[1] > spot.lat !== b[1] > spot.lat &&
            spot.lng < ((b[0] - a[0]) * (spot.lat - a[1])) / (b[1] - a[1]) + a[0]) {
          hit = !hit;
        }
      }
      return hit;
    });
  }

  /* Where the named lines run in view, as points: the name of an area must not cross them. */
  function courses(view) {
    var found = [];
    if (layers.borders && map.hasLayer(layers.borders)) {
      layers.borders.eachLayer(function (part) {
        part.getLatLngs().flat(Infinity).forEach(function (at) {
          if (view.contains(at)) {
            found.push(map.latLngToContainerPoint(at));
          }
        });
      });
    }
    return found;
  }

  function crossed(a, points) {
    return points.some(function (p) {
      return p.x > a.x - 4 && p.x < a.x + a.w + 4 && p.y > a.y - 3 && p.y < a.y + a.h + 3;
    });
  }

  function placeArea(name, taken, marks, lines, size) {
    element(name);
    var best = null;
    for (var i = 1; i < 32; i++) {
      for (var j = 1; j < 22; j++) {
        var x = (size.x * i) / 32, y = (size.y * j) / 22;
        var a = { x: x - name.wide / 2, y: y - name.high / 2, w: name.wide, h: name.high };
        if (!inside(a, size) || overlaps(a, taken) || crossed(a, lines)) {
          continue;
        }
        var fits = [[0, 0.5], [0.25, 0], [0.5, 1], [0.75, 0], [1, 0.5]].every(function (corner) {
          return within(name.parts, map.containerPointToLatLng(
            [a.x + corner[0] * a.w, a.y + corner[1] * a.h]));
        });
        if (!fits) {
          continue;
        }
        var room = marks.reduce(function (least, mark) {
          return Math.min(least, Math.hypot(mark.x + mark.w / 2 - x, mark.y + mark.h / 2 - y));
        }, 160) - 0.15 * Math.hypot(x - size.x / 2, y - size.y / 2);
        if (best === null || room > best.room) {
          best = { place: a, room: room };
        }
      }
    }
    return best && best.place;
  }

  function shownLayer(key) {
    return layers[key] && map.hasLayer(layers[key]);
  }

  function layNames() {
    var size = map.getSize();
    var taken = covered();
    var marks = [];
    var townsLeft = data.hints;
    var view = map.getBounds().pad(0.05);
    var lines = courses(view);
    names.forEach(function (name) {
      if ((name.kind === "place" || name.kind === "estimated") && shownLayer("places") &&
          view.contains(name.at[0])) {
        var point = map.latLngToContainerPoint(name.at[0]);
        var part = (byCard[name.card] || []).filter(function (f) { return f.key === "places"; })[0];
        name.r = part ? frontmap.reach(part.part.feature.properties) : 6;
        marks.push({ x: point.x - name.r, y: point.y - name.r, w: 2 * name.r, h: 2 * name.r });
      }
    });
    taken = taken.concat(marks);
    names.forEach(function (name) {
      hide(name);
      if (name.town) {
        name.town.shown = false;
      }
      var place = null, point = null;
      if (name.area) {
        place = placeArea(name, taken, marks, lines, size);
      } else if (!view.contains(name.at[0])) {
        return;
      } else if (name.kind === "tie") {
        if (!shownLayer("measured")) {
          return;
        }
        element(name);
        var ends = name.at.slice(1).map(function (at) { return map.latLngToContainerPoint(at); });
        if (ends[0].distanceTo(ends[1]) < name.wide * 0.25) {
          return;
        }
        place = name.at.map(function (at) {
          var p = map.latLngToContainerPoint(at);
          return { x: p.x - name.wide / 2, y: p.y - name.high / 2, w: name.wide, h: name.high };
        }).filter(function (a) { return inside(a, size) && !overlaps(a, taken); })[0];
      } else if (name.kind === "town") {
        if (!shownLayer("towns") || townsLeft <= 0) {
          return;
        }
        point = map.latLngToContainerPoint(name.at[0]);
        if (overlaps({ x: point.x - 4, y: point.y - 4, w: 8, h: 8 }, taken)) {
          return;
        }
        element(name);
        place = positions(point, name.wide, name.high, 2).slice(0, 4).filter(function (a) {
          return inside(a, size) && !overlaps(a, taken);
        })[0];
        if (place) {
          townsLeft -= 1;
          name.town.shown = true;
          taken.push({ x: point.x - 4, y: point.y - 4, w: 8, h: 8 });
        }
      } else if (shownLayer("places")) {
        point = map.latLngToContainerPoint(name.at[0]);
        element(name);
        place = positions(point, name.wide, name.high, name.r || 6).filter(function (a) {
          return inside(a, size) && !overlaps(a, taken);
        })[0];
      }
      if (place) {
        show(name, place, point);
        taken.push({ x: place.x - 2, y: place.y - 1, w: place.w + 4, h: place.h + 2 });
      }
    });
    if (layers.towns && map.hasLayer(layers.towns)) {
      layers.towns.eachLayer(function (part) { part.redraw(); });
    }
    holder.dataset.named = String(names.filter(function (name) {
      return name.element && !name.element.hidden;
    }).length);
  }

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
      reveal(row);
    }
    var content = row.querySelector(".card").cloneNode(true);
    content.tabIndex = -1;
    var popup = L.popup({
      maxWidth: Math.min(360, holder.clientWidth - 60),
      maxHeight: Math.max(160, Math.round(holder.clientHeight * 0.62)),
      autoPanPaddingTopLeft: [holder.clientWidth > 620 ? 104 : 12, 14],
      autoPanPaddingBottomRight: [14, 14],
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

  map.on("popupclose", function (event) {
    mark(null);
    if (event.popup.opener && holder.contains(document.activeElement)) {
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
      if (window.matchMedia("(max-width: 60rem)").matches) {
        holder.scrollIntoView({ block: "start", behavior: frontmap.moves ? "smooth" : "auto" });
      }
    }
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
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

  function look(sides, animate) {
    map.fitBounds(box(sides), {
      paddingTopLeft: [holder.clientWidth > 620 ? 96 : 40, 34],
      paddingBottomRight: [36, 34],
      animate: animate,
    });
  }

  function home(animate) {
    look(data.view, animate);
  }

  var Views = L.Control.extend({
    options: { position: "topleft" },
    onAdd: function () {
      var bar = L.DomUtil.create("div", "leaflet-bar views");
      [["Main area", data.view], ["All places", data.all]].forEach(function (view) {
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
    { keys: ["near-land", "near-edges"], from: map.getBoundsZoom(box(data.view)) - 3 },
    { keys: ["middle-land", "middle-edges"], from: 4.5 },
    { keys: ["world-land", "middle-edges"], from: -1 },
  ];

  var level = null;

  function pickLand() {
    level = levels.filter(function (one) { return map.getZoom() >= one.from; })[0];
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
  map.on("overlayadd overlayremove moveend resize", layNames);
  map.on("zoomend", pickLand);

  /* Leaflet draws on the next frame; paper does not wait for it. Nor does paper know erasing: a
     cleared canvas would print white over the one beneath, so each is drawn once on a fresh sheet. */
  function drawNow() {
    [map._renderer].concat(Object.values(map._paneRenderers)).forEach(function (renderer) {
      if (renderer && renderer._redraw) {
        var clear = renderer._clear;
        renderer._clear = function () {};
        renderer._update();
        renderer._clear = clear;
      }
    });
  }

  function resized() {
    map.invalidateSize({ animate: false });
    home(false);
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
    resized();
  }

  function screen() {
    document.body.classList.remove("printing");
    each(document.querySelectorAll("details"), function (more) {
      more.open = more.dataset.open === "1";
    });
    L.Browser.retina = sharp;
    resized();
  }

  window.addEventListener("beforeprint", paper);
  window.addEventListener("afterprint", screen);

  /* ---- begin ---- */

  map.attributionControl.setPrefix(false);
  if (layers.borders) {
    casing = L.geoJSON(layers.borders.toGeoJSON(), {
      style: data.looks["border-casing"], interactive: false,
    }).addTo(map);
    layers.borders.on("add", function () { map.addLayer(casing); });
    layers.borders.on("remove", function () { map.removeLayer(casing); });
  }
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", "Map; arrow keys move it, plus and minus change its scale");
  each(document.querySelectorAll("canvas.swatch"), frontmap.swatch);
  if (window.matchMedia("(max-width: 60rem)").matches) {
    each(document.querySelectorAll("details.legend"), function (key) { key.open = false; });
  }
  map.invalidateSize({ animate: false });
  home(false);
  pickLand();
  restack();
  layNames();
  document.documentElement.dataset.ready = "1";
})();
