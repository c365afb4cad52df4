/* UTM and MGRS on WGS 84. Positions are [longitude, latitude] in degrees.
   The transverse Mercator projection is L. Krueger's (1912) by his series in the third flattening n,
   with the coefficients to n^4 that C. F. F. Karney gives in "Transverse Mercator with an accuracy
   of a few nanometers", Journal of Geodesy 85 (2011), 475-485, equations (35) and (36). Within a
   zone they are good to less than a micrometre. */
(function () {
  "use strict";

  var A = 6378137;
  var F = 1 / 298.257223563;
  var E = Math.sqrt(F * (2 - F));
  var N = F / (2 - F);
  var SCALE = 0.9996;
  var RAD = Math.PI / 180;
  var RADIUS = A / (1 + N) * (1 + N * N / 4 + Math.pow(N, 4) / 64);
  var ALPHA = series([
    [1 / 2, -2 / 3, 5 / 16, 41 / 180], [13 / 48, -3 / 5, 557 / 1440],
    [61 / 240, -103 / 140], [49561 / 161280],
  ]);
  var BETA = series([
    [1 / 2, -2 / 3, 37 / 96, -1 / 360], [1 / 48, 1 / 15, -437 / 1440],
    [17 / 480, -37 / 840], [4397 / 161280],
  ]);
  var BANDS = "CDEFGHJKLMNPQRSTUVWX";
  var COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
  var ROWS = "ABCDEFGHJKLMNPQRSTUV";
  var SQUARE_M = 100000;

  function series(rows) {
    return rows.map(function (row, first) {
      return row.reduce(function (sum, part, i) { return sum + part * Math.pow(N, first + 1 + i); }, 0);
    });
  }

  function meridian(zone) {
    return 6 * zone - 183;
  }

  /* Longitude from a meridian, -180 up to 180. */
  function apart(lon, from) {
    return ((lon - from + 180) % 360 + 360) % 360 - 180;
  }

  /* The zone of a position, those that are widened for Norway and Svalbard among them. */
  function zoneOf(lonlat) {
    var lon = apart(lonlat[0], 0), lat = lonlat[1];
    if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) {
      return 32;
    }
    if (lat >= 72 && lon >= 0 && lon < 42) {
      return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
    }
    return Math.min(60, Math.floor((lon + 180) / 6) + 1);
  }

  function bandOf(lat) {
    return BANDS.charAt(Math.min(19, Math.floor((lat + 80) / 8)));
  }

  /* Tangent of the conformal latitude from that of the latitude. */
  function conformal(tau) {
    var size = Math.hypot(1, tau);
    var sigma = Math.sinh(E * Math.atanh(E * tau / size));
    return tau * Math.hypot(1, sigma) - sigma * size;
  }

  /* {zone, band, easting, northing} in metres; null near the poles, where UTM ends. */
  function toUtm(lonlat) {
    var lat = lonlat[1];
    if (!(lat >= -80 && lat <= 84)) {
      return null;
    }
    var zone = zoneOf(lonlat), by = apart(lonlat[0], meridian(zone)) * RAD;
    var t = conformal(Math.tan(lat * RAD));
    var xi = Math.atan2(t, Math.cos(by));
    var eta = Math.asinh(Math.sin(by) / Math.hypot(t, Math.cos(by)));
    var x = eta, y = xi;
    ALPHA.forEach(function (part, i) {
      var j = 2 * (i + 1);
      y += part * Math.sin(j * xi) * Math.cosh(j * eta);
      x += part * Math.cos(j * xi) * Math.sinh(j * eta);
    });
    return {
      zone: zone,
      band: bandOf(lat),
      easting: 500000 + SCALE * RADIUS * x,
      northing: (lat < 0 ? 10000000 : 0) + SCALE * RADIUS * y,
    };
  }

  /* The position of metres in a zone; `south` where northings count from 10 000 km. */
  function fromUtm(zone, south, easting, northing) {
    var x = (easting - 500000) / (SCALE * RADIUS);
    var y = (northing - (south ? 10000000 : 0)) / (SCALE * RADIUS);
    var xi = y, eta = x;
    BETA.forEach(function (part, i) {
      var j = 2 * (i + 1);
      xi -= part * Math.sin(j * y) * Math.cosh(j * x);
      eta -= part * Math.cos(j * y) * Math.sinh(j * x);
    });
    var t = Math.sin(xi) / Math.hypot(Math.sinh(eta), Math.cos(xi)), tau = t;
    for (var i = 0; i < 5; i++) {
      var size = Math.hypot(1, tau), now = conformal(tau);
      tau += (t - now) / Math.hypot(1, now) * (1 + (1 - E * E) * tau * tau) /
        ((1 - E * E) * size);
    }
    return [
      apart(meridian(zone) + Math.atan2(Math.sinh(eta), Math.cos(xi)) / RAD, 0),
      Math.atan(tau) / RAD,
    ];
  }

  function padded(number, digits) {
    return String(number).padStart(digits, "0");
  }

  function firstRow(zone) {
    return zone % 2 ? 0 : 5;
  }

  /* The reference of the square metre that holds a position: digits are cut off, not rounded. */
  function toMgrs(lonlat) {
    var at = toUtm(lonlat);
    if (!at) {
      return null;
    }
    var column = Math.floor(at.easting / SQUARE_M), row = Math.floor(at.northing / SQUARE_M);
    return padded(at.zone, 2) + at.band + " " +
      COLUMNS[(at.zone - 1) % 3].charAt(column - 1) + ROWS.charAt((row + firstRow(at.zone)) % 20) +
      " " + padded(Math.floor(at.easting % SQUARE_M), 5) +
      " " + padded(Math.floor(at.northing % SQUARE_M), 5);
  }

  var MGRS = /^(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*(\d{1,5})??\s*(\d{0,5})$/;

  /* The middle of the square that a reference names, {at, side_m}; null where it names none. */
  function fromMgrs(text) {
    var found = MGRS.exec(text.trim().toUpperCase());
    var digits = found ? (found[5] || "") + found[6] : "";
    var zone = found ? Number(found[1]) : 0;
    if (!found || digits.length % 2 || zone < 1 || zone > 60 ||
        (/\d\s+\d+$/.test(text.trim()) && (found[5] || "").length !== found[6].length)) {
      return null;
    }
    var column = COLUMNS[(zone - 1) % 3].indexOf(found[3]) + 1;
    var side_m = Math.pow(10, 5 - digits.length / 2);
    var easting = column * SQUARE_M + Number(digits.slice(0, digits.length / 2)) * side_m + side_m / 2;
    var within = Number(digits.slice(digits.length / 2)) * side_m + side_m / 2;
    var row = (ROWS.indexOf(found[4]) - firstRow(zone) + 20) % 20;
    return column ? inBand(zone, found[2], easting, row * SQUARE_M + within, side_m) : null;
  }

  /* Rows come again every 2000 km: the one is meant that lies in the band. */
  function inBand(zone, band, easting, northing, side_m) {
    var south = band < "N", low = -80 + 8 * BANDS.indexOf(band), high = band === "X" ? 84 : low + 8;
    var slack = 0.01 + side_m / 110000;
    for (var more = 0; more < 10000000; more += 2000000) {
      var at = fromUtm(zone, south, easting, northing + more);
      if (at[1] >= low - slack && at[1] <= high + slack && Math.abs(apart(at[0], meridian(zone))) < 10) {
        return { at: at, side_m: side_m };
      }
    }
    return null;
  }

  frontmap.grid = { toUtm: toUtm, fromUtm: fromUtm, toMgrs: toMgrs, fromMgrs: fromMgrs };
})();
