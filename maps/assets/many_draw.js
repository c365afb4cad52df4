/* Very many marks on the map, drawn on a canvas of their own. */
(function () {
  "use strict";

  var many = frontmap.many;
  var page = frontmap.page;
  var map = page.map, holder = page.holder, layers = page.layers;
  var TAU = 2 * Math.PI;
  /* A share of a cluster's ring is never narrower than this, radians: no side may vanish. */
  var LEAST_ARC = 0.3;
  var shown = [];

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
            short(one.mark.members.length), many.pointed === one.mark);
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
  frontmap.on("chosen", redraw);
  frontmap.on("theme", redraw);
  frontmap.on("regathered", redraw);
  window.addEventListener("beforeprint", redraw);
  window.addEventListener("afterprint", redraw);
  page.each(document.querySelectorAll("canvas.swatch[data-swatch=cluster]"), frontmap.swatch);

  function latlng(i) {
    return page.latlng([many.places.lon[i], many.places.lat[i]]);
  }

  /* What the canvas shows: [{mark, x, y, r}], points of the map's layers. */
  many.shown = function () { return shown; };
  many.latlng = latlng;
  many.pointed = null;
})();
