/* The days of a timeline in words and figures. */
(function () {
  "use strict";

  var MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];
  var DAY_MS = 86400000;

  frontmap.days = function (line) {
    var start = Date.parse(line.first + "T00:00:00Z");
    var last = line.days[line.days.length - 1];

    /* For every day the number of the map that stands then. */
    var mapOf = [];
    line.days.forEach(function (day, number) {
      var until = number + 1 < line.days.length ? line.days[number + 1] : last + 1;
      for (; day < until; day++) {
        mapOf[day] = number;
      }
    });

    function written(day) {
      var date = new Date(start + day * DAY_MS);
      return date.getUTCDate() + " " + MONTHS[date.getUTCMonth()] + " " + date.getUTCFullYear();
    }

    function aged(day) {
      var shown = line.days[mapOf[day]];
      var old = day - shown;
      return old ? "map of " + written(shown) + ", " + old + (old === 1 ? " day old" : " days old") :
        "map of this day";
    }

    function km2(area) {
      var large = Math.abs(area) >= 9999.5;
      var parts = Math.abs(area).toFixed(large ? 0 : 1).split(".");
      parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ",");
      return (area < 0 && Math.abs(area) >= 0.05 ? "\u2212" : "") + parts.join(".");
    }

    function signed(area, sign) {
      var shown = km2(area);
      return shown === "0.0" ? shown : sign + shown;
    }

    function held(turn, number) {
      var times = 0;
      for (var i = 2; i < turn.length && turn[i] <= number; i++) {
        times++;
      }
      return (times % 2 === 1) === (turn[1] === 1);
    }

    function changed(series, from, to) {
      var gained = 0, lost = 0;
      line.turns[series].forEach(function (turn) {
        var before = held(turn, from), after = held(turn, to);
        if (after && !before) {
          gained += turn[0];
        } else if (before && !after) {
          lost += turn[0];
        }
      });
      return { gained: gained, lost: lost };
    }

    return {
      mapOf: mapOf, written: written, aged: aged, km2: km2, signed: signed, changed: changed,
    };
  };
})();
