/* Shapes of single claims, events and places, made when they are looked at. */
(function () {
  "use strict";

  var many = frontmap.many;
  var words = many.words;
  var A = 6378137, F = 1 / 298.257223563, B = A * (1 - F);
  var RADIANS = Math.PI / 180;
  var WINDS = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
    "NW", "NNW"];

  /* Where one comes to from [lon, lat] at a bearing (degrees) and distance (metres): Vincenty's direct
     formula on WGS 84, good to a millimetre. */
  function away(from, bearing, distance) {
    var turn = bearing * RADIANS, sinTurn = Math.sin(turn), cosTurn = Math.cos(turn);
    var tanU = (1 - F) * Math.tan(from[1] * RADIANS);
    var cosU = 1 / Math.sqrt(1 + tanU * tanU), sinU = tanU * cosU;
    var sinAlpha = cosU * sinTurn, cosSq = 1 - sinAlpha * sinAlpha;
    var u2 = cosSq * (A * A - B * B) / (B * B);
    var p = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
    var q = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
    var first = Math.atan2(tanU, cosTurn), sigma = distance / (B * p), before, sin, cos, middle;
    do {
      middle = Math.cos(2 * first + sigma);
      sin = Math.sin(sigma);
      cos = Math.cos(sigma);
      before = sigma;
      sigma = distance / (B * p) + q * sin * (middle + q / 4 * (cos * (2 * middle * middle - 1) -
        q / 6 * middle * (4 * sin * sin - 3) * (4 * middle * middle - 3)));
    } while (Math.abs(sigma - before) > 1e-12);
    sin = Math.sin(sigma);
    cos = Math.cos(sigma);
    middle = Math.cos(2 * first + sigma);
    var rest = sinU * sin - cosU * cos * cosTurn;
    var lat = Math.atan2(sinU * cos + cosU * sin * cosTurn,
      (1 - F) * Math.sqrt(sinAlpha * sinAlpha + rest * rest));
    var c = F / 16 * cosSq * (4 + F * (4 - 3 * cosSq));
    var lon = Math.atan2(sin * sinTurn, cosU * cos - sinU * sin * cosTurn) - (1 - c) * F * sinAlpha *
      (sigma + c * sin * (middle + c * cos * (2 * middle * middle - 1)));
    return [from[0] + lon / RADIANS, lat / RADIANS];
  }

  /* Good enough to choose a cone's length by; nothing is told from it. */
  function apart(a, b) {
    var mean = (a[1] + b[1]) / 2 * RADIANS;
    return Math.hypot((a[0] - b[0]) * Math.cos(mean), a[1] - b[1]) * RADIANS * 6371000;
  }

  function arc(centre, from, to, radius) {
    var steps = Math.max(1, Math.ceil((to - from) / 3)), found = [];
    for (var i = 0; i <= steps; i++) {
      found.push(away(centre, from + (to - from) * i / steps, radius));
    }
    return found;
  }

  /* Bearings as intervals that do not overlap: [[from, to]], degrees; a whole turn is [0, 360]. */
  function merged(axes, half) {
    if (half >= 180) {
      return [[0, 360]];
    }
    var parts = axes.map(function (axis) { return [axis - half, axis + half]; })
      .sort(function (a, b) { return a[0] - b[0]; });
    var found = [];
    parts.forEach(function (part) {
      var last = found[found.length - 1];
      if (last && part[0] <= last[1]) {
        last[1] = Math.max(last[1], part[1]);
      } else {
        found.push(part);
      }
    });
    var first = found[0], end = found[found.length - 1];
    if (found.length > 1 && end[1] >= first[0] + 360) {
      first[0] = end[0] - 360;
      found.pop();
    }
    return found[0][1] - found[0][0] >= 360 ? [[0, 360]] : found;
  }

  /* The ground in some directions from a centre, as the rings of a MultiPolygon. */
  function sector(centre, inner, outer, parts) {
    return parts.map(function (part) {
      var far = arc(centre, part[0], part[1], outer);
      if (part[1] - part[0] >= 360) {
        return inner > 1 ? [far, arc(centre, 0, 360, inner).reverse()] : [far];
      }
      var back = inner > 1 ? arc(centre, part[0], part[1], inner).reverse() : [centre];
      return [far.concat(back, [far[0]])];
    });
  }

  function axes(winds) {
    return winds.split(" ").map(function (wind) { return WINDS.indexOf(wind) * 22.5; });
  }

  function halves(table, winds, due) {
    var sixteen = winds.split(" ")[0].length === 3;
    return table.halves[due ? (sixteen ? "due-sixteen" : "due") : sixteen ? "sixteen" : "eight"];
  }

  function feature(type, coordinates, properties) {
    return {
      type: "Feature", geometry: { type: type, coordinates: coordinates }, properties: properties,
    };
  }

  function at(i) {
    return [many.places.lon[i], many.places.lat[i]];
  }

  /* The ends of a claim that is drawn: {subject, end, centre}, or null. */
  function ends(i) {
    var end = many.marks.claims.end[i];
    var subject = many.byId.get(many.claims.subject[i]);
    var reference = many.byId.get(many.claims.reference[i]);
    if (!end || subject === undefined || (!end.length && reference === undefined)) {
      return null;
    }
    var from = at(subject), to = end.length ? end : at(reference);
    return { subject: from, end: to, centre: end.length ? from : to };
  }

  /* A claim as [[layer, feature]]: its line, its rings, its slack, its direction. */
  function claim(i) {
    var tie = ends(i), drawn = many.marks.claims, card = many.claims.key[i];
    if (!tie) {
      return [];
    }
    var found = [];
    if (drawn.band[i] && drawn.rings[i].length) {
      found.push(["stated", feature("MultiPolygon",
        sector(tie.centre, drawn.band[i][0], drawn.band[i][1], [[0, 360]]),
        { look: "band", card: card })]);
    }
    drawn.rings[i].forEach(function (radius) {
      found.push(["stated", feature("LineString", arc(tie.centre, 0, 360, radius),
        { look: "ring", card: card })]);
    });
    if (drawn.winds[i]) {
      var reach = Math.max(words.cone.least_m, words.cone.overshoot * apart(tie.end, tie.subject));
      halves(words.cone, drawn.winds[i], drawn.due[i]).forEach(function (half, level) {
        if (half > 0) {
          found.push(["stated", feature("MultiPolygon",
            sector(tie.end, 0, reach * words.cone.shares[level], merged(axes(drawn.winds[i]), half)),
            { look: "cone", card: card })]);
        }
      });
    }
    found.push(["measured", feature("LineString", [tie.end, tie.subject],
      { look: "measured", verdict: many.claims.verdict[i], card: card })]);
    return found;
  }

  /* The ground of an event; `every` leaves out levels between, where many are in view. */
  function event(i, every) {
    var drawn = many.marks.events, winds = drawn.winds[i];
    var place = many.byId.get(many.events.place[i]);
    if (!winds || place === undefined) {
      return [];
    }
    var gained = drawn.gained[i] === 1;
    return halves(words.sector, winds, 0).map(function (half, level) {
      var reach = drawn.inner_m[i] + words.sector.reach_m * words.sector.shares[level];
      return half > 0 && level % (every || 1) === 0 && [gained ? "advances" : "grounds", feature(
        "MultiPolygon", sector(at(place), 0, reach, merged(axes(winds), half)), {
          look: gained ? "sector" : "ground", side: many.look(many.events.actor[i]),
          standing: many.events.standing[i], card: many.events.key[i],
        })];
    }).filter(Boolean);
  }

  /* What holds a place's true centre 95 times in 100. */
  function place(i) {
    var radius = many.places.precision_m[i], card = many.places.key[i];
    if (!many.places.pinned[i] || !(radius > 0)) {
      return [];
    }
    var axes = many.marks.places.ellipse[i];
    if (!axes) {
      return [["precision", feature("Point", at(i), {
        look: many.places.estimated[i] ? "estimate" : "precision", radius_m: radius, card: card,
      })]];
    }
    var ring = [];
    for (var bearing = 0; bearing <= 360; bearing += 5) {
      var turn = (bearing - axes[2]) * RADIANS;
      ring.push(away(at(i), bearing, axes[0] * axes[1] / Math.hypot(
        axes[1] * Math.cos(turn), axes[0] * Math.sin(turn))));
    }
    return [["precision", feature("Polygon", [ring], { look: "estimate", card: card })]];
  }

  many.shapes = { claim: claim, event: event, place: place, ends: ends, away: away };
})();
