/* How ground of control maps, front lines and units are drawn: on top of marks.js. */
(function () {
  "use strict";

  var SIZE = 8;
  var plain = {
    style: frontmap.style, swatch: frontmap.swatch, symbol: frontmap.symbol, radius: frontmap.radius,
  };
  var tiles = {};

  var strokes = {
    slant: function (pen) { lines(pen, 1); },
    "back-slant": function (pen) { lines(pen, -1); },
    rows: function (pen) {
      pen.moveTo(0, 2);
      pen.lineTo(SIZE, 2);
      pen.moveTo(0, 6);
      pen.lineTo(SIZE, 6);
    },
    crosses: function (pen) {
      pen.moveTo(2, 4);
      pen.lineTo(6, 4);
      pen.moveTo(4, 2);
      pen.lineTo(4, 6);
    },
    rings: function (pen) { pen.arc(4, 4, 1.9, 0, 2 * Math.PI); },
  };
  var dots = { dots: [[2, 2], [6, 6]], "sparse-dots": [[4, 4]] };

  function lines(pen, slope) {
    [-SIZE, 0, SIZE].forEach(function (shift) {
      pen.moveTo(shift - 1, slope > 0 ? SIZE + 1 : -1);
      pen.lineTo(shift + SIZE + 1, slope > 0 ? -1 : SIZE + 1);
    });
  }

  /* A filling that repeats, drawn fine enough for any screen. */
  function tile(kind, colour) {
    var key = kind + colour;
    if (!Object.hasOwn(tiles, key)) {
      var sheet = document.createElement("canvas");
      var fine = 2 * Math.max(1, Math.round(window.devicePixelRatio || 1));
      sheet.width = sheet.height = SIZE * fine;
      var pen = sheet.getContext("2d");
      pen.scale(fine, fine);
      pen.strokeStyle = pen.fillStyle = colour;
      pen.lineWidth = kind === "rows" ? 1.1 : kind === "slant" ? 2.1 : 1.3;
      if (Object.hasOwn(dots, kind)) {
        dots[kind].forEach(function (at) {
          pen.beginPath();
          pen.arc(at[0], at[1], 1.15, 0, 2 * Math.PI);
          pen.fill();
        });
      } else {
        pen.beginPath();
        strokes[kind](pen);
        pen.stroke();
      }
      var made = pen.createPattern(sheet, "repeat");
      made.setTransform(new DOMMatrix([1 / fine, 0, 0, 1 / fine, 0, 0]));
      tiles[key] = made;
    }
    return tiles[key];
  }

  frontmap.filling = function (kind, colour) {
    return kind === "plain" ? colour : tile(kind, colour);
  };

  frontmap.style = function (feature) {
    var look = plain.style(feature);
    var p = feature.properties;
    if (p.fill) {
      var colour = frontmap.sideColour(p.side);
      look.color = colour;
      look.fillColor = frontmap.filling(p.fill, colour);
      if (p.fill !== "plain" && look.fillOpacity) {
        look.fillOpacity = Math.min(1, look.fillOpacity * 1.7);
      }
    }
    return look;
  };

  var dotted = {
    /* A unit: a lozenge in its side's colour. */
    unit: function (ctx, x, y, r) {
      ctx.moveTo(x, y - r);
      ctx.lineTo(x + r, y);
      ctx.lineTo(x, y + r);
      ctx.lineTo(x - r, y);
      ctx.closePath();
    },
    /* A settlement that changed hands: a ring on the colour of who has it now. */
    turned: function (ctx, x, y, r) { ctx.arc(x, y, r, 0, 2 * Math.PI); },
    /* What an inferred front rests on: a disc, hollow where the front runs through the place. */
    evidence: function (ctx, x, y, r) { ctx.arc(x, y, r, 0, 2 * Math.PI); },
  };

  frontmap.symbol = function (ctx, x, y, p) {
    if (!Object.hasOwn(dotted, p.look)) {
      plain.symbol(ctx, x, y, p);
      return;
    }
    var colours = frontmap.data().colours;
    ctx.save();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    ctx.beginPath();
    dotted[p.look](ctx, x, y, frontmap.radius(p));
    /* What lies on ground of its own colour is hollow. */
    var hollow = p.look === "turned" || p.hollow;
    var edge = p.look === "turned" ? colours.ink : frontmap.sideColour(p.side);
    ctx.fillStyle = hollow ? colours.paper : edge;
    ctx.strokeStyle = hollow ? edge : colours.paper;
    ctx.lineWidth = p.card && p.card === frontmap.chosen ? 3 : 1.2;
    ctx.fill();
    ctx.stroke();
    ctx.restore();
  };

  frontmap.radius = function (p) {
    return Object.hasOwn(dotted, p.look) ? frontmap.data().looks[p.look].dot : plain.radius(p);
  };

  function sample(ctx, want, wide, high) {
    var look = frontmap.style({ properties: {
      look: want.swatch, fill: want.fill, side: want.side,
    } });
    ctx.beginPath();
    ctx.rect(5, 5, wide - 10, high - 10);
    ctx.globalAlpha = look.fillOpacity;
    ctx.fillStyle = look.fillColor;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = look.color;
    ctx.lineWidth = 1;
    ctx.setLineDash((look.dashArray || "").split(" ").filter(Boolean).map(Number));
    ctx.stroke();
  }

  function line(ctx, look, wide, high) {
    ctx.beginPath();
    ctx.lineCap = "round";
    ctx.strokeStyle = look.color;
    ctx.lineWidth = look.weight;
    ctx.setLineDash((look.dashArray || "").split(" ").filter(Boolean).map(Number));
    ctx.moveTo(3, high * 0.62);
    ctx.bezierCurveTo(wide * 0.35, high * 0.1, wide * 0.6, high * 0.95, wide - 3, high * 0.35);
    ctx.stroke();
  }

  frontmap.swatch = function (canvas) {
    var want = canvas.dataset;
    var looks = frontmap.data().looks;
    var kind = want.swatch;
    if (!want.fill && !kind.startsWith("front") && kind !== "sliver" &&
        kind !== "information" &&
        !Object.hasOwn(dotted, kind)) {
      plain.swatch(canvas);
      return;
    }
    var sheet = frontmap.sheet(canvas);
    var ctx = sheet.pen, wide = sheet.wide, high = sheet.high;
    if (want.fill) {
      sample(ctx, want, wide, high);
    } else if (Object.hasOwn(dotted, kind)) {
      frontmap.symbol(ctx, wide / 2, high / 2, { look: kind, side: want.side });
    } else if (kind === "sliver") {
      line(ctx, { color: looks.sliver.fillColor, weight: 1.5 }, wide, high);
    } else {
      if (kind === "front") {
        line(ctx, looks["front-casing"], wide, high);
      }
      line(ctx, looks[kind], wide, high);
    }
  };
})();
