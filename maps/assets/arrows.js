/* Arrows for stated axes of advance: bent a little, wider to the head, dashed where only believed. */
(function () {
  "use strict";

  var BEND = 0.1;
  var STEP = 6;
  var FROM_START = 11, BEFORE_END = 12;
  var LEAST = 16, OPEN = 64;
  var plain = { swatch: frontmap.swatch };

  /* Points along the bent course between two points, about six pixels apart; none where the two
     ends are too close to show a direction. */
  function course(a, b) {
    var whole = Math.hypot(b.x - a.x, b.y - a.y);
    var long = whole - FROM_START - BEFORE_END;
    if (long < LEAST) {
      return [];
    }
    var cx = (a.x + b.x) / 2 + BEND * (b.y - a.y), cy = (a.y + b.y) / 2 - BEND * (b.x - a.x);
    var count = Math.max(6, Math.min(120, Math.round(long / STEP)));
    var found = [];
    for (var i = 0; i <= count; i++) {
      var t = (FROM_START + long * i / count) / whole, s = 1 - t;
      found.push({
        x: s * s * a.x + 2 * s * t * cx + t * t * b.x,
        y: s * s * a.y + 2 * s * t * cy + t * t * b.y,
      });
    }
    return found;
  }

  /* Unit vector across the course at one of its points. */
  function across(points, i) {
    var a = points[Math.max(0, i - 1)], b = points[Math.min(points.length - 1, i + 1)];
    var far = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return { x: -(b.y - a.y) / far, y: (b.x - a.x) / far };
  }

  /* The outline of a stretch of the shaft, from half its width at one end to the other's. */
  function shaft(ctx, points, from, to, wide) {
    var i, n;
    for (i = from; i <= to; i++) {
      n = across(points, i);
      ctx[i === from ? "moveTo" : "lineTo"](points[i].x + n.x * wide(i), points[i].y + n.y * wide(i));
    }
    for (i = to; i >= from; i--) {
      n = across(points, i);
      ctx.lineTo(points[i].x - n.x * wide(i), points[i].y - n.y * wide(i));
    }
    ctx.closePath();
  }

  function head(ctx, points, base, half) {
    var tip = points[points.length - 1], at = points[base], n = across(points, base);
    ctx.moveTo(tip.x, tip.y);
    ctx.lineTo(at.x + n.x * half, at.y + n.y * half);
    ctx.lineTo(at.x - n.x * half, at.y - n.y * half);
    ctx.closePath();
  }

  /* An arrow with one end that no name gives is long enough to be seen on any scale. */
  function drawnOut(a, b, open) {
    var far = Math.hypot(b.x - a.x, b.y - a.y);
    if (!open || !far || far >= OPEN) {
      return [a, b];
    }
    var grown = OPEN / far;
    return open === "start"
      ? [{ x: b.x + (a.x - b.x) * grown, y: b.y + (a.y - b.y) * grown }, b]
      : [a, { x: a.x + (b.x - a.x) * grown, y: a.y + (b.y - a.y) * grown }];
  }

  frontmap.arrow = function (ctx, from, to, p) {
    var ends = drawnOut(from, to, p.open), a = ends[0], b = ends[1];
    var points = course(a, b);
    if (!points.length) {
      return;
    }
    var colours = frontmap.data().colours;
    var colour = p.side ? frontmap.sideColour(p.side) : colours.noSide;
    var last = points.length - 1;
    var pitch = Math.hypot(b.x - a.x, b.y - a.y) / last;
    var size = Math.max(9, Math.min(17, last * pitch * 0.24));
    var base = Math.max(1, last - Math.max(1, Math.round(size / pitch)));
    function wide(i) { return 0.9 + 2.3 * i / base; }

    function trace(dashed) {
      ctx.beginPath();
      var by = dashed ? Math.max(2, Math.round(13 / pitch)) : base;
      var gap = dashed ? Math.max(1, Math.round(6 / pitch)) : 0;
      for (var end = base; end > 0; end -= by + gap) {
        shaft(ctx, points, Math.max(0, end - by), end, wide);
      }
      head(ctx, points, base, size * 0.5);
    }

    ctx.save();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    ctx.lineJoin = "round";
    trace(false);
    ctx.strokeStyle = colours.paper;
    ctx.lineWidth = p.standing === "geolocated" ? 7 : 4;
    ctx.globalAlpha = 0.85;
    ctx.stroke();
    ctx.globalAlpha = 1;
    if (p.standing === "geolocated") {
      ctx.strokeStyle = colour;
      ctx.lineWidth = 5;
      ctx.stroke();
      ctx.strokeStyle = colours.paper;
      ctx.lineWidth = 3;
      ctx.stroke();
    }
    trace(p.standing === "claimed" || p.standing === "denied");
    ctx.fillStyle = p.card && p.card === frontmap.chosen ? colours.ink : colour;
    ctx.fill();
    ctx.restore();
  };

  function isAxis(layer) {
    return layer.feature && layer.feature.properties.look === "axis";
  }

  /* The course of an arrow in the points of its layer. */
  frontmap.arrowCourse = function (part) {
    var ends = part.getLatLngs().map(function (at) { return part._map.latLngToLayerPoint(at); });
    ends = drawnOut(ends[0], ends[1], part.feature.properties.open);
    return course(ends[0], ends[1]);
  };

  var lines = L.Polyline.prototype;
  var before = {
    update: lines._updatePath, bounds: lines._updateBounds, contains: lines._containsPoint,
  };
  L.Polyline.include({
    _updatePath: function () {
      if (!isAxis(this)) {
        before.update.call(this);
      } else if (this._renderer._drawing && this._rings.length) {
        var ends = this._rings[0];
        frontmap.arrow(this._renderer._ctx, ends[0], ends[1], this.feature.properties);
      }
    },

    /* A bent arrow reaches further than its straight line. */
    _updateBounds: function () {
      before.bounds.call(this);
      if (isAxis(this)) {
        var size = this._rawPxBounds.getSize();
        var room = 14 + (this.feature.properties.open ? OPEN : 0) + BEND * Math.max(size.x, size.y);
        this._pxBounds = new L.Bounds([
          this._rawPxBounds.min.subtract([room, room]), this._rawPxBounds.max.add([room, room]),
        ]);
      }
    },

    _containsPoint: function (point, closed) {
      if (!isAxis(this)) {
        return before.contains.call(this, point, closed);
      }
      return frontmap.arrowCourse(this).some(function (at) {
        return Math.hypot(at.x - point.x, at.y - point.y) < 9;
      });
    },
  });

  frontmap.swatch = function (canvas) {
    if (canvas.dataset.swatch !== "axis") {
      plain.swatch(canvas);
      return;
    }
    var sheet = frontmap.sheet(canvas);
    var y = sheet.high / 2 + 2;
    frontmap.arrow(
      sheet.pen, { x: -10, y: y }, { x: sheet.wide + BEFORE_END - 1, y: y },
      { standing: canvas.dataset.standing, side: canvas.dataset.side }
    );
  };
})();
