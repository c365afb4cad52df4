/* The ground of a timeline: everything on one canvas, anew for every day. */
(function () {
  "use strict";

  /* Vertices of a broad stroke stand at least so many pixels apart. */
  var APART = 2;

  var Ground = L.Renderer.extend({
    options: { padding: 0.15, pane: "ground" },

    initialize: function (shapes, draw) {
      L.Renderer.prototype.initialize.call(this, {});
      this._shapes = shapes;
      this._draw = draw;
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
      this._world = world;
      this._corner = corner;
      if (document.body.classList.contains("printing")) {
        /* Paper knows no erasing: a cleared canvas would print white over the one beneath. */
        var fresh = this._container.cloneNode(false);
        this._container.replaceWith(fresh);
        this._container = fresh;
        this._pen = pen = fresh.getContext("2d");
      }
      pen.setTransform(1, 0, 0, 1, 0, 0);
      if (!document.body.classList.contains("printing")) {
        pen.clearRect(0, 0, this._container.width, this._container.height);
      }
      pen.setTransform(this._fine, 0, 0, this._fine, 0, 0);
      this._draw(pen, this);
    },

    /* Where a position, longitude and latitude, stands on the canvas. */
    point: function (lonlat) {
      var p = this._map.project(L.GeoJSON.coordsToLatLng(lonlat));
      var corner = this._map.getPixelOrigin().add(this._bounds.min);
      return p.subtract(corner);
    },

    /* Rings as one path. */
    path: function (numbers) {
      var path = new Path2D();
      numbers.forEach(function (number) {
        this._trace(path, this._shapes.ring(number));
        path.closePath();
      }, this);
      return path;
    },

    /* Lines as one path, without the vertices that a broad stroke hides anyway. */
    course: function (numbers) {
      var path = new Path2D();
      var lefts = this._shapes.vertices.left, tops = this._shapes.vertices.top;
      numbers.forEach(function (number) {
        var run = this._shapes.ring(number), lastX = NaN, lastY = NaN;
        for (var i = 0; i < run.length; i++) {
          var x = lefts[run[i]] * this._world - this._corner.x;
          var y = tops[run[i]] * this._world - this._corner.y;
          if (i === 0) {
            path.moveTo(x, y);
          } else if (i < run.length - 1 && Math.abs(x - lastX) + Math.abs(y - lastY) < APART) {
            continue;
          } else {
            path.lineTo(x, y);
          }
          lastX = x;
          lastY = y;
        }
      }, this);
      return path;
    },

    /* Rings of positions, longitude and latitude, as one path. */
    outline: function (rings) {
      var path = new Path2D();
      rings.forEach(function (ring) {
        ring.map(this.point, this).forEach(function (at, i) {
          path[i ? "lineTo" : "moveTo"](at.x, at.y);
        });
        path.closePath();
      }, this);
      return path;
    },

    /* Loops around what only one of two sets of rings covers. */
    between: function (came, went) {
      var path = new Path2D();
      came = came.map(this._shapes.ring);
      went = went.map(this._shapes.ring);
      frontmap.loops(came, went, this._shapes.vertices.x.length).forEach(function (loop) {
        this._trace(path, loop);
        path.closePath();
      }, this);
      return path;
    },

    /* Vertices are moved to half pixels and those that meet are drawn once: what two days share
       is so still the same in both. */
    _trace: function (path, ring) {
      var lefts = this._shapes.vertices.left, tops = this._shapes.vertices.top;
      var fine = 2 * this._fine, world = this._world * fine;
      var left = this._corner.x * fine, top = this._corner.y * fine;
      var lastX = NaN, lastY = NaN;
      for (var i = 0; i < ring.length; i++) {
        var x = Math.round(lefts[ring[i]] * world - left);
        var y = Math.round(tops[ring[i]] * world - top);
        if (x !== lastX || y !== lastY) {
          if (i === 0) {
            path.moveTo(x / fine, y / fine);
          } else {
            path.lineTo(x / fine, y / fine);
          }
          lastX = x;
          lastY = y;
        }
      }
    },
  });

  frontmap.groundOf = function (map, shapes, draw) {
    var pane = map.createPane("ground");
    pane.style.zIndex = 420;
    pane.style.pointerEvents = "none";
    pane.style.willChange = "transform";
    return new Ground(shapes, draw).addTo(map);
  };

  /* ---- how kinds of ground look ---- */

  frontmap.changeLook = {
    gained: function (pen, path, rule, colour) {
      pen.fillStyle = colour;
      pen.fill(path, rule);
    },
    lost: function (pen, path, rule, colour) {
      pen.fillStyle = frontmap.data().colours.paper;
      pen.fill(path, rule);
      ["slant", "back-slant"].forEach(function (kind) {
        pen.fillStyle = frontmap.filling(kind, colour);
        pen.globalAlpha = 0.75;
        pen.fill(path, rule);
      });
      pen.globalAlpha = 1;
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
    pen.lineJoin = "bevel";
    pen.lineCap = "butt";
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
