/* Measuring on the map: legs along geodesics, and the area that they close. */
(function () {
  "use strict";

  var page = frontmap.page;
  var map = page.map, holder = page.holder, frame = page.frame;
  var geodesic = frontmap.geodesic, say = frontmap.measured, sketch = frontmap.sketch;
  var SNAP = 12;
  var STEP_M = 5000;
  var MOST = 500;
  /* points: {at, name}; `on` while clicks add points, `closed` where they bound an area. */
  var now = { on: false, points: [], closed: false };
  var done = L.layerGroup(), loose = L.layerGroup();
  var legs = [];
  sketch.layers.addLayer(done).addLayer(loose);

  /* ---- what clicks hold on to ---- */

  function nameOf(p) {
    var row = p.card && document.getElementById(p.card);
    var label = p.label && document.querySelector("#labels > li[data-label='" + p.label + "']");
    return row ? (row.querySelector("th") || row).textContent.trim() : label ? label.textContent : "";
  }

  function shownLayer(key) {
    return page.layers[key] && map.hasLayer(page.layers[key]);
  }

  /* The mark of a place within reach of a point, else the position itself. */
  function caught(point) {
    var best = null, least = SNAP;
    function held(at, name) {
      var off = pointOf(at).distanceTo(point);
      if (off < least) {
        least = off;
        best = { at: at, name: name };
      }
    }
    (frontmap.timeline ? frontmap.timeline.marks() : []).forEach(function (mark) {
      held(mark.at, "");
    });
    /* Very many marks are no layers: those that stand alone on this scale. */
    var many = frontmap.many;
    (many && shownLayer("places") ? many.shown() : []).forEach(function (one) {
      var i = one.mark.i;
      if (!one.mark.members) {
        held([many.places.lon[i], many.places.lat[i]], many.places.name[i]);
      }
    });
    Object.keys(page.layers).forEach(function (key) {
      if (!shownLayer(key)) {
        return;
      }
      page.layers[key].eachLayer(function (part) {
        var p = part.feature.properties;
        if (!part.getLatLng || p.radius_m || (p.label && !part.shown)) {
          return;
        }
        held(part.feature.geometry.coordinates.slice(0, 2), nameOf(p));
      });
    });
    return best || { at: frontmap.lonlatAt(point), name: "" };
  }

  function pointOf(at) {
    return map.latLngToContainerPoint(page.latlng(at));
  }

  function meets(point, one) {
    return one && pointOf(one.at).distanceTo(point) < SNAP;
  }

  /* ---- figures ---- */

  function sum() {
    return legs.reduce(function (total, leg) { return total + leg.distance_m; }, 0);
  }

  function crossing(a, b, c, d) {
    function side(p, q, r) {
      return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    }
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  }

  /* An outline that crosses itself bounds no area that could be told. */
  function crossed() {
    var at = now.points.map(function (one) { return one.at; }), many = at.length;
    return at.some(function (a, i) {
      return at.some(function (c, j) {
        return j > i && crossing(a, at[(i + 1) % many], c, at[(j + 1) % many]);
      });
    });
  }

  /* ---- drawing ---- */

  function placed(to, from) {
    var by = ((to[0] - from[0] + 180) % 360 + 360) % 360 - 180;
    return [from[0] + by, to[1]];
  }

  function middle(leg) {
    return geodesic.direct(leg.from, leg.bearing_deg, leg.distance_m / 2);
  }

  function labelled(leg, layer) {
    var text = say.metric(leg.distance_m) + " · " + say.bearing(leg.bearing_deg);
    if (pointOf(leg.from).distanceTo(pointOf(leg.to)) > sketch.width(text) + 24) {
      var words = sketch.words(middle(leg), [text]);
      if (sketch.free(words)) {
        layer.addLayer(words);
      }
    }
  }

  function legOf(from, to) {
    return Object.assign({ from: from, to: placed(to, from) }, geodesic.inverse(from, to));
  }

  function draw() {
    var points = now.points;
    done.clearLayers();
    loose.clearLayers();
    legs = points.slice(1).map(function (one, i) { return legOf(points[i].at, one.at); });
    if (now.closed) {
      legs.push(legOf(points[points.length - 1].at, points[0].at));
    }
    var ways = legs.map(function (leg) { return geodesic.along(leg.from, leg.to, STEP_M); });
    if (now.closed) {
      done.addLayer(sketch.area([].concat.apply([], ways)));
    }
    ways.forEach(function (way) { done.addLayer(sketch.line(way)); });
    points.forEach(function (one) { done.addLayer(sketch.point(one.at)); });
    if (now.closed && !crossed()) {
      done.addLayer(sketch.words(centre(), [say.area(ringOf().area_m2)]));
    } else if (legs.length > 1 && !now.closed) {
      done.addLayer(sketch.words(points[points.length - 1].at, [say.metric(sum()) + " in all"],
        { beside: 10 }));
    }
    legs.forEach(function (leg) { labelled(leg, done); });
    panel.show(told());
    page.layNames();
    frontmap.tell("changed", "measure");
  }

  function centre() {
    var many = now.points.length;
    return now.points.reduce(function (mean, one) {
      var at = placed(one.at, now.points[0].at);
      return [mean[0] + at[0] / many, mean[1] + at[1] / many];
    }, [0, 0]);
  }

  function ringOf() {
    return geodesic.ring(now.points.map(function (one) { return one.at; }));
  }

  /* The leg that a click would add. */
  function preview(point) {
    loose.clearLayers();
    var last = now.points[now.points.length - 1];
    if (now.on && last && !meets(point, last)) {
      var to = meets(point, now.points[0]) && now.points.length > 2 ? now.points[0] : caught(point);
      var leg = legOf(last.at, to.at);
      loose.addLayer(sketch.line(geodesic.along(leg.from, leg.to, STEP_M), { dashArray: "5 5" }));
      labelled(leg, loose);
      if (to.name || to === now.points[0]) {
        loose.addLayer(sketch.point(to.at, { radius: 8, fillOpacity: 0 }));
      }
    }
  }

  /* ---- what is told ---- */

  function nameAt(i) {
    return now.points[i].name || "Point " + (i + 1);
  }

  function told() {
    var many = now.points.length, ring = null;
    if (now.closed && !crossed()) {
      ring = ringOf();
    }
    return {
      on: now.on, count: many, closed: now.closed, crossed: now.closed && !ring, ring: ring,
      total_m: sum(),
      legs: legs.map(function (leg, i) {
        return { from: nameAt(i), to: nameAt((i + 1) % many), distance_m: leg.distance_m,
          bearing_deg: leg.bearing_deg };
      }),
    };
  }

  function spoken() {
    var last = legs[legs.length - 1], ring = now.closed && !crossed() && ringOf();
    if (now.closed) {
      return ring ? "Area " + say.area(ring.area_m2) + ", perimeter " + say.both(ring.perimeter_m) :
        "The outline crosses itself: no area";
    }
    return !last ? nameAt(0) + " is the start" : "To " + nameAt(now.points.length - 1) + " " +
      say.both(last.distance_m) + ", bearing " + say.bearing(last.bearing_deg) +
      (legs.length > 1 ? "; in all " + say.both(sum()) : "");
  }

  /* ---- doing ---- */

  function add(one) {
    if (now.points.length < MOST) {
      now.points.push(one);
      draw();
      frontmap.say(spoken());
    }
  }

  function drop(point) {
    if (now.points.length > 2 && meets(point, now.points[0])) {
      finish(true);
    } else if (now.points.length > 1 && meets(point, now.points[now.points.length - 1])) {
      finish(false);
    } else if (!meets(point, now.points[now.points.length - 1])) {
      add(caught(point));
    }
  }

  function finish(close) {
    now.closed = Boolean(close && now.points.length > 2);
    stop();
    if (now.points.length < 2) {
      clear();
      return;
    }
    draw();
    frontmap.say(now.closed ? spoken() : "Measured: " + say.both(sum()));
  }

  function stop() {
    now.on = false;
    button.setAttribute("aria-pressed", "false");
    holder.classList.remove("measuring");
    map.doubleClickZoom.enable();
    loose.clearLayers();
  }

  function clear() {
    stop();
    now.points = [];
    now.closed = false;
    draw();
    panel.hide();
  }

  function undo() {
    now.closed = false;
    now.points.pop();
    draw();
    frontmap.say(now.points.length ? "Last point removed; " + spoken() : "No point left");
  }

  function start(points) {
    now = { on: true, points: points || [], closed: false };
    map.closePopup();
    map.doubleClickZoom.disable();
    button.setAttribute("aria-pressed", "true");
    holder.classList.add("measuring");
    draw();
    map.invalidateSize({ animate: false, pan: false });
    frontmap.say("Measuring: click on the map, or move it by the arrow keys and press Enter for a " +
      "point at the cross hair. Escape ends.");
  }

  /* ---- by pointer: nothing else of the map hears these clicks ---- */

  function isMap(target) {
    return !target.closest(".leaflet-control, .leaflet-popup");
  }

  function moved() {
    return map.dragging && map.dragging.moved() || map.boxZoom && map.boxZoom.moved();
  }

  holder.addEventListener("click", function (event) {
    if (now.on && isMap(event.target)) {
      event.stopImmediatePropagation();
      if (!moved() && event.detail < 2) {
        drop(map.mouseEventToContainerPoint(event));
      }
    }
  }, true);
  holder.addEventListener("dblclick", function (event) {
    if (now.on && isMap(event.target)) {
      event.stopImmediatePropagation();
      finish(false);
    }
  }, true);
  map.on("mousemove", function (event) { preview(event.containerPoint); });
  map.on("move", function () {
    if (now.on && frontmap.aim.on()) {
      preview(frontmap.aim.point());
    }
  });
  map.on("zoomend", function () {
    if (now.points.length) {
      draw();
    }
  });

  /* ---- by keys ---- */

  holder.addEventListener("keydown", function (event) {
    if (!now.on || document.activeElement !== holder) {
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (frontmap.aim.on() && !event.repeat) {
        drop(frontmap.aim.point());
      } else if (!event.repeat) {
        finish(false);
      }
    } else if (event.key === "Backspace" || event.key === "Delete") {
      event.preventDefault();
      undo();
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && now.on) {
      finish(false);
    }
  });

  /* ---- the address ---- */

  frontmap.state.add("measure", {
    get: function () {
      return now.points.map(function (one) {
        return frontmap.coordinates.decimal(one.at).replace(" ", "");
      }).concat(now.closed ? ["area"] : []).join(";");
    },
    set: function (text) {
      var words = text ? text.split(";").slice(0, MOST + 1) : [];
      var closes = words[words.length - 1] === "area" && words.pop();
      var found = words.map(frontmap.coordinates.parse);
      clear();
      if (found.length > 1 && found.every(Boolean)) {
        now.points = found.map(function (one) {
          var near = caught(pointOf(one.at));
          return near.name && geodesic.inverse(near.at, one.at).distance_m < 2 ? near :
            { at: one.at, name: "" };
        });
        now.closed = Boolean(closes && found.length > 2);
        draw();
      }
    },
  });

  var button = frontmap.tool({
    key: "measure", label: "Measure", toggles: true,
    title: "Measure distances, bearings and areas on the map",
    act: function () {
      if (now.on) {
        finish(false);
      } else {
        start();
        if (button.matches(":focus-visible")) {
          frontmap.aim.set();
        }
      }
    },
  });
  var panel = frontmap.measurePanel({
    frame: frame, undo: undo, clear: clear, finish: finish, resume: function () {
      now.on = true;
      now.closed = false;
      start(now.points);
    },
  });
  frontmap.measure = { start: start, clear: clear, told: told };
})();
