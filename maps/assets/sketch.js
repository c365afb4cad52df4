/* What a reader draws on the map: lines, areas, points and their words, on a canvas above all marks
   that lets clicks through. Colours are those of the theme, read anew with every drawing. */
(function () {
  "use strict";

  var page = frontmap.page;
  var map = page.map;
  var HALO = 3.5;
  var LINE = 15;
  var ruler = document.createElement("canvas").getContext("2d");
  var drawn = L.layerGroup().addTo(map);

  /* Lines run below the names on the map, words stand above them. */
  function paned(name, level) {
    var pane = map.createPane(name);
    pane.style.zIndex = level;
    pane.style.pointerEvents = "none";
    return L.canvas({ pane: name, padding: 0.2 });
  }

  var lines = paned("sketch", 630), texts = paned("sketch-words", 646);

  function colour(name) {
    return frontmap.data().colours[name];
  }

  function font() {
    return "600 12px " + window.getComputedStyle(page.frame).getPropertyValue("--sans").trim();
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

  /* Words beside a position, with a halo: above it, or so many pixels `beside` it where there is
     room. */
  var Words = L.CircleMarker.extend({
    _wide: function () {
      return Math.max.apply(null, this.options.words.map(width));
    },
    /* The words' box in pixels of the map's pane. */
    _box: function () {
      var at = map.latLngToLayerPoint(this._latlng), wide = this._wide(), left = at.x - wide / 2, high = LINE;
      var top = at.y - 7 - high * this.options.words.length;
      var size = map.getSize(), here = map.layerPointToContainerPoint(at), gap = this.options.beside;
      if (gap) {
        left = size.x - here.x > wide + gap + 4 ? at.x + gap : at.x - gap - wide;
        top = at.y - high / 2;
      } else if (here.x > 0 && here.x < size.x) {
        /* Words of what is in view are in view as a whole. */
        var shift = here.x - at.x;
        left = Math.max(4 - shift, Math.min(left, size.x - wide - 4 - shift));
      }
      return L.bounds([left, top], [left + wide, top + high * this.options.words.length]);
    },
    _updateBounds: function () {
      var wide = this._wide() + 16;
      this._pxBounds = L.bounds(this._point.subtract([wide, 48]), this._point.add([wide, 48]));
    },
    _updatePath: function () {
      var pen = this._renderer._ctx;
      if (!this._renderer._drawing || this._empty()) {
        return;
      }
      var box = this._box();
      pen.save();
      pen.font = font();
      pen.lineJoin = "round";
      pen.lineWidth = HALO;
      pen.strokeStyle = colour("paper");
      pen.fillStyle = colour("ink");
      this.options.words.forEach(function (line, i) {
        pen.strokeText(line, box.min.x, box.min.y + 11 + LINE * i);
        pen.fillText(line, box.min.x, box.min.y + 11 + LINE * i);
      });
      pen.restore();
    },
  });

  function plain(more) {
    return Object.assign({
      renderer: lines, pane: "sketch", interactive: false, bubblingMouseEvents: false,
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

  function words(at, said, more) {
    return new Words(page.latlng(at), plain(Object.assign({
      renderer: texts, pane: "sketch-words", words: said, radius: 4,
    }, more)));
  }

  /* How wide words are, pixels. */
  function width(text) {
    ruler.font = font();
    return ruler.measureText(text).width;
  }

  function parts(layer) {
    return layer.eachLayer ? [].concat.apply([], layer.getLayers().map(parts)) : [layer];
  }

  function redraw() {
    parts(drawn).forEach(function (part) { part.redraw(); });
  }

  /* Where words stand, pixels of the map: no name is to stand there too. */
  function boxes() {
    return parts(drawn).filter(function (part) { return part instanceof Words; }).map(function (part) {
      var box = part._box(), corner = map.layerPointToContainerPoint(box.min), size = box.getSize();
      return { x: corner.x - 3, y: corner.y - 2, w: size.x + 6, h: size.y + 4 };
    });
  }

  /* Whether words would cover no others. */
  function free(some) {
    return parts(drawn).every(function (part) {
      return !(part instanceof Words) || !part._box().intersects(some._box());
    });
  }

  frontmap.on("theme", redraw);

  frontmap.sketch = {
    line: line, area: area, point: point, words: words, width: width, boxes: boxes, free: free,
    layers: drawn,
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
        words(at, [text], { beside: 15 }),
      ]) };
      drawn.addLayer(pin.layer);
      frontmap.tell("changed", "pin");
    },
  };
})();
