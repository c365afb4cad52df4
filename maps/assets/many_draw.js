/* Very many marks on the map: drawn on a canvas of their own, chosen by mouse, finger and keyboard. */
(function () {
  "use strict";

  var many = frontmap.many;
  var page = frontmap.page;
  var map = page.map, holder = page.holder, layers = page.layers, byCard = page.byCard;
  var TAU = 2 * Math.PI;
  /* A share of a cluster's ring is never narrower than this, radians: no side may vanish. */
  var LEAST_ARC = 0.3;
  /* So many names are tried, and so many shapes of claims and events drawn, in one view. */
  var NAMES = 90, SHAPES = 160, GROUNDS = 40, RINGS = 6, HALOS = 400;
  var LISTED = 60;
  var shown = [];
  var hovered = null;

  /* ---- clusters ---- */

  function radius(number) {
    return Math.min(22, 9.4 + 1.25 * Math.log2(number));
  }

  function short(number) {
    return number < 1000 ? String(number) :
      number < 9950 ? (number / 1000).toFixed(1).replace(".0", "") + "k" :
      Math.round(number / 1000) + "k";
  }

  /* The ends of the arcs of a ring, radians from the top. */
  function arcs(shares) {
    var sum = shares.reduce(function (total, share) { return total + share[1]; }, 0);
    var sizes = shares.map(function (share) {
      return Math.max(LEAST_ARC, TAU * share[1] / sum);
    });
    var over = sizes.reduce(function (total, size) { return total + size; }, 0);
    var at = 0;
    return sizes.map(function (size) { return (at += TAU * size / over); });
  }

  /* A ring in the colours of the sides, by their shares, around the number of places. */
  frontmap.clusterSymbol = function (ctx, x, y, r, shares, label, picked) {
    var colours = frontmap.data().colours;
    ctx.save();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    ctx.fillStyle = colours.paper;
    ctx.beginPath();
    ctx.arc(x, y, r + 1.6, 0, TAU);
    ctx.fill();
    ctx.lineWidth = 4.4;
    var from = 0;
    arcs(shares).forEach(function (to, n) {
      ctx.strokeStyle = shares[n][0] === "" ? colours.noSide : frontmap.sideColour(shares[n][0]);
      ctx.beginPath();
      ctx.arc(x, y, r - 2.2, from - TAU / 4, to - TAU / 4);
      ctx.stroke();
      from = to;
    });
    if (shares.length > 1) {
      /* The shares are told apart without their colours, too. */
      ctx.strokeStyle = colours.paper;
      ctx.lineWidth = 1.4;
      arcs(shares).forEach(function (at) {
        ctx.beginPath();
        ctx.moveTo(x + (r - 4.6) * Math.sin(at), y - (r - 4.6) * Math.cos(at));
        ctx.lineTo(x + (r + 0.4) * Math.sin(at), y - (r + 0.4) * Math.cos(at));
        ctx.stroke();
      });
    }
    if (picked) {
      ctx.strokeStyle = colours.ink;
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.arc(x, y, r + 4, 0, TAU);
      ctx.stroke();
    }
    if (label) {
      ctx.fillStyle = colours.ink;
      ctx.font = "600 " + (r < 15 ? 10 : 11) + "px " + getComputedStyle(holder).fontFamily;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(label, x, y + 0.5);
    }
    ctx.restore();
  };

  /* ---- the canvas ---- */

  var Marks = L.Renderer.extend({
    options: { padding: 0.25, pane: "many" },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.className = "many-marks";
      this._ctx = this._container.getContext("2d");
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) {
        return;
      }
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize(), scale = window.devicePixelRatio > 1 || L.Browser.retina ? 2 : 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = scale * size.x;
      this._container.height = scale * size.y;
      this._container.style.width = size.x + "px";
      this._container.style.height = size.y + "px";
      this._ctx.scale(scale, scale);
      this._ctx.translate(-this._bounds.min.x, -this._bounds.min.y);
      this.draw();
    },

    draw: function () {
      shown = [];
      if (!layers.places || !map.hasLayer(layers.places)) {
        return;
      }
      var ctx = this._ctx, bounds = this._bounds;
      var world = 256 * Math.pow(2, map.getZoom()), origin = map.getPixelOrigin();
      var west = (bounds.min.x - 40 + origin.x) / world, east = (bounds.max.x + 40 + origin.x) / world;
      var north = (bounds.min.y - 40 + origin.y) / world, south = (bounds.max.y + 40 + origin.y) / world;
      var chosen = frontmap.chosen && many.find(frontmap.chosen);
      var alone = null;
      many.marksAt(map.getZoom()).forEach(function (mark) {
        if (mark.x >= west && mark.x <= east && mark.y >= north && mark.y <= south) {
          shown.push({
            mark: mark, x: mark.x * world - origin.x, y: mark.y * world - origin.y,
            r: mark.members ? radius(mark.members.length)
              : frontmap.reach(many.properties(mark.i)),
          });
        }
      });
      /* The weightiest come first and have to lie on top. */
      shown.reverse();
      shown.forEach(function (one) {
        if (one.mark.members) {
          frontmap.clusterSymbol(ctx, one.x, one.y, one.r, many.shares(one.mark),
            short(one.mark.members.length), hovered && hovered.mark === one.mark);
        }
      });
      shown.forEach(function (one) {
        if (!one.mark.members) {
          frontmap.symbol(ctx, one.x, one.y, many.properties(one.mark.i));
          if (chosen && chosen.kind === "place" && chosen.i === one.mark.i) {
            alone = one;
          }
        }
      });
      if (chosen && chosen.kind === "place" && !alone && many.places.pinned[chosen.i]) {
        /* A chosen place stands out of its cluster. */
        var point = map.latLngToLayerPoint(latlng(chosen.i));
        frontmap.symbol(ctx, point.x, point.y, many.properties(chosen.i));
      }
    },
  });

  map.createPane("many").style.zIndex = 450;
  map.getPane("many").classList.add("many");
  var marks = new Marks().addTo(map);

  function redraw() {
    marks._update();
  }

  /* While the map is dragged further than the canvas reaches. */
  var asked = false;
  map.on("move", function () {
    var view = map.getPixelBounds(), origin = map.getPixelOrigin(), has = marks._bounds;
    if (!asked && !map._animatingZoom && (view.min.x - origin.x < has.min.x ||
        view.min.y - origin.y < has.min.y || view.max.x - origin.x > has.max.x ||
        view.max.y - origin.y > has.max.y)) {
      asked = true;
      window.requestAnimationFrame(function () {
        asked = false;
        redraw();
      });
    }
  });
  map.on("overlayadd overlayremove", redraw);
  frontmap.on("chosen", function () {
    redraw();
    fill();
  });
  frontmap.on("theme", redraw);
  frontmap.on("regathered", function () {
    drawn = "";
    redraw();
    fill();
    page.layNames();
  });

  /* ---- what the rest of the page looks up ---- */

  function latlng(i) {
    return page.latlng([many.places.lon[i], many.places.lat[i]]);
  }

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

  function inView(list, at, most) {
    var view = map.getBounds().pad(0.1), found = [];
    for (var n = 0; n < (list || []).length && found.length <= most; n++) {
      var box = at(n);
      if (box && view.intersects(box) && frontmap.shows(list[n])) {
        found.push(n);
      }
    }
    return found.length <= most ? found : [];
  }

  function claimBox(i) {
    var ends = many.shapes.ends(i);
    return ends && L.latLngBounds(page.latlng(ends.subject), page.latlng(ends.end));
  }

  function groundBox(i) {
    var place = many.marks.events.winds[i] ? many.byId.get(many.events.place[i]) : undefined;
    return place !== undefined && L.latLngBounds(latlng(place), latlng(place));
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
    var claims = inView(many.claims.key, claimBox, SHAPES);
    var grounds = inView(many.events.key, groundBox, SHAPES);
    var halos = shown.filter(function (one) { return !one.mark.members; }).slice(0, HALOS)
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
    var seen = shown.map(function (one) {
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

  /* ---- choosing ---- */

  function nearest(point, reach) {
    var best = null;
    shown.forEach(function (one) {
      var away = Math.hypot(one.x - point.x, one.y - point.y) - one.r;
      /* Of two that are hit, a lone mark lies above a cluster, and the later above the earlier. */
      if (away <= reach && (best === null || away < Math.max(0, best.away) ||
          (away <= 0 && !one.mark.members))) {
        best = { one: one, away: away };
      }
    });
    return best && best.one;
  }

  function telling(cluster) {
    var mix = {}, sum = cluster.members.length;
    cluster.members.forEach(function (n) {
      var all = many.statusesOf(many.pinned[n]);
      (all.length ? all : [[null, null]]).forEach(function (one) {
        var key = one[0] === null ? "merely named"
          : many.sideName(one[0]) + " " + many.words.statuses[one[1]];
        mix[key] = (mix[key] || 0) + 1;
      });
    });
    var parts = Object.keys(mix).sort(function (a, b) { return mix[b] - mix[a]; });
    return sum.toLocaleString("en") + " places: " + parts.map(function (key) {
      return key + " " + mix[key].toLocaleString("en");
    }).join(", ");
  }

  /* Places at one spot, which no scale tells apart: a list to choose from. */
  function listOf(cluster) {
    var list = many.tag("ul", "gathered");
    cluster.members.slice(0, LISTED).forEach(function (n) {
      var i = many.pinned[n], button = many.tag("button", "go", many.places.name[i]);
      button.type = "button";
      button.dataset.card = many.places.key[i];
      list.append(many.tag("li", "", button));
    });
    var rest = cluster.members.length - LISTED;
    var card = many.tag("div", "card", many.tag("h4", "", "Places at one spot"),
      many.tag("p", "", telling(cluster)), list,
      rest > 0 ? many.tag("p", "note", rest.toLocaleString("en") + " more stand in the table.") : null);
    card.tabIndex = -1;
    return card;
  }

  function open(one, how) {
    if (!one.mark.members) {
      page.choose(many.places.key[one.mark.i], { from: how, at: latlng(one.mark.i) });
      return;
    }
    var bounds = page.box(many.extent(one.mark));
    var zoom = map.getBoundsZoom(bounds, false, L.point(60, 60));
    if (map.getZoom() >= map.getMaxZoom() - 0.5 || bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < 20) {
      L.popup({ maxWidth: 320, maxHeight: 320, className: "told" })
        .setLatLng(map.layerPointToLatLng([one.x, one.y])).setContent(listOf(one.mark)).openOn(map);
      return;
    }
    map.setView(bounds.getCenter(), Math.min(map.getMaxZoom(), Math.max(zoom, map.getZoom() + 0.75)),
      { animate: frontmap.moves });
    frontmap.say(telling(one.mark) + "; shown nearer");
  }

  function above(event) {
    var box = holder.getBoundingClientRect();
    var over = event.target.closest(".leaflet-control, .leaflet-popup, .name");
    return over ? null : nearest(map.containerPointToLayerPoint(
      [event.clientX - box.left, event.clientY - box.top]), 3);
  }

  holder.addEventListener("click", function (event) {
    var one = map.dragging && map.dragging.moved() ? null : above(event);
    if (one) {
      event.stopPropagation();
      hover(null);
      open(one, "map");
    }
  }, true);

  var tip = L.tooltip({ direction: "top", className: "many-tip", opacity: 1 });

  function hover(one) {
    if ((one && one.mark) === (hovered && hovered.mark)) {
      return;
    }
    hovered = one;
    holder.classList.toggle("pointing", one !== null);
    if (one) {
      tip.options.offset = L.point(0, -one.r);
      tip.setContent(many.tag("span", "", one.mark.members ? telling(one.mark)
        : many.places.name[one.mark.i])).setLatLng(map.layerPointToLatLng([one.x, one.y]));
      map.openTooltip(tip);
    } else {
      map.closeTooltip(tip);
    }
  }

  holder.addEventListener("mousemove", function (event) {
    hover(event.buttons ? null : above(event));
  });
  holder.addEventListener("mouseleave", function () { hover(null); });
  map.on("movestart zoomstart", function () { hover(null); });

  holder.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target === holder) {
      var middle = map.containerPointToLayerPoint(map.getSize().divideBy(2));
      var one = nearest(middle, Infinity);
      if (one) {
        event.preventDefault();
        open(one, "map");
      }
    }
  });
  holder.setAttribute("aria-label", "Map; arrow keys move it, plus and minus change its scale, " +
    "Enter opens what is nearest its middle");

  /* ---- begin ---- */

  map.off("overlayadd overlayremove moveend resize", page.layNames);
  map.on("overlayadd overlayremove moveend resize", function () {
    fill();
    page.layNames();
  });
  window.addEventListener("beforeprint", redraw);
  window.addEventListener("afterprint", redraw);
  page.each(document.querySelectorAll("canvas.swatch[data-swatch=cluster]"), frontmap.swatch);
  fill();
  page.layNames();
})();
