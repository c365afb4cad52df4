/* Positions as people write them, and what they typed read as a position. Positions are
   [longitude, latitude] in degrees, WGS 84; in writing latitude comes first. */
(function () {
  "use strict";

  var MOST = 80;
  var DECIMAL = "([NSEW])?\\s*([-+]?\\d{1,3}(?:\\.\\d+)?)\\s*°?\\s*([NSEW])?";
  var ANGLE = "([NSEW])?\\s*([-+]?\\d{1,3})\\s*[°:\\s]\\s*(\\d{1,2}(?:\\.\\d+)?)\\s*[':\\s]?\\s*" +
    "(?:(\\d{1,2}(?:\\.\\d+)?)\\s*\"?)?\\s*([NSEW])?";
  var PAIR = new RegExp("^" + DECIMAL + "\\s*[,;\\s]\\s*" + DECIMAL + "$");
  var ANGLES = new RegExp("^" + ANGLE + "\\s*[,;\\s]?\\s*" + ANGLE + "$");
  var UTM = /^(\d{1,2})\s*([C-HJ-NP-X])\s+(\d{6}(?:\.\d+)?)\s*(?:M?\s?E)?[,;\s]+(\d{1,8}(?:\.\d+)?)\s*(?:M?\s?N)?$/;

  /* Longitude from -180 up to 180, wherever on the endless map a reader is. */
  function turned(at) {
    return [((at[0] + 180) % 360 + 360) % 360 - 180, Math.max(-90, Math.min(90, at[1]))];
  }

  function decimal(at) {
    var here = turned(at);
    return here[1].toFixed(5) + ", " + here[0].toFixed(5);
  }

  function angle(value, signs) {
    var tenths = Math.round(Math.abs(value) * 36000);
    var seconds = (tenths % 600 / 10).toFixed(1).padStart(4, "0");
    var minutes = String(Math.floor(tenths / 600) % 60).padStart(2, "0");
    return Math.floor(tenths / 36000) + "°" + minutes + "′" + seconds + "″" +
      signs.charAt(value < 0 ? 1 : 0);
  }

  function dms(at) {
    var here = turned(at);
    return angle(here[1], "NS") + " " + angle(here[0], "EW");
  }

  function utm(at) {
    var found = frontmap.grid.toUtm(turned(at));
    return found && String(found.zone).padStart(2, "0") + found.band + " " +
      Math.floor(found.easting) + " " + Math.floor(found.northing);
  }

  function mgrs(at) {
    return frontmap.grid.toMgrs(turned(at));
  }

  function geo(at) {
    return "geo:" + decimal(at).replace(" ", "");
  }

  /* [longitude, latitude] of two numbers with letters that say which is which, or null. */
  function ordered(first, second) {
    var swapped = /[EW]/.test(first.letter) || /[NS]/.test(second.letter);
    var both = swapped ? [first, second] : [second, first];
    if (/[NS]/.test(both[0].letter) || /[EW]/.test(both[1].letter) ||
        Math.abs(both[0].value) > 180 || Math.abs(both[1].value) > 90) {
      return null;
    }
    return both.map(function (one) { return one.value; });
  }

  function signed(before, behind, degrees, minutes, seconds) {
    var letter = before || behind || "";
    var size = Math.abs(Number(degrees)) + Number(minutes || 0) / 60 + Number(seconds || 0) / 3600;
    var negative = degrees.charAt(0) === "-" || /[SW]/.test(letter);
    var sound = !(before && behind) && Number(minutes || 0) < 60 && Number(seconds || 0) < 60;
    return { letter: letter, value: sound ? (negative ? -size : size) : NaN };
  }

  function fromPair(text) {
    var found = PAIR.exec(text);
    return found && ordered(
      signed(found[1], found[3], found[2]), signed(found[4], found[6], found[5])
    );
  }

  function fromAngles(text) {
    var found = /[°NSEW]/.test(text) && ANGLES.exec(text);
    return found && ordered(
      signed(found[1], found[5], found[2], found[3], found[4]),
      signed(found[6], found[10], found[7], found[8], found[9])
    );
  }

  function fromUtm(text) {
    var found = UTM.exec(text), zone = found && Number(found[1]);
    if (!found || zone < 1 || zone > 60) {
      return null;
    }
    /* N and S may be bands or halves of the earth: what fits its band is one. */
    var tries = found[2] === "S" ? [false, true] : [found[2] < "N"];
    var fits = tries.map(function (south) {
      return frontmap.grid.fromUtm(zone, south, Number(found[3]), Number(found[4]));
    }).filter(function (at) {
      var back = frontmap.grid.toUtm(at);
      return back && (back.band === found[2] || found[2] === "N" && at[1] >= 0 ||
        found[2] === "S" && at[1] < 0);
    });
    return fits[0] || null;
  }

  /* {at, side_m} of a text that is a position: degrees, degrees and minutes, MGRS, UTM, geo: URI.
     `side_m` is the size of the square of a grid reference, 0 for a point. Else null. */
  function parse(text) {
    var plain = text.trim().slice(0, MOST + 1).toUpperCase()
      .replace(/[′’‘`´]/g, "'").replace(/[″”“]|''/g, "\"").replace(/[−–]/g, "-")
      .replace(/º/g, "°").replace(/^GEO:\s*/, "").replace(/[?;](?:U|CRS|Z)=.*$/, "");
    if (!plain || plain.length > MOST) {
      return null;
    }
    var square = frontmap.grid.fromMgrs(plain);
    if (square) {
      return square;
    }
    /* 51,29 35,43: the comma as the point of decimals. */
    var continental = plain.replace(/(\d),(\d+)([;\s]+)([-+]?\d+),(\d)/, "$1.$2$3$4.$5");
    var at = fromPair(continental) || fromAngles(plain) || fromUtm(plain);
    return at && at.every(isFinite) ? { at: at, side_m: 0 } : null;
  }

  /* Every way of writing a position: [name, text]; text is null where the way is not given. */
  function written(at) {
    return [["Decimal", decimal(at)], ["DMS", dms(at)], ["MGRS", mgrs(at)], ["UTM", utm(at)],
      ["geo URI", geo(at)]];
  }

  frontmap.coordinates = {
    decimal: decimal, dms: dms, utm: utm, mgrs: mgrs, geo: geo, parse: parse, written: written,
    turned: turned,
  };
})();
