/* The ground of a timeline: shapes read from few characters, drawn on one canvas. */
(function () {
  "use strict";

  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var VALUE = {};
  DIGITS.split("").forEach(function (digit, value) { VALUE[digit.charCodeAt(0)] = value; });

  function Reader(text) {
    this.text = text;
    this.at = 0;
  }

  Reader.prototype.whole = function () {
    var value = 0, scale = 1, digit;
    do {
      digit = VALUE[this.text.charCodeAt(this.at++)];
      value += scale * (digit & 31);
      scale *= 32;
    } while (digit > 31);
    return value;
  };

  Reader.prototype.signed = function () {
    var value = this.whole();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };

  Reader.prototype.more = function () {
    return this.at < this.text.length;
  };

  /* One ring as x, y, x, y … in steps of the grid; pieces may be taken from earlier rings. */
  function readRing(reader, rings) {
    var points = [], x = 0, y = 0;
    for (var pieces = reader.whole(); pieces > 0; pieces--) {
      var head = reader.whole();
      if (head % 2) {
        var from = rings[rings.length - reader.whole()];
        var at = reader.whole() * 2, step = head & 2 ? -2 : 2;
        for (var taken = Math.floor(head / 4); taken > 0; taken--) {
          points.push(from[at], from[at + 1]);
          at += step;
          if (at < 0) {
            at += from.length;
          } else if (at >= from.length) {
            at -= from.length;
          }
        }
        x = points[points.length - 2];
        y = points[points.length - 1];
      } else {
        for (var count = head / 2; count > 0; count--) {
          x += reader.signed();
          y += reader.signed();
          points.push(x, y);
        }
      }
    }
    return Int32Array.from(points);
  }

  /* For every day and kind of ground the numbers of its rings. */
  function readDays(text, kinds) {
    var reader = new Reader(text), days = [], before = [];
    while (reader.more()) {
      var day = [];
      for (var kind = 0; kind < kinds; kind++) {
        var count = reader.whole();
        if (count === 0) {
          day.push(before[kind]);
          continue;
        }
        var numbers = [], last = 0;
        for (; count > 1; count--) {
          last += reader.signed();
          numbers.push(last);
        }
        day.push(numbers);
      }
      days.push(day);
      before = day;
    }
    return days;
  }

  /* Rings are read as they are asked for: a ring leans on earlier ones alone. */
  frontmap.shapes = function (packed, kinds) {
    var reader = new Reader(packed.rings), rings = [];
    return {
      days: readDays(packed.days, kinds),
      ring: function (number) {
        while (rings.length <= number) {
          rings.push(readRing(reader, rings));
        }
        return rings[number];
      },
      origin: packed.origin,
      perDegree: packed.perDegree,
    };
  };

  /* How far from the top of the world, 0..1, each step of latitude lies. */
  function heights(shapes) {
    var known = new Map();
    return function (step) {
      var found = known.get(step);
      if (found === undefined) {
        var sine = Math.sin((shapes.origin[1] + step / shapes.perDegree) * Math.PI / 180);
        found = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
        known.set(step, found);
      }
      return found;
    };
  }

  var Ground = L.Renderer.extend({
    options: { padding: 0.15, pane: "ground" },

    initialize: function (shapes, draw) {
      L.Renderer.prototype.initialize.call(this, {});
      this._shapes = shapes;
      this._draw = draw;
      this._height = heights(shapes);
    },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.className = "ground";
      this._pen = this._container.getContext("2d");
    },

    _destroyContainer: function () {
      this._container.remove();
      this._container = null;
    },

    _updatePaths: function () {},

    _update: function () {
      if (this._map._animatingZoom && this._bounds) {
        return;
      }
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize();
      this._fine = Math.min(2, window.devicePixelRatio || 1);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = Math.round(size.x * this._fine);
      this._container.height = Math.round(size.y * this._fine);
      this._container.style.width = size.x + "px";
      this._container.style.height = size.y + "px";
      this.paint();
    },

    /* Everything anew, for the state that the page is in. */
    paint: function () {
      if (!this._map || !this._bounds) {
        return;
      }
      var pen = this._pen;
      var corner = this._map.getPixelOrigin().add(this._bounds.min);
      var world = 256 * Math.pow(2, this._map.getZoom());
      this._wide = world / (360 * this._shapes.perDegree);
      this._left = (this._shapes.origin[0] + 180) / 360 * world - corner.x;
      this._world = world;
      this._top = -corner.y;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this._container.width, this._container.height);
      pen.setTransform(this._fine, 0, 0, this._fine, 0, 0);
      this._draw(pen, this);
    },

    /* Where a position, longitude and latitude, stands on the canvas. */
    point: function (lonlat) {
      var p = this._map.project(L.GeoJSON.coordsToLatLng(lonlat));
      var corner = this._map.getPixelOrigin().add(this._bounds.min);
      return p.subtract(corner);
    },

    /* Rings as one path; lines stay open. */
    path: function (numbers, open) {
      var path = new Path2D();
      var height = this._height, left = this._left, wide = this._wide;
      var top = this._top, world = this._world;
      numbers.forEach(function (number) {
        var points = this._shapes.ring(number);
        path.moveTo(left + points[0] * wide, top + height(points[1]) * world);
        for (var i = 2; i < points.length; i += 2) {
          path.lineTo(left + points[i] * wide, top + height(points[i + 1]) * world);
        }
        if (!open) {
          path.closePath();
        }
      }, this);
      return path;
    },
  });

  frontmap.groundOf = function (map, shapes, draw) {
    var pane = map.createPane("ground");
    pane.style.zIndex = 420;
    pane.style.pointerEvents = "none";
    return new Ground(shapes, draw).addTo(map);
  };

  /* ---- how kinds of ground look ---- */

  frontmap.changeLook = {
    gained: function (pen, path, rule, colour) {
      pen.globalAlpha = 0.9;
      pen.fillStyle = colour;
      pen.fill(path, rule);
      pen.globalAlpha = 1;
    },
    lost: function (pen, path, rule, colour) {
      pen.fillStyle = frontmap.data().colours.paper;
      pen.fill(path, rule);
      pen.fillStyle = frontmap.filling("back-slant", colour);
      pen.fill(path, rule);
    },
  };

  var FILLS = {
    held: ["plain", "dots"], contested: ["slant", "crosses"],
    liberated: ["back-slant", "rings"], claimed: ["rows", "sparse-dots"],
  };

  frontmap.fillGround = function (pen, path, series) {
    var data = frontmap.data();
    var look = data.looks[series.inferred ? "inferred" : "control"];
    var fill = FILLS[series.status][series.inferred ? 1 : 0];
    var colour = frontmap.sideColour(series.side);
    pen.globalAlpha = Math.min(1, look.fillOpacity * (fill === "plain" ? 1 : 1.7));
    pen.fillStyle = frontmap.filling(fill, colour);
    pen.fill(path, "evenodd");
    pen.globalAlpha = look.opacity;
    pen.strokeStyle = colour;
    pen.lineWidth = look.weight;
    pen.setLineDash((look.dashArray || "").split(" ").filter(Boolean).map(Number));
    pen.stroke(path);
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  };

  frontmap.strokeFront = function (pen, path, inferred) {
    var looks = frontmap.data().looks;
    pen.lineJoin = pen.lineCap = "round";
    (inferred ? ["front-inferred"] : ["front-casing", "front"]).forEach(function (key) {
      pen.globalAlpha = looks[key].opacity || 1;
      pen.strokeStyle = looks[key].color;
      pen.lineWidth = looks[key].weight;
      pen.setLineDash((looks[key].dashArray || "").split(" ").filter(Boolean).map(Number));
      pen.stroke(path);
    });
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  };
})();
