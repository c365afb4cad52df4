/* What a reader draws on the map: lines, areas, points and their words, on a canvas above all marks
   that lets clicks through. Colours are the page's own, read anew with every drawing. */
(function () {
  "use strict";

  var page = frontmap.page;
  var map = page.map;
  var pane = map.createPane("sketch");
  var HALO = 3.5;
  var drawn = L.layerGroup().addTo(map);

  pane.style.zIndex = 645;
  pane.style.pointerEvents = "none";
  var renderer = L.canvas({ pane: "sketch", padding: 0.2 });

  function colour(name) {
    return window.getComputedStyle(page.frame).getPropertyValue("--" + name).trim();
  }

  function font() {
    return "600 12px " + colour("sans");
  }

  function toned(kind) {
    return kind.extend({
      _updatePath: function () {
        this.options.color = colour(this.options.tone);
        this.options.fillColor = colour(this.options.filling || this.options.tone);
        kind.prototype._updatePath.call(this);
      },
    });
  }

  var Line = toned(L.Polyline), Area = toned(L.Polygon), Point = toned(L.CircleMarker);

  /* Words beside a position, with a halo: above it, or `beside` to its right. */
  var Words = L.CircleMarker.extend({
    _updateBounds: function () {
      var pen = this._renderer._ctx, size = 8;
      pen.save();
      pen.font = font();
      var widths = this.options.words.map(function (line) { return pen.measureText(line).width; });
      pen.restore();
      size += Math.max.apply(null, widths);
      this._pxBounds = L.bounds(
        this._point.subtract([size, 40]), this._point.add([size + 12, 40])
      );
    },
    _updatePath: function () {
      var pen = this._renderer._ctx, at = this._point, options = this.options;
      if (!this._renderer._drawing || this._empty()) {
        return;
      }
      pen.save();
      pen.font = font();
      pen.textAlign = options.beside ? "left" : "center";
      pen.lineJoin = "round";
      pen.lineWidth = HALO;
      pen.strokeStyle = colour("paper");
      pen.fillStyle = colour("ink");
      options.words.forEach(function (line, i) {
        var x = at.x + (options.beside ? 10 : 0);
        var y = at.y + (options.beside ? 4 : -7) + 14 * (i - (options.beside ? 0 : options.words.length - 1));
        pen.strokeText(line, x, y);
        pen.fillText(line, x, y);
      });
      pen.restore();
    },
  });

  function plain(more) {
    return Object.assign({
      renderer: renderer, pane: "sketch", interactive: false, bubblingMouseEvents: false,
    }, more);
  }

  function latlngs(points) {
    return points.map(page.latlng);
  }

  /* A line with a halo. */
  function line(points, more) {
    var look = Object.assign({ tone: "ink", weight: 2 }, more);
    return L.layerGroup([
      new Line(latlngs(points), plain({ tone: "paper", weight: look.weight + 3, opacity: 0.85 })),
      new Line(latlngs(points), plain(look)),
    ]);
  }

  function area(points) {
    return new Area(latlngs(points), plain({ tone: "ink", stroke: false, fill: true,
      fillOpacity: 0.12 }));
  }

  function point(at, more) {
    return new Point(page.latlng(at), plain(Object.assign({
      tone: "ink", filling: "paper", radius: 4.5, weight: 2, opacity: 1, fill: true, fillOpacity: 1,
    }, more)));
  }

  function words(at, lines, more) {
    return new Words(page.latlng(at), plain(Object.assign({ words: lines, radius: 4 }, more)));
  }

  /* How wide words are, pixels. */
  function width(text) {
    var pen = renderer._ctx;
    if (!pen) {
      return 7 * text.length;
    }
    pen.save();
    pen.font = font();
    var wide = pen.measureText(text).width;
    pen.restore();
    return wide;
  }

  function redraw() {
    drawn.eachLayer(function each(layer) {
      if (layer.eachLayer) {
        layer.eachLayer(each);
      } else {
        layer.redraw();
      }
    });
  }

  frontmap.on("theme", redraw);

  frontmap.sketch = {
    line: line, area: area, point: point, words: words, width: width, layers: drawn,
  };

  /* ---- a pin: a position that was searched for or came with a link ---- */

  var pin = null;

  frontmap.pin = {
    at: function () { return pin && pin.at; },
    clear: function () {
      if (pin) {
        drawn.removeLayer(pin.layer);
        pin = null;
        frontmap.tell("changed", "pin");
      }
    },
    put: function (at, text) {
      frontmap.pin.clear();
      pin = { at: at, layer: L.layerGroup([
        point(at, { radius: 9, weight: 5, tone: "paper", fillOpacity: 0 }),
        point(at, { radius: 9, weight: 2.5, fillOpacity: 0 }),
        point(at, { radius: 2, filling: "ink", weight: 0 }),
        words(at, [text], { beside: true }),
      ]) };
      drawn.addLayer(pin.layer);
      frontmap.tell("changed", "pin");
    },
  };
})();
