/* What the rest of the page needs of very many marks in view: shapes, names, what a card is about. */
(function () {
  "use strict";

  var many = frontmap.many;
  var page = frontmap.page;
  var map = page.map, layers = page.layers, byCard = page.byCard, latlng = many.latlng;
  /* So many names are tried, and so many shapes of claims and events drawn, in one view; their rings
     only of so many claims. */
  var NAMES = 90, SHAPES = 160, GROUNDS = 40, RINGS = 6, HALOS = 400;

  /* ---- what the rest of the page looks up ---- */

  function standIn(i) {
    return {
      feature: { geometry: { type: "Point" }, properties: many.properties(i) }, options: {},
      getLatLng: function () { return latlng(i); },
    };
  }

  function shapesOf(found) {
    return found.kind === "claim" ? many.shapes.claim(found.i)
      : found.kind === "event" ? many.shapes.event(found.i) : [];
  }

  /* Shapes of a row that its choice shows, also where they are not in view yet. */
  function want(card) {
    var found = many.find(card);
    if (!found || byCard[card]) {
      return;
    }
    if (found.kind === "place") {
      if (many.places.pinned[found.i]) {
        byCard[card] = [{ key: "places", part: standIn(found.i) }];
      }
      return;
    }
    byCard[card] = shapesOf(found).map(function (pair) {
      return { key: pair[0], part: L.geoJSON(pair[1], { style: frontmap.style }).getLayers()[0] };
    });
    if (found.kind === "event") {
      want(many.places.key[many.byId.get(many.events.place[found.i])]);
    }
  }

  frontmap.on("wanted", want);

  /* ---- shapes of what is in view ---- */

  /* West, south, east, north of every claim that is drawn and of every event with ground, degrees. */
  var boxes = {};

  function boxesOf(kind) {
    if (!boxes[kind]) {
      boxes[kind] = [];
      (many[kind].key || []).forEach(function (_, i) {
        var ends = null, place;
        if (kind === "claims") {
          ends = many.shapes.ends(i);
        } else if (many.marks.events.winds[i]) {
          place = many.byId.get(many.events.place[i]);
          ends = place === undefined ? null : {
            subject: [many.places.lon[place], many.places.lat[place]],
            end: [many.places.lon[place], many.places.lat[place]],
          };
        }
        if (ends) {
          boxes[kind].push([i, Math.min(ends.subject[0], ends.end[0]),
            Math.min(ends.subject[1], ends.end[1]), Math.max(ends.subject[0], ends.end[0]),
            Math.max(ends.subject[1], ends.end[1])]);
        }
      });
    }
    return boxes[kind];
  }

  /* Rows whose shapes meet the view; none where they are too many to be told apart. */
  function inView(kind) {
    var view = map.getBounds().pad(0.1), found = [];
    var west = view.getWest(), south = view.getSouth(), east = view.getEast(), north = view.getNorth();
    boxesOf(kind).every(function (box) {
      if (box[1] <= east && box[3] >= west && box[2] <= north && box[4] >= south &&
          frontmap.shows(many[kind].key[box[0]])) {
        found.push(box[0]);
      }
      return found.length <= SHAPES;
    });
    return found.length <= SHAPES ? found : [];
  }

  function put(pair) {
    var key = pair[0], layer = layers[key];
    if (!layer) {
      return;
    }
    L.geoJSON(pair[1], {
      style: frontmap.style, pointToLayer: frontmap.point, interactive: layer.options.interactive,
    }).eachLayer(function (part) {
      layer.addLayer(part);
      if (layer.options.interactive) {
        part.on("click", function (event) {
          L.DomEvent.stop(event);
          page.choose(pair[1].properties.card, { from: "map", at: event.latlng });
        });
      }
    });
  }

  var ties = [], drawn = "";

  function fill() {
    var claims = inView("claims");
    var grounds = inView("events");
    var halos = many.shown().filter(function (one) { return !one.mark.members; }).slice(0, HALOS)
      .map(function (one) { return one.mark.i; });
    var chosen = many.find(frontmap.chosen);
    var told = chosen && chosen.kind === "claim" ? chosen.i : -1;
    var now = [claims.join(), grounds.join(), halos.join(), told].join(";");
    ties = claims;
    if (told >= 0 && claims.indexOf(told) < 0) {
      claims = claims.concat(told);
    }
    if (now === drawn) {
      return;
    }
    drawn = now;
    ["precision", "stated", "grounds", "advances", "measured"].forEach(function (key) {
      if (layers[key]) {
        layers[key].clearLayers();
      }
    });
    halos.forEach(function (i) { many.shapes.place(i).forEach(put); });
    grounds.forEach(function (i) {
      many.shapes.event(i, grounds.length > GROUNDS ? 4 : 1).forEach(put);
    });
    claims.forEach(function (i) {
      many.shapes.claim(i).forEach(function (pair) {
        /* What words admit is drawn where it can still be told apart, and of the chosen claim. */
        if (pair[0] === "measured" || claims.length <= RINGS || i === told) {
          put(pair);
        }
      });
    });
    page.restack();
  }

  /* ---- names ---- */

  var names = {};

  function nameOf(key, make) {
    names[key] = names[key] || make();
    return names[key];
  }

  function placeName(one) {
    var i = one.mark.i;
    return nameOf(many.places.key[i], function () {
      return {
        kind: many.places.estimated[i] ? "estimated" : "place", text: many.places.name[i],
        card: many.places.key[i], at: [latlng(i)], element: null,
      };
    });
  }

  function tieName(i) {
    return nameOf(many.claims.key[i], function () {
      var ends = many.shapes.ends(i);
      return {
        kind: "tie", text: many.marks.claims.label[i], card: many.claims.key[i], element: null,
        at: [0.5, 0.35, 0.65].map(function (share) {
          return page.latlng([
            ends.end[0] + (ends.subject[0] - ends.end[0]) * share,
            ends.end[1] + (ends.subject[1] - ends.end[1]) * share,
          ]);
        }),
      };
    });
  }

  /* Elements of names that are long out of sight. */
  function tidy(kept) {
    var keys = Object.keys(names);
    if (keys.length > 20 * NAMES) {
      keys.forEach(function (key) {
        if (kept.indexOf(names[key]) < 0) {
          [names[key].element, names[key].leader].forEach(function (made) {
            if (made) {
              made.remove();
            }
          });
          delete names[key];
        }
      });
    }
  }

  frontmap.moreNames = function () {
    var size = map.getSize();
    var seen = many.shown().map(function (one) {
      var at = map.layerPointToContainerPoint([one.x, one.y]);
      return { one: one, x: at.x - one.r, y: at.y - one.r, w: 2 * one.r, h: 2 * one.r };
    }).filter(function (box) {
      return box.x < size.x && box.y < size.y && box.x + box.w > 0 && box.y + box.h > 0;
    });
    var alone = seen.filter(function (box) { return !box.one.mark.members; }).slice(-NAMES).reverse();
    var found = alone.map(function (box) {
      var name = placeName(box.one);
      name.r = box.one.r;
      return name;
    });
    ties.slice(0, GROUNDS).forEach(function (i) {
      if (many.marks.claims.label[i]) {
        found.push(tieName(i));
      }
    });
    tidy(found);
    return { names: found, taken: seen };
  };

  /* ---- begin ---- */

  frontmap.on("chosen", fill);
  frontmap.on("regathered", function () {
    drawn = "";
    fill();
    page.layNames();
  });
  map.off("overlayadd overlayremove moveend resize", page.layNames);
  map.on("overlayadd overlayremove moveend resize", function () {
    fill();
    page.layNames();
  });
  fill();
  page.layNames();
})();
