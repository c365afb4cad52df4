/* How the features of the map are drawn. Features carry codes and numbers, never text. */
(function () {
  "use strict";

  var TAU = 2 * Math.PI;
  var known = null;
  var shade = null;
  var hatches = {};
  var frontmap = {
    moves: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    chosen: null,
    /* Whether a row's marks are on the map; the sources that a reader switches off change it. */
    shows: function () { return true; },
    data: function () {
      if (known === null) {
        known = JSON.parse(document.getElementById("frontmap-data").textContent);
        var dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
        frontmap.paint(dark ? "dark" : "light");
      }
      return known;
    },
    /* Take up the colours of a theme; what is drawn already stays as it is. */
    paint: function (theme) {
      shade = theme;
      Object.assign(frontmap.data(), known.themes[theme]);
    },
    theme: function () {
      frontmap.data();
      return shade;
    },
  };
  window.frontmap = frontmap;

  /* Scripts of the page tell one another: `chosen` (id of a row, or null), `wanted` (id of a row
     that is about to be looked up, for those who write it only then), `theme` ("light" or "dark",
     once the map is drawn in it), `printing` (true before, false after). */
  var listeners = {};
  frontmap.on = function (what, act) {
    (listeners[what] = listeners[what] || []).push(act);
  };
  frontmap.tell = function (what, value) {
    (listeners[what] || []).forEach(function (act) { act(value); });
  };

  function sideColour(side) {
    var data = frontmap.data();
    return Object.hasOwn(data.sides, side) ? data.sides[side] : data.colours.noSide;
  }

  frontmap.sideColour = sideColour;

  frontmap.hatch = hatch;

  function hatch(colour) {
    if (!Object.hasOwn(hatches, colour)) {
      var tile = document.createElement("canvas");
      tile.width = tile.height = 6;
      var pen = tile.getContext("2d");
      pen.strokeStyle = colour;
      pen.lineWidth = 2.2;
      pen.beginPath();
      [-6, 0, 6].forEach(function (shift) {
        pen.moveTo(shift - 1, 7);
        pen.lineTo(shift + 7, -1);
      });
      pen.stroke();
      hatches[colour] = pen.createPattern(tile, "repeat");
    }
    return hatches[colour];
  }

  /* Leaflet's options for the path of a feature. */
  frontmap.style = function (feature) {
    var data = frontmap.data();
    var p = feature.properties;
    var look = Object.assign({}, data.looks[p.look]);
    if (p.look === "sector" || p.look === "ground") {
      var colour = sideColour(p.side);
      look.fillColor = p.standing === "claimed" ? hatch(colour) : colour;
      if (p.standing === "claimed") {
        look.fillOpacity *= 1.5;
      }
    }
    if (p.look === "outline-broad") {
      look.color = sideColour(p.side);
    }
    /* What fits, or was not measured, asks for nothing: its line is quiet until it is chosen. */
    var asks = p.verdict === "contradicted" || p.verdict === "uncertain";
    if (p.look === "measured" && !asks && p.card !== frontmap.chosen) {
      look = Object.assign({}, data.looks["measured-quiet"]);
    }
    if (p.verdict) {
      look.dashArray = data.dashes[p.verdict] || null;
    }
    if (p.card && p.card === frontmap.chosen) {
      look.opacity = 1;
      look.weight = (look.weight || 0) * 1.9;
      if (look.fillOpacity) {
        look.fillOpacity = Math.min(1, look.fillOpacity * 2);
      }
    }
    return look;
  };

  function disc(ctx, x, y, r) {
    ctx.beginPath();
    ctx.arc(x, y, r, 0, TAU);
  }

  function bar(ctx, x, y, r, slope) {
    ctx.moveTo(x - r * 0.7, y + slope * r * 0.7);
    ctx.lineTo(x + r * 0.7, y - slope * r * 0.7);
  }

  /* Shape says the status, filling says the standing, hue says the side. */
  function status(ctx, x, y, r, p) {
    var colour = p.side === undefined ? frontmap.data().colours.noSide : sideColour(p.side);
    var filling = p.standing === "claimed" ? hatch(colour) : colour;
    ctx.fillStyle = filling;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.8;
    if (p.status === "held") {
      disc(ctx, x, y, r);
      ctx.fill();
    } else if (p.status === "entered") {
      ctx.beginPath();
      ctx.arc(x, y, r, 0, Math.PI);
      ctx.closePath();
      ctx.fill();
    } else if (p.status === "attacked") {
      disc(ctx, x, y, r * 0.48);
      ctx.fill();
    } else {
      ctx.beginPath();
      bar(ctx, x, y, r, 1);
      if (p.status === "contested") {
        bar(ctx, x, y, r, -1);
      }
      ctx.stroke();
    }
    ctx.setLineDash(p.standing === "claimed" ? [3, 2] : []);
    disc(ctx, x, y, r);
    ctx.stroke();
    ctx.setLineDash([]);
    if (p.standing === "geolocated") {
      ctx.lineWidth = 1;
      disc(ctx, x, y, r + 2.6);
      ctx.stroke();
    }
  }

  frontmap.symbol = function (ctx, x, y, p) {
    var data = frontmap.data();
    var r = frontmap.radius(p);
    ctx.save();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    if (p.look === "town") {
      ctx.fillStyle = data.looks.town.color;
      disc(ctx, x, y, r);
      ctx.fill();
      ctx.restore();
      return;
    }
    ctx.fillStyle = data.colours.paper;
    disc(ctx, x, y, r + (p.other || p.standing === "geolocated" ? 4.6 : 2.2));
    ctx.fill();
    if (p.card && p.card === frontmap.chosen) {
      ctx.strokeStyle = data.colours.ink;
      ctx.lineWidth = 2;
      disc(ctx, x, y, r + 7);
      ctx.stroke();
    }
    if (p.other) {
      ctx.strokeStyle = sideColour(p.other);
      ctx.lineWidth = 2.4;
      disc(ctx, x, y, r + (p.standing === "geolocated" ? 5.4 : 3.6));
      ctx.stroke();
    }
    if (p.status) {
      status(ctx, x, y, r, p);
    } else {
      ctx.strokeStyle = data.colours.ink;
      ctx.lineWidth = 1.7;
      ctx.setLineDash(p.estimated ? [2.5, 2] : []);
      disc(ctx, x, y, r);
      ctx.stroke();
    }
    ctx.restore();
  };

  frontmap.radius = function (p) {
    var marks = frontmap.data().marks;
    if (p.look === "town") {
      return frontmap.data().looks.town.dot;
    }
    return p.status ? marks.status : p.estimated ? marks.estimate : marks.named;
  };

  /* How far a mark reaches with its rings, pixels. */
  frontmap.reach = function (p) {
    var rings = (p.standing === "geolocated" ? 3 : 0) + (p.other ? 4.5 : 0);
    return frontmap.radius(p) + 1.5 + rings;
  };

  L.Canvas.include({
    _updateMark: function (layer) {
      if (this._drawing && !layer._empty()) {
        frontmap.symbol(this._ctx, layer._point.x, layer._point.y, layer.feature.properties);
      }
    },
  });

  /* A place: as large on every scale. */
  var Mark = L.CircleMarker.extend({
    _updatePath: function () {
      if (!this.feature.properties.label || this.shown) {
        this._renderer._updateMark(this);
      }
    },
  });

  /* A circle in metres that is left out where a mark would cover it. */
  var Halo = L.Circle.extend({
    _updatePath: function () {
      if (this._radius > 9) {
        L.Circle.prototype._updatePath.call(this);
      }
    },
  });

  frontmap.point = function (feature, latlng) {
    var p = feature.properties;
    var made = p.radius_m
      ? new Halo(latlng, { radius: p.radius_m, interactive: false })
      : new Mark(latlng, { radius: frontmap.radius(p) + 3, interactive: p.look !== "town" });
    made.feature = feature;
    return made;
  };

  /* An empty sheet to draw a little picture on, fine enough for any screen and for paper. */
  frontmap.sheet = function (canvas) {
    var scale = Math.max(2, window.devicePixelRatio || 1);
    var size = canvas.dataset;
    size.wide = size.wide || canvas.width;
    size.high = size.high || canvas.height;
    canvas.width = size.wide * scale;
    canvas.height = size.high * scale;
    var pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    return { pen: pen, wide: Number(size.wide), high: Number(size.high) };
  };

  /* The little pictures of the key, drawn by the code that draws the map. */
  frontmap.swatch = function (canvas) {
    var data = frontmap.data();
    if (canvas.dataset.swatch === "cluster" && !frontmap.clusterSymbol) {
      return; // `many_draw.js` draws it once it is there
    }
    var want = canvas.dataset;
    var sheet = frontmap.sheet(canvas);
    var ctx = sheet.pen, wide = sheet.wide, high = sheet.high;
    var x = wide / 2, y = high / 2;
    var look = data.looks[want.swatch] || {};
    var kind = want.swatch;
    if (kind === "spot") {
      frontmap.symbol(ctx, x, y, {
        look: "spot", status: want.status, standing: want.standing, other: want.other,
      });
    } else if (kind === "estimate") {
      stroke(ctx, look);
      ctx.beginPath();
      ctx.ellipse(x, y, 12, 8, -0.5, 0, 2 * Math.PI);
      ctx.stroke();
      frontmap.symbol(ctx, x, y, { look: "spot", estimated: 1 });
    } else if (kind === "cluster") {
      var sides = Object.keys(data.sides).slice(0, 2);
      frontmap.clusterSymbol(ctx, x, y, 10, (sides.length ? sides : [""]).map(function (side) {
        return [side, 1];
      }), "");
    } else if (kind === "precision") {
      stroke(ctx, look);
      disc(ctx, x, y, 9);
      ctx.stroke();
    } else if (kind === "side") {
      ctx.fillStyle = sideColour(want.side);
      ctx.fillRect(x - 11, y - 6, 22, 12);
    } else if (kind === "sector" || kind === "ground" || kind === "cone") {
      wedge(ctx, x, y, kind);
    } else {
      if (kind === "border") {
        stroke(ctx, data.looks["border-casing"]);
        line(ctx, wide, y);
      }
      if (kind === "ring") {
        ctx.globalAlpha = 0.12;
        ctx.fillStyle = look.color;
        ctx.fillRect(1, y - 7, wide - 2, 14);
        ctx.globalAlpha = 1;
      }
      stroke(ctx, look);
      ctx.setLineDash(parse(want.verdict ? data.dashes[want.verdict] : look.dashArray));
      line(ctx, wide, y);
    }
  };

  function wedge(ctx, x, y, kind) {
    var look = frontmap.data().looks[kind];
    ctx.fillStyle = look.fillColor || frontmap.data().colours.noSide;
    ctx.globalAlpha = Math.max(0.1, look.fillOpacity);
    [1, 0.8, 0.6, 0.4].forEach(function (share) {
      ctx.beginPath();
      ctx.moveTo(x - 12, y);
      ctx.arc(x - 12, y, 18 + 7 * share, -0.5 * share, 0.5 * share);
      ctx.fill();
    });
  }

  function stroke(ctx, look) {
    ctx.strokeStyle = look.color;
    ctx.lineWidth = look.weight;
    ctx.setLineDash(parse(look.dashArray));
  }

  function parse(dash) {
    return dash ? dash.split(" ").map(Number) : [];
  }

  function line(ctx, wide, y) {
    ctx.beginPath();
    ctx.moveTo(1, y);
    ctx.lineTo(wide - 1, y);
    ctx.stroke();
  }
})();
