/* What a map leaves out or draws as a sign where its scale leaves no room for the shape itself. */
(function () {
  "use strict";

  /* Least extent on the screen, pixels, at which a kind of shape is still drawn as itself. */
  var LEAST = { band: 30, ring: 30, cone: 18, measured: 22 };
  /* Below this reach, pixels, ground around a place is a wedge of one size. */
  var LEAST_REACH = 11;
  var SIGN = { from: 8, to: 19, half: 0.55 };
  /* Distance of the lines of a hatching along the horizontal, pixels. */
  var PITCH = 6;
  var whole = L.Canvas.prototype._updatePoly;

  function extent(layer) {
    var size = layer._rawPxBounds && layer._rawPxBounds.getSize();
    return size ? Math.max(size.x, size.y) : 0;
  }

  /* Pixels of a number of metres at a place. */
  function pixels(map, at, metres) {
    var around = 2 * Math.PI * 6378137 * Math.cos(at.lat * Math.PI / 180);
    return metres * 256 * Math.pow(2, map.getZoom()) / around;
  }

  /* A wedge beside the mark, in the direction of the ground; drawn once for all its levels. */
  function sign(renderer, layer, p) {
    var at = renderer._map.latLngToLayerPoint([p.lat, p.lon]);
    var ctx = renderer._ctx, middle = (p.bearing - 90) * Math.PI / 180;
    var look = frontmap.style(layer.feature);
    ctx.save();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(at.x, at.y, SIGN.to, middle - SIGN.half, middle + SIGN.half);
    ctx.arc(at.x, at.y, SIGN.from, middle + SIGN.half, middle - SIGN.half, true);
    ctx.closePath();
    ctx.globalAlpha = p.look === "sector" ? 0.75 : 0.45;
    ctx.fillStyle = look.fillColor;
    ctx.fill();
    ctx.restore();
  }

  /* Hatching as lines, not as a pattern: the levels of soft ground share its lines, on paper, too. */
  function hatch(renderer, layer) {
    var ctx = renderer._ctx, look = layer.options, box = layer._rawPxBounds;
    ctx.save();
    ctx.beginPath();
    layer._parts.forEach(function (part) {
      part.forEach(function (at, i) { ctx[i ? "lineTo" : "moveTo"](at.x, at.y); });
      ctx.closePath();
    });
    ctx.clip("evenodd");
    ctx.beginPath();
    var high = box.max.y - box.min.y;
    var last = Math.ceil((box.max.x + box.max.y) / PITCH);
    for (var k = Math.floor((box.min.x + box.min.y) / PITCH); k <= last; k++) {
      ctx.moveTo(k * PITCH - box.min.y, box.min.y);
      ctx.lineTo(k * PITCH - box.min.y - high, box.max.y);
    }
    ctx.setLineDash([]);
    ctx.globalAlpha = look.fillOpacity;
    ctx.lineWidth = 2;
    ctx.strokeStyle = frontmap.sideColour(layer.feature.properties.side);
    ctx.stroke();
    ctx.restore();
  }

  L.Canvas.include({
    _updatePoly: function (layer, closed) {
      var p = layer.feature ? layer.feature.properties : null;
      if (p && this._drawing && !(p.card && p.card === frontmap.chosen)) {
        if (Object.hasOwn(LEAST, p.look) && extent(layer) < LEAST[p.look]) {
          return;
        }
        if (p.reach_m && pixels(this._map, { lat: p.lat }, p.reach_m) < LEAST_REACH) {
          if (p.sign) {
            sign(this, layer, p);
          }
          return;
        }
      }
      var ground = p && (p.look === "sector" || p.look === "ground");
      if (ground && p.standing === "claimed" && this._drawing && layer._parts.length) {
        hatch(this, layer);
      } else {
        whole.call(this, layer, closed);
      }
    },
  });
})();
