/* Very many marks: what the packed columns say of them, and marks close together gathered to one. */
(function () {
  "use strict";

  var block = document.getElementById("frontmap-many");
  var words = JSON.parse(block.textContent);
  var places = frontmap.records().places;
  var events = frontmap.records().events;
  var claims = frontmap.records().claims;
  var marks = frontmap.columns("frontmap-marks");
  /* Marks nearer than this are gathered, pixels; fewer than LEAST stay as they are. */
  var NEAR = 44, LEAST = 3;
  var TILE = 256;

  function indexed(list) {
    var found = new Map();
    (list || []).forEach(function (value, i) { found.set(value, i); });
    return found;
  }

  var sides = new Map(words.sides.map(function (side) { return [side.code, side]; }));
  var codes = new Map(words.sides.map(function (side) { return [side.look, side.code]; }));
  var kinds = { place: indexed(places.key), claim: indexed(claims.key), event: indexed(events.key) };
  var byId = indexed(places.id);
  var details = null;

  /* What cards tell; read once somebody wants a card. */
  function cards() {
    details = details || frontmap.columns("frontmap-cards");
    return details;
  }

  /* Which of the columns a row's id belongs to: {kind, i}, or null. */
  function find(key) {
    var kind = String(key).split("-")[0];
    var i = Object.hasOwn(kinds, kind) ? kinds[kind].get(key) : undefined;
    return i === undefined ? null : { kind: kind, i: i };
  }

  /* ---- the marks ---- */

  function mercator(lat) {
    var sine = Math.sin(Math.max(-85.05, Math.min(85.05, lat)) * Math.PI / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  var pinned = [];
  (places.pinned || []).forEach(function (one, i) {
    if (one) {
      pinned.push(i);
    }
  });
  var count = pinned.length;
  var x = new Float64Array(count), y = new Float64Array(count);
  var side = [], weight = marks.places.weight || [], statuses = marks.places.statuses || [];
  var told = {};
  pinned.forEach(function (i, n) {
    x[n] = (places.lon[i] + 180) / 360;
    y[n] = mercator(places.lat[i]);
  });

  function read(text) {
    told[text] = told[text] || JSON.parse(text);
    return told[text];
  }

  /* [[side, status, standing]] of a place, the firmest first; while sources are taken off the map,
     the first that is left, and the first of another side. */
  function statusesOf(i) {
    if (!off.size) {
      return read(statuses[i]);
    }
    var left = read(marks.places.told[i]).filter(function (one) { return !off.has(one[0]); });
    var other = left.find(function (one) { return one[1] !== left[0][1]; });
    return [left[0], other].filter(Boolean).map(function (one) {
      return [codes.get(one[1]), one[2], one[3]];
    });
  }

  /* ---- sources that a reader takes off the map ---- */

  var off = new Set();
  var showsElse = frontmap.shows;

  frontmap.shows = function (card) {
    var found = off.size ? find(card) : null;
    return showsElse(card) && (!found || marks[found.kind + "s"].sources[found.i].split(" ")
      .some(function (number) { return !off.has(Number(number)); }));
  };

  frontmap.on("sources", function (numbers) {
    off = new Set(numbers);
    made.clear();
    scales = {};
    sort();
    frontmap.tell("regathered");
  });

  var order = [];

  /* The marks on the map, those first that most is told of. */
  function sort() {
    var many = new Uint8Array(count);
    order = [];
    pinned.forEach(function (i, n) {
      many[n] = statusesOf(i).length;
      if (frontmap.shows(places.key[i])) {
        order.push(n);
      }
    });
    order.sort(function (a, b) {
      return many[b] - many[a] || weight[pinned[b]] - weight[pinned[a]] || a - b;
    });
  }

  function look(code) {
    return sides.has(code) ? sides.get(code).look : "";
  }

  var made = new Map();

  /* What `frontmap.symbol` draws a place by. */
  function properties(i) {
    if (!made.has(i)) {
      var all = statusesOf(i), p = { look: "spot", card: places.key[i] };
      if (places.estimated[i]) {
        p.estimated = 1;
      }
      if (all.length) {
        p.side = look(all[0][0]);
        p.status = all[0][1];
        p.standing = all[0][2];
      }
      if (all.length > 1) {
        p.other = look(all[1][0]);
      }
      made.set(i, p);
    }
    return made.get(i);
  }

  /* ---- gathering ---- */

  /* The marks of one scale: lone ones {x, y, i} and clusters {x, y, members}. Seeds are the weightiest
     places that no seed before is near to; the others go to the seed that is nearest to them. */
  function gather(zoom) {
    var reach = NEAR / (TILE * Math.pow(2, zoom)), near = reach * reach;
    var wide = Math.ceil(1 / reach) + 2;
    var cells = new Map(), seeds = [], members = [];

    function cell(n) {
      return Math.floor(y[n] / reach) * wide + Math.floor(x[n] / reach);
    }

    /* The nearest seed of a mark, its number; -1 without one in reach. */
    function nearest(n) {
      var at = cell(n), best = -1, least = near;
      for (var j = -wide; j <= wide; j += wide) {
        for (var i = -1; i <= 1; i++) {
          var held = cells.get(at + j + i);
          for (var k = 0; held && k < held.length; k++) {
            var dx = x[seeds[held[k]]] - x[n], dy = y[seeds[held[k]]] - y[n];
            var apart = dx * dx + dy * dy;
            if (apart < least) {
              least = apart;
              best = held[k];
            }
          }
        }
      }
      return best;
    }

    order.forEach(function (n) {
      if (nearest(n) < 0) {
        var at = cell(n), held = cells.get(at);
        if (held) {
          held.push(seeds.length);
        } else {
          cells.set(at, [seeds.length]);
        }
        seeds.push(n);
        members.push([]);
      }
    });
    order.forEach(function (n) { members[nearest(n)].push(n); });
    var found = [];
    members.forEach(function (own) {
      if (own.length < LEAST) {
        own.forEach(function (n) { found.push({ x: x[n], y: y[n], i: pinned[n] }); });
        return;
      }
      var sumX = 0, sumY = 0;
      own.forEach(function (n) {
        sumX += x[n];
        sumY += y[n];
      });
      found.push({ x: sumX / own.length, y: sumY / own.length, members: own });
    });
    return found;
  }

  var scales = {};
  sort();

  function marksAt(zoom) {
    var steps = count > 30000 ? 2 : 4;
    var z = Math.max(0, Math.min(20, Math.round(zoom * steps) / steps));
    scales[z] = scales[z] || gather(z);
    return scales[z];
  }

  /* How a cluster's places divide: [[side's look or "", number]], a place of two sides to both. */
  function shares(cluster) {
    if (!cluster.shares) {
      var sums = {};
      cluster.members.forEach(function (n) {
        var all = statusesOf(pinned[n]);
        (all.length ? all : [[null]]).forEach(function (status) {
          var code = status[0] === null ? "" : look(status[0]);
          sums[code] = (sums[code] || 0) + 1 / Math.max(1, all.length);
        });
      });
      cluster.shares = Object.keys(sums).sort(function (a, b) {
        return (a === "") - (b === "") || (a < b ? -1 : 1);
      }).map(function (code) { return [code, sums[code]]; });
    }
    return cluster.shares;
  }

  /* West, south, east, north of a cluster's places, degrees. */
  function extent(cluster) {
    var lons = [], lats = [];
    cluster.members.forEach(function (n) {
      lons.push(places.lon[pinned[n]]);
      lats.push(places.lat[pinned[n]]);
    });
    function least(list) { return list.reduce(function (a, b) { return Math.min(a, b); }); }
    function most(list) { return list.reduce(function (a, b) { return Math.max(a, b); }); }
    return [least(lons), least(lats), most(lons), most(lats)];
  }

  frontmap.many = {
    words: words, places: places, events: events, claims: claims, marks: marks, cards: cards, find: find,
    sides: sides, byId: byId, pinned: pinned, statusesOf: statusesOf, properties: properties,
    marksAt: marksAt, shares: shares, extent: extent, look: look, mercator: mercator,
  };
})();
