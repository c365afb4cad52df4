/* Names on the map: as many as find room without covering one another, the first ones first. */
(function () {
  "use strict";

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  /* Takes the page's parts, gives the function that lays the names anew. */
  frontmap.names = function (page) {
    var map = page.map, holder = page.holder, frame = page.frame;
    var layers = page.layers, byCard = page.byCard, towns = page.towns, latlng = page.latlng;
    var data = frontmap.data();
    var names = [];
    var MARKED = ["place", "estimated"];
    var SQUARE = 64;
    /* Marks closer than this, pixels, share the name of the first. */
    var APART = 11;
    /* A town whose name found no room silences smaller ones this close, pixels: a suburb's name
       in the place of its city's would mislead. */
    var SUBURB = 26;
    /* What keeps the figure of a line from the marks beside it, pixels. */
    var ASIDE = 14;
    /* So many places are tried before the rest of a crowd stays without names. */
    var TRIES = 400;
    var AT_ONCE = 240;
    var namePane = map.createPane("names");

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
    function outer(area) {
      var rings = area.type === "Polygon" ? [area.coordinates] : area.coordinates;
      return rings.map(function (part) { return part[0]; });
    }

    names.forEach(function (name) {
      if (name.area) {
        name.parts = outer(name.area);
        name.box = L.latLngBounds([]);
        name.parts.forEach(function (ring) {
          ring.forEach(function (at) { name.box.extend(latlng(at)); });
        });
      }
    });
    /* Ground of control maps: the name of the country that lost it had better stand elsewhere. */
    var grounds = data.grounds.map(function (index) { return outer(data.areas[index]); });

    function make(name) {
      var made = document.createElement("span");
      made.className = "name " + name.kind;
      made.textContent = name.text;
      if (name.card) {
        made.classList.add("choosable");
        made.dataset.card = name.card;
        made.addEventListener("click", function (event) {
          L.DomEvent.stop(event);
          page.choose(name.card, { from: "map" });
        });
      }
      name.element = made;
      return made;
    }

    /* Makes and measures many names at once: one layout instead of one for each. */
    function prepare(list) {
      var fresh = list.filter(function (name) { return !name.element; });
      namePane.append.apply(namePane, fresh.map(make));
      fresh.forEach(function (name) {
        name.wide = name.element.offsetWidth;
        name.high = name.element.offsetHeight;
      });
      fresh.forEach(function (name) { name.element.hidden = true; });
    }

    function element(name) {
      prepare([name]);
      return name.element;
    }

    /* Boxes that are taken, kept by the squares of a grid that they touch. */
    function Taken() {
      this.squares = new Map();
    }

    /* Calls for each square that a box touches, until one call says true. */
    function squares(a, act) {
      var right = Math.floor((a.x + a.w) / SQUARE), low = Math.floor((a.y + a.h) / SQUARE);
      for (var i = Math.floor(a.x / SQUARE); i <= right; i++) {
        for (var j = Math.floor(a.y / SQUARE); j <= low; j++) {
          if (act(i * 65536 + j)) {
            return true;
          }
        }
      }
      return false;
    }

    Taken.prototype.add = function (a) {
      var held = this.squares;
      squares(a, function (square) {
        if (held.has(square)) {
          held.get(square).push(a);
        } else {
          held.set(square, [a]);
        }
      });
    };

    function overlaps(a, taken) {
      return squares(a, function (square) {
        var held = taken.squares.get(square);
        for (var k = 0; held && k < held.length; k++) {
          var b = held[k];
          if (a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h) {
            return true;
          }
        }
        return false;
      });
    }

    /* Whether a mark that has its name already lies over a point: on a small scale one name stands
       for the places around it. */
    function covers(named, point) {
      return named.some(function (other) {
        return Math.abs(other.x - point.x) < APART && Math.abs(other.y - point.y) < APART;
      });
    }

    function inside(a, size) {
      return a.x >= 3 && a.y >= 3 && a.x + a.w <= size.x - 3 && a.y + a.h <= size.y - 3;
    }

    /* Boxes around a mark where its name may stand, the best first; the last need a leader. */
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
          found.push({
            x: point.x + shift[0], y: point.y + shift[1], w: w, h: h, led: round === 1,
          });
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
      if (frontmap.sketch) {
        found = frontmap.sketch.boxes();
      }
      each(frame.querySelectorAll(
        printing ? ".leaflet-control-scale, .locator, .degree" : ".leaflet-control, .locator, .degree"
      ), function (control) {
        var r = control.getBoundingClientRect();
        if (control.classList.contains("leaflet-control-layers-expanded")) {
          /* The list of layers is open for a moment only. */
          r = { left: r.right - 70, top: r.top, width: 70, height: 32 };
        }
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

    /* Points along a leg, close enough that no name slips between them. */
    function steps(from, to) {
      var a = map.latLngToContainerPoint(from), b = map.latLngToContainerPoint(to);
      var count = Math.min(400, Math.ceil(a.distanceTo(b) / 8));
      var found = [];
      for (var i = 0; i <= count; i++) {
        found.push(a.add(b.subtract(a).multiplyBy(count ? i / count : 0)));
      }
      return found;
    }

    /* Where the named lines run in view, as small boxes: the name of an area must not cross them. */
    function courses(view) {
      var found = new Taken();
      data.lines.filter(shownLayer).forEach(function (key) {
        layers[key].eachLayer(function (part) {
          var runs = part.getLatLngs();
          (L.LineUtil.isFlat(runs) ? [runs] : runs).forEach(function (run) {
            run.forEach(function (at, i) {
              if (i && view.intersects(L.latLngBounds([run[i - 1], at]))) {
                steps(run[i - 1], at).forEach(function (point) {
                  found.add({ x: point.x - 4, y: point.y - 3, w: 8, h: 6 });
                });
              }
            });
          });
        });
      });
      return found;
    }

    function placeArea(name, taken, marks, lines, size, cities) {
      element(name);
      var best = null;
      var low = map.latLngToContainerPoint(name.box.getNorthWest());
      var high = map.latLngToContainerPoint(name.box.getSouthEast());
      for (var i = 1; i < 32; i++) {
        for (var j = 1; j < 22; j++) {
          var x = (size.x * i) / 32, y = (size.y * j) / 22;
          if (x < low.x || x > high.x || y < low.y || y > high.y) {
            continue;
          }
          var a = { x: x - name.wide / 2, y: y - name.high / 2, w: name.wide, h: name.high };
          if (!inside(a, size) || overlaps(a, taken) || overlaps(a, lines)) {
            continue;
          }
          var fits = [[0, 0.5], [0.25, 0], [0.5, 1], [0.75, 0], [1, 0.5]].every(function (corner) {
            return within(name.parts, map.containerPointToLatLng(
              [a.x + corner[0] * a.w, a.y + corner[1] * a.h]));
          });
          if (!fits) {
            continue;
          }
          var held = name.kind !== "held" && grounds.some(function (parts) {
            return within(parts, map.containerPointToLatLng([x, y]));
          });
          var room = marks.reduce(function (least, mark) {
            return Math.min(least, Math.hypot(mark.x + mark.w / 2 - x, mark.y + mark.h / 2 - y));
          }, 160) - 0.15 * Math.hypot(x - size.x / 2, y - size.y / 2) - (held ? 1000 : 0);
          cities.forEach(function (city) {
            room -= Math.abs(city.x - x) < a.w / 2 + 8 && Math.abs(city.y - y) < a.h / 2 + 8 ? 90 : 0;
          });
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

    /* Marks that are not features of the map add their names and their boxes for each view:
       {names: [{kind, text, card, at, r}], taken: [{x, y, w, h}]}. */
    function others() {
      return frontmap.moreNames ? frontmap.moreNames() : { names: [], taken: [] };
    }

    var own = names, shown = [];

    function layNames() {
      var size = map.getSize();
      /* A page that is not shown yet has no letters to measure either. */
      if (!holder.clientWidth || !holder.clientHeight) {
        return;
      }
      var more = others();
      shown.forEach(function (name) {
        if (more.names.indexOf(name) < 0) {
          hide(name);
        }
      });
      shown = more.names;
      names = more.names.concat(own);
      var taken = new Taken();
      covered().forEach(taken.add, taken);
      var marks = [];
      var tries = TRIES;
      var named = [];
      var townsLeft = data.hints;
      var unnamed = [];
      var view = map.getBounds().pad(0.05);
      /* The biggest towns: a region's name had better leave them room for theirs. */
      var cities = shownLayer("towns") ? names.filter(function (name) {
        return name.town && name.kind !== "turned" && view.contains(name.at[0]);
      }).slice(0, data.hints).map(function (name) { return map.latLngToContainerPoint(name.at[0]); }) : [];
      var lines = courses(view);
      names.forEach(function (name) {
        if (MARKED.indexOf(name.kind) >= 0 && shownLayer("places") && view.contains(name.at[0]) &&
            frontmap.shows(name.card)) {
          var point = map.latLngToContainerPoint(name.at[0]);
          var part = (byCard[name.card] || []).find(function (found) {
            return found.key === "places";
          });
          name.r = part ? frontmap.reach(part.part.feature.properties) : name.r || 6;
          marks.push({ x: point.x - name.r, y: point.y - name.r, w: 2 * name.r, h: 2 * name.r });
        }
      });
      prepare(names.filter(function (name) {
        return name.area ? view.intersects(name.box) : view.contains(name.at[0]);
      }).slice(0, AT_ONCE));
      marks = marks.concat(more.taken);
      marks.forEach(taken.add, taken);
      if (shownLayer("axes")) {
        layers.axes.eachLayer(function (part) {
          frontmap.arrowCourse(part).forEach(function (at) {
            var point = map.layerPointToContainerPoint(at);
            taken.add({ x: point.x - 6, y: point.y - 6, w: 12, h: 12 });
          });
        });
      }

      function free(a) {
        return inside(a, size) && !overlaps(a, taken);
      }

      names.forEach(function (name) {
        hide(name);
        if (name.town) {
          name.town.shown = false;
        }
        var place = null, point = null;
        if (name.card && !frontmap.shows(name.card)) {
          return;
        } else if (name.kind === "held" && !shownLayer("control")) {
          return;
        } else if (name.area && !view.intersects(name.box)) {
          return;
        } else if (name.area) {
          place = placeArea(name, taken, marks, lines, size, cities);
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
          }).find(function (a) {
            /* Too near to a mark it would read as that place's. */
            return free(a) && free({ x: a.x - ASIDE, y: a.y, w: a.w + 2 * ASIDE, h: a.h });
          });
        } else if (name.kind === "patch") {
          if (!shownLayer("changed")) {
            return;
          }
          point = map.latLngToContainerPoint(name.at[0]);
          element(name);
          place = [{ x: point.x - name.wide / 2, y: point.y - name.high / 2, w: name.wide, h: name.high }]
            .concat(positions(point, name.wide, name.high, 12).slice(0, 8)).find(free);
          if (place) {
            /* The names of areas keep away from what changed. */
            marks.push(place);
          }
        } else if (name.town) {
          var turned = name.kind === "turned";
          if (!shownLayer(turned ? "places" : "towns") || (!turned && townsLeft <= 0)) {
            return;
          }
          point = map.latLngToContainerPoint(name.at[0]);
          if (!turned && unnamed.some(function (other) { return point.distanceTo(other) < SUBURB; })) {
            return;
          }
          if (overlaps({ x: point.x - 4, y: point.y - 4, w: 8, h: 8 }, taken)) {
            unnamed.push(point);
            return;
          }
          element(name);
          place = positions(point, name.wide, name.high, 2).slice(0, turned ? 16 : 8).find(free);
          if (!place) {
            unnamed.push(point);
          } else {
            townsLeft -= turned ? 0 : 1;
            name.town.shown = true;
            taken.add({ x: point.x - 4, y: point.y - 4, w: 8, h: 8 });
          }
        } else if (shownLayer("places") && tries-- > 0) {
          point = map.latLngToContainerPoint(name.at[0]);
          if (covers(named, point)) {
            return;
          }
          element(name);
          place = positions(point, name.wide, name.high, name.r || 6).find(free);
        }
        if (place) {
          show(name, place, point);
          if (point && !name.town) {
            named.push(point);
          }
          /* Spaced capitals of two areas would else read as one name. */
          var pad = name.area ? 9 : 2;
          taken.add({ x: place.x - pad, y: place.y - 1, w: place.w + 2 * pad, h: place.h + 2 });
        }
      });
      ["towns", "places"].filter(shownLayer).forEach(function (key) {
        layers[key].eachLayer(function (part) {
          if (part.feature.properties.label) {
            part.redraw();
          }
        });
      });
      holder.dataset.named = String(names.filter(function (name) {
        return name.element && !name.element.hidden;
      }).length);
    }

    return layNames;
  };
})();
